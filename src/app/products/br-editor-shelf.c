/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows stay while the same tags and articles are there, so that the focus does. */
#include "config.h"

#include "br-editor-shelf.h"

#include "br-chip.h"
#include "br-list-reader.h"
#include "br-tag-bind-dialog.h"
#include "br-tag-row.h"
#include "br-tag-words.h"
#include <glib/gi18n.h>

#define REFRESH_MS 1000
#define MAX_ROWS 100 /* articles, and tags; more are looked at on the page of shelf tags */

struct _BrEditorShelf
{
  AdwBin parent_instance;

  BrAppContext *context;
  BrListReader *reader;
  BrId product; /* none = not saved yet */

  GtkStack *states;
  AdwStatusPage *error_page;
  GtkListBox *articles_list;
  GtkWidget *tags_group;
  GtkListBox *tags_list;
};

G_DEFINE_FINAL_TYPE (BrEditorShelf, br_editor_shelf, ADW_TYPE_BIN)

/* Articles */

/* The button has a picture: a word would leave the prices no room in a narrow window. */
static GtkWidget *
new_article_row (void)
{
  GtkWidget *row = adw_action_row_new (), *chip = br_chip_new (), *button = gtk_button_new_from_icon_name ("insert-link-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Bind a Tag…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Bind a Tag…"), -1);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "product-shelf.bind('')"); /* its code is said when it is shown */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), chip);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data (G_OBJECT (row), "br-chip", chip);
  g_object_set_data (G_OBJECT (row), "br-button", button);
  return row;
}

static void
show_article (BrEditorShelf *self, GtkWidget *row, const BrSkuRow *article, const BrShelfTruth *truth)
{
  g_autofree char *spoken = truth != NULL ? br_tag_words_truth_spoken (truth, br_app_context_get_digits (self->context), br_app_context_now_us (self->context))
                                          : g_strdup (_("Neither a shelf tag nor a paper label"));
  g_autofree char *title = g_strdup_printf ("%s · %s", article->name, article->code);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), spoken);
  br_chip_set_state (g_object_get_data (G_OBJECT (row), "br-chip"), truth != NULL ? br_tag_words_truth_chip (truth) : BR_CHIP_NONE);
  gtk_actionable_set_action_target (g_object_get_data (G_OBJECT (row), "br-button"), "s", article->barcode != NULL ? article->barcode : article->code);
}

/* Lists of rows: as many as there are things, in order. */

static void
resize (GtkListBox *list, guint n, GtkWidget *(*new_row) (BrEditorShelf *self), BrEditorShelf *self)
{
  guint there = 0;

  while (gtk_list_box_get_row_at_index (list, (int) there) != NULL)
    there++;
  for (; there < n; there++)
    gtk_list_box_append (list, new_row (self));
  for (; there > n; there--)
    gtk_list_box_remove (list, GTK_WIDGET (gtk_list_box_get_row_at_index (list, (int) there - 1)));
}

static GtkWidget *
new_article (BrEditorShelf *self)
{
  return new_article_row ();
}

static GtkWidget *
new_tag (BrEditorShelf *self)
{
  return br_tag_row_new (self->context);
}

/* What is gone between two reads of one snapshot is not in it: there are no holes. */
void
br_editor_shelf_show (BrEditorShelf *self, const BrProductShelf *shelf)
{
  resize (self->articles_list, shelf->articles->len, new_article, self);
  for (guint i = 0; i < shelf->articles->len; i++)
    show_article (self, GTK_WIDGET (gtk_list_box_get_row_at_index (self->articles_list, (int) i)), shelf->articles->pdata[i], shelf->truths->pdata[i]);
  resize (self->tags_list, shelf->tags->len, new_tag, self);
  for (guint i = 0; i < shelf->tags->len; i++)
    br_tag_row_set_tag (BR_TAG_ROW (gtk_list_box_get_row_at_index (self->tags_list, (int) i)), shelf->tags->pdata[i]);
  gtk_widget_set_visible (self->tags_group, shelf->tags->len > 0);
  gtk_stack_set_visible_child_name (self->states, "content");
}

/* Reading */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrEditorShelf) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrProductShelf) shelf = br_tag_service_of_product_finish (BR_TAG_SERVICE (source), result, &error);
  g_autofree char *sentence = NULL;

  if (self->states == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  br_list_reader_ended (self->reader);
  if (shelf != NULL)
    {
      br_editor_shelf_show (self, shelf);
      return;
    }
  sentence = br_tag_words_error (error);
  adw_status_page_set_description (self->error_page, sentence);
  gtk_stack_set_visible_child_name (self->states, "error");
}

static void
read_shelf (GtkWidget *widget, GCancellable *cancellable)
{
  BrEditorShelf *self = BR_EDITOR_SHELF (widget);

  if (br_id_is_none (&self->product))
    br_list_reader_ended (self->reader);
  else
    br_tag_service_of_product_async (br_app_context_get_tags (self->context), &self->product, MAX_ROWS, cancellable, read_cb, g_object_ref (self));
}

static void
changed (BrEditorShelf *self)
{
  br_list_reader_changed (self->reader);
}

static void
bind_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_tag_bind_dialog_present (widget, BR_EDITOR_SHELF (widget)->context, g_variant_get_string (parameter, NULL));
}

static void
retry_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_list_reader_start (BR_EDITOR_SHELF (widget)->reader);
}

/* Object */

static void
br_editor_shelf_dispose (GObject *object)
{
  BrEditorShelf *self = BR_EDITOR_SHELF (object);

  g_clear_pointer (&self->reader, br_list_reader_free);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_EDITOR_SHELF);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_editor_shelf_parent_class)->dispose (object);
}

static void
br_editor_shelf_class_init (BrEditorShelfClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_editor_shelf_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-shelf.ui");
  gtk_widget_class_bind_template_child (widget_class, BrEditorShelf, states);
  gtk_widget_class_bind_template_child (widget_class, BrEditorShelf, error_page);
  gtk_widget_class_bind_template_child (widget_class, BrEditorShelf, articles_list);
  gtk_widget_class_bind_template_child (widget_class, BrEditorShelf, tags_group);
  gtk_widget_class_bind_template_child (widget_class, BrEditorShelf, tags_list);
  gtk_widget_class_install_action (widget_class, "product-shelf.bind", "s", bind_cb);
  gtk_widget_class_install_action (widget_class, "product-shelf.retry", NULL, retry_cb);
}

static void
br_editor_shelf_init (BrEditorShelf *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
br_editor_shelf_set_context (BrEditorShelf *self, BrAppContext *context)
{
  g_return_if_fail (BR_IS_EDITOR_SHELF (self) && self->context == NULL);

  self->context = g_object_ref (context);
  self->reader = br_list_reader_new (GTK_WIDGET (self), REFRESH_MS, read_shelf);
  g_signal_connect_object (br_app_context_get_tags (context), "tags-changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (br_app_context_get_print_watch (context), "changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
}

void
br_editor_shelf_load (BrEditorShelf *self, const BrId *product)
{
  g_return_if_fail (BR_IS_EDITOR_SHELF (self) && self->context != NULL);

  self->product = *product;
  br_list_reader_changed (self->reader);
}
