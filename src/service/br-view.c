/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values the window reads and gives back: copying and freeing. */
#include "config.h"

#include "br-view.h"

/* Boxed and immutable, so a copy is a reference. */
static gpointer
copy_change (gpointer boxed)
{
  return g_atomic_rc_box_acquire (boxed);
}

static void
clear_change (gpointer data)
{
  BrViewChange *self = data;

  g_free ((gpointer) self->skus);
}

static void
free_change (gpointer boxed)
{
  g_atomic_rc_box_release_full (boxed, clear_change);
}

G_DEFINE_BOXED_TYPE (BrViewChange, br_view_change, copy_change, free_change)

BrViewChange *
br_view_change_new (guint32 kinds, const guint32 *skus, gsize n_skus)
{
  BrViewChange *self = g_atomic_rc_box_new0 (BrViewChange);

  self->kinds = kinds;
  self->n_skus = n_skus;
  self->skus = g_memdup2 (skus, n_skus * sizeof *skus);
  return self;
}

void
br_view_change_unref (BrViewChange *self)
{
  free_change (self);
}

static GPtrArray *
new_records (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) br_record_free);
}

BrProductDetail *
br_product_detail_new (void)
{
  BrProductDetail *self = g_new0 (BrProductDetail, 1);

  self->skus = new_records ();
  self->prices = new_records ();
  return self;
}

static void
copy_records (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, br_record_copy (from->pdata[i]));
}

BrProductDetail *
br_product_detail_copy (const BrProductDetail *self)
{
  BrProductDetail *copy = br_product_detail_new ();

  copy->product = self->product != NULL ? br_record_copy (self->product) : NULL;
  copy_records (copy->skus, self->skus);
  copy_records (copy->prices, self->prices);
  copy->pending = self->pending;
  return copy;
}

void
br_product_detail_free (BrProductDetail *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->product, br_record_free);
  g_ptr_array_unref (self->skus);
  g_ptr_array_unref (self->prices);
  g_free (self);
}

BrRecord *
br_records_find (GPtrArray *records, const BrId *id)
{
  for (guint i = 0; i < records->len; i++)
    if (br_id_equal (&((BrRecord *) records->pdata[i])->id, id))
      return records->pdata[i];
  return NULL;
}

static void
free_mass_change (gpointer data)
{
  BrMassChange *change = data;

  g_free (change->name);
  g_free (change->code);
  br_value_clear (&change->before);
  br_value_clear (&change->after);
  g_clear_error (&change->problem);
  g_free (change);
}

BrMassPreview *
br_mass_preview_new (void)
{
  BrMassPreview *self = g_new0 (BrMassPreview, 1);

  self->changes = g_ptr_array_new_with_free_func (free_mass_change);
  return self;
}

void
br_mass_preview_free (BrMassPreview *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->changes);
  g_free (self);
}
