/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file takes whole blocks of 4 KiB, at least one. */
#include "config.h"

#include "br-ap-flash.h"

#define BLOCK 4096

struct _BrApFlash
{
  GHashTable *files; /* path -> GBytes */
  gsize capacity, used;
};

BrApFlash *
br_ap_flash_new (gsize capacity)
{
  BrApFlash *self = g_new0 (BrApFlash, 1);

  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->capacity = capacity;
  return self;
}

void
br_ap_flash_free (BrApFlash *self)
{
  g_hash_table_unref (self->files);
  g_free (self);
}

gsize
br_ap_flash_get_free (const BrApFlash *self)
{
  return self->capacity - self->used;
}

guint
br_ap_flash_get_n (const BrApFlash *self)
{
  return g_hash_table_size (self->files);
}

static gsize
room_of (GBytes *bytes)
{
  return bytes == NULL ? 0 : MAX (1, (g_bytes_get_size (bytes) + BLOCK - 1) / BLOCK) * BLOCK;
}

gboolean
br_ap_flash_write (BrApFlash *self, const char *path, GBytes *bytes)
{
  gsize before = room_of (br_ap_flash_read (self, path)), after = room_of (bytes);

  if (self->used - before + after > self->capacity)
    return FALSE;
  self->used += after - before;
  g_hash_table_replace (self->files, g_strdup (path), g_bytes_ref (bytes));
  return TRUE;
}

GBytes *
br_ap_flash_read (const BrApFlash *self, const char *path)
{
  return g_hash_table_lookup (self->files, path);
}

gboolean
br_ap_flash_rename (BrApFlash *self, const char *from, const char *to)
{
  GBytes *bytes = br_ap_flash_read (self, from);

  if (bytes == NULL)
    return FALSE;
  g_bytes_ref (bytes);
  br_ap_flash_remove (self, from);
  br_ap_flash_remove (self, to);
  self->used += room_of (bytes);
  g_hash_table_replace (self->files, g_strdup (to), bytes);
  return TRUE;
}

void
br_ap_flash_remove (BrApFlash *self, const char *path)
{
  self->used -= room_of (br_ap_flash_read (self, path));
  g_hash_table_remove (self->files, path);
}

void
br_ap_flash_remove_like (BrApFlash *self, const char *prefix, const char *suffix)
{
  GHashTableIter iter;
  gpointer path, bytes;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    if (g_str_has_prefix (path, prefix) && g_str_has_suffix (path, suffix))
      {
        self->used -= room_of (bytes);
        g_hash_table_iter_remove (&iter);
      }
}
