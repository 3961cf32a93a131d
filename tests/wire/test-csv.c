/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "br-csv.h"
#include "br-error.h"

/* All rows as "a|b/c|d". */
static char *
read_all (GBytes *bytes, GError **error)
{
  g_autoptr (BrCsvReader) reader = br_csv_reader_new (bytes, error);
  g_autoptr (GString) out = g_string_new (NULL);
  GPtrArray *cells;

  if (reader == NULL)
    return NULL;
  for (;;)
    {
      if (!br_csv_reader_next (reader, &cells, error))
        return NULL;
      if (cells == NULL)
        return g_string_free_and_steal (g_steal_pointer (&out));
      if (out->len > 0)
        g_string_append_c (out, '/');
      for (guint i = 0; i < cells->len; i++)
        g_string_append_printf (out, i > 0 ? "|%s" : "%s", (char *) cells->pdata[i]);
    }
}

static void
test_read (void)
{
  static const struct
  {
    const char *text;
    const char *rows;
  } rows[] = {
    { "a,b\r\nc,d\r\n", "a|b/c|d" },
    { "a,b\nc,d", "a|b/c|d" },
    { "a\rb", "a/b" },
    { "\"a,b\",\"c\"\"d\"\n", "a,b|c\"d" },
    { "\"two\nlines\",x", "two\nlines|x" },
    { "a;b;c\n1;2,5;3", "a|b|c/1|2,5|3" },
    { "a\tb\n\"x\ty\"\tz", "a|b/x\ty|z" },
    { "a|b\n", "a|b" },
    { "a,\n,b\n", "a|/|b" },
    { "\n\n a , b \n\n", " a | b " },
    { "5\" nail,2\n", "5\" nail|2" },
    { "\"a\"b,c", "ab|c" },
    { "\xef\xbb\xbfname\n\xe7\x89\x9b", "name/牛" },
    { "", "" },
    { "\n\r\n", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i].text, strlen (rows[i].text));
      g_autoptr (GError) error = NULL;
      g_autofree char *all = read_all (bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (all, ==, rows[i].rows);
    }
}

static void
test_encodings (void)
{
  static const char *const codes[] = { "UTF-8", "UTF-16", "GB18030", "WINDOWS-1252" };
  static const char *const texts[] = { "品名,价格\n光明鲜牛奶,12.80", "品名,价格\n光明鲜牛奶,12.80", "品名,价格\n光明鲜牛奶,12.80", "café,crème brûlée\nà,é" };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      gsize length;
      char *encoded = g_convert (texts[i], -1, codes[i], "UTF-8", NULL, &length, NULL);
      g_autoptr (GBytes) bytes = g_bytes_new_take (encoded, length);
      g_autoptr (BrCsvReader) reader = br_csv_reader_new (bytes, NULL);
      g_autofree char *all = read_all (bytes, NULL);
      g_autofree char *expected = g_strdelimit (g_strdelimit (g_strdup (texts[i]), ",", '|'), "\n", '/');

      g_assert_cmpstr (br_csv_reader_get_encoding (reader), ==, codes[i]);
      g_assert_cmpstr (all, ==, expected);
    }
}

static void
test_lines (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("h\n\n\"a\nb\"\nc", 10);
  g_autoptr (BrCsvReader) reader = br_csv_reader_new (bytes, NULL);
  static const guint expected[] = { 1, 3, 5 };
  GPtrArray *cells;

  for (int round = 0; round < 2; round++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
        {
          g_assert_true (br_csv_reader_next (reader, &cells, NULL));
          g_assert_cmpuint (br_csv_reader_get_line (reader), ==, expected[i]);
        }
      g_assert_true (br_csv_reader_next (reader, &cells, NULL));
      g_assert_null (cells);
      br_csv_reader_rewind (reader);
    }
}

static void
test_refused (void)
{
  g_autofree char *wide = g_strnfill (BR_TABLE_MAX_COLUMNS, ',');
  g_autofree char *large = g_strnfill (BR_TABLE_MAX_CELL + 1, 'x');
  struct
  {
    const char *data;
    gsize size;
    int code;
  } rows[] = {
    { "a,\"open\nb", 9, BR_ERROR_INVALID },
    { "a\0b", 3, BR_ERROR_INVALID },
    { wide, strlen (wide), BR_ERROR_RANGE },
    { large, strlen (large), BR_ERROR_RANGE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i].data, rows[i].size);
      g_autoptr (GError) error = NULL;

      g_assert_null (read_all (bytes, &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
    }
}

static void
test_write (void)
{
  static const char *const cells[] = { "plain", "a,b", "say \"x\"", "two\nlines", "=1+1", "-5", "@cmd", NULL, "+8613800" };
  g_autoptr (GString) defused = g_string_new (NULL), kept = g_string_new (NULL);

  br_csv_write_row (defused, cells, G_N_ELEMENTS (cells), BR_CSV_DEFUSE);
  g_assert_cmpstr (defused->str, ==, "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"'=1+1\",-5,\"'@cmd\",,+8613800\r\n");
  br_csv_write_row (kept, cells + 4, 1, BR_CSV_KEEP);
  g_assert_cmpstr (kept->str, ==, "=1+1\r\n");
}

/* What is written is read again as it was, whatever is in the cells. */
static void
test_round_trip (void)
{
  static const char *const pieces[] = { ",", "\"", "\n", ";", "\t", "x", "牛", " ", "'", "|", "0" };
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed=%u", seed);
  for (int round = 0; round < 2000; round++)
    {
      g_autoptr (GString) file = g_string_new ("h1,h2,h3\r\n"), expected = g_string_new ("h1|h2|h3");
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *all = NULL;

      for (int row = 0; row < 3; row++)
        {
          g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

          for (int i = 0; i < 3; i++)
            {
              GString *cell = g_string_new ("k");

              for (int j = g_rand_int_range (rand, 0, 6); j > 0; j--)
                g_string_append (cell, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
              g_string_append_printf (expected, "%s%s", i == 0 ? "/" : "|", cell->str);
              g_ptr_array_add (cells, g_string_free_and_steal (cell));
            }
          br_csv_write_row (file, (const char *const *) cells->pdata, cells->len, BR_CSV_DEFUSE);
        }
      bytes = g_bytes_new_static (file->str, file->len);
      all = read_all (bytes, NULL);
      g_assert_cmpstr (all, ==, expected->str);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/csv/read", test_read);
  g_test_add_func ("/wire/csv/encodings", test_encodings);
  g_test_add_func ("/wire/csv/lines", test_lines);
  g_test_add_func ("/wire/csv/refused", test_refused);
  g_test_add_func ("/wire/csv/write", test_write);
  g_test_add_func ("/wire/csv/round-trip", test_round_trip);
  return g_test_run ();
}
