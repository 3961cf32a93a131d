/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dots are drawn again by the service when the row comes into view: nothing is kept for rows that nobody looks at. */
#include "config.h"

#include "br-label-row.h"

#include "br-chip.h"
#include "br-label-service.h"
#include "br-label-view.h"
#include "br-label-words.h"
#include "br-words.h"
#include <adwaita.h>
#include <glib/gi18n.h>

struct _BrLabelRow
{
  GtkBox parent_instance;

  BrAppContext *context;     /* borrowed from the list */
  BrViewItem *item;
  GtkListItem *list_item;    /* borrowed while bound; or NULL */
  GCancellable *cancellable; /* of the picture on its way or shown; NULL = not asked for yet */

  AdwClamp *width_clamp;
  AdwClamp *height_clamp;
  BrLabelView *view;
  GtkLabel *title;
  GtkLabel *what;
  GtkLabel *proof;
  BrChip *chip;
  GtkButton *again_button;
};

G_DEFINE_FINAL_TYPE (BrLabelRow, br_label_row, GTK_TYPE_BOX)

static gpointer
ref_label (gpointer view)
{
  return br_print_label_view_ref (view);
}

static void
unref_label (gpointer view)
{
  br_print_label_view_unref (view);
}

static gboolean
is_same_label (gconstpointer a, gconstpointer b)
{
  const BrPrintLabelView *one = a, *other = b;

  return one->job == other->job && one->seq == other->seq;
}

static guint32
label_id (gconstpointer view)
{
  return (guint32) ((const BrPrintLabelView *) view)->seq; /* at most BR_PRINT_JOB_MAX, in one order */
}

const BrViewType br_view_type_label = { ref_label, unref_label, is_same_label, label_id };

static void drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
ask_for_picture (BrLabelRow *self, const BrPrintLabelView *label)
{
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  br_label_view_set_description (self->view, label->title);
  br_label_service_picture_async (br_app_context_get_labels (self->context), label->job, label->seq, self->cancellable, drawn_cb, g_object_ref (self));
}

/* What a screen reader says of the row. */
static void
say (BrLabelRow *self, const BrPrintLabelView *label, const char *title, const char *what, const char *proof)
{
  g_autofree char *text = NULL;

  if (self->list_item == NULL)
    return;
  /* Translators: what a screen reader says of a label: its state, its code and price, and how that is known */
  text = g_strdup_printf (_("%s, %s. %s"), br_chip_state_get_word (br_label_words_chip (label->state)), what, proof);
  gtk_list_item_set_accessible_label (self->list_item, title);
  gtk_list_item_set_accessible_description (self->list_item, text);
}

static void
show_again (BrLabelRow *self, const BrPrintLabelView *label)
{
  gtk_widget_set_visible (GTK_WIDGET (self->again_button), self->list_item != NULL && (label->state == BR_LABEL_PRINTED || label->state == BR_LABEL_CANCELLED));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->again_button), "x", label->seq);
}

static void
show_nothing (BrLabelRow *self)
{
  gtk_label_set_text (self->title, "…");
  gtk_label_set_text (self->what, "");
  gtk_label_set_text (self->proof, "");
  br_chip_set_state (self->chip, BR_CHIP_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self->again_button), FALSE);
}

static void
show_label (BrLabelRow *self, const BrPrintLabelView *label)
{
  g_autofree char *what = br_label_words_what (label);
  g_autofree char *proof = br_label_words_proof (label);
  g_autofree char *when = label->done_us != 0 ? br_words_instant (label->done_us) : label->sent_us != 0 ? br_words_instant (label->sent_us) : NULL;
  g_autofree char *title = g_strdup_printf ("%" G_GINT64_FORMAT ". %s", label->seq, label->title != NULL ? label->title : "—");

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->what, what);
  gtk_widget_set_visible (GTK_WIDGET (self->what), *what != '\0');
  gtk_label_set_text (self->proof, proof);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->proof), when);
  br_chip_set_state (self->chip, self->list_item != NULL ? br_label_words_chip (label->state) : BR_CHIP_NONE);
  show_again (self, label);
  say (self, label, title, what, proof);
  ask_for_picture (self, label);
}

/* A row that comes into view while one scrolls is there before its label has been read. */
static void
update (BrLabelRow *self)
{
  const BrPrintLabelView *label = br_view_item_get (self->item);

  if (label != NULL)
    show_label (self, label);
  else
    show_nothing (self);
}

/* A label that cannot be drawn any more has no picture; its words are there. */
static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrLabelRow) self = BR_LABEL_ROW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelPreview) preview = br_label_service_picture_finish (BR_LABEL_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->item == NULL)
    return;
  br_label_view_set_bitmap (self->view, preview != NULL ? preview->bitmap : NULL);
}

static void
drop_item (BrLabelRow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_clear_object (&self->item);
  self->list_item = NULL;
}

static void
br_label_row_dispose (GObject *object)
{
  drop_item (BR_LABEL_ROW (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_LABEL_ROW);
  G_OBJECT_CLASS (br_label_row_parent_class)->dispose (object);
}

static void
br_label_row_class_init (BrLabelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_label_row_dispose;
  g_type_ensure (BR_TYPE_CHIP);
  g_type_ensure (BR_TYPE_LABEL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-label-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BrLabelRow, width_clamp);
  gtk_widget_class_bind_template_child (widget_class, BrLabelRow, height_clamp);
  gtk_widget_class_bind_template_child (widget_class, BrLabelRow, view);
  gtk_widget_class_bind_template_child (widget_class, BrLabelRow, title);
  gtk_widget_class_bind_template_child (widget_class, BrLabelRow, what);
  gtk_widget_class_bind_template_child (widget_class, BrLabelRow, proof);
  gtk_widget_class_bind_template_child (widget_class, BrLabelRow, chip);
  gtk_widget_class_bind_template_child (widget_class, BrLabelRow, again_button);
}

static void
br_label_row_init (BrLabelRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_side (AdwClamp *clamp, int size)
{
  adw_clamp_set_maximum_size (clamp, size);
  adw_clamp_set_tightening_threshold (clamp, size);
}

void
br_label_row_set_large (BrLabelRow *self, int width, int height)
{
  g_return_if_fail (BR_IS_LABEL_ROW (self));

  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (self->title, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->proof), FALSE);
  set_side (self->width_clamp, width);
  set_side (self->height_clamp, height);
  gtk_widget_set_size_request (GTK_WIDGET (self->view), width, height);
}

void
br_label_row_set_item (BrLabelRow *self, BrAppContext *context, BrViewItem *item, GtkListItem *list_item)
{
  g_return_if_fail (BR_IS_LABEL_ROW (self));

  drop_item (self);
  br_label_view_set_bitmap (self->view, NULL);
  if (item == NULL)
    return;
  self->context = context;
  self->list_item = list_item;
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
