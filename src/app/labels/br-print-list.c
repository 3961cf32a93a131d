/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row's number is one spin button, used again for other rows as one scrolls. */
#include "config.h"

#include "br-print-list.h"

#include <glib/gi18n.h>

static void
show_row (BrPrintRow *row, GParamSpec *pspec, GtkListItem *list_item)
{
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkLabel *name = g_object_get_data (G_OBJECT (box), "br-name"), *code = g_object_get_data (G_OBJECT (box), "br-code");
  GtkSpinButton *copies = g_object_get_data (G_OBJECT (box), "br-copies");
  const char *text = br_print_row_get_name (row);
  g_autofree char *spoken = g_strdup_printf (_("Labels of %s"), text != NULL ? text : "…");

  gtk_label_set_text (name, text != NULL ? text : "…");
  gtk_label_set_text (code, br_print_row_get_code (row) != NULL ? br_print_row_get_code (row) : "");
  gtk_spin_button_set_value (copies, br_print_row_get_copies (row));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copies), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_item_set_accessible_label (list_item, text != NULL ? text : "…");
}

static void
copies_cb (GtkSpinButton *copies, GtkListItem *list_item)
{
  BrPrintRow *row = gtk_list_item_get_item (list_item);
  BrPrintRows *rows = g_object_get_data (G_OBJECT (list_item), "br-rows");

  if (row != NULL && (guint) gtk_spin_button_get_value_as_int (copies) != br_print_row_get_copies (row))
    br_print_rows_set_copies (rows, row, (guint) gtk_spin_button_get_value_as_int (copies));
}

static GtkWidget *
new_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    {
      gtk_widget_add_css_class (label, style);
      gtk_widget_add_css_class (label, "dimmed");
    }
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, BrPrintRows *rows)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = new_label (NULL), *code = new_label ("caption");
  GtkWidget *copies = gtk_spin_button_new_with_range (0, BR_PRINT_MAX_COPIES, 1);

  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), code);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (copies, GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (copies), 4);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), copies);
  g_object_set_data (G_OBJECT (box), "br-name", name);
  g_object_set_data (G_OBJECT (box), "br-code", code);
  g_object_set_data (G_OBJECT (box), "br-copies", copies);
  g_object_set_data (G_OBJECT (list_item), "br-rows", rows);
  gtk_list_item_set_child (list_item, box);
  g_signal_connect_object (copies, "value-changed", G_CALLBACK (copies_cb), list_item, 0);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  BrPrintRow *row = gtk_list_item_get_item (list_item);

  g_signal_connect_object (row, "notify::copies", G_CALLBACK (show_row), list_item, 0);
  show_row (row, NULL, list_item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), show_row, list_item);
}

GtkSingleSelection *
br_print_list_attach (GtkListView *view, BrPrintRows *rows)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSingleSelection) selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (rows)));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), rows, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), rows, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), rows, 0);
  gtk_list_view_set_factory (view, factory);
  gtk_list_view_set_model (view, GTK_SELECTION_MODEL (selection));
  return selection;
}
