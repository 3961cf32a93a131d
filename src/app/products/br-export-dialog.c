/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The selection comes first where there is one; then what the list shows; all products are looked up when they are wanted. */
#include "config.h"

#include "br-export-dialog.h"

#include "br-list-export.h"
#include <glib/gi18n.h>

/* Columns of the file, and the column of the list that stands for each. */
static const struct
{
  BrExportField field;
  const char *title;
  const char *shown_as;
  gboolean is_cost;
} columns[] = {
  { BR_EXPORT_NAME, N_("Product"), "product", FALSE },         { BR_EXPORT_NAME_ALT, N_("Second name"), "product", FALSE },
  { BR_EXPORT_CODE, N_("SKU code"), "product", FALSE },        { BR_EXPORT_BARCODE, N_("Barcode"), "barcode", FALSE },
  { BR_EXPORT_CATEGORY, N_("Category"), "category", FALSE },   { BR_EXPORT_BRAND, N_("Brand"), "brand", FALSE },
  { BR_EXPORT_STATUS, N_("Status"), "status", FALSE },         { BR_EXPORT_PRICE, N_("Price"), "price", FALSE },
  { BR_EXPORT_REGULAR_PRICE, N_("Regular price"), "", FALSE }, { BR_EXPORT_COST, N_("Cost"), "cost", TRUE },
  { BR_EXPORT_MARGIN, N_("Margin"), "margin", TRUE },
};

struct _BrExportDialog
{
  AdwDialog parent_instance;

  BrAppContext *context;
  BrIdList *lists[3]; /* of what_row; NULL = all products */
  GtkCheckButton *checks[G_N_ELEMENTS (columns)]; /* NULL: not to be seen by this role */

  AdwComboRow *what_row;
  AdwComboRow *format_row;
  AdwPreferencesGroup *columns_group;
  GtkWidget *export_button;
};

G_DEFINE_FINAL_TYPE (BrExportDialog, br_export_dialog, ADW_TYPE_DIALOG)

/* Without a column there is no file. */
static void
update_button (BrExportDialog *self)
{
  gboolean any = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    any |= self->checks[i] != NULL && gtk_check_button_get_active (self->checks[i]);
  gtk_widget_set_sensitive (self->export_button, any);
}

static void
cancel_cb (BrExportDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
export_cb (BrExportDialog *self)
{
  GtkWidget *parent = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  BrExportColumn chosen[G_N_ELEMENTS (columns)];
  BrListExport export = { .columns = chosen, .skus = self->lists[adw_combo_row_get_selected (self->what_row)] };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (self->checks[i] != NULL && gtk_check_button_get_active (self->checks[i]))
      chosen[export.n_columns++] = (BrExportColumn) { columns[i].field, _(columns[i].title) };
  export.format = adw_combo_row_get_selected (self->format_row) == 0 ? BR_EXPORT_XLSX : BR_EXPORT_CSV;
  br_list_export_ask (parent, self->context, &export);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
add_column (BrExportDialog *self, gsize i, gboolean chosen)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(columns[i].title));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), chosen);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update_button), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (self->columns_group, row);
  self->checks[i] = GTK_CHECK_BUTTON (check);
}

static void
fill_columns (BrExportDialog *self, const char *const *shown)
{
  const BrActor *actor = br_app_context_get_actor (self->context);
  gboolean sees_cost = actor != NULL && br_role_has_right (actor->role, BR_RIGHT_SEE_COST);

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (sees_cost || !columns[i].is_cost)
      add_column (self, i, g_strv_contains (shown, columns[i].shown_as));
}

static void
append_list (BrExportDialog *self, GtkStringList *words, char *word, BrIdList *list)
{
  self->lists[g_list_model_get_n_items (G_LIST_MODEL (words))] = list != NULL ? br_id_list_ref (list) : NULL;
  gtk_string_list_take (words, word);
}

static void
fill_choices (BrExportDialog *self, const BrExportOffer *offer)
{
  const char *formats[] = { _("Workbook (.xlsx)"), _("Text (.csv)"), NULL };
  g_autoptr (GtkStringList) format_list = gtk_string_list_new (formats);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  gsize n_selected = offer->selected->n, n_shown = offer->shown->n;

  if (n_selected > 0)
    append_list (self, words, g_strdup_printf (ngettext ("Selected (%'u)", "Selected (%'u)", n_selected), (guint) n_selected), offer->selected);
  append_list (self, words, g_strdup_printf (ngettext ("What the list shows (%'u)", "What the list shows (%'u)", n_shown), (guint) n_shown), offer->shown);
  append_list (self, words, g_strdup (_("All products")), NULL);
  adw_combo_row_set_model (self->what_row, G_LIST_MODEL (words));
  adw_combo_row_set_model (self->format_row, G_LIST_MODEL (format_list));
}

static void
br_export_dialog_dispose (GObject *object)
{
  BrExportDialog *self = BR_EXPORT_DIALOG (object);

  for (gsize i = 0; i < G_N_ELEMENTS (self->lists); i++)
    g_clear_pointer (&self->lists[i], br_id_list_unref);
  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_EXPORT_DIALOG);
  G_OBJECT_CLASS (br_export_dialog_parent_class)->dispose (object);
}

static void
br_export_dialog_class_init (BrExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_export_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-export.ui");
  gtk_widget_class_bind_template_child (widget_class, BrExportDialog, what_row);
  gtk_widget_class_bind_template_child (widget_class, BrExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, BrExportDialog, columns_group);
  gtk_widget_class_bind_template_child (widget_class, BrExportDialog, export_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
}

static void
br_export_dialog_init (BrExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->export_button);
}

BrExportDialog *
br_export_dialog_new (BrAppContext *context, const BrExportOffer *offer)
{
  BrExportDialog *self = g_object_new (BR_TYPE_EXPORT_DIALOG, NULL);

  self->context = g_object_ref (context);
  fill_choices (self, offer);
  fill_columns (self, offer->columns);
  update_button (self);
  return self;
}
