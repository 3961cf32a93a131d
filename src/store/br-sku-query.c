/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A query walks all ids in order and picks those that match. A narrow term is a set from an index; a wide one (more than
 * WIDE matches) is first tested row by row, which finds the rows of the first screen soon; then, for the whole answer, its set
 * is made after all. So the first rows come quickly whichever way the data fall.
 */
#include "config.h"
#include "br-sku-query.h"

#include "br-bind.h"
#include "br-projection-text.h"
#include "br-sku-order.h"
#include "br-sku-term.h"

#define FIRST 32          /* ids that `first` is given: what a screen shows. Each costs the list a millisecond before it is seen */
#define WIDE 40000        /* more matches than this and a term is tested row by row for the first screen */
#define WIDE_TEXT 80000   /* the same for texts, whose index is quicker and whose rows are slower to read */
#define MAX_PROBES 8000   /* rows tested for the first screen before giving it up */
#define FEW 20000         /* candidates that are cheaper to test row by row than to make a wide term's set */
#define MAX_EXACT 64      /* exact matches put in front */

/* A node of the query made ready. */
typedef struct
{
  BrSearchOp op;
  GPtrArray *children; /* of Plan, those with a set first; or NULL */
  BrSkuTerm *term;     /* or NULL */
  BrIdSet *set;      /* of the term; NULL = tested row by row */
} Plan;

/* One run of a query. */
typedef struct
{
  BrDb *db;
  const BrSkuQuery *query;
  Plan *plan;      /* NULL = everything matches */
  BrSkuProbe probe;
  gint64 now_us;    /* the wall clock: "changed in the last 7 days" is meant by people */
  gsize n_most;    /* members of the smallest set that every answer is in; G_MAXSIZE = not known */
  guint max_probes; /* rows tested before giving up */
  gsize n_bits;
  guint32 exact[MAX_EXACT];
  guint n_exact;
  GCancellable *cancellable;
} Run;

static void
plan_free (gpointer data)
{
  Plan *plan = data;

  if (plan == NULL)
    return;
  g_clear_pointer (&plan->children, g_ptr_array_unref);
  g_clear_pointer (&plan->term, br_sku_term_free);
  g_clear_pointer (&plan->set, br_id_set_free);
  g_free (plan);
}

/* Gives the term its set, unless that is wide and need not be. */
static gboolean
fill_plan (Run *run, Plan *plan, gsize limit, GError **error)
{
  gboolean complete;

  if (plan->set)
    return TRUE;
  plan->set = br_id_set_new (run->n_bits);
  if (!br_sku_term_fill (plan->term, run->db, limit, plan->set, &complete, error))
    return FALSE;
  if (!complete)
    g_clear_pointer (&plan->set, br_id_set_free);
  return TRUE;
}

static Plan *make_plan (Run *run, const BrSearchNode *node, gboolean must_hold, GError **error);

static Plan *
make_term_plan (Run *run, Plan *plan, const BrSearchNode *node, gboolean must_hold, GError **error)
{
  plan->term = br_sku_term_new (run->db, node, run->now_us, error);
  if (plan->term == NULL)
    return NULL;
  /* Where few SKUs are left to choose from, looking at their rows is cheaper than asking an index of columns. */
  if (must_hold && run->n_most <= WIDE && !br_sku_term_is_text (plan->term))
    return plan;
  if (!fill_plan (run, plan, br_sku_term_is_text (plan->term) ? WIDE_TEXT : WIDE, error))
    return NULL;
  if (must_hold && plan->set)
    run->n_most = MIN (run->n_most, plan->set->n);
  return plan;
}

static gboolean
is_column (const BrSearchNode *node)
{
  return node->op == BR_SEARCH_TERM && node->field > BR_SEARCH_BARCODE;
}

/* Texts first, then columns: see make_term_plan. */
static gboolean
add_children (Run *run, Plan *plan, const BrSearchNode *node, gboolean columns, gboolean must_hold, GError **error)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      const BrSearchNode *child_node = g_ptr_array_index (node->children, i);
      Plan *child;

      if (is_column (child_node) != columns)
        continue;
      child = make_plan (run, child_node, must_hold && node->op == BR_SEARCH_AND, error);
      if (child == NULL)
        return FALSE;
      g_ptr_array_insert (plan->children, child->set ? 0 : -1, child);
    }
  return TRUE;
}

/* `must_hold`: every answer matches this node. */
static Plan *
make_plan (Run *run, const BrSearchNode *node, gboolean must_hold, GError **error)
{
  Plan *plan = g_new0 (Plan, 1);

  plan->op = node->op;
  if (node->op == BR_SEARCH_TERM)
    {
      if (make_term_plan (run, plan, node, must_hold, error))
        return plan;
      plan_free (plan);
      return NULL;
    }
  plan->children = g_ptr_array_new_with_free_func (plan_free);
  if (add_children (run, plan, node, FALSE, must_hold, error) && add_children (run, plan, node, TRUE, must_hold, error))
    return plan;
  plan_free (plan);
  return NULL;
}

/* Makes the sets that are still missing. */
static gboolean
complete_plan (Run *run, Plan *plan, GError **error)
{
  if (plan->op == BR_SEARCH_TERM)
    return fill_plan (run, plan, G_MAXSIZE, error);
  for (guint i = 0; i < plan->children->len; i++)
    if (!complete_plan (run, g_ptr_array_index (plan->children, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
test_plan (Run *run, const Plan *plan, guint32 id, gboolean *matches, GError **error)
{
  if (plan->op == BR_SEARCH_TERM)
    {
      if (plan->set == NULL)
        return br_sku_term_test (plan->term, &run->probe, id, matches, error);
      *matches = br_id_set_contains (plan->set, id);
      return TRUE;
    }
  *matches = plan->op == BR_SEARCH_AND;
  for (guint i = 0; i < plan->children->len; i++)
    {
      if (!test_plan (run, g_ptr_array_index (plan->children, i), id, matches, error))
        return FALSE;
      if (*matches == (plan->op == BR_SEARCH_OR))
        break;
    }
  if (plan->op == BR_SEARCH_NOT)
    *matches = !*matches;
  return TRUE;
}

static gboolean
test (Run *run, guint32 id, gboolean *matches, GError **error)
{
  *matches = TRUE;
  return run->plan == NULL || test_plan (run, run->plan, id, matches, error);
}

static gboolean
is_exact (const Run *run, guint32 id)
{
  for (guint i = 0; i < run->n_exact; i++)
    if (run->exact[i] == id)
      return TRUE;
  return FALSE;
}

static gboolean
check_cancelled (Run *run, gsize n, GError **error)
{
  return n % 65536 != 0 || !g_cancellable_set_error_if_cancelled (run->cancellable, error);
}

/* Appends the ids that match, in order, until there are `most`; gives up after max_probes rows (*gave_up). */
static gboolean
walk (Run *run, const BrSkuOrder *order, gsize most, GArray *out, gboolean *gave_up, GError **error)
{
  gboolean matches;

  *gave_up = FALSE;
  for (gsize i = 0; i < order->list->n && out->len < most; i++)
    {
      guint32 id = br_sku_order_id (order, run->query->descending, i);

      if (!test (run, id, &matches, error) || !check_cancelled (run, i, error))
        return FALSE;
      if (matches && !is_exact (run, id))
        g_array_append_val (out, id);
      *gave_up = run->probe.n_read > run->max_probes;
      if (*gave_up)
        break;
    }
  return TRUE;
}

/* The same straight from an index, where the order is not in memory. */
static gboolean
walk_index (Run *run, const char *sql, gsize most, GArray *out, gboolean *gave_up, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (run->db, sql, error);
  gboolean has_row, matches, ok = TRUE;

  *gave_up = FALSE;
  if (statement == NULL)
    return FALSE;
  for (guint n = 0; ok && out->len < most && !*gave_up; n++)
    {
      guint32 id;

      if (!br_db_step (run->db, statement, &has_row, error))
        return FALSE;
      *gave_up = !has_row || n > MAX_PROBES * 4;
      if (*gave_up)
        break;
      id = (guint32) sqlite3_column_int64 (statement, 0);
      ok = test (run, id, &matches, error);
      if (ok && matches && !is_exact (run, id))
        g_array_append_val (out, id);
      *gave_up = run->probe.n_read > run->max_probes;
    }
  sqlite3_reset (statement);
  return ok;
}

static GArray *
new_result (const Run *run)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_array_append_vals (out, run->exact, run->n_exact);
  return out;
}

/* Tells `first` the first screen if it can be known soon. */
static gboolean
find_first (Run *run, BrSkuOrder *order, gboolean has_order, gboolean *told, void (*first) (const guint32 *, gsize, gpointer), gpointer data, GError **error)
{
  g_autoptr (GArray) out = new_result (run);
  const char *sql = br_sku_order_get_sql (run->query->sort, run->query->descending);
  gboolean gave_up;

  *told = FALSE;
  if (first == NULL || (!has_order && sql == NULL))
    return TRUE;
  run->probe.n_read = 0;
  run->max_probes = MAX_PROBES;
  if (has_order ? !walk (run, order, FIRST, out, &gave_up, error) : !walk_index (run, sql, FIRST, out, &gave_up, error))
    return FALSE;
  if (gave_up)
    return TRUE;
  first ((const guint32 *) out->data, MIN (out->len, FIRST), data);
  *told = TRUE;
  return TRUE;
}

/* The text that may be a whole code: of the query's only term, or of a term that must hold. */
static const char *
find_exact_text (const BrSearchNode *node)
{
  if (node == NULL || node->op == BR_SEARCH_OR || node->op == BR_SEARCH_NOT)
    return NULL;
  if (node->op == BR_SEARCH_TERM)
    return node->field == BR_SEARCH_ANY || node->field == BR_SEARCH_SKU || node->field == BR_SEARCH_BARCODE ? node->text : NULL;
  for (guint i = 0; i < node->children->len; i++)
    {
      const char *text = find_exact_text (g_ptr_array_index (node->children, i));

      if (text)
        return text;
    }
  return NULL;
}

static gboolean
find_exact (Run *run, const char *text, GError **error)
{
  g_autofree char *upper = g_utf8_strup (text, -1);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  gboolean matches;

  if (!br_sku_query_by_code (run->db, text, ids, error) || (!g_str_equal (upper, text) && !br_sku_query_by_code (run->db, upper, ids, error)))
    return FALSE;
  for (guint i = 0; i < ids->len && run->n_exact < MAX_EXACT; i++)
    {
      guint32 id = g_array_index (ids, guint32, i);

      if (!test (run, id, &matches, error))
        return FALSE;
      if (matches && !is_exact (run, id))
        run->exact[run->n_exact++] = id;
    }
  return TRUE;
}

static gboolean
prepare (Run *run, GError **error)
{
  const BrSearchNode *root = run->query->search ? run->query->search->root : NULL;
  const char *text = find_exact_text (root);
  sqlite3_stmt *statement = br_db_statement (run->db, "SELECT max (id) FROM sku_list", error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (run->db, statement, &has_row, error))
    return FALSE;
  run->n_bits = has_row ? (gsize) sqlite3_column_int64 (statement, 0) + 1 : 1;
  sqlite3_reset (statement);
  run->probe.db = run->db;
  if (root == NULL)
    return TRUE;
  run->now_us = br_clock_now_us (br_clock_system ());
  run->n_most = G_MAXSIZE;
  run->plan = make_plan (run, root, TRUE, error);
  return run->plan && (text == NULL || find_exact (run, text, error));
}

static gboolean
find_all (Run *run, const BrSkuOrder *order, BrIdList **out, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  gboolean gave_up;
  gsize n;

  if (run->plan == NULL && !run->query->descending)
    {
      *out = br_id_list_ref (order->list);
      return TRUE;
    }
  if (run->plan && run->n_most > FEW && !complete_plan (run, run->plan, error))
    return FALSE;
  run->probe.n_read = 0;
  run->max_probes = G_MAXUINT;
  ids = new_result (run);
  if (!walk (run, order, G_MAXSIZE, ids, &gave_up, error))
    return FALSE;
  n = ids->len;
  *out = br_id_list_new_take (g_realloc_n (g_array_steal (ids, NULL), MAX (n, 1), sizeof (guint32)), n);
  return TRUE;
}

static gboolean
run_query (Run *run, void (*first) (const guint32 *, gsize, gpointer), gpointer data, BrIdList **out, GError **error)
{
  BrSkuOrder order = { 0 };
  g_autoptr (BrIdList) list = NULL;
  gboolean has_order, told;

  if (!prepare (run, error) || !br_sku_order_find (run->db, run->query->sort, &order, &has_order, error))
    return FALSE;
  list = has_order ? order.list : NULL;
  if (!find_first (run, &order, has_order, &told, first, data, error))
    return FALSE;
  if (!has_order && !br_sku_order_load (run->db, run->query->sort, &order, error))
    return FALSE;
  if (!has_order)
    list = order.list;
  if (!find_all (run, &order, out, error))
    return FALSE;
  if (first && !told)
    first ((*out)->ids, MIN ((*out)->n, FIRST), data);
  return TRUE;
}

gboolean
br_sku_query_run (BrDb *db, const BrSkuQuery *query, void (*first) (const guint32 *ids, gsize n, gpointer data), gpointer data, GCancellable *cancellable,
                  BrIdList **out, GError **error)
{
  Run run = { .db = db, .query = query, .cancellable = cancellable };
  gboolean ok = run_query (&run, first, data, out, error);

  plan_free (run.plan);
  br_sku_probe_clear (&run.probe);
  return ok;
}

static gboolean
append_ids (BrDb *db, sqlite3_stmt *statement, GArray *ids, GError **error)
{
  gboolean has_row;

  while (TRUE)
    {
      guint32 id;
      gboolean known = FALSE;

      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      id = (guint32) sqlite3_column_int64 (statement, 0);
      for (guint i = 0; i < ids->len && !known; i++)
        known = g_array_index (ids, guint32, i) == id;
      if (!known && ids->len < MAX_EXACT)
        g_array_append_val (ids, id);
    }
}

gboolean
br_sku_query_by_code (BrDb *db, const char *code, GArray *ids, GError **error)
{
  static const char sql[] = "SELECT sku FROM barcode WHERE code = ?1 UNION ALL SELECT sku FROM barcode WHERE gtin IS NOT NULL AND gtin = ?2"
                            " UNION ALL SELECT id FROM sku WHERE code = ?1 AND present = 1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gint64 gtin;

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, code);
  if (br_gtin_number (code, &gtin))
    sqlite3_bind_int64 (statement, 2, gtin);
  return append_ids (db, statement, ids, error);
}
