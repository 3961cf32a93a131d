/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The emulated access point's WebSocket: messages to at most 8 clients. It queues 32 for each and discards the others without a word; here
 * what is told within 160 ms counts as queued at once.
 */
#include "config.h"

#include "br-ap-private.h"

#include <stdarg.h>

#define MAX_CLIENTS 8
#define MAX_QUEUED 32
#define QUEUED_US (160 * 1000)
#define MAX_ARRIVED 4096 /* nobody reads: the connection would stall */
#define N_FLOOD 64
#define LOW_BATTERY_MV 2400
#define OVERDUE_S 600

struct _BrApClient
{
  BrAp *ap; /* NULL: closed */
  BrAir *air;
  GQueue arrived; /* of char *, owned */
  char *held;     /* told after the next one */
  gint64 window_us;
  guint n_queued;
};

BrApClient *
br_ap_subscribe (BrAp *self)
{
  BrApClient *client;

  ap_air_catch_up (self->air);
  if (!self->powered || ap_air_now (self->air) < self->listens_us || self->clients->len >= MAX_CLIENTS || ap_fires (self, BR_AP_FAULT_HANG))
    return NULL;
  client = g_new0 (BrApClient, 1);
  client->ap = self;
  client->air = self->air;
  g_queue_init (&client->arrived);
  g_ptr_array_add (self->clients, client);
  ap_air_log (self->air, "%s has %u clients", self->name, self->clients->len);
  ap_schedule_all (self);
  return client;
}

static void
leave (BrApClient *self)
{
  BrAp *ap = self->ap;

  if (ap == NULL)
    return;
  self->ap = NULL;
  g_ptr_array_remove (ap->clients, self);
  ap_schedule_all (ap);
}

char *
br_ap_client_pop (BrApClient *self)
{
  ap_air_catch_up (self->air);
  return g_queue_pop_head (&self->arrived);
}

gboolean
br_ap_client_has_news (BrApClient *self)
{
  ap_air_catch_up (self->air);
  return self->ap == NULL || !g_queue_is_empty (&self->arrived);
}

gboolean
br_ap_client_is_open (BrApClient *self)
{
  ap_air_catch_up (self->air);
  return self->ap != NULL;
}

void
br_ap_client_free (BrApClient *self)
{
  if (self == NULL)
    return;
  leave (self);
  g_queue_clear_full (&self->arrived, g_free);
  g_free (self->held);
  g_free (self);
}

void
ap_stream_end (BrAp *self)
{
  while (self->clients->len > 0)
    {
      BrApClient *client = g_ptr_array_index (self->clients, self->clients->len - 1);

      client->ap = NULL;
      g_ptr_array_set_size (self->clients, (gint) self->clients->len - 1);
    }
}

/* FALSE: it is discarded. */
static gboolean
queue_text (BrAp *self, BrApClient *client, const char *text)
{
  gint64 now = ap_air_now (self->air);

  if (now - client->window_us > QUEUED_US)
    {
      client->window_us = now;
      client->n_queued = 0;
    }
  if (client->n_queued >= MAX_QUEUED || client->arrived.length >= MAX_ARRIVED)
    {
      self->counts.n_discarded++;
      return FALSE;
    }
  client->n_queued++;
  g_queue_push_tail (&client->arrived, g_strdup (text));
  return TRUE;
}

static void
flood (BrAp *self, BrApClient *client)
{
  for (guint i = 0; i < N_FLOOD; i++)
    queue_text (self, client, "{\"logMsg\":\"flood\"}");
}

/* FALSE: it does not hear it. */
static gboolean
send_to (BrAp *self, BrApClient *client, const char *text, gboolean may_wait)
{
  g_autofree char *held = NULL;
  gboolean told;

  if (ap_fires (self, BR_AP_FAULT_WS_SILENT))
    return FALSE;
  if (ap_fires (self, BR_AP_FAULT_WS_DROP))
    {
      leave (client);
      return FALSE;
    }
  if (ap_fires (self, BR_AP_FAULT_WS_FLOOD))
    flood (self, client);
  if (may_wait && client->held == NULL && ap_fires (self, BR_AP_FAULT_WS_REORDER))
    {
      client->held = g_strdup (text);
      return TRUE;
    }
  held = g_steal_pointer (&client->held);
  told = queue_text (self, client, text);
  if (held != NULL)
    queue_text (self, client, held);
  return told;
}

/* From the last to the first, for one may leave. FALSE: nobody hears it. */
static gboolean
send_all (BrAp *self, const char *text, gboolean may_wait)
{
  gboolean told = FALSE;

  for (guint i = self->clients->len; i > 0; i--)
    told |= send_to (self, g_ptr_array_index (self->clients, i - 1), text, may_wait);
  return told;
}

void
ap_stream_tags (BrAp *self, ApEntry *entry)
{
  g_autoptr (GString) json = NULL;

  if (self->clients->len == 0)
    return;
  json = g_string_new ("{\"tags\":[");
  ap_record_json (&entry->record, json);
  g_string_append (json, "]}");
  if (send_all (self, json->str, TRUE))
    entry->untold = FALSE;
}

void
ap_stream_text (BrAp *self, const char *member, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autoptr (GString) json = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  ap_air_log (self->air, "%s %s: %s", self->name, member, text);
  if (self->clients->len == 0)
    return;
  json = g_string_new ("{\"");
  g_string_append_printf (json, "%s\":", member);
  ap_json_text (json, text);
  g_string_append_c (json, '}');
  send_all (self, json->str, FALSE);
}

static void
append_minute (BrAp *self, GString *json)
{
  guint n_low = 0, n_late = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const ApRecord *record = &((ApEntry *) g_ptr_array_index (self->entries, i))->record;

      if (record->battery_mv < LOW_BATTERY_MV && record->battery_mv != 0 && record->battery_mv != 1337)
        n_low++;
      if (record->next_check_in < AP_NEVER && ap_epoch (self) - record->next_check_in > OVERDUE_S)
        n_late++;
    }
  g_string_append_printf (json, ",\"lowbattcount\":%u,\"timeoutcount\":%u", n_low, n_late);
}

void
ap_stream_sys (BrAp *self)
{
  g_autoptr (GString) json = NULL;
  gint64 uptime_s = (ap_air_now (self->air) - self->up_us) / SECOND;

  if (self->clients->len == 0)
    return;
  json = g_string_new ("{\"sys\":{");
  g_string_append_printf (json,
                          "\"currtime\":%" G_GINT64_FORMAT ",\"heap\":%d,\"recordcount\":%u,\"dbsize\":%" G_GSIZE_FORMAT ",\"littlefsfree\":%" G_GSIZE_FORMAT,
                          ap_epoch (self), 142000, self->entries->len, self->entries->len * sizeof (ApRecord), ap_flash_free (self));
  if (!self->params.no_psram)
    g_string_append (json, ",\"psfree\":6200000");
  g_string_append_printf (json, ",\"apstate\":%u,\"runstate\":%d,\"rssi\":-55,\"wifistatus\":3,\"wifissid\":\"shop\",\"uptime\":%" G_GINT64_FORMAT,
                          ap_apstate (self), self->run_state, uptime_s);
  if (uptime_s % 60 < 5)
    append_minute (self, json);
  g_string_append (json, "}}");
  send_all (self, json->str, FALSE);
}

void
ap_stream_peer (BrAp *self, const BrAp *peer)
{
  g_autoptr (GString) json = g_string_new ("{\"apitem\":{\"ip\":");

  ap_json_text (json, peer->address);
  g_string_append (json, ",\"alias\":");
  ap_json_text (json, peer->name);
  g_string_append_printf (json, ",\"count\":%u,\"channel\":%u,\"version\":\"26\"}}", peer->entries->len, peer->params.channel);
  send_all (self, json->str, FALSE);
}
