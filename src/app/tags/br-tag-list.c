/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ids of all tags that match are read at once, rows as they are looked at. Stations speak often: the list is read again at most every REFRESH_MS
 * and only the difference is shown, so that selection, focus and scrolling stay.
 */
#include "config.h"

#include "br-tag-list.h"

#include "br-actions.h"
#include "br-id-selection.h"
#include "br-list-reader.h"
#include "br-row-menu.h"
#include "br-tag-actions.h"
#include "br-tag-columns.h"
#include "br-tag-filter.h"
#include "br-tag-pane.h"
#include "br-tag-thumbs.h"
#include "br-tag-words.h"
#include "br-view-model.h"
#include <glib/gi18n.h>
#include <string.h>

#define REFRESH_MS 500

struct _BrTagList
{
  AdwBin parent_instance;

  BrAppContext *context;
  BrTagQuery query;
  BrViewModel *tags;      /* of BrTagView */
  BrIdSelection *selection;
  BrListReader *reader;   /* of the ids */
  GCancellable *rows;     /* rows of the list shown */
  GArray *stations;       /* gint64 ids, as in the choice; the first is 0 = all */
  gboolean narrow;
  gboolean is_anew;       /* another question was asked: what was listed says nothing about its answer */

  GtkSearchEntry *search_entry;
  GtkDropDown *filter_drop;
  GtkDropDown *station_drop;
  AdwOverlaySplitView *split;
  GtkStack *states;
  AdwStatusPage *error_page;
  GtkColumnView *view;
  BrTagPane *pane;
  GtkActionBar *action_bar;
  GtkWidget *unbind_button;
  GtkWidget *forget_button;
  GtkLabel *selected_label;
  GtkLabel *status_line;
  GtkPopover *context_menu;
};

enum
{
  PROP_NARROW = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrTagList, br_tag_list, ADW_TYPE_BIN)

static BrTagService *
get_tags (BrTagList *self)
{
  return br_app_context_get_tags (self->context);
}

static gboolean
is_filtered (BrTagList *self)
{
  return self->query.text[0] != '\0' || self->query.station != 0 || gtk_drop_down_get_selected (self->filter_drop) != 0;
}

/* Reading */

static void
update_status_line (BrTagList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->tags));
  const BrTagCounts *counts = br_tag_service_get_counts (get_tags (self));
  g_autofree char *text = is_filtered (self) ? g_strdup_printf (_("%'u of %'d"), n, (int) counts->tags)
                                             : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u tag", "%'u tags", n), n);

  gtk_label_set_text (self->status_line, text);
}

static void
show_error (BrTagList *self, const GError *error)
{
  g_autofree char *sentence = br_tag_words_error (error);

  adw_status_page_set_description (self->error_page, sentence);
  gtk_stack_set_visible_child_name (self->states, "error");
}

static void
rows_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = br_tag_service_rows_finish (BR_TAG_SERVICE (source), result, &error);
  g_autoptr (GPtrArray) there = g_ptr_array_new ();

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->states == NULL)
    return;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (rows->pdata[i] != NULL)
      g_ptr_array_add (there, rows->pdata[i]);
  if (rows != NULL)
    br_view_model_fill (self->tags, there);
  else
    show_error (self, error);
}

static void
wanted_cb (BrTagList *self, guint start, guint n)
{
  const BrIdList *all = br_id_model_get_ids (BR_ID_MODEL (self->tags));
  g_autoptr (BrIdList) some = br_id_list_new_take (g_memdup2 (all->ids + start, n * sizeof *all->ids), n);

  br_tag_service_rows_async (get_tags (self), some, self->rows, rows_read_cb, g_object_ref (self));
}

static void
ids_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrIdList) ids = br_tag_service_ids_finish (BR_TAG_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->states == NULL)
    return;
  br_list_reader_ended (self->reader);
  if (ids == NULL)
    {
      show_error (self, error);
      return;
    }
  if (self->is_anew)
    br_view_model_replace (self->tags, ids);
  else
    br_view_model_show (self->tags, ids, NULL);
  self->is_anew = FALSE;
  gtk_stack_set_visible_child_name (self->states, ids->n > 0 ? "content" : is_filtered (self) ? "none" : "empty");
  update_status_line (self);
}

static void
read_ids (GtkWidget *widget, GCancellable *cancellable)
{
  BrTagList *self = BR_TAG_LIST (widget);

  br_tag_service_ids_async (get_tags (self), &self->query, cancellable, ids_read_cb, g_object_ref (self));
}

static void
tags_changed (BrTagList *self)
{
  br_list_reader_changed (self->reader);
}

/* What is listed */

static void
query_changed (BrTagList *self)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  self->is_anew = TRUE;
  br_list_reader_start (self->reader);
}

static void
search_cb (BrTagList *self)
{
  br_tag_filter_search (&self->query, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  query_changed (self);
}

static void
filter_cb (BrTagList *self)
{
  guint n, chosen = gtk_drop_down_get_selected (self->filter_drop), station = gtk_drop_down_get_selected (self->station_drop);
  const BrTagFilter *filters = br_tag_filters_get (&n);

  if (self->context == NULL)
    return;
  br_tag_filter_apply (&filters[chosen < n ? chosen : 0], &self->query);
  self->query.station = station < self->stations->len ? g_array_index (self->stations, gint64, station) : 0;
  gtk_widget_set_visible (self->unbind_button, !self->query.unbound_only);
  gtk_widget_set_visible (self->forget_button, self->query.unbound_only);
  query_changed (self);
}

static void
sort_changed_cb (GtkSorter *sorter, GtkSorterChange change, BrTagList *self)
{
  guint sort;

  if (self->tags == NULL)
    return; /* a view that goes takes its columns' sorters along */
  sort = br_view_columns_get_sort (self->view, &self->query.descending);
  self->query.sort = sort != 0 ? (BrTagSort) sort : BR_TAG_SORT_NAME;
  br_list_reader_start (self->reader);
}

/* The choice of stations is there when there is one to make. */
static void
stations_changed (BrTagList *self)
{
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (get_tags (self));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  gint64 all = 0, chosen = self->query.station;
  guint selected = 0;

  g_array_set_size (self->stations, 0);
  g_array_append_val (self->stations, all);
  gtk_string_list_append (names, _("All stations"));
  for (guint i = 0; i < stations->len; i++)
    {
      const BrStationView *station = stations->pdata[i];

      g_array_append_val (self->stations, station->id);
      gtk_string_list_append (names, station->name);
      if (station->id == chosen)
        selected = i + 1;
    }
  g_signal_handlers_block_by_func (self->station_drop, filter_cb, self);
  gtk_drop_down_set_model (self->station_drop, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->station_drop, selected);
  g_signal_handlers_unblock_by_func (self->station_drop, filter_cb, self);
  gtk_widget_set_visible (GTK_WIDGET (self->station_drop), stations->len > 1);
}

/* Selection */

/* The one selected tag, as last read; NULL when none or several are. */
static BrViewItem *
dup_only (BrTagList *self)
{
  guint position = br_id_selection_get_only (self->selection);

  return position != GTK_INVALID_LIST_POSITION ? g_list_model_get_item (G_LIST_MODEL (self->tags), position) : NULL;
}

static void
selection_changed (BrTagList *self)
{
  gsize n = br_id_selection_count (self->selection);
  g_autoptr (BrViewItem) only = dup_only (self);
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u selected", "%'u selected", n), (guint) n);

  gtk_label_set_text (self->selected_label, text);
  gtk_action_bar_set_revealed (self->action_bar, n > 0);
  br_tag_actions_update (GTK_WIDGET (self), n);
  br_tag_pane_set_item (self->pane, only);
}

/* Enter: the details come forward, also where they have no room beside the list. */
static void
activate_cb (BrTagList *self, guint position)
{
  adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
}

static void
deed_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTagList *self = BR_TAG_LIST (widget);
  g_autoptr (BrIdList) ids = br_id_selection_dup_ids (self->selection);

  br_tag_actions_run (widget, self->context, action, ids);
}

static void
list_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTagList *self = BR_TAG_LIST (widget);

  if (g_str_equal (action, "tags.select-all"))
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
  else if (g_str_equal (action, "tags.unselect"))
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  else if (g_str_equal (action, "tags.clear-filter"))
    br_tag_list_show_filter (self, "all");
  else
    br_list_reader_start (self->reader);
}

/* Columns */

/* Where the details have no room beside the list, all columns have none either. */
static void
update_columns (BrTagList *self)
{
  gboolean has_room = !adw_overlay_split_view_get_show_sidebar (self->split) && !adw_overlay_split_view_get_collapsed (self->split);

  br_view_columns_set_width (self->view, self->narrow ? BR_VIEW_NARROW : has_room ? BR_VIEW_WIDE : BR_VIEW_BESIDE_PANE);
}

/* Object */

static void
br_tag_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  BrTagList *self = BR_TAG_LIST (object);

  if (prop_id != PROP_NARROW)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (self->narrow == g_value_get_boolean (value))
    return;
  self->narrow = g_value_get_boolean (value);
  update_columns (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
br_tag_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_NARROW)
    g_value_set_boolean (value, BR_TAG_LIST (object)->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
br_tag_list_dispose (GObject *object)
{
  BrTagList *self = BR_TAG_LIST (object);

  g_clear_pointer (&self->reader, br_list_reader_free);
  g_cancellable_cancel (self->rows);
  g_clear_object (&self->rows);
  g_clear_object (&self->selection);
  g_clear_object (&self->tags);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  if (self->context_menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->context_menu));
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TAG_LIST);
  g_clear_pointer (&self->stations, g_array_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_tag_list_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  static const char *const of_list[] = { "tags.select-all", "tags.unselect", "tags.clear-filter", "tags.retry" };

  br_tag_actions_install (klass, deed_cb);
  for (gsize i = 0; i < G_N_ELEMENTS (of_list); i++)
    gtk_widget_class_install_action (klass, of_list[i], NULL, list_cb);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, BrTagList, search_entry);
  gtk_widget_class_bind_template_child (klass, BrTagList, filter_drop);
  gtk_widget_class_bind_template_child (klass, BrTagList, station_drop);
  gtk_widget_class_bind_template_child (klass, BrTagList, split);
  gtk_widget_class_bind_template_child (klass, BrTagList, states);
  gtk_widget_class_bind_template_child (klass, BrTagList, error_page);
  gtk_widget_class_bind_template_child (klass, BrTagList, view);
  gtk_widget_class_bind_template_child (klass, BrTagList, pane);
  gtk_widget_class_bind_template_child (klass, BrTagList, action_bar);
  gtk_widget_class_bind_template_child (klass, BrTagList, unbind_button);
  gtk_widget_class_bind_template_child (klass, BrTagList, forget_button);
  gtk_widget_class_bind_template_child (klass, BrTagList, selected_label);
  gtk_widget_class_bind_template_child (klass, BrTagList, status_line);
  gtk_widget_class_bind_template_child (klass, BrTagList, context_menu);
  gtk_widget_class_bind_template_callback (klass, search_cb);
  gtk_widget_class_bind_template_callback (klass, filter_cb);
  gtk_widget_class_bind_template_callback (klass, activate_cb);
}

static void
br_tag_list_class_init (BrTagListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = br_tag_list_dispose;
  object_class->set_property = br_tag_list_set_property;
  object_class->get_property = br_tag_list_get_property;
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (BR_TYPE_TAG_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-list.ui");
  bind_children (widget_class);
  install_actions (widget_class);
}

static void
fill_filters (BrTagList *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint n;
  const BrTagFilter *filters = br_tag_filters_get (&n);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (titles, _(filters[i].title));
  gtk_drop_down_set_model (self->filter_drop, G_LIST_MODEL (titles));
}

static void
br_tag_list_init (BrTagList *self)
{
  self->query = (BrTagQuery) { .type = -1, .sort = BR_TAG_SORT_NAME };
  self->rows = g_cancellable_new ();
  self->stations = g_array_new (FALSE, TRUE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_filters (self);
  gtk_widget_set_parent (GTK_WIDGET (self->context_menu), GTK_WIDGET (self->view));
  br_row_menu_attach (self->view, self->context_menu);
  self->tags = br_view_model_new (&br_view_type_tag);
  self->selection = br_id_selection_new (BR_ID_MODEL (self->tags));
  gtk_stack_set_visible_child_name (self->states, "loading");
}

void
br_tag_list_set_context (BrTagList *self, BrAppContext *context)
{
  g_autoptr (BrTagThumbs) thumbs = br_tag_thumbs_new (context);

  g_return_if_fail (BR_IS_TAG_LIST (self) && self->context == NULL);

  self->context = g_object_ref (context);
  self->reader = br_list_reader_new (GTK_WIDGET (self), REFRESH_MS, read_ids);
  br_action_add_keys (GTK_WIDGET (self), br_app_context_get_settings (context), "tags.");
  br_tag_pane_set_context (self->pane, context);
  br_view_columns_add (self->view, &br_tag_columns, context, G_OBJECT (thumbs));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->tags, "wanted", G_CALLBACK (wanted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::count", G_CALLBACK (selection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sort_changed_cb), self, 0);
  g_signal_connect_object (get_tags (self), "tags-changed", G_CALLBACK (tags_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_tags (self), "stations-changed", G_CALLBACK (stations_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->split, "notify::show-sidebar", G_CALLBACK (update_columns), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->split, "notify::collapsed", G_CALLBACK (update_columns), self, G_CONNECT_SWAPPED);
  update_columns (self);
  stations_changed (self);
  selection_changed (self);
}

/* A station may be named that is not in the choice yet: then all are shown. */
static guint
find_station (BrTagList *self, const char *filter)
{
  gint64 id = g_str_has_prefix (filter, "station:") ? g_ascii_strtoll (filter + strlen ("station:"), NULL, 10) : 0;

  for (guint i = 0; i < self->stations->len; i++)
    if (g_array_index (self->stations, gint64, i) == id)
      return i;
  return 0;
}

void
br_tag_list_show_filter (BrTagList *self, const char *filter)
{
  g_return_if_fail (BR_IS_TAG_LIST (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_drop_down_set_selected (self->station_drop, find_station (self, filter));
  gtk_drop_down_set_selected (self->filter_drop, br_tag_filter_find (filter));
}

void
br_tag_list_search (BrTagList *self)
{
  g_return_if_fail (BR_IS_TAG_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
br_tag_list_set_search (BrTagList *self, const char *text)
{
  g_return_if_fail (BR_IS_TAG_LIST (self));

  br_tag_list_show_filter (self, "all");
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
}
