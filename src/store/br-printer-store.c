/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table printer: one column per setting. */
#include "config.h"
#include "br-printer-store.h"

#include "br-bind.h"
#include "br-error.h"

#include <string.h>

#define COLUMNS                                                                                                                                                \
  "key, name, model, web, language, dots_num, dots_den, width_dots, bar_reduction, media_width, media_height, media_gap, tracking,"                            \
  " darkness, speed, offset_x, offset_y, silent, cut, paused, odometer_mm, roll_mm,"                                                                           \
  " page_width, page_height, sheet_left, sheet_top, sheet_columns, sheet_rows, pitch_x, pitch_y"

static BrSheet
read_sheet (sqlite3_stmt *row, int column)
{
  return (BrSheet) { .page_width = sqlite3_column_int (row, column),
                     .page_height = sqlite3_column_int (row, column + 1),
                     .left = sqlite3_column_int (row, column + 2),
                     .top = sqlite3_column_int (row, column + 3),
                     .columns = (guint) sqlite3_column_int (row, column + 4),
                     .rows = (guint) sqlite3_column_int (row, column + 5),
                     .pitch_x = sqlite3_column_int (row, column + 6),
                     .pitch_y = sqlite3_column_int (row, column + 7) };
}

static BrPrinter *
read_row (sqlite3_stmt *row)
{
  BrPrinter *self = br_printer_new (br_column_text (row, 0));

  self->name = g_strdup (br_column_text (row, 1));
  self->model = g_strdup (br_column_text (row, 2));
  self->web = g_strdup (br_column_text (row, 3));
  self->language = (BrPrinterLanguageId) sqlite3_column_int (row, 4);
  self->head.dots_num = (guint) sqlite3_column_int (row, 5);
  self->head.dots_den = (guint) sqlite3_column_int (row, 6);
  self->head.width_dots = (guint) sqlite3_column_int (row, 7);
  self->head.bar_reduction = (guint) sqlite3_column_int (row, 8);
  self->media_width = sqlite3_column_int (row, 9);
  self->media_height = sqlite3_column_int (row, 10);
  self->media_gap = sqlite3_column_int (row, 11);
  self->tracking = sqlite3_column_int (row, 12);
  self->darkness = sqlite3_column_int (row, 13);
  self->speed = sqlite3_column_int (row, 14);
  self->offset_x = sqlite3_column_int (row, 15);
  self->offset_y = sqlite3_column_int (row, 16);
  self->silent = sqlite3_column_int (row, 17);
  self->cut = sqlite3_column_int (row, 18);
  self->paused = sqlite3_column_int (row, 19);
  self->odometer_mm = sqlite3_column_int64 (row, 20);
  self->roll_mm = sqlite3_column_int64 (row, 21);
  self->sheet = read_sheet (row, 22);
  return self;
}

static void
bind_sheet (sqlite3_stmt *statement, int parameter, const BrSheet *sheet)
{
  const int values[] = {
    sheet->page_width, sheet->page_height, sheet->left, sheet->top, (int) sheet->columns, (int) sheet->rows, sheet->pitch_x, sheet->pitch_y
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    sqlite3_bind_int (statement, parameter + (int) i, values[i]);
}

/* All but the odometer, which is not a setting. */
static void
bind_row (sqlite3_stmt *statement, const BrPrinter *self)
{
  br_bind_text (statement, 1, self->key);
  br_bind_text (statement, 2, self->name);
  br_bind_text (statement, 3, self->model);
  br_bind_text (statement, 4, self->web);
  sqlite3_bind_int (statement, 5, (int) self->language);
  sqlite3_bind_int64 (statement, 6, self->head.dots_num);
  sqlite3_bind_int64 (statement, 7, self->head.dots_den);
  sqlite3_bind_int64 (statement, 8, self->head.width_dots);
  sqlite3_bind_int64 (statement, 9, self->head.bar_reduction);
  sqlite3_bind_int (statement, 10, self->media_width);
  sqlite3_bind_int (statement, 11, self->media_height);
  sqlite3_bind_int (statement, 12, self->media_gap);
  sqlite3_bind_int (statement, 13, self->tracking);
  sqlite3_bind_int (statement, 14, self->darkness);
  sqlite3_bind_int (statement, 15, self->speed);
  sqlite3_bind_int (statement, 16, self->offset_x);
  sqlite3_bind_int (statement, 17, self->offset_y);
  sqlite3_bind_int (statement, 18, self->silent);
  sqlite3_bind_int (statement, 19, self->cut);
  sqlite3_bind_int (statement, 20, self->paused);
  sqlite3_bind_int64 (statement, 21, self->roll_mm);
  bind_sheet (statement, 22, &self->sheet);
}

GPtrArray *
br_printer_store_list (BrDb *db, GError **error)
{
  g_autoptr (GPtrArray) printers = g_ptr_array_new_with_free_func ((GDestroyNotify) br_printer_free);
  sqlite3_stmt *statement = br_db_statement (db, "SELECT " COLUMNS " FROM printer ORDER BY name, key", error);
  gboolean has_row;

  while (statement != NULL)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&printers);
      g_ptr_array_add (printers, read_row (statement));
    }
  return NULL;
}

BrPrinter *
br_printer_store_find (BrDb *db, const char *key, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT " COLUMNS " FROM printer WHERE key = ?1", error);
  BrPrinter *printer = NULL;
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  br_bind_text (statement, 1, key);
  if (!br_db_step (db, statement, &has_row, error))
    return NULL;
  if (has_row)
    printer = read_row (statement);
  sqlite3_reset (statement);
  return printer;
}

/* Runs a statement whose first parameter is a printer's key, its second a number. */
static gboolean
run (BrStoreTx *tx, const char *sql, const char *key, gint64 number, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, key);
  if (sqlite3_bind_parameter_count (statement) > 1)
    sqlite3_bind_int64 (statement, 2, number);
  br_store_tx_note_printing (tx);
  return br_db_run (tx->db, statement, error);
}

/* The one number a statement gives for a printer's key; 0 = no row. */
static gboolean
read_number (BrDb *db, const char *sql, const char *key, gint64 *number, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  *number = 0;
  if (statement == NULL)
    return FALSE;
  if (key != NULL)
    br_bind_text (statement, 1, key);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *number = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
is_head_sane (const BrHead *head)
{
  return head->dots_num >= 1 && head->dots_den >= 1 && head->dots_num <= 100000 && head->dots_den <= 100000 && head->width_dots <= 65535
         && head->bar_reduction <= 1;
}

static gboolean
check (const BrPrinter *printer, GError **error)
{
  if (printer->key == NULL || *printer->key == '\0' || strlen (printer->key) > BR_PRINTER_KEY_MAX || printer->language >= BR_N_LANGUAGES)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the printer has no key or no known language");
  else if (!is_head_sane (&printer->head))
    g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "the dots of the head are out of range");
  else if (printer->darkness < -1 || printer->darkness > 100 || printer->speed < -1 || printer->speed > 1000 || printer->roll_mm < 0)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "darkness, speed or roll are out of range");
  else
    return TRUE;
  return FALSE;
}

/* Limits only: whether the cells lie on the page is said when pages are made. */
static gboolean
check_sheet (const BrSheet *sheet, GError **error)
{
  const int lengths[] = { sheet->page_width, sheet->page_height, sheet->left, sheet->top, sheet->pitch_x, sheet->pitch_y };
  gboolean good = sheet->columns <= 100 && sheet->rows <= 200;

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    good &= lengths[i] >= 0 && lengths[i] <= 200000;
  if (!good)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "the sheet is out of range");
  return good;
}

gboolean
br_printer_store_put (BrStoreTx *tx, const BrPrinter *printer, GError **error)
{
  static const char sql[] =
      "INSERT INTO printer (key, name, model, web, language, dots_num, dots_den, width_dots, bar_reduction, media_width, media_height, media_gap, tracking,"
      " darkness, speed, offset_x, offset_y, silent, cut, paused, odometer_mm, roll_mm, page_width, page_height, sheet_left, sheet_top, sheet_columns,"
      " sheet_rows, pitch_x, pitch_y)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, 0, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29)"
      " ON CONFLICT (key) DO UPDATE SET name = ?2, model = ?3, web = ?4, language = ?5, dots_num = ?6, dots_den = ?7, width_dots = ?8, bar_reduction = ?9,"
      " media_width = ?10, media_height = ?11, media_gap = ?12, tracking = ?13, darkness = ?14, speed = ?15, offset_x = ?16, offset_y = ?17, silent = ?18,"
      " cut = ?19, paused = ?20, roll_mm = ?21, page_width = ?22, page_height = ?23, sheet_left = ?24, sheet_top = ?25, sheet_columns = ?26,"
      " sheet_rows = ?27, pitch_x = ?28, pitch_y = ?29";
  gint64 others;
  sqlite3_stmt *statement;

  if (!check (printer, error) || !check_sheet (&printer->sheet, error)
      || !read_number (tx->db, "SELECT count (*) FROM printer WHERE key <> ?1", printer->key, &others, error))
    return FALSE;
  if (others >= BR_PRINTER_MAX)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "at most %d printers are kept", BR_PRINTER_MAX);
      return FALSE;
    }
  statement = br_db_statement (tx->db, sql, error);
  if (statement == NULL)
    return FALSE;
  bind_row (statement, printer);
  br_store_tx_note_printing (tx);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_printer_store_forget (BrStoreTx *tx, const char *key, GError **error)
{
  gint64 waiting;

  if (!read_number (tx->db, "SELECT count (*) FROM print_job WHERE printer = ?1 AND (open = 1 OR (taken < total AND torn = 0))", key, &waiting, error))
    return FALSE;
  if (waiting == 0)
    return run (tx, "DELETE FROM printer WHERE key = ?1", key, 0, error);
  g_set_error_literal (error, BR_ERROR, BR_ERROR_IN_USE, "labels wait for this printer");
  return FALSE;
}

gboolean
br_printer_store_pause (BrStoreTx *tx, const char *key, gboolean paused, GError **error)
{
  return run (tx, "UPDATE printer SET paused = ?2 WHERE key = ?1", key, paused, error);
}

gboolean
br_printer_store_fed (BrStoreTx *tx, const char *key, gint64 mm, GError **error)
{
  return run (tx, "UPDATE printer SET odometer_mm = CASE WHEN ?2 < 0 THEN 0 ELSE odometer_mm + ?2 END WHERE key = ?1", key, mm, error);
}

gboolean
br_printer_store_set_silent (BrStoreTx *tx, const char *key, gboolean silent, GError **error)
{
  return run (tx, "UPDATE printer SET silent = ?2 WHERE key = ?1", key, silent, error);
}

gboolean
br_printer_store_begin (BrStoreTx *tx, const char *key, const char *identity, gint64 *session, gboolean *same, GError **error)
{
  static const char sql[] = "SELECT session, identity IS NOT NULL AND identity = ?2 FROM printer WHERE key = ?1";
  static const char update[] = "UPDATE printer SET session = session + 1, identity = ?2 WHERE key = ?1";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, key);
  br_bind_text (statement, 2, identity);
  if (!br_db_step (tx->db, statement, &has_row, error))
    return FALSE;
  *session = has_row ? sqlite3_column_int64 (statement, 0) + 1 : 1;
  *same = has_row && sqlite3_column_int (statement, 1) != 0;
  sqlite3_reset (statement);
  statement = br_db_statement (tx->db, update, error);
  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, key);
  br_bind_text (statement, 2, identity);
  return br_db_run (tx->db, statement, error);
}
