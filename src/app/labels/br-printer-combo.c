/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A printer whose language is not known is no choice: nothing can be printed on it. */
#include "config.h"

#include "br-printer-combo.h"

#include "br-chip.h"
#include "br-label-words.h"
#include "br-print-memory.h"
#include <glib/gi18n.h>

struct _BrPrinterCombo
{
  AdwComboRow parent_instance;

  BrAppContext *context;
  GPtrArray *all;      /* of BrPrinterItem */
  GPtrArray *printers; /* of them, borrowed: those in the row */
  gboolean filling;    /* nobody chose */
  char *what;          /* about the chosen one and what to do; "" = nothing */
  BrChip *chip;
};

enum
{
  PROP_WHAT = 1,
  PROP_HAS_WHAT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrPrinterCombo, br_printer_combo, ADW_TYPE_COMBO_ROW)

BrPrinterItem *
br_printer_combo_get_printer (BrPrinterCombo *self)
{
  guint chosen;

  g_return_val_if_fail (BR_IS_PRINTER_COMBO (self), NULL);
  chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  return chosen < self->printers->len ? self->printers->pdata[chosen] : NULL;
}

BrHead
br_printer_combo_get_head (BrPrinterCombo *self)
{
  BrPrinterItem *printer = br_printer_combo_get_printer (self);

  return printer != NULL ? br_printer_item_get_printer (printer)->head : (BrHead) { .dots_num = 8, .dots_den = 1 };
}

static void
show_status (BrPrinterCombo *self)
{
  BrPrinterItem *item = br_printer_combo_get_printer (self);
  BrPrinterStatus status = { 0 };
  g_autofree char *what = NULL;

  if (item != NULL)
    {
      status = br_printer_item_get_status (item);
      what = br_label_words_printer (&status);
    }
  br_chip_set_state (self->chip, item != NULL ? br_label_words_printer_chip (status.state) : BR_CHIP_NONE);
  if (item == NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _("None is set up yet"));
  if (!g_set_str (&self->what, what != NULL ? what : ""))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WHAT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_WHAT]);
}

static void
choose (BrPrinterCombo *self)
{
  if (self->filling)
    return;
  show_status (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static gboolean
is_choice (BrPrinterItem *item)
{
  return br_printer_item_is_known (item) && br_printer_item_get_printer (item)->language != BR_LANGUAGE_NONE;
}

static void
fill (BrPrinterCombo *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  BrPrinterItem *before = br_printer_combo_get_printer (self);
  guint chosen = 0;

  self->filling = TRUE;
  g_ptr_array_set_size (self->printers, 0);
  for (guint i = 0; i < self->all->len; i++)
    {
      BrPrinterItem *item = self->all->pdata[i];

      if (!is_choice (item))
        continue;
      if (item == before)
        chosen = self->printers->len;
      gtk_string_list_append (names, br_printer_item_get_printer (item)->name);
      g_ptr_array_add (self->printers, item);
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), chosen);
  self->filling = FALSE;
  choose (self);
}

static void
printer_changed_cb (BrPrinterCombo *self, BrPrinterItem *item)
{
  if (is_choice (item) != g_ptr_array_find (self->printers, item, NULL))
    fill (self);
  else if (item == br_printer_combo_get_printer (self))
    show_status (self);
}

static void
follow (BrPrinterCombo *self, guint position, guint n_removed, guint n_added, GListModel *list)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->all); /* the choices are borrowed from it until they are filled anew */

  self->all = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < before->len; i++)
    g_signal_handlers_disconnect_by_func (before->pdata[i], printer_changed_cb, self);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      BrPrinterItem *item = g_list_model_get_item (list, i);

      g_signal_connect_object (item, "changed", G_CALLBACK (printer_changed_cb), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->all, item);
    }
  fill (self);
}

static void
select_quietly (BrPrinterCombo *self, guint chosen)
{
  self->filling = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), chosen);
  self->filling = FALSE;
  show_status (self);
}

static gboolean
has_paper (BrPrinterItem *item, const BrLabelTemplate *template)
{
  const BrPrinter *printer = br_printer_item_get_printer (item);

  return printer->media_width == template->media.width && printer->media_height == template->media.height;
}

void
br_printer_combo_choose (BrPrinterCombo *self, const BrLabelTemplate *template)
{
  g_autofree char *key = NULL;

  g_return_if_fail (BR_IS_PRINTER_COMBO (self));

  key = br_print_memory_printer (br_app_context_get_settings (self->context), template->key);
  for (guint i = 0; key != NULL && i < self->printers->len; i++)
    if (g_str_equal (br_printer_item_get_printer (self->printers->pdata[i])->key, key))
      {
        select_quietly (self, i);
        return;
      }
  for (guint i = 0; i < self->printers->len; i++)
    if (has_paper (self->printers->pdata[i], template))
      {
        select_quietly (self, i);
        return;
      }
}

gboolean
br_printer_combo_has_paper (BrPrinterCombo *self, const BrLabelTemplate *template)
{
  g_return_val_if_fail (BR_IS_PRINTER_COMBO (self), FALSE);

  for (guint i = 0; i < self->printers->len; i++)
    if (has_paper (self->printers->pdata[i], template))
      return TRUE;
  return FALSE;
}

static void
br_printer_combo_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrPrinterCombo *self = BR_PRINTER_COMBO (object);

  switch (id)
    {
    case PROP_WHAT: g_value_set_string (value, self->what); break;
    case PROP_HAS_WHAT: g_value_set_boolean (value, *self->what != '\0'); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
br_printer_combo_dispose (GObject *object)
{
  BrPrinterCombo *self = BR_PRINTER_COMBO (object);

  self->filling = TRUE; /* what the row says while it goes is not a choice */
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_printer_combo_parent_class)->dispose (object);
}

static void
br_printer_combo_finalize (GObject *object)
{
  BrPrinterCombo *self = BR_PRINTER_COMBO (object);

  g_ptr_array_unref (self->printers);
  g_ptr_array_unref (self->all);
  g_free (self->what);
  G_OBJECT_CLASS (br_printer_combo_parent_class)->finalize (object);
}

static void
br_printer_combo_class_init (BrPrinterComboClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = br_printer_combo_get_property;
  object_class->dispose = br_printer_combo_dispose;
  object_class->finalize = br_printer_combo_finalize;
  properties[PROP_WHAT] = g_param_spec_string ("what", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_HAS_WHAT] = g_param_spec_boolean ("has-what", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_printer_combo_init (BrPrinterCombo *self)
{
  self->all = g_ptr_array_new_with_free_func (g_object_unref);
  self->printers = g_ptr_array_new ();
  self->what = g_strdup ("");
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (self), TRUE);
  self->chip = g_object_new (BR_TYPE_CHIP, "valign", GTK_ALIGN_CENTER, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->chip));
  g_signal_connect (self, "notify::selected", G_CALLBACK (choose), NULL);
}

void
br_printer_combo_set_context (BrPrinterCombo *self, BrAppContext *context)
{
  GListModel *list;

  g_return_if_fail (BR_IS_PRINTER_COMBO (self) && self->context == NULL);

  self->context = g_object_ref (context);
  list = br_printer_service_get_printers (br_app_context_get_printers (context));
  g_signal_connect_object (list, "items-changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  follow (self, 0, 0, 0, list);
}
