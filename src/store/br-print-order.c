/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ordering labels: the template as it is now, the values as they are now, and a row a label, in one transaction. */
#include "config.h"
#include "br-print-queue.h"

#include "br-bind.h"
#include "br-error.h"
#include "br-money.h"
#include "br-print-sequence.h"
#include "br-wire-template.h"

#define MAX_COPIES 10000

/* What is the same for all labels of an order. */
typedef struct
{
  BrStoreTx *tx;
  const BrPrintOrder *order;
  gint64 job;
  gint64 total;
  gint64 first, end; /* labels before `first` are written, those from `end` on are not written now */
  gint64 at_us;
  GTimeZone *zone; /* owned */
  gboolean has_sequence;
} Ordering;

gboolean
br_print_order_total (const BrPrintOrder *order, gint64 *total, GError **error)
{
  *total = 0;
  for (guint i = 0; i < order->items->len; i++)
    {
      const BrPrintItem *item = order->items->pdata[i];

      if (item->copies < 1 || item->copies > MAX_COPIES)
        {
          g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "copies are 1 to %d", MAX_COPIES);
          return FALSE;
        }
      *total += item->copies;
    }
  if (*total >= 1 && *total <= BR_PRINT_JOB_MAX)
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "an order has 1 to %d labels", BR_PRINT_JOB_MAX);
  return FALSE;
}

gboolean
br_print_check_printer (BrDb *db, const char *key, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT 1 FROM printer WHERE key = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, key);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  sqlite3_reset (statement);
  if (!has_row)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such printer");
  return has_row;
}

/* The row id of the template as it is now. */
static gboolean
keep_template (BrDb *db, const BrLabelTemplate *template, gint64 *id, GError **error)
{
  static const char sql[] = "INSERT INTO job_template (digest, key, revision, name, kind, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                            " ON CONFLICT (digest) DO UPDATE SET digest = digest RETURNING id";
  g_autofree char *json = br_wire_template_write (template);
  g_autofree char *identity = g_strdup_printf ("%s\n%d\n%s", template->key != NULL ? template->key : "", template->revision, json);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, identity, -1);
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, digest);
  br_bind_text (statement, 2, template->key != NULL ? template->key : "");
  sqlite3_bind_int (statement, 3, template->revision);
  br_bind_text (statement, 4, template->name != NULL ? template->name : "");
  sqlite3_bind_int (statement, 5, (int) template->kind);
  br_bind_text (statement, 6, json);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  *id = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

/* What a label is called in lists: its name, or the first thing it says. */
static const char *
find_title (const BrLabelFields *fields)
{
  const char *title = br_label_fields_get (fields, "name");
  g_autoptr (GPtrArray) names = NULL;

  if (title != NULL)
    return title;
  names = br_label_fields_names (fields);
  for (guint i = 0; i < names->len && title == NULL; i++)
    title = br_label_fields_get (fields, names->pdata[i]);
  return title;
}

static gboolean
write_job (Ordering *self, gint64 template, GError **error)
{
  static const char sql[] =
      "INSERT INTO print_job (at_us, now_us, source, person, printer, template, policy, title, currency, zone, total, whole, store, start_cell, items)"
      " VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?12, ?13)";
  const BrPrintOrder *order = self->order;
  const BrPrintItem *first = order->items->pdata[0];
  sqlite3_stmt *statement = br_db_statement (self->tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->at_us);
  sqlite3_bind_int (statement, 2, (int) order->source);
  br_bind_text (statement, 3, order->person);
  br_bind_text (statement, 4, order->printer_key);
  sqlite3_bind_int64 (statement, 5, template);
  sqlite3_bind_int (statement, 6, (int) order->template->policy);
  br_bind_text (statement, 7, find_title (first->fields));
  br_bind_text (statement, 8, order->currency);
  br_bind_text (statement, 9, order->zone);
  sqlite3_bind_int64 (statement, 10, self->total);
  br_bind_id (statement, 11, &order->store);
  sqlite3_bind_int64 (statement, 12, order->start_cell);
  sqlite3_bind_int64 (statement, 13, order->items->len);
  if (!br_db_run (self->tx->db, statement, error))
    return FALSE;
  self->job = sqlite3_last_insert_rowid (br_db_handle (self->tx->db));
  return TRUE;
}

static gboolean
shows (const BrLabelTemplate *template, const char *name)
{
  for (guint i = 0; template->fields != NULL && i < template->fields->len; i++)
    if (g_str_equal (((const BrLabelField *) template->fields->pdata[i])->name, name))
      return TRUE;
  return FALSE;
}

/* A price as the label says it, in minor units; a text that is none is left out, and so is a field the template does not show. */
static void
bind_money (sqlite3_stmt *statement, int parameter, const Ordering *self, const char *name, const BrPrintItem *item)
{
  const char *text = shows (self->order->template, name) ? br_label_fields_get (item->fields, name) : NULL;
  const char *currency = br_label_fields_get (item->fields, "currency");
  gint64 minor;

  if (currency == NULL)
    currency = self->order->currency;
  if (text != NULL && br_money_parse (text, br_money_digits (currency), &minor, NULL))
    sqlite3_bind_int64 (statement, parameter, minor);
}

static gboolean
write_item (Ordering *self, guint index, GError **error)
{
  static const char sql[] = "INSERT INTO print_item (job, item, sku, copies, title, code, price, price_minor, regular_minor, fields)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
  const BrPrintItem *item = self->order->items->pdata[index];
  g_autofree char *fields = br_wire_fields_write (item->fields);
  sqlite3_stmt *statement = br_db_statement (self->tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->job);
  sqlite3_bind_int64 (statement, 2, index);
  br_bind_id (statement, 3, &item->sku);
  sqlite3_bind_int64 (statement, 4, item->copies);
  br_bind_text (statement, 5, find_title (item->fields));
  br_bind_text (statement, 6, br_label_fields_get (item->fields, "sku"));
  br_bind_text (statement, 7, br_label_fields_get (item->fields, "price"));
  bind_money (statement, 8, self, "price", item);
  bind_money (statement, 9, self, "regular", item);
  br_bind_text (statement, 10, fields);
  return br_db_run (self->tx->db, statement, error);
}

static gboolean
reserve (Ordering *self, const BrPrintItem *item, gint64 seq, gint64 copy, char **sequences, GError **error)
{
  BrLabelScope scope = {
    .template = self->order->template,
    .fields = item->fields,
    .now_us = self->at_us,
    .zone = self->zone,
    .currency = self->order->currency,
    .copy = copy,
    .copies = item->copies,
    .index = seq,
    .total = self->total,
  };

  *sequences = NULL;
  return !self->has_sequence || br_print_reserve_sequences (self->tx, &scope, sequences, error);
}

static gboolean
write_label (Ordering *self, guint index, gint64 seq, gint64 copy, GError **error)
{
  static const char sql[] = "INSERT INTO print_label (job, seq, item, copy, state, sequences) VALUES (?1, ?2, ?3, ?4, 1, ?5)";
  g_autofree char *sequences = NULL;
  sqlite3_stmt *statement;

  if (!reserve (self, self->order->items->pdata[index], seq, copy, &sequences, error))
    return FALSE;
  statement = br_db_statement (self->tx->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->job);
  sqlite3_bind_int64 (statement, 2, seq);
  sqlite3_bind_int64 (statement, 3, index);
  sqlite3_bind_int64 (statement, 4, copy);
  br_bind_text (statement, 5, sequences);
  return br_db_run (self->tx->db, statement, error);
}

/* The labels of one item that belong to this part; `seq` is the number of its first. */
static gboolean
write_copies (Ordering *self, guint index, gint64 seq, GError **error)
{
  const BrPrintItem *item = self->order->items->pdata[index];

  if (seq > self->first && seq <= self->end && !write_item (self, index, error))
    return FALSE;
  for (gint64 i = 0; i < item->copies; i++)
    if (seq + i > self->first && seq + i <= self->end && !write_label (self, index, seq + i, i + 1, error))
      return FALSE;
  return TRUE;
}

/* Whether more of a job may be written. */
static gboolean
check_is_taken (BrDb *db, gint64 job, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT 1 FROM print_job WHERE id = ?1 AND torn = 0", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  sqlite3_reset (statement);
  if (!has_row)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_CANCELLED_BY_USER, "the order was ended while it was being taken");
  return has_row;
}

static gboolean
write_part (Ordering *self, GError **error)
{
  static const char sql[] = "UPDATE print_job SET taken = ?2, open = 1 WHERE id = ?1";
  sqlite3_stmt *statement;
  gint64 seq = 1;

  for (guint i = 0; i < self->order->items->len && seq <= self->end; i++)
    {
      const BrPrintItem *item = self->order->items->pdata[i];

      if (seq + item->copies > self->first && !write_copies (self, i, seq, error))
        return FALSE;
      seq += item->copies;
    }
  statement = br_db_statement (self->tx->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->job);
  sqlite3_bind_int64 (statement, 2, self->end);
  return br_db_run (self->tx->db, statement, error);
}

static gboolean
begin_job (Ordering *self, GError **error)
{
  gint64 template;

  return br_print_check_printer (self->tx->db, self->order->printer_key, error) && keep_template (self->tx->db, self->order->template, &template, error)
         && write_job (self, template, error);
}

gboolean
br_print_enqueue (BrStoreTx *tx, const BrPrintOrder *order, gint64 limit, gint64 *job, gint64 *written, GError **error)
{
  Ordering self = { .tx = tx, .order = order, .job = *job, .first = *written, .at_us = br_clock_now_us (tx->clock) };
  gboolean ok;

  if (!br_print_order_total (order, &self.total, error) || !(self.job == 0 ? begin_job (&self, error) : check_is_taken (tx->db, self.job, error)))
    return FALSE;
  self.end = MIN (self.total, self.first + limit);
  self.zone = order->zone != NULL ? g_time_zone_new_identifier (order->zone) : NULL;
  self.has_sequence = br_print_has_sequence (order->template);
  ok = write_part (&self, error);
  g_clear_pointer (&self.zone, g_time_zone_unref);
  br_store_tx_note_printing (tx);
  if (!ok)
    return FALSE;
  *job = self.job;
  *written = self.end;
  return TRUE;
}

gboolean
br_print_close_torn (BrStoreTx *tx, gint64 job, GError **error)
{
  static const char note[] = "INSERT INTO print_event (at_us, printer, job, note) SELECT ?2, printer, id, 'the rest of the order was not taken: '"
                             " || (total - taken) || ' labels' FROM print_job WHERE taken < total AND torn = 0 AND ?1 IN (0, id)";
  static const char mark[] = "UPDATE print_job SET torn = 1 WHERE taken < total AND torn = 0 AND ?1 IN (0, id)";
  sqlite3_stmt *statement = br_db_statement (tx->db, note, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job);
  sqlite3_bind_int64 (statement, 2, br_clock_now_us (tx->clock));
  if (!br_db_run (tx->db, statement, error))
    return FALSE;
  if (sqlite3_changes (br_db_handle (tx->db)) == 0)
    return TRUE;
  statement = br_db_statement (tx->db, mark, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job);
  br_store_tx_note_printing (tx);
  return br_db_run (tx->db, statement, error);
}
