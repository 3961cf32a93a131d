/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's group Prices: every entry of a SKU with why it holds or not, for a store, a channel, a tier and an instant. */
#include "config.h"

#include "br-editor-prices.h"

#include "br-draft-rules.h"
#include "br-price-dialog.h"
#include "br-price.h"
#include "br-product-text.h"
#include "br-undo-toast.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

struct _BrEditorPrices
{
  AdwBin parent_instance;

  BrDraftModel *model;
  gboolean showing;
  gboolean stale; /* the draft changed while the page was not shown */
  gboolean asked; /* the store the question begins at was chosen */

  AdwComboRow *sku_row;
  AdwComboRow *store_row;
  GtkEditable *channel_row;
  GtkEditable *tier_row;
  AdwActionRow *when_row;
  GtkAdjustment *when_adjustment;
  GtkListBox *entries;
};

G_DEFINE_FINAL_TYPE (BrEditorPrices, br_editor_prices, ADW_TYPE_BIN)

/* The question */

static BrRecord *
get_sku (BrEditorPrices *self)
{
  BrProductDetail *draft = br_draft_model_get (self->model);
  guint selected = adw_combo_row_get_selected (self->sku_row);

  return draft != NULL && selected < draft->skus->len ? draft->skus->pdata[selected] : NULL;
}

static gint64
get_instant (BrEditorPrices *self)
{
  gint64 now = br_app_context_now_us (br_draft_model_get_context (self->model));

  return now + (gint64) gtk_adjustment_get_value (self->when_adjustment) * DAY_US;
}

static const char *
text_or_null (GtkEditable *row)
{
  const char *text = gtk_editable_get_text (row);

  return *text != '\0' ? text : NULL;
}

static void
fill_context (BrEditorPrices *self, BrPriceContext *context)
{
  GPtrArray *stores = br_draft_model_get_choices (self->model, BR_KIND_STORE);
  guint selected = adw_combo_row_get_selected (self->store_row);
  const BrId *zone;

  *context = (BrPriceContext) { .channel = text_or_null (self->channel_row), .tier = text_or_null (self->tier_row), .at_us = get_instant (self) };
  if (stores == NULL || selected == 0 || selected > stores->len)
    return;
  context->store = ((BrRecord *) stores->pdata[selected - 1])->id;
  zone = br_record_ref (stores->pdata[selected - 1], BR_STORE_ZONE);
  if (zone != NULL)
    context->zone = *zone;
}

/* The entries */

static GPtrArray *
entries_of (BrEditorPrices *self, const BrRecord *sku)
{
  BrProductDetail *draft = br_draft_model_get (self->model);
  GPtrArray *entries = g_ptr_array_new ();

  for (guint i = 0; i < draft->prices->len; i++)
    {
      const BrId *of = br_record_ref (draft->prices->pdata[i], BR_PRICE_SKU);

      if (of != NULL && br_id_equal (of, &sku->id))
        g_ptr_array_add (entries, draft->prices->pdata[i]);
    }
  return entries;
}

static void
append_part (GString *text, const char *part)
{
  if (part != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

/* "East zone · app · 2026-11-22 08:00 – 2026-11-29 08:00" */
static char *
describe_scope (BrEditorPrices *self, const BrRecord *price)
{
  const BrValue *from = &price->cells[BR_PRICE_VALID_FROM], *to = &price->cells[BR_PRICE_VALID_TO];
  g_autofree char *from_text = from->type == BR_VALUE_INT ? br_words_instant (from->integer) : NULL;
  g_autofree char *to_text = to->type == BR_VALUE_INT ? br_words_instant (to->integer) : NULL;
  g_autofree char *span = NULL;
  GString *text = g_string_new (NULL);

  if (br_price_scope (price) == BR_SCOPE_BASE)
    append_part (text, _("Everywhere"));
  append_part (text, br_draft_model_name (self->model, BR_KIND_ZONE, br_record_ref (price, BR_PRICE_ZONE)));
  append_part (text, br_draft_model_name (self->model, BR_KIND_STORE, br_record_ref (price, BR_PRICE_STORE)));
  append_part (text, br_record_text (price, BR_PRICE_CHANNEL));
  append_part (text, br_record_text (price, BR_PRICE_TIER));
  if (from_text != NULL || to_text != NULL)
    span = g_strdup_printf ("%s – %s", from_text != NULL ? from_text : "…", to_text != NULL ? to_text : "…");
  append_part (text, span);
  return g_string_free (text, FALSE);
}

static void
edited_cb (gpointer data)
{
  BrEditorPrices *self = data;

  br_draft_model_touch_lists (self->model);
}

static BrRecord *
entry_of (BrEditorPrices *self, GtkWidget *widget)
{
  const BrId *id = g_object_get_data (G_OBJECT (widget), "br-price");

  return br_records_find (br_draft_model_get (self->model)->prices, id);
}

static void
edit_clicked_cb (GtkWidget *row, BrEditorPrices *self)
{
  BrRecord *price = entry_of (self, row);

  if (price != NULL)
    br_price_dialog_present (GTK_WIDGET (self), self->model, price, edited_cb, G_OBJECT (self));
}

static void
remove_clicked_cb (GtkWidget *button, BrEditorPrices *self)
{
  BrRecord *price = entry_of (self, button);

  if (price != NULL && g_ptr_array_remove (br_draft_model_get (self->model)->prices, price))
    br_draft_model_touch_lists (self->model);
}

/* "12.30 CNY" */
static char *
money_text (BrEditorPrices *self, const BrValue *amount)
{
  BrProfile *profile = br_app_context_get_profile (br_draft_model_get_context (self->model));
  const char *currency = profile != NULL ? br_profile_get_info (profile)->currency : NULL;
  g_autofree char *money = br_text_money (amount->type == BR_VALUE_INT ? amount->integer : G_MININT64, br_draft_model_get_digits (self->model));

  return currency != NULL ? g_strdup_printf ("%s %s", money, currency) : g_steal_pointer (&money);
}

/* The warning of a price below the margin floor; NULL when it is not, or is approved. */
static char *
warn_floor (BrEditorPrices *self, const BrRecord *sku, const BrRecord *price)
{
  const BrActor *actor = br_app_context_get_actor (br_draft_model_get_context (self->model));
  BrValue least = BR_VALUE_INIT;
  g_autofree char *money = NULL;
  gint64 floor_minor;

  if (price->cells[BR_PRICE_AMOUNT].type != BR_VALUE_INT || price->cells[BR_PRICE_APPROVED_BY].type != BR_VALUE_NULL
      || !br_draft_floor (br_draft_model_get_choices (self->model, BR_KIND_CATEGORY), br_draft_model_get (self->model)->product, sku, &floor_minor)
      || br_record_int (price, BR_PRICE_AMOUNT) >= floor_minor)
    return NULL;
  br_value_set_int (&least, floor_minor);
  money = money_text (self, &least);
  if (actor != NULL && br_role_has_right (actor->role, BR_RIGHT_APPROVE_BELOW_FLOOR))
    return g_strdup_printf (_("Below the least price of %s: saving it approves it in your name."), money);
  return g_strdup_printf (_("Below the least price of %s: a store manager or an HQ administrator has to set it."), money);
}

static GtkWidget *
make_row (BrEditorPrices *self, const BrRecord *sku, const BrRecord *price, BrPriceReason reason)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  GtkWidget *icon = gtk_image_new_from_icon_name (reason == BR_PRICE_WINS ? "object-select-symbolic" : "window-close-symbolic");
  gboolean may_set = br_draft_model_may_set (self->model, price, BR_PRICE_AMOUNT);
  g_autofree char *money = money_text (self, &price->cells[BR_PRICE_AMOUNT]);
  g_autofree char *title = g_strdup_printf ("%s · %s", money, br_text_price_kind (br_record_int (price, BR_PRICE_KIND)));
  g_autofree char *scope = describe_scope (self, price);
  g_autofree char *warning = warn_floor (self, sku, price);
  g_autofree char *subtitle =
      g_strdup_printf ("%s\n%s%s%s", scope, br_text_price_reason (reason), warning != NULL ? "\n⚠ " : "", warning != NULL ? warning : "");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (row, "numeric");
  gtk_widget_add_css_class (icon, reason == BR_PRICE_WINS ? "success" : "dim-label");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (remove, may_set ? _("Remove this price") : _("Your role may not change this."));
  gtk_widget_set_sensitive (remove, may_set);
  gtk_widget_add_css_class (remove, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), may_set);
  gtk_widget_set_tooltip_text (row, may_set ? NULL : _("Your role may not change this."));
  g_object_set_data_full (G_OBJECT (row), "br-price", g_memdup2 (&price->id, sizeof price->id), g_free);
  g_object_set_data_full (G_OBJECT (remove), "br-price", g_memdup2 (&price->id, sizeof price->id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (edit_clicked_cb), self, 0);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_clicked_cb), self, 0);
  return row;
}

static void
append_empty (BrEditorPrices *self)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("No price yet"));
  gtk_list_box_append (self->entries, row);
}

static void
show_entries (BrEditorPrices *self)
{
  const BrRecord *sku = self->model != NULL ? get_sku (self) : NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree BrPriceReason *reasons = NULL;
  g_autofree char *instant = NULL;
  BrPriceContext context;

  if (sku == NULL)
    return;
  entries = entries_of (self, sku);
  reasons = g_new0 (BrPriceReason, entries->len + 1);
  fill_context (self, &context);
  instant = br_words_instant (context.at_us);
  adw_action_row_set_subtitle (self->when_row, instant);
  br_price_resolve ((const BrRecord *const *) entries->pdata, entries->len, &context, reasons);
  gtk_list_box_remove_all (self->entries);
  for (guint i = 0; i < entries->len; i++)
    if (reasons[i] == BR_PRICE_WINS)
      gtk_list_box_append (self->entries, make_row (self, sku, entries->pdata[i], reasons[i]));
  for (guint i = 0; i < entries->len; i++)
    if (reasons[i] != BR_PRICE_WINS)
      gtk_list_box_append (self->entries, make_row (self, sku, entries->pdata[i], reasons[i]));
  if (entries->len == 0)
    append_empty (self);
}

static void
question_changed_cb (BrEditorPrices *self)
{
  if (!self->showing && self->model != NULL)
    show_entries (self);
}

static void
add_cb (BrEditorPrices *self)
{
  const BrActor *actor = br_app_context_get_actor (br_draft_model_get_context (self->model));
  BrRecord *sku = get_sku (self);
  BrRecord *price;

  if (sku == NULL)
    return;
  price = br_draft_model_add_price (self->model, &sku->id);
  if (actor != NULL && !br_id_is_none (&actor->store) && !br_draft_model_may_set (self->model, price, BR_PRICE_AMOUNT))
    br_value_set_id (&price->cells[BR_PRICE_STORE], &actor->store); /* one's own store is what one may price */
  if (br_draft_model_may_set (self->model, price, BR_PRICE_AMOUNT))
    br_price_dialog_present (GTK_WIDGET (self), self->model, price, edited_cb, G_OBJECT (self));
  else
    {
      g_ptr_array_remove (br_draft_model_get (self->model)->prices, price);
      br_toast_show (GTK_WIDGET (self), _("Your role may not set prices."));
    }
}

/* Showing the draft */

static void
fill_skus (BrEditorPrices *self)
{
  BrProductDetail *draft = br_draft_model_get (self->model);
  guint selected = adw_combo_row_get_selected (self->sku_row);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  for (guint i = 0; i < draft->skus->len; i++)
    {
      const BrRecord *sku = draft->skus->pdata[i];
      g_autofree char *options = br_words_value (BR_KIND_SKU, BR_SKU_OPTION_VALUES, &sku->cells[BR_SKU_OPTION_VALUES], br_draft_model_get_digits (self->model));
      const char *code = br_record_text (sku, BR_SKU_CODE);
      g_autofree char *word = g_strdup_printf ("%s · %s", code != NULL ? code : "—", options);

      gtk_string_list_append (words, word);
    }
  adw_combo_row_set_model (self->sku_row, G_LIST_MODEL (words));
  if (selected < draft->skus->len)
    adw_combo_row_set_selected (self->sku_row, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->sku_row), draft->skus->len > 1);
}

static void
reloaded_cb (BrDraftModel *model, BrEditorPrices *self)
{
  if (br_draft_model_get (model) == NULL)
    return;
  self->stale = FALSE;
  self->showing = TRUE;
  fill_skus (self);
  self->showing = FALSE;
  show_entries (self);
}

/* A price typed into the grid of variants is an entry here. */
static void
changed_cb (BrDraftModel *model, BrEditorPrices *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    return; /* what changes here is shown by who changes it */
  self->stale = TRUE;
}

static void
mapped_cb (BrEditorPrices *self)
{
  if (self->stale && self->model != NULL)
    reloaded_cb (self->model, self);
}

/* The question begins at the store whose prices lists show; index 0 is no particular store. */
static guint
find_own_store (BrEditorPrices *self, GPtrArray *stores)
{
  BrProfile *profile = br_app_context_get_profile (br_draft_model_get_context (self->model));
  const BrId *place = profile != NULL ? &br_profile_get_info (profile)->place : NULL;

  for (guint i = 0; place != NULL && stores != NULL && i < stores->len; i++)
    if (br_id_equal (&((BrRecord *) stores->pdata[i])->id, place))
      return i + 1;
  return 0;
}

static void
choices_cb (BrDraftModel *model, BrEditorPrices *self)
{
  GPtrArray *stores = br_draft_model_get_choices (model, BR_KIND_STORE);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  guint selected = adw_combo_row_get_selected (self->store_row);

  gtk_string_list_append (words, _("No particular store"));
  for (guint i = 0; stores != NULL && i < stores->len; i++)
    gtk_string_list_append (words, br_record_text (stores->pdata[i], BR_STORE_NAME));
  self->showing = TRUE;
  adw_combo_row_set_model (self->store_row, G_LIST_MODEL (words));
  if (!self->asked && stores != NULL)
    {
      self->asked = TRUE;
      selected = find_own_store (self, stores);
    }
  if (selected != GTK_INVALID_LIST_POSITION && selected <= (stores != NULL ? stores->len : 0))
    adw_combo_row_set_selected (self->store_row, selected);
  self->showing = FALSE;
  reloaded_cb (model, self);
}

void
br_editor_prices_set_model (BrEditorPrices *self, BrDraftModel *model)
{
  g_set_object (&self->model, model);
  g_signal_connect_object (model, "reloaded", G_CALLBACK (reloaded_cb), self, 0);
  g_signal_connect_object (model, "choices", G_CALLBACK (choices_cb), self, 0);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, 0);
}

static void
br_editor_prices_dispose (GObject *object)
{
  BrEditorPrices *self = BR_EDITOR_PRICES (object);

  g_clear_object (&self->model);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_EDITOR_PRICES);
  G_OBJECT_CLASS (br_editor_prices_parent_class)->dispose (object);
}

static void
br_editor_prices_class_init (BrEditorPricesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_editor_prices_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-prices.ui");
  gtk_widget_class_bind_template_child (widget_class, BrEditorPrices, sku_row);
  gtk_widget_class_bind_template_child (widget_class, BrEditorPrices, store_row);
  gtk_widget_class_bind_template_child (widget_class, BrEditorPrices, channel_row);
  gtk_widget_class_bind_template_child (widget_class, BrEditorPrices, tier_row);
  gtk_widget_class_bind_template_child (widget_class, BrEditorPrices, when_row);
  gtk_widget_class_bind_template_child (widget_class, BrEditorPrices, when_adjustment);
  gtk_widget_class_bind_template_child (widget_class, BrEditorPrices, entries);
  gtk_widget_class_bind_template_callback (widget_class, question_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
br_editor_prices_init (BrEditorPrices *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
}
