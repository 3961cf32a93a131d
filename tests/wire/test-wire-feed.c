/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feed pages: golden text, round trips, pages cut at every byte, hostile lines, speed. */
#include "config.h"

#include "br-wire-feed.h"

#include <string.h>

#include "br-error.h"
#include "br-wire-record.h"
#include "wire-samples.h"

#define ID_1 "01890000-0000-7000-8000-000000000001"
#define HEAD "{\"feed\":\"cat\",\"epoch\":\"9f\",\"from\":10,\"cols\":{\"brand\":[\"rev\",\"by\",\"at\",\"deleted\",\"name\"]}}\n"
#define ROW "[\"brand\",\"" ID_1 "\",11,[2,\"Ann\",5,null,\"茶\"]]\n"
#define GONE "[\"-\",\"sku\",\"" ID_1 "\",12]\n"
#define END "{\"end\":1,\"next\":12,\"head\":12,\"n\":7,\"xsum\":\"00000000000000ff\",\"more\":false}\n"

/* Reads a page to its end line. */
static gboolean
read_all (const char *text, gsize length, guint *n_rows, GError **error)
{
  g_autoptr (GBytes) page = g_bytes_new_static (text, length);
  g_autoptr (BrFeedReader) reader = br_feed_reader_new (page, error);
  BrFeedRowKind what;
  const BrRecord *record;
  gint64 seq;
  BrFeedEnd end;

  *n_rows = 0;
  if (reader == NULL)
    return FALSE;
  while (br_feed_reader_next (reader, &what, &record, &seq, &end, error))
    {
      if (what == BR_FEED_END)
        return TRUE;
      *n_rows += what != BR_FEED_MARK;
    }
  return FALSE;
}

static void
test_golden (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  BrKind kinds[] = { BR_KIND_BRAND };
  BrFeedEnd end = { .next = 12, .head = 12, .n = 7, .xsum = 255, .more = FALSE };
  BrId id;

  g_assert_true (br_id_parse (ID_1, &id, NULL));
  br_feed_write_head (out, "cat", "9f", 10, kinds, 1);
  br_feed_write_row (out, BR_KIND_BRAND, &id, 11, "[2,\"Ann\",5,null,\"茶\"]");
  br_feed_write_tombstone (out, BR_KIND_SKU, &id, 12);
  br_feed_write_end (out, &end);
  g_assert_cmpstr (out->str, ==, HEAD ROW GONE END);
}

static void
test_read (void)
{
  g_autoptr (GBytes) page = g_bytes_new_static (HEAD ROW "{\"page\":11}\n" GONE END, strlen (HEAD ROW "{\"page\":11}\n" GONE END));
  g_autoptr (GError) error = NULL;
  g_autoptr (BrFeedReader) reader = br_feed_reader_new (page, &error);
  BrFeedRowKind what;
  const BrRecord *record;
  gint64 seq;
  BrFeedEnd end, peeked;

  g_assert_no_error (error);
  g_assert_cmpstr (br_feed_reader_get_head (reader)->feed, ==, "cat");
  g_assert_cmpint (br_feed_reader_get_head (reader)->from, ==, 10);
  g_assert_true (br_feed_reader_next (reader, &what, &record, &seq, &end, &error));
  g_assert_cmpint (what, ==, BR_FEED_ROW);
  g_assert_cmpint (seq, ==, 11);
  g_assert_cmpint (record->rev, ==, 2);
  g_assert_cmpstr (record->by, ==, "Ann");
  g_assert_cmpstr (br_record_text (record, BR_BRAND_NAME), ==, "茶");
  g_assert_true (br_feed_reader_next (reader, &what, &record, &seq, &end, &error));
  g_assert_cmpint (what, ==, BR_FEED_MARK);
  g_assert_true (br_feed_reader_next (reader, &what, &record, &seq, &end, &error));
  g_assert_cmpint (what, ==, BR_FEED_TOMBSTONE);
  g_assert_cmpint (record->kind, ==, BR_KIND_SKU);
  g_assert_cmpint (seq, ==, 12);
  g_assert_true (br_feed_reader_next (reader, &what, &record, &seq, &end, &error));
  g_assert_cmpint (what, ==, BR_FEED_END);
  g_assert_cmpuint (end.xsum, ==, 255);
  g_assert_false (end.more);
  g_assert_true (br_feed_peek_end (page, &peeked, &error));
  g_assert_cmpint (peeked.next, ==, end.next);
}

/* Columns in another order, unknown and missing ones. */
static void
test_columns (void)
{
  static const char text[] = "{\"feed\":\"cat\",\"epoch\":\"e\",\"from\":0,\"cols\":{\"brand\":[\"name\",\"colour\",\"rev\"],\"ship\":[\"rev\"]}}\n"
                             "[\"brand\",\"" ID_1 "\",1,[\"茶\",{\"new\":[1]},3]]\n";
  g_autoptr (GBytes) page = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (BrFeedReader) reader = br_feed_reader_new (page, &error);
  BrFeedRowKind what;
  const BrRecord *record;
  gint64 seq;
  BrFeedEnd end;

  g_assert_no_error (error);
  br_feed_reader_next (reader, &what, &record, &seq, &end, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (br_record_text (record, BR_BRAND_NAME), ==, "茶");
  g_assert_cmpint (record->rev, ==, 3);
}

static void
test_round_trip (void)
{
  BrXorshift random;
  BrKind kinds[BR_N_KINDS - 1];
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) br_record_free);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GBytes) page = NULL;
  g_autoptr (BrFeedReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  BrFeedEnd end = { .next = 2000, .head = 3000, .more = TRUE };

  br_xorshift_init (&random, sample_seed ());
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    kinds[i] = i + 1;
  br_feed_write_head (out, "cat", "e", 0, kinds, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < 1000; i++)
    {
      BrRecord *record = sample_record (&random);
      g_autoptr (GString) body = g_string_new (NULL);

      br_wire_record_write (record, body);
      br_feed_write_row (out, record->kind, &record->id, 2 * i + 1, body->str);
      g_ptr_array_add (records, record);
    }
  br_feed_write_end (out, &end);
  page = g_bytes_new_static (out->str, out->len);
  reader = br_feed_reader_new (page, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    {
      BrFeedRowKind what;
      const BrRecord *record;
      gint64 seq;

      br_feed_reader_next (reader, &what, &record, &seq, &end, &error);
      g_assert_no_error (error);
      g_assert_true (sample_equal (record, g_ptr_array_index (records, i)));
      g_assert_cmpint (seq, ==, 2 * i + 1);
    }
}

static void
test_cut (void)
{
  static const char whole[] = HEAD ROW GONE END;
  guint n_rows;

  for (gsize n = 0; n < strlen (whole); n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) page = g_bytes_new_static (whole, n);
      BrFeedEnd end;

      g_assert_false (read_all (whole, n, &n_rows, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_PROTOCOL);
      g_assert_false (br_feed_peek_end (page, &end, NULL));
    }
}

static void
test_bad (void)
{
  static const char *const pages[] = {
    "\n",
    "{}\n",
    "[]\n",
    "{\"feed\":\"cat\",\"epoch\":\"9f\",\"from\":-1,\"cols\":{}}\n",
    "{\"feed\":\"cat\",\"epoch\":\"9f\",\"from\":0,\"cols\":{\"brand\":[]}}\n",
    "{\"feed\":\"cat\",\"epoch\":\"9f\",\"from\":0,\"cols\":{\"brand\":[\"name\",\"name\"]}}\n",
    "{\"feed\":\"cat\",\"epoch\":\"9f\",\"from\":0,\"cols\":[]}\n",
    HEAD "\n",
    HEAD "1\n",
    HEAD "[]\n",
    HEAD "[1,2,3,4]\n",
    HEAD "{}\n",
    HEAD "{\"page\":9}\n",
    HEAD "[\"brand\",\"" ID_1 "\",11,{}]\n",
    HEAD "[\"brand\",\"x\",11,[]]\n",
    HEAD "[\"brand\",\"" ID_1 "\",\"11\",[]]\n",
    HEAD "[\"brand\",\"" ID_1 "\",10,[]]\n",                                /* not after the cursor */
    HEAD "[\"sku\",\"" ID_1 "\",11,[]]\n",                                  /* a kind without columns */
    HEAD "[\"brand\",\"" ID_1 "\",11,[1,null,1,null,\"a\",2]]\n",           /* more cells than columns */
    HEAD "[\"brand\",\"" ID_1 "\",11,[1,null,1,null,[[[[]]]]]]\n",
    HEAD "[\"brand\",\"" ID_1 "\",11,[1,null,1,null,\"\xc3\"]]\n",          /* bad UTF-8 */
    HEAD "[\"brand\",\"" ID_1 "\",11,[1,null,1,null,\"\\ud800\"]]\n",       /* half a surrogate pair */
    HEAD ROW ROW,                                                           /* the same number again */
    HEAD "[\"-\",\"ship\",\"" ID_1 "\",12]\n",
    HEAD ROW "{\"end\":1,\"next\":10,\"head\":12,\"n\":7,\"xsum\":\"00000000000000ff\",\"more\":false}\n", /* next before the last row */
    HEAD "{\"end\":1,\"next\":12,\"head\":11,\"n\":7,\"xsum\":\"00000000000000ff\",\"more\":false}\n",
    HEAD "{\"end\":1,\"next\":12,\"head\":12,\"n\":7,\"xsum\":\"ff\",\"more\":false}\n",
    HEAD "{\"end\":1,\"next\":12,\"head\":12,\"n\":7,\"xsum\":\"00000000000000ff\"}\n",
  };
  guint n_rows;

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", pages[i]);
      g_assert_false (read_all (pages[i], strlen (pages[i]), &n_rows, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_PROTOCOL);
    }
}

static void
test_long_line (void)
{
  g_autoptr (GString) page = g_string_new (HEAD "[\"brand\",\"" ID_1 "\",11,[1,null,1,null,\"");
  g_autoptr (GError) error = NULL;
  guint n_rows;

  for (guint i = 0; i < 1200; i++)
    g_string_append_printf (page, "%01024d", 0);
  g_string_append (page, "\"]]\n");
  g_assert_false (read_all (page->str, page->len, &n_rows, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
}

static void
test_item_sum (void)
{
  BrId id;

  g_assert_true (br_id_parse (ID_1, &id, NULL));
  /* printf '2|01890000-0000-7000-8000-000000000001|11' | sha256sum | head -c 16 */
  g_assert_cmphex (br_feed_item_sum (BR_KIND_BRAND, &id, 11), ==, G_GUINT64_CONSTANT (0xc73244e233dd51f0));
}

/* The rate is printed with -m perf; 400,000 rows a second are wanted. */
static void
test_speed (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  BrKind kinds[] = { BR_KIND_SKU };
  BrId id = { .bytes = { 1 } };
  BrFeedEnd end = { .next = 100000, .head = 100000 };
  g_autoptr (GError) error = NULL;
  gint64 begin;
  double rate;
  guint n_rows;

  br_feed_write_head (out, "cat", "e", 0, kinds, 1);
  for (guint i = 0; i < 100000; i++)
    br_feed_write_row (out, BR_KIND_SKU, &id, i + 1,
                       "[3,\"Ann\",1780000000000000,null,\"" ID_1 "\",\"SKU-000123\",\"Large\\nRed\",\"6901234567892\\tean\\t1000\",1250,\"listed\",null]");
  br_feed_write_end (out, &end);
  begin = g_get_monotonic_time ();
  g_assert_true (read_all (out->str, out->len, &n_rows, &error));
  rate = 100000.0 * G_USEC_PER_SEC / (g_get_monotonic_time () - begin);
  g_assert_cmpuint (n_rows, ==, 100000);
  g_test_message ("%.0f rows a second", rate);
  if (g_test_perf ())
    g_test_maximized_result (rate, "%.0f rows/s", rate);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/feed/golden", test_golden);
  g_test_add_func ("/wire/feed/read", test_read);
  g_test_add_func ("/wire/feed/columns", test_columns);
  g_test_add_func ("/wire/feed/round-trip", test_round_trip);
  g_test_add_func ("/wire/feed/cut", test_cut);
  g_test_add_func ("/wire/feed/bad", test_bad);
  g_test_add_func ("/wire/feed/long-line", test_long_line);
  g_test_add_func ("/wire/feed/item-sum", test_item_sum);
  g_test_add_func ("/wire/feed/speed", test_speed);
  return g_test_run ();
}
