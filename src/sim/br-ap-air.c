/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world of the emulated access points: what is due when, chance, the log, and pictures made once. */
#include "config.h"

#include "br-ap-private.h"

#include <stdarg.h>
#include <string.h>

#define MAX_PAINTED 512 /* pictures remembered */

/** Event: something that is due. */
typedef struct
{
  gint64 at_us;
  guint64 order;
  ApEventFunc func;
  gpointer object;
  guint64 arg;
} Event;

struct _BrAir
{
  const BrClock *clock;
  const BrRandom *random;
  GArray *events; /* of Event: a binary heap */
  guint64 n_made;
  gint64 now_us;
  gboolean running;
  GPtrArray *aps, *tags;
  GHashTable *tags_by_mac;
  GHashTable *painted; /* Painted, itself -> itself */
  BrAirLogFunc log;
  gpointer log_data;
};

/** Painted: what a picture became. */
typedef struct
{
  BrApPaint paint;
  GBytes *jpeg;
  GBytes *payload; /* NULL: unreadable */
  guint8 data_type;
} Painted;

static guint
painted_hash (gconstpointer data)
{
  const Painted *self = data;

  return g_bytes_hash (self->jpeg) ^ self->paint.type->code;
}

static gboolean
painted_equal (gconstpointer a, gconstpointer b)
{
  const Painted *left = a, *right = b;

  return left->paint.type == right->paint.type && left->paint.rotate_buffer == right->paint.rotate_buffer && left->paint.rotate == right->paint.rotate
         && left->paint.invert == right->paint.invert && left->paint.dither == right->paint.dither && left->paint.rgb332 == right->paint.rgb332
         && left->paint.zip == right->paint.zip && left->paint.stamp == right->paint.stamp && left->paint.no_memory == right->paint.no_memory
         && g_bytes_equal (left->jpeg, right->jpeg);
}

static void
painted_free (gpointer data)
{
  Painted *self = data;

  g_bytes_unref (self->jpeg);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_free (self);
}

static gboolean
is_before (const Event *a, const Event *b)
{
  return a->at_us != b->at_us ? a->at_us < b->at_us : a->order < b->order;
}

static Event *
event_at (const BrAir *self, guint i)
{
  return &g_array_index (self->events, Event, i);
}

static void
swap_events (const BrAir *self, guint i, guint j)
{
  Event kept = *event_at (self, i);

  *event_at (self, i) = *event_at (self, j);
  *event_at (self, j) = kept;
}

void
ap_air_at (BrAir *self, gint64 at_us, ApEventFunc func, gpointer object, guint64 arg)
{
  Event event = { .at_us = MAX (at_us, self->now_us), .order = self->n_made++, .func = func, .object = object, .arg = arg };
  guint i = self->events->len;

  g_array_append_val (self->events, event);
  for (; i > 0 && is_before (event_at (self, i), event_at (self, (i - 1) / 2)); i = (i - 1) / 2)
    swap_events (self, i, (i - 1) / 2);
}

static Event
take_first (BrAir *self)
{
  Event first = *event_at (self, 0);
  guint n = self->events->len - 1, i = 0;

  *event_at (self, 0) = *event_at (self, n);
  g_array_set_size (self->events, n);
  while (2 * i + 1 < n)
    {
      guint child = 2 * i + 1;

      if (child + 1 < n && is_before (event_at (self, child + 1), event_at (self, child)))
        child++;
      if (!is_before (event_at (self, child), event_at (self, i)))
        break;
      swap_events (self, i, child);
      i = child;
    }
  return first;
}

BrAir *
br_air_new (const BrClock *clock, const BrRandom *random)
{
  BrAir *self = g_new0 (BrAir, 1);

  self->clock = clock;
  self->random = random;
  self->now_us = br_clock_now_us (clock);
  self->events = g_array_new (FALSE, FALSE, sizeof (Event));
  self->aps = g_ptr_array_new ();
  self->tags = g_ptr_array_new_with_free_func (ap_tag_free);
  self->tags_by_mac = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->painted = g_hash_table_new_full (painted_hash, painted_equal, painted_free, NULL);
  return self;
}

void
br_air_free (BrAir *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->aps->len; i++)
    ap_free (g_ptr_array_index (self->aps, i));
  g_ptr_array_unref (self->aps);
  g_ptr_array_unref (self->tags);
  g_hash_table_unref (self->tags_by_mac);
  g_hash_table_unref (self->painted);
  g_array_unref (self->events);
  g_free (self);
}

gint64
br_air_next_due (const BrAir *self)
{
  return self->events->len > 0 ? event_at (self, 0)->at_us : G_MAXINT64;
}

void
br_air_run (BrAir *self, gint64 until_us)
{
  g_return_if_fail (!self->running);
  self->running = TRUE;
  while (br_air_next_due (self) <= until_us)
    {
      Event event = take_first (self);

      self->now_us = MAX (self->now_us, event.at_us);
      event.func (event.object, event.arg);
    }
  self->now_us = MAX (self->now_us, until_us);
  self->running = FALSE;
}

void
ap_air_catch_up (BrAir *self)
{
  if (!self->running)
    br_air_run (self, br_clock_now_us (self->clock));
}

gint64
br_air_now (BrAir *self)
{
  ap_air_catch_up (self);
  return self->now_us;
}

gint64
ap_air_now (const BrAir *self)
{
  return self->now_us;
}

void
br_air_set_log (BrAir *self, BrAirLogFunc func, gpointer data)
{
  self->log = func;
  self->log_data = data;
}

void
ap_air_log (BrAir *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  if (self->log == NULL)
    return;
  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  self->log (self->now_us, line, self->log_data);
}

guint
ap_air_below (BrAir *self, guint limit)
{
  return (guint) (br_random_u64 (self->random) % limit);
}

gboolean
ap_air_chance (BrAir *self, guint per_mille)
{
  return per_mille >= 1000 || (per_mille > 0 && ap_air_below (self, 1000) < per_mille);
}

gboolean
ap_rule_fires (BrAir *self, BrApRule *rule)
{
  if (rule->per_mille == 0 || self->now_us < rule->from_us || (rule->until_us != 0 && self->now_us >= rule->until_us))
    return FALSE;
  if (!ap_air_chance (self, rule->per_mille))
    return FALSE;
  if (rule->count > 0 && --rule->count == 0)
    rule->per_mille = 0;
  return TRUE;
}

GPtrArray *
ap_air_aps (BrAir *self)
{
  return self->aps;
}

GPtrArray *
ap_air_tags (BrAir *self)
{
  return self->tags;
}

BrApTag *
ap_air_tag (BrAir *self, guint64 mac)
{
  return g_hash_table_lookup (self->tags_by_mac, &mac);
}

void
ap_air_keep_tag (BrAir *self, BrApTag *tag, const guint64 *mac)
{
  g_ptr_array_add (self->tags, tag);
  g_hash_table_insert (self->tags_by_mac, (gpointer) mac, tag);
}

GBytes *
ap_air_paint (BrAir *self, const BrApPaint *paint, GBytes *jpeg, guint8 *data_type)
{
  Painted key = { .paint = *paint, .jpeg = jpeg };
  Painted *known = g_hash_table_lookup (self->painted, &key);

  if (known == NULL)
    {
      if (g_hash_table_size (self->painted) >= MAX_PAINTED)
        g_hash_table_remove_all (self->painted);
      known = g_new0 (Painted, 1);
      *known = (Painted) { .paint = *paint, .jpeg = g_bytes_ref (jpeg) };
      known->payload = br_ap_paint_jpeg (paint, jpeg, &known->data_type);
      g_hash_table_add (self->painted, known);
    }
  *data_type = known->data_type;
  return known->payload != NULL ? g_bytes_ref (known->payload) : NULL;
}

void
br_air_calm (BrAir *self)
{
  ap_air_catch_up (self);
  ap_air_log (self, "calm");
  for (guint i = 0; i < self->aps->len; i++)
    {
      BrAp *ap = g_ptr_array_index (self->aps, i);

      memset (ap->rules, 0, sizeof ap->rules);
      if (!ap->powered)
        br_ap_set_power (ap, TRUE);
      ap_schedule_all (ap);
    }
  for (guint i = 0; i < self->tags->len; i++)
    ap_tag_calm (g_ptr_array_index (self->tags, i));
}
