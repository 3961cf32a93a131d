/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The difference of two id arrays: applied to the first it gives the second, and it is small. */
#include "config.h"

#include "br-id-diff.h"

#include <string.h>

/* Each character is an id. */
static BrIdList *
list_of (const char *text)
{
  gsize n = strlen (text);
  guint32 *ids = g_new (guint32, n + 1);

  for (gsize i = 0; i < n; i++)
    ids[i] = (guchar) text[i];
  return br_id_list_new_take (ids, n);
}

static const struct
{
  const char *before, *after;
  guint n_hunks;
  gsize n_touched;
} cases[] = {
  { "", "", 0, 0 },
  { "abc", "abc", 0, 0 },
  { "", "abc", 1, 3 },
  { "abc", "", 1, 3 },
  { "abcdef", "abdef", 1, 1 },     /* one leaves */
  { "abdef", "abcdef", 1, 1 },     /* one comes */
  { "abcdef", "acdebf", 2, 2 },    /* one moves down */
  { "abcdef", "aebcdf", 2, 2 },    /* one moves up */
  { "abcdef", "abXdef", 1, 2 },    /* one is replaced */
  { "abcdef", "XYZ", 1, 9 },       /* nothing in common */
  { "aab", "ab", 1, 1 },           /* twice the same id is not expected, but does no harm */
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BrIdList) before = list_of (cases[i].before);
      g_autoptr (BrIdList) after = list_of (cases[i].after);
      g_autoptr (GArray) hunks = br_id_diff (before, after);
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
      gsize n_touched = 0;

      g_array_append_vals (ids, before->ids, before->n);
      for (guint j = 0; j < hunks->len; j++)
        {
          const BrIdHunk *hunk = &g_array_index (hunks, BrIdHunk, j);

          n_touched += hunk->removed + hunk->added;
          if (hunk->removed > 0)
            g_array_remove_range (ids, hunk->new_start, hunk->removed);
          if (hunk->added > 0)
            g_array_insert_vals (ids, hunk->new_start, after->ids + hunk->new_start, hunk->added);
        }
      g_test_message ("%s -> %s", cases[i].before, cases[i].after);
      g_assert_cmpmem (ids->data, ids->len * 4, after->ids, after->n * 4);
      g_assert_cmpuint (hunks->len, ==, cases[i].n_hunks);
      g_assert_cmpuint (n_touched, ==, cases[i].n_touched);
    }
}

/* A list in another order is not walked for long. */
static void
test_reversed (void)
{
  gsize n = 200000;
  guint32 *up = g_new (guint32, n), *down = g_new (guint32, n);
  g_autoptr (BrIdList) before = NULL, after = NULL;
  g_autoptr (GArray) hunks = NULL;

  for (gsize i = 0; i < n; i++)
    up[i] = i + 1, down[i] = n - i;
  before = br_id_list_new_take (up, n);
  after = br_id_list_new_take (down, n);
  hunks = br_id_diff (before, after);
  g_assert_cmpuint (hunks->len, <=, BR_ID_DIFF_MAX_HUNKS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id-diff/table", test_table);
  g_test_add_func ("/id-diff/reversed", test_reversed);
  return g_test_run ();
}
