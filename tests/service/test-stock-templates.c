/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The templates that come with Backroom: all read, each by its name, and no two alike. */
#include "config.h"

#include "br-stock-templates.h"

static void
test_load (void)
{
  g_autoptr (GPtrArray) templates = br_stock_templates_load ();
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  guint kinds = 0;

  for (guint i = 0; i < templates->len; i++)
    {
      BrLabelTemplate *template = templates->pdata[i];
      g_autoptr (BrLabelTemplate) found = br_stock_templates_find (template->key); /* so the key is the name of its file */

      g_assert_nonnull (found);
      g_assert_cmpint (template->revision, ==, 0);
      g_assert_true (g_hash_table_add (names, template->name));
      kinds |= 1u << template->kind;
    }
  g_assert_cmpuint (templates->len, ==, 9 + 23); /* on paper, and for tags */
  g_assert_cmpuint (kinds, ==, ((1u << BR_LABEL_OTHER) - 2) | 1u << BR_LABEL_TAG); /* of each kind but "other" */
  g_assert_null (br_stock_templates_find ("no-such-thing"));
  g_assert_null (br_stock_templates_find ("../labels/shelf-60x40"));
}

/* A waybill printed twice is a parcel paid for twice: waybills never print again by themselves, labels of goods do. */
static void
test_policy (void)
{
  g_autoptr (GPtrArray) templates = br_stock_templates_load ();

  for (guint i = 0; i < templates->len; i++)
    {
      BrLabelTemplate *template = templates->pdata[i];

      if (template->kind == BR_LABEL_WAYBILL)
        g_assert_cmpint (template->policy, ==, BR_POLICY_AT_MOST_ONCE);
      if (template->kind <= BR_LABEL_CLEARANCE)
        g_assert_cmpint (template->policy, ==, BR_POLICY_AT_LEAST_ONCE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stock-templates/load", test_load);
  g_test_add_func ("/stock-templates/policy", test_policy);
  return g_test_run ();
}
