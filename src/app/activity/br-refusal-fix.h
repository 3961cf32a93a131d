/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Editing a refused change before it is sent again: mine in entries, HQ's beside them. */
#pragma once

#include "br-app-context.h"
#include "br-outbox.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_REFUSAL_FIX (br_refusal_fix_get_type ())
G_DECLARE_FINAL_TYPE (BrRefusalFix, br_refusal_fix, BR, REFUSAL_FIX, AdwDialog)

/** BrRefusalFixed: a person wants `edited` (borrowed) sent. */
typedef void (*BrRefusalFixed) (BrEdit *edited, gpointer user_data);
/** br_refusal_fix_new: `refusals` (of BrRefusal, kept) are one card; `owner` is kept and given to `func`. */
BrRefusalFix *br_refusal_fix_new (BrAppContext *context, GPtrArray *refusals, BrRefusalFixed func, GObject *owner);

G_END_DECLS
