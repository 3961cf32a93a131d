/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-search-field.h"
#include "br-sku-row.h"

/* A tree as text: (and a b), (or a b), (not a), field:text, field:[low,high]. */
static void
print_node (const BrSearchNode *node, GString *out)
{
  static const char *const ops[] = { "?", "and", "or", "not" };

  if (node->op != BR_SEARCH_TERM)
    {
      g_string_append_printf (out, "(%s", ops[node->op]);
      for (guint i = 0; i < node->children->len; i++)
        {
          g_string_append_c (out, ' ');
          print_node (node->children->pdata[i], out);
        }
      g_string_append_c (out, ')');
      return;
    }
  g_string_append_printf (out, "%d", node->field);
  if (node->key != NULL)
    g_string_append_printf (out, ".%s", node->key);
  if (node->text != NULL)
    g_string_append_printf (out, node->quoted ? ":'%s'" : ":%s", node->text);
  if (node->low != G_MININT64)
    g_string_append_printf (out, ">=%" G_GINT64_FORMAT, node->low);
  if (node->high != G_MAXINT64)
    g_string_append_printf (out, "<=%" G_GINT64_FORMAT, node->high);
}

static void
test_trees (void)
{
  static const struct
  {
    const char *query, *tree;
  } rows[] = {
    { "milk", "0:milk" },
    { "MILK 光明", "(and 0:milk 0:光明)" },
    { "a or b c", "(or 0:a (and 0:b 0:c))" },
    { "a 或 b", "(or 0:a 0:b)" },
    { "a | b", "(or 0:a 0:b)" },
    { "order", "0:order" },
    { "-a (b or c)", "(and (not 0:a) (or 0:b 0:c))" },
    { "（a　or　b）", "(or 0:a 0:b)" },
    { "sku-1", "0:sku-1" },
    { "\"red Wine\"", "0:'red wine'" },
    { "“red wine”", "0:'red wine'" },
    { "name:milk", "1:milk" },
    { "名称：milk", "1:milk" },
    { "cat:dairy", "4:dairy" },
    { "price:10..20", "8>=1000<=2000" },
    { "price:１０..２０", "8>=1000<=2000" },
    { "price:<20", "8<=1999" },
    { "price:<=20", "8<=2000" },
    { "price:>9.9", "8>=991" },
    { "price:..20", "8<=2000" },
    { "price:10..", "8>=1000" },
    { "价格:10", "8>=1000<=1000" },
    { "margin:<30%", "10<=2999" },
    { "changed:7", "15>=0<=7" },
    { "status:listed", "7:listed>=3<=3" },
    { "状态:清仓", "7:clearance>=4<=4" },
    { "doctor:no-unit", "12:no-unit>=8<=8" },
    { "pending:yes", "13:yes>=1<=1" },
    { "attr.colour:red", "16.colour:red" },
    { "3:1", "0:3:1" },
    { "12:30 x", "(and 0:12:30 0:x)" },
  };
  gsize offset, length;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BrSearch) search = br_search_parse (rows[i].query, 2, &offset, &length, &error);
      g_autoptr (GString) tree = g_string_new (NULL);

      g_assert_no_error (error);
      print_node (search->root, tree);
      g_test_message ("%s", rows[i].query);
      g_assert_cmpstr (tree->str, ==, rows[i].tree);
    }
}

static void
test_empty (void)
{
  gsize offset, length;
  g_autoptr (BrSearch) nothing = br_search_parse ("", 2, &offset, &length, NULL);
  g_autoptr (BrSearch) blanks = br_search_parse (" \t　", 2, &offset, &length, NULL);

  g_assert_nonnull (nothing);
  g_assert_null (nothing->root);
  g_assert_null (blanks->root);
}

static void
test_days_and_attributes (void)
{
  gsize offset, length;
  g_autoptr (BrSearch) days = br_search_parse ("changed:<7", 2, &offset, &length, NULL);
  g_autoptr (BrSearch) attribute = br_search_parse ("attr.产地:云南", 2, &offset, &length, NULL);

  g_assert_cmpint (days->root->field, ==, BR_SEARCH_CHANGED);
  g_assert_cmpint (days->root->high, ==, 6);
  g_assert_cmpint (attribute->root->field, ==, BR_SEARCH_ATTRIBUTE);
  g_assert_cmpstr (attribute->root->key, ==, "产地");
  g_assert_cmpstr (attribute->root->text, ==, "云南");
}

static void
test_errors (void)
{
  static const struct
  {
    const char *query;
    gsize offset, length;
  } rows[] = {
    { "milk (a", 5, 1 },
    { "a )", 2, 1 },
    { "price:abc", 6, 3 },
    { "status:gone", 7, 4 },
    { "colour:red", 0, 6 },
    { "milk price:", 11, 0 },
    { "\"open", 0, 5 },
    { "a or", 4, 0 },
    { "()", 1, 0 },
    { "-", 0, 1 },
    { "price:..", 6, 2 },
    { "\"\"", 0, 2 },
    { "牛奶 price:x", 13, 1 },
    { "price:99999999999999999999", 6, 20 },
    { "or", 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize offset = 999, length = 999;

      g_test_message ("%s", rows[i].query);
      g_assert_null (br_search_parse (rows[i].query, 2, &offset, &length, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
      g_assert_cmpuint (offset, ==, rows[i].offset);
      g_assert_cmpuint (length, ==, rows[i].length);
    }
}

static void
test_limits (void)
{
  g_autofree char *longest = g_strnfill (1001, 'a');
  g_autofree char *deep = g_strnfill (400, '(');
  g_autofree char *minus = g_strnfill (400, '-');
  GString *many = g_string_new (NULL);
  const char *hostile[] = { longest, deep, minus, "\xff\xfe", NULL, NULL };
  gsize offset, length;

  for (int i = 0; i < 65; i++)
    g_string_append (many, "a ");
  hostile[4] = many->str;
  for (guint i = 0; hostile[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (br_search_parse (hostile[i], 2, &offset, &length, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
      g_assert_cmpuint (offset + length, <=, strlen (hostile[i]) + 1);
    }
  g_string_free (many, TRUE);
}

/* Random strings over the language's own characters: an answer or an error inside the text, never a crash. */
static void
test_random (void)
{
  static const char *const pieces[] = { "(", ")", "-", " ", "or", "|", "price:", "<", "..", "9", "“", "\"", "牛", "status:", "：", "attr.", ">=", "x" };
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed=%u", seed);
  for (int i = 0; i < 20000; i++)
    {
      g_autoptr (GString) query = g_string_new (NULL);
      gsize offset = 0, length = 0;
      g_autoptr (BrSearch) search = NULL;

      for (int j = g_rand_int_range (rand, 0, 14); j > 0; j--)
        g_string_append (query, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      search = br_search_parse (query->str, 2, &offset, &length, NULL);
      g_assert_true (search != NULL || offset + length <= query->len);
    }
}

static void
test_complete (void)
{
  g_auto (GStrv) fields = br_search_complete ("milk pr", 7);
  g_auto (GStrv) values = br_search_complete ("status:l", 8);
  g_auto (GStrv) none = br_search_complete ("milk ", 5);

  g_assert_cmpstr (fields[0], ==, "price:");
  g_assert_cmpstr (values[0], ==, "status:listed");
  g_assert_null (none[0]);
}

/* The names the doctor uses and the names the language knows are the same. */
static void
test_findings (void)
{
  const BrSearchFieldInfo *doctor = br_search_field_find ("doctor");

  for (guint bit = 0; bit < BR_N_FINDINGS; bit++)
    {
      const BrSearchChoice *choice = br_search_choice_find (doctor, br_finding_name (bit));

      g_assert_nonnull (choice);
      g_assert_cmpint (choice->number, ==, 1 << bit);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/search/trees", test_trees);
  g_test_add_func ("/domain/search/empty", test_empty);
  g_test_add_func ("/domain/search/days-and-attributes", test_days_and_attributes);
  g_test_add_func ("/domain/search/errors", test_errors);
  g_test_add_func ("/domain/search/limits", test_limits);
  g_test_add_func ("/domain/search/random", test_random);
  g_test_add_func ("/domain/search/complete", test_complete);
  g_test_add_func ("/domain/search/findings", test_findings);
  return g_test_run ();
}
