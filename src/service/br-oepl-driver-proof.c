/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Proof (esl.md 5.4). That a tag says "complete" means only that the station counted its item as done: it is said before drawing, without fetching when the
 * tag has the picture stored, when the picture is too large for it, twice, or by the station itself for Bluetooth (traps d, e, o). So:
 *   WEAK    the hash is the one expected;
 *   TAG     and every block of just that file was asked for;
 *   PIXELS  and what the station kept of it is our picture, dot for dot.
 */
#include "config.h"

#include "br-oepl-driver-private.h"

#include <string.h>

gboolean
br_oepl_expect_read (const char *text, BrOeplExpect *out)
{
  guint64 size;

  memset (out, 0, sizeof *out);
  if (text == NULL || strspn (text, "0123456789abcdef") != 16 || text[16] != ' ' || !g_ascii_string_to_unsigned (text + 17, 10, 1, G_MAXUINT32, &size, NULL))
    return FALSE;
  memcpy (out->hash, text, 16);
  out->size = size;
  return TRUE;
}

char *
br_oepl_expect_write (const BrOeplPayload *payload)
{
  return g_strdup_printf ("%s %" G_GSIZE_FORMAT, payload->hash, payload->size);
}

guint
br_oepl_driver_count_blocks (const BrOeplTag *tag, gsize size, guint *total)
{
  guint n = 0;

  *total = (guint) MIN ((size + BR_OEPL_BLOCK - 1) / BR_OEPL_BLOCK, BR_OEPL_MAX_BLOCKS);
  for (guint i = 0; i < *total; i++)
    n += (tag->blocks[i / 8] >> (i % 8)) & 1u;
  return n;
}

void
br_oepl_driver_confirm (BrOeplTag *tag, const char *hash)
{
  g_strlcpy (tag->hash, hash, sizeof tag->hash);
  tag->n_lost = 0;
  tag->unsure = FALSE;
  if (strncmp (tag->record.hash, hash, 16) == 0) /* done since: zeros are those of a light no more */
    tag->led_hash[0] = '\0';
  tag->excused[0] = tag->suspect[0] = '\0';
}

void
br_oepl_driver_name (BrOeplTag *tag, const char *token)
{
  if (token == NULL || g_str_equal (tag->ours, token))
    return;
  g_strlcpy (tag->older, tag->ours, sizeof tag->older);
  g_strlcpy (tag->ours, token, sizeof tag->ours);
  tag->based = TRUE;
}

/* Whose picture it has, and which one, would else be learned from what the station says first: all that happened while the program was away would be taken for ours. */
void
br_oepl_driver_recall (BrStationDriver *driver, const BrTagShipment *shipment)
{
  BrOeplTag *tag = br_oepl_driver_tag ((BrOeplDriver *) driver, shipment->tag);
  BrOeplBefore before;
  BrOeplExpect expect;

  if (!tag->based && br_oepl_before_read (shipment->before, &before))
    {
      tag->based = TRUE;
      g_strlcpy (tag->ours, before.file_name, sizeof tag->ours);
    }
  br_oepl_driver_name (tag, shipment->token);
  if (br_oepl_expect_read (shipment->expect, &expect))
    br_oepl_driver_confirm (tag, expect.hash);
}

static void
settle (BrShipmentReport *report, BrTagProof proof, const char *note)
{
  report->stage = BR_STAGE_SHOWN;
  report->proof = proof;
  g_strlcpy (report->note, note, sizeof report->note);
}

/* Where somebody had switched keeping off for a while, the file is still the one from before. */
static gboolean
is_from_before (const BrTagShipment *shipment, const BrOeplPayload *shown)
{
  BrOeplBefore before;

  return br_oepl_before_read (shipment->before, &before) && g_str_equal (before.hash, shown->hash);
}

/* However often it is looked at, it is one contradiction. */
static void
doubt_kept (BrOeplDriver *self, BrOeplTag *tag, const BrOeplExpect *expect)
{
  if (g_str_equal (tag->doubted, expect->hash))
    return;
  memcpy (tag->doubted, expect->hash, sizeof tag->doubted);
  br_oepl_driver_doubt (self, tag->record.mac, "the hash is that of our picture, what is read back is another one");
}

gboolean
br_oepl_driver_grade (BrOeplDriver *self, BrOeplTag *tag, const BrTagShipment *shipment, const BrOeplExpect *expect, BrShipmentReport *report, GError **error)
{
  BrOeplPayload shown;

  report->done = br_oepl_driver_count_blocks (tag, expect->size, &report->total);
  if (shipment->image == NULL)
    settle (report, BR_TAG_PROOF_WEAK, "the picture is not kept any more, to compare with");
  else if (tag->record.is_ble)
    settle (report, BR_TAG_PROOF_WEAK, "by Bluetooth the station says so even when it failed");
  else if (report->done < report->total)
    settle (report, BR_TAG_PROOF_WEAK, "the tag was not seen to fetch all of it");
  else if (!br_oepl_driver_read_shown (self, tag->record.mac, shipment->image, &shown, error))
    return FALSE;
  else if (!shown.there)
    settle (report, BR_TAG_PROOF_TAG, "the station kept nothing to read back");
  else if (!g_str_equal (shown.hash, expect->hash) && is_from_before (shipment, &shown))
    settle (report, BR_TAG_PROOF_TAG, "the station kept the one before, and nothing of this to read back");
  else if (!g_str_equal (shown.hash, expect->hash))
    {
      doubt_kept (self, tag, expect);
      settle (report, BR_TAG_PROOF_WEAK, "what is read back is not what the hash says");
    }
  else if (shown.reading == BR_OEPL_READING_SAME)
    settle (report, BR_TAG_PROOF_PIXELS, "");
  else if (shown.reading == BR_OEPL_READING_UNREADABLE)
    settle (report, BR_TAG_PROOF_TAG, "what is read back is compressed in a way that is not read");
  else
    settle (report, BR_TAG_PROOF_WEAK, "what is read back is another picture");
  br_oepl_driver_confirm (tag, expect->hash);
  return TRUE;
}
