/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of texts, as a file for spreadsheets or for paper. It says what is not known as plainly as what is. */
#include "config.h"

#include "br-tag-certificate.h"

#include "br-certificate-pdf.h"
#include "br-csv.h"
#include "br-money.h"

#include <glib/gi18n.h>

#define N_COLUMNS 12
static const char *const headings[N_COLUMNS + 1] = {
  N_("SKU"),   N_("Name"),     N_("Barcode"), N_("Price of Record"), N_("On the Tag"), N_("Tag"), N_("Known By"),
  N_("Since"), N_("On Paper"), N_("Printed"), N_("At the Till"),     N_("Result"),     NULL,
};
static const double widths[N_COLUMNS] = { 7, 14, 9, 6, 6, 10, 10, 9, 6, 9, 6, 12 };

static const char *const proofs[] = {
  [BR_TAG_PROOF_NONE] = N_("Nothing"),          [BR_TAG_PROOF_STATION] = N_("The station has it"), [BR_TAG_PROOF_WEAK] = N_("Weak sign"),
  [BR_TAG_PROOF_TAG] = N_("Tag downloaded it"), [BR_TAG_PROOF_PIXELS] = N_("Read back"),           [BR_TAG_PROOF_PERSON] = N_("A person looked"),
};

static char *
write_time (const BrTagCertificate *self, gint64 at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) here = utc != NULL && at_us != 0 ? g_date_time_to_timezone (utc, self->zone) : NULL;

  return here != NULL ? g_date_time_format (here, "%Y-%m-%d %H:%M %Z") : g_strdup ("");
}

static char *
write_price (const BrTagCertificate *self, gint64 minor)
{
  return minor != G_MININT64 ? br_money_format (minor, self->digits) : g_strdup ("");
}

static char *
write_result (const BrShelfTruth *truth)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if ((truth->differs & BR_SHELF_TAG_DIFFERS) != 0)
    g_strv_builder_add (parts, truth->tag_us == 0 ? _("not known what the tag shows") : _("tag differs"));
  if ((truth->differs & BR_SHELF_PAPER_DIFFERS) != 0)
    g_strv_builder_add (parts, _("paper differs"));
  if ((truth->differs & BR_SHELF_TILL_DIFFERS) != 0)
    g_strv_builder_add (parts, _("till differs"));
  if ((truth->differs & BR_SHELF_NOT_PROVED) != 0)
    g_strv_builder_add (parts, _("not proved"));
  list = g_strv_builder_end (parts);
  return list[0] != NULL ? g_strjoinv (", ", list) : g_strdup (_("agrees"));
}

static char **
write_row (const BrTagCertificate *self, const BrShelfTruth *truth)
{
  char **row = g_new0 (char *, N_COLUMNS + 1);
  guint i = 0;

  row[i++] = g_strdup (truth->code != NULL ? truth->code : "");
  row[i++] = g_strdup (truth->name != NULL ? truth->name : "");
  row[i++] = g_strdup (truth->barcode != NULL ? truth->barcode : "");
  row[i++] = write_price (self, truth->record_minor);
  row[i++] = write_price (self, truth->tag_minor);
  row[i++] = g_strdup (truth->tag_key != NULL ? truth->tag_key : "");
  row[i++] = g_strdup (truth->tag_us != 0 ? _(proofs[truth->tag_proof]) : _(proofs[BR_TAG_PROOF_NONE]));
  row[i++] = write_time (self, truth->tag_us);
  row[i++] = write_price (self, truth->paper_minor);
  row[i++] = write_time (self, truth->paper_us);
  row[i++] = self->at_us == self->made_us ? write_price (self, truth->till_minor) : g_strdup (_("not known"));
  row[i++] = write_result (truth);
  g_assert (i == N_COLUMNS);
  return row;
}

static guint
count_differing (const BrTagCertificate *self, guint bits)
{
  guint n = 0;

  for (guint i = 0; i < self->truths->len; i++)
    n += (((const BrShelfTruth *) self->truths->pdata[i])->differs & bits) != 0 ? 1 : 0;
  return n;
}

static void
add_line (GPtrArray *lines, const char *what, const char *value)
{
  g_ptr_array_add (lines, g_strdup_printf ("%s: %s", what, value != NULL ? value : _("not known")));
}

/* What it is about, and what it cannot say. */
static GPtrArray *
write_lines (const BrTagCertificate *self)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *at = write_time (self, self->at_us), *made = write_time (self, self->made_us);
  g_autofree char *all = g_strdup_printf ("%u", self->truths->len);
  g_autofree char *differ = g_strdup_printf ("%u", count_differing (self, BR_SHELF_TAG_DIFFERS | BR_SHELF_PAPER_DIFFERS));
  g_autofree char *unproved = g_strdup_printf ("%u", count_differing (self, BR_SHELF_NOT_PROVED));

  add_line (lines, _("As of"), at);
  add_line (lines, _("Shop"), self->place);
  add_line (lines, _("Made"), made);
  add_line (lines, _("Made by"), self->person);
  add_line (lines, _("Articles with a shelf tag"), all);
  add_line (lines, _("Tag or paper label differs from the price of record"), differ);
  add_line (lines, _("Not proved well enough"), unproved);
  g_ptr_array_add (
      lines,
      g_strdup (_("A tag that downloaded its picture, also one whose picture was read back, was not seen to show it: only a person who looked can say that. "
                   "That a printed label still hangs where it was put is not known.")));
  g_ptr_array_add (lines, g_strdup (self->at_us == self->made_us ? _("The price at the till is as headquarters last said.")
                                                                 : _("The price at the till at that moment is not known.")));
  return lines;
}

static GPtrArray *
write_rows (const BrTagCertificate *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; i < self->truths->len; i++)
    g_ptr_array_add (rows, write_row (self, self->truths->pdata[i]));
  return rows;
}

static void
translate_headings (const char **out)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    out[i] = _(headings[i]);
  out[N_COLUMNS] = NULL;
}

GBytes *
br_tag_certificate_csv (const BrTagCertificate *self)
{
  g_autoptr (GPtrArray) lines = write_lines (self), rows = write_rows (self);
  const char *columns[N_COLUMNS + 1];
  GString *out = g_string_new ("\xEF\xBB\xBF"); /* so that spreadsheets read it as UTF-8 */

  for (guint i = 0; i < lines->len; i++)
    br_csv_write_row (out, (const char *const *) &lines->pdata[i], 1, BR_CSV_DEFUSE);
  translate_headings (columns);
  br_csv_write_row (out, columns, N_COLUMNS, BR_CSV_DEFUSE);
  for (guint i = 0; i < rows->len; i++)
    br_csv_write_row (out, rows->pdata[i], N_COLUMNS, BR_CSV_DEFUSE);
  return g_string_free_to_bytes (out);
}

GBytes *
br_tag_certificate_pdf (const BrTagCertificate *self, GError **error)
{
  g_autoptr (GPtrArray) lines = write_lines (self), rows = write_rows (self);
  const char *columns[N_COLUMNS + 1];

  translate_headings (columns);
  return br_certificate_pdf (
      &(BrCertificate) { .title = _("Prices on the Shelf"), .lines = lines, .headings = columns, .widths = widths, .rows = rows, .made_us = self->made_us },
      error);
}
