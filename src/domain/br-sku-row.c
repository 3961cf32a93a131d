/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Id lists and list rows. */
#include "br-sku-row.h"

BrIdList *
br_id_list_new_take (guint32 *ids, gsize n)
{
  BrIdList *self = g_atomic_rc_box_new0 (BrIdList);

  self->ids = ids;
  self->n = n;
  return self;
}

BrIdList *
br_id_list_ref (BrIdList *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_id_list (gpointer data)
{
  g_free (((BrIdList *) data)->ids);
}

void
br_id_list_unref (BrIdList *self)
{
  g_atomic_rc_box_release_full (self, clear_id_list);
}

const char *
br_finding_name (guint bit)
{
  static const char *const names[BR_N_FINDINGS] = {
    "duplicate-barcode", "bad-check-digit", "below-cost", "no-unit", "no-picture", "duplicate-sku", "no-price", "no-category", "no-name",
  };

  return bit < BR_N_FINDINGS ? names[bit] : NULL;
}

BrSkuRow *
br_sku_row_new (void)
{
  return g_atomic_rc_box_new0 (BrSkuRow);
}

BrSkuRow *
br_sku_row_ref (BrSkuRow *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_sku_row (gpointer data)
{
  BrSkuRow *self = data;

  g_free (self->name);
  g_free (self->name_alt);
  g_free (self->code);
  g_free (self->barcode);
  g_free (self->category);
  g_free (self->brand);
  g_free (self->picture);
}

void
br_sku_row_unref (BrSkuRow *self)
{
  g_atomic_rc_box_release_full (self, clear_sku_row);
}
