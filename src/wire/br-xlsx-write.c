/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a workbook by libxlsxwriter, row after row in constant memory. */
#include "config.h"

#include "br-xlsx.h"

#include <stdlib.h>
#include <xlsxwriter.h>

#include "br-error.h"

#define N_FORMATS 4 /* decimals 0 to 3 */

struct _BrXlsxWriter
{
  lxw_workbook *workbook; /* owned until finish */
  lxw_worksheet *sheet;    /* borrowed */
  lxw_format *formats[N_FORMATS];
  const char *buffer;   /* set by the library when the workbook is closed; freed by us */
  size_t size;
  guint n_rows;
  lxw_error failure;  /* the first */
};

BrXlsxWriter *
br_xlsx_writer_new (const char *sheet)
{
  static const char *const patterns[N_FORMATS] = { "0", "0.0", "0.00", "0.000" };
  BrXlsxWriter *self = g_new0 (BrXlsxWriter, 1);
  lxw_workbook_options options = { .constant_memory = LXW_TRUE, .output_buffer = &self->buffer, .output_buffer_size = &self->size };

  self->workbook = workbook_new_opt (NULL, &options);
  self->sheet = workbook_add_worksheet (self->workbook, sheet);
  for (guint i = 0; i < N_FORMATS; i++)
    {
      self->formats[i] = workbook_add_format (self->workbook);
      format_set_num_format (self->formats[i], patterns[i]);
    }
  worksheet_freeze_panes (self->sheet, 1, 0);
  return self;
}

static void
note (BrXlsxWriter *self, lxw_error failure)
{
  if (self->failure == LXW_NO_ERROR)
    self->failure = failure;
}

void
br_xlsx_writer_add_row (BrXlsxWriter *self, const BrXlsxCell *cells, gsize n_cells)
{
  for (gsize i = 0; i < n_cells; i++)
    if (cells[i].is_number)
      note (self, worksheet_write_number (self->sheet, self->n_rows, (lxw_col_t) i, cells[i].number, self->formats[MIN (cells[i].digits, N_FORMATS - 1)]));
    else if (cells[i].text != NULL)
      note (self, worksheet_write_string (self->sheet, self->n_rows, (lxw_col_t) i, cells[i].text, NULL));
  self->n_rows++;
}

void
br_xlsx_writer_free (BrXlsxWriter *self)
{
  if (self->workbook != NULL)
    workbook_close (self->workbook);
  free ((char *) self->buffer);
  g_free (self);
}

GBytes *
br_xlsx_writer_finish (BrXlsxWriter *self, GError **error)
{
  GBytes *bytes = NULL;

  if (self->n_rows > BR_XLSX_MAX_ROWS)
    note (self, LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
  note (self, workbook_close (g_steal_pointer (&self->workbook)));
  if (self->failure == LXW_NO_ERROR)
    bytes = g_bytes_new (self->buffer, self->size);
  else
    g_set_error (error, BR_ERROR, self->n_rows > BR_XLSX_MAX_ROWS ? BR_ERROR_RANGE : BR_ERROR_IO, "the workbook could not be written: %s",
                 lxw_strerror (self->failure));
  br_xlsx_writer_free (self);
  return bytes;
}
