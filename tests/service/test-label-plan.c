/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an order would print, before it is placed: what cannot be, the PDF, the same dots everywhere. */
#include "config.h"

#include "label-world.h"

#include "br-stock-templates.h"

static void
plan_progress_cb (gint64 done, gint64 total, gpointer user_data)
{
  g_assert_cmpint (done, <=, total);
}

static void
test_plan (void)
{
  static const char *const codes[] = { "A-1", "A-2", "B-1", NULL };
  LabelWorld world;
  g_autoptr (BrLabelOrder) order = NULL;
  g_autoptr (BrLabelPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  BrPrintItem *item;

  label_world_init (&world, "plan");
  order = label_world_order (&world, codes);
  item = order->items->pdata[1];
  item->copies = 3;
  br_label_fields_set (item->fields, "gtin", "6909876543219"); /* a wrong check digit: this row is stopped, the others are not */
  br_label_service_plan_async (world.service, order, plan_progress_cb, NULL, NULL, label_world_ready_cb, &world);
  plan = br_label_service_plan_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  label_world_next (&world);
  g_assert_cmpint (plan->n_labels, ==, 5);
  g_assert_cmpint (plan->roll_mm, ==, 5 * 42);
  g_assert_cmpint (plan->n_checked, ==, 3);
  g_assert_cmpint (plan->n_blocked, ==, 1);
  for (guint i = 0; i < plan->problems->len; i++)
    {
      const BrLabelProblem *problem = plan->problems->pdata[i];

      g_test_message ("row %" G_GINT64_FORMAT " %s: %s", problem->row, problem->what, problem->text);
      g_assert_true (problem->warning || problem->row == 1);
    }
  g_free (order->printer_key);
  order->printer_key = g_strdup ("tcp:nowhere:1");
  br_label_service_plan_async (world.service, order, NULL, NULL, NULL, label_world_ready_cb, &world);
  g_assert_null (br_label_service_plan_finish (world.service, label_world_wait (&world), &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  label_world_next (&world);
  label_world_clear (&world);
}

/* The same labels as pages; the row that is stopped is left out, and listed. */
static void
test_pdf (void)
{
  static const char *const codes[] = { "A-1", "A-2", "B-1", NULL };
  LabelWorld world;
  g_autoptr (BrLabelOrder) order = NULL;
  g_autoptr (BrLabelPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "labels.pdf", NULL), *text = NULL;
  BrLabelPages pages = { .head = { .dots_num = 12, .dots_den = 1 } };
  gsize length;

  label_world_init (&world, "pdf");
  order = label_world_order (&world, codes);
  br_label_fields_set (((BrPrintItem *) order->items->pdata[1])->fields, "gtin", "6909876543219");
  g_clear_pointer (&order->printer_key, g_free); /* no printer is needed */
  br_label_service_pdf_async (world.service, order, &pages, path, NULL, NULL, NULL, label_world_ready_cb, &world);
  plan = br_label_service_plan_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  label_world_next (&world);
  g_assert_cmpint (plan->n_blocked, ==, 1);
  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
  g_clear_pointer (&plan, br_label_plan_free);
  br_label_service_pdf_async (world.service, order, &pages, "/nowhere/labels.pdf", NULL, NULL, NULL, label_world_ready_cb, &world);
  g_assert_null (br_label_service_plan_finish (world.service, label_world_wait (&world), &error));
  g_assert_nonnull (error);
  label_world_next (&world);
  label_world_clear (&world);
}

static gboolean
read_counter (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT next FROM print.label_sequence WHERE name = 'box'", error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  *(gint64 *) data = has_row ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  return TRUE;
}

/* Pages are paper, too: each copy is a label of its own, and no number is on two of them. */
static void
test_pdf_counts (void)
{
  static const char *const codes[] = { "A-1", "A-2", NULL };
  LabelWorld world;
  g_autoptr (BrLabelOrder) order = NULL;
  g_autoptr (BrLabelTemplate) template = NULL;
  g_autoptr (BrLabelPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "counted.pdf", NULL);
  BrLabelPages pages = { .head = { .dots_num = 12, .dots_den = 1 } };
  BrLabelObject *text = br_label_object_new (BR_LABEL_OBJECT_TEXT);
  gint64 counter;

  label_world_init (&world, "pdf-counts");
  order = label_world_order (&world, codes);
  ((BrPrintItem *) order->items->pdata[0])->copies = 3;
  template = br_label_template_copy (order->template);
  text->x = text->y = 100;
  text->width = text->height = 300;
  text->value = g_strdup ("{seq('box', 100)}");
  g_ptr_array_add (template->objects, text);
  br_label_template_unref (order->template);
  order->template = g_steal_pointer (&template);
  br_label_service_pdf_async (world.service, order, &pages, path, NULL, NULL, NULL, label_world_ready_cb, &world);
  plan = br_label_service_plan_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  label_world_next (&world);
  g_assert_cmpint (plan->n_checked, ==, 2);
  g_assert_true (br_store_read (world.store, read_counter, &counter, NULL, NULL));
  g_assert_cmpint (counter, ==, 104);
  label_world_clear (&world);
}

/* The picture of a label in the queue is the picture that the preview showed. */
static void
test_same_dots (void)
{
  static const char *const codes[] = { "B-1", NULL };
  LabelWorld world;
  BrLabelOrder *order;
  g_autoptr (BrLabelPreview) preview = NULL, picture = NULL;
  g_autoptr (GError) error = NULL;
  BrHead head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 };
  gint64 job;

  label_world_init (&world, "same-dots");
  order = label_world_order (&world, codes);
  br_label_service_preview_async (world.service, order->template, ((BrPrintItem *) order->items->pdata[0])->fields, &head, NULL, label_world_ready_cb, &world);
  preview = br_label_service_preview_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  label_world_next (&world);
  job = label_world_print (&world, order);
  br_label_service_picture_async (world.service, job, 1, NULL, label_world_ready_cb, &world);
  picture = br_label_service_picture_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  label_world_next (&world);
  g_assert_true (br_bitmap_equal (preview->bitmap, picture->bitmap));
  label_world_clear (&world);
}

/* A design for tags is looked at in all its colours, upright however it will hang, a pixel for a pixel. */
static void
test_tag_design (void)
{
  LabelWorld world;
  g_autoptr (BrLabelTemplate) stock = br_stock_templates_find ("tag-promotion-296x128"), design = br_label_template_copy (stock);
  g_autoptr (BrLabelFields) samples = br_label_template_samples (design);
  g_autoptr (BrLabelPreview) preview = NULL;
  g_autoptr (GError) error = NULL;
  BrHead head = { .dots_num = 8, .dots_den = 1 };
  guint n_red = 0;

  label_world_init (&world, "tag-design");
  design->turn = 1;
  design->media.width = stock->media.height;
  design->media.height = stock->media.width;
  br_label_service_preview_async (world.service, design, samples, &head, NULL, label_world_ready_cb, &world);
  preview = br_label_service_preview_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  g_assert_null (preview->bitmap);
  g_assert_cmpuint (preview->image->type.width, ==, 296);
  g_assert_cmpuint (preview->image->type.height, ==, 128);
  for (guint i = 0; i < 296 * 128; i++)
    n_red += preview->image->type.colours[preview->image->pixels[i]] == BR_TAG_RED ? 1 : 0;
  g_assert_cmpuint (n_red, >, 3000);
  g_assert_cmpuint (preview->problems->len, ==, 0);
  g_assert_cmpint (g_array_index (preview->bounds, int, 2), ==, 286); /* the first object, the name, is 57.2 mm wide in its file */
  label_world_next (&world);
  label_world_clear (&world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  br_thread_set_main ();
  g_test_add_func ("/service/label-plan/plan", test_plan);
  g_test_add_func ("/service/label-plan/pdf", test_pdf);
  g_test_add_func ("/service/label-plan/pdf-counts", test_pdf_counts);
  g_test_add_func ("/service/label-plan/same-dots", test_same_dots);
  g_test_add_func ("/service/label-plan/tag-design", test_tag_design);
  return g_test_run ();
}
