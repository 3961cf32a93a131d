/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first few products that match what is typed; a scanned code chooses at once. */
#include "config.h"

#include "br-designer-goods.h"

#include "br-page.h"

#define SHOWN 20 /* products */

struct _BrDesignerGoods
{
  AdwDialog parent_instance;

  BrAppContext *context;
  GCancellable *cancellable; /* of the search that runs */
  BrGoodsFunc func;
  GWeakRef owner;

  GtkSearchEntry *entry;
  GtkStack *states;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (BrDesignerGoods, br_designer_goods, ADW_TYPE_DIALOG)

static void
choose (BrDesignerGoods *self, guint32 sku)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);

  if (owner != NULL)
    self->func (sku, owner);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
chosen_cb (BrDesignerGoods *self, GtkListBoxRow *row)
{
  choose (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "br-sku")));
}

static void
entered_cb (BrDesignerGoods *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  if (first != NULL && g_str_equal (gtk_stack_get_visible_child_name (self->states), "content"))
    chosen_cb (self, first);
}

static void
add_row (BrDesignerGoods *self, const BrSkuRow *sku)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sku->name != NULL ? sku->name : sku->code);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sku->code != NULL ? sku->code : "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "br-sku", GUINT_TO_POINTER (sku->id));
  gtk_list_box_append (self->list, row);
}

static void
show_rows (BrDesignerGoods *self, GPtrArray *rows)
{
  guint n = 0;

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (rows->pdata[i] != NULL)
      {
        add_row (self, rows->pdata[i]);
        n++;
      }
  gtk_stack_set_visible_child_name (self->states, n > 0 ? "content" : "empty");
}

static void
rows_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrDesignerGoods) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = br_catalogue_service_rows_finish (BR_CATALOGUE_SERVICE (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_rows (self, rows);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrDesignerGoods) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrIdList) ids = br_catalogue_service_query_finish (BR_CATALOGUE_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (ids == NULL || ids->n == 0)
    show_rows (self, NULL);
  else
    br_catalogue_service_rows_async (BR_CATALOGUE_SERVICE (source), ids->ids, MIN (ids->n, SHOWN), self->cancellable, rows_cb, g_object_ref (self));
}

static void
typed_cb (BrDesignerGoods *self)
{
  g_autoptr (BrSearch) search =
      br_search_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)), br_app_context_get_digits (self->context), NULL, NULL, NULL);
  BrSkuQuery query = { .search = search, .sort = BR_SKU_SORT_NAME };

  if (search == NULL)
    return; /* half a word of the search language: what was found stays */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  br_catalogue_service_query_async (br_app_context_get_catalogue (self->context), &query, NULL, NULL, self->cancellable, found_cb, g_object_ref (self));
}

static void
code_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrDesignerGoods) self = data;
  g_autoptr (GPtrArray) rows = br_catalogue_service_find_code_finish (BR_CATALOGUE_SERVICE (source), result, NULL); /* none: it stays in the entry */

  if (rows != NULL && rows->len == 1)
    choose (self, ((BrSkuRow *) rows->pdata[0])->id);
  else
    show_rows (self, rows);
}

static void
scanned_cb (GtkWidget *widget, const char *code, gpointer data)
{
  BrDesignerGoods *self = data;

  gtk_editable_set_text (GTK_EDITABLE (self->entry), code);
  br_catalogue_service_find_code_async (br_app_context_get_catalogue (self->context), code, NULL, code_cb, g_object_ref (self));
}

static void
br_designer_goods_dispose (GObject *object)
{
  BrDesignerGoods *self = BR_DESIGNER_GOODS (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_DESIGNER_GOODS);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_designer_goods_parent_class)->dispose (object);
}

static void
br_designer_goods_finalize (GObject *object)
{
  g_weak_ref_clear (&BR_DESIGNER_GOODS (object)->owner);
  G_OBJECT_CLASS (br_designer_goods_parent_class)->finalize (object);
}

static void
br_designer_goods_class_init (BrDesignerGoodsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_designer_goods_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_designer_goods_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-designer-goods.ui");
  gtk_widget_class_bind_template_child (widget_class, BrDesignerGoods, entry);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerGoods, states);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerGoods, list);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
br_designer_goods_init (BrDesignerGoods *self)
{
  g_weak_ref_init (&self->owner, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  br_widget_set_takes_code (GTK_WIDGET (self->entry), scanned_cb, self);
}

BrDesignerGoods *
br_designer_goods_new (BrAppContext *context, BrGoodsFunc func, GObject *owner)
{
  BrDesignerGoods *self = g_object_new (BR_TYPE_DESIGNER_GOODS, NULL);

  self->context = g_object_ref (context);
  self->func = func;
  g_weak_ref_set (&self->owner, owner);
  typed_cb (self);
  return self;
}
