/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "br-error.h"
#include "br-table.h"

typedef struct
{
  const char *name;
  const char *content;
} Part;

/* A ZIP container of these parts; `padding` zero bytes are appended to the last one. */
static GBytes *
make_zip (const Part *parts, gsize n, gsize padding)
{
  g_autofree char *buffer = g_malloc (1 << 20), *zeros = g_malloc0 (1 << 20);
  struct archive *archive = archive_write_new ();
  size_t used = 0;

  archive_write_set_format_zip (archive);
  archive_write_open_memory (archive, buffer, 1 << 20, &used);
  for (gsize i = 0; i < n; i++)
    {
      struct archive_entry *entry = archive_entry_new ();
      gsize extra = i == n - 1 ? padding : 0;

      archive_entry_set_pathname (entry, parts[i].name);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, (la_int64_t) (strlen (parts[i].content) + extra));
      archive_write_header (archive, entry);
      archive_write_data (archive, parts[i].content, strlen (parts[i].content));
      for (gsize left = extra; left > 0; left -= MIN (left, 1 << 20))
        archive_write_data (archive, zeros, MIN (left, 1 << 20));
      archive_entry_free (entry);
    }
  archive_write_close (archive);
  archive_write_free (archive);
  return g_bytes_new (buffer, used);
}

static char *
read_all (GBytes *bytes, GError **error)
{
  g_autoptr (BrTable) table = br_table_new (bytes, error);
  g_autoptr (GString) out = g_string_new (NULL);
  GPtrArray *cells;

  if (table == NULL)
    return NULL;
  for (;;)
    {
      if (!br_table_next (table, &cells, error))
        return NULL;
      if (cells == NULL)
        return g_string_free_and_steal (g_steal_pointer (&out));
      g_string_append_printf (out, "%s%u:", out->len > 0 ? "/" : "", br_table_get_line (table));
      for (guint i = 0; i < cells->len; i++)
        g_string_append_printf (out, i > 0 ? "|%s" : "%s", (char *) cells->pdata[i]);
    }
}

#define WORKBOOK "<workbook xmlns:r='r'><sheets><sheet name='Goods' sheetId='1' r:id='rId7'/></sheets></workbook>"
#define RELATIONS "<Relationships><Relationship Id='rId7' Target='worksheets/sheet3.xml'/></Relationships>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

static GBytes *
make_workbook (const char *strings, const char *sheet)
{
  const Part parts[] = {
    { "xl/workbook.xml", WORKBOOK },
    { "xl/_rels/workbook.xml.rels", RELATIONS },
    { "xl/sharedStrings.xml", strings },
    { "xl/worksheets/sheet3.xml", sheet },
  };

  return make_zip (parts, G_N_ELEMENTS (parts), 0);
}

static void
test_cells (void)
{
  static const struct
  {
    const char *cells, *expected;
  } rows[] = {
    { "<c r='A1' t='s'><v>1</v></c><c r='C1'><v>12.5</v></c>", "1:牛奶||12.5" },
    { "<c r='A1'><v>6.901234567892E12</v></c>", "1:6901234567892" },
    { "<c r='A1'><v>0.30000000000000004</v></c>", "1:0.3" },
    { "<c r='A1'><v>1234567890123.0</v></c>", "1:1234567890123" },
    { "<c r='A1' t='inlineStr'><is><r><t>a</t></r><r><t>b</t></r><rPh><t>x</t></rPh></is></c>", "1:ab" },
    { "<c r='A1' t='str'><f>A2&amp;\"x\"</f><v>yx</v></c>", "1:yx" },
    { "<c r='A1' t='b'><v>1</v></c><c r='B1' t='e'><v>#N/A</v></c><c r='C1' t='b'><v>0</v></c>", "1:TRUE||FALSE" },
    { "<c r='A1' t='s'><v>99</v></c><c r='B1'><v>1</v></c>", "1:|1" },
    { "<c><v>1</v></c><c><v>2</v></c>", "1:1|2" },
    { "<c r='A1' s='2'/><c r='B1' t='s'><v>0</v></c>", "1:|SKU" },
    { "<c r='A1' s='2'/>", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *sheet = g_strdup_printf (SHEET ("<row r='1'>%s</row>"), rows[i].cells);
      g_autoptr (GBytes) bytes = make_workbook ("<sst><si><t>SKU</t></si><si><t>牛</t><t>奶</t></si></sst>", sheet);
      g_autoptr (GError) error = NULL;
      g_autofree char *all = read_all (bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (all, ==, rows[i].expected);
    }
}

static void
test_rows_and_rewind (void)
{
  g_autoptr (GBytes) bytes = make_workbook ("<sst/>", SHEET ("<row r='2'><c r='A2'><v>1</v></c></row><row r='3'/><row r='9'><c r='B9'><v>2</v></c></row>"));
  g_autofree char *all = read_all (bytes, NULL);
  g_autoptr (BrTable) table = br_table_new (bytes, NULL);
  GPtrArray *cells;

  g_assert_cmpstr (all, ==, "2:1/9:|2");
  for (int round = 0; round < 2; round++)
    {
      g_assert_true (br_table_next (table, &cells, NULL));
      g_assert_cmpstr (cells->pdata[0], ==, "1");
      g_assert_true (br_table_rewind (table, NULL));
    }
}

static void
test_refused (void)
{
  static const Part no_sheet[] = { { "xl/workbook.xml", WORKBOOK } };
  static const Part no_relations[] = { { "xl/workbook.xml", "<workbook/>" }, { "other.xml", "x" } };
  const struct
  {
    GBytes *bytes;
    int code;
  } rows[] = {
    { make_zip (no_sheet, 1, 0), BR_ERROR_INVALID },
    { make_zip (no_relations, 2, 0), BR_ERROR_INVALID },
    { make_workbook ("<sst><si><t>open", SHEET ("")), BR_ERROR_INVALID },
    { make_workbook ("<sst/>", "<worksheet><sheetData><row r='1'><c r='A1'><v>1"), BR_ERROR_INVALID },
    { make_workbook ("<sst/>", SHEET ("<row><c r='ZZZ1'><v>1</v></c></row>")), BR_ERROR_INVALID },
    { make_workbook ("<sst/>", SHEET ("<row><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row>")), BR_ERROR_INVALID },
    { make_workbook ("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><sst><si><t>&b;</t></si></sst>", SHEET ("")), 0 },
    { g_bytes_new_static ("PK\3\4 but no more", 16), BR_ERROR_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = rows[i].bytes;
      g_autoptr (GError) error = NULL;
      g_autofree char *all = read_all (bytes, &error);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      if (rows[i].code == 0)
        g_assert_cmpstr (all, ==, ""); /* the entity was not expanded and did no harm */
      else
        g_assert_error (error, BR_ERROR, rows[i].code);
    }
}

static void
test_bomb (void)
{
  static const Part parts[] = { { "xl/workbook.xml", WORKBOOK }, { "xl/worksheets/sheet1.xml", "<worksheet>" } };
  g_autoptr (GBytes) bytes = make_zip (parts, 2, 200 * 1024 * 1024);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_bytes_get_size (bytes), <, 1024 * 1024);
  g_assert_null (read_all (bytes, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
}

/* Every way to cut a workbook short is refused or read as what is whole; nothing crashes. */
static void
test_truncated (void)
{
  g_autoptr (GBytes) whole = make_workbook ("<sst><si><t>SKU</t></si></sst>", SHEET ("<row r='1'><c r='A1' t='s'><v>0</v></c></row>"));

  for (gsize size = 4; size < g_bytes_get_size (whole); size++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, size);
      g_autoptr (GError) error = NULL;
      g_autofree char *all = read_all (cut, &error);

      g_assert_true ((all != NULL) != (error != NULL));
    }
}

static void
test_round_trip (void)
{
  BrXlsxWriter *writer = br_xlsx_writer_new ("Products");
  const BrXlsxCell head[] = { { .text = "商品" }, { .text = "Price" }, { .text = "Barcode" } };
  const BrXlsxCell row[] = { { .text = "=1+1 <&> 牛奶" }, { .number = 12.8, .is_number = TRUE, .digits = 2 }, { .text = "06901234567892" } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *all = NULL;

  br_xlsx_writer_add_row (writer, head, G_N_ELEMENTS (head));
  br_xlsx_writer_add_row (writer, row, G_N_ELEMENTS (row));
  bytes = br_xlsx_writer_finish (writer, &error);
  g_assert_no_error (error);
  all = read_all (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (all, ==, "1:商品|Price|Barcode/2:=1+1 <&> 牛奶|12.8|06901234567892");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/xlsx/cells", test_cells);
  g_test_add_func ("/wire/xlsx/rows-and-rewind", test_rows_and_rewind);
  g_test_add_func ("/wire/xlsx/refused", test_refused);
  g_test_add_func ("/wire/xlsx/bomb", test_bomb);
  g_test_add_func ("/wire/xlsx/truncated", test_truncated);
  g_test_add_func ("/wire/xlsx/round-trip", test_round_trip);
  return g_test_run ();
}
