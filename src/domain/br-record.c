/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records: cells by field index, the rules between them, and the hash by which two copies compare. */
#include "br-record.h"

#include "br-error.h"

#include <string.h>

BrRecord *
br_record_new (BrKind kind, const BrId *id)
{
  BrRecord *self = g_new0 (BrRecord, 1);

  self->kind = kind;
  self->id = *id;
  return self;
}

BrRecord *
br_record_copy (const BrRecord *self)
{
  BrRecord *copy = br_record_new (self->kind, &self->id);

  copy->rev = self->rev;
  copy->at_us = self->at_us;
  if (self->by != NULL)
    copy->by = g_ref_string_acquire (self->by);
  for (guint i = 0; i < BR_MAX_FIELDS; i++)
    br_value_copy (&copy->cells[i], &self->cells[i]);
  return copy;
}

void
br_record_clear (BrRecord *self)
{
  g_clear_pointer (&self->by, g_ref_string_release);
  for (guint i = 0; i < BR_MAX_FIELDS; i++)
    br_value_clear (&self->cells[i]);
}

void
br_record_free (BrRecord *self)
{
  if (self == NULL)
    return;
  br_record_clear (self);
  g_free (self);
}

gint64
br_record_int (const BrRecord *self, guint field)
{
  return self->cells[field].type == BR_VALUE_INT ? self->cells[field].integer : 0;
}

const char *
br_record_text (const BrRecord *self, guint field)
{
  return self->cells[field].type == BR_VALUE_TEXT ? self->cells[field].text : NULL;
}

const BrId *
br_record_ref (const BrRecord *self, guint field)
{
  return self->cells[field].type == BR_VALUE_ID ? &self->cells[field].id : NULL;
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
check_price (const BrRecord *self, GError **error)
{
  gint64 from = br_record_int (self, BR_PRICE_VALID_FROM);
  const BrValue *to = &self->cells[BR_PRICE_VALID_TO];

  if (to->type == BR_VALUE_INT && from >= to->integer)
    return fail (error, "price.valid_to: is not after valid_from");
  if (br_record_ref (self, BR_PRICE_ZONE) != NULL && br_record_ref (self, BR_PRICE_STORE) != NULL)
    return fail (error, "price.zone: a price is for a zone or for a store, not for both");
  return TRUE;
}

static gboolean
check_rules (const BrRecord *self, GError **error)
{
  const BrId *parent;

  switch (self->kind)
    {
    case BR_KIND_PRICE: return check_price (self, error);
    case BR_KIND_UNIT:
      return (br_record_int (self, BR_UNIT_DECIMALS) >= 0 && br_record_int (self, BR_UNIT_DECIMALS) <= 3) || fail (error, "unit.decimals: is not 0 to 3");
    case BR_KIND_CATEGORY:
      parent = br_record_ref (self, BR_CATEGORY_PARENT);
      return parent == NULL || !br_id_equal (parent, &self->id) || fail (error, "category.parent: is the category itself");
    case BR_KIND_NONE:
    case BR_KIND_BRAND:
    case BR_KIND_TAX_CLASS:
    case BR_KIND_SUPPLIER:
    case BR_KIND_PRODUCT:
    case BR_KIND_SKU:
    case BR_KIND_ASSORTMENT:
    case BR_KIND_ZONE:
    case BR_KIND_STORE:
    case BR_KIND_PERSON:
    case BR_N_KINDS:
    default: return TRUE;
    }
}

gboolean
br_record_check (const BrRecord *self, GError **error)
{
  const BrKindInfo *info = br_schema_get (self->kind);

  if (info == NULL)
    return fail (error, "no such kind of record");
  if (br_record_int (self, BR_FIELD_DELETED) == 1)
    return TRUE;
  for (guint i = 0; i < info->n_fields; i++)
    {
      if (!br_schema_check_cell (info, i, &self->cells[i], error))
        return FALSE;
    }
  return check_rules (self, error);
}

static void
hash_int (GChecksum *sum, guint8 tag, gint64 value)
{
  guint64 big = GUINT64_TO_BE ((guint64) value);

  g_checksum_update (sum, &tag, 1);
  g_checksum_update (sum, (const guchar *) &big, sizeof big);
}

static void
hash_cell (GChecksum *sum, guint field, const BrValue *value)
{
  hash_int (sum, 'f', field);
  switch (value->type)
    {
    case BR_VALUE_INT: hash_int (sum, 'i', value->integer); break;
    case BR_VALUE_TEXT:
      hash_int (sum, 't', (gint64) strlen (value->text));
      g_checksum_update (sum, (const guchar *) value->text, -1);
      break;
    case BR_VALUE_ID:
      hash_int (sum, 'u', 16);
      g_checksum_update (sum, value->id.bytes, 16);
      break;
    case BR_VALUE_NULL:
    default: break;
    }
}

/* Cells without a value are left out, so that a field added later does not change the hash of old records; "not deleted" is the
 * same whether it says 0 or nothing. */
void
br_record_hash (const BrRecord *self, guint8 out[32])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n = 32;

  hash_int (sum, 'k', self->kind);
  g_checksum_update (sum, self->id.bytes, 16);
  for (guint i = 0; i < BR_MAX_FIELDS; i++)
    {
      if (self->cells[i].type != BR_VALUE_NULL && !(i == BR_FIELD_DELETED && br_record_int (self, i) == 0))
        hash_cell (sum, i, &self->cells[i]);
    }
  g_checksum_get_digest (sum, out, &n);
}
