/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures handed over are gathered until the engine has nothing else to do; then the program is run once for all of them, and what it said of each is
 * remembered until it is looked at. After a restart nothing is remembered: then a picture counts as not taken and is sent again, which changes nothing on a
 * tag that has it. A program that does not end in time is given fewer at once.
 */
#include "config.h"

#include "br-exec-driver.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "br-error.h"
#include "br-program.h"
#include "br-station-nap.h"
#include "br-tag-exec.h"
#include "br-tag-png.h"

#define TIMEOUT_MS 120000

/** ExecDriver: a program. */
typedef struct
{
  BrStationDriver driver;
  char *program;
  int timeout_ms;
  int stop_fd;      /* readable when it is to stop */
  GArray *tags;     /* BrTagExecTag, as listed last; NULL = not asked yet */
  GHashTable *parcels; /* tag -> Parcel, of the picture sent last */
  guint n_waiting;  /* of them wait for the next run */
  guint at_once;    /* so many are sent in a run */
  GQueue news;      /* char *, owned: tags of the run before */
  BrStationNap nap;
} ExecDriver;

/** Parcel: a picture and what became of it. */
typedef struct
{
  char *before;
  char *title; /* or NULL */
  GBytes *png; /* NULL = it was sent */
  BrTagExecStatus status;
} Parcel;

static void
parcel_free (gpointer data)
{
  Parcel *parcel = data;

  g_free (parcel->before);
  g_free (parcel->title);
  g_clear_pointer (&parcel->png, g_bytes_unref);
  g_free (parcel);
}

static GBytes *
run_program (ExecDriver *self, GBytes *request, GError **error)
{
  BrProgramLimits limits = { .max_bytes = BR_TAG_EXEC_MAX_ANSWER, .timeout_ms = self->timeout_ms, .stop_fd = self->stop_fd };

  return br_program_run (self->program, request, &limits, error);
}

static gboolean
ask_tags (ExecDriver *self, GError **error)
{
  g_autoptr (GBytes) question = br_tag_exec_list ();
  g_autoptr (GBytes) answer = run_program (self, question, error);
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

  *health = (BrStationHealth) { .free_bytes = -1, .free_memory = -1, .uptime_s = -1, .max_in_flight = self->at_once, .ready = TRUE };
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

/* What waited for a run does not any more. */
static void
drop (ExecDriver *self, const char *tag)
{
  const Parcel *parcel = g_hash_table_lookup (self->parcels, tag);

  if (parcel == NULL)
    return;
  self->n_waiting -= parcel->png != NULL ? 1 : 0;
  g_hash_table_remove (self->parcels, tag);
}

static gboolean
exec_submit (BrStationDriver *driver, BrTagShipment *shipment, GError **error)
{
  ExecDriver *self = (ExecDriver *) driver;
  const BrTagExecTag *tag = need_tag (self, shipment->tag, error);
  Parcel *parcel;

  if (tag == NULL)
    return FALSE;
  if (!br_tag_type_equal (&tag->type, &shipment->image->type))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the picture is not one for the tag %s as the program says it is", tag->key);
      return FALSE;
    }
  drop (self, shipment->tag);
  parcel = g_new (Parcel, 1);
  *parcel = (Parcel) { g_strdup (shipment->before), g_strdup (shipment->title), br_tag_png_encode (shipment->image), 0 };
  g_hash_table_insert (self->parcels, g_strdup (shipment->tag), parcel);
  self->n_waiting++;
  return TRUE;
}

/* Borrowed from the parcels. */
static guint
gather (ExecDriver *self, BrTagExecPicture pictures[BR_TAG_EXEC_MAX_SEND])
{
  GHashTableIter iter;
  gpointer key, value;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->parcels);
  while (n < self->at_once && g_hash_table_iter_next (&iter, &key, &value))
    {
      const Parcel *parcel = value;

      if (parcel->png != NULL)
        pictures[n++] = (BrTagExecPicture) { .key = key, .png = parcel->png, .title = parcel->title, .status = BR_TAG_EXEC_NOT_KNOWN };
    }
  return n;
}

/* A run that did nothing leaves nothing behind: these pictures were never taken. */
static void
settle (ExecDriver *self, const BrTagExecPicture *picture, gboolean nothing_done)
{
  Parcel *parcel = g_hash_table_lookup (self->parcels, picture->key);

  g_queue_push_tail (&self->news, g_strdup (picture->key));
  self->n_waiting--;
  g_clear_pointer (&parcel->png, g_bytes_unref);
  parcel->status = picture->status;
  if (nothing_done)
    g_hash_table_remove (self->parcels, picture->key);
}

static void
send_waiting (ExecDriver *self)
{
  BrTagExecPicture pictures[BR_TAG_EXEC_MAX_SEND];
  guint n = gather (self, pictures);
  g_autoptr (GBytes) request = br_tag_exec_send (pictures, n), answer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean nothing_done;

  answer = run_program (self, request, &error);
  if (answer != NULL)
    br_tag_exec_sent_read (answer, pictures, n);
  else
    g_info ("%u pictures: %s", n, error->message);
  nothing_done = g_error_matches (error, BR_ERROR, BR_ERROR_OFFLINE);
  self->at_once = answer != NULL ? MIN (2 * self->at_once, BR_TAG_EXEC_MAX_SEND) : nothing_done ? self->at_once : MAX (self->at_once / 2, 1);
  for (guint i = 0; i < n; i++)
    settle (self, &pictures[i], nothing_done);
}

static gboolean
exec_look (BrStationDriver *driver, BrTagShipment *shipment, BrShipmentReport *report, GError **error)
{
  const Parcel *parcel = g_hash_table_lookup (((ExecDriver *) driver)->parcels, shipment->tag);

  *report = (BrShipmentReport) { .stage = BR_STAGE_NOT_TAKEN };
  if (parcel == NULL || g_strcmp0 (parcel->before, shipment->before) != 0)
    return TRUE;
  if (parcel->png != NULL)
    {
      report->stage = BR_STAGE_ACCEPTED;
      return TRUE;
    }
  switch (parcel->status)
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

/* What waits for a run is not sent. A run is over when its answer is there. */
static gboolean
exec_cancel (BrStationDriver *driver, const char *tag, GError **error)
{
  drop ((ExecDriver *) driver, tag);
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
  ExecDriver *self = (ExecDriver *) driver;
  g_autofree char *tag = NULL;

  if (g_queue_is_empty (&self->news) && wait_us > 0 && self->n_waiting > 0)
    send_waiting (self);
  else if (g_queue_is_empty (&self->news))
    br_station_nap_take (&self->nap, wait_us);
  tag = g_queue_pop_head (&self->news);
  if (tag == NULL)
    return FALSE;
  event->kind = BR_STATION_EVENT_SHIPMENT;
  g_strlcpy (event->tag, tag, sizeof event->tag);
  return TRUE;
}

static void
exec_wake (BrStationDriver *driver)
{
  br_station_nap_wake (&((ExecDriver *) driver)->nap);
}

/* The program under way is killed, and so is each that would be begun. */
static void
exec_stop (BrStationDriver *driver)
{
  ExecDriver *self = (ExecDriver *) driver;
  guint64 one = 1;

  while (write (self->stop_fd, &one, sizeof one) < 0 && errno == EINTR)
    ;
  br_station_nap_wake (&self->nap);
}

static void
exec_close (BrStationDriver *driver)
{
  ExecDriver *self = (ExecDriver *) driver;

  g_clear_fd (&self->stop_fd, NULL);
  g_queue_clear_full (&self->news, g_free);
  br_station_nap_clear (&self->nap);
  g_clear_pointer (&self->tags, g_array_unref);
  g_hash_table_unref (self->parcels);
  g_free (self->program);
  g_free (self);
}

static const BrStationDriverOps EXEC = {
  .id = "exec",
  .caps = BR_STATION_CAN_IMAGE | BR_STATION_CAN_SIGNAL | BR_STATION_CAN_CANCEL | BR_STATION_CAN_LIST | BR_STATION_CAN_BULK,
  .best_proof = BR_TAG_PROOF_WEAK,
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
  .stop = exec_stop,
  .close = exec_close,
};

BrStationDriver *
br_exec_driver_new (const char *program, const BrClock *clock, GError **error)
{
  g_autofd int stop_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  ExecDriver *self;

  if (stop_fd < 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "%s cannot be driven: %s", program, g_strerror (errno));
      return NULL;
    }
  if (!g_path_is_absolute (program))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "a program is given with its whole path: %s", program);
      return NULL;
    }
  self = g_new0 (ExecDriver, 1);
  self->driver.ops = &EXEC;
  self->program = g_strdup (program);
  self->timeout_ms = TIMEOUT_MS;
  self->stop_fd = g_steal_fd (&stop_fd);
  self->at_once = BR_TAG_EXEC_MAX_SEND;
  g_queue_init (&self->news);
  self->parcels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, parcel_free);
  br_station_nap_init (&self->nap);
  return &self->driver;
}

void
br_exec_driver_set_timeout (BrStationDriver *driver, int timeout_ms)
{
  g_return_if_fail (driver->ops == &EXEC);
  ((ExecDriver *) driver)->timeout_ms = timeout_ms;
}
