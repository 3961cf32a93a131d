/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer to a picture comes at once, and is remembered until it is looked at. After a restart nothing is remembered: then the picture counts as not
 * taken and is sent again, which changes nothing on a tag that has it.
 */
#include "config.h"

#include "br-exec-driver.h"

#include <string.h>

#include "br-error.h"
#include "br-program.h"
#include "br-station-nap.h"
#include "br-tag-exec.h"
#include "br-tag-png.h"

#define TIMEOUT_MS 120000
#define PICTURE_GAP_US (G_USEC_PER_SEC / 5)

/** ExecDriver: a program. */
typedef struct
{
  BrStationDriver driver;
  char *program;
  int timeout_ms;
  GArray *tags;     /* BrTagExecTag, as listed last; NULL = not asked yet */
  GHashTable *outcomes; /* tag -> Outcome, of the picture sent last */
  BrStationNap nap;
} ExecDriver;

static gboolean
ask_tags (ExecDriver *self, GError **error)
{
  g_autoptr (GBytes) question = br_tag_exec_list ();
  g_autoptr (GBytes) answer = br_program_run (self->program, question, BR_TAG_EXEC_MAX_ANSWER, self->timeout_ms, error);
  GArray *tags = answer != NULL ? br_tag_exec_tags_read (answer, error) : NULL;

  if (tags == NULL)
    return FALSE;
  g_clear_pointer (&self->tags, g_array_unref);
  self->tags = tags;
  return TRUE;
}

static gboolean
exec_probe (BrStationDriver *driver, BrStationHealth *health, GError **error)
{
  ExecDriver *self = (ExecDriver *) driver;

  *health = (BrStationHealth) { .free_bytes = -1, .free_memory = -1, .uptime_s = -1, .max_in_flight = 1, .ready = TRUE };
  if (!ask_tags (self, error))
    return FALSE;
  health->n_tags = self->tags->len;
  return TRUE;
}

static void
sight (const BrTagExecTag *tag, BrTagSighting *out)
{
  *out = (BrTagSighting) { .type = tag->type, .type_code = tag->type.code, .rssi = tag->signal, .temperature = G_MININT };
  g_strlcpy (out->tag, tag->key, sizeof out->tag);
}

static gboolean
exec_list (BrStationDriver *driver, BrSightingFunc func, gpointer data, GError **error)
{
  ExecDriver *self = (ExecDriver *) driver;

  if (!ask_tags (self, error))
    return FALSE;
  for (guint i = 0; i < self->tags->len; i++)
    {
      BrTagSighting sighting;

      sight (&g_array_index (self->tags, BrTagExecTag, i), &sighting);
      func (&sighting, data);
    }
  return TRUE;
}

static const BrTagExecTag *
need_tag (ExecDriver *self, const char *key, GError **error)
{
  if (self->tags == NULL && !ask_tags (self, error))
    return NULL;
  for (guint i = 0; i < self->tags->len; i++)
    {
      const BrTagExecTag *tag = &g_array_index (self->tags, BrTagExecTag, i);

      if (strcmp (tag->key, key) == 0)
        return tag;
    }
  g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "the program has no tag %s", key);
  return NULL;
}

static gboolean
exec_find (BrStationDriver *driver, const char *tag, BrTagSighting *sighting, GError **error)
{
  const BrTagExecTag *found = need_tag ((ExecDriver *) driver, tag, error);

  if (found == NULL)
    return FALSE;
  sight (found, sighting);
  return TRUE;
}

static gboolean
exec_prepare (BrStationDriver *driver, BrTagShipment *shipment, GError **error)
{
  if (need_tag ((ExecDriver *) driver, shipment->tag, error) == NULL)
    return FALSE;
  g_free (shipment->before);
  shipment->before = g_strdup_printf ("%u", shipment->sequence);
  return TRUE;
}

/** Outcome: of the picture sent to a tag last. */
typedef struct
{
  char *before;
  BrTagExecStatus status;
} Outcome;

static void
outcome_free (gpointer data)
{
  g_free (((Outcome *) data)->before);
  g_free (data);
}

static void
remember (ExecDriver *self, const BrTagShipment *shipment, BrTagExecStatus status)
{
  Outcome *outcome = g_new0 (Outcome, 1);

  *outcome = (Outcome) { .before = g_strdup (shipment->before), .status = status };
  g_hash_table_insert (self->outcomes, g_strdup (shipment->tag), outcome);
}

static gboolean
exec_submit (BrStationDriver *driver, BrTagShipment *shipment, GError **error)
{
  ExecDriver *self = (ExecDriver *) driver;
  const BrTagExecTag *tag = need_tag (self, shipment->tag, error);
  g_autoptr (GBytes) png = NULL, request = NULL, answer = NULL;
  g_autoptr (GError) local = NULL;

  if (tag == NULL)
    return FALSE;
  if (!br_tag_type_equal (&tag->type, &shipment->image->type))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the picture is not one for the tag %s as the program says it is", tag->key);
      return FALSE;
    }
  png = br_tag_png_encode (shipment->image);
  request = br_tag_exec_send (shipment->tag, png, shipment->title);
  answer = br_program_run (self->program, request, BR_TAG_EXEC_MAX_ANSWER, self->timeout_ms, &local);
  if (!g_error_matches (local, BR_ERROR, BR_ERROR_OFFLINE))
    remember (self, shipment, answer != NULL ? br_tag_exec_sent_read (answer, shipment->tag) : BR_TAG_EXEC_NOT_KNOWN);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return answer != NULL;
}

static gboolean
exec_look (BrStationDriver *driver, BrTagShipment *shipment, BrShipmentReport *report, GError **error)
{
  const Outcome *outcome = g_hash_table_lookup (((ExecDriver *) driver)->outcomes, shipment->tag);

  *report = (BrShipmentReport) { .stage = BR_STAGE_NOT_TAKEN };
  if (outcome == NULL || g_strcmp0 (outcome->before, shipment->before) != 0)
    return TRUE;
  switch (outcome->status)
    {
    case BR_TAG_EXEC_OK:
      report->stage = BR_STAGE_SHOWN;
      report->proof = BR_TAG_PROOF_WEAK;
      g_strlcpy (report->note, "the program says so", sizeof report->note);
      break;
    case BR_TAG_EXEC_TIMEOUT: /* not TIMED_OUT, after which the tag must be heard first: these are never heard */
      report->stage = BR_STAGE_POPPED;
      g_strlcpy (report->note, "the program did not reach the tag", sizeof report->note);
      break;
    case BR_TAG_EXEC_NOT_KNOWN:
    default:
      report->stage = BR_STAGE_POPPED;
      g_strlcpy (report->note, "the program did not say what became of it", sizeof report->note);
      break;
    }
  return TRUE;
}

/* Nothing waits: a run is over when its answer is there. */
static gboolean
exec_cancel (BrStationDriver *driver, const char *tag, GError **error)
{
  return TRUE;
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_REFUSED, "a program cannot be told that");
  return FALSE;
}

static gboolean
exec_led (BrStationDriver *driver, const char *tag, BrTagLed led, GError **error)
{
  return refuse (error);
}

static gboolean
exec_take_in (BrStationDriver *driver, gboolean open, GError **error)
{
  return !open || refuse (error);
}

static gboolean
exec_wait (BrStationDriver *driver, gint64 wait_us, BrStationEvent *event, GError **error)
{
  br_station_nap_take (&((ExecDriver *) driver)->nap, wait_us);
  return FALSE;
}

static void
exec_wake (BrStationDriver *driver)
{
  br_station_nap_wake (&((ExecDriver *) driver)->nap);
}

static void
exec_close (BrStationDriver *driver)
{
  ExecDriver *self = (ExecDriver *) driver;

  br_station_nap_clear (&self->nap);
  g_clear_pointer (&self->tags, g_array_unref);
  g_hash_table_unref (self->outcomes);
  g_free (self->program);
  g_free (self);
}

static const BrStationDriverOps EXEC = {
  .id = "exec",
  .caps = BR_STATION_CAN_IMAGE | BR_STATION_CAN_SIGNAL | BR_STATION_CAN_CANCEL | BR_STATION_CAN_LIST,
  .best_proof = BR_TAG_PROOF_WEAK,
  .request_gap_us = PICTURE_GAP_US,
  .probe = exec_probe,
  .list = exec_list,
  .find = exec_find,
  .prepare = exec_prepare,
  .submit = exec_submit,
  .look = exec_look,
  .cancel = exec_cancel,
  .led = exec_led,
  .take_in = exec_take_in,
  .wait = exec_wait,
  .wake = exec_wake,
  .close = exec_close,
};

BrStationDriver *
br_exec_driver_new (const char *program, const BrClock *clock, GError **error)
{
  ExecDriver *self;

  if (!g_path_is_absolute (program))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "a program is given with its whole path: %s", program);
      return NULL;
    }
  self = g_new0 (ExecDriver, 1);
  self->driver.ops = &EXEC;
  self->program = g_strdup (program);
  self->timeout_ms = TIMEOUT_MS;
  self->outcomes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, outcome_free);
  br_station_nap_init (&self->nap);
  return &self->driver;
}

void
br_exec_driver_set_timeout (BrStationDriver *driver, int timeout_ms)
{
  g_return_if_fail (driver->ops == &EXEC);
  ((ExecDriver *) driver)->timeout_ms = timeout_ms;
}
