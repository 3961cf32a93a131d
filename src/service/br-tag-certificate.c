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
static const double widths[N_COLUMNS] = { 9, 14, 10, 6, 6, 13, 10, 14, 6, 14, 6, 12 };

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

static char *
write_tag (const BrShelfTruth *truth)
{
  const char *key = truth->tag_key != NULL ? br_tag_sticker_key (truth->tag_key) : "";

  return truth->n_tags > 1 ? g_strdup_printf ("%s +%u", key, truth->n_tags - 1) : g_strdup (key);
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
  row[i++] = write_tag (truth);
  row[i++] = g_strdup (truth->tag_us != 0 ? _(proofs[truth->tag_proof]) : _(proofs[BR_TAG_PROOF_NONE]));
  row[i++] = write_time (self, truth->tag_us);
  row[i++] = write_price (self, truth->paper_minor);
  row[i++] = write_time (self, truth->paper_us);
  row[i++] = self->at_us == self->made_us ? write_price (self, truth->till_minor) : g_strdup (_("not known"));
  row[i++] = write_result (truth);
  g_assert (i == N_COLUMNS);
  return row;
}

/* Its tag shows another price, as far as is known, or its paper label does. */
static gboolean
is_other (const BrShelfTruth *truth)
{
  return (truth->differs & BR_SHELF_PAPER_DIFFERS) != 0 || ((truth->differs & BR_SHELF_TAG_DIFFERS) != 0 && truth->tag_us != 0);
}

static gboolean
is_unproved (const BrShelfTruth *truth)
{
  return (truth->differs & BR_SHELF_NOT_PROVED) != 0 || ((truth->differs & BR_SHELF_TAG_DIFFERS) != 0 && truth->tag_us == 0);
}

static gboolean
is_till_other (const BrShelfTruth *truth)
{
  return (truth->differs & BR_SHELF_TILL_DIFFERS) != 0;
}

static void
add_count (const BrTagCertificate *self, GPtrArray *lines, const char *what, gboolean (*is_so) (const BrShelfTruth *truth))
{
  guint n = 0;

  for (guint i = 0; i < self->truths->len; i++)
    n += is_so == NULL || is_so (self->truths->pdata[i]) ? 1 : 0;
  g_ptr_array_add (lines, g_strdup_printf ("%s: %u", what, n));
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

  add_line (lines, _("As of"), at);
  add_line (lines, _("Shop"), self->place);
  add_line (lines, _("Made"), made);
  add_line (lines, _("Made by"), self->person);
  add_line (lines, _("Currency of all prices"), self->currency);
  add_count (self, lines, _("Articles with a shelf tag"), NULL);
  add_count (self, lines, _("Another price than that of record on tag or paper label"), is_other);
  add_count (self, lines, _("Not known, or not proved well enough, what the tag shows"), is_unproved);
  if (self->at_us == self->made_us)
    add_count (self, lines, _("Another price than that of record at the till"), is_till_other);
  if (self->truths->len == 0)
    g_ptr_array_add (lines, g_strdup (_("Of that moment nothing is known: no article had a shelf tag, or it is no longer kept.")));
  return lines;
}

/* What every word and figure means, for who never saw the program. */
static const char *const notes[] = {
  N_("How to read this: each line is one article that has an electronic shelf tag, a small display at the shelf that gets its picture by radio. This paper "
      "compares what the shop decided to charge with what was on the shelf at the moment named above."),
  N_("Price of Record: what the shop decided to charge then. At the Till: what headquarters last said that tills charge. Empty: there is none, or it is not "
      "known."),
  N_("On the Tag: the price in the last picture that the tag is known to have, and Since: from when that is known. Tag: the number the maker gave it; an article "
      "with several tags is here with the one that differs most, and +1 says that it has one more."),
  N_("Known By, the weakest first. Nothing. The station has it: the picture was handed to the radio station; no tag was seen to take it. Weak sign: said in a way "
      "that is known to be wrong at times. Tag downloaded it: the tag fetched the picture and said that it has all of it. Read back: what it fetched was read "
      "back and is the picture, dot for dot. A person looked: somebody stood before the tag and saw it."),
  N_("On Paper: the price on the paper label printed last for this article, and Printed: when. That it still hangs where it was put is not known."),
  N_("Result: “agrees” when tag, paper label and till have the price of record and the tag is proved to, that is at least “Tag downloaded it”; else what does not. "
      "A tag that downloaded its picture, also one whose picture was read back, was not seen to show it: only a person who looked can say that."),
};

static GPtrArray *
write_notes (const BrTagCertificate *self)
{
  GPtrArray *paragraphs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    g_ptr_array_add (paragraphs, g_strdup (_(notes[i])));
  g_ptr_array_add (paragraphs, g_strdup (self->at_us == self->made_us ? _("The price at the till is as headquarters last said.")
                                                                      : _("The price at the till at that moment is not known.")));
  return paragraphs;
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

static void
write_paragraphs (GString *out, GPtrArray *paragraphs)
{
  for (guint i = 0; i < paragraphs->len; i++)
    br_csv_write_row (out, (const char *const *) &paragraphs->pdata[i], 1, BR_CSV_DEFUSE);
}

GBytes *
br_tag_certificate_csv (const BrTagCertificate *self)
{
  g_autoptr (GPtrArray) lines = write_lines (self), rows = write_rows (self), below = write_notes (self);
  const char *columns[N_COLUMNS + 1];
  GString *out = g_string_new ("\xEF\xBB\xBF"); /* so that spreadsheets read it as UTF-8 */

  write_paragraphs (out, lines);
  translate_headings (columns);
  br_csv_write_row (out, columns, N_COLUMNS, BR_CSV_DEFUSE);
  for (guint i = 0; i < rows->len; i++)
    br_csv_write_row (out, rows->pdata[i], N_COLUMNS, BR_CSV_DEFUSE);
  write_paragraphs (out, below);
  return g_string_free_to_bytes (out);
}

GBytes *
br_tag_certificate_pdf (const BrTagCertificate *self, GError **error)
{
  g_autoptr (GPtrArray) lines = write_lines (self), rows = write_rows (self), below = write_notes (self);
  const char *columns[N_COLUMNS + 1];

  translate_headings (columns);
  g_ptr_array_add (below, g_strdup_printf ("\n\n%s  ______________________________________", _("Date, name and signature:")));
  return br_certificate_pdf (
      &(BrCertificate) {
          .title = _("Prices on the Shelf"), .lines = lines, .headings = columns, .widths = widths, .rows = rows, .notes = below, .made_us = self->made_us },
      error);
}
