/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mass edit: a pure function from (request, old value) to new value. */
#include "br-mass-edit.h"

#include "br-error.h"
#include "br-life-cycle.h"
#include "br-money.h"

static gboolean
fail (GError **error, BrError code, const char *message)
{
  g_set_error_literal (error, BR_ERROR, code, message);
  return FALSE;
}

const BrPriceEnding *
br_price_endings (guint digits, gsize *n)
{
  static const BrPriceEnding whole[] = { { 0, 10 }, { 8, 10 }, { 0, 100 }, { 80, 100 }, { 98, 100 } };
  static const BrPriceEnding hundredths[] = { { 90, 100 }, { 99, 100 }, { 50, 100 }, { 0, 100 }, { 0, 10 } };
  static const BrPriceEnding thousandths[] = { { 900, 1000 }, { 990, 1000 }, { 500, 1000 }, { 0, 1000 }, { 0, 100 }, { 0, 10 } };

  switch (digits)
    {
    case 0: *n = G_N_ELEMENTS (whole); return whole;
    case 3: *n = G_N_ELEMENTS (thousandths); return thousandths;
    default: *n = G_N_ELEMENTS (hundredths); return hundredths;
    }
}

void
br_mass_edit_clear (BrMassEdit *self)
{
  br_value_clear (&self->value);
  g_free (self->note);
  g_free (self->find);
  g_free (self->replacement);
  *self = (BrMassEdit) { 0 };
}

void
br_mass_edit_copy (BrMassEdit *to, const BrMassEdit *from)
{
  *to = *from;
  to->value = (BrValue) BR_VALUE_INIT;
  br_value_copy (&to->value, &from->value);
  to->note = g_strdup (from->note);
  to->find = g_strdup (from->find);
  to->replacement = g_strdup (from->replacement);
}

void
br_mass_edit_target (const BrMassEdit *self, BrKind *kind, guint *field)
{
  static const struct
  {
    BrKind kind;
    guint field;
  } targets[] = {
    [BR_MASS_PRICE] = { BR_KIND_PRICE, BR_PRICE_AMOUNT },    [BR_MASS_COST] = { BR_KIND_SKU, BR_SKU_COST },
    [BR_MASS_STATUS] = { BR_KIND_SKU, BR_SKU_STATUS },       [BR_MASS_CATEGORY] = { BR_KIND_PRODUCT, BR_PRODUCT_CATEGORY },
    [BR_MASS_BRAND] = { BR_KIND_PRODUCT, BR_PRODUCT_BRAND }, [BR_MASS_SUPPLIER] = { BR_KIND_PRODUCT, BR_PRODUCT_SUPPLIER },
    [BR_MASS_UNIT] = { BR_KIND_PRODUCT, BR_PRODUCT_UNIT },   [BR_MASS_TAX_CLASS] = { BR_KIND_PRODUCT, BR_PRODUCT_TAX_CLASS },
    [BR_MASS_NAME] = { BR_KIND_PRODUCT, BR_PRODUCT_NAME },
  };

  g_return_if_fail (self->field >= BR_MASS_PRICE && self->field <= BR_MASS_NAME);
  *kind = targets[self->field].kind;
  *field = targets[self->field].field;
}

static gboolean
is_money (const BrMassEdit *self)
{
  return self->field == BR_MASS_PRICE || self->field == BR_MASS_COST;
}

static gboolean
check_rounding (const BrMassEdit *self, GError **error)
{
  if (self->modulus_minor < 0 || (self->modulus_minor > 0 && (self->ending_minor < 0 || self->ending_minor >= self->modulus_minor)))
    return fail (error, BR_ERROR_INVALID, "the ending does not fit its modulus");
  return TRUE;
}

static gboolean
check_note (const BrMassEdit *self, GError **error)
{
  BrValue note = BR_VALUE_INIT;
  gboolean ok;

  br_value_set_text (&note, self->note);
  ok = br_schema_check_cell (br_schema_get (BR_KIND_SKU), BR_SKU_STATUS_NOTE, &note, error);
  br_value_clear (&note);
  return ok;
}

static gboolean
check_set (const BrMassEdit *self, GError **error)
{
  BrKind kind;
  guint field;

  br_mass_edit_target (self, &kind, &field);
  return br_schema_check_cell (br_schema_get (kind), field, &self->value, error) && check_note (self, error);
}

static gboolean
check_replace (const BrMassEdit *self, GError **error)
{
  if (self->field != BR_MASS_NAME)
    return fail (error, BR_ERROR_INVALID, "text is replaced in names only");
  if (self->find == NULL || *self->find == '\0')
    return fail (error, BR_ERROR_INVALID, "nothing to look for");
  return (g_utf8_validate (self->find, -1, NULL) && (self->replacement == NULL || g_utf8_validate (self->replacement, -1, NULL)))
         || fail (error, BR_ERROR_INVALID, "not UTF-8");
}

gboolean
br_mass_edit_check (const BrMassEdit *self, GError **error)
{
  if (self->field < BR_MASS_PRICE || self->field > BR_MASS_NAME)
    return fail (error, BR_ERROR_INVALID, "no such field");
  if (self->operation == BR_MASS_SET)
    return check_set (self, error);
  if (self->operation == BR_MASS_REPLACE)
    return check_replace (self, error);
  if (!is_money (self))
    return fail (error, BR_ERROR_INVALID, "the field cannot be calculated with");
  if (self->operation == BR_MASS_ROUND && self->modulus_minor <= 0)
    return fail (error, BR_ERROR_INVALID, "nothing to round to");
  if (self->operation == BR_MASS_MULTIPLY && (self->rate_bp < 1 || self->rate_bp > 100 * BR_RATE_ONE))
    return fail (error, BR_ERROR_RANGE, "the rate is out of range");
  if (self->operation < BR_MASS_SET || self->operation > BR_MASS_REPLACE)
    return fail (error, BR_ERROR_INVALID, "no such operation");
  return check_rounding (self, error);
}

static gboolean
calculate (const BrMassEdit *self, gint64 amount, gint64 *out, GError **error)
{
  *out = amount;
  if (self->operation == BR_MASS_ADD && !br_money_add (amount, self->amount_minor, out, error))
    return FALSE;
  if (self->operation == BR_MASS_MULTIPLY && !br_money_mul_ratio (amount, self->rate_bp, BR_RATE_ONE, BR_ROUND_HALF_UP, out, error))
    return FALSE;
  if (*out < 0)
    return fail (error, BR_ERROR_RANGE, "the amount would be below zero");
  return self->modulus_minor == 0 || br_money_round_to_ending (*out, self->ending_minor, self->modulus_minor, out, error);
}

static void
replace_text (const BrMassEdit *self, const char *name, BrValue *after)
{
  g_autoptr (GString) text = g_string_new (name);

  g_string_replace (text, self->find, self->replacement != NULL ? self->replacement : "", 0);
  g_strstrip (text->str);
  br_value_set_text (after, *text->str != '\0' ? text->str : NULL);
}

static gboolean
check_step (const BrMassEdit *self, const BrValue *before, GError **error)
{
  BrLifeCycle from = (BrLifeCycle) before->integer, to = (BrLifeCycle) self->value.integer;

  if (before->type != BR_VALUE_INT || from == to)
    return TRUE;
  if (!br_life_cycle_allows (from, to))
    return fail (error, BR_ERROR_INVALID, "the life cycle has no such step");
  return self->note != NULL || !br_life_cycle_wants_note (from, to) || fail (error, BR_ERROR_INVALID, "this step needs a note");
}

static gboolean
compute (const BrMassEdit *self, const BrValue *before, BrValue *after, GError **error)
{
  gint64 amount;

  if (self->operation == BR_MASS_SET)
    {
      br_value_copy (after, &self->value);
      return self->field != BR_MASS_STATUS || check_step (self, before, error);
    }
  if (self->operation == BR_MASS_REPLACE && before->type == BR_VALUE_TEXT)
    replace_text (self, before->text, after);
  else if (before->type == BR_VALUE_INT && calculate (self, before->integer, &amount, error))
    br_value_set_int (after, amount);
  else if (before->type == BR_VALUE_INT)
    return FALSE;
  else
    br_value_clear (after);
  return TRUE;
}

gboolean
br_mass_edit_apply (const BrMassEdit *self, const BrValue *before, BrValue *after, GError **error)
{
  BrKind kind;
  guint field;

  if (!br_mass_edit_check (self, error) || !compute (self, before, after, error))
    return FALSE;
  br_mass_edit_target (self, &kind, &field);
  /* Nothing to calculate with stays nothing: that is no mistake of the request. */
  if (after->type == BR_VALUE_NULL && before->type == BR_VALUE_NULL)
    return TRUE;
  return br_schema_check_cell (br_schema_get (kind), field, after, error);
}
