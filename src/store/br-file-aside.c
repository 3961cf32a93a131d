/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log goes with the database: without it the newest pages would be missing, and beside a new database it would be poison. */
#include "config.h"
#include "br-file-aside.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* The path of a file in `dir` whose name begins with `stem`. Caller frees. */
static char *
make_path (const char *dir, const char *stem, const char *end)
{
  g_autofree char *name = g_strconcat (stem, end, NULL);

  return g_build_filename (dir, name, NULL);
}

void
br_file_aside_mark (const char *dir, const char *stem)
{
  g_autofree char *path = make_path (dir, stem, ".damaged");

  g_file_set_contents (path, "", 0, NULL); /* a disk that is full says so elsewhere */
}

gboolean
br_file_aside_is_marked (const char *dir, const char *stem)
{
  g_autofree char *path = make_path (dir, stem, ".damaged");

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
move_one (const char *old, const char *new, GError **error)
{
  if (g_rename (old, new) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_IO, "cannot rename %s: %s", old, g_strerror (errno));
  return FALSE;
}

gboolean
br_file_aside_move (const char *dir, const char *stem, gint64 now_us, GError **error)
{
  static const char *const ends[] = { ".db-wal", ".db", NULL };
  g_autofree char *aside = g_strdup_printf ("%s-damaged-%" G_GINT64_FORMAT, stem, now_us);
  g_autofree char *shm = make_path (dir, stem, ".db-shm"), *mark = make_path (dir, stem, ".damaged");

  for (gsize i = 0; ends[i] != NULL; i++)
    {
      g_autofree char *from = make_path (dir, stem, ends[i]), *to = make_path (dir, aside, ends[i]);

      if (!move_one (from, to, error))
        return FALSE;
    }
  g_unlink (shm); /* made anew from the log */
  g_unlink (mark);
  return TRUE;
}

char *
br_file_aside_find (const char *dir, const char *stem)
{
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL); /* a folder that is not there yet has none */
  g_autofree char *prefix = g_strconcat (stem, "-damaged-", NULL);
  char *newest = NULL;
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    if (g_str_has_prefix (name, prefix) && g_str_has_suffix (name, ".db") && g_strcmp0 (name, newest) > 0)
      g_set_str (&newest, name);
  return newest;
}
