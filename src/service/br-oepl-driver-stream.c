/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stream: a hint when to look, never a proof that nothing happened, since the station drops messages silently. It says how it is every 5 s; when it
 * has not for 20 s the stream is dead, whatever the socket says. Opened only while the settings are known to be such that it empties no batteries.
 */
#include "config.h"

#include "br-oepl-driver-private.h"

#include <string.h>

#define SILENCE_US (20 * G_USEC_PER_SEC)
#define BACKOFF_US (5 * G_USEC_PER_SEC)
#define BACKOFF_MAX_US (60 * G_USEC_PER_SEC)
#define GUARD_SOON_US (75 * G_USEC_PER_SEC) /* settings older than that are read again here, if nobody probes */
#define RESTART_SLACK_S 10
#define NAP_US (G_USEC_PER_SEC / 10)
#define MAX_EVENTS 1024
#define MAX_MESSAGES 256 /* read at once; a flood does not hold up everything else */

static BrStationEvent *
put_event (BrOeplDriver *self, BrStationEventKind kind, const char *mac)
{
  BrStationEvent *event = g_new0 (BrStationEvent, 1);

  /* Nobody fetches them: what they say is asked for as a whole. */
  if (self->events.length >= MAX_EVENTS)
    {
      g_queue_clear_full (&self->events, g_free);
      put_event (self, BR_STATION_EVENT_MISSED, NULL);
    }
  event->kind = kind;
  g_strlcpy (event->tag, mac != NULL ? mac : "", sizeof event->tag);
  g_queue_push_tail (&self->events, event);
  return event;
}

/* Something happened to what is on its way to a tag. Said only of tags we gave something. */
static void
put_shipment (BrOeplDriver *self, const char *mac)
{
  const BrOeplTag *tag = br_oepl_driver_peek (self, mac);

  if (tag != NULL && tag->sent_mono_us != 0)
    put_event (self, BR_STATION_EVENT_SHIPMENT, mac);
}

/* That everything is to be listed is said once, however often it is so. */
static void
put_missed (BrOeplDriver *self)
{
  const BrStationEvent *last = g_queue_peek_tail (&self->events);

  if (last == NULL || last->kind != BR_STATION_EVENT_MISSED)
    put_event (self, BR_STATION_EVENT_MISSED, NULL);
}

/* It began anew: its files, its queues and what the radio held are gone (trap g). */
static void
note_restart (BrOeplDriver *self)
{
  GHashTableIter iter;
  gpointer value;

  self->life++;
  self->updating[0] = '\0';
  g_hash_table_iter_init (&iter, self->tags);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BrOeplTag *tag = value;

      tag->timed_out = FALSE;
      tag->block_file[0] = '\0';
      memset (tag->blocks, 0, sizeof tag->blocks);
    }
  put_event (self, BR_STATION_EVENT_RESTARTED, NULL);
}

/* Its uptime fell; or, when the stream was away, is less than it must be by now. While the stream is open messages may be read late: then only the fall counts. */
static gboolean
has_restarted (BrOeplDriver *self, const BrOeplSys *sys)
{
  gint64 least_s = self->sys.uptime_s;

  if (!self->has_sys || sys->uptime_s < 0 || self->sys.uptime_s < 0)
    return FALSE;
  if (!self->sys_since_open)
    least_s += (br_oepl_driver_mono (self) - self->told_mono_us) / G_USEC_PER_SEC - RESTART_SLACK_S;
  return sys->uptime_s < MAX (least_s, self->sys.uptime_s);
}

static void
take_sys (BrOeplDriver *self, const BrOeplSys *sys)
{
  gboolean fewer = self->has_sys && sys->n_records >= 0 && sys->n_records < self->sys.n_records;

  if (has_restarted (self, sys))
    note_restart (self);
  self->sys = *sys;
  self->has_sys = self->sys_since_open = TRUE;
  self->sys_mono_us = self->told_mono_us = br_oepl_driver_mono (self);
  if (sys->now_s >= 0)
    self->clock_off_us = sys->now_s * G_USEC_PER_SEC - br_oepl_driver_now (self);
  self->backoff_us = BACKOFF_US;
  if (fewer)
    put_missed (self); /* a tag deleted there is announced by nothing else */
  br_oepl_driver_health (self, &put_event (self, BR_STATION_EVENT_HEALTH, NULL)->health);
}

/* It says so a moment before; what is sent in that moment is lost, too, and its uptime tells once it is back. */
static void
take_rebooting (BrOeplDriver *self)
{
  self->sys.run = BR_OEPL_RUN_STOP;
  note_restart (self);
}

void
br_oepl_driver_retell (BrOeplDriver *self, const BrOeplRecord *record)
{
  const BrOeplRecord again = *record; /* it may be the very one that is remembered */
  BrTagSighting sighting;

  br_oepl_driver_take (self, &again, &sighting);
  put_event (self, BR_STATION_EVENT_TAG, again.mac)->sighting = sighting;
}

static void
take_records (BrOeplDriver *self, const GArray *records)
{
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const BrOeplRecord *record = &g_array_index (records, BrOeplRecord, i);
      BrTagSighting sighting;

      if (record->content_mode == BR_OEPL_MODE_DELETED)
        {
          put_missed (self);
          continue;
        }
      if (br_oepl_driver_take (self, record, &sighting))
        put_shipment (self, record->mac);
      put_event (self, BR_STATION_EVENT_TAG, record->mac)->sighting = sighting;
    }
}

/* Blocks are counted by the file they are of: those of another picture prove nothing (trap e). */
static void
take_block (BrOeplDriver *self, const BrOeplMessage *message)
{
  BrOeplTag *tag = br_oepl_driver_peek (self, message->mac);
  gboolean first;

  if (tag == NULL || message->block < 0 || message->block >= BR_OEPL_MAX_BLOCKS)
    return;
  first = !g_str_equal (tag->block_file, message->file_name);
  if (first)
    {
      g_strlcpy (tag->block_file, message->file_name, sizeof tag->block_file);
      memset (tag->blocks, 0, sizeof tag->blocks);
    }
  tag->blocks[message->block / 8] |= (guint8) (1u << (message->block % 8));
  tag->block_mono_us = br_oepl_driver_mono (self);
  if (first)
    put_shipment (self, message->mac);
}

/* What is refreshed is looked for by the name of a picture that was made ready long ago. */
static gboolean
is_of_before (const BrOeplTag *tag, const char *file_name)
{
  return file_name[0] != '\0' && g_str_equal (file_name, tag->out ? tag->ours : tag->older);
}

/* What went wrong with a file: it is named by the message or, when it names none, the one made ready just now. */
static void
take_fault (BrOeplDriver *self, const BrOeplMessage *message, BrOeplFault fault)
{
  const char *mac = message->mac[0] != '\0' ? message->mac : self->updating;
  BrOeplTag *tag = br_oepl_driver_peek (self, mac);

  if (tag == NULL || tag->sent_mono_us == 0 || is_of_before (tag, message->file_name))
    return;
  tag->fault = fault;
  put_shipment (self, mac);
}

static void
take_timeout (BrOeplDriver *self, const char *mac)
{
  BrOeplTag *tag = br_oepl_driver_peek (self, mac);

  if (tag == NULL)
    return;
  tag->timed_out = TRUE;
  put_shipment (self, mac);
}

static void
take_same (BrOeplDriver *self)
{
  BrOeplTag *tag = br_oepl_driver_peek (self, self->updating);

  if (tag == NULL)
    return;
  tag->same = TRUE;
  put_shipment (self, self->updating);
}

static void
take_message (BrOeplDriver *self, const BrOeplMessage *message)
{
  switch (message->kind)
    {
    case BR_OEPL_SAYS_TAGS: take_records (self, message->records); break;
    case BR_OEPL_SAYS_SYS: take_sys (self, &message->sys); break;
    case BR_OEPL_SAYS_BLOCK: take_block (self, message); break;
    case BR_OEPL_SAYS_UPDATING: g_strlcpy (self->updating, message->mac, sizeof self->updating); break;
    case BR_OEPL_SAYS_SAME: take_same (self); break;
    case BR_OEPL_SAYS_REBOOTING: take_rebooting (self); break;
    case BR_OEPL_SAYS_TIMEOUT: take_timeout (self, message->mac); break;
    case BR_OEPL_SAYS_FILE_MISSING: take_fault (self, message, BR_OEPL_FAULT_MISSING); break;
    case BR_OEPL_SAYS_BAD_JPEG: take_fault (self, message, BR_OEPL_FAULT_JPEG); break;
    case BR_OEPL_SAYS_LOW_MEMORY: take_fault (self, message, BR_OEPL_FAULT_MEMORY); break;
    case BR_OEPL_SAYS_COMPLETE: /* its record follows, which says the same and more */
    case BR_OEPL_SAYS_READY:
    case BR_OEPL_SAYS_MOVED:
    case BR_OEPL_SAYS_PEER:
    case BR_OEPL_SAYS_PROGRESS:
    case BR_OEPL_SAYS_OTHER:
    default: break;
    }
}

/* All that was told by it is old from now on. What we know to be shown, or to have given, stays. */
static void
forget_told (BrOeplDriver *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_remove_all (self->types);
  self->updating[0] = '\0';
  g_hash_table_iter_init (&iter, self->tags);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BrOeplTag *tag = value;

      tag->told = FALSE;
      tag->led_hash[0] = '\0'; /* a reset may have been missed, and looks as a blink stopped */
    }
}

void
br_oepl_driver_hang_up (BrOeplDriver *self, gint64 again_us)
{
  if (!self->listening)
    return;
  br_station_link_close_stream (self->link);
  self->listening = FALSE;
  self->reopen_mono_us = br_oepl_driver_mono (self) + again_us;
}

static void
lose (BrOeplDriver *self, const GError *why)
{
  gboolean was_good = self->sys_since_open && self->backoff_us == BACKOFF_US;

  g_debug ("the stream ended: %s", why != NULL ? why->message : "it says nothing");
  if (g_error_matches (why, BR_ERROR, BR_ERROR_PROTOCOL))
    br_oepl_driver_damage (self, "a stream that is none");
  /* What tags fetch meanwhile nobody sees: one that was good is opened again at once, and only then less and less often. */
  br_oepl_driver_hang_up (self, was_good ? 0 : self->backoff_us);
  self->backoff_us = MIN (self->backoff_us * 2, BACKOFF_MAX_US);
}

/* Settings first: with the wrong ones an open stream keeps every tag awake. */
static void
listen_again (BrOeplDriver *self)
{
  gint64 now = br_oepl_driver_mono (self);
  g_autoptr (GError) error = NULL;

  if (now < self->reopen_mono_us)
    return;
  if (!br_oepl_driver_guard (self, &error) || !self->may_listen || !br_station_link_open_stream (self->link, "/ws", &error))
    {
      g_debug ("the stream is not opened: %s", error != NULL ? error->message : "its settings stay wrong");
      if (g_error_matches (error, BR_ERROR, BR_ERROR_PROTOCOL))
        br_oepl_driver_damage (self, "no stream where one should be");
      self->reopen_mono_us = br_oepl_driver_mono (self) + self->backoff_us;
      self->backoff_us = MIN (self->backoff_us * 2, BACKOFF_MAX_US);
      return;
    }
  self->listening = TRUE;
  self->sys_mono_us = br_oepl_driver_mono (self);
  self->sys_since_open = FALSE;
  forget_told (self);
  put_missed (self);
}

static void
check_stream (BrOeplDriver *self)
{
  gint64 now = br_oepl_driver_mono (self);
  g_autoptr (GError) error = NULL;

  if (!self->listening)
    {
      listen_again (self);
      return;
    }
  if (now - self->guard_mono_us > GUARD_SOON_US && now >= self->guard_again_mono_us)
    {
      self->guard_again_mono_us = now + BACKOFF_US;
      if (!br_oepl_driver_guard (self, &error))
        g_debug ("settings could not be read: %s", error->message); /* the guard hangs up when that lasts */
    }
}

/* Only when all it told was read: a slow answer to a request may have kept us from that for longer. */
static void
check_silence (BrOeplDriver *self)
{
  if (br_oepl_driver_mono (self) - self->sys_mono_us > SILENCE_US)
    lose (self, NULL);
}

/* One message, waiting at most so long for it. FALSE: none came. */
static gboolean
hear (BrOeplDriver *self, gint64 wait_us)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_lost = 0;

  text = br_station_link_receive (self->link, wait_us, &n_lost, &error);
  if (error != NULL)
    {
      lose (self, error);
      return FALSE;
    }
  if (n_lost > 0)
    put_missed (self);
  if (text == NULL)
    check_silence (self);
  if (text != NULL)
    {
      g_auto (BrOeplMessage) message = { 0 };

      if (br_oepl_message_read (text, strlen (text), &message, &error))
        take_message (self, &message);
      else
        br_oepl_driver_damage (self, "a message of the stream");
    }
  return text != NULL;
}

/* Without a stream there is nothing to wait for but being woken. Naps, so that it goes by whatever clock there is. */
static void
rest (BrOeplDriver *self, gint64 wait_us)
{
  while (wait_us > 0 && !g_atomic_int_compare_and_exchange (&self->woken, TRUE, FALSE))
    {
      self->clock->sleep_us (self->clock->data, MIN (wait_us, NAP_US));
      wait_us -= NAP_US;
    }
}

static gint64
time_to_watch (BrOeplDriver *self, gint64 wait_us)
{
  gint64 due = self->listening ? self->sys_mono_us + SILENCE_US + 1 : self->reopen_mono_us;

  return CLAMP (due - br_oepl_driver_mono (self), 0, wait_us);
}

gboolean
br_oepl_driver_wait (BrStationDriver *driver, gint64 wait_us, BrStationEvent *event, GError **error)
{
  BrOeplDriver *self = (BrOeplDriver *) driver;
  BrStationEvent *first;

  (void) error; /* that it cannot be reached is for `probe` to say */
  check_stream (self);
  for (guint i = 0; g_queue_is_empty (&self->events) && self->listening && i < MAX_MESSAGES; i++)
    if (!hear (self, time_to_watch (self, wait_us)))
      break;
  if (g_queue_is_empty (&self->events) && !self->listening && wait_us > 0)
    rest (self, time_to_watch (self, wait_us));
  first = g_queue_pop_head (&self->events);
  if (first == NULL)
    return FALSE;
  *event = *first;
  g_free (first);
  return TRUE;
}

void
br_oepl_driver_wake (BrStationDriver *driver)
{
  BrOeplDriver *self = (BrOeplDriver *) driver;

  g_atomic_int_set (&self->woken, TRUE);
  br_station_link_wake (self->link);
}

void
br_oepl_driver_stop (BrStationDriver *driver)
{
  BrOeplDriver *self = (BrOeplDriver *) driver;

  g_atomic_int_set (&self->woken, TRUE);
  br_station_link_stop (self->link);
}
