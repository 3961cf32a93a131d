/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print-shop.h"

static gboolean
put_printer_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrPrinter) printer = br_printer_new (PRINT_SHOP_PRINTER);

  return br_printer_store_put (tx, printer, error);
}

Fixture *
print_shop_new (void)
{
  Fixture *fixture = fixture_new (1);

  fixture_print_write (fixture, put_printer_job, NULL);
  return fixture;
}

BrLabelTemplate *
print_shop_template (gboolean counted)
{
  BrLabelTemplate *template = br_label_template_new ();
  BrLabelObject *text = br_label_object_new (BR_LABEL_OBJECT_TEXT);

  template->key = g_strdup ("shelf");
  template->name = g_strdup ("Shelf");
  template->kind = BR_LABEL_SHELF;
  template->policy = BR_POLICY_ASK;
  g_ptr_array_add (template->fields, br_label_field_new ("name", BR_LABEL_FIELD_TEXT));
  g_ptr_array_add (template->fields, br_label_field_new ("price", BR_LABEL_FIELD_DECIMAL));
  text->width = text->height = 1000;
  text->value = g_strdup (counted ? "{seq('no', 100, 5, 4)} {seq('no', 100, 5, 4)}" : "{name}");
  g_ptr_array_add (template->objects, text);
  return template;
}

gboolean
print_shop_order_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PrintShopOrder *job = data;

  return br_print_enqueue (tx, &job->order, job->limit, &job->job, &job->written, error);
}

GPtrArray *
print_shop_items (guint n, guint copies, const BrId *sku)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_item_free);

  for (guint i = 0; i < n; i++)
    {
      BrPrintItem *item = g_new0 (BrPrintItem, 1);
      g_autofree char *name = g_strdup_printf ("goods %u", i);

      item->fields = br_label_fields_new ();
      br_label_fields_set (item->fields, "name", name);
      br_label_fields_set (item->fields, "price", "12.30");
      br_label_fields_set (item->fields, "regular", "15.00");
      item->copies = copies;
      if (sku != NULL)
        item->sku = *sku;
      g_ptr_array_add (items, item);
    }
  return items;
}

gint64
print_shop_order (Fixture *fixture, BrLabelTemplate *template, guint n, guint copies, gint64 limit, const BrId *sku)
{
  g_autoptr (GPtrArray) items = print_shop_items (n, copies, sku);
  PrintShopOrder job = { .order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = PRINT_SHOP_PRINTER, .items = items, .currency = "CNY" },
                         .limit = limit };

  do
    fixture_print_write (fixture, print_shop_order_job, &job);
  while (job.written < (gint64) n * copies);
  return job.job;
}

gboolean
print_shop_torn_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_print_close_torn (tx, 0, error);
}

gboolean
print_shop_jobs_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PrintCall *call = data;

  call->list = br_print_jobs (db, &(BrPrintJobQuery) { .limit = 10 }, error);
  return call->list != NULL;
}

gboolean
print_shop_next_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PrintCall *call = data;

  g_clear_pointer (&call->list, g_ptr_array_unref);
  call->list = br_print_next (tx->db, PRINT_SHOP_PRINTER, call->job, call->seq, 4, error);
  return call->list != NULL;
}

static gboolean
move_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_print_move (tx, &((PrintCall *) data)->move, error);
}

gboolean
print_shop_move (Fixture *fixture, gint64 job, gint64 seq, guint from, BrLabelState to)
{
  PrintCall call = { .move = { .job = job, .seq = seq, .from = from, .to = to, .session = 7 } };

  fixture_print_write (fixture, move_job, &call);
  return call.move.moved;
}

void
print_shop_assert_next (Fixture *fixture, gint64 after_job, gint64 after_seq, const char *expected)
{
  PrintCall call = { .job = after_job, .seq = after_seq };
  g_autoptr (GString) text = g_string_new (NULL);

  fixture_print_write (fixture, print_shop_next_job, &call);
  for (guint i = 0; i < call.list->len; i++)
    {
      const BrPrintLabel *label = call.list->pdata[i];

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, i > 0 ? " " : "", label->job, label->seq);
    }
  g_ptr_array_unref (call.list);
  g_assert_cmpstr (text->str, ==, expected);
}
