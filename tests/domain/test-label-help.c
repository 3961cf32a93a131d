/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The help page on values of labels: each example says on paper what the page says it does, and every function is shown. */
#include "config.h"

#include "br-label-expr.h"

#define PAGE "help/C/label-values.page"

/* The goods of the page's examples. */
static const struct
{
  const char *name;
  BrLabelFieldType type;
  const char *value; /* or NULL: missing */
} goods[] = {
  { "name", BR_LABEL_FIELD_TEXT, "Jasmine Tea" }, { "name_alt", BR_LABEL_FIELD_TEXT, NULL },        { "net_content", BR_LABEL_FIELD_TEXT, "250 g" },
  { "origin", BR_LABEL_FIELD_TEXT, "Fuding" },    { "pack_size", BR_LABEL_FIELD_DECIMAL, "250" },   { "pack_unit", BR_LABEL_FIELD_TEXT, "g" },
  { "sku", BR_LABEL_FIELD_TEXT, "TEA-0042" },     { "gtin", BR_LABEL_FIELD_GTIN, "6901234567892" }, { "price", BR_LABEL_FIELD_DECIMAL, "38.80" },
  { "regular", BR_LABEL_FIELD_DECIMAL, "45.00" },
};

typedef struct
{
  GPtrArray *rows;  /* of GStrv: the texts of a row's <code> */
  GPtrArray *cells; /* of the row being read; NULL outside a row */
  GString *code;    /* NULL outside <code> */
} Reader;

static void
start_cb (GMarkupParseContext *context, const char *name, const char **keys, const char **values, gpointer user_data, GError **error)
{
  Reader *reader = user_data;

  if (g_str_equal (name, "tr"))
    reader->cells = g_ptr_array_new ();
  else if (g_str_equal (name, "code"))
    reader->code = g_string_new (NULL);
}

static void
end_cb (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  Reader *reader = user_data;

  if (g_str_equal (name, "code"))
    {
      char *text = g_string_free_and_steal (g_steal_pointer (&reader->code));

      if (reader->cells != NULL)
        g_ptr_array_add (reader->cells, text);
      else
        g_free (text);
    }
  else if (g_str_equal (name, "tr"))
    {
      g_ptr_array_add (reader->cells, NULL);
      g_ptr_array_add (reader->rows, g_ptr_array_free (g_steal_pointer (&reader->cells), FALSE));
    }
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data, GError **error)
{
  Reader *reader = user_data;

  if (reader->code != NULL)
    g_string_append_len (reader->code, text, (gssize) length);
}

static GPtrArray *
read_page (void)
{
  static const GMarkupParser parser = { .start_element = start_cb, .end_element = end_cb, .text = text_cb };
  g_autofree char *path = g_build_filename (g_getenv ("BR_SOURCE_DIR"), PAGE, NULL);
  g_autofree char *page = NULL;
  g_autoptr (GError) error = NULL;
  Reader reader = { .rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev) };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &reader, NULL);
  gsize length;

  g_assert_true (g_file_get_contents (path, &page, &length, &error));
  g_assert_true (g_markup_parse_context_parse (context, page, (gssize) length, &error));
  g_assert_no_error (error);
  g_markup_parse_context_free (context);
  return reader.rows;
}

static void
test_examples (void)
{
  g_autoptr (GPtrArray) rows = read_page (), types = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_field_free);
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();
  BrLabelTemplate template = { .fields = types };
  /* 2026-11-23 09:05 */
  BrLabelScope scope = { .template = &template,
                         .fields = fields,
                         .now_us = G_GINT64_CONSTANT (1795424700) * G_USEC_PER_SEC,
                         .currency = "CNY",
                         .copy = 1,
                         .copies = 2,
                         .index = 3,
                         .total = 12 };
  guint n_shown = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (goods); i++)
    {
      g_ptr_array_add (types, br_label_field_new (goods[i].name, goods[i].type));
      br_label_fields_set (fields, goods[i].name, goods[i].value);
    }
  for (guint i = 0; i < rows->len; i++)
    {
      const char *const *cells = rows->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autofree char *said = NULL;

      g_test_message ("%s", cells[0]);
      g_assert_true (br_label_text_check (cells[0], NULL, &error));
      g_assert_no_error (error);
      if (g_strv_length ((char **) cells) == 1)
        continue; /* a list of fields */
      said = br_label_text_eval (cells[0], &scope, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (said, ==, cells[1]);
      n_shown++;
    }
  g_assert_cmpuint (n_shown, >, 30);
}

static void
test_functions (void)
{
  /* As listed at the top of br-label-expr.c. */
  static const char functions[] = "if switch coalesce has money num round unit_price percent_off rmb_upper upper lower trim left right mid pad replace"
                                  " join len date add eom weekday today now cn_date gtin check10 luhn ean2x gs1 digital_link seq copy copies index total";
  g_auto (GStrv) names = g_strsplit (functions, " ", -1);
  g_autoptr (GPtrArray) rows = read_page ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *pattern = g_strdup_printf ("\\{[^}]*\\b%s\\b", names[i]);
      gboolean shown = FALSE;

      for (guint row = 0; row < rows->len && !shown; row++)
        {
          const char *const *cells = rows->pdata[row];

          shown = cells[1] != NULL && g_regex_match_simple (pattern, cells[0], 0, 0);
        }
      g_test_message ("%s", names[i]);
      g_assert_true (shown);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label-help/examples", test_examples);
  g_test_add_func ("/label-help/functions", test_functions);
  return g_test_run ();
}
