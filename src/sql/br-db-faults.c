/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Storage faults (SYNC.md 5.1). A VFS in the manner of SQLite's test_vfs: it hands everything to the default VFS, but asks
 * the table of functions before anything that changes a file. See https://sqlite.org/vfs.html, "VFS shims".
 */
#include "br-db-faults.h"

struct _BrFaultVfs
{
  sqlite3_vfs vfs;    /* first: SQLite sees only this */
  sqlite3_vfs *real;   /* borrowed: the default VFS */
  const BrDbFaults *faults; /* borrowed */
  char *name;   /* owned, unique */
};

/* An open file; the default VFS's file follows it in the same allocation. */
typedef struct
{
  sqlite3_file base;  /* first: SQLite sees only this */
  BrFaultVfs *owner; /* borrowed */
  const char *path;  /* borrowed from SQLite until close; NULL for a temporary file */
} FaultFile;

static sqlite3_file *
real_file (sqlite3_file *file)
{
  return (sqlite3_file *) ((FaultFile *) file + 1);
}

static int
ask (sqlite3_file *file, const char *what, gint64 offset, int n_bytes)
{
  FaultFile *self = (FaultFile *) file;
  const BrDbFaults *faults = self->owner->faults;

  return faults->before_io (faults->data, self->path, what, offset, n_bytes);
}

static int
file_close (sqlite3_file *file)
{
  return real_file (file)->pMethods->xClose (real_file (file));
}

static int
file_read (sqlite3_file *file, void *bytes, int n, sqlite3_int64 offset)
{
  return real_file (file)->pMethods->xRead (real_file (file), bytes, n, offset);
}

static int
file_write (sqlite3_file *file, const void *bytes, int n, sqlite3_int64 offset)
{
  int code = ask (file, "write", offset, n);

  return code != SQLITE_OK ? code : real_file (file)->pMethods->xWrite (real_file (file), bytes, n, offset);
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  int code = ask (file, "truncate", size, 0);

  return code != SQLITE_OK ? code : real_file (file)->pMethods->xTruncate (real_file (file), size);
}

static int
file_sync (sqlite3_file *file, int flags)
{
  int code = ask (file, "sync", 0, 0);

  return code != SQLITE_OK ? code : real_file (file)->pMethods->xSync (real_file (file), flags);
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return real_file (file)->pMethods->xFileSize (real_file (file), size);
}

static int
file_lock (sqlite3_file *file, int level)
{
  return real_file (file)->pMethods->xLock (real_file (file), level);
}

static int
file_unlock (sqlite3_file *file, int level)
{
  return real_file (file)->pMethods->xUnlock (real_file (file), level);
}

static int
file_check_reserved_lock (sqlite3_file *file, int *result)
{
  return real_file (file)->pMethods->xCheckReservedLock (real_file (file), result);
}

static int
file_control (sqlite3_file *file, int op, void *arg)
{
  return real_file (file)->pMethods->xFileControl (real_file (file), op, arg);
}

static int
file_sector_size (sqlite3_file *file)
{
  return real_file (file)->pMethods->xSectorSize (real_file (file));
}

static int
file_device_characteristics (sqlite3_file *file)
{
  return real_file (file)->pMethods->xDeviceCharacteristics (real_file (file));
}

static int
file_shm_map (sqlite3_file *file, int page, int page_size, int extend, void volatile **out)
{
  return real_file (file)->pMethods->xShmMap (real_file (file), page, page_size, extend, out);
}

static int
file_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return real_file (file)->pMethods->xShmLock (real_file (file), offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *file)
{
  real_file (file)->pMethods->xShmBarrier (real_file (file));
}

static int
file_shm_unmap (sqlite3_file *file, int delete_it)
{
  return real_file (file)->pMethods->xShmUnmap (real_file (file), delete_it);
}

/* Version 2: shared memory for WAL, but no memory mapping, which would write past us. */
static const sqlite3_io_methods fault_methods = {
  .iVersion = 2,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_reserved_lock,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_device_characteristics,
  .xShmMap = file_shm_map,
  .xShmLock = file_shm_lock,
  .xShmBarrier = file_shm_barrier,
  .xShmUnmap = file_shm_unmap,
};

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
  BrFaultVfs *self = (BrFaultVfs *) vfs;
  FaultFile *fault = (FaultFile *) file;
  int code;

  fault->base.pMethods = NULL;
  fault->owner = self;
  fault->path = path;
  code = self->real->xOpen (self->real, path, real_file (file), flags, out_flags);
  /* SQLite calls xClose even after a failed open when there are methods. */
  if (real_file (file)->pMethods != NULL)
    fault->base.pMethods = &fault_methods;
  return code;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *path, int sync_dir)
{
  BrFaultVfs *self = (BrFaultVfs *) vfs;

  return self->real->xDelete (self->real, path, sync_dir);
}

static int
vfs_access (sqlite3_vfs *vfs, const char *path, int flags, int *result)
{
  BrFaultVfs *self = (BrFaultVfs *) vfs;

  return self->real->xAccess (self->real, path, flags, result);
}

static int
vfs_full_pathname (sqlite3_vfs *vfs, const char *path, int n, char *out)
{
  BrFaultVfs *self = (BrFaultVfs *) vfs;

  return self->real->xFullPathname (self->real, path, n, out);
}

static int
vfs_randomness (sqlite3_vfs *vfs, int n, char *out)
{
  BrFaultVfs *self = (BrFaultVfs *) vfs;

  return self->real->xRandomness (self->real, n, out);
}

static int
vfs_sleep (sqlite3_vfs *vfs, int us)
{
  BrFaultVfs *self = (BrFaultVfs *) vfs;

  return self->real->xSleep (self->real, us);
}

static int
vfs_current_time (sqlite3_vfs *vfs, sqlite3_int64 *out)
{
  BrFaultVfs *self = (BrFaultVfs *) vfs;

  return self->real->xCurrentTimeInt64 (self->real, out);
}

static int
vfs_get_last_error (sqlite3_vfs *vfs, int n, char *out)
{
  BrFaultVfs *self = (BrFaultVfs *) vfs;

  return self->real->xGetLastError (self->real, n, out);
}

BrFaultVfs *
br_fault_vfs_new (const BrDbFaults *faults)
{
  static int counter; /* atomic */
  BrFaultVfs *self = g_new0 (BrFaultVfs, 1);

  self->real = sqlite3_vfs_find (NULL);
  self->faults = faults;
  self->name = g_strdup_printf ("backroom-faults-%d", g_atomic_int_add (&counter, 1));
  self->vfs = (sqlite3_vfs) {
    .iVersion = 2,
    .szOsFile = (int) sizeof (FaultFile) + self->real->szOsFile,
    .mxPathname = self->real->mxPathname,
    .zName = self->name,
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_pathname,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xGetLastError = vfs_get_last_error,
    .xCurrentTimeInt64 = vfs_current_time,
  };
  sqlite3_vfs_register (&self->vfs, FALSE);
  return self;
}

const char *
br_fault_vfs_get_name (BrFaultVfs *self)
{
  return self->name;
}

void
br_fault_vfs_free (BrFaultVfs *self)
{
  sqlite3_vfs_unregister (&self->vfs);
  g_free (self->name);
  g_free (self);
}
