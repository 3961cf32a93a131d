/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The certificate of shelves: what is in it, that the same input is the same file, and that it says what is not known. */
#include "config.h"

#include "br-certificate-pdf.h"
#include "br-error.h"
#include "br-tag-certificate.h"

#include <gio/gio.h>
#include <string.h>

#define NOON (G_GINT64_CONSTANT (1764072000) * G_USEC_PER_SEC) /* 2025-11-25T12:00:00Z */
#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static BrShelfTruth *
truth (const char *code, gint64 tag_minor, guint differs)
{
  BrShelfTruth *self = br_shelf_truth_new ();

  self->code = g_strdup (code);
  self->name = g_strdup ("Tea, green");
  self->barcode = g_strdup ("6901234567892");
  self->record_minor = 1050;
  self->tag_minor = tag_minor;
  self->tag_us = tag_minor != G_MININT64 ? NOON - HOUR : 0;
  self->tag_proof = tag_minor != G_MININT64 ? BR_TAG_PROOF_PIXELS : BR_TAG_PROOF_NONE;
  self->tag_key = g_strdup ("00000000000000A1");
  self->paper_minor = G_MININT64;
  self->till_minor = 1050;
  self->differs = differs;
  return self;
}

typedef struct
{
  BrTagCertificate certificate;
  GTimeZone *zone;
  GPtrArray *truths;
} Sample;

static void
begin (Sample *sample, guint n_more)
{
  sample->zone = g_time_zone_new_utc ();
  sample->truths = g_ptr_array_new_with_free_func ((GDestroyNotify) br_shelf_truth_unref);
  g_ptr_array_add (sample->truths, truth ("A-1", 1050, 0));
  g_ptr_array_add (sample->truths, truth ("=A-2", 999, BR_SHELF_TAG_DIFFERS | BR_SHELF_PAPER_DIFFERS | BR_SHELF_TILL_DIFFERS));
  g_ptr_array_add (sample->truths, truth ("A-3", G_MININT64, BR_SHELF_TAG_DIFFERS | BR_SHELF_NOT_PROVED));
  for (guint i = 0; i < n_more; i++)
    g_ptr_array_add (sample->truths, truth ("B-1", 1050, 0));
  sample->certificate = (BrTagCertificate) {
    .at_us = NOON, .made_us = NOON, .place = "Corner Shop", .person = "Ada", .zone = sample->zone, .currency = "CNY", .digits = 2, .truths = sample->truths
  };
}

static void
end (Sample *sample)
{
  g_ptr_array_unref (sample->truths);
  g_time_zone_unref (sample->zone);
}

static void
test_csv (void)
{
  static const char *const wanted[] = {
    "As of: 2025-11-25 12:00 UTC\r\n",
    "Shop: Corner Shop\r\n",
    "Made by: Ada\r\n",
    "Articles with a shelf tag: 3\r\n",
    "Currency of all prices: CNY\r\n",
    "Another price than that of record on tag or paper label: 1\r\n",
    "\"Not known, or not proved well enough, what the tag shows: 1\"\r\n",
    "Another price than that of record at the till: 1\r\n",
    "The price at the till is as headquarters last said.\r\n",
    "A-1,\"Tea, green\",6901234567892,10.50,10.50,0000000000A1,Read back,2025-11-25 11:00 UTC,,,10.50,agrees\r\n",
    "\"'=A-2\",\"Tea, green\",6901234567892,10.50,9.99,0000000000A1,Read back,2025-11-25 11:00 UTC,,,10.50,\"tag differs, paper differs, till differs\"\r\n",
    "A-3,\"Tea, green\",6901234567892,10.50,,0000000000A1,Nothing,,,,10.50,\"not known what the tag shows, not proved\"\r\n",
  };
  Sample sample;
  g_autoptr (GBytes) bytes = NULL, again = NULL;
  g_autofree char *text = NULL;

  begin (&sample, 0);
  bytes = br_tag_certificate_csv (&sample.certificate);
  again = br_tag_certificate_csv (&sample.certificate);
  g_assert_true (g_bytes_equal (bytes, again));
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_test_message ("%s", wanted[i]);
      g_assert_nonnull (strstr (text, wanted[i]));
    }
  end (&sample);
}

/* Of the past, nobody knows what the till said, and nobody need have said who made it. */
static void
test_past (void)
{
  Sample sample;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  begin (&sample, 0);
  sample.certificate.made_us = NOON + HOUR;
  sample.certificate.person = NULL;
  bytes = br_tag_certificate_csv (&sample.certificate);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (text, "The price at the till at that moment is not known.\r\n"));
  g_assert_nonnull (strstr (text, "Made by: not known\r\n"));
  g_assert_nonnull (strstr (text, "11:00 UTC,,,not known,agrees\r\n"));
  g_assert_null (strstr (text, ",10.50,agrees"));
  end (&sample);
}

/* The file as text. Caller frees. */
static char *
write_csv (const Sample *sample)
{
  g_autoptr (GBytes) bytes = br_tag_certificate_csv (&sample->certificate);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
assert_has (const char *text, const char *part)
{
  g_test_message ("%s", part);
  g_assert_nonnull (strstr (text, part));
}

/* Every word of the table is explained, to who never saw the program; each once. */
static void
test_explained (void)
{
  static const char *const words[] = { "Price of Record:",
                                       "On the Tag:",
                                       "Since:",
                                       "Tag:",
                                       "Known By",
                                       "Nothing.",
                                       "The station has it:",
                                       "Weak sign:",
                                       "Tag downloaded it:",
                                       "Read back:",
                                       "A person looked:",
                                       "On Paper:",
                                       "Printed:",
                                       "At the Till:",
                                       "Result:",
                                       "“agrees”" };
  Sample sample;
  g_autofree char *text = NULL;
  const char *notes;

  begin (&sample, 0);
  text = write_csv (&sample);
  notes = strstr (text, "How to read this:");
  g_assert_nonnull (notes);
  g_assert_true (notes > strstr (text, "A-3,")); /* below the table, which a spreadsheet is to have in one piece */
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    assert_has (notes, words[i]);
  end (&sample);
}

/* Several tags, every grade of proof, and names as goods have them. */
static void
test_shelves (void)
{
  static const struct
  {
    BrTagProof proof;
    guint n_tags, differs;
    const char *says;
  } cases[] = {
    { BR_TAG_PROOF_STATION, 1, BR_SHELF_NOT_PROVED,
      "农夫山泉 550ml×24,6901234567892,10.50,10.50,0000000000A1,The station has it,2025-11-25 11:00 UTC,,,10.50,not proved\r\n" },
    { BR_TAG_PROOF_WEAK, 1, BR_SHELF_NOT_PROVED, "0000000000A1,Weak sign,2025-11-25 11:00 UTC,,,10.50,not proved\r\n" },
    { BR_TAG_PROOF_TAG, 1, 0, "0000000000A1,Tag downloaded it,2025-11-25 11:00 UTC,,,10.50,agrees\r\n" },
    { BR_TAG_PROOF_PERSON, 3, 0, "0000000000A1 +2,A person looked,2025-11-25 11:00 UTC,,,10.50,agrees\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Sample sample;
      BrShelfTruth *shelf = truth ("水-1", 1050, cases[i].differs);
      g_autofree char *text = NULL;

      begin (&sample, 0);
      g_set_str (&shelf->name, "农夫山泉 550ml×24");
      shelf->tag_proof = cases[i].proof;
      shelf->n_tags = cases[i].n_tags;
      g_ptr_array_add (sample.truths, shelf);
      text = write_csv (&sample);
      assert_has (text, cases[i].says);
      end (&sample);
    }
}

/* Before anything was proved, and before there were tags: that it is not known, not that nothing differed. */
static void
test_before (void)
{
  Sample sample;
  g_autofree char *before = NULL, *none = NULL;

  begin (&sample, 0);
  sample.certificate.made_us = NOON + HOUR;
  g_ptr_array_remove_range (sample.truths, 0, 2);
  before = write_csv (&sample);
  assert_has (before, "A-3,\"Tea, green\",6901234567892,10.50,,0000000000A1,Nothing,,,,not known,\"not known what the tag shows, not proved\"\r\n");
  assert_has (before, "on tag or paper label: 0\r\n");
  assert_has (before, "what the tag shows: 1\"\r\n");
  g_assert_null (strstr (before, "at the till: ")); /* nobody can count that */
  g_ptr_array_set_size (sample.truths, 0);
  none = write_csv (&sample);
  assert_has (none, "Of that moment nothing is known");
  g_assert_null (strstr (before, "Of that moment nothing is known"));
  end (&sample);
}

static guint
count_pages (GBytes *pdf)
{
  static const char mark[] = "/Type /Page ";
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);
  guint n = 0;

  for (const char *at = data; (at = memmem (at, size - (gsize) (at - data), mark, strlen (mark))) != NULL; at++)
    n++;
  return n;
}

static void
test_pdf (void)
{
  Sample sample, longer;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL, again = NULL, many = NULL;

  begin (&sample, 0);
  bytes = br_tag_certificate_pdf (&sample.certificate, &error);
  g_assert_no_error (error);
  again = br_tag_certificate_pdf (&sample.certificate, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 5, "%PDF-", 5);
  g_assert_true (g_bytes_equal (bytes, again));
  begin (&longer, 100);
  many = br_tag_certificate_pdf (&longer.certificate, &error);
  g_assert_no_error (error);
  g_test_message ("%u and %u pages", count_pages (bytes), count_pages (many));
  g_assert_cmpuint (count_pages (bytes), ==, 1);
  g_assert_cmpuint (count_pages (many), ==, 3);
  end (&sample);
  end (&longer);
}

/* What is drawn on the pages, as PDF's own commands. Caller frees. */
static char *
read_pages (GBytes *pdf)
{
  static const char mark[] = "stream\n";
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size), *at = data;
  GString *pages = g_string_new (NULL);

  while ((at = memmem (at, size - (gsize) (at - data), mark, strlen (mark))) != NULL)
    {
      g_autoptr (GZlibDecompressor) inflate = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
      char text[4096] = "";
      gsize n_read, n_written;

      at += strlen (mark);
      g_converter_convert (G_CONVERTER (inflate), at, size - (gsize) (at - data), text, sizeof text - 1, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
      if (g_str_has_suffix (g_strchomp (text), "Q") && strstr (text, "BT\n") != NULL)
        g_string_append (pages, text);
    }
  return g_string_free (pages, FALSE);
}

/* What is drawn twice in the same place looks bold. */
static void
test_once (void)
{
  static const char *const headings[] = { "one", "two", NULL }, *const cells[] = { "V", "Y", NULL };
  static const double widths[] = { 1, 1 };
  g_autoptr (GPtrArray) none = g_ptr_array_new (), rows = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *pages = NULL;

  g_ptr_array_add (rows, (gpointer) cells);
  pdf = br_certificate_pdf (&(BrCertificate) { .title = "x", .lines = none, .headings = headings, .widths = widths, .rows = rows }, &error);
  g_assert_no_error (error);
  pages = read_pages (pdf);
  g_test_message ("%s", pages);
  for (gsize i = 0; cells[i] != NULL; i++)
    {
      g_assert_nonnull (strchr (pages, *cells[i]));
      g_assert_true (strchr (pages, *cells[i]) == strrchr (pages, *cells[i]));
    }
}

static void
test_columns (void)
{
  const char *headings[BR_CERTIFICATE_MAX_COLUMNS + 2] = { NULL };
  double widths[BR_CERTIFICATE_MAX_COLUMNS + 1];
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= BR_CERTIFICATE_MAX_COLUMNS; i++)
    {
      headings[i] = "x";
      widths[i] = 1;
    }
  g_assert_null (br_certificate_pdf (&(BrCertificate) { .title = "x", .lines = none, .headings = headings, .widths = widths, .rows = none }, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tag-certificate/csv", test_csv);
  g_test_add_func ("/tag-certificate/past", test_past);
  g_test_add_func ("/tag-certificate/explained", test_explained);
  g_test_add_func ("/tag-certificate/shelves", test_shelves);
  g_test_add_func ("/tag-certificate/before", test_before);
  g_test_add_func ("/tag-certificate/pdf", test_pdf);
  g_test_add_func ("/tag-certificate/once", test_once);
  g_test_add_func ("/tag-certificate/columns", test_columns);
  return g_test_run ();
}
