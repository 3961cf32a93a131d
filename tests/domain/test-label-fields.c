/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of a label: kept by name, copied deeply, bounded. */
#include "config.h"

#include "br-label-fields.h"

static GPtrArray *
make_rows (guint n)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_fields_free);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *qty = g_strdup_printf ("%u", i);
      BrLabelFields *row = br_label_fields_new ();

      br_label_fields_set (row, "qty", qty);
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static void
test_set_get (void)
{
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();

  g_assert_null (br_label_fields_get (fields, "name"));
  br_label_fields_set (fields, "name", "茉莉花茶");
  br_label_fields_set (fields, "price", "12.30");
  br_label_fields_set (fields, "brand", "");
  g_assert_cmpstr (br_label_fields_get (fields, "name"), ==, "茉莉花茶");
  g_assert_cmpstr (br_label_fields_get (fields, "price"), ==, "12.30");
  g_assert_cmpstr (br_label_fields_get (fields, "brand"), ==, ""); /* empty is not missing */
  br_label_fields_set (fields, "price", "9.90");
  g_assert_cmpstr (br_label_fields_get (fields, "price"), ==, "9.90");
  br_label_fields_set (fields, "price", NULL);
  g_assert_null (br_label_fields_get (fields, "price"));
  br_label_fields_set (fields, "price", NULL);
  br_label_fields_set (fields, "name", "a\xff z");
  g_assert_true (g_utf8_validate (br_label_fields_get (fields, "name"), -1, NULL));
}

static void
test_names (void)
{
  static const char *const names[] = { "unit", "sku", "name", "gtin", "price", "a", "zz" };
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();
  g_autoptr (GPtrArray) sorted = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    br_label_fields_set (fields, names[i], names[i]);
  br_label_fields_set_list (fields, "lines", make_rows (2));
  sorted = br_label_fields_names (fields);
  g_assert_cmpuint (sorted->len, ==, G_N_ELEMENTS (names) + 1);
  for (guint i = 1; i < sorted->len; i++)
    g_assert_cmpstr (sorted->pdata[i - 1], <, sorted->pdata[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (br_label_fields_get (fields, names[i]), ==, names[i]);
}

static void
test_lists (void)
{
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();
  g_autoptr (BrLabelFields) copy = NULL;

  g_assert_null (br_label_fields_get_list (fields, "lines"));
  br_label_fields_set_list (fields, "lines", make_rows (3));
  g_assert_null (br_label_fields_get (fields, "lines")); /* a list has no text */
  g_assert_cmpuint (br_label_fields_get_list (fields, "lines")->len, ==, 3);
  br_label_fields_set (fields, "name", "x");

  copy = br_label_fields_copy (fields);
  br_label_fields_set_list (fields, "lines", NULL);
  br_label_fields_set (fields, "name", "y");
  g_assert_null (br_label_fields_get_list (fields, "lines"));
  g_assert_cmpstr (br_label_fields_get (copy, "name"), ==, "x");
  g_assert_cmpuint (br_label_fields_get_list (copy, "lines")->len, ==, 3);
  g_assert_cmpstr (br_label_fields_get (br_label_fields_get_list (copy, "lines")->pdata[2], "qty"), ==, "2");

  br_label_fields_set (copy, "lines", "text now");
  g_assert_null (br_label_fields_get_list (copy, "lines"));
  g_assert_cmpstr (br_label_fields_get (copy, "lines"), ==, "text now");
  g_assert_null (br_label_fields_copy (NULL));
  br_label_fields_free (NULL);
}

static void
test_limits (void)
{
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();

  for (guint i = 0; i < BR_LABEL_FIELDS_MAX + 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("f%03u", i);

      br_label_fields_set (fields, name, "1");
      g_assert_true ((br_label_fields_get (fields, name) != NULL) == (i < BR_LABEL_FIELDS_MAX));
    }
  br_label_fields_set (fields, "f000", "2"); /* a field that is there can still be changed */
  g_assert_cmpstr (br_label_fields_get (fields, "f000"), ==, "2");
  br_label_fields_set_list (fields, "f001", make_rows (BR_LABEL_LIST_MAX + 1));
  g_assert_cmpuint (br_label_fields_get_list (fields, "f001")->len, ==, BR_LABEL_LIST_MAX);
  br_label_fields_set_list (fields, "one-too-many", make_rows (1));
  g_assert_null (br_label_fields_get_list (fields, "one-too-many"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label-fields/set-get", test_set_get);
  g_test_add_func ("/label-fields/names", test_names);
  g_test_add_func ("/label-fields/lists", test_lists);
  g_test_add_func ("/label-fields/limits", test_limits);
  return g_test_run ();
}
