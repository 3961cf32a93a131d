/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-drop-folder.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "br-error.h"

#define LOG_TAIL (64 * 1024) /* bytes of the newest log that are read */

/* What went wrong with a file of the folder, as an error of ours. */
static gboolean
fail (const GError *why, GError **error)
{
  BrError code = BR_ERROR_IO;

  if (g_error_matches (why, G_FILE_ERROR, G_FILE_ERROR_NOSPC) || g_error_matches (why, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    code = BR_ERROR_FULL;
  g_set_error (error, BR_ERROR, code, "the folder of the label server: %s", why->message);
  return FALSE;
}

gboolean
br_drop_folder_check (const BrDropFolder *folder, GError **error)
{
  g_autofree char *input = g_build_filename (folder->root, folder->input, NULL);

  if (g_file_test (input, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "the folder of the label server is not there: %s", input);
  return FALSE;
}

GBytes *
br_drop_folder_read (const BrDropFolder *folder, const char *name, gsize max_bytes, GError **error)
{
  g_autofree char *path = g_build_filename (folder->root, name, NULL), *text = NULL;
  g_autoptr (GError) local = NULL;
  GStatBuf info;
  gsize length;

  if (!g_file_test (folder->root, G_FILE_TEST_IS_DIR))
    g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "the folder of the label server is not there: %s", folder->root);
  else if (g_stat (path, &info) != 0)
    g_set_error (error, BR_ERROR, errno == ENOENT ? BR_ERROR_NOT_FOUND : BR_ERROR_IO, "%s: %s", path, g_strerror (errno));
  else if (!S_ISREG (info.st_mode) || info.st_size > (goffset) max_bytes)
    g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "%s is no file of at most %" G_GSIZE_FORMAT " bytes", path, max_bytes);
  else if (!g_file_get_contents (path, &text, &length, &local))
    fail (local, error);
  return text != NULL ? g_bytes_new_take (g_steal_pointer (&text), length) : NULL;
}

static char *
path_in (const BrDropFolder *folder, const char *where, const char *base, const char *suffix)
{
  g_autofree char *name = g_strconcat (base, suffix, NULL);

  return g_build_filename (folder->root, where, name, NULL);
}

/* Whole under another name first: the server looks for what was renamed to .xml. */
static gboolean
write_whole (const BrDropFolder *folder, const char *base, const char *first, const char *last, const char *bytes, gsize length, GError **error)
{
  g_autofree char *from = path_in (folder, folder->input, base, first), *to = path_in (folder, folder->input, base, last);
  g_autoptr (GError) local = NULL;

  if (!g_file_set_contents_full (from, bytes, (gssize) length, G_FILE_SET_CONTENTS_DURABLE, 0664, &local))
    return fail (local, error);
  if (g_rename (from, to) == 0)
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_IO, "%s: %s", to, g_strerror (errno));
  return FALSE;
}

gboolean
br_drop_folder_put (const BrDropFolder *folder, const char *base, GBytes *png, const char *xml, GError **error)
{
  if (!br_drop_folder_check (folder, error))
    return FALSE;
  return write_whole (folder, base, ".part", ".png", g_bytes_get_data (png, NULL), g_bytes_get_size (png), error)
         && write_whole (folder, base, ".tmp", ".xml", xml, strlen (xml), error);
}

gboolean
br_drop_folder_put_alone (const BrDropFolder *folder, const char *base, const char *xml, GError **error)
{
  return br_drop_folder_check (folder, error) && write_whole (folder, base, ".tmp", ".XML", xml, strlen (xml), error);
}

/* As it was named here, or all in capital or in small letters, as servers on Windows like it. */
static gboolean
exists (const BrDropFolder *folder, const char *where, const char *base, const char *suffix)
{
  g_autofree char *name = g_strconcat (base, suffix, NULL), *upper = g_ascii_strup (name, -1), *lower = g_ascii_strdown (name, -1);
  const char *const names[] = { name, upper, lower };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = path_in (folder, where, names[i], "");

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return FALSE;
}

/* The path of the log written last, or NULL. */
static char *
find_newest_log (const BrDropFolder *folder)
{
  g_autofree char *logs = g_build_filename (folder->root, folder->log, NULL), *newest = NULL;
  g_autoptr (GDir) dir = g_dir_open (logs, 0, NULL);
  gint64 newest_s = G_MININT64;
  const char *name;

  for (guint i = 0; i < BR_DROP_MAX_FILES && dir != NULL && (name = g_dir_read_name (dir)) != NULL; i++)
    {
      g_autofree char *path = g_build_filename (logs, name, NULL);
      GStatBuf info;

      if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode) || (gint64) info.st_mtime < newest_s)
        continue;
      newest_s = info.st_mtime;
      g_set_str (&newest, path);
    }
  return g_steal_pointer (&newest);
}

static char *
read_tail (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) in = g_file_read (file, NULL, NULL);
  char *text = g_malloc0 (LOG_TAIL + 1);

  if (in == NULL)
    return text;
  /* A log that is shorter is read from its beginning. */
  g_seekable_seek (G_SEEKABLE (in), -LOG_TAIL, G_SEEK_END, NULL, NULL);
  g_input_stream_read_all (G_INPUT_STREAM (in), text, LOG_TAIL, NULL, NULL, NULL);
  return text;
}

static gboolean
is_complaint (const char *line, const char *base)
{
  g_autofree char *lower = g_ascii_strdown (line, -1), *name = g_ascii_strdown (base, -1);

  return strstr (lower, name) != NULL && (strstr (lower, "error") != NULL || strstr (lower, "fail") != NULL);
}

static char *
find_complaint (const BrDropFolder *folder, const char *base)
{
  g_autofree char *path = find_newest_log (folder), *tail = path != NULL ? read_tail (path) : NULL;
  g_auto (GStrv) lines = tail != NULL ? g_strsplit_set (tail, "\r\n", -1) : NULL;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    if (is_complaint (lines[i], base))
      return g_utf8_make_valid (lines[i], -1);
  return NULL;
}

gboolean
br_drop_folder_look (const BrDropFolder *folder, const char *base, BrDropPlace *place, char **complaint, GError **error)
{
  *complaint = NULL;
  if (!br_drop_folder_check (folder, error))
    return FALSE;
  /* The server moves it while we look: where it waits is looked at before where it goes. */
  if (exists (folder, folder->input, base, ".xml"))
    {
      *place = BR_DROP_WAITING;
      *complaint = find_complaint (folder, base);
    }
  else if (exists (folder, folder->completed, base, ".png"))
    *place = BR_DROP_TAKEN;
  else
    *place = exists (folder, folder->input, base, ".png") || exists (folder, folder->input, base, ".part") || exists (folder, folder->input, base, ".tmp")
                 ? BR_DROP_HALF
                 : BR_DROP_NOWHERE;
  return TRUE;
}

typedef gboolean (*EachFunc) (const char *path, const char *name, gpointer data);

/* Each file of Input whose name begins so. */
static gboolean
each_waiting (const BrDropFolder *folder, const char *prefix, EachFunc func, gpointer data, GError **error)
{
  g_autofree char *input = g_build_filename (folder->root, folder->input, NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!br_drop_folder_check (folder, error))
    return FALSE;
  dir = g_dir_open (input, 0, &local);
  if (dir == NULL)
    return fail (local, error);
  for (guint i = 0; i < BR_DROP_MAX_FILES && (name = g_dir_read_name (dir)) != NULL; i++)
    {
      g_autofree char *path = g_build_filename (input, name, NULL);

      if (g_ascii_strncasecmp (name, prefix, strlen (prefix)) == 0 && !func (path, name, data))
        {
          g_set_error (error, BR_ERROR, BR_ERROR_IO, "%s: %s", path, g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
is_companion (const char *name)
{
  gsize length = strlen (name);

  return length > 4 && g_ascii_strcasecmp (name + length - 4, ".xml") == 0;
}

/* TRUE of data: companions only. Without them the server takes no picture. */
static gboolean
remove_one (const char *path, const char *name, gpointer data)
{
  gboolean companions = GPOINTER_TO_INT (data);

  return companions != is_companion (name) || g_unlink (path) == 0 || errno == ENOENT;
}

gboolean
br_drop_folder_remove (const BrDropFolder *folder, const char *prefix, GError **error)
{
  return each_waiting (folder, prefix, remove_one, GINT_TO_POINTER (TRUE), error) && each_waiting (folder, prefix, remove_one, GINT_TO_POINTER (FALSE), error);
}

/** Count: what br_drop_folder_count has found. */
typedef struct
{
  guint n;
  gint64 oldest_us;
} Count;

static gboolean
count_one (const char *path, const char *name, gpointer data)
{
  Count *count = data;
  GStatBuf info;

  if (!is_companion (name) || g_stat (path, &info) != 0)
    return TRUE;
  count->n++;
  if (count->oldest_us == 0 || info.st_mtime * G_USEC_PER_SEC < count->oldest_us)
    count->oldest_us = info.st_mtime * G_USEC_PER_SEC;
  return TRUE;
}

gboolean
br_drop_folder_count (const BrDropFolder *folder, guint *n, gint64 *oldest_us, GError **error)
{
  Count count = { 0 };
  gboolean is_there = each_waiting (folder, "", count_one, &count, error);

  *n = count.n;
  *oldest_us = count.oldest_us;
  return is_there;
}
