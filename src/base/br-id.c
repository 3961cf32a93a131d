/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UUID version 7: 48 bits of Unix milliseconds, version, 12 random bits, variant, 62 random bits (RFC 9562 section 5.7). */
#include "br-id.h"

#include "br-error.h"

#include <string.h>

BrId
br_id_make (const BrClock *clock, const BrRandom *random)
{
  guint64 ms = (guint64) MAX (br_clock_now_us (clock), 0) / 1000;
  BrId id;

  random->fill (random->data, id.bytes, sizeof id.bytes);
  for (int i = 0; i < 6; i++)
    id.bytes[i] = (guint8) (ms >> (8 * (5 - i)));
  id.bytes[6] = 0x70 | (id.bytes[6] & 0x0f);
  id.bytes[8] = 0x80 | (id.bytes[8] & 0x3f);
  return id;
}

gboolean
br_id_is_none (const BrId *id)
{
  static const BrId none;

  return id == NULL || memcmp (id, &none, sizeof none) == 0;
}

gboolean
br_id_equal (const BrId *a, const BrId *b)
{
  return br_id_compare (a, b) == 0;
}

int
br_id_compare (const BrId *a, const BrId *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes);
}

guint
br_id_hash (const BrId *id)
{
  guint32 tail;

  /* The first bytes are the time and nearly equal; the last are random. */
  memcpy (&tail, id->bytes + 12, sizeof tail);
  return tail;
}

void
br_id_write (const BrId *id, char out[BR_ID_STRING_LENGTH + 1])
{
  static const char digits[] = "0123456789abcdef";
  char *p = out;

  for (int i = 0; i < 16; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *p++ = '-';
      *p++ = digits[id->bytes[i] >> 4];
      *p++ = digits[id->bytes[i] & 15];
    }
  *p = '\0';
}

gboolean
br_id_parse (const char *text, BrId *out, GError **error)
{
  BrId id;
  const char *p = text;
  gboolean good = text != NULL && strlen (text) == BR_ID_STRING_LENGTH;

  for (int i = 0; good && i < 16; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        good = *p++ == '-';
      good = good && g_ascii_isxdigit (p[0]) && g_ascii_isxdigit (p[1]);
      if (good)
        id.bytes[i] = (guint8) (g_ascii_xdigit_value (p[0]) << 4 | g_ascii_xdigit_value (p[1]));
      p += 2;
    }
  if (!good)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "not a UUID");
      return FALSE;
    }
  *out = id;
  return TRUE;
}
