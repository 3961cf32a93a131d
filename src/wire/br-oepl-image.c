/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Payloads of OpenEPaperLink, as its stations keep and tags fetch them.
 *
 * The picture is turned first, as the type's rotate_buffer says; the result is `width × height` of br_tag_type_stored. Then
 *   planes (1 and 2 bits a pixel): a bit a pixel, row after row without padding, the highest bit of a byte first; plane 0 has the lower bit of the index,
 *     plane 1 the upper; plane 1 follows only if any bit of it is set (a tag then has half the radio time);
 *   packed (3 and 4 bits; of one type also 2): whole indices one after the other, the highest bit first, across bytes.
 * Compressed by zlib (a station's choice): size of what follows when inflated (32 bits, lowest byte first), then a zlib stream of
 *   06, width and height (16 bits each, lowest byte first), number of planes, the planes.
 * Compressed by G5: the same six bytes as they are, then a fax-like code, which is not read here.
 * Source: the interface as documented for release 2.91 and found in its code (facts, no code of it).
 */
#include "config.h"

#include "br-oepl-image.h"

#include "br-error.h"
#include <string.h>
#include <zlib.h>

#define HEAD_SIZE 6
#define SIZE_SIZE 4
#define KNOWN_DIGITS 16 /* of a hash: the rest is zeros */

/* How the picture's pixels follow each other in the tag's memory: dot (x, y) there is pixel start + x * right + y * down. */
typedef struct
{
  guint width, height;
  gssize start, right, down;
} Walk;

static Walk
walk_type (const BrTagType *type)
{
  gssize width = type->width, height = type->height;
  Walk walk = { .start = 0, .right = 1, .down = width };

  br_tag_type_stored (type, &walk.width, &walk.height);
  switch (type->rotate_buffer)
    {
    case 1: walk.start = width - 1, walk.right = width, walk.down = -1; break;
    case 2: walk.start = width * height - 1, walk.right = -1, walk.down = -width; break;
    case 3: walk.start = (height - 1) * width, walk.right = -width, walk.down = 1; break;
    default: break;
    }
  return walk;
}

static gsize
plane_size (const BrTagType *type)
{
  return (gsize) type->width * type->height / 8;
}

static gsize
packed_size (const BrTagType *type)
{
  return ((gsize) type->width * type->height * type->bits + 7) / 8;
}

static GBytes *
encode_planes (const BrTagImage *image, BrOeplDataType *data_type)
{
  Walk walk = walk_type (&image->type);
  gsize size = plane_size (&image->type), at = 0;
  g_autofree guint8 *planes = g_malloc0 (2 * size);
  guint8 seen = 0;

  for (guint y = 0; y < walk.height; y++)
    for (guint x = 0; x < walk.width; x += 8, at++)
      for (guint bit = 0; bit < 8; bit++)
        {
          guint8 index = image->pixels[walk.start + (gssize) (x + bit) * walk.right + (gssize) y * walk.down];

          planes[at] |= (index & 1) << (7 - bit);
          planes[size + at] |= (index >> 1 & 1) << (7 - bit);
          seen |= index;
        }
  *data_type = seen > 1 ? BR_OEPL_DATA_2BPP : BR_OEPL_DATA_1BPP;
  return g_bytes_new (planes, seen > 1 ? 2 * size : size);
}

static GBytes *
encode_packed (const BrTagImage *image, BrOeplDataType *data_type)
{
  Walk walk = walk_type (&image->type);
  gsize size = packed_size (&image->type), at = 0;
  g_autofree guint8 *bytes = g_malloc0 (size);

  for (guint y = 0; y < walk.height; y++)
    for (guint x = 0; x < walk.width; x++)
      {
        guint8 index = image->pixels[walk.start + (gssize) x * walk.right + (gssize) y * walk.down];

        for (guint bit = image->type.bits; bit-- > 0; at++)
          bytes[at / 8] |= (index >> bit & 1) << (7 - at % 8);
      }
  *data_type = BR_OEPL_DATA_1BPP + image->type.bits - 1;
  return g_bytes_new_take (g_steal_pointer (&bytes), size);
}

GBytes *
br_oepl_image_encode (const BrTagImage *image, BrOeplDataType *data_type)
{
  BrOeplDataType ignored;

  if (data_type == NULL)
    data_type = &ignored;
  return image->type.packed ? encode_packed (image, data_type) : encode_planes (image, data_type);
}

/* FALSE = an index no colour of the type has. */
static gboolean
decode_planes (BrTagImage *image, const guint8 *planes, guint n_planes)
{
  Walk walk = walk_type (&image->type);
  gsize size = plane_size (&image->type), at = 0;

  for (guint y = 0; y < walk.height; y++)
    for (guint x = 0; x < walk.width; x++, at++)
      {
        guint shift = 7 - at % 8;
        guint8 index = (planes[at / 8] >> shift & 1) | (n_planes > 1 ? (planes[size + at / 8] >> shift & 1) << 1 : 0);

        if (index >= image->type.n_colours)
          return FALSE;
        image->pixels[walk.start + (gssize) x * walk.right + (gssize) y * walk.down] = index;
      }
  return TRUE;
}

static gboolean
decode_packed (BrTagImage *image, const guint8 *bytes)
{
  Walk walk = walk_type (&image->type);
  gsize at = 0;

  for (guint y = 0; y < walk.height; y++)
    for (guint x = 0; x < walk.width; x++)
      {
        guint8 index = 0;

        for (guint bit = 0; bit < image->type.bits; bit++, at++)
          index = index << 1 | (bytes[at / 8] >> (7 - at % 8) & 1);
        if (index >= image->type.n_colours)
          return FALSE;
        image->pixels[walk.start + (gssize) x * walk.right + (gssize) y * walk.down] = index;
      }
  return TRUE;
}

/* How many planes a head announces for just this type; 0 = it is no such head. */
static guint
read_head (const BrTagType *type, const guint8 *bytes, gsize size)
{
  guint width, height;

  br_tag_type_stored (type, &width, &height);
  if (size < HEAD_SIZE || bytes[0] != HEAD_SIZE || (bytes[1] | bytes[2] << 8) != (int) width || (bytes[3] | bytes[4] << 8) != (int) height)
    return 0;
  return bytes[5] <= type->bits && bytes[5] <= 2 ? bytes[5] : 0;
}

/* (transfer full): head and planes out of a payload compressed by zlib, or NULL = it is none. Its claim of a size is only believed if it is one of the two possible. */
static guint8 *
inflate_payload (const BrTagType *type, const guint8 *bytes, gsize size)
{
  gsize one = HEAD_SIZE + plane_size (type), two = one + plane_size (type), claimed;
  g_autofree guint8 *inner = NULL;
  uLongf inflated;

  if (type->packed || size <= SIZE_SIZE)
    return NULL;
  claimed = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (gsize) bytes[3] << 24;
  if (claimed != one && claimed != two)
    return NULL;
  inflated = claimed;
  inner = g_malloc (claimed);
  if (uncompress (inner, &inflated, bytes + SIZE_SIZE, size - SIZE_SIZE) != Z_OK || inflated != claimed)
    return NULL;
  return read_head (type, inner, claimed) == (claimed == two ? 2 : 1) ? g_steal_pointer (&inner) : NULL;
}

static gboolean
decode_into (BrTagImage *image, const guint8 *bytes, gsize size)
{
  const BrTagType *type = &image->type;
  g_autofree guint8 *inner = inflate_payload (type, bytes, size);

  if (inner != NULL)
    return decode_planes (image, inner + HEAD_SIZE, inner[HEAD_SIZE - 1]);
  if (type->packed)
    return size == packed_size (type) && decode_packed (image, bytes);
  if (size != plane_size (type) && (size != 2 * plane_size (type) || type->bits < 2))
    return FALSE;
  return decode_planes (image, bytes, size == plane_size (type) ? 1 : 2);
}

BrTagImage *
br_oepl_image_decode (const BrTagType *type, GBytes *payload, GError **error)
{
  g_autoptr (BrTagImage) image = br_tag_image_new (type, error);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (payload, &size);

  if (image == NULL)
    return NULL;
  /* No picture worth having begins with just this head, and whoever sent one of ours compared the bytes first (br_oepl_image_compare). */
  if (!type->packed && read_head (type, bytes, size) != 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_PROTOCOL, "a picture read back is compressed in a way Backroom does not read");
      return NULL;
    }
  if (!decode_into (image, bytes, size))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "%" G_GSIZE_FORMAT " bytes read back are no picture of a %s tag", size, type->name);
      return NULL;
    }
  return g_steal_pointer (&image);
}

BrOeplReading
br_oepl_image_compare (const BrTagImage *image, GBytes *payload)
{
  g_autoptr (GBytes) expected = br_oepl_image_encode (image, NULL);
  g_autoptr (BrTagImage) read = NULL;
  g_autoptr (GError) error = NULL;

  if (g_bytes_equal (expected, payload))
    return BR_OEPL_READING_SAME;
  read = br_oepl_image_decode (&image->type, payload, &error);
  if (read == NULL)
    return g_error_matches (error, BR_ERROR, BR_ERROR_PROTOCOL) ? BR_OEPL_READING_UNREADABLE : BR_OEPL_READING_DAMAGED;
  return br_tag_image_equal (image, read) ? BR_OEPL_READING_SAME : BR_OEPL_READING_DIFFERS;
}

void
br_oepl_payload_hash (GBytes *payload, char hash[BR_OEPL_HASH_LENGTH + 1])
{
  g_autofree char *md5 = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, payload);

  memset (hash, '0', BR_OEPL_HASH_LENGTH);
  memcpy (hash, md5, KNOWN_DIGITS);
  hash[BR_OEPL_HASH_LENGTH] = '\0';
}
