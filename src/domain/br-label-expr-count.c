/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counting in label expressions.
 *   copy copies          this copy of the label, and how many there are of it · index total: this label of the job, and how many
 *   seq(name[,start[,step[,digits]]])   the next number of a counter that never gives one twice; at least `digits` digits. A label that
 *                        asks twice by one name gets one number.
 */
#include "config.h"

#include "br-label-value.h"

#include "br-decimal.h"
#include "br-error.h"

#define MAX_COUNT (BR_DECIMAL_MAX / BR_DECIMAL_ONE)

static gboolean
set_count (BrLabelEval *eval, guint at, gint64 count, BrLabelValue *out)
{
  if (count > MAX_COUNT || count < -MAX_COUNT)
    return br_label_eval_fail (eval, BR_ERROR_RANGE, at, "the number is too large");
  *out = br_label_value_of_number (count * BR_DECIMAL_ONE);
  return TRUE;
}

static gboolean
call_copy (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  return set_count (eval, at, eval->scope->copy, out);
}

static gboolean
call_copies (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  return set_count (eval, at, eval->scope->copies, out);
}

static gboolean
call_index (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  return set_count (eval, at, eval->scope->index, out);
}

static gboolean
call_total (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  return set_count (eval, at, eval->scope->total, out);
}

static gboolean
call_seq (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const BrLabelScope *scope = eval->scope;
  const char *name = br_label_value_text (eval, &args[0]);
  gint64 start = 1, step = 1, digits = 0, value;
  GError *error = NULL;

  if (name == NULL || (n > 1 && !br_label_value_integer (eval, &args[1], -MAX_COUNT, MAX_COUNT, &start))
      || (n > 2 && !br_label_value_integer (eval, &args[2], -MAX_COUNT, MAX_COUNT, &step))
      || (n > 3 && !br_label_value_integer (eval, &args[3], 0, 18, &digits)))
    return FALSE;
  if (*name == '\0' || step == 0)
    return br_label_eval_fail (eval, BR_ERROR_INVALID, at, "a counter has a name and a step that is not 0");
  value = start;
  if (scope->sequence != NULL && !scope->sequence (scope->sequence_data, name, start, step, &value, &error))
    return br_label_eval_pass (eval, at, error);
  if (!set_count (eval, at, value, out))
    return FALSE;
  out->text = br_label_eval_keep (eval, at, g_strdup_printf ("%0*" G_GINT64_FORMAT, (int) digits, value));
  return out->text != NULL;
}

const BrLabelFunction br_label_functions_count[] = {
  { "copy", 0, 0, 0, call_copy },   { "copies", 0, 0, 0, call_copies }, { "index", 0, 0, 0, call_index },
  { "total", 0, 0, 0, call_total }, { "seq", 1, 4, 0, call_seq },       { NULL, 0, 0, 0, NULL },
};
