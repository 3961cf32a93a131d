/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Old price, new price, since when. */
#include "config.h"

#include "br-stale-row.h"

#include "br-chip.h"
#include "br-print.h"
#include "br-product-text.h"
#include "br-words.h"
#include <glib/gi18n.h>
#include <string.h>

struct _BrStaleRow
{
  GtkBox parent_instance;

  BrAppContext *context; /* borrowed from the list */
  BrViewItem *item;
  GtkListItem *list_item; /* borrowed while bound */

  GtkCheckButton *check;
  GtkLabel *title;
  GtkLabel *detail;
  GtkLabel *before;
  GtkLabel *after;
  BrChip *chip;
};

G_DEFINE_FINAL_TYPE (BrStaleRow, br_stale_row, GTK_TYPE_BOX)

static gpointer
ref_stale (gpointer view)
{
  return br_stale_label_ref (view);
}

static void
unref_stale (gpointer view)
{
  br_stale_label_unref (view);
}

static gboolean
is_same_stale (gconstpointer a, gconstpointer b)
{
  return br_id_equal (&((const BrStaleLabel *) a)->sku, &((const BrStaleLabel *) b)->sku);
}

/* An article that is gone has no row in the cache: it is told apart by its uid. */
static guint32
stale_id (gconstpointer view)
{
  const BrStaleLabel *label = view;
  guint32 end;

  memcpy (&end, label->sku.bytes + sizeof label->sku.bytes - sizeof end, sizeof end);
  return label->sku_row != 0 ? label->sku_row : (1u << 31) | end;
}

const BrViewType br_view_type_stale = { ref_stale, unref_stale, is_same_stale, stale_id };

/* The price, and what is crossed out beside it. */
static char *
price_text (gint64 minor, gint64 regular_minor, guint digits)
{
  g_autofree char *price = br_text_money (minor, digits);
  g_autofree char *regular = regular_minor != G_MININT64 ? br_text_money (regular_minor, digits) : NULL;

  /* Translators: a price, then the price crossed out beside it */
  return regular != NULL ? g_strdup_printf (_("%s instead of %s"), price, regular) : g_steal_pointer (&price);
}

/* All that the row says, in one sentence. */
static char *
spoken_text (const BrStaleLabel *label, const char *before, const char *after, const char *detail)
{
  const char *state = label->queued ? br_chip_state_get_word (BR_CHIP_ON_ITS_WAY) : "";

  /* Translators: old price, new price, then when it was printed and, if so, that a new label is on its way */
  return g_strdup_printf (_("The label says %s, the price is %s. %s. %s"), before, after, detail, state);
}

static void
update (BrStaleRow *self)
{
  const BrStaleLabel *label = br_view_item_get (self->item);
  guint digits = br_app_context_get_digits (self->context);
  g_autofree char *before = price_text (label->printed_minor, label->printed_regular_minor, digits);
  g_autofree char *after = price_text (label->now_minor, label->now_regular_minor, digits);
  g_autofree char *when = br_words_ago (label->printed_us, br_app_context_now_us (self->context));
  g_autofree char *detail = g_strdup_printf (_("%s · printed %s"), label->code != NULL ? label->code : "—", when);
  g_autofree char *exact = br_words_instant (label->printed_us);
  g_autofree char *spoken = spoken_text (label, before, after, detail);

  gtk_label_set_text (self->title, label->name != NULL ? label->name : "—");
  gtk_label_set_text (self->detail, detail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->detail), exact);
  gtk_label_set_text (self->before, before);
  gtk_label_set_text (self->after, after);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->after), spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, label->name != NULL ? label->name : _("Label"), -1);
  br_chip_set_state (self->chip, label->queued ? BR_CHIP_ON_ITS_WAY : BR_CHIP_NONE);
  if (self->list_item == NULL)
    return;
  gtk_list_item_set_accessible_label (self->list_item, gtk_label_get_text (self->title));
  gtk_list_item_set_accessible_description (self->list_item, spoken);
}

static void
drop_item (BrStaleRow *self)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_clear_object (&self->item);
  self->list_item = NULL;
}

static void
br_stale_row_dispose (GObject *object)
{
  drop_item (BR_STALE_ROW (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_STALE_ROW);
  G_OBJECT_CLASS (br_stale_row_parent_class)->dispose (object);
}

static void
br_stale_row_class_init (BrStaleRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_stale_row_dispose;
  g_type_ensure (BR_TYPE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-stale-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BrStaleRow, check);
  gtk_widget_class_bind_template_child (widget_class, BrStaleRow, title);
  gtk_widget_class_bind_template_child (widget_class, BrStaleRow, detail);
  gtk_widget_class_bind_template_child (widget_class, BrStaleRow, before);
  gtk_widget_class_bind_template_child (widget_class, BrStaleRow, after);
  gtk_widget_class_bind_template_child (widget_class, BrStaleRow, chip);
}

static void
br_stale_row_init (BrStaleRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
br_stale_row_set_item (BrStaleRow *self, BrAppContext *context, BrViewItem *item, GtkListItem *list_item)
{
  g_return_if_fail (BR_IS_STALE_ROW (self));

  drop_item (self);
  if (item == NULL)
    return;
  self->context = context;
  self->list_item = list_item;
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

GtkCheckButton *
br_stale_row_get_check (BrStaleRow *self)
{
  g_return_val_if_fail (BR_IS_STALE_ROW (self), NULL);
  return self->check;
}
