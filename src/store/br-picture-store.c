/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A picture is written to <name>.part, synced, renamed, and the folder synced: after a power cut it is whole or not there. A left-over
 * .part file is overwritten when its picture is put again. Two writers of one picture write the same bytes.
 */
#include "config.h"
#include "br-picture-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "br-error.h"

#define TEMPORARY_SUFFIX ".part"

/* How a format begins. */
typedef struct
{
  BrPictureFormat format;
  gsize offset; /* where the bytes below stand */
  gsize n;
  const char *bytes;
} Signature;

static const Signature signatures[] = {
  { BR_PICTURE_PNG, 0, 8, "\x89PNG\r\n\x1a\n" },
  { BR_PICTURE_JPEG, 0, 3, "\xff\xd8\xff" },
  { BR_PICTURE_WEBP, 8, 4, "WEBP" },
};

gboolean
br_picture_find_format (GBytes *bytes, BrPictureFormat *format)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      const Signature *signature = &signatures[i];

      if (size < signature->offset + signature->n || memcmp (data + signature->offset, signature->bytes, signature->n) != 0)
        continue;
      if (signature->format == BR_PICTURE_WEBP && memcmp (data, "RIFF", 4) != 0)
        continue;
      *format = signature->format;
      return TRUE;
    }
  return FALSE;
}

static gboolean
is_name (const char *name)
{
  return strlen (name) == BR_PICTURE_NAME_LENGTH && strspn (name, "0123456789abcdef") == BR_PICTURE_NAME_LENGTH;
}

/* The folder of a picture: its first two characters keep folders small. */
static char *
dup_folder (const char *dir, const char *name)
{
  const char prefix[] = { name[0], name[1], '\0' };

  return g_build_filename (dir, "pictures", prefix, NULL);
}

char *
br_picture_store_dup_path (const char *dir, const char *name)
{
  g_autofree char *folder = NULL;

  if (!is_name (name))
    return NULL;
  folder = dup_folder (dir, name);
  return g_build_filename (folder, name, NULL);
}

static gboolean
fail_io (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, BR_ERROR, code == ENOSPC || code == EDQUOT ? BR_ERROR_FULL : BR_ERROR_IO, "%s a picture: %s", what, g_strerror (code));
  return FALSE;
}

gboolean
br_picture_store_check (GBytes *bytes, GError **error)
{
  gsize size = g_bytes_get_size (bytes);
  BrPictureFormat format;

  if (size == 0 || size > BR_PICTURE_MAX_BYTES)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "a picture has 1 to %d bytes, this has %" G_GSIZE_FORMAT, BR_PICTURE_MAX_BYTES, size);
      return FALSE;
    }
  if (!br_picture_find_format (bytes, &format))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "not a PNG, JPEG or WebP picture");
      return FALSE;
    }
  return TRUE;
}

static gboolean
write_all (int fd, const char *data, gsize size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      size -= (gsize) n;
    }
  return fsync (fd) == 0;
}

static gboolean
write_file (const char *path, GBytes *bytes, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gboolean written;
  int code;

  if (fd < 0)
    return fail_io (error, "creating");
  written = write_all (fd, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  code = errno;
  if (close (fd) != 0 && written)
    {
      written = FALSE;
      code = errno;
    }
  if (written)
    return TRUE;
  g_unlink (path);
  errno = code;
  return fail_io (error, "writing");
}

/* A rename is on disk when its folder is. */
static gboolean
sync_folder (const char *folder, GError **error)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (!synced)
    fail_io (error, "syncing the folder of");
  if (fd >= 0)
    close (fd);
  return synced;
}

static gboolean
write_picture (const char *dir, const char *name, GBytes *bytes, GError **error)
{
  g_autofree char *folder = dup_folder (dir, name);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *temporary = g_strconcat (path, TEMPORARY_SUFFIX, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail_io (error, "making the folder of");
  if (!write_file (temporary, bytes, error))
    return FALSE;
  if (g_rename (temporary, path) != 0)
    return fail_io (error, "renaming");
  return sync_folder (folder, error);
}

char *
br_picture_store_put (const char *dir, GBytes *bytes, GError **error)
{
  g_autofree char *name = NULL;

  if (!br_picture_store_check (bytes, error))
    return NULL;
  name = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return write_picture (dir, name, bytes, error) ? g_steal_pointer (&name) : NULL;
}

static GBytes *
read_file (const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  GStatBuf info;
  char *data;
  gsize size;

  if (g_stat (path, &info) == 0 && info.st_size > BR_PICTURE_MAX_BYTES)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "a picture file is larger than pictures are");
      return NULL;
    }
  if (g_file_get_contents (path, &data, &size, &problem))
    return g_bytes_new_take (data, size);
  g_set_error (error, BR_ERROR, g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT) ? BR_ERROR_NOT_FOUND : BR_ERROR_IO, "reading a picture: %s",
               problem->message);
  return NULL;
}

GBytes *
br_picture_store_load (const char *dir, const char *name, GError **error)
{
  g_autofree char *path = br_picture_store_dup_path (dir, name);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *sum = NULL;

  if (path == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "not the name of a picture");
      return NULL;
    }
  bytes = read_file (path, error);
  if (bytes == NULL)
    return NULL;
  sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (strcmp (sum, name) == 0)
    return g_steal_pointer (&bytes);
  g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "a picture file is damaged");
  return NULL;
}
