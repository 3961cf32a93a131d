/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run as words "name=number" with a space between. */
#include "config.h"

#include "br-sync-log.h"

#include <string.h>

static const struct
{
  const char *name;
  gsize offset;
} counts[] = {
  { "sent", G_STRUCT_OFFSET (BrSyncRun, sent) },
  { "refused", G_STRUCT_OFFSET (BrSyncRun, refused) },
  { "received", G_STRUCT_OFFSET (BrSyncRun, received) },
  { "pictures-sent", G_STRUCT_OFFSET (BrSyncRun, pictures_sent) },
  { "pictures-fetched", G_STRUCT_OFFSET (BrSyncRun, pictures_fetched) },
};

char *
br_sync_run_write (const BrSyncRun *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      gint64 n = G_STRUCT_MEMBER (gint64, self, counts[i].offset);

      if (n != 0)
        g_string_append_printf (text, "%s%s=%" G_GINT64_FORMAT, text->len > 0 ? " " : "", counts[i].name, n);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static gboolean
read_word (char *word, BrSyncRun *out)
{
  char *equals = strchr (word, '=');
  gint64 n;

  if (equals == NULL || !g_ascii_string_to_signed (equals + 1, 10, 0, G_MAXINT64, &n, NULL))
    return FALSE;
  *equals = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    if (g_str_equal (counts[i].name, word))
      G_STRUCT_MEMBER (gint64, out, counts[i].offset) = n;
  return TRUE;
}

gboolean
br_sync_run_read (const char *text, BrSyncRun *out)
{
  g_auto (GStrv) words = NULL;

  *out = (BrSyncRun) { 0 };
  if (text == NULL)
    return FALSE;
  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (!read_word (words[i], out))
      return FALSE;
  return words[0] != NULL;
}
