/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The difference between two id arrays. Lists change by a few rows that come, go or move: walk both from the front and, where
 * they differ, look a bounded way ahead for the place where they meet again. Linear, and no table of a million ids is built.
 */
#include "config.h"

#include "br-id-diff.h"

/* Where the arrays meet again after a difference at (i, j): the pair with the fewest ids skipped, or the ends. */
static void
find_meeting (const BrIdList *a, gsize a_end, const BrIdList *b, gsize b_end, gsize *i, gsize *j)
{
  for (gsize skipped = 1; skipped < BR_ID_DIFF_WINDOW; skipped++)
    for (gsize k = 0; k <= skipped; k++)
      if (*i + k < a_end && *j + skipped - k < b_end && a->ids[*i + k] == b->ids[*j + skipped - k])
        {
          *i += k;
          *j += skipped - k;
          return;
        }
  *i = a_end;
  *j = b_end;
}

static void
append_hunk (GArray *hunks, gsize old_start, gsize old_end, gsize new_start, gsize new_end)
{
  BrIdHunk hunk = { old_start, old_end - old_start, new_start, new_end - new_start };

  g_array_append_val (hunks, hunk);
}

GArray *
br_id_diff (const BrIdList *before, const BrIdList *after)
{
  GArray *hunks = g_array_new (FALSE, FALSE, sizeof (BrIdHunk));
  gsize a_end = before->n, b_end = after->n;
  gsize i = 0, j = 0;

  while (a_end > 0 && b_end > 0 && before->ids[a_end - 1] == after->ids[b_end - 1])
    a_end--, b_end--;
  while (i < a_end || j < b_end)
    {
      gsize i_start = i, j_start = j;

      if (i < a_end && j < b_end && before->ids[i] == after->ids[j])
        {
          i++, j++;
          continue;
        }
      if (hunks->len < BR_ID_DIFF_MAX_HUNKS - 1)
        find_meeting (before, a_end, after, b_end, &i, &j);
      else
        i = a_end, j = b_end;
      append_hunk (hunks, i_start, i, j_start, j);
    }
  return hunks;
}
