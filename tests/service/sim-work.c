/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sim-work.h"

#include "br-error.h"
#include "br-outbox-store.h"
#include "br-record-store.h"

/* One person's edit, as a job. */
typedef struct
{
  SimDevice *device;
  BrId change; /* out */
} Work;

BrEditor
sim_editor (SimDevice *device, BrEditMode mode)
{
  return (BrEditor) { .actor = device->actor, .person_name = "Sim", .label = "sim", .mode = mode };
}

static const BrId *
pick (SimWorld *self, GArray *ids)
{
  return &g_array_index (ids, BrId, sim_below (self, ids->len));
}

/* Changes one cell of a record as somebody at the device would. */
static void
scribble (SimWorld *self, BrRecord *record)
{
  g_autofree char *text = g_strdup_printf ("N%u", sim_below (self, 1000));
  g_autofree char *code = g_strdup_printf ("C-%u", sim_below (self, 12));

  if (record->kind == BR_KIND_PRODUCT)
    br_value_set_text (&record->cells[sim_below (self, 2) ? BR_PRODUCT_NAME : BR_PRODUCT_NAME_ALT], text);
  else if (record->kind == BR_KIND_PRICE && sim_below (self, 8) == 0)
    br_value_set_id (&record->cells[BR_PRICE_ZONE], &self->zones[sim_below (self, 2)]);
  else if (record->kind == BR_KIND_PRICE)
    br_value_set_int (&record->cells[BR_PRICE_AMOUNT], 1 + sim_below (self, 1000));
  else if (sim_below (self, 4) == 0)
    br_value_set_text (&record->cells[BR_SKU_CODE], code);
  else
    br_value_set_int (&record->cells[BR_SKU_COST], 1 + sim_below (self, 300));
  if (sim_below (self, 25) == 0)
    br_value_set_int (&record->cells[BR_FIELD_DELETED], 1);
}

static gboolean
edit_one (BrEditBatch *batch, BrStoreTx *tx, SimWorld *self, GError **error)
{
  static const BrKind kinds[] = { BR_KIND_PRODUCT, BR_KIND_SKU, BR_KIND_SKU, BR_KIND_PRICE };
  BrKind kind = kinds[sim_below (self, G_N_ELEMENTS (kinds))];
  GArray *ids = kind == BR_KIND_PRODUCT ? self->products : kind == BR_KIND_SKU ? self->skus : self->prices;
  g_autoptr (BrRecord) before = NULL, after = NULL;

  if (!br_record_store_load (tx->db, kind, pick (self, ids), &before, error))
    return FALSE;
  if (before == NULL)
    return TRUE;
  after = br_record_copy (before);
  scribble (self, after);
  return br_edit_batch_put (batch, before, after, error);
}

static gboolean
edit_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  SimWorld *self = work->device->world;
  BrEditor editor = sim_editor (work->device, sim_below (self, 2) ? BR_EDIT_EACH : BR_EDIT_ATOMIC);
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  g_autoptr (GPtrArray) problems = NULL;
  guint n = 1 + sim_below (self, 4);

  for (guint i = 0; i < n; i++)
    if (!edit_one (batch, tx, self, error))
      return FALSE;
  return br_edit_batch_finish (batch, &work->change, &problems, error);
}

static BrRecord *
new_record (SimWorld *self, GArray *ids, BrKind kind)
{
  BrId id = br_id_make (&self->clock, &self->random);

  g_array_append_val (ids, id);
  return br_record_new (kind, &id);
}

static gboolean
create_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  SimWorld *self = work->device->world;
  BrEditor editor = sim_editor (work->device, BR_EDIT_ATOMIC);
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  g_autoptr (BrRecord) product = new_record (self, self->products, BR_KIND_PRODUCT), sku = new_record (self, self->skus, BR_KIND_SKU);
  g_autoptr (BrRecord) price = new_record (self, self->prices, BR_KIND_PRICE);
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *code = g_strdup_printf ("C-%u", sim_below (self, 12));

  br_value_set_text (&product->cells[BR_PRODUCT_NAME], code);
  br_value_set_id (&product->cells[BR_PRODUCT_UNIT], &self->unit);
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product->id);
  br_value_set_text (&sku->cells[BR_SKU_CODE], code);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_DRAFT);
  br_value_set_id (&price->cells[BR_PRICE_SKU], &sku->id);
  br_value_set_id (&price->cells[BR_PRICE_STORE], &work->device->store_id);
  br_value_set_int (&price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR);
  br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
  br_value_set_int (&price->cells[BR_PRICE_AMOUNT], 900);
  return br_edit_batch_put (batch, NULL, product, error) && br_edit_batch_put (batch, NULL, sku, error) && br_edit_batch_put (batch, NULL, price, error)
         && br_edit_batch_finish (batch, &work->change, &problems, error);
}

static gboolean
undo_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  BrEditor editor = sim_editor (work->device, BR_EDIT_EACH);
  g_autoptr (GPtrArray) losses = NULL;

  return br_undo_apply (tx, &editor, pick (work->device->world, work->device->changes), &work->change, &losses, error);
}

/* Takes the last change back, and every other time puts it back after all. */
static gboolean
withdraw_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  SimDevice *device = work->device;
  BrEditor editor = sim_editor (device, BR_EDIT_ATOMIC);
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (BrId));

  return br_outbox_store_withdraw (tx, &g_array_index (device->changes, BrId, device->changes->len - 1), BR_WITHDRAW_WITH_LATER, taken, error)
         && (sim_below (device->world, 2) == 0 || br_outbox_store_put_back (tx, &editor, taken, error));
}

static gboolean
answer_all_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  BrEditor editor = sim_editor (work->device, BR_EDIT_EACH);
  gint64 n_closed;

  return br_outbox_store_close_all (tx, &editor, sim_below (work->device->world, 3) == 0 ? BR_SETTLE_KEEP_HQ : BR_SETTLE_APPLY_AGAIN, &n_closed, error);
}

static gboolean
answer_refusal_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  BrEditor editor = sim_editor (work->device, BR_EDIT_EACH);
  g_autoptr (GPtrArray) refusals = br_outbox_store_refusals (tx->db, 1, error);
  BrDecision decision = { 0 };

  if (refusals == NULL || refusals->len == 0)
    return refusals != NULL;
  decision.refusal = ((BrRefusal *) g_ptr_array_index (refusals, 0))->id;
  decision.how = sim_below (work->device->world, 2) ? BR_SETTLE_KEEP_HQ : BR_SETTLE_APPLY_AGAIN;
  return br_outbox_store_close_refusal (tx, &editor, &decision, error);
}

void
sim_work (SimDevice *device)
{
  SimWorld *self = device->world;
  Work work = { .device = device };
  guint dice = sim_below (self, 20);
  BrStoreFunc job = dice < 12   ? edit_job
                    : dice < 14 ? create_job
                    : dice < 16 ? undo_job
                    : dice < 18 ? withdraw_job
                    : dice < 19 ? answer_refusal_job
                                : answer_all_job;
  g_autoptr (GError) error = NULL;

  if ((job == undo_job || job == withdraw_job) && device->changes->len == 0)
    return;
  if (sim_chance (self, self->chances.kill_device))
    device->writes_left = sim_below (self, 40);
  if (br_store_write (device->store, job, &work, &error) && !br_id_is_none (&work.change))
    g_array_append_val (device->changes, work.change);
  if (error != NULL && !device->dead && (error->domain != BR_ERROR || error->code > BR_ERROR_AUTH) && !g_error_matches (error, BR_ERROR, BR_ERROR_IN_USE))
    g_error ("seed=%" G_GUINT64_FORMAT ": an edit failed: %s", self->seed, error->message);
  if (!device->dead)
    device->writes_left = -1;
  sim_revive (self);
}
