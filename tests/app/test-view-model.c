/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of any length of snapshots: what stays keeps its item, what is looked at is asked for. */
#include "config.h"

#include "br-id-selection.h"
#include "br-view-model.h"

/* A view is a number: which thing times ten, and which time. */
static gpointer
ref_number (gpointer view)
{
  return g_rc_box_acquire (view);
}

static void
unref_number (gpointer view)
{
  g_rc_box_release (view);
}

static gboolean
is_same_number (gconstpointer a, gconstpointer b)
{
  return *(const int *) a / 10 == *(const int *) b / 10;
}

static guint32
number_id (gconstpointer view)
{
  return (guint32) (*(const int *) view / 10);
}

static const BrViewType type_number = { ref_number, unref_number, is_same_number, number_id };

static GPtrArray *
views_of (const BrIdList *ids, guint time)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (unref_number);

  for (gsize i = 0; i < ids->n; i++)
    {
      int *number = g_rc_box_new (int);

      *number = (int) (ids->ids[i] * 10 + time);
      g_ptr_array_add (views, number);
    }
  return views;
}

static BrIdList *
ids_of (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint n = *text != '\0' ? g_strv_length (words) : 0;
  guint32 *ids = g_new (guint32, n);

  for (guint i = 0; i < n; i++)
    ids[i] = (guint32) atoi (words[i]);
  return br_id_list_new_take (ids, n);
}

static void
show (BrViewModel *model, const char *text, guint time)
{
  g_autoptr (BrIdList) ids = ids_of (text);
  g_autoptr (GPtrArray) views = views_of (ids, time);

  br_view_model_show (model, ids, views);
}

/* "10 21": what each item shows; "?" for what is not known yet. */
static char *
text_of (GListModel *model)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (BrViewItem) item = g_list_model_get_item (model, i);
      const int *number = br_view_item_get (item);

      g_string_append (text, i > 0 ? " " : "");
      if (number != NULL)
        g_string_append_printf (text, "%d", *number);
      else
        g_string_append_c (text, '?');
    }
  return g_string_free (text, FALSE);
}

/* A list that follows the announcements only must be the model after each of them. */
static void
check_cb (GListModel *model, guint position, guint removed, guint added, GPtrArray *mirror)
{
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (model, position + i));
  g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < mirror->len; i++)
    {
      g_autoptr (BrViewItem) item = g_list_model_get_item (model, i);

      g_assert_true (item == mirror->pdata[i]);
    }
}

static void
test_show (void)
{
  static const struct
  {
    const char *before, *after, *selected; /* every second of `before` is selected; then these of `after` */
  } cases[] = {
    { "", "1 2", "" },           { "1 2 3 4", "1 2 3 4", "1 3" }, { "1 2 3 4", "9 1 2 3 4", "2 4" }, { "1 2 3 4", "2 3 4", "0 2" },
    { "1 2 3 4", "1 3 4", "2" }, { "1 2 3 4", "", "" },           { "1 2 3 4", "1 5 2 6 4", "2 4" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BrViewModel) model = br_view_model_new (&type_number);
      g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (BrIdSelection) selection = br_id_selection_new (BR_ID_MODEL (model));
      g_autoptr (GString) selected = g_string_new (NULL);
      g_autoptr (BrIdList) ids = ids_of (cases[i].after);
      g_autofree char *text = NULL;

      g_signal_connect (model, "items-changed", G_CALLBACK (check_cb), mirror);
      show (model, cases[i].before, 0);
      for (guint j = 1; j < g_list_model_get_n_items (G_LIST_MODEL (model)); j += 2)
        gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), j, FALSE);
      show (model, cases[i].after, 1);
      text = text_of (G_LIST_MODEL (model));
      for (guint j = 0; j < ids->n; j++)
        if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection), j))
          g_string_append_printf (selected, "%s%u", selected->len > 0 ? " " : "", j);
      g_test_message ("case %u: %s", (guint) i, text);
      g_assert_cmpstr (selected->str, ==, cases[i].selected);
      for (guint j = 0; j < ids->n; j++)
        {
          g_autoptr (BrViewItem) item = g_list_model_get_item (G_LIST_MODEL (model), j);

          g_assert_cmpint (*(int *) br_view_item_get (item), ==, (int) ids->ids[j] * 10 + 1);
        }
    }
}

static void
fill_cb (BrViewModel *model, guint start, guint n, guint *n_asked)
{
  const BrIdList *ids = br_id_model_get_ids (BR_ID_MODEL (model));
  g_autoptr (BrIdList) page = br_id_list_new_take (g_memdup2 (ids->ids + start, n * sizeof (guint32)), n);
  g_autoptr (GPtrArray) views = views_of (page, 7);

  g_assert_cmpuint (start % BR_VIEW_MODEL_PAGE, ==, 0);
  (*n_asked)++;
  br_view_model_fill (model, views);
}

static BrIdList *
many_ids (guint n)
{
  guint32 *ids = g_new (guint32, n);

  for (guint i = 0; i < n; i++)
    ids[i] = i + 1;
  return br_id_list_new_take (ids, n);
}

/* Only pages somebody looks at are asked for, each once; after a change, what is looked at is asked for again and keeps its old snapshot until then. */
static void
test_wanted (void)
{
  g_autoptr (BrViewModel) model = br_view_model_new (&type_number);
  g_autoptr (BrIdList) ids = many_ids (100000);
  g_autoptr (BrViewItem) first = NULL, far = NULL;
  guint n_asked = 0;

  g_signal_connect (model, "wanted", G_CALLBACK (fill_cb), &n_asked);
  br_view_model_show (model, ids, NULL);
  first = g_list_model_get_item (G_LIST_MODEL (model), 0);
  far = g_list_model_get_item (G_LIST_MODEL (model), 70000);
  g_assert_null (br_view_item_get (far));
  while (n_asked < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (*(int *) br_view_item_get (first), ==, 17);
  g_assert_cmpint (*(int *) br_view_item_get (far), ==, 700017);
  br_view_model_show (model, ids, NULL);
  g_assert_cmpint (*(int *) br_view_item_get (far), ==, 700017);
  while (n_asked < 4)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_asked, ==, 4);
}

/* A hundred thousand: showing, selecting and showing the difference must not be felt. */
static void
test_large (void)
{
  g_autoptr (BrViewModel) model = br_view_model_new (&type_number);
  g_autoptr (BrIdSelection) selection = br_id_selection_new (BR_ID_MODEL (model));
  g_autoptr (BrIdList) ids = many_ids (100000), fewer = many_ids (99990);
  g_autoptr (GPtrArray) views = views_of (ids, 0), fewer_views = views_of (fewer, 1);
  gint64 begin = g_get_monotonic_time (), shown, selected;

  br_view_model_show (model, ids, views);
  shown = g_get_monotonic_time ();
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (selection));
  selected = g_get_monotonic_time ();
  br_view_model_show (model, fewer, fewer_views);
  g_test_message ("shown in %.1f ms, all selected in %.1f ms, ten fewer in %.1f ms", (shown - begin) / 1e3, (selected - shown) / 1e3,
                  (g_get_monotonic_time () - selected) / 1e3);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 99990);
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection), 99989));
  g_assert_cmpuint (br_id_selection_count (selection), ==, 99990);
}

static void
count_cb (GListModel *model, guint position, guint removed, guint added, guint *n_told)
{
  *n_told += 1;
}

/* Another list is told in one step, and things that are in both keep their items. */
static void
test_replace (void)
{
  g_autoptr (BrViewModel) model = br_view_model_new (&type_number);
  g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (BrIdList) other = ids_of ("4 2 9");
  g_autoptr (BrViewItem) kept = NULL, found = NULL;
  guint n_told = 0;

  show (model, "1 2 3 4", 0);
  for (guint i = 0; i < 4; i++)
    g_ptr_array_add (mirror, g_list_model_get_item (G_LIST_MODEL (model), i));
  kept = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_signal_connect (model, "items-changed", G_CALLBACK (check_cb), mirror);
  g_signal_connect (model, "items-changed", G_CALLBACK (count_cb), &n_told);
  br_view_model_replace (model, other);
  g_assert_cmpuint (n_told, ==, 1);
  found = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_assert_true (found == kept);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/app/view-model/show", test_show);
  g_test_add_func ("/app/view-model/replace", test_replace);
  g_test_add_func ("/app/view-model/wanted", test_wanted);
  g_test_add_func ("/app/view-model/large", test_large);
  return g_test_run ();
}
