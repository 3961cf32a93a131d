/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log goes with the database: without it the newest pages would be missing, and beside a new database it would be poison. */
#include "config.h"
#include "br-print-aside.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define MARK "print.damaged"
#define PREFIX "print-damaged-"

void
br_print_aside_mark (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, MARK, NULL);

  g_file_set_contents (path, "", 0, NULL); /* a disk that is full says so elsewhere */
}

gboolean
br_print_aside_is_marked (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, MARK, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
move_one (const char *dir, const char *from, const char *to, GError **error)
{
  g_autofree char *old = g_build_filename (dir, from, NULL);
  g_autofree char *new = g_build_filename (dir, to, NULL);

  if (g_rename (old, new) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_IO, "cannot rename %s: %s", old, g_strerror (errno));
  return FALSE;
}

gboolean
br_print_aside_move (const char *dir, gint64 now_us, GError **error)
{
  static const char *const ends[] = { "-wal", "", NULL };
  g_autofree char *name = g_strdup_printf (PREFIX "%" G_GINT64_FORMAT ".db", now_us);
  g_autofree char *shm = g_build_filename (dir, "print.db-shm", NULL), *mark = g_build_filename (dir, MARK, NULL);

  for (gsize i = 0; ends[i] != NULL; i++)
    {
      g_autofree char *from = g_strconcat ("print.db", ends[i], NULL);
      g_autofree char *to = g_strconcat (name, ends[i], NULL);

      if (!move_one (dir, from, to, error))
        return FALSE;
    }
  g_unlink (shm); /* made anew from the log */
  g_unlink (mark);
  return TRUE;
}

char *
br_print_aside_find (const char *dir)
{
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL); /* a folder that is not there yet has none */
  char *newest = NULL;
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    if (g_str_has_prefix (name, PREFIX) && g_str_has_suffix (name, ".db") && g_strcmp0 (name, newest) > 0)
      g_set_str (&newest, name);
  return newest;
}
