/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-list.h"

BrTagListRow *
br_tag_list_row_new (void)
{
  BrTagListRow *self = g_atomic_rc_box_new0 (BrTagListRow);

  self->price_minor = G_MININT64;
  return self;
}

BrTagListRow *
br_tag_list_row_ref (BrTagListRow *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_list_row (gpointer data)
{
  BrTagListRow *self = data;

  g_clear_pointer (&self->tag, br_tag_unref);
  g_free (self->station_name);
  g_free (self->name);
  g_free (self->code);
  g_free (self->job_note);
}

void
br_tag_list_row_unref (BrTagListRow *self)
{
  g_atomic_rc_box_release_full (self, clear_list_row);
}

BrShelfRow *
br_shelf_row_new (void)
{
  BrShelfRow *self = g_atomic_rc_box_new0 (BrShelfRow);

  self->record_minor = self->record_regular_minor = G_MININT64;
  self->tag_minor = self->tag_regular_minor = G_MININT64;
  self->paper_minor = self->till_minor = G_MININT64;
  return self;
}

BrShelfRow *
br_shelf_row_ref (BrShelfRow *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_shelf_row (gpointer data)
{
  BrShelfRow *self = data;

  g_free (self->tag_key);
  g_free (self->name);
  g_free (self->code);
}

void
br_shelf_row_unref (BrShelfRow *self)
{
  g_atomic_rc_box_release_full (self, clear_shelf_row);
}
