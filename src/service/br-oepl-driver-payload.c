/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits for a tag, and what it fetched last, as bytes read back and compared with the picture. */
#include "config.h"

#include "br-oepl-driver-private.h"

#include <string.h>

#define READS 3 /* one answer of a hundred broken off makes two in a row in a change of 5,000 tags */

void
br_oepl_payload_measure (GBytes *bytes, BrTagImage *image, BrOeplPayload *out)
{
  char hash[BR_OEPL_HASH_LENGTH + 1];

  memset (out, 0, sizeof *out);
  br_oepl_payload_hash (bytes, hash);
  memcpy (out->hash, hash, 16);
  out->size = g_bytes_get_size (bytes);
  out->there = out->size > 0;
  if (image != NULL)
    out->reading = br_oepl_image_compare (image, bytes);
}

/* 404 (no such file) and 400 (nothing waits) are how it says that there is none. */
static gboolean
read_once (BrOeplDriver *self, const BrOeplRequest *request, BrTagImage *image, BrOeplPayload *out, GError **error)
{
  g_auto (BrLinkAnswer) answer = { 0 };

  memset (out, 0, sizeof *out);
  if (!br_oepl_driver_ask (self, request, NULL, BR_LINK_MAX_PAYLOAD, &answer, error))
    return FALSE;
  switch (answer.status)
    {
    case 200:
      if (answer.body != NULL)
        br_oepl_payload_measure (answer.body, image, out);
      return TRUE;
    case 400:
    case 404: return TRUE;
    default: g_set_error (error, BR_ERROR, BR_ERROR_BUSY, "what the tag has cannot be read back now: HTTP status %u", answer.status); return FALSE;
    }
}

/* An answer may break off without a word: what is not our picture is read again before that is believed, since what follows may cost a tag's whole interval. */
static gboolean
read_back (BrOeplDriver *self, const BrOeplRequest *request, BrTagImage *image, BrOeplPayload *out, GError **error)
{
  for (guint i = 0; i < READS; i++)
    {
      if (!read_once (self, request, image, out, error))
        return FALSE;
      if (image == NULL || !out->there || (out->reading != BR_OEPL_READING_DIFFERS && out->reading != BR_OEPL_READING_DAMAGED))
        break;
    }
  return TRUE;
}

gboolean
br_oepl_driver_read_queued (BrOeplDriver *self, const char *mac, BrTagImage *image, BrOeplPayload *out, GError **error)
{
  BrOeplRequest request;

  br_oepl_request_queued (&request, mac, NULL);
  return read_back (self, &request, image, out, error);
}

gboolean
br_oepl_driver_read_shown (BrOeplDriver *self, const char *mac, BrTagImage *image, BrOeplPayload *out, GError **error)
{
  BrOeplRequest request;

  br_oepl_request_shown (&request, mac, br_oepl_driver_now (self));
  return read_back (self, &request, image, out, error);
}
