/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-view.h"

BrTagView *
br_tag_view_new (void)
{
  return g_atomic_rc_box_new0 (BrTagView);
}

BrTagView *
br_tag_view_ref (BrTagView *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_tag_view (gpointer data)
{
  BrTagView *self = data;

  g_free (self->key);
  g_free (self->scan_code);
  g_free (self->station_name);
  g_free (self->name);
  g_free (self->code);
  g_free (self->barcode);
  g_free (self->place);
  g_free (self->template_key);
  g_free (self->note);
}

void
br_tag_view_unref (BrTagView *self)
{
  g_atomic_rc_box_release_full (self, clear_tag_view);
}

gboolean
br_tag_view_is_dead (const BrTagView *self, gint64 now_us)
{
  return br_id_is_none (&self->sku) && now_us - self->heard_us > BR_TAG_DEAD_US;
}

BrShelfTruth *
br_shelf_truth_new (void)
{
  return g_atomic_rc_box_new0 (BrShelfTruth);
}

BrShelfTruth *
br_shelf_truth_ref (BrShelfTruth *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_shelf_truth (gpointer data)
{
  BrShelfTruth *self = data;

  g_free (self->name);
  g_free (self->code);
  g_free (self->barcode);
  g_free (self->tag_key);
}

void
br_shelf_truth_unref (BrShelfTruth *self)
{
  g_atomic_rc_box_release_full (self, clear_shelf_truth);
}

gboolean
br_shelf_truth_is_wrong (const BrShelfTruth *self)
{
  return (self->differs & (BR_SHELF_PAPER_DIFFERS | BR_SHELF_TILL_DIFFERS)) != 0
         || ((self->differs & BR_SHELF_TAG_DIFFERS) != 0 && self->tag_minor != G_MININT64);
}

BrStationView *
br_station_view_new (void)
{
  return g_atomic_rc_box_new0 (BrStationView);
}

BrStationView *
br_station_view_ref (BrStationView *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_station_view (gpointer data)
{
  BrStationView *self = data;

  g_free (self->driver);
  g_free (self->name);
  g_free (self->address);
  g_free (self->note);
  g_free (self->firmware);
}

void
br_station_view_unref (BrStationView *self)
{
  g_atomic_rc_box_release_full (self, clear_station_view);
}

void
br_tag_event_view_free (BrTagEventView *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->note);
  g_free (self);
}

void
br_tag_design_rule_free (BrTagDesignRule *self)
{
  if (self == NULL)
    return;
  g_free (self->category_name);
  g_free (self->template_key);
  g_free (self);
}
