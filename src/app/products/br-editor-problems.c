/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems of the draft in the order of the pages: basics, variants (with what was typed and cannot be read), prices. */
#include "config.h"

#include "br-editor-problems.h"

#include "br-product-text.h"
#include <glib/gi18n.h>

static const struct
{
  const char *page;
  const char *title;
  BrKind kind;
} pages[] = {
  { "basics", N_("Basics"), BR_KIND_PRODUCT },
  { "variants", N_("Variants"), BR_KIND_SKU },
  { "prices", N_("Prices"), BR_KIND_PRICE },
};

static guint
count (BrDraftModel *model, BrKind kind)
{
  GPtrArray *problems = br_draft_model_get_problems (model);
  guint n = kind == BR_KIND_SKU ? br_draft_model_count_unread (model) : 0;

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    n += ((BrDraftProblem *) problems->pdata[i])->kind == kind;
  return n;
}

guint
br_editor_problems_count (BrDraftModel *model, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].page, name) == 0)
      return count (model, pages[i].kind);
  return 0;
}

static int
find_first (BrDraftModel *model)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (count (model, pages[i].kind) > 0)
      return (int) i;
  return -1;
}

const char *
br_editor_problems_first_page (BrDraftModel *model)
{
  int first = find_first (model);

  return first >= 0 ? pages[first].page : NULL;
}

static const BrDraftProblem *
find_problem (BrDraftModel *model, BrKind kind)
{
  GPtrArray *problems = br_draft_model_get_problems (model);

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    if (((BrDraftProblem *) problems->pdata[i])->kind == kind)
      return problems->pdata[i];
  return NULL;
}

/* Which row of the grid, for people. */
static guint
find_row (BrDraftModel *model, const BrDraftProblem *problem)
{
  GPtrArray *skus = br_draft_model_get (model)->skus;
  guint row = 0;

  while (row < skus->len && !br_id_equal (&((BrRecord *) skus->pdata[row])->id, &problem->id))
    row++;
  return row + 1;
}

static char *
describe_unread (BrDraftModel *model, const char *page)
{
  guint row, column;
  const char *text = br_draft_model_first_unread (model, &row, &column);

  return text != NULL ? g_strdup_printf (_("%s, row %u: “%s” cannot be read"), page, row + 1, text) : NULL;
}

char *
br_editor_problems_describe (BrDraftModel *model)
{
  int first = find_first (model);
  const BrDraftProblem *problem = first >= 0 ? find_problem (model, pages[first].kind) : NULL;
  g_autofree char *sentence = problem != NULL ? br_text_cell_error (problem->kind, problem->field, problem->error) : NULL;

  if (first < 0)
    return NULL;
  if (problem == NULL)
    return describe_unread (model, _(pages[first].title));
  if (problem->kind == BR_KIND_SKU)
    return g_strdup_printf (_("%s, row %u: %s"), _(pages[first].title), find_row (model, problem), sentence);
  return g_strdup_printf (_("%s: %s"), _(pages[first].title), sentence);
}
