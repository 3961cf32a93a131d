/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences: bound to GSettings; the place to the profile. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PREFERENCES (br_preferences_get_type ())
G_DECLARE_FINAL_TYPE (BrPreferences, br_preferences, BR, PREFERENCES, AdwPreferencesDialog)

AdwDialog *br_preferences_new (BrAppContext *context);

G_END_DECLS
