/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sign-in: the people of the shop, then a password. Works offline. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_SIGN_IN (br_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (BrSignIn, br_sign_in, BR, SIGN_IN, AdwBin)

/** br_sign_in_set_context: once; reads the people now and whenever they change. */
void br_sign_in_set_context (BrSignIn *self, BrAppContext *context);
/** br_sign_in_reset: back to the list of people, no password left anywhere. */
void br_sign_in_reset       (BrSignIn *self);
/** br_sign_in_take_focus: gives the focus to the likely person, or to the password when one is picked; only while it is shown. */
void br_sign_in_take_focus  (BrSignIn *self);

G_END_DECLS
