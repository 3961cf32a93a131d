/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of the window, parsed to a plain struct. */
#pragma once

#include "br-clock.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/** BrOptions: what was asked for. */
typedef struct
{
  char    *profile;        /* folder of the cache, or NULL = the person's own */
  char    *page;           /* page to open, or NULL = the last one */
  int      width, height;  /* pixels; 0 = as last time */
  gboolean dark;           /* dark, whatever the preferences say */
  gboolean demo;           /* enrol at the demo shop without asking */
  char    *shot;           /* PNG to write when the content has settled, then quit; or NULL */
  char    *headless_check; /* PNG to write after the first frame and a completed sync, then quit; or NULL */
  GStrv    actions;        /* detailed names of actions to carry out before the picture; or NULL */
  char    *sign_in;        /* login of the person to sign in, password from BACKROOM_PASSWORD; or NULL */
  gint64   clock_us;       /* fixed wall time, microseconds UTC; 0 = the real time */
} BrOptions;

/** br_options_entries: for g_application_add_main_option_entries; ends with an empty one. */
const GOptionEntry *br_options_entries (void);
/** br_options_read: fills `self` (zeroed) from the parsed dictionary. Errors: INVALID with a sentence for the terminal. */
gboolean            br_options_read    (BrOptions *self, GVariantDict *dict, GError **error);
void                br_options_clear   (BrOptions *self);
/** br_options_is_alone: whether this run must not join a running program. */
gboolean            br_options_is_alone (const BrOptions *self);
/** br_options_get_clock: the system's clock, or one whose wall time stands at clock_us. `self` must outlive it. */
const BrClock      *br_options_get_clock (const BrOptions *self);

G_END_DECLS
