/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV or XLSX behind one face. */
#include "config.h"

#include "br-table.h"

struct _BrTable
{
  BrCsvReader *csv;  /* owned, or NULL */
  BrXlsxReader *xlsx; /* owned, or NULL */
};

BrTable *
br_table_new (GBytes *bytes, GError **error)
{
  g_autoptr (BrTable) self = g_new0 (BrTable, 1);

  if (br_xlsx_is (bytes))
    self->xlsx = br_xlsx_reader_new (bytes, error);
  else
    self->csv = br_csv_reader_new (bytes, error);
  return self->xlsx != NULL || self->csv != NULL ? g_steal_pointer (&self) : NULL;
}

void
br_table_free (BrTable *self)
{
  g_clear_pointer (&self->csv, br_csv_reader_free);
  g_clear_pointer (&self->xlsx, br_xlsx_reader_free);
  g_free (self);
}

gboolean
br_table_next (BrTable *self, GPtrArray **cells, GError **error)
{
  return self->xlsx != NULL ? br_xlsx_reader_next (self->xlsx, cells, error) : br_csv_reader_next (self->csv, cells, error);
}

guint
br_table_get_line (BrTable *self)
{
  return self->xlsx != NULL ? br_xlsx_reader_get_line (self->xlsx) : br_csv_reader_get_line (self->csv);
}

gboolean
br_table_rewind (BrTable *self, GError **error)
{
  if (self->xlsx != NULL)
    return br_xlsx_reader_rewind (self->xlsx, error);
  br_csv_reader_rewind (self->csv);
  return TRUE;
}
