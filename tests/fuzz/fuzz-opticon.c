/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read of an Opticon ESL Server: the list of labels, the settings of its folder, rows of its database; whatever the bytes. */
#include "config.h"

#include <string.h>

#include "br-opticon-settings.h"
#include "br-opticon-status.h"
#include "br-opticon.h"

#define N_COLUMNS 6

static void
read_files (GBytes *bytes)
{
  g_autoptr (GError) list_error = NULL, error = NULL;
  g_autoptr (GArray) labels = br_opticon_labels_read (bytes, &list_error);
  g_auto (BrOpticonSettings) settings = { 0 };

  g_assert_true ((labels != NULL) == (list_error == NULL));
  for (guint i = 0; labels != NULL && i < labels->len; i++)
    {
      const BrOpticonLabel *label = &g_array_index (labels, BrOpticonLabel, i);
      g_autofree char *xml = br_opticon_xml (label, "x.png", label->group, i + 1), *unlink = br_opticon_unlink_xml (label);

      g_assert_true (g_utf8_validate (xml, -1, NULL) && g_utf8_validate (unlink, -1, NULL) && br_tag_type_is_sound (&label->type));
    }
  if (br_opticon_settings_read (bytes, &settings, &error))
    g_assert_true (settings.input[0] != '/' && !g_str_has_prefix (settings.input, "../") && strstr (settings.input, "/../") == NULL);
  else
    g_assert_true (error != NULL && settings.input == NULL);
}

/* Texts, each ended by a zero: names of columns, then cells; an empty one is null. */
static void
read_row (const char *data, gsize size)
{
  g_autofree char *text = g_malloc0 (size + 1);
  const char *texts[2 * N_COLUMNS] = { NULL }, *at = text;
  BrOpticonStatus status;

  memcpy (text, data, size);
  for (guint i = 0; i < 2 * N_COLUMNS; i++)
    {
      texts[i] = at < text + size ? at : i < N_COLUMNS ? "" : NULL;
      at += at < text + size ? strlen (at) + 1 : 0;
    }
  if (!br_opticon_status_read (texts, texts + N_COLUMNS, N_COLUMNS, &status))
    return;
  g_assert_true (strlen (status.mac) == 16 && status.image >= 0 && status.image_us >= 0 && status.info_us >= 0);
  g_assert_cmpint (br_opticon_status_judge (&status, 7, 0), >=, BR_OPTICON_WAITS);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  read_files (bytes);
  read_row ((const char *) data, size);
  return 0;
}
