/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The paged model against a plain list: random changes, bounded memory, selection by id. */
#include "config.h"

#include "br-id-selection.h"
#include "br-paged-model.h"
#include "br-random.h"

/* A source that answers from an array, one main loop turn later. */
#define TEST_TYPE_SOURCE (test_source_get_type ())
G_DECLARE_FINAL_TYPE (TestSource, test_source, TEST, SOURCE, GObject)
struct _TestSource
{
  GObject parent;
  BrIdList *ids;      /* what a query answers */
  gint64 version;  /* in each row's price */
  guint n_row_reads;
  gboolean use_first;
  gboolean fail;
  gboolean hold_rows; /* the next read is not answered but held */
  GTask *held;
};
G_DEFINE_FINAL_TYPE (TestSource, test_source, G_TYPE_OBJECT)

static void
test_source_finalize (GObject *object)
{
  br_id_list_unref (TEST_SOURCE (object)->ids);
  G_OBJECT_CLASS (test_source_parent_class)->finalize (object);
}

static void
test_source_class_init (TestSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_source_finalize;
}

static void
test_source_init (TestSource *self)
{
  self->ids = br_id_list_new_take (NULL, 0);
}

static void
take_ids (TestSource *self, guint32 *ids, gsize n)
{
  br_id_list_unref (self->ids);
  self->ids = br_id_list_new_take (ids, n);
}

static gboolean
complete_cb (gpointer data)
{
  GTask *task = data;
  GError *error = g_task_get_task_data (task) == NULL ? g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "as the test wishes") : NULL;

  if (error != NULL)
    g_task_return_error (task, error);
  else if (g_task_get_source_tag (task) == take_ids)
    g_task_return_pointer (task, br_id_list_ref (g_task_get_task_data (task)), (GDestroyNotify) br_id_list_unref);
  else
    g_task_return_pointer (task, g_ptr_array_ref (g_task_get_task_data (task)), (GDestroyNotify) g_ptr_array_unref);
  return G_SOURCE_REMOVE;
}

static void
unref_row (gpointer row)
{
  if (row != NULL)
    br_sku_row_unref (row);
}

static GPtrArray *
make_rows (TestSource *self, const guint32 *ids, gsize n)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (unref_row);

  for (gsize i = 0; i < n; i++)
    {
      BrSkuRow *row = br_sku_row_new ();

      row->id = ids[i];
      row->price_minor = self->version;
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static void
query_async (gpointer data, const BrSkuQuery *query, BrFirstRowsFunc first, gpointer first_data, GCancellable *cancellable, GAsyncReadyCallback callback,
             gpointer user_data)
{
  TestSource *self = data;
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, take_ids);
  if (!self->fail)
    g_task_set_task_data (task, br_id_list_ref (self->ids), (GDestroyNotify) br_id_list_unref);
  if (first != NULL && self->use_first && self->ids->n > 10)
    {
      g_autoptr (BrIdList) head = br_id_list_new_take (g_memdup2 (self->ids->ids, 10 * sizeof (guint32)), 10);

      g_autoptr (GPtrArray) rows = make_rows (self, head->ids, head->n);

      first (head, rows, first_data);
    }
  g_idle_add_full (G_PRIORITY_DEFAULT, complete_cb, task, g_object_unref);
}

static BrIdList *
query_finish (gpointer data, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
rows_async (gpointer data, const guint32 *ids, gsize n, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  TestSource *self = data;
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  self->n_row_reads++;
  g_task_set_source_tag (task, rows_async);
  g_task_set_task_data (task, make_rows (self, ids, n), (GDestroyNotify) g_ptr_array_unref);
  if (self->hold_rows && self->held == NULL)
    self->held = task;
  else
    g_idle_add_full (G_PRIORITY_DEFAULT, complete_cb, task, g_object_unref);
}

static GPtrArray *
rows_finish (gpointer data, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static const BrSkuSource source_table = { query_async, query_finish, rows_async, rows_finish };

static guint32 *
sequence (guint32 start, gsize n)
{
  guint32 *ids = g_new (guint32, n + 1);

  for (gsize i = 0; i < n; i++)
    ids[i] = start + i;
  return ids;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
loaded_cb (BrPagedModel *model, gboolean *loaded)
{
  *loaded = TRUE;
}

static void
wait_for (BrPagedModel *model, void (*start) (BrPagedModel *))
{
  gboolean loaded = FALSE;
  gulong handler = g_signal_connect (model, "loaded", G_CALLBACK (loaded_cb), &loaded);

  start (model);
  while (!loaded)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (model, handler);
}

static void
start_query (BrPagedModel *model)
{
  BrSkuQuery query = { .sort = BR_SKU_SORT_NAME };

  br_paged_model_set_query (model, &query);
}

/* A list kept only by what items-changed says, as a view does. */
typedef struct
{
  GArray *ids;
  guint n_hunks;
  guint n_touched;
} Mirror;

static void
mirror_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  Mirror *mirror = data;

  mirror->n_hunks++;
  mirror->n_touched += removed + added;
  if (removed > 0)
    g_array_remove_range (mirror->ids, position, removed);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (BrSkuItem) item = g_list_model_get_item (model, position + i);
      guint32 id = br_sku_item_get_id (item);

      g_array_insert_val (mirror->ids, position + i, id);
    }
  /* After every single step the model is what the steps so far made of it. */
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, mirror->ids->len);
  if (mirror->ids->len > 0)
    {
      g_autoptr (BrSkuItem) last = g_list_model_get_item (model, mirror->ids->len - 1);

      g_assert_cmpuint (br_sku_item_get_id (last), ==, g_array_index (mirror->ids, guint32, mirror->ids->len - 1));
    }
}

static void
assert_mirror (Mirror *mirror, BrIdList *ids)
{
  g_assert_cmpuint (mirror->ids->len, ==, ids->n);
  g_assert_cmpmem (mirror->ids->data, mirror->ids->len * 4, ids->ids, ids->n * 4);
}

/* Rows that leave, come and move. */
static void
shuffle_some (TestSource *source, BrXorshift *random, guint32 *next_id)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint n_changes = 1 + br_xorshift_below (random, 8);
  gsize n;

  g_array_append_vals (ids, source->ids->ids, source->ids->n);
  for (guint i = 0; i < n_changes; i++)
    {
      guint at = ids->len > 0 ? br_xorshift_below (random, ids->len) : 0;
      guint32 id = (*next_id)++;

      if (br_xorshift_below (random, 3) != 0 && ids->len > 0)
        {
          id = br_xorshift_below (random, 2) ? id : g_array_index (ids, guint32, at);
          g_array_remove_index (ids, at);
          at = ids->len > 0 ? br_xorshift_below (random, ids->len) : 0;
        }
      g_array_insert_val (ids, at, id);
    }
  n = ids->len;
  take_ids (source, (guint32 *) g_array_free (ids, FALSE), n);
}

static void
test_random_changes (void)
{
  g_autoptr (TestSource) source = g_object_new (TEST_TYPE_SOURCE, NULL);
  g_autoptr (BrPagedModel) model = br_paged_model_new (&source_table, G_OBJECT (source));
  g_autoptr (BrIdSelection) selection = br_id_selection_new (BR_ID_MODEL (model));
  Mirror mirror = { g_array_new (FALSE, FALSE, sizeof (guint32)), 0, 0 };
  guint64 seed = g_test_rand_int ();
  guint32 next_id = 1000000;
  BrXorshift random;

  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  br_xorshift_init (&random, seed);
  take_ids (source, sequence (1, 3000), 3000);
  g_signal_connect (selection, "items-changed", G_CALLBACK (mirror_cb), &mirror);
  wait_for (model, start_query);
  assert_mirror (&mirror, source->ids);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), 7, TRUE);
  for (guint i = 0; i < 200; i++)
    {
      mirror.n_touched = 0;
      shuffle_some (source, &random, &next_id);
      wait_for (model, br_paged_model_reload);
      assert_mirror (&mirror, source->ids);
      g_assert_cmpuint (mirror.n_touched, <, 200); /* small changes stay small */
    }
  g_array_unref (mirror.ids);
  settle ();
}

static void
test_rows_arrive (void)
{
  g_autoptr (TestSource) source = g_object_new (TEST_TYPE_SOURCE, NULL);
  g_autoptr (BrPagedModel) model = br_paged_model_new (&source_table, G_OBJECT (source));
  g_autoptr (BrSkuItem) item = NULL, again = NULL;
  const guint32 changed[] = { 101 };
  g_autoptr (BrViewChange) change = br_view_change_new (1u << BR_KIND_SKU, changed, 1);

  take_ids (source, sequence (1, 1000), 1000);
  wait_for (model, start_query);
  item = g_list_model_get_item (G_LIST_MODEL (model), 100);
  again = g_list_model_get_item (G_LIST_MODEL (model), 100);
  g_assert_true (item == again);
  g_assert_null (br_sku_item_get_row (item));
  settle ();
  g_assert_cmpuint (br_sku_item_get_row (item)->id, ==, 101);
  g_assert_cmpuint (source->n_row_reads, ==, 1);

  source->version = 7;
  br_paged_model_apply_change (model, change);
  settle ();
  g_assert_cmpint (br_sku_item_get_row (item)->price_minor, ==, 7);
}

static void
test_memory_is_bounded (void)
{
  g_autoptr (TestSource) source = g_object_new (TEST_TYPE_SOURCE, NULL);
  g_autoptr (BrPagedModel) model = br_paged_model_new (&source_table, G_OBJECT (source));

  take_ids (source, sequence (1, 100000), 100000);
  wait_for (model, start_query);
  for (guint position = 0; position < 100000; position += 50)
    {
      g_autoptr (BrSkuItem) item = g_list_model_get_item (G_LIST_MODEL (model), position);

      settle ();
      g_assert_nonnull (br_sku_item_get_row (item));
    }
  g_assert_cmpuint (br_paged_model_get_n_kept (model), <=, 64 * 64);
}

static void
test_first_rows (void)
{
  g_autoptr (TestSource) source = g_object_new (TEST_TYPE_SOURCE, NULL);
  g_autoptr (BrPagedModel) model = br_paged_model_new (&source_table, G_OBJECT (source));
  g_autoptr (BrSkuItem) first = NULL;

  source->use_first = TRUE;
  take_ids (source, sequence (1, 1000), 1000);
  start_query (model);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 10);
  first = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_nonnull (br_sku_item_get_row (first)); /* with its row, nothing to wait for */
  g_assert_true (br_paged_model_is_loading (model));
  settle ();
  g_assert_cmpuint (source->n_row_reads, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1000);
  g_assert_false (br_paged_model_is_loading (model));
}

/* A row read before a change does not replace the one read after it, whichever arrives last. */
static void
test_old_read_arrives_last (void)
{
  g_autoptr (TestSource) source = g_object_new (TEST_TYPE_SOURCE, NULL);
  g_autoptr (BrPagedModel) model = br_paged_model_new (&source_table, G_OBJECT (source));
  g_autoptr (BrSkuItem) item = NULL;
  guint32 changed = 1;

  take_ids (source, sequence (1, 20), 20);
  wait_for (model, start_query);
  source->hold_rows = TRUE;
  item = g_list_model_get_item (G_LIST_MODEL (model), 0);
  settle ();
  g_assert_nonnull (source->held);
  source->hold_rows = FALSE;
  source->version = 2;
  br_paged_model_apply_change (model, &(BrViewChange) { .skus = &changed, .n_skus = 1 });
  settle ();
  g_assert_cmpint (br_sku_item_get_row (item)->price_minor, ==, 2);
  complete_cb (source->held);
  g_clear_object (&source->held);
  settle ();
  g_assert_cmpint (br_sku_item_get_row (item)->price_minor, ==, 2);
}

static void
failed_cb (BrPagedModel *model, GError *error, guint *n_failed)
{
  (*n_failed)++;
}

static void
test_failure_keeps_the_list (void)
{
  g_autoptr (TestSource) source = g_object_new (TEST_TYPE_SOURCE, NULL);
  g_autoptr (BrPagedModel) model = br_paged_model_new (&source_table, G_OBJECT (source));
  guint n_failed = 0;

  g_signal_connect (model, "failed", G_CALLBACK (failed_cb), &n_failed);
  take_ids (source, sequence (1, 100), 100);
  wait_for (model, start_query);
  source->fail = TRUE;
  br_paged_model_reload (model);
  settle ();
  g_assert_cmpuint (n_failed, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 100);
  g_assert_false (br_paged_model_is_loading (model));
}

static void
test_selection_by_id (void)
{
  g_autoptr (TestSource) source = g_object_new (TEST_TYPE_SOURCE, NULL);
  g_autoptr (BrPagedModel) model = br_paged_model_new (&source_table, G_OBJECT (source));
  g_autoptr (BrIdSelection) selection = br_id_selection_new (BR_ID_MODEL (model));
  GtkSelectionModel *view = GTK_SELECTION_MODEL (selection);
  g_autoptr (BrIdList) selected = NULL;
  g_autoptr (BrIdList) all = NULL;

  take_ids (source, sequence (1, 100), 100);
  wait_for (model, start_query);
  gtk_selection_model_select_item (view, 5, TRUE);
  g_assert_cmpuint (br_id_selection_get_only (selection), ==, 5);
  gtk_selection_model_select_range (view, 10, 5, FALSE);
  g_assert_cmpuint (br_id_selection_count (selection), ==, 6);
  g_assert_cmpuint (br_id_selection_get_only (selection), ==, GTK_INVALID_LIST_POSITION);

  /* Two of the selected leave, the rest moves up: what was selected stays so. */
  take_ids (source, sequence (13, 50), 50);
  wait_for (model, br_paged_model_reload);
  g_assert_cmpuint (br_id_selection_count (selection), ==, 3);
  selected = br_id_selection_dup_ids (selection);
  g_assert_cmpuint (selected->n, ==, 3);
  g_assert_cmpuint (selected->ids[0], ==, 13);
  g_assert_true (gtk_selection_model_is_selected (view, 2));
  g_assert_false (gtk_selection_model_is_selected (view, 3));

  /* All that match, also what comes later. */
  gtk_selection_model_select_all (view);
  gtk_selection_model_unselect_item (view, 0);
  g_assert_cmpuint (br_id_selection_count (selection), ==, 49);
  take_ids (source, sequence (13, 60), 60);
  wait_for (model, br_paged_model_reload);
  all = br_id_selection_dup_ids (selection);
  g_assert_cmpuint (all->n, ==, 59);
  gtk_selection_model_unselect_all (view);
  g_assert_cmpuint (br_id_selection_count (selection), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paged-model/random-changes", test_random_changes);
  g_test_add_func ("/paged-model/rows-arrive", test_rows_arrive);
  g_test_add_func ("/paged-model/memory-is-bounded", test_memory_is_bounded);
  g_test_add_func ("/paged-model/first-rows", test_first_rows);
  g_test_add_func ("/paged-model/old-read-arrives-last", test_old_read_arrives_last);
  g_test_add_func ("/paged-model/failure-keeps-the-list", test_failure_keeps_the_list);
  g_test_add_func ("/id-selection/by-id", test_selection_by_id);
  return g_test_run ();
}
