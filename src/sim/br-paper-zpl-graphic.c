/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures in ^GFA (labels.md 2.1).
 *
 * Hexadecimal: two digits a byte. `G`..`Y` say how often the next digit comes, 1..19, `g`..`z` 20..400 in steps of 20, and they add up;
 * `,` fills the rest of the row with 0, `!` with F, `:` at the beginning of a row repeats the row before.
 * `:B64:data:CRC` is base64, `:Z64:data:CRC` base64 of a zlib stream; the CRC is over the base64 characters.
 */
#include "config.h"

#include "br-paper-zpl-graphic.h"

#include <string.h>
#include <zlib.h>

#define ENVELOPE 5 /* bytes of ":Z64:" */

guint16
br_zpl_crc (const char *data, gsize n)
{
  guint16 crc = 0;

  for (gsize i = 0; i < n; i++)
    {
      crc ^= (guint16) ((guint8) data[i] << 8);
      for (int bit = 0; bit < 8; bit++)
        crc = (guint16) (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1);
    }
  return crc;
}

/** Nibbles: where the next digit goes. */
typedef struct
{
  guint8 *bytes;
  gsize at, size;  /* digits */
  gsize row;       /* digits in a row */
  gsize repeat;    /* of the next digit, 0 = not said */
} Nibbles;

static void
put_digits (Nibbles *self, guint digit, gsize n)
{
  for (; n > 0 && self->at < self->size; n--, self->at++)
    self->bytes[self->at / 2] |= (guint8) (self->at % 2 == 0 ? digit << 4 : digit);
}

/* At the beginning of a row "the rest" is the whole row. */
static void
fill_rest (Nibbles *self, guint digit)
{
  put_digits (self, digit, self->row - self->at % self->row);
}

static void
repeat_row (Nibbles *self)
{
  if (self->at % self->row != 0 || self->at < self->row || self->at + self->row > self->size)
    return;
  memcpy (self->bytes + self->at / 2, self->bytes + (self->at - self->row) / 2, self->row / 2);
  self->at += self->row;
}

static void
eat_hex (Nibbles *self, char c)
{
  if (c >= 'G' && c <= 'Y')
    self->repeat += (gsize) (c - 'G' + 1);
  else if (c >= 'g' && c <= 'z')
    self->repeat += (gsize) (c - 'g' + 1) * 20;
  else if (g_ascii_isxdigit (c))
    {
      put_digits (self, (guint) g_ascii_xdigit_value (c), MAX (self->repeat, 1));
      self->repeat = 0;
    }
  else if (c == ',')
    fill_rest (self, 0x0);
  else if (c == '!')
    fill_rest (self, 0xF);
  else if (c == ':')
    repeat_row (self);
}

static gboolean
inflate_into (const guint8 *packed, gsize n, guint8 *bytes, gsize size)
{
  uLongf n_bytes = size;
  int result = uncompress (bytes, &n_bytes, packed, n);

  return result == Z_OK || result == Z_BUF_ERROR;
}

/* The envelope: the checksum is what follows the last colon, four digits. */
static gboolean
decode_envelope (const char *data, gsize n, guint8 *bytes, gsize size)
{
  const char *end = n > ENVELOPE ? memrchr (data + ENVELOPE, ':', n - ENVELOPE) : NULL;
  g_autofree char *base64 = NULL, *told = NULL;
  g_autofree guint8 *packed = NULL;
  gsize n_packed = 0;

  if (end == NULL || data + n - end < 5)
    return FALSE;
  told = g_strndup (end + 1, 4);
  if (strspn (told, "0123456789ABCDEFabcdef") != 4 || g_ascii_strtoull (told, NULL, 16) != br_zpl_crc (data + ENVELOPE, (gsize) (end - data) - ENVELOPE))
    return FALSE;
  base64 = g_strndup (data + ENVELOPE, (gsize) (end - data) - ENVELOPE);
  packed = g_base64_decode (base64, &n_packed);
  if (data[1] == 'Z')
    return inflate_into (packed, n_packed, bytes, size);
  memcpy (bytes, packed, MIN (n_packed, size));
  return TRUE;
}

guint8 *
br_zpl_graphic_decode (const char *data, gsize n, gsize size, gsize row_bytes)
{
  g_autofree guint8 *bytes = NULL;

  if (size < 1 || row_bytes < 1 || size > BR_ZPL_MAX_GRAPHIC || row_bytes > size)
    return NULL;
  bytes = g_malloc0 (size);
  if (n >= ENVELOPE && (strncmp (data, ":Z64:", ENVELOPE) == 0 || strncmp (data, ":B64:", ENVELOPE) == 0))
    return decode_envelope (data, n, bytes, size) ? g_steal_pointer (&bytes) : NULL;
  Nibbles nibbles = { .bytes = bytes, .size = size * 2, .row = row_bytes * 2 };

  for (gsize i = 0; i < n; i++)
    eat_hex (&nibbles, data[i]);
  return g_steal_pointer (&bytes);
}
