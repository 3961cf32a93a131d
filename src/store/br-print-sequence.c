/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counters: seq("name", start, step, pad) in a template. Values are reserved in the transaction that orders the labels: gaps are
 * possible, repeats are not. A label asks for a name as often as it likes and gets one value, so that a barcode and the text
 * below it agree. What was reserved is kept with the label as a JSON object.
 */
#include "config.h"
#include "br-print-sequence.h"

#include <string.h>
#include <yyjson.h>

#include "br-bind.h"
#include "br-error.h"

#define MAX_NAMES 64 /* counters in one label */

/* The values of one label so far. */
typedef struct
{
  BrStoreTx *tx;
  yyjson_mut_doc *doc;
  yyjson_mut_val *values;
  GError *failure; /* of the database: ends the order */
} Reservation;

static gboolean
text_has_sequence (const char *text)
{
  return text != NULL && strstr (text, "seq") != NULL;
}

static gboolean
objects_have_sequence (const GPtrArray *objects)
{
  for (guint i = 0; objects != NULL && i < objects->len; i++)
    {
      const BrLabelObject *object = objects->pdata[i];

      if (text_has_sequence (object->value) || text_has_sequence (object->when) || objects_have_sequence (object->children))
        return TRUE;
    }
  return FALSE;
}

gboolean
br_print_has_sequence (const BrLabelTemplate *template)
{
  return objects_have_sequence (template->objects);
}

/* The next value of a counter; the first one is its start. */
static gboolean
advance (BrStoreTx *tx, const char *name, gint64 start, gint64 step, gint64 *value, GError **error)
{
  static const char sql[] = "INSERT INTO label_sequence (name, next) VALUES (?1, ?2 + ?3)"
                            " ON CONFLICT (name) DO UPDATE SET next = next + ?3 RETURNING next - ?3";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, name);
  sqlite3_bind_int64 (statement, 2, start);
  sqlite3_bind_int64 (statement, 3, step);
  if (!br_db_step (tx->db, statement, &has_row, error))
    return FALSE;
  *value = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

/* A BrLabelSequence. */
static gboolean
reserve (gpointer data, const char *name, gint64 start, gint64 step, gint64 *value, GError **error)
{
  Reservation *self = data;
  yyjson_mut_val *known = yyjson_mut_obj_get (self->values, name);

  if (known != NULL)
    {
      *value = yyjson_mut_get_sint (known);
      return TRUE;
    }
  if (yyjson_mut_obj_size (self->values) >= MAX_NAMES || step == G_MININT64)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "a label uses at most %d counters", MAX_NAMES);
      return FALSE;
    }
  if (self->failure != NULL || !advance (self->tx, name, start, step, value, &self->failure))
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_IO, "the counter could not be advanced");
      return FALSE;
    }
  yyjson_mut_obj_add_val (self->doc, self->values, yyjson_mut_get_str (yyjson_mut_strcpy (self->doc, name)), yyjson_mut_sint (self->doc, *value));
  return TRUE;
}

static void
visit (const GPtrArray *objects, const BrLabelScope *scope)
{
  for (guint i = 0; objects != NULL && i < objects->len; i++)
    {
      const BrLabelObject *object = objects->pdata[i];
      gboolean shown;

      /* Errors of expressions are preflight's; only the counters asked for on the way matter here. */
      if (object->value != NULL)
        g_free (br_label_text_eval (object->value, scope, NULL));
      if (object->when != NULL)
        br_label_when_eval (object->when, scope, &shown, NULL);
      visit (object->children, scope);
    }
}

gboolean
br_print_reserve_sequences (BrStoreTx *tx, const BrLabelScope *scope, char **json, GError **error)
{
  Reservation self = { .tx = tx, .doc = yyjson_mut_doc_new (NULL) };
  BrLabelScope own = *scope;

  *json = NULL;
  self.values = yyjson_mut_obj (self.doc);
  yyjson_mut_doc_set_root (self.doc, self.values);
  own.sequence = reserve;
  own.sequence_data = &self;
  visit (scope->template->objects, &own);
  if (yyjson_mut_obj_size (self.values) > 0)
    *json = yyjson_mut_write (self.doc, 0, NULL);
  yyjson_mut_doc_free (self.doc);
  if (self.failure == NULL)
    return TRUE;
  g_clear_pointer (json, free);
  g_propagate_error (error, self.failure);
  return FALSE;
}

gboolean
br_print_label_sequence (gpointer data, const char *name, gint64 start, gint64 step, gint64 *value, GError **error)
{
  const BrPrintLabel *label = data;
  yyjson_doc *doc = label->sequences != NULL ? yyjson_read (label->sequences, strlen (label->sequences), 0) : NULL;
  yyjson_val *known = yyjson_obj_get (yyjson_doc_get_root (doc), name);
  gboolean found = known != NULL;

  if (found)
    *value = yyjson_get_sint (known);
  else
    g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no value of the counter was reserved for this label");
  yyjson_doc_free (doc);
  return found;
}
