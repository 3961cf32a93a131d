/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking what became of a picture. First what the record says (a verdict, pure), then what must be read back to know. A picture is known again by its
 * file's name (token): the station gives each upload a new one; its payload is known by the hash that is learned while it waits (expect).
 */
#include "config.h"

#include "br-oepl-driver-private.h"

#include <string.h>

#define SILENT_US (22 * G_TIME_SPAN_MINUTE) /* its radio gives up after 20 minutes without the tag (trap f) */
#define READ_AGAIN_US (5 * G_TIME_SPAN_MINUTE)
#define EMPTY_US G_TIME_SPAN_MINUTE        /* so long something may be said to wait that is not there */
#define RADIO_PLACES 128                   /* tags its radio has places for: it takes what is for others, and loses it (trap l) */

/* What the record says. */
typedef enum
{
  VERDICT_NONE = 0,
  VERDICT_NOT_TAKEN,
  VERDICT_WENT_BACK,  /* the station's database is an older one */
  VERDICT_FOREIGN,
  VERDICT_RESTARTED,  /* its files are gone before it was made ready */
  VERDICT_ACCEPTED,
  VERDICT_WAITING,
  VERDICT_TIMED_OUT,
  VERDICT_MATCHES,    /* the hash is the one expected, and is so since */
  VERDICT_BAD_JPEG,
  VERDICT_NO_FILE,
  VERDICT_RESET,
  VERDICT_UNCHANGED,  /* ready, nothing waits, and the hash is what it was */
  VERDICT_CHANGED,    /* and the hash is another one */
} Verdict;

/* All the verdict is made of. */
typedef struct
{
  const BrOeplTag *tag;
  const BrOeplBefore *before;
  const char *token;  /* or NULL */
  const BrOeplExpect *expect; /* or NULL */
  gboolean restarted; /* since it was handed over */
  gint64 now_mono_us;
} Case;

static gboolean
is_hash (const BrOeplRecord *record, const char *hash)
{
  return strncmp (record->hash, hash, 16) == 0;
}

/* Also without the message that says so, which may be lost. */
static gboolean
is_timed_out (const Case *c)
{
  const BrOeplTag *tag = c->tag;
  gint64 last = MAX (MAX (tag->heard_mono_us, tag->waiting_mono_us), tag->block_mono_us);

  return tag->timed_out || c->now_mono_us - last > SILENT_US;
}

static Verdict
judge_done (const Case *c)
{
  const BrOeplRecord *record = &c->tag->record;
  BrOeplWake wake = br_oepl_record_wake (record);

  if (c->tag->fault == BR_OEPL_FAULT_JPEG)
    return VERDICT_BAD_JPEG;
  if (c->tag->fault == BR_OEPL_FAULT_MISSING)
    return VERDICT_NO_FILE;
  if (wake == BR_OEPL_WAKE_FIRST_BOOT || wake == BR_OEPL_WAKE_LOST)
    return VERDICT_RESET;
  return is_hash (record, c->before->hash) ? VERDICT_UNCHANGED : VERDICT_CHANGED;
}

/* Whose file it has: NONE = ours. An older name of ours, or none, is that of a database gone back. */
static Verdict
judge_name (const Case *c)
{
  const BrOeplRecord *record = &c->tag->record;

  if (c->token != NULL && g_str_equal (record->file_name, c->token))
    return record->content_mode == BR_OEPL_MODE_IMAGE ? VERDICT_NONE : VERDICT_FOREIGN;
  if (record->file_name[0] == '\0' || g_str_equal (record->file_name, c->before->file_name) || g_str_equal (record->file_name, c->tag->older))
    return c->token != NULL ? VERDICT_WENT_BACK : VERDICT_NOT_TAKEN;
  return VERDICT_FOREIGN;
}

static gboolean
is_as_expected (const Case *c)
{
  const BrOeplRecord *record = &c->tag->record;

  return c->expect != NULL && is_hash (record, c->expect->hash) && (!is_hash (record, c->before->hash) || record->update_count > c->before->update_count);
}

static Verdict
judge (const Case *c)
{
  const BrOeplRecord *record = &c->tag->record;
  Verdict name = judge_name (c);

  if (name != VERDICT_NOT_TAKEN && is_as_expected (c))
    return VERDICT_MATCHES;
  if (name != VERDICT_NONE)
    return name;
  if (record->next_update_s != BR_OEPL_NEVER)
    return c->restarted ? VERDICT_RESTARTED : VERDICT_ACCEPTED;
  if (record->pending > 0)
    return is_timed_out (c) ? VERDICT_TIMED_OUT : VERDICT_WAITING;
  return judge_done (c);
}

static void
say (BrShipmentReport *report, BrShipmentStage stage, const char *note)
{
  report->stage = stage;
  g_strlcpy (report->note, note, sizeof report->note);
}

/* What keeps the station from making anything ready until somebody does something about it (esl.md 5.5); NULL = nothing is known to. */
static const char *
why_stuck (BrOeplDriver *self, const BrOeplRecord *record)
{
  BrStationHealth health;

  br_oepl_driver_health (self, &health);
  if ((health.troubles & BR_STATION_TROUBLE_STORAGE) != 0)
    return "the station's storage is nearly full: nothing is made ready";
  if ((health.troubles & BR_STATION_TROUBLE_RADIO) != 0)
    return "the station's radio does not work: nothing is made ready";
  if (record->type_code >= 0 && br_oepl_driver_type (self, (guint) record->type_code)->source == BR_OEPL_TYPE_NONE)
    return "the station has no description of this type: nothing is made ready for it";
  return NULL;
}

/* Why it is not made ready yet, where that can be told. */
static const char *
why_not_ready (const BrOeplRecord *record)
{
  if (record->next_checkin_s == BR_OEPL_NEVER)
    return "the tag sleeps deeply: nothing is made ready for it";
  if (record->rssi == 0)
    return "the tag was never fully heard: nothing is made ready for it";
  return "";
}

static void
say_accepted (BrOeplDriver *self, const BrOeplRecord *record, BrShipmentReport *report)
{
  const char *stuck = why_stuck (self, record);

  report->stuck = stuck != NULL;
  say (report, BR_STAGE_ACCEPTED, stuck != NULL ? stuck : why_not_ready (record));
}

/* What waits is not our picture: never let a tag fetch that. The type may be another one than we think, so it is asked for anew; and because it may, this is no
 * contradiction yet. */
static void
reject (BrOeplDriver *self, BrOeplTag *tag, const BrOeplPayload *queued, BrShipmentReport *report)
{
  if (queued->reading == BR_OEPL_READING_DIFFERS && tag->fault != BR_OEPL_FAULT_MEMORY)
    br_oepl_driver_damage (self, "what waits under our file's name is another picture");
  g_hash_table_remove (self->types, GINT_TO_POINTER (tag->record.type_code));
  say (report, BR_STAGE_STALE, tag->fault == BR_OEPL_FAULT_MEMORY ? "the station had no memory for its colours" : "what waits for the tag is not this picture");
}

/* Whether what waits is read back now: until its hash is known, and again when the tag came and did not fetch it: it may be there by the count only. */
static gboolean
is_to_be_read (BrOeplDriver *self, const BrOeplTag *tag, gboolean known)
{
  gint64 now = br_oepl_driver_mono (self);

  if (!known)
    return TRUE;
  return tag->heard_mono_us > MAX (tag->waiting_mono_us, tag->block_mono_us) + EMPTY_US && now - tag->read_mono_us > READ_AGAIN_US;
}

/* FALSE: it could not be asked. Else what is to be said of it is in the report, and expect is set when it is our picture. */
static gboolean
read_waiting (BrOeplDriver *self, BrOeplTag *tag, BrTagShipment *shipment, BrShipmentReport *report, GError **error)
{
  BrOeplPayload queued;

  if (!br_oepl_driver_read_queued (self, tag->record.mac, shipment->image, &queued, error))
    return FALSE;
  tag->read_mono_us = br_oepl_driver_mono (self);
  if (!queued.there)
    {
      /* Just fetched, or dropped by the radio with its count left wrong (trap f). */
      if (tag->read_mono_us - tag->waiting_mono_us > EMPTY_US)
        say (report, BR_STAGE_TIMED_OUT, "something is said to wait, and is not there");
    }
  else if (queued.reading == BR_OEPL_READING_DIFFERS || queued.reading == BR_OEPL_READING_DAMAGED)
    {
      /* Of several only the first is read: it may be somebody else's, or a blink. */
      if (tag->record.pending == 1)
        reject (self, tag, &queued, report);
    }
  else
    {
      g_free (shipment->expect);
      shipment->expect = br_oepl_expect_write (&queued);
    }
  return TRUE;
}

/* The tag comes, and does not fetch: what waits has no place in the radio. */
static gboolean
is_lost_by_radio (BrOeplDriver *self, const BrOeplTag *tag)
{
  return br_oepl_driver_n_tags (self) > RADIO_PLACES && tag->heard_mono_us > MAX (tag->waiting_mono_us, tag->block_mono_us);
}

/* It waits for the tag: what waits is read back and compared, and its hash learned, which nobody could predict where it is compressed. */
static gboolean
look_waiting (BrOeplDriver *self, BrOeplTag *tag, BrTagShipment *shipment, BrShipmentReport *report, GError **error)
{
  BrOeplExpect expect;

  say (report, BR_STAGE_AT_STATION, "");
  if (is_to_be_read (self, tag, shipment->expect != NULL) && !read_waiting (self, tag, shipment, report, error))
    return FALSE;
  if (report->stage != BR_STAGE_AT_STATION || !br_oepl_expect_read (shipment->expect, &expect))
    return TRUE;
  report->done = br_oepl_driver_count_blocks (tag, expect.size, &report->total);
  if (report->done > 0)
    report->stage = BR_STAGE_TRANSFER;
  else if (is_lost_by_radio (self, tag))
    say (report, BR_STAGE_AT_STATION, "the station has more tags than its radio has places for");
  return TRUE;
}

/* Nothing was sent by radio. Either it is what the tag has already, or it got lost on the way, or the station is wrong (trap k). What the tag has by the
 * station's word it is made to fetch anew, even if that was proved once: what is proved is sent again only because it is not believed any more (a person
 * stood before the tag and saw something else; another station wrote to it since). By Bluetooth nothing better can come. */
static gboolean
look_unchanged (BrOeplDriver *self, BrOeplTag *tag, const Case *c, BrTagShipment *shipment, BrShipmentReport *report, GError **error)
{
  BrOeplPayload shown;
  gboolean same;

  if (!br_oepl_driver_read_shown (self, tag->record.mac, shipment->image, &shown, error))
    return FALSE;
  same = shown.there && shown.reading == BR_OEPL_READING_SAME && is_hash (&tag->record, shown.hash);
  if (same && tag->record.is_ble)
    {
      g_free (shipment->expect);
      shipment->expect = br_oepl_expect_write (&shown);
      say (report, BR_STAGE_SHOWN, "the tag had it already");
      report->proof = BR_TAG_PROOF_WEAK;
      br_oepl_driver_confirm (tag, shown.hash);
    }
  else if (same && !c->restarted)
    {
      tag->forget = TRUE;
      say (report, BR_STAGE_STALE, "the tag is said to have it already, and that is not believed");
    }
  else if (c->restarted)
    say (report, BR_STAGE_DROPPED, "the station restarted before the tag came");
  else if (tag->waited)
    say (report, BR_STAGE_DROPPED, "it waited for the tag, and is gone");
  else if (tag->same || !shown.there || tag->n_lost > 0)
    {
      tag->forget = TRUE;
      say (report, BR_STAGE_STALE, "the station takes it for what the tag has, and that is not so");
    }
  else
    {
      tag->n_lost++;
      say (report, BR_STAGE_DROPPED, "it was made ready, and is gone");
    }
  return TRUE;
}

/* Something was acknowledged: ours, if what was kept of it is, or if its hash is the one we work out. Else its item was popped by another "complete" (trap d). */
static gboolean
look_changed (BrOeplDriver *self, BrOeplTag *tag, BrTagShipment *shipment, BrShipmentReport *report, GError **error)
{
  BrOeplPayload shown;
  BrOeplExpect expect;
  guint total;

  if (!br_oepl_driver_read_shown (self, tag->record.mac, shipment->image, &shown, error))
    return FALSE;
  if (!shown.there && shipment->image != NULL)
    {
      g_autoptr (GBytes) payload = br_oepl_image_encode (shipment->image, NULL);

      br_oepl_payload_measure (payload, shipment->image, &shown);
    }
  /* What cannot be read is ours by the name of its file and by the hash, if that is its. */
  if (shown.reading != BR_OEPL_READING_SAME && !(shown.reading == BR_OEPL_READING_UNREADABLE && is_hash (&tag->record, shown.hash)))
    {
      say (report, BR_STAGE_POPPED, "the tag said it was done with something, and that is not this picture");
      return TRUE;
    }
  g_free (shipment->expect);
  shipment->expect = br_oepl_expect_write (&shown);
  br_oepl_expect_read (shipment->expect, &expect);
  if (is_hash (&tag->record, expect.hash))
    return br_oepl_driver_grade (self, tag, shipment, &expect, report, error);
  /* A second "complete" on an empty queue leaves stray bytes for a hash: the picture was fetched and kept all the same. The stream may have told of the first. */
  if (g_str_equal (tag->completed, expect.hash))
    {
      if (!br_oepl_driver_grade (self, tag, shipment, &expect, report, error))
        return FALSE;
      memcpy (tag->excused, tag->record.hash, 16);
      return TRUE;
    }
  report->done = br_oepl_driver_count_blocks (tag, expect.size, &total);
  report->total = total;
  if (report->done < total)
    {
      say (report, BR_STAGE_POPPED, "gone from the station, and the tag was not seen to fetch it");
      return TRUE;
    }
  say (report, BR_STAGE_SHOWN, "the tag fetched it, and the hash is a stray one");
  report->proof = BR_TAG_PROOF_WEAK;
  br_oepl_driver_confirm (tag, expect.hash);
  memcpy (tag->excused, tag->record.hash, 16);
  return TRUE;
}

static gboolean
act (BrOeplDriver *self, BrOeplTag *tag, const Case *c, BrTagShipment *shipment, BrShipmentReport *report, GError **error)
{
  switch (judge (c))
    {
    case VERDICT_NOT_TAKEN: say (report, BR_STAGE_NOT_TAKEN, "the station has nothing of it"); return TRUE;
    case VERDICT_WENT_BACK: say (report, BR_STAGE_DROPPED, "the station went back to an older state"); return TRUE;
    case VERDICT_FOREIGN: say (report, BR_STAGE_FOREIGN, "somebody else gave the tag something"); return TRUE;
    case VERDICT_RESTARTED: say (report, BR_STAGE_DROPPED, "the station restarted before it was made ready"); return TRUE;
    case VERDICT_ACCEPTED: say_accepted (self, &tag->record, report); return TRUE;
    case VERDICT_WAITING: return look_waiting (self, tag, shipment, report, error);
    case VERDICT_TIMED_OUT: say (report, BR_STAGE_TIMED_OUT, "the tag did not come for it"); return TRUE;
    case VERDICT_MATCHES: return br_oepl_driver_grade (self, tag, shipment, c->expect, report, error);
    case VERDICT_BAD_JPEG: say (report, BR_STAGE_BAD, "the station cannot read the JPEG"); return TRUE;
    case VERDICT_NO_FILE: say (report, BR_STAGE_DROPPED, "the station lost the file"); return TRUE;
    case VERDICT_RESET: say (report, BR_STAGE_DROPPED, "the tag was reset meanwhile"); return TRUE;
    case VERDICT_UNCHANGED: return look_unchanged (self, tag, c, shipment, report, error);
    case VERDICT_CHANGED: return look_changed (self, tag, shipment, report, error);
    case VERDICT_NONE:
    default: g_assert_not_reached ();
    }
}

/* The first look after handing over: the file's name is ours from now on, if it changed. A name that goes to another tag cannot be. */
static void
learn_token (BrOeplDriver *self, BrOeplTag *tag, const BrOeplBefore *before, gboolean restarted, BrTagShipment *shipment)
{
  const BrOeplRecord *record = &tag->record;

  tag->out = FALSE;
  if (shipment->token != NULL || g_str_equal (record->file_name, before->file_name) || record->file_name[0] == '\0'
      || record->content_mode != BR_OEPL_MODE_IMAGE)
    return;
  if (g_str_equal (record->file_name, tag->older))
    {
      if (!restarted)
        br_oepl_driver_doubt (self, record->mac, "it has taken a picture of long ago");
      return;
    }
  shipment->token = g_strdup (record->file_name);
}

gboolean
br_oepl_driver_look (BrStationDriver *driver, BrTagShipment *shipment, BrShipmentReport *report, GError **error)
{
  BrOeplDriver *self = (BrOeplDriver *) driver;
  BrOeplBefore before;
  BrOeplExpect expect;
  BrOeplTag *tag;
  Case c = { .before = &before };

  memset (report, 0, sizeof *report);
  if (!br_oepl_before_read (shipment->before, &before))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "what the station had of %s before is not known", shipment->tag);
      return FALSE;
    }
  tag = br_oepl_driver_read_own (self, shipment->tag, error);
  if (tag == NULL)
    return FALSE;
  c.tag = tag;
  c.restarted = tag->sent_mono_us != 0 && tag->sent_life != self->life;
  learn_token (self, tag, &before, c.restarted, shipment);
  br_oepl_driver_name (tag, shipment->token);
  c.token = shipment->token;
  c.expect = br_oepl_expect_read (shipment->expect, &expect) ? &expect : NULL;
  c.now_mono_us = br_oepl_driver_mono (self);
  if (!act (self, tag, &c, shipment, report, error))
    return FALSE;
  if (report->stage == BR_STAGE_SHOWN && report->proof <= BR_TAG_PROOF_WEAK) /* to be proved, it must be fetched again, though the station takes it for shown */
    tag->forget = TRUE;
  return TRUE;
}
