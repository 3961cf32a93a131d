/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-bind-flow.h"

static void
forget_pair (BrBindFlow *self)
{
  g_clear_pointer (&self->tag, br_tag_view_unref);
  g_clear_pointer (&self->goods, br_sku_row_unref);
  self->since_us = 0;
  self->rebind = FALSE;
}

void
br_bind_flow_clear (BrBindFlow *self)
{
  forget_pair (self);
  g_clear_pointer (&self->broken, br_tag_view_unref);
  g_clear_pointer (&self->code, g_free);
}

void
br_bind_flow_restart (BrBindFlow *self)
{
  forget_pair (self);
  self->state = BR_BIND_READY;
}

static gboolean
is_half (const BrBindFlow *self)
{
  return self->state == BR_BIND_HAS_TAG || self->state == BR_BIND_HAS_GOODS;
}

gint64
br_bind_flow_get_left_us (const BrBindFlow *self, gint64 now_us)
{
  return is_half (self) ? MAX (0, self->since_us + BR_BIND_WINDOW_US - now_us) : 0;
}

gboolean
br_bind_flow_tick (BrBindFlow *self, gint64 now_us)
{
  if (!is_half (self) || now_us - self->since_us < BR_BIND_WINDOW_US)
    return FALSE;
  br_bind_flow_restart (self);
  return TRUE;
}

static gboolean
is_bound_elsewhere (const BrBindFlow *self)
{
  if (br_id_is_none (&self->tag->sku))
    return FALSE;
  return self->broken != NULL || !br_id_equal (&self->tag->sku, &self->goods->uid);
}

/* Both halves are there, or the one there is to be. */
static BrBindStep
meet (BrBindFlow *self)
{
  if (self->broken == NULL && !br_id_is_none (&self->tag->sku) && br_id_equal (&self->tag->sku, &self->goods->uid))
    {
      self->state = BR_BIND_ALREADY;
      return BR_BIND_STEP_NONE;
    }
  if (is_bound_elsewhere (self))
    {
      self->state = BR_BIND_ASKS;
      return BR_BIND_STEP_NONE;
    }
  self->state = BR_BIND_WORKS;
  return BR_BIND_STEP_STORE;
}

static BrBindStep
take_tag (BrBindFlow *self, BrTagView *tag, gint64 now_us)
{
  gboolean pairs = self->broken != NULL || (self->state == BR_BIND_HAS_GOODS && self->goods != NULL);

  if (!pairs)
    forget_pair (self);
  g_clear_pointer (&self->tag, br_tag_view_unref);
  self->tag = br_tag_view_ref (tag);
  if (pairs)
    return meet (self);
  self->state = BR_BIND_HAS_TAG;
  self->since_us = now_us;
  return BR_BIND_STEP_NONE;
}

static BrBindStep
take_goods (BrBindFlow *self, BrSkuRow *goods, gint64 now_us)
{
  gboolean pairs = self->state == BR_BIND_HAS_TAG;

  if (!pairs)
    forget_pair (self);
  g_clear_pointer (&self->goods, br_sku_row_unref);
  self->goods = br_sku_row_ref (goods);
  if (pairs)
    return meet (self);
  self->state = BR_BIND_HAS_GOODS;
  self->since_us = now_us;
  return BR_BIND_STEP_NONE;
}

/* A code nothing has keeps the half that was scanned before it: it may be the sticker of a tag that is still to be learnt. */
static BrBindStep
take_unknown (BrBindFlow *self, BrBindState state)
{
  if (self->state != BR_BIND_HAS_GOODS)
    forget_pair (self);
  self->state = state;
  return BR_BIND_STEP_NONE;
}

BrBindStep
br_bind_flow_scanned (BrBindFlow *self, const char *code, const BrTagScan *scan, gint64 now_us)
{
  if (self->state == BR_BIND_WORKS)
    return BR_BIND_STEP_NONE; /* one after the other: what is being stored is not taken away from under it */
  br_bind_flow_tick (self, now_us);
  g_set_str (&self->code, code);
  if (scan->kind == BR_TAG_SCAN_TAG && scan->tag != NULL)
    return take_tag (self, scan->tag, now_us);
  if (scan->kind == BR_TAG_SCAN_GOODS && self->broken != NULL)
    return take_unknown (self, BR_BIND_IS_GOODS);
  if (scan->kind == BR_TAG_SCAN_GOODS && scan->many)
    return take_unknown (self, BR_BIND_MANY);
  if (scan->kind == BR_TAG_SCAN_GOODS && scan->goods != NULL)
    return take_goods (self, scan->goods, now_us);
  return take_unknown (self, BR_BIND_UNKNOWN);
}

BrBindStep
br_bind_flow_learnt (BrBindFlow *self, BrTagView *tag, gint64 now_us)
{
  if (self->goods != NULL)
    self->state = BR_BIND_HAS_GOODS; /* it waited for this tag, however long that took */
  return take_tag (self, tag, now_us);
}

BrBindStep
br_bind_flow_agree (BrBindFlow *self)
{
  if (self->state != BR_BIND_ASKS)
    return BR_BIND_STEP_NONE;
  self->rebind = TRUE;
  self->state = BR_BIND_WORKS;
  return BR_BIND_STEP_STORE;
}

void
br_bind_flow_stored (BrBindFlow *self)
{
  self->state = BR_BIND_DONE;
}

void
br_bind_flow_failed (BrBindFlow *self)
{
  self->state = BR_BIND_FAILED;
}
