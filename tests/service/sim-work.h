/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the people at the devices of the simulation do: edit, create, undo, withdraw, and answer refusals. */
#pragma once

#include "br-edit-store.h"
#include "sim-world.h"

G_BEGIN_DECLS

/** sim_editor: who edits at a device. */
BrEditor sim_editor (SimDevice *device, BrEditMode mode);
/** sim_work: one thing a person does, by dice; perhaps the device dies of it. That the program refuses it is fine, as long as it says so by an error that is theirs. */
void     sim_work   (SimDevice *device);

G_END_DECLS
