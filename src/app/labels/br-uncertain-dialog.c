/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The labels came out, if at all, in their order: the last one in hand settles all. Those up to it are printed, those after it are
 * printed again. At most as many as were on their way at once are listed, so each has its picture.
 */
#include "config.h"

#include "br-uncertain-dialog.h"

#include "br-label-row.h"
#include "br-label-words.h"
#include "br-undo-toast.h"
#include "br-words.h"
#include <glib/gi18n.h>

/* Large enough to tell two labels of one product family apart, pixels. */
#define PICTURE_WIDTH 132
#define PICTURE_HEIGHT 88

struct _BrUncertainDialog
{
  AdwDialog parent_instance;

  BrAppContext *context;
  GCancellable *cancellable;
  GPtrArray *labels;      /* of BrPrintLabelView, as shown, in the order they were sent; NULL = not read yet */
  GListStore *items;      /* of BrViewItem of them */
  GtkCheckButton *none;   /* "none of these" */

  GtkStack *stack;
  GtkListBox *list;
  AdwStatusPage *error_page;
  GtkButton *settle_button;
};

G_DEFINE_FINAL_TYPE (BrUncertainDialog, br_uncertain_dialog, ADW_TYPE_DIALOG)

static void
cancel_cb (BrUncertainDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* How many labels there are up to the one whose mark is set; 0 for "none of these" and while nothing is chosen. */
static guint
count_held (BrUncertainDialog *self)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      GtkCheckButton *check = g_object_get_data (G_OBJECT (row), "br-check");

      if (g_object_get_data (G_OBJECT (row), "br-item") != NULL)
        n++;
      if (gtk_check_button_get_active (check))
        return n;
    }
  return 0;
}

/* The row has the focus and not its mark: it must say itself that it is chosen. */
static void
say_chosen (BrUncertainDialog *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL; row = gtk_widget_get_next_sibling (row))
    gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_SELECTED,
                                 gtk_check_button_get_active (g_object_get_data (G_OBJECT (row), "br-check")), -1);
}

/* The button says what will come of it. */
static void
update (BrUncertainDialog *self)
{
  guint n_all = g_list_model_get_n_items (G_LIST_MODEL (self->items)), n_held = count_held (self), n_again = n_all - n_held;
  gboolean chosen = n_held > 0 || gtk_check_button_get_active (self->none);
  g_autofree char *text = NULL;

  if (chosen && n_again > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Print %'u Again", "_Print %'u Again", n_again), n_again);
  gtk_button_set_label (self->settle_button, text != NULL ? text : chosen ? _("_All Came Out") : _("That Is the _Last"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->settle_button), chosen);
  say_chosen (self);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrUncertainDialog) self = BR_UNCERTAIN_DIALOG (user_data);
  g_autoptr (GError) error = NULL;

  if (br_label_service_write_finish (BR_LABEL_SERVICE (source), result, &error))
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  br_toast_error (GTK_WIDGET (self), error);
  update (self);
}

/* Answers about what was shown, and nothing else. */
static void
settle_cb (BrUncertainDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->settle_button), FALSE);
  br_label_service_resolve_async (br_app_context_get_labels (self->context), self->labels, count_held (self), NULL, settled_cb, g_object_ref (self));
}

/* A row with a mark of the group; `item` NULL = none of the labels. */
static GtkCheckButton *
add_row (BrUncertainDialog *self, GtkWidget *content, BrViewItem *item, const char *name)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->none);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_can_focus (check, FALSE); /* the row has the focus, Enter and Space choose; only unfocusable, a marked one would swallow Tab */
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_hexpand (content, TRUE);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), content);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "br-check", check);
  g_object_set_data_full (G_OBJECT (row), "br-item", item != NULL ? g_object_ref (item) : NULL, g_object_unref);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, row);
  return GTK_CHECK_BUTTON (check);
}

static void
row_cb (BrUncertainDialog *self, GtkListBoxRow *row)
{
  gtk_check_button_set_active (g_object_get_data (G_OBJECT (row), "br-check"), TRUE);
}

static void
add_none (BrUncertainDialog *self)
{
  GtkWidget *label = gtk_label_new (_("None of these came out"));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, 18);
  gtk_widget_set_margin_bottom (label, 18);
  gtk_widget_set_margin_start (label, 6);
  self->none = add_row (self, label, NULL, gtk_label_get_text (GTK_LABEL (label)));
}

/* "13. Lotus tea, copy 1 of 12" */
static char *
spoken_name (const BrPrintLabelView *label)
{
  g_autofree char *what = br_label_words_what (label);

  return g_strdup_printf ("%" G_GINT64_FORMAT ". %s, %s", label->seq, label->title != NULL ? label->title : _("Label"), what);
}

static void
show_labels (BrUncertainDialog *self, GPtrArray *labels)
{
  self->labels = g_ptr_array_ref (labels);
  br_view_list_show (self->items, &br_view_type_label, labels);
  add_none (self);
  for (guint i = 0; i < labels->len; i++)
    {
      g_autoptr (BrViewItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      const BrPrintLabelView *label = br_view_item_get (item);
      GtkWidget *content = g_object_new (BR_TYPE_LABEL_ROW, NULL);
      g_autofree char *name = spoken_name (label);

      br_label_row_set_large (BR_LABEL_ROW (content), PICTURE_WIDTH, PICTURE_HEIGHT);
      br_label_row_set_item (BR_LABEL_ROW (content), self->context, item, NULL);
      add_row (self, content, item, name);
    }
  gtk_stack_set_visible_child_name (self->stack, labels->len > 0 ? "content" : "none");
  gtk_widget_set_visible (GTK_WIDGET (self->settle_button), labels->len > 0);
  adw_dialog_set_focus (ADW_DIALOG (self), gtk_widget_get_first_child (GTK_WIDGET (self->list)));
  update (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrUncertainDialog) self = BR_UNCERTAIN_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) labels = br_label_service_labels_finish (BR_LABEL_SERVICE (source), result, &error);
  g_autofree char *sentence = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (labels != NULL)
    {
      show_labels (self, labels);
      return;
    }
  sentence = br_label_words_error (error);
  adw_status_page_set_description (self->error_page, sentence);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
br_uncertain_dialog_dispose (GObject *object)
{
  BrUncertainDialog *self = BR_UNCERTAIN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_UNCERTAIN_DIALOG);
  g_clear_object (&self->items);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_uncertain_dialog_parent_class)->dispose (object);
}

static void
br_uncertain_dialog_finalize (GObject *object)
{
  BrUncertainDialog *self = BR_UNCERTAIN_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  G_OBJECT_CLASS (br_uncertain_dialog_parent_class)->finalize (object);
}

static void
br_uncertain_dialog_class_init (BrUncertainDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_uncertain_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_uncertain_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-uncertain.ui");
  gtk_widget_class_bind_template_child (widget_class, BrUncertainDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BrUncertainDialog, list);
  gtk_widget_class_bind_template_child (widget_class, BrUncertainDialog, error_page);
  gtk_widget_class_bind_template_child (widget_class, BrUncertainDialog, settle_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, settle_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
}

static void
br_uncertain_dialog_init (BrUncertainDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->items = g_list_store_new (BR_TYPE_VIEW_ITEM);
}

BrUncertainDialog *
br_uncertain_dialog_new (BrAppContext *context, const char *printer_key)
{
  BrUncertainDialog *self = g_object_new (BR_TYPE_UNCERTAIN_DIALOG, NULL);

  self->context = g_object_ref (context);
  br_label_service_uncertain_async (br_app_context_get_labels (context), printer_key, self->cancellable, read_cb, g_object_ref (self));
  return self;
}
