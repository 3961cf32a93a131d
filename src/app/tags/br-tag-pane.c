/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures and events are read again when the tag's snapshot changed; what is shown stays until the new ones are there. */
#include "config.h"

#include "br-tag-pane.h"

#include "br-chip.h"
#include "br-label-view.h"
#include "br-label-words.h"
#include "br-product-text.h"
#include "br-tag-event-words.h"
#include "br-tag-texture.h"
#include "br-tag-words.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define N_EVENTS 12
#define MAX_HEIGHT 240 /* of a picture */

struct _BrTagPane
{
  AdwBin parent_instance;

  BrAppContext *context;
  BrViewItem *item;          /* NULL = none */
  GCancellable *cancellable; /* of what is being read */

  GtkStack *states;
  GtkLabel *name_label;
  GtkLabel *place_label;
  BrChip *chip;
  GtkLabel *state_label;
  GtkLabel *attention_label;
  GtkLabel *wanted_label;
  BrLabelView *wanted_view;
  GtkLabel *problem_label;
  GtkLabel *shown_label;
  BrLabelView *shown_view;
  GtkWidget *look_box;
  GtkWidget *found_button;
  GtkWidget *replace_button;
  GtkWidget *unbind_button;
  GtkWidget *forget_button;
  AdwActionRow *next_row;
  AdwActionRow *heard_row;
  AdwActionRow *battery_row;
  AdwActionRow *station_row;
  AdwActionRow *type_row;
  AdwActionRow *code_row;
  GtkWidget *events_group;
  GtkListBox *events_list;
};

G_DEFINE_FINAL_TYPE (BrTagPane, br_tag_pane, ADW_TYPE_BIN)

static const BrTagView *
get_tag (BrTagPane *self)
{
  return self->item != NULL ? br_view_item_get (self->item) : NULL;
}

static void
set_optional (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static char *
place_text (const BrTagView *tag)
{
  g_autofree char *detail = br_tag_words_detail (tag);

  return tag->place != NULL && *tag->place != '\0' ? g_strdup_printf ("%s\n%s", tag->place, detail) : g_steal_pointer (&detail);
}

static void
show_rows (BrTagPane *self, const BrTagView *tag, gint64 now_us)
{
  g_autofree char *next = br_tag_words_next (tag, now_us);
  g_autofree char *heard = tag->heard_us != 0 ? br_words_ago (tag->heard_us, now_us) : g_strdup ("—");
  g_autofree char *signal = tag->rssi != 0 ? g_strdup_printf (_("%s, signal %d dBm"), heard, tag->rssi) : g_strdup (heard);
  g_autofree char *battery = br_tag_words_battery (tag);
  g_autofree char *type = br_tag_words_type (&tag->type);

  adw_action_row_set_subtitle (self->next_row, next);
  adw_action_row_set_subtitle (self->heard_row, signal);
  adw_action_row_set_subtitle (self->battery_row, battery);
  adw_action_row_set_subtitle (self->station_row, tag->station_name != NULL ? tag->station_name : "—");
  adw_action_row_set_subtitle (self->type_row, type);
  adw_action_row_set_subtitle (self->code_row, tag->scan_code != NULL ? tag->scan_code : "");
  gtk_widget_set_visible (GTK_WIDGET (self->code_row), tag->scan_code != NULL);
}

/* What can be done to such a tag. */
static void
show_deeds (BrTagPane *self, const BrTagView *tag, gint64 now_us)
{
  gboolean bound = !br_id_is_none (&tag->sku);

  gtk_widget_set_visible (self->found_button, tag->shows == BR_TAG_SHOWS_FINDER);
  gtk_widget_set_visible (self->look_box, tag->shows != BR_TAG_SHOWS_FINDER && bound && tag->proof != BR_TAG_PROOF_PERSON);
  gtk_widget_set_visible (self->replace_button, bound);
  gtk_widget_set_visible (self->unbind_button, bound);
  gtk_widget_set_visible (self->forget_button, br_tag_view_is_dead (tag, now_us));
}

static void
show_tag (BrTagPane *self, const BrTagView *tag)
{
  gint64 now_us = br_app_context_now_us (self->context);
  guint digits = br_app_context_get_digits (self->context);
  g_autofree char *place = place_text (tag);
  g_autofree char *state = br_tag_words_state (tag, now_us);
  g_autofree char *attention = br_tag_words_remedies (tag->attention);
  g_autofree char *wanted = br_tag_words_wanted (tag, now_us);
  g_autofree char *shown = br_tag_words_shown (tag, now_us);
  g_autofree char *of_wanted = br_tag_words_picture (tag, tag->wanted_minor, digits);
  g_autofree char *of_shown = br_tag_words_picture (tag, tag->shown_minor, digits);

  gtk_label_set_text (self->name_label, br_tag_words_title (tag));
  gtk_label_set_text (self->place_label, place);
  br_chip_set_state (self->chip, br_tag_words_chip (tag));
  gtk_label_set_text (self->state_label, state);
  set_optional (self->attention_label, attention);
  gtk_label_set_text (self->wanted_label, wanted);
  gtk_label_set_text (self->shown_label, shown);
  br_label_view_set_description (self->wanted_view, of_wanted);
  br_label_view_set_description (self->shown_view, of_shown);
  show_deeds (self, tag, now_us);
  show_rows (self, tag, now_us);
}

static void
show_view (BrLabelView *view, const BrTagImage *image)
{
  g_autoptr (GdkTexture) texture = image != NULL ? br_tag_texture_new (image) : NULL;

  br_label_view_set_texture (view, texture);
  gtk_widget_set_visible (GTK_WIDGET (view), image != NULL);
}

void
br_tag_pane_show_pictures (BrTagPane *self, const BrTagPictures *pictures)
{
  g_autofree char *problem = NULL;
  const BrTagImage *shown;
  gboolean once;

  g_return_if_fail (BR_IS_TAG_PANE (self));

  shown = pictures != NULL ? pictures->shown : NULL;
  once = shown != NULL && get_tag (self) != NULL && get_tag (self)->shows == BR_TAG_SHOWS_WANTED; /* the same picture twice says less than once */
  show_view (self->wanted_view, pictures != NULL && !once ? pictures->wanted : NULL);
  show_view (self->shown_view, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->wanted_label), gtk_widget_get_visible (GTK_WIDGET (self->wanted_view)));
  if (pictures != NULL && pictures->problems != NULL && pictures->problems->len > 0)
    problem = br_label_words_problem (pictures->problems->pdata[0]);
  set_optional (self->problem_label, problem);
}

static GtkWidget *
new_event_row (const BrTagEventView *event, gint64 now_us)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *when = gtk_label_new (NULL);
  g_autofree char *clock = br_words_clock (event->at_us, now_us);
  g_autofree char *exact = br_words_instant (event->at_us);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), br_tag_event_words (event));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), br_tag_event_words_detail (event));
  gtk_widget_set_tooltip_text (row, event->note); /* English, for who has to find out why */
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  gtk_label_set_text (GTK_LABEL (when), clock);
  gtk_widget_set_tooltip_text (when, exact);
  gtk_widget_add_css_class (when, "dimmed");
  gtk_widget_add_css_class (when, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), when);
  return row;
}

void
br_tag_pane_show_events (BrTagPane *self, GPtrArray *events)
{
  g_return_if_fail (BR_IS_TAG_PANE (self));

  gtk_list_box_remove_all (self->events_list);
  gtk_widget_set_visible (self->events_group, events != NULL && events->len > 0);
  for (guint i = 0; events != NULL && i < events->len; i++)
    gtk_list_box_append (self->events_list, new_event_row (events->pdata[i], br_app_context_now_us (self->context)));
}

static void
pictures_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagPane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPictures) pictures = br_tag_service_pictures_finish (BR_TAG_SERVICE (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    br_tag_pane_show_pictures (self, pictures);
}

static void
events_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagPane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = br_tag_service_events_finish (BR_TAG_SERVICE (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    br_tag_pane_show_events (self, events);
}

static void
stop_reading (BrTagPane *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
read_again (BrTagPane *self, const BrTagView *tag)
{
  BrTagService *tags = br_app_context_get_tags (self->context);

  stop_reading (self);
  self->cancellable = g_cancellable_new ();
  br_tag_service_pictures_async (tags, tag->row, self->cancellable, pictures_cb, g_object_ref (self));
  br_tag_service_events_async (tags, tag->row, 0, N_EVENTS, self->cancellable, events_cb, g_object_ref (self));
}

static void
update (BrTagPane *self)
{
  const BrTagView *tag = get_tag (self);

  gtk_stack_set_visible_child_name (self->states, tag != NULL ? "one" : "none");
  if (tag == NULL)
    return;
  show_tag (self, tag);
  read_again (self, tag);
}

static void
br_tag_pane_dispose (GObject *object)
{
  BrTagPane *self = BR_TAG_PANE (object);

  stop_reading (self);
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_clear_object (&self->item);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TAG_PANE);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_tag_pane_parent_class)->dispose (object);
}

static void
br_tag_pane_class_init (BrTagPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_tag_pane_dispose;
  g_type_ensure (BR_TYPE_CHIP);
  g_type_ensure (BR_TYPE_LABEL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, states);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, name_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, place_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, chip);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, state_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, attention_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, wanted_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, wanted_view);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, problem_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, shown_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, shown_view);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, look_box);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, found_button);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, replace_button);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, unbind_button);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, forget_button);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, next_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, heard_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, battery_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, station_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, type_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, code_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, events_group);
  gtk_widget_class_bind_template_child (widget_class, BrTagPane, events_list);
}

static void
br_tag_pane_init (BrTagPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  br_label_view_set_most (self->wanted_view, MAX_HEIGHT);
  br_label_view_set_most (self->shown_view, MAX_HEIGHT);
}

void
br_tag_pane_set_context (BrTagPane *self, BrAppContext *context)
{
  g_return_if_fail (BR_IS_TAG_PANE (self) && self->context == NULL);

  self->context = g_object_ref (context);
}

void
br_tag_pane_set_item (BrTagPane *self, BrViewItem *item)
{
  g_return_if_fail (BR_IS_TAG_PANE (self));

  if (self->item == item)
    return;
  stop_reading (self);
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  br_tag_pane_show_pictures (self, NULL);
  br_tag_pane_show_events (self, NULL);
  update (self);
}
