/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The details beside the list. */
#include "config.h"

#include "br-product-pane.h"

#include "br-product-text.h"
#include "br-thumbnail.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define PICTURE_PX 96

struct _BrProductPane
{
  AdwBin parent_instance;

  BrAppContext *context;
  BrSkuItem *item;
  gulong row_handler;

  GtkStack *states;
  GtkImage *picture;
  GtkLabel *name_label;
  GtkLabel *subtitle_label;
  AdwActionRow *price_row;
  GtkLabel *price_label;
  AdwActionRow *regular_row;
  GtkLabel *regular_label;
  AdwActionRow *margin_row;
  GtkLabel *margin_label;
  AdwActionRow *status_row;
  AdwActionRow *barcode_row;
  AdwActionRow *category_row;
  AdwActionRow *changed_row;
  GtkWidget *findings_group;
  AdwActionRow *findings_row;
};

G_DEFINE_FINAL_TYPE (BrProductPane, br_product_pane, ADW_TYPE_BIN)

static gboolean
sees_cost (BrProductPane *self)
{
  const BrActor *actor = self->context != NULL ? br_app_context_get_actor (self->context) : NULL;

  return actor != NULL && br_role_has_right (actor->role, BR_RIGHT_SEE_COST);
}

static void
show_price (BrProductPane *self, const BrSkuRow *row)
{
  guint digits = self->context != NULL ? br_app_context_get_digits (self->context) : 2;
  g_autofree char *now = br_text_money (row->price_minor, digits);
  g_autofree char *regular = br_text_money (row->regular_minor, digits);
  g_autofree char *cost = br_text_money (row->cost_minor, digits);
  g_autofree char *margin = br_text_percent (row->margin_bp);
  g_autofree char *cost_line = g_strdup_printf (_("Cost %s"), cost);
  gboolean reduced = row->price_kind != BR_PRICE_REGULAR && row->price_minor != G_MININT64;

  gtk_label_set_text (self->price_label, now);
  if (reduced)
    gtk_widget_add_css_class (GTK_WIDGET (self->price_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->price_label), "error");
  adw_action_row_set_subtitle (self->price_row, row->price_minor == G_MININT64 ? "" : br_text_price_kind (row->price_kind));
  gtk_label_set_text (self->regular_label, regular);
  gtk_widget_set_visible (GTK_WIDGET (self->regular_row), row->regular_minor != G_MININT64 && row->regular_minor != row->price_minor);
  gtk_widget_set_visible (GTK_WIDGET (self->margin_row), sees_cost (self));
  adw_action_row_set_subtitle (self->margin_row, cost_line);
  gtk_label_set_text (self->margin_label, margin);
}

static char *
list_findings (guint32 findings)
{
  GString *text = g_string_new (NULL);

  for (guint bit = 0; bit < BR_N_FINDINGS; bit++)
    if (findings & (1u << bit))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", br_text_finding (bit));
  return g_string_free (text, FALSE);
}

static void
set_property_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "—");
}

static void
show_row (BrProductPane *self, const BrSkuRow *row)
{
  g_autofree char *subtitle = row->name_alt != NULL ? g_strdup_printf ("%s · %s", row->name_alt, row->code) : g_strdup (row->code);
  g_autofree char *category = row->brand != NULL && row->category != NULL ? g_strdup_printf ("%s · %s", row->category, row->brand)
                                                                          : g_strdup (row->category != NULL ? row->category : row->brand);
  g_autofree char *changed = br_words_instant (row->changed_us);
  g_autofree char *findings = list_findings (row->findings);

  gtk_widget_set_visible (GTK_WIDGET (self->picture), row->picture != NULL);
  if (self->context != NULL)
    br_thumbnail_show (self->picture, br_app_context_get_store (self->context), row->picture, PICTURE_PX);
  gtk_label_set_text (self->name_label, row->name);
  gtk_label_set_text (self->subtitle_label, subtitle);
  show_price (self, row);
  adw_action_row_set_subtitle (self->status_row, br_text_status (row->status));
  set_property_row (self->barcode_row, row->barcode);
  set_property_row (self->category_row, category);
  set_property_row (self->changed_row, changed);
  gtk_widget_set_visible (self->findings_group, row->findings != 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->findings_row), findings);
}

static void
update (BrProductPane *self)
{
  const BrSkuRow *row = self->item != NULL ? br_sku_item_get_row (self->item) : NULL;

  gtk_stack_set_visible_child_name (self->states, row != NULL ? "one" : "none");
  if (row != NULL)
    show_row (self, row);
}

static void
row_changed_cb (BrSkuItem *item, GParamSpec *pspec, BrProductPane *self)
{
  update (self);
}

void
br_product_pane_set_item (BrProductPane *self, BrSkuItem *item)
{
  if (self->item == item)
    return;
  g_clear_signal_handler (&self->row_handler, self->item);
  g_set_object (&self->item, item);
  if (item != NULL)
    self->row_handler = g_signal_connect_object (item, "notify::row", G_CALLBACK (row_changed_cb), self, 0);
  update (self);
}

void
br_product_pane_set_context (BrProductPane *self, BrAppContext *context)
{
  g_set_object (&self->context, context);
}

static void
br_product_pane_dispose (GObject *object)
{
  BrProductPane *self = BR_PRODUCT_PANE (object);

  g_clear_signal_handler (&self->row_handler, self->item);
  g_clear_object (&self->item);
  g_clear_object (&self->context);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PRODUCT_PANE);
  G_OBJECT_CLASS (br_product_pane_parent_class)->dispose (object);
}

static void
br_product_pane_class_init (BrProductPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_product_pane_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, states);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, picture);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, name_label);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, price_row);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, price_label);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, regular_row);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, regular_label);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, margin_row);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, margin_label);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, status_row);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, barcode_row);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, category_row);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, changed_row);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, findings_group);
  gtk_widget_class_bind_template_child (widget_class, BrProductPane, findings_row);
}

static void
br_product_pane_init (BrProductPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->findings_row), FALSE);
}
