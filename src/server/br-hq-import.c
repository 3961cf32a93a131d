/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading feed pages into HQ. */
#include "config.h"

#include "br-hq-import.h"

#include <string.h>

#include "br-error.h"
#include "br-hq-admin.h"
#include "br-wire-feed.h"

#define MAX_REASONS 100

/** Page: one page through br_hq_write. */
typedef struct
{
  GBytes *bytes;
  BrHqImportReport report; /* of this page alone */
} Page;

void
br_hq_import_report_clear (BrHqImportReport *self)
{
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
  *self = (BrHqImportReport) { 0 };
}

static void
report_init (BrHqImportReport *self)
{
  *self = (BrHqImportReport) { .reasons = g_ptr_array_new_with_free_func (g_free) };
}

static void
add_report (BrHqImportReport *to, const BrHqImportReport *from)
{
  to->rows += from->rows;
  to->created += from->created;
  to->updated += from->updated;
  to->unchanged += from->unchanged;
  to->rejected += from->rejected;
  for (guint i = 0; i < from->reasons->len && to->reasons->len < MAX_REASONS; i++)
    g_ptr_array_add (to->reasons, g_strdup (g_ptr_array_index (from->reasons, i)));
}

static void
reject (BrHqImportReport *report, const BrRecord *record, const GError *problem)
{
  char id[BR_ID_STRING_LENGTH + 1];

  report->rejected++;
  if (report->reasons->len == MAX_REASONS)
    return;
  br_id_write (&record->id, id);
  g_ptr_array_add (report->reasons, g_strdup_printf ("%s %s: %s", br_schema_get (record->kind)->name, id, problem->message));
}

/* Whether a failure is the row's own. */
static gboolean
is_of_row (const GError *error)
{
  return g_error_matches (error, BR_ERROR, BR_ERROR_INVALID) || g_error_matches (error, BR_ERROR, BR_ERROR_EXISTS)
         || g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND) || g_error_matches (error, BR_ERROR, BR_ERROR_RANGE)
         || g_error_matches (error, BR_ERROR, BR_ERROR_IN_USE);
}

static gboolean
load_row (BrHqTx *tx, const BrRecord *record, BrHqImportReport *report, GError **error)
{
  g_autoptr (BrRecord) next = br_record_copy (record);
  g_autoptr (GError) problem = NULL;
  gboolean changed, created;

  report->rows++;
  if (br_hq_admin_put (tx, next, &changed, &created, &problem))
    {
      if (!changed)
        report->unchanged++;
      else if (created)
        report->created++;
      else
        report->updated++;
      return TRUE;
    }
  if (!is_of_row (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  reject (report, record, problem);
  return TRUE;
}

static gboolean
load_page (BrHqTx *tx, gpointer data, GError **error)
{
  Page *page = data;
  g_autoptr (BrFeedReader) reader = br_feed_reader_new (page->bytes, error);

  br_hq_import_report_clear (&page->report);
  report_init (&page->report);
  while (reader != NULL)
    {
      const BrRecord *record;
      BrFeedRowKind what;
      BrFeedEnd end;
      gint64 seq;

      if (!br_feed_reader_next (reader, &what, &record, &seq, &end, error))
        return FALSE;
      if (what == BR_FEED_END)
        return TRUE;
      if (what == BR_FEED_ROW && !load_row (tx, record, &page->report, error))
        return FALSE;
    }
  return FALSE;
}

/* The length of the first page: to the end of the line that starts with {"end". The rest when there is no such line. */
static gsize
page_length (const char *text, gsize length)
{
  static const char mark[] = "\n{\"end\"";
  const char *end = memmem (text, length, mark, strlen (mark));
  const char *line_end;

  if (end == NULL)
    return length;
  line_end = memchr (end + 1, '\n', length - (gsize) (end + 1 - text));
  return line_end != NULL ? (gsize) (line_end + 1 - text) : length;
}

gboolean
br_hq_import (BrHq *hq, const char *path, BrHqImportReport *report, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GBytes) all = NULL;
  const char *text;
  gsize length, at = 0;

  report_init (report);
  if (file == NULL)
    return FALSE;
  all = g_mapped_file_get_bytes (file);
  text = g_bytes_get_data (all, &length);
  while (at < length)
    {
      gsize n = page_length (text + at, length - at);
      g_autoptr (GBytes) bytes = g_bytes_new_from_bytes (all, at, n);
      Page page = { .bytes = bytes };
      gboolean ok = br_hq_write (hq, load_page, &page, error);

      if (ok)
        add_report (report, &page.report);
      br_hq_import_report_clear (&page.report);
      if (!ok)
        {
          g_prefix_error (error, "page at byte %" G_GSIZE_FORMAT ": ", at);
          return FALSE;
        }
      at += n;
    }
  return TRUE;
}
