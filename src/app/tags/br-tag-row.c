/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures are read again with every snapshot of the tag; what is shown stays until the new ones are there. */
#include "config.h"

#include "br-tag-row.h"

#include "br-chip.h"
#include "br-label-view.h"
#include "br-tag-actions.h"
#include "br-tag-texture.h"
#include "br-tag-words.h"

struct _BrTagRow
{
  GtkListBoxRow parent_instance;

  BrAppContext *context;
  BrTagView *tag;            /* NULL = not said yet */
  GCancellable *cancellable; /* of the pictures being read */

  GtkLabel *title_label;
  BrChip *chip;
  GtkLabel *detail_label;
  GtkLabel *state_label;
  GtkLabel *attention_label;
  GtkLabel *shown_label;
  BrLabelView *shown_view;
  GtkWidget *wanted_box;
  GtkLabel *wanted_label;
  BrLabelView *wanted_view;
};

G_DEFINE_FINAL_TYPE (BrTagRow, br_tag_row, GTK_TYPE_LIST_BOX_ROW)

#define MAX_HEIGHT 160 /* of a picture: sharp where there is room; a large tag is shown smaller */

static void
show_view (BrLabelView *view, const BrTagImage *image)
{
  g_autoptr (GdkTexture) texture = image != NULL ? br_tag_texture_new (image) : NULL;

  br_label_view_set_texture (view, texture);
  gtk_widget_set_visible (GTK_WIDGET (view), texture != NULL);
}

static void
pictures_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPictures) pictures = br_tag_service_pictures_finish (BR_TAG_SERVICE (source), result, &error);

  if (self->chip == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  show_view (self->shown_view, pictures != NULL ? pictures->shown : NULL); /* without: the words say what is known */
  show_view (self->wanted_view, pictures != NULL ? pictures->wanted : NULL);
}

static void
read_pictures (BrTagRow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  br_tag_service_pictures_async (br_app_context_get_tags (self->context), self->tag->row, self->cancellable, pictures_cb, g_object_ref (self));
}

static char *
detail_text (const BrTagView *tag)
{
  g_autofree char *detail = br_tag_words_detail (tag);

  return tag->place != NULL && *tag->place != '\0' ? g_strdup_printf ("%s · %s", tag->place, detail) : g_steal_pointer (&detail);
}

static void
show_tag (BrTagRow *self)
{
  const BrTagView *tag = self->tag;
  gint64 now_us = br_app_context_now_us (self->context);
  guint digits = br_app_context_get_digits (self->context);
  g_autofree char *detail = detail_text (tag);
  g_autofree char *state = br_tag_words_state (tag, now_us);
  g_autofree char *attention = br_tag_words_remedies (tag->attention);
  g_autofree char *shown = br_tag_words_shown (tag, now_us);
  g_autofree char *wanted = br_tag_words_wanted (tag, now_us);
  g_autofree char *of_shown = br_tag_words_picture (tag, tag->shown_minor, digits);
  g_autofree char *of_wanted = br_tag_words_picture (tag, tag->wanted_minor, digits);

  gtk_label_set_text (self->title_label, br_tag_words_title (tag));
  br_chip_set_state (self->chip, br_tag_words_chip (tag));
  gtk_label_set_text (self->detail_label, detail);
  gtk_label_set_text (self->state_label, state);
  gtk_label_set_text (self->attention_label, attention);
  gtk_widget_set_visible (GTK_WIDGET (self->attention_label), *attention != '\0');
  gtk_label_set_text (self->shown_label, shown);
  gtk_label_set_text (self->wanted_label, wanted);
  br_label_view_set_description (self->shown_view, of_shown);
  br_label_view_set_description (self->wanted_view, of_wanted);
  gtk_widget_set_visible (self->wanted_box, tag->shows != BR_TAG_SHOWS_WANTED); /* the same picture twice says less than once */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, detail, -1);
}

static void
deed_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTagRow *self = BR_TAG_ROW (widget);
  g_autoptr (BrIdList) one = br_id_list_new_take (g_memdup2 (&self->tag->row, sizeof self->tag->row), 1);

  br_tag_actions_run (widget, self->context, action, one);
}

static void
br_tag_row_dispose (GObject *object)
{
  BrTagRow *self = BR_TAG_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TAG_ROW);
  g_clear_pointer (&self->tag, br_tag_view_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_tag_row_parent_class)->dispose (object);
}

static void
br_tag_row_class_init (BrTagRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_tag_row_dispose;
  g_type_ensure (BR_TYPE_CHIP);
  g_type_ensure (BR_TYPE_LABEL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTagRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagRow, chip);
  gtk_widget_class_bind_template_child (widget_class, BrTagRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagRow, attention_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagRow, shown_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagRow, shown_view);
  gtk_widget_class_bind_template_child (widget_class, BrTagRow, wanted_box);
  gtk_widget_class_bind_template_child (widget_class, BrTagRow, wanted_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagRow, wanted_view);
  br_tag_actions_install (widget_class, deed_cb);
}

static void
br_tag_row_init (BrTagRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  br_label_view_set_most (self->shown_view, MAX_HEIGHT);
  br_label_view_set_most (self->wanted_view, MAX_HEIGHT);
}

GtkWidget *
br_tag_row_new (BrAppContext *context)
{
  BrTagRow *self = g_object_new (BR_TYPE_TAG_ROW, NULL);

  self->context = g_object_ref (context);
  return GTK_WIDGET (self);
}

void
br_tag_row_set_tag (BrTagRow *self, BrTagView *tag)
{
  g_return_if_fail (BR_IS_TAG_ROW (self));

  br_tag_view_ref (tag);
  g_clear_pointer (&self->tag, br_tag_view_unref);
  self->tag = tag;
  show_tag (self);
  read_pictures (self);
}
