/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words to deeds. */
#include "config.h"

#include "br-ap-control.h"

struct _BrApControl
{
  BrAir *air;
  BrAp **aps;
  guint n_aps;
};

/** Order: a word, its query, and what it is about. */
typedef struct
{
  BrAir *air;
  BrAp *ap;     /* or NULL */
  BrApTag *tag; /* or NULL */
  GHashTable *query;
} Order;

static const char *
get_text (const Order *self, const char *name)
{
  const char *text = self->query != NULL ? g_hash_table_lookup (self->query, name) : NULL;

  return text != NULL ? text : "";
}

static gint64
get_number (const Order *self, const char *name)
{
  return g_ascii_strtoll (get_text (self, name), NULL, 10);
}

static BrApRule
get_rule (const Order *self)
{
  gint64 seconds = get_number (self, "seconds");

  return (BrApRule) { .per_mille = (guint) CLAMP (get_number (self, "per-mille"), 0, 1000),
                      .until_us = seconds > 0 ? br_air_now (self->air) + seconds * G_USEC_PER_SEC : 0,
                      .count = (guint) CLAMP (get_number (self, "count"), 0, G_MAXINT),
                      .amount = get_number (self, "amount") };
}

static gboolean
do_restart (const Order *self)
{
  br_ap_restart (self->ap);
  return TRUE;
}

static gboolean
do_crash (const Order *self)
{
  br_ap_crash (self->ap);
  return TRUE;
}

static gboolean
do_power (const Order *self)
{
  br_ap_set_power (self->ap, get_number (self, "on") != 0);
  return TRUE;
}

static gboolean
do_clock (const Order *self)
{
  br_ap_shift_clock (self->ap, get_number (self, "seconds") * G_USEC_PER_SEC);
  return TRUE;
}

static gboolean
do_config (const Order *self)
{
  return br_ap_set_config (self->ap, get_text (self, "name"), (int) get_number (self, "value"));
}

static gboolean
do_calm (const Order *self)
{
  br_air_calm (self->air);
  return TRUE;
}

static gboolean
do_fault (const Order *self)
{
  BrApFault fault = br_ap_fault_find (get_text (self, "name"));
  BrApRule rule = get_rule (self);

  if (fault == 0)
    return FALSE;
  br_ap_set_fault (self->ap, fault, &rule);
  return TRUE;
}

static gboolean
do_press (const Order *self)
{
  br_ap_tag_press (self->tag);
  return TRUE;
}

static gboolean
do_reset (const Order *self)
{
  br_ap_tag_reset (self->tag);
  return TRUE;
}

static gboolean
do_tag_power (const Order *self)
{
  br_ap_tag_set_power (self->tag, get_number (self, "on") != 0);
  return TRUE;
}

static gboolean
do_move (const Order *self)
{
  br_ap_tag_move (self->tag, (guint) CLAMP (get_number (self, "place"), 0, G_MAXINT));
  return TRUE;
}

static gboolean
do_tag_fault (const Order *self)
{
  BrApTagFault fault = br_ap_tag_fault_find (get_text (self, "name"));
  BrApRule rule = get_rule (self);

  if (fault == 0)
    return FALSE;
  br_ap_tag_set_fault (self->tag, fault, &rule);
  return TRUE;
}

static const struct
{
  const char *word;
  gboolean (*obey) (const Order *order);
  gboolean of_tag;
} words[] = {
  { "restart", do_restart, FALSE }, { "crash", do_crash, FALSE },        { "power", do_power, FALSE }, { "clock", do_clock, FALSE },
  { "config", do_config, FALSE },   { "calm", do_calm, FALSE },          { "fault", do_fault, FALSE }, { "press", do_press, TRUE },
  { "reset", do_reset, TRUE },      { "tag-power", do_tag_power, TRUE }, { "move", do_move, TRUE },    { "tag-fault", do_tag_fault, TRUE },
};

BrApControl *
br_ap_control_new (BrAir *air, BrAp *const *aps, guint n_aps)
{
  BrApControl *self = g_new0 (BrApControl, 1);

  self->air = air;
  self->aps = g_memdup2 (aps, n_aps * sizeof *aps);
  self->n_aps = n_aps;
  return self;
}

void
br_ap_control_free (BrApControl *self)
{
  if (self == NULL)
    return;
  g_free (self->aps);
  g_free (self);
}

gboolean
br_ap_control_obey (BrApControl *self, const char *word, GHashTable *query)
{
  Order order = { .air = self->air, .query = query };
  gint64 ap = get_number (&order, "ap");

  if (ap >= 0 && ap < self->n_aps)
    order.ap = self->aps[ap];
  order.tag = br_air_find_tag (self->air, get_text (&order, "mac"));
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].word, word))
      return (words[i].of_tag ? order.tag != NULL : order.ap != NULL) && words[i].obey (&order);
  return FALSE;
}

char *
br_ap_control_counts (BrApControl *self, guint ap)
{
  BrApCounts counts;

  if (ap >= self->n_aps)
    return NULL;
  br_ap_get_counts (self->aps[ap], &counts);
  return g_strdup_printf ("{\"requests\":%u,\"posts\":%u,\"uploads\":%u,\"concurrent\":%u,\"too_close\":%u,\"forbidden\":%u,\"no_mac\":%u,\"queued_twice\":%u,"
                          "\"radio_lost\":%u,\"restarts\":%u,\"discarded\":%u,\"flash_free\":%" G_GINT64_FORMAT ",\"files\":%u}\n",
                          counts.n_requests, counts.n_posts, counts.n_uploads, counts.n_concurrent, counts.n_too_close, counts.n_forbidden, counts.n_no_mac,
                          counts.n_queued_twice, counts.n_radio_lost, counts.n_restarts, counts.n_discarded, counts.flash_free, counts.n_files);
}
