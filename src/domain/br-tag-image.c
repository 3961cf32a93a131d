/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A picture for a tag, and how it is kept: a byte 1 (the format), then runs of equal pixels, row after row as if the picture were one line.
 * A run is the number (length << 3 | index) in groups of seven bits, the lowest first, the eighth bit set on all but the last. Its length is
 * at least 1. A label of 296 × 128 takes 2 to 6 KB so.
 */
#include "config.h"

#include "br-tag-image.h"

#include "br-error.h"
#include <string.h>

#define FORMAT 1
#define MAX_RUN_BYTES 4 /* 28 bits: the largest picture is 2^22 pixels, with 3 bits of index */

G_STATIC_ASSERT ((guint64) BR_TAG_MAX_SIDE *BR_TAG_MAX_SIDE << 3 < 1u << 28);
G_STATIC_ASSERT (BR_TAG_MAX_COLOURS <= 8);

static gsize
count_pixels (const BrTagType *type)
{
  return (gsize) type->width * type->height;
}

BrTagImage *
br_tag_image_new (const BrTagType *type, GError **error)
{
  BrTagImage *self;

  if (!br_tag_type_is_sound (type))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "tags of type %02X (%u × %u, %u colours) cannot be worked with", type->code, type->width, type->height,
                   type->n_colours);
      return NULL;
    }
  self = g_atomic_rc_box_new (BrTagImage);
  *self = (BrTagImage) { .type = *type, .pixels = g_malloc (count_pixels (type)) };
  memset (self->pixels, br_tag_type_index (type, BR_TAG_WHITE), count_pixels (type));
  return self;
}

BrTagImage *
br_tag_image_new_finder (const BrTagType *type, GError **error)
{
  BrTagImage *self = br_tag_image_new (type, error);
  guint square = MAX (MIN (type->width, type->height) / 4, 1);
  int black = br_tag_type_index (type, BR_TAG_BLACK), red = br_tag_type_index (type, BR_TAG_RED);

  for (guint y = 0; self != NULL && y < type->height; y++)
    for (guint x = 0; x < type->width; x++)
      {
        gboolean is_black = (x / square + y / square) % 2 == 0;

        if (is_black || red >= 0)
          self->pixels[(gsize) y * type->width + x] = (guint8) (is_black ? black : red);
      }
  return self;
}

BrTagImage *
br_tag_image_ref (BrTagImage *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_image (gpointer data)
{
  BrTagImage *self = data;

  g_free (self->pixels);
}

void
br_tag_image_unref (BrTagImage *self)
{
  g_atomic_rc_box_release_full (self, clear_image);
}

gboolean
br_tag_image_equal (const BrTagImage *self, const BrTagImage *other)
{
  return br_tag_type_equal (&self->type, &other->type) && memcmp (self->pixels, other->pixels, count_pixels (&self->type)) == 0;
}

char *
br_tag_image_digest (const BrTagImage *self)
{
  const BrTagType *type = &self->type;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GString) head = g_string_new (NULL);

  g_string_printf (head, "br-tag-image/1 %u %u %u %u %u %u", type->code, type->width, type->height, type->rotate_buffer, type->bits, type->packed != FALSE);
  for (guint i = 0; i < type->n_colours; i++)
    g_string_append_printf (head, " %d", (int) type->colours[i]);
  /* With its closing NUL, so that head and pixels cannot run into each other. */
  g_checksum_update (checksum, (const guchar *) head->str, (gssize) head->len + 1);
  g_checksum_update (checksum, self->pixels, (gssize) count_pixels (type));
  return g_strdup (g_checksum_get_string (checksum));
}

static void
append_run (GByteArray *packed, guint8 index, gsize length)
{
  guint run = (guint) length << 3 | index;

  for (; run >= 0x80; run >>= 7)
    g_byte_array_append (packed, &(guint8) { run | 0x80 }, 1);
  g_byte_array_append (packed, &(guint8) { run }, 1);
}

GBytes *
br_tag_image_pack (const BrTagImage *self)
{
  GByteArray *packed = g_byte_array_new ();
  gsize n = count_pixels (&self->type), start = 0;

  g_byte_array_append (packed, &(guint8) { FORMAT }, 1);
  for (gsize i = 1; i <= n; i++)
    if (i == n || self->pixels[i] != self->pixels[start])
      {
        append_run (packed, self->pixels[start], i - start);
        start = i;
      }
  return g_byte_array_free_to_bytes (packed);
}

/* Reads one run from *bytes; FALSE = it is cut off or longer than any can be. */
static gboolean
read_run (const guint8 **bytes, const guint8 *end, guint *run)
{
  *run = 0;
  for (guint i = 0; i < MAX_RUN_BYTES && *bytes < end; i++)
    {
      guint8 byte = *(*bytes)++;

      *run |= (guint) (byte & 0x7F) << (7 * i);
      if (byte < 0x80)
        return TRUE;
    }
  return FALSE;
}

static gboolean
unpack_pixels (BrTagImage *self, const guint8 *bytes, const guint8 *end)
{
  gsize n = count_pixels (&self->type), filled = 0;
  guint run;

  if (bytes == end || *bytes++ != FORMAT)
    return FALSE;
  while (bytes < end)
    {
      if (!read_run (&bytes, end, &run) || run >> 3 == 0 || run >> 3 > n - filled || (run & 7) >= self->type.n_colours)
        return FALSE;
      memset (self->pixels + filled, run & 7, run >> 3);
      filled += run >> 3;
    }
  return filled == n;
}

BrTagImage *
br_tag_image_unpack (const BrTagType *type, GBytes *packed, GError **error)
{
  g_autoptr (BrTagImage) self = br_tag_image_new (type, error);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (packed, &size);

  if (self == NULL)
    return NULL;
  if (!unpack_pixels (self, bytes, bytes + size))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "a kept picture of a %s tag is damaged", type->name);
      return NULL;
    }
  return g_steal_pointer (&self);
}
