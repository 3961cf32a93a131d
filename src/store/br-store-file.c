/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "br-store-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "br-error.h"
#include "br-file-aside.h"

#define CACHE_KIB (2 * 1024)

gboolean
br_store_lane_open (BrStoreLane *self, const BrDbParams *params, const char *worker, GError **error)
{
  self->db = br_db_open (params, error);
  if (self->db == NULL)
    return FALSE;
  if (worker != NULL)
    self->worker = br_worker_new (worker);
  return TRUE;
}

void
br_store_lane_close (BrStoreLane *self)
{
  if (self->worker != NULL)
    br_worker_stop (self->worker);
  g_clear_object (&self->worker);
  g_clear_pointer (&self->db, br_db_close);
}

gboolean
br_store_lane_is_idle (const BrStoreLane *self)
{
  return self->worker == NULL || br_worker_get_pending (self->worker) == 0;
}

static char *
make_path (const BrStoreFile *self, const char *end)
{
  g_autofree char *name = g_strconcat (self->kind->stem, end, NULL);

  return g_build_filename (self->dir, name, NULL);
}

static gboolean
open_database (BrStoreFile *self, const BrDbFaults *faults, gboolean threads, GError **error)
{
  g_autofree char *path = make_path (self, ".db");
  BrDbParams params = { .path = path, .mode = BR_DB_WRITER, .faults = faults, .cache_kib = CACHE_KIB };

  return br_store_lane_open (&self->lane, &params, threads ? self->kind->worker : NULL, error) && self->kind->migrate (self->lane.db, error);
}

gboolean
br_store_file_open (BrStoreFile *self, const BrDbFaults *faults, gboolean threads, gint64 now_us, GError **error)
{
  gboolean good = FALSE;

  if (!br_file_aside_is_marked (self->dir, self->kind->stem) || !br_store_file_claim (self, NULL))
    {
      g_autoptr (GError) damage = NULL;

      good = open_database (self, faults, threads, &damage);
      if (!good && !g_error_matches (damage, BR_ERROR, BR_ERROR_CORRUPT))
        {
          g_propagate_error (error, g_steal_pointer (&damage));
          return FALSE;
        }
      if (!good)
        {
          br_store_lane_close (&self->lane);
          g_info ("%s.db is damaged: %s", self->kind->stem, damage->message); /* the window says so */
        }
    }
  if (!good
      && (!br_store_file_claim (self, error) || !br_file_aside_move (self->dir, self->kind->stem, now_us, error)
          || !open_database (self, faults, threads, error)))
    return FALSE;
  self->aside = br_file_aside_find (self->dir, self->kind->stem);
  return TRUE;
}

/* Somebody deleted the lock: whoever comes next makes another, and knows nothing of this one. */
static gboolean
is_lock_lost (const BrStoreFile *self)
{
  struct stat info;

  return fstat (self->lock, &info) == 0 && info.st_nlink == 0;
}

/* The lock goes with the descriptor, so that it never outlives the program. A file system without locks cannot hold the database either. */
gboolean
br_store_file_claim (BrStoreFile *self, GError **error)
{
  g_autofree char *path = make_path (self, ".lock");
  int fd, code;

  if (self->lock >= 0 && !is_lock_lost (self))
    return TRUE;
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  code = fd < 0 || flock (fd, LOCK_EX | LOCK_NB) != 0 ? errno : 0;
  if (code == 0)
    {
      self->lock = fd;
      return TRUE;
    }
  if (code == EWOULDBLOCK)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_BUSY, self->kind->busy);
  else
    g_set_error (error, BR_ERROR, BR_ERROR_IO, "cannot lock %s: %s", path, g_strerror (code));
  if (fd >= 0)
    close (fd);
  return FALSE;
}

/* Beside its place first, so that it is never seen half. What the deleted one left beside it belongs to no file now. */
static void
put_back (BrStoreFile *self)
{
  g_autofree char *path = make_path (self, ".db"), *copy = make_path (self, ".db-copy"), *log = make_path (self, ".db-wal"),
                  *index = make_path (self, ".db-shm");
  sqlite3_stmt *statement = br_db_statement (self->lane.db, "VACUUM INTO :path", NULL);
  gboolean ok;
  int fd;

  g_unlink (copy);
  fd = statement != NULL ? g_open (copy, O_CREAT | O_EXCL | O_CLOEXEC | O_RDWR, 0600) : -1;
  if (fd < 0)
    return; /* the folder is gone, too, or cannot be written */
  sqlite3_bind_text (statement, 1, copy, -1, SQLITE_STATIC);
  ok = br_db_run (self->lane.db, statement, NULL) && fsync (fd) == 0;
  close (fd);
  if (ok)
    {
      g_unlink (log);
      g_unlink (index);
    }
  if (!ok || g_rename (copy, path) != 0)
    g_unlink (copy);
}

gboolean
br_store_file_is_there (BrStoreFile *self, GError **error)
{
  g_autofree char *path = make_path (self, ".db");

  if (!br_db_has_moved (self->lane.db))
    return TRUE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    put_back (self);
  g_set_error (error, BR_ERROR, BR_ERROR_IO, "%s was moved or deleted while it was used; it is read again when the program starts anew", path);
  return FALSE;
}

gboolean
br_store_file_attach (const BrStoreFile *self, BrDb *reader, GError **error)
{
  g_autofree char *path = make_path (self, ".db");
  sqlite3_stmt *statement = br_db_statement (reader, "ATTACH :path AS :name", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, path, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, self->kind->stem, -1, SQLITE_STATIC);
  return br_db_run (reader, statement, error);
}

void
br_store_file_close (BrStoreFile *self)
{
  br_store_lane_close (&self->lane);
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
  g_clear_pointer (&self->aside, g_free);
}
