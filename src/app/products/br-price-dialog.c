/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One price entry of the draft. Done writes all fields at once; Cancel writes none. */
#include "config.h"

#include "br-price-dialog.h"

#include "br-draft-rules.h"
#include "br-money.h"
#include "br-product-text.h"
#include <glib/gi18n.h>

struct _BrPriceDialog
{
  AdwDialog parent_instance;

  BrDraftModel *model;
  BrId price;
  BrId only_store; /* the one store it may be for; none = any place */
  BrPriceEdited func;
  GObject *owner;

  GtkWidget *done_button;
  GtkEditable *amount_row;
  AdwComboRow *kind_row;
  AdwComboRow *zone_row;
  AdwComboRow *store_row;
  GtkEditable *channel_row;
  GtkEditable *tier_row;
  GtkEditable *from_row;
  GtkEditable *to_row;
  AdwSpinRow *priority_row;
  GtkLabel *problem_label;
};

G_DEFINE_FINAL_TYPE (BrPriceDialog, br_price_dialog, ADW_TYPE_DIALOG)

gboolean
br_price_parse_instant (const char *text, gint64 *at_us)
{
  int year, month, day, hour = 0, minute = 0;
  int n = 0;
  g_autoptr (GDateTime) local = NULL;

  if (sscanf (text, " %4d-%2d-%2d %n", &year, &month, &day, &n) < 3 || n == 0)
    return FALSE;
  text += n;
  if (*text != '\0')
    {
      n = 0;
      if (sscanf (text, "%2d:%2d %n", &hour, &minute, &n) < 2 || n == 0 || text[n] != '\0')
        return FALSE;
    }
  local = g_date_time_new_local (year, month, day, hour, minute, 0);
  if (local == NULL)
    return FALSE;
  *at_us = g_date_time_to_unix_usec (local);
  return TRUE;
}

static BrRecord *
get_price (BrPriceDialog *self)
{
  return br_records_find (br_draft_model_get (self->model)->prices, &self->price);
}

/* Reading the form */

static gboolean
read_instant (GtkEditable *row, BrValue *value)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));
  gint64 at_us;

  br_value_clear (value);
  if (*text == '\0')
    return TRUE;
  if (!br_price_parse_instant (text, &at_us))
    return FALSE;
  br_value_set_int (value, at_us);
  return TRUE;
}

static void
mark (GtkEditable *row, gboolean fine)
{
  if (fine)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
}

/* What stands in the way of Done, in words; NULL while nothing was typed yet. */
static char *
explain (BrPriceDialog *self, gboolean amount_fine, gboolean from_fine, gboolean to_fine)
{
  g_autofree char *example = br_money_format (1290, br_draft_model_get_digits (self->model));

  if (!amount_fine && *gtk_editable_get_text (self->amount_row) != '\0')
    return g_strdup_printf (_("This price is not an amount such as %s."), example);
  if (!from_fine)
    return g_strdup (_("Write the beginning as a date and a time, such as 2026-11-22 08:00."));
  if (!to_fine)
    return g_strdup (_("Write the end as a date and a time after the beginning, such as 2026-11-29 08:00."));
  return NULL;
}

static void
typed_cb (BrPriceDialog *self)
{
  BrValue from = BR_VALUE_INIT, to = BR_VALUE_INIT;
  gint64 amount = 0;
  gboolean amount_fine = br_money_parse (gtk_editable_get_text (self->amount_row), br_draft_model_get_digits (self->model), &amount, NULL) && amount >= 0;
  gboolean from_fine = read_instant (self->from_row, &from);
  gboolean to_fine = read_instant (self->to_row, &to) && (from.type == BR_VALUE_NULL || to.type == BR_VALUE_NULL || from.integer < to.integer);
  g_autofree char *problem = explain (self, amount_fine, from_fine, to_fine);

  mark (self->amount_row, amount_fine || *gtk_editable_get_text (self->amount_row) == '\0');
  mark (self->from_row, from_fine);
  mark (self->to_row, to_fine);
  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  gtk_widget_set_sensitive (self->done_button, amount_fine && from_fine && to_fine);
  br_value_clear (&from);
  br_value_clear (&to);
}

static void
read_ref (BrPriceDialog *self, AdwComboRow *row, BrKind kind, BrValue *value)
{
  GPtrArray *choices = br_draft_model_get_choices (self->model, kind);
  guint selected = adw_combo_row_get_selected (row);

  br_value_clear (value);
  if (choices != NULL && selected > 0 && selected <= choices->len)
    br_value_set_id (value, &((BrRecord *) choices->pdata[selected - 1])->id);
}

static void
read_place (BrPriceDialog *self, BrRecord *price)
{
  if (!br_id_is_none (&self->only_store))
    {
      br_value_set_id (&price->cells[BR_PRICE_STORE], &self->only_store);
      br_value_clear (&price->cells[BR_PRICE_ZONE]);
      return;
    }
  read_ref (self, self->zone_row, BR_KIND_ZONE, &price->cells[BR_PRICE_ZONE]);
  read_ref (self, self->store_row, BR_KIND_STORE, &price->cells[BR_PRICE_STORE]);
}

static void
read_text (GtkEditable *row, BrValue *value)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  br_value_set_text (value, *text != '\0' ? text : NULL);
}

static void
done_cb (BrPriceDialog *self)
{
  BrRecord *price = get_price (self);
  gint64 amount = 0;

  if (price != NULL && br_money_parse (gtk_editable_get_text (self->amount_row), br_draft_model_get_digits (self->model), &amount, NULL))
    {
      br_value_set_int (&price->cells[BR_PRICE_AMOUNT], amount);
      br_value_set_int (&price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR + adw_combo_row_get_selected (self->kind_row));
      br_value_set_int (&price->cells[BR_PRICE_PRIORITY], (gint64) adw_spin_row_get_value (self->priority_row));
      read_place (self, price);
      read_text (self->channel_row, &price->cells[BR_PRICE_CHANNEL]);
      read_text (self->tier_row, &price->cells[BR_PRICE_TIER]);
      read_instant (self->from_row, &price->cells[BR_PRICE_VALID_FROM]);
      read_instant (self->to_row, &price->cells[BR_PRICE_VALID_TO]);
    }
  adw_dialog_close (ADW_DIALOG (self));
}

static void
cancel_cb (BrPriceDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
br_price_dialog_closed (AdwDialog *dialog)
{
  BrPriceDialog *self = BR_PRICE_DIALOG (dialog);
  BrRecord *price = get_price (self);

  if (price != NULL && price->cells[BR_PRICE_AMOUNT].type == BR_VALUE_NULL)
    g_ptr_array_remove (br_draft_model_get (self->model)->prices, price);
  self->func (self->owner);
}

/* Showing the entry */

/* One store and no other choice. */
static void
show_only_store (BrPriceDialog *self, const BrId *store)
{
  const char *name = br_draft_model_name (self->model, BR_KIND_STORE, store);
  const char *words[] = { name != NULL ? name : _("Your store"), NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (words);

  adw_combo_row_set_model (self->store_row, G_LIST_MODEL (list));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->store_row), _("Your role sets prices of your own store"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->store_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->zone_row), FALSE);
}

static void
fill_ref (BrPriceDialog *self, AdwComboRow *row, BrKind kind, const BrId *id)
{
  GPtrArray *choices = br_draft_model_get_choices (self->model, kind);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_string_list_append (words, _("All"));
  for (guint i = 0; choices != NULL && i < choices->len; i++)
    {
      const BrRecord *choice = choices->pdata[i];

      gtk_string_list_append (words, br_record_text (choice, 1)); /* field 1 is the name in every kind of choice */
      if (id != NULL && br_id_equal (&choice->id, id))
        selected = i + 1;
    }
  adw_combo_row_set_model (row, G_LIST_MODEL (words));
  adw_combo_row_set_selected (row, selected);
}

static void
show_instant (GtkEditable *row, const BrValue *value)
{
  g_autoptr (GDateTime) utc = value->type == BR_VALUE_INT ? g_date_time_new_from_unix_utc_usec (value->integer) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *text = local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("");

  gtk_editable_set_text (row, text);
}

static void
show_text (GtkEditable *row, const char *text)
{
  gtk_editable_set_text (row, text != NULL ? text : "");
}

static void
show_currency (BrPriceDialog *self)
{
  BrProfile *profile = br_app_context_get_profile (br_draft_model_get_context (self->model));
  const char *currency = profile != NULL ? br_profile_get_info (profile)->currency : NULL;
  g_autofree char *title = currency != NULL ? g_strdup_printf (_("Price (%s)"), currency) : g_strdup (_("Price"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->amount_row), title);
}

static void
show_price (BrPriceDialog *self, const BrRecord *price)
{
  const char *kinds[] = { br_text_price_kind (BR_PRICE_REGULAR), br_text_price_kind (BR_PRICE_PROMOTIONAL), br_text_price_kind (BR_PRICE_CLEARANCE), NULL };
  g_autoptr (GtkStringList) kind_list = gtk_string_list_new (kinds);
  const BrValue *amount = &price->cells[BR_PRICE_AMOUNT];
  g_autofree char *money = amount->type == BR_VALUE_INT ? br_money_format (amount->integer, br_draft_model_get_digits (self->model)) : NULL;

  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kind_list));
  adw_combo_row_set_selected (self->kind_row, MAX (br_record_int (price, BR_PRICE_KIND), BR_PRICE_REGULAR) - BR_PRICE_REGULAR);
  show_currency (self);
  show_text (self->amount_row, money);
  show_text (self->channel_row, br_record_text (price, BR_PRICE_CHANNEL));
  show_text (self->tier_row, br_record_text (price, BR_PRICE_TIER));
  show_instant (self->from_row, &price->cells[BR_PRICE_VALID_FROM]);
  show_instant (self->to_row, &price->cells[BR_PRICE_VALID_TO]);
  adw_spin_row_set_value (self->priority_row, br_record_int (price, BR_PRICE_PRIORITY));
  self->only_store = br_draft_only_store (br_app_context_get_actor (br_draft_model_get_context (self->model)), price);
  fill_ref (self, self->zone_row, BR_KIND_ZONE, br_record_ref (price, BR_PRICE_ZONE));
  if (!br_id_is_none (&self->only_store))
    show_only_store (self, &self->only_store);
  else
    fill_ref (self, self->store_row, BR_KIND_STORE, br_record_ref (price, BR_PRICE_STORE));
  typed_cb (self);
}

static void
br_price_dialog_dispose (GObject *object)
{
  BrPriceDialog *self = BR_PRICE_DIALOG (object);

  g_clear_object (&self->model);
  g_clear_object (&self->owner);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PRICE_DIALOG);
  G_OBJECT_CLASS (br_price_dialog_parent_class)->dispose (object);
}

static void
br_price_dialog_class_init (BrPriceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_price_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = br_price_dialog_closed;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-price.ui");
  gtk_widget_class_bind_template_child (widget_class, BrPriceDialog, done_button);
  gtk_widget_class_bind_template_child (widget_class, BrPriceDialog, amount_row);
  gtk_widget_class_bind_template_child (widget_class, BrPriceDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, BrPriceDialog, zone_row);
  gtk_widget_class_bind_template_child (widget_class, BrPriceDialog, store_row);
  gtk_widget_class_bind_template_child (widget_class, BrPriceDialog, channel_row);
  gtk_widget_class_bind_template_child (widget_class, BrPriceDialog, tier_row);
  gtk_widget_class_bind_template_child (widget_class, BrPriceDialog, from_row);
  gtk_widget_class_bind_template_child (widget_class, BrPriceDialog, to_row);
  gtk_widget_class_bind_template_child (widget_class, BrPriceDialog, priority_row);
  gtk_widget_class_bind_template_child (widget_class, BrPriceDialog, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
br_price_dialog_init (BrPriceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->done_button);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->amount_row));
}

void
br_price_dialog_present (GtkWidget *parent, BrDraftModel *model, BrRecord *price, BrPriceEdited func, GObject *owner)
{
  BrPriceDialog *self = g_object_new (BR_TYPE_PRICE_DIALOG, NULL);

  self->model = g_object_ref (model);
  self->price = price->id;
  self->func = func;
  self->owner = g_object_ref (owner);
  show_price (self, price);
  adw_dialog_present (ADW_DIALOG (self), parent);
}
