/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-opticon-settings.h"

#include <string.h>

#include "br-error.h"

#define FOLDERS "Folders"
#define DATABASE "Database"
#define MAX_NAME 32    /* of a data source */
#define MAX_FOLDER 255

void
br_opticon_settings_clear (BrOpticonSettings *self)
{
  g_clear_pointer (&self->input, g_free);
  g_clear_pointer (&self->completed, g_free);
  g_clear_pointer (&self->log, g_free);
  g_clear_pointer (&self->database, g_free);
}

void
br_opticon_settings_default (BrOpticonSettings *out)
{
  *out = (BrOpticonSettings) { .input = g_strdup ("Input"), .completed = g_strdup ("Images/Completed"), .log = g_strdup ("Log") };
}

/* Nothing that would lead out of the folder. */
static gboolean
is_folder (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", -1);

  for (char **part = parts; *part != NULL; part++)
    if (**part == '\0' || g_str_equal (*part, ".") || g_str_equal (*part, ".."))
      return FALSE;
  return *text != '\0' && strlen (text) <= MAX_FOLDER;
}

static gboolean
is_source (const char *text)
{
  return *text != '\0' && strlen (text) <= MAX_NAME && strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-") == strlen (text);
}

/* Of one key, if it is there: what is at `at` is freed. */
static gboolean
take (GKeyFile *file, const char *group, const char *key, gboolean (*is_good) (const char *text), char **at)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);

  if (text == NULL)
    return !g_key_file_has_key (file, group, key, NULL);
  g_strstrip (text);
  if (!is_good (text))
    return FALSE;
  g_free (*at);
  *at = g_steal_pointer (&text);
  return TRUE;
}

gboolean
br_opticon_settings_read (GBytes *ini, BrOpticonSettings *out, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;

  if (!g_key_file_load_from_bytes (file, ini, G_KEY_FILE_NONE, &local))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the settings of the label server's folder: %s", local->message);
      return FALSE;
    }
  br_opticon_settings_default (out);
  if (take (file, FOLDERS, "Input", is_folder, &out->input) && take (file, FOLDERS, "Completed", is_folder, &out->completed)
      && take (file, FOLDERS, "Log", is_folder, &out->log) && take (file, DATABASE, "Name", is_source, &out->database))
    return TRUE;
  br_opticon_settings_clear (out);
  g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID,
                       "the settings of the label server's folder: a folder is under it, a data source has letters and digits");
  return FALSE;
}
