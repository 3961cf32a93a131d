/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells over the draft by the position of their row. A status offers the steps from the one that is stored. */
#include "config.h"

#include "br-variant-columns.h"

#include "br-draft-rules.h"
#include "br-product-text.h"
#include "br-words.h"
#include <glib/gi18n.h>

BrRecord *
br_variant_columns_get_sku (BrDraftModel *model, guint position)
{
  BrProductDetail *draft = model != NULL ? br_draft_model_get (model) : NULL;

  return draft != NULL && position < draft->skus->len ? draft->skus->pdata[position] : NULL;
}

GtkListItemFactory *
br_variant_columns_add (GtkColumnView *view, const char *title, GCallback setup, GCallback bind, gpointer owner)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);

  g_signal_connect_object (factory, "setup", setup, owner, 0);
  if (bind != NULL)
    g_signal_connect_object (factory, "bind", bind, owner, 0);
  gtk_column_view_append_column (view, column);
  return factory; /* the column keeps it */
}

static guint
position_of (GtkWidget *widget)
{
  return gtk_column_view_cell_get_position (g_object_get_data (G_OBJECT (widget), "br-cell"));
}

static void
show_options (BrDraftModel *model, GtkWidget *label)
{
  const BrRecord *sku = br_variant_columns_get_sku (model, position_of (label));
  g_autofree char *text =
      sku != NULL ? br_words_value (BR_KIND_SKU, BR_SKU_OPTION_VALUES, &sku->cells[BR_SKU_OPTION_VALUES], br_draft_model_get_digits (model)) : NULL;

  gtk_label_set_text (GTK_LABEL (label), text);
}

static void
setup_label_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrDraftModel *model)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  g_object_set_data (G_OBJECT (label), "br-cell", cell);
  g_signal_connect_object (model, "reloaded", G_CALLBACK (show_options), label, 0);
  gtk_column_view_cell_set_child (cell, label);
}

static void
bind_label_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrDraftModel *model)
{
  show_options (model, gtk_column_view_cell_get_child (cell));
}

/* The status the SKU has, and the steps from the one that is stored. */
static guint
statuses_of (BrDraftModel *model, const BrRecord *sku, BrLifeCycle out[BR_STATUS_RETIRED])
{
  const BrActor *actor = br_app_context_get_actor (br_draft_model_get_context (model));
  const BrProductDetail *base = br_draft_model_get_base (model);
  const BrRecord *stored = base != NULL ? br_records_find (base->skus, &sku->id) : NULL;
  BrLifeCycle now = MAX (br_record_int (sku, BR_SKU_STATUS), BR_STATUS_DRAFT);
  BrLifeCycle from = stored != NULL ? MAX (br_record_int (stored, BR_SKU_STATUS), BR_STATUS_DRAFT) : BR_STATUS_DRAFT;

  return br_draft_statuses (from, now, actor != NULL ? actor->role : BR_ROLE_CLERK, out);
}

/* A note is about one step: another step begins without one, the stored status has its own again. */
static void
show_note (BrDraftModel *model, BrRecord *sku)
{
  const BrProductDetail *base = br_draft_model_get_base (model);
  const BrRecord *stored = base != NULL ? br_records_find (base->skus, &sku->id) : NULL;
  gboolean stays = stored != NULL && br_record_int (stored, BR_SKU_STATUS) == br_record_int (sku, BR_SKU_STATUS);

  br_draft_model_set_text (model, sku, BR_SKU_STATUS_NOTE, stays ? br_record_text (stored, BR_SKU_STATUS_NOTE) : NULL);
}

static void
status_chosen_cb (GtkDropDown *drop_down, GParamSpec *pspec, BrDraftModel *model)
{
  BrRecord *sku = br_variant_columns_get_sku (model, position_of (GTK_WIDGET (drop_down)));
  guint selected = gtk_drop_down_get_selected (drop_down);
  BrLifeCycle statuses[BR_STATUS_RETIRED];

  if (sku == NULL || g_object_get_data (G_OBJECT (drop_down), "br-showing") != NULL || selected >= statuses_of (model, sku, statuses)
      || statuses[selected] == (BrLifeCycle) br_record_int (sku, BR_SKU_STATUS))
    return;
  br_draft_model_set_int (model, sku, BR_SKU_STATUS, statuses[selected]);
  show_note (model, sku);
}

static void
show_status (BrDraftModel *model, GtkWidget *drop_down)
{
  const BrRecord *sku = br_variant_columns_get_sku (model, position_of (drop_down));
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  BrLifeCycle statuses[BR_STATUS_RETIRED];
  guint n, selected = 0;
  gboolean may_set;

  if (sku == NULL)
    return;
  n = statuses_of (model, sku, statuses);
  for (guint i = 0; i < n; i++)
    {
      gtk_string_list_append (words, br_text_status (statuses[i]));
      if (statuses[i] == (BrLifeCycle) br_record_int (sku, BR_SKU_STATUS))
        selected = i;
    }
  may_set = n > 1 && br_draft_model_may_set (model, sku, BR_SKU_STATUS);
  g_object_set_data (G_OBJECT (drop_down), "br-showing", drop_down);
  gtk_drop_down_set_model (GTK_DROP_DOWN (drop_down), G_LIST_MODEL (words));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
  g_object_set_data (G_OBJECT (drop_down), "br-showing", NULL);
  gtk_widget_set_sensitive (drop_down, may_set);
  gtk_widget_set_tooltip_text (drop_down, may_set ? NULL : _("Your role may not change this."));
}

static void
setup_status_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrDraftModel *model)
{
  GtkWidget *drop_down = gtk_drop_down_new (NULL, NULL);

  gtk_widget_add_css_class (drop_down, "flat");
  g_object_set_data (G_OBJECT (drop_down), "br-cell", cell);
  g_signal_connect_object (model, "reloaded", G_CALLBACK (show_status), drop_down, 0);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (status_chosen_cb), model, 0);
  gtk_column_view_cell_set_child (cell, drop_down);
}

static void
bind_status_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrDraftModel *model)
{
  show_status (model, gtk_column_view_cell_get_child (cell));
}

static gboolean
is_of_sku (const BrRecord *price, const BrId *sku)
{
  const BrId *of = br_record_ref (price, BR_PRICE_SKU);

  return of != NULL && br_id_equal (of, sku);
}

static void
remove_clicked_cb (GtkWidget *button, BrDraftModel *model)
{
  BrProductDetail *draft = br_draft_model_get (model);
  BrRecord *sku = br_variant_columns_get_sku (model, position_of (button));

  if (sku == NULL)
    return;
  for (guint i = draft->prices->len; i > 0; i--)
    if (is_of_sku (draft->prices->pdata[i - 1], &sku->id))
      g_ptr_array_remove_index (draft->prices, i - 1);
  g_ptr_array_remove (draft->skus, sku);
  br_draft_model_touch_lists (model);
}

static void
setup_remove_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrDraftModel *model)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_tooltip_text (button, _("Remove this SKU"));
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "br-cell", cell);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), model, 0);
  gtk_column_view_cell_set_child (cell, button);
}

static void
bind_remove_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrDraftModel *model)
{
  const BrRecord *sku = br_variant_columns_get_sku (model, gtk_column_view_cell_get_position (cell));

  gtk_widget_set_sensitive (gtk_column_view_cell_get_child (cell), sku != NULL && br_draft_model_may_set (model, sku, BR_FIELD_DELETED));
}

/* Columns */

void
br_variant_columns_add_options (GtkColumnView *view, BrDraftModel *model)
{
  br_variant_columns_add (view, _("Options"), G_CALLBACK (setup_label_cb), G_CALLBACK (bind_label_cb), model);
}

void
br_variant_columns_add_status (GtkColumnView *view, BrDraftModel *model)
{
  br_variant_columns_add (view, _("Status"), G_CALLBACK (setup_status_cb), G_CALLBACK (bind_status_cb), model);
}

void
br_variant_columns_add_remove (GtkColumnView *view, BrDraftModel *model)
{
  br_variant_columns_add (view, "", G_CALLBACK (setup_remove_cb), G_CALLBACK (bind_remove_cb), model);
}
