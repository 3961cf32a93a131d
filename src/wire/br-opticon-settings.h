/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backroom-station.ini: what a person may set of an Opticon ESL Server's folder: [Folders] Input, Completed, Log (under that folder), [Database] Name (an ODBC data
 * source). What is left out is as the manual has it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_OPTICON_MAX_SETTINGS (16 * 1024) /* bytes */

/** BrOpticonSettings: owned texts. */
typedef struct
{
  char *input, *completed, *log;
  char *database; /* NULL = none */
} BrOpticonSettings;

/** br_opticon_settings_default: `out` is zeroed or cleared. */
void     br_opticon_settings_default (BrOpticonSettings *out);
/** br_opticon_settings_read: `out` is zeroed or cleared, and stays so when it fails. Errors: INVALID (the message says what). */
gboolean br_opticon_settings_read    (GBytes *ini, BrOpticonSettings *out, GError **error);
void     br_opticon_settings_clear   (BrOpticonSettings *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrOpticonSettings, br_opticon_settings_clear)

G_END_DECLS
