/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the groups of the editor share. */
#include "config.h"

#include "br-draft-model.h"

#include "br-draft-rules.h"
#include "br-id.h"
#include "br-product-text.h"

/* What was typed into a cell of the grid and cannot be read. */
typedef struct
{
  BrId sku;
  guint column;
  char *text;
} Unread;

struct _BrDraftModel
{
  GObject parent;

  BrAppContext *context;
  GCancellable *cancellable;
  BrProductDetail *base;      /* NULL = new */
  BrProductDetail *draft;
  GPtrArray *problems;  /* of BrDraftProblem */
  GPtrArray *unread;    /* of Unread */
  guint held;      /* calls of hold under way */
  GPtrArray *choices[BR_N_KINDS];
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_RELOADED,
  SIGNAL_CHOICES,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrDraftModel, br_draft_model, G_TYPE_OBJECT)

static void
free_unread (gpointer data)
{
  Unread *unread = data;

  g_free (unread->text);
  g_free (unread);
}

static void
choices_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrDraftModel) self = data;
  g_autoptr (GPtrArray) records = br_catalogue_service_choices_finish (BR_CATALOGUE_SERVICE (source), result, NULL); /* nothing to choose then */
  BrKind kind;

  if (records == NULL || records->len == 0 || g_cancellable_is_cancelled (self->cancellable))
    return;
  kind = ((BrRecord *) records->pdata[0])->kind;
  g_clear_pointer (&self->choices[kind], g_ptr_array_unref);
  self->choices[kind] = g_steal_pointer (&records);
  g_signal_emit (self, signals[SIGNAL_CHOICES], 0);
}

static void
load_choices (BrDraftModel *self)
{
  static const BrKind kinds[] = { BR_KIND_CATEGORY, BR_KIND_BRAND, BR_KIND_UNIT, BR_KIND_TAX_CLASS, BR_KIND_SUPPLIER, BR_KIND_ZONE, BR_KIND_STORE };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    br_catalogue_service_choices_async (br_app_context_get_catalogue (self->context), kinds[i], self->cancellable, choices_cb, g_object_ref (self));
}

static void
br_draft_model_dispose (GObject *object)
{
  g_cancellable_cancel (BR_DRAFT_MODEL (object)->cancellable);
  G_OBJECT_CLASS (br_draft_model_parent_class)->dispose (object);
}

static void
br_draft_model_finalize (GObject *object)
{
  BrDraftModel *self = BR_DRAFT_MODEL (object);

  g_clear_object (&self->context);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->base, br_product_detail_free);
  g_clear_pointer (&self->draft, br_product_detail_free);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->unread, g_ptr_array_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (self->choices); i++)
    g_clear_pointer (&self->choices[i], g_ptr_array_unref);
  G_OBJECT_CLASS (br_draft_model_parent_class)->finalize (object);
}

static void
br_draft_model_class_init (BrDraftModelClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_draft_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_draft_model_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RELOADED] = g_signal_new ("reloaded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHOICES] = g_signal_new ("choices", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_draft_model_init (BrDraftModel *self)
{
  self->cancellable = g_cancellable_new ();
  self->unread = g_ptr_array_new_with_free_func (free_unread);
}

BrDraftModel *
br_draft_model_new (BrAppContext *context)
{
  BrDraftModel *self = g_object_new (BR_TYPE_DRAFT_MODEL, NULL);

  self->context = g_object_ref (context);
  load_choices (self);
  return self;
}

BrAppContext *
br_draft_model_get_context (BrDraftModel *self)
{
  return self->context;
}

guint
br_draft_model_get_digits (BrDraftModel *self)
{
  return br_app_context_get_digits (self->context);
}

static void
check (BrDraftModel *self)
{
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  self->problems = br_draft_check (self->draft);
  br_draft_check_notes (self->base, self->draft, self->problems);
  for (guint i = self->unread->len; i > 0; i--)
    if (br_records_find (self->draft->skus, &((Unread *) self->unread->pdata[i - 1])->sku) == NULL)
      g_ptr_array_remove_index (self->unread, i - 1); /* the SKU is gone */
}

void
br_draft_model_take (BrDraftModel *self, BrProductDetail *base, BrProductDetail *draft)
{
  g_clear_pointer (&self->base, br_product_detail_free);
  g_clear_pointer (&self->draft, br_product_detail_free);
  self->base = base;
  self->draft = draft;
  br_draft_model_touch_lists (self);
}

const BrProductDetail *
br_draft_model_get_base (BrDraftModel *self)
{
  return self->base;
}

BrProductDetail *
br_draft_model_get (BrDraftModel *self)
{
  return self->draft;
}

gboolean
br_draft_model_is_changed (BrDraftModel *self)
{
  return self->draft != NULL && (self->unread->len > 0 || br_draft_is_changed (self->base, self->draft));
}

gboolean
br_draft_model_may_save (BrDraftModel *self)
{
  return br_draft_model_is_changed (self) && self->problems->len == 0 && self->unread->len == 0;
}

static guint
find_unread (BrDraftModel *self, const BrId *sku, guint column)
{
  guint i;

  for (i = 0; i < self->unread->len; i++)
    {
      const Unread *unread = self->unread->pdata[i];

      if (unread->column == column && br_id_equal (&unread->sku, sku))
        break;
    }
  return i;
}

void
br_draft_model_set_unread (BrDraftModel *self, const BrId *sku, guint column, const char *text)
{
  guint i = find_unread (self, sku, column);

  if (i == self->unread->len && text == NULL)
    return;
  if (i < self->unread->len)
    g_ptr_array_remove_index (self->unread, i);
  if (text != NULL)
    {
      Unread *unread = g_new (Unread, 1);

      *unread = (Unread) { *sku, column, g_strdup (text) };
      g_ptr_array_add (self->unread, unread);
    }
  br_draft_model_touch (self);
}

const char *
br_draft_model_get_unread (BrDraftModel *self, const BrId *sku, guint column)
{
  guint i = find_unread (self, sku, column);

  return i < self->unread->len ? ((Unread *) self->unread->pdata[i])->text : NULL;
}

const char *
br_draft_model_first_unread (BrDraftModel *self, guint *row, guint *column)
{
  const Unread *first = NULL;

  *row = G_MAXUINT;
  for (guint i = 0; i < self->unread->len; i++)
    {
      const Unread *unread = self->unread->pdata[i];
      guint at = 0;

      while (at < self->draft->skus->len && !br_id_equal (&((BrRecord *) self->draft->skus->pdata[at])->id, &unread->sku))
        at++;
      if (first == NULL || at < *row || (at == *row && unread->column < first->column))
        {
          first = unread;
          *row = at;
        }
    }
  if (first == NULL)
    return NULL;
  *column = first->column;
  return first->text;
}

guint
br_draft_model_count_unread (BrDraftModel *self)
{
  return self->unread->len;
}

gboolean
br_draft_model_may_set (BrDraftModel *self, const BrRecord *record, guint field)
{
  const BrActor *actor = br_app_context_get_actor (self->context);
  const BrRecord *stored = self->base != NULL ? br_draft_find (self->base, record->kind, &record->id) : NULL;

  return actor == NULL || br_draft_may_set (actor, stored != NULL ? stored : record, field, stored == NULL);
}

GPtrArray *
br_draft_model_get_problems (BrDraftModel *self)
{
  return self->problems;
}

guint
br_draft_model_first_problem (BrDraftModel *self, BrKind kind)
{
  GPtrArray *records = kind == BR_KIND_SKU ? self->draft->skus : self->draft->prices;

  for (guint i = 0; i < self->problems->len; i++)
    {
      const BrDraftProblem *problem = self->problems->pdata[i];

      for (guint row = 0; problem->kind == kind && row < records->len; row++)
        if (br_id_equal (&((BrRecord *) records->pdata[row])->id, &problem->id))
          return row;
    }
  return G_MAXUINT;
}

char *
br_draft_model_find_problem (BrDraftModel *self, const BrRecord *record, guint field)
{
  for (guint i = 0; self->problems != NULL && i < self->problems->len; i++)
    {
      const BrDraftProblem *problem = self->problems->pdata[i];

      if (problem->kind == record->kind && problem->field == field && br_id_equal (&problem->id, &record->id))
        return br_text_cell_error (record->kind, field, problem->error);
    }
  return NULL;
}

void
br_draft_model_hold (BrDraftModel *self)
{
  self->held++;
}

void
br_draft_model_release (BrDraftModel *self)
{
  g_return_if_fail (self->held > 0);
  if (--self->held == 0)
    br_draft_model_touch (self);
}

void
br_draft_model_touch (BrDraftModel *self)
{
  if (self->held > 0)
    return;
  check (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
br_draft_model_touch_lists (BrDraftModel *self)
{
  check (self);
  g_signal_emit (self, signals[SIGNAL_RELOADED], 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_cell (BrDraftModel *self, BrRecord *record, guint field, BrValue *value)
{
  if (!br_value_equal (&record->cells[field], value))
    {
      br_value_copy (&record->cells[field], value);
      br_draft_model_touch (self);
    }
  br_value_clear (value);
}

void
br_draft_model_set_text (BrDraftModel *self, BrRecord *record, guint field, const char *text)
{
  BrValue value = BR_VALUE_INIT;

  br_value_set_text (&value, text != NULL && *text != '\0' ? text : NULL);
  set_cell (self, record, field, &value);
}

void
br_draft_model_set_int (BrDraftModel *self, BrRecord *record, guint field, gint64 integer)
{
  BrValue value = BR_VALUE_INIT;

  br_value_set_int (&value, integer);
  set_cell (self, record, field, &value);
}

void
br_draft_model_set_id (BrDraftModel *self, BrRecord *record, guint field, const BrId *id)
{
  BrValue value = BR_VALUE_INIT;

  if (id != NULL)
    br_value_set_id (&value, id);
  set_cell (self, record, field, &value);
}

void
br_draft_model_set_null (BrDraftModel *self, BrRecord *record, guint field)
{
  br_draft_model_set_id (self, record, field, NULL);
}

GPtrArray *
br_draft_model_get_choices (BrDraftModel *self, BrKind kind)
{
  return self->choices[kind];
}

const char *
br_draft_model_name (BrDraftModel *self, BrKind kind, const BrId *id)
{
  BrRecord *record = id != NULL && self->choices[kind] != NULL ? br_records_find (self->choices[kind], id) : NULL;

  return record != NULL ? br_record_text (record, 1) : NULL; /* field 1 is the name in every kind of choice */
}

static BrId
make_id (BrDraftModel *self)
{
  return br_id_make (br_app_context_get_clock (self->context), br_random_system ());
}

BrRecord *
br_draft_model_add_sku (BrDraftModel *self, const char *option_values)
{
  BrId id = make_id (self);
  BrRecord *sku = br_record_new (BR_KIND_SKU, &id);

  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &self->draft->product->id);
  br_value_set_text (&sku->cells[BR_SKU_OPTION_VALUES], option_values);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_DRAFT);
  g_ptr_array_add (self->draft->skus, sku);
  return sku;
}

BrRecord *
br_draft_model_add_price (BrDraftModel *self, const BrId *sku)
{
  BrId id = make_id (self);
  BrRecord *price = br_record_new (BR_KIND_PRICE, &id);

  br_value_set_id (&price->cells[BR_PRICE_SKU], sku);
  br_value_set_int (&price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR);
  br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
  g_ptr_array_add (self->draft->prices, price);
  return price;
}

BrRecord *
br_draft_model_base_price (BrDraftModel *self, const BrId *sku)
{
  for (guint i = 0; i < self->draft->prices->len; i++)
    {
      BrRecord *price = self->draft->prices->pdata[i];
      const BrId *of = br_record_ref (price, BR_PRICE_SKU);

      if (of != NULL && br_id_equal (of, sku) && br_price_scope (price) == BR_SCOPE_BASE && br_record_int (price, BR_PRICE_KIND) == BR_PRICE_REGULAR
          && price->cells[BR_PRICE_VALID_TO].type == BR_VALUE_NULL)
        return price;
    }
  return NULL;
}
