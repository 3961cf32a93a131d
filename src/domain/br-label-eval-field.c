/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields in label expressions: a row's before the label's; without any, the samples of the template. Their declared types make them values. */
#include "config.h"

#include "br-label-value.h"

#include "br-decimal.h"
#include "br-error.h"

#include <string.h>

const BrLabelField *
br_label_eval_declared (const BrLabelScope *scope, const char *name)
{
  GPtrArray *fields = scope != NULL && scope->template != NULL ? scope->template->fields : NULL;

  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const BrLabelField *field = fields->pdata[i];

      if (strcmp (field->name, name) == 0)
        return field;
    }
  return NULL;
}

static gboolean
read_flag (const char *text, gint64 *out)
{
  *out = strcmp (text, "1") == 0 || strcmp (text, "true") == 0;
  return *out != 0 || strcmp (text, "0") == 0 || strcmp (text, "false") == 0;
}

/* Gives the text of a field the type it was declared to have. */
static gboolean
type_field (BrLabelEval *self, guint at, const BrLabelField *declared, const char *text, BrLabelValue *out)
{
  BrLabelFieldType type = declared != NULL ? declared->type : BR_LABEL_FIELD_TEXT;

  *out = (BrLabelValue) { .type = BR_VALUE_TEXT, .text = text };
  if (type == BR_LABEL_FIELD_TEXT || type == BR_LABEL_FIELD_GTIN || type == BR_LABEL_FIELD_LIST)
    return TRUE;
  if (*text == '\0')
    {
      *out = (BrLabelValue) { .type = BR_VALUE_NULL };
      return TRUE;
    }
  if (type == BR_LABEL_FIELD_DATE)
    return br_label_date_parse (text, out) || br_label_eval_fail (self, BR_ERROR_INVALID, at, "the field “%s” holds no date", declared->name);
  if (type == BR_LABEL_FIELD_DECIMAL)
    {
      out->type = BR_VALUE_DECIMAL;
      return br_decimal_parse (text, &out->number, NULL) || br_label_eval_fail (self, BR_ERROR_INVALID, at, "the field “%s” holds no number", declared->name);
    }
  *out = (BrLabelValue) { .type = BR_VALUE_FLAG };
  return read_flag (text, &out->number) || br_label_eval_fail (self, BR_ERROR_INVALID, at, "the field “%s” holds neither yes nor no", declared->name);
}

static gboolean
holds_field (const BrLabelFields *fields, const char *name)
{
  return fields != NULL && (br_label_fields_get (fields, name) != NULL || br_label_fields_get_list (fields, name) != NULL);
}

gboolean
br_label_eval_find (BrLabelEval *self, const BrLabelFields *fields, const char *name, guint at, BrLabelValue *out)
{
  const char *text = fields != NULL ? br_label_fields_get (fields, name) : NULL;
  GPtrArray *list = fields != NULL && text == NULL ? br_label_fields_get_list (fields, name) : NULL;

  *out = (BrLabelValue) { .type = list != NULL ? BR_VALUE_LIST : BR_VALUE_NULL, .list = list };
  return text == NULL || type_field (self, at, br_label_eval_declared (self->scope, name), text, out);
}

gboolean
br_label_eval_field (BrLabelEval *self, const char *name, guint at, BrLabelValue *out)
{
  const BrLabelScope *scope = self->scope;
  const BrLabelField *declared;

  if (holds_field (scope->row, name))
    return br_label_eval_find (self, scope->row, name, at, out);
  if (scope->fields != NULL)
    return br_label_eval_find (self, scope->fields, name, at, out);
  declared = br_label_eval_declared (scope, name);
  return declared == NULL || declared->sample == NULL || type_field (self, at, declared, declared->sample, out);
}
