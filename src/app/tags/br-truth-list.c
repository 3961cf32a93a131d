/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worst are read first, unless another order is chosen, and no more than a person can look through; the line below says how many there are. */
#include "config.h"

#include "br-truth-list.h"

#include "br-certificate.h"
#include "br-list-reader.h"
#include "br-tag-words.h"
#include "br-truth-columns.h"
#include <glib/gi18n.h>

#define MAX_ROWS 1000
#define REFRESH_MS 1000

struct _BrTruthList
{
  AdwBin parent_instance;

  BrAppContext *context;
  GListStore *truths; /* of BrViewItem */
  BrListReader *reader;
  BrViewWidth room;

  GtkSearchEntry *search_entry;
  GtkDropDown *which_drop;
  GtkStack *states;
  AdwStatusPage *error_page;
  AdwStatusPage *empty_page;
  GtkColumnView *view;
  GtkLabel *status_line;
};

enum
{
  PROP_ROOM = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrTruthList, br_truth_list, ADW_TYPE_BIN)

/* In the order of the choice. */
static const BrShelfWhich kinds[] = { BR_SHELF_DIFFERING, BR_SHELF_WRONG, BR_SHELF_UNPROVED, BR_SHELF_ALL };

static BrShelfWhich
get_which (BrTruthList *self)
{
  guint chosen = gtk_drop_down_get_selected (self->which_drop);

  return chosen < G_N_ELEMENTS (kinds) ? kinds[chosen] : BR_SHELF_DIFFERING;
}

static const char *
get_text (BrTruthList *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
}

static void
show_empty (BrTruthList *self, const BrShelfSum *sum)
{
  g_autofree char *agreed = br_tag_words_agreed (sum, br_app_context_now_us (self->context));

  adw_status_page_set_title (self->empty_page, sum->agree_us == 0  ? _("No Product Has a Tag Yet")
                                               : sum->till_us != 0 ? _("Shelf, Record and Till Agree")
                                                                   : _("Shelf and Record Agree"));
  adw_status_page_set_description (self->empty_page, agreed);
}

static void
show_truths (BrTruthList *self, GPtrArray *truths, const BrShelfSum *sum)
{
  gboolean is_bare = *get_text (self) == '\0' && get_which (self) == BR_SHELF_DIFFERING;
  g_autofree char *line = br_tag_words_truths (sum, get_which (self), truths->len, br_app_context_now_us (self->context));

  br_view_list_show (self->truths, &br_view_type_truth, truths);
  gtk_label_set_text (self->status_line, line);
  show_empty (self, sum);
  gtk_stack_set_visible_child_name (self->states, truths->len > 0 ? "content" : is_bare ? "empty" : "none");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTruthList) self = user_data;
  g_autoptr (GError) error = NULL;
  BrShelfSum sum = { 0 };
  g_autoptr (GPtrArray) truths = br_tag_service_truths_finish (BR_TAG_SERVICE (source), result, &sum, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->states == NULL)
    return;
  br_list_reader_ended (self->reader);
  if (truths != NULL)
    show_truths (self, truths, &sum);
  else
    {
      sentence = br_tag_words_error (error);
      adw_status_page_set_description (self->error_page, sentence);
      gtk_stack_set_visible_child_name (self->states, "error");
    }
}

static void
read_truths (GtkWidget *widget, GCancellable *cancellable)
{
  BrTruthList *self = BR_TRUTH_LIST (widget);
  BrShelfQuery query = { .text = get_text (self), .which = get_which (self), .limit = MAX_ROWS };

  query.sort = (BrShelfSort) br_view_columns_get_sort (self->view, &query.descending);
  br_tag_service_truths_async (br_app_context_get_tags (self->context), &query, cancellable, read_cb, g_object_ref (self));
}

static void
tags_changed (BrTruthList *self)
{
  br_list_reader_changed (self->reader);
}

static void
changed_cb (BrTruthList *self)
{
  if (self->context != NULL)
    br_list_reader_start (self->reader);
}

static void
sort_changed_cb (GtkSorter *sorter, GtkSorterChange change, BrTruthList *self)
{
  if (self->reader != NULL) /* a view that goes takes its columns' sorters along */
    br_list_reader_start (self->reader);
}

/* Enter: to its tags, which say why. */
static void
activate_cb (BrTruthList *self, guint position)
{
  g_autoptr (BrViewItem) item = g_list_model_get_item (G_LIST_MODEL (self->truths), position);
  const BrShelfTruth *truth = item != NULL ? br_view_item_get (item) : NULL;

  if (truth != NULL && truth->code != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "shelf.search", "s", truth->code);
}

static void
certificate_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_certificate_present (widget, BR_TRUTH_LIST (widget)->context);
}

static void
retry_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_list_reader_start (BR_TRUTH_LIST (widget)->reader);
}

static void
br_truth_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  BrTruthList *self = BR_TRUTH_LIST (object);

  if (prop_id != PROP_ROOM)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (self->room == g_value_get_uint (value))
    return;
  self->room = g_value_get_uint (value);
  br_view_columns_set_width (self->view, self->room);
  g_object_notify_by_pspec (object, pspec);
}

static void
br_truth_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_ROOM)
    g_value_set_uint (value, BR_TRUTH_LIST (object)->room);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
br_truth_list_dispose (GObject *object)
{
  BrTruthList *self = BR_TRUTH_LIST (object);

  g_clear_pointer (&self->reader, br_list_reader_free);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TRUTH_LIST);
  g_clear_object (&self->truths);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_truth_list_parent_class)->dispose (object);
}

static void
br_truth_list_class_init (BrTruthListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = br_truth_list_dispose;
  object_class->set_property = br_truth_list_set_property;
  object_class->get_property = br_truth_list_get_property;
  properties[PROP_ROOM] =
      g_param_spec_uint ("room", NULL, NULL, BR_VIEW_WIDE, BR_VIEW_NARROW, BR_VIEW_WIDE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-truths.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTruthList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, BrTruthList, which_drop);
  gtk_widget_class_bind_template_child (widget_class, BrTruthList, states);
  gtk_widget_class_bind_template_child (widget_class, BrTruthList, error_page);
  gtk_widget_class_bind_template_child (widget_class, BrTruthList, empty_page);
  gtk_widget_class_bind_template_child (widget_class, BrTruthList, view);
  gtk_widget_class_bind_template_child (widget_class, BrTruthList, status_line);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_install_action (widget_class, "truths.certificate", NULL, certificate_cb);
  gtk_widget_class_install_action (widget_class, "truths.retry", NULL, retry_cb);
}

static void
br_truth_list_init (BrTruthList *self)
{
  self->truths = g_list_store_new (BR_TYPE_VIEW_ITEM);
  self->room = BR_VIEW_WIDE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_stack_set_visible_child_name (self->states, "loading");
}

void
br_truth_list_set_context (BrTruthList *self, BrAppContext *context)
{
  g_autoptr (GtkSelectionModel) selection = GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->truths))));

  g_return_if_fail (BR_IS_TRUTH_LIST (self) && self->context == NULL);

  self->context = g_object_ref (context);
  self->reader = br_list_reader_new (GTK_WIDGET (self), REFRESH_MS, read_truths);
  br_view_columns_add (self->view, &br_truth_columns, context, NULL);
  gtk_column_view_set_model (self->view, selection);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sort_changed_cb), self, 0);
  g_signal_connect_object (br_app_context_get_tags (context), "tags-changed", G_CALLBACK (tags_changed), self, G_CONNECT_SWAPPED);
}

void
br_truth_list_search (BrTruthList *self)
{
  g_return_if_fail (BR_IS_TRUTH_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
