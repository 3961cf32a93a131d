/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list is read again when the queue changed, at most a few times a second, and only while it can be seen. */
#include "config.h"

#include "br-job-list.h"

#include "br-job-row.h"
#include "br-label-words.h"
#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>
#include <string.h>

#define REFRESH_MS 250
#define MAX_JOBS 500 /* kept in the list; older ones are in the queue's history on disk */

struct _BrJobList
{
  AdwBin parent_instance;

  BrAppContext *context;
  BrJobListKind kind;
  GCancellable *cancellable;
  GListStore *items;    /* of BrViewItem of BrPrintJobView */
  GtkFilterListModel *shown;
  char *needle;         /* folded text of the search, or NULL */
  guint refresh_id;
  gboolean loaded;

  GtkWidget *search_clamp;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *empty_page;
  GtkWidget *products_button;
  AdwStatusPage *error_page;
};

enum
{
  SIGNAL_OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrJobList, br_job_list, ADW_TYPE_BIN)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, g_object_new (BR_TYPE_JOB_ROW, NULL));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, BrJobList *self)
{
  BrViewItem *item = gtk_list_item_get_item (list_item);
  const BrPrintJobView *job = br_view_item_get (item);
  g_autofree char *count = br_label_words_job_count (job);

  br_job_row_set_item (BR_JOB_ROW (gtk_list_item_get_child (list_item)), self->context, item);
  gtk_list_item_set_accessible_label (list_item, job->title != NULL ? job->title : _("Labels"));
  gtk_list_item_set_accessible_description (list_item, count);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, BrJobList *self)
{
  br_job_row_set_item (BR_JOB_ROW (gtk_list_item_get_child (list_item)), self->context, NULL);
}

/* What a person may type to find an order: what is on it, by whom, when. */
static gboolean
matches (gpointer item, gpointer user_data)
{
  BrJobList *self = user_data;
  const BrPrintJobView *job = br_view_item_get (item);
  g_autofree char *when = NULL;
  g_autofree char *all = NULL;
  g_autofree char *folded = NULL;

  if (self->needle == NULL)
    return TRUE;
  when = br_words_instant (job->at_us);
  all = g_strjoin (" ", job->title != NULL ? job->title : "", job->template_name != NULL ? job->template_name : "", job->person != NULL ? job->person : "",
                   when, NULL);
  folded = g_utf8_casefold (all, -1);
  return strstr (folded, self->needle) != NULL;
}

static void
show_state (BrJobList *self)
{
  const char *state = "content";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0)
    state = "empty";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->shown)) == 0)
    state = "none";
  gtk_stack_set_visible_child_name (self->stack, state);
}

static void
search_cb (BrJobList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  g_clear_pointer (&self->needle, g_free);
  if (*text != '\0')
    self->needle = g_utf8_casefold (text, -1);
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
  if (self->loaded)
    show_state (self);
}

/* The service gives open ones or all; those that are done are what is left of all. */
static void
keep_done (GPtrArray *jobs)
{
  for (guint i = jobs->len; i > 0; i--)
    if (!br_print_job_view_is_done (jobs->pdata[i - 1]))
      g_ptr_array_remove_index (jobs, i - 1);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrJobList) self = BR_JOB_LIST (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = br_label_service_jobs_finish (BR_LABEL_SERVICE (source), result, &error);
  g_autofree char *sentence = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (jobs == NULL)
    {
      sentence = br_words_error (error);
      adw_status_page_set_description (self->error_page, sentence);
      gtk_stack_set_visible_child_name (self->stack, "error");
      return;
    }
  if (self->kind == BR_JOB_LIST_DONE)
    keep_done (jobs);
  self->loaded = TRUE;
  br_view_list_show (self->items, &br_view_type_job, jobs);
  show_state (self);
}

static void
refresh (BrJobList *self)
{
  br_label_service_jobs_async (br_app_context_get_labels (self->context), self->kind == BR_JOB_LIST_OPEN, MAX_JOBS, self->cancellable, read_cb,
                               g_object_ref (self));
}

static gboolean
refresh_cb (gpointer user_data)
{
  BrJobList *self = BR_JOB_LIST (user_data);

  self->refresh_id = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
queue_refresh (BrJobList *self)
{
  if (self->refresh_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
activate_cb (BrJobList *self, guint position)
{
  g_autoptr (BrViewItem) item = g_list_model_get_item (G_LIST_MODEL (self->shown), position);

  if (item != NULL)
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, br_view_item_get (item));
}

static void
products_cb (BrJobList *self)
{
  BrWindow *window = br_window_of (GTK_WIDGET (self));

  if (window != NULL)
    br_window_show_page (window, "products");
}

static void
br_job_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (br_job_list_parent_class)->map (widget);
  refresh (BR_JOB_LIST (widget));
}

static void
br_job_list_dispose (GObject *object)
{
  BrJobList *self = BR_JOB_LIST (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_JOB_LIST);
  g_clear_object (&self->shown);
  g_clear_object (&self->items);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_job_list_parent_class)->dispose (object);
}

static void
br_job_list_finalize (GObject *object)
{
  BrJobList *self = BR_JOB_LIST (object);

  g_clear_object (&self->cancellable);
  g_free (self->needle);
  G_OBJECT_CLASS (br_job_list_parent_class)->finalize (object);
}

static void
br_job_list_class_init (BrJobListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_job_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_job_list_finalize;
  widget_class->map = br_job_list_map;
  signals[SIGNAL_OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-job-list.ui");
  gtk_widget_class_bind_template_child (widget_class, BrJobList, search_clamp);
  gtk_widget_class_bind_template_child (widget_class, BrJobList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, BrJobList, stack);
  gtk_widget_class_bind_template_child (widget_class, BrJobList, list);
  gtk_widget_class_bind_template_child (widget_class, BrJobList, empty_page);
  gtk_widget_class_bind_template_child (widget_class, BrJobList, error_page);
  gtk_widget_class_bind_template_child (widget_class, BrJobList, products_button);
  gtk_widget_class_bind_template_callback (widget_class, products_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
fill_list (BrJobList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  g_autoptr (GtkSelectionModel) selection = NULL;

  self->items = g_list_store_new (BR_TYPE_VIEW_ITEM);
  self->shown = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->items)), filter);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->shown))));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, selection);
}

static void
br_job_list_init (BrJobList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  fill_list (self);
}

static void
show_words (BrJobList *self)
{
  gboolean open = self->kind == BR_JOB_LIST_OPEN;

  gtk_widget_set_visible (self->search_clamp, !open);
  gtk_widget_set_visible (self->products_button, open);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, open ? _("Orders for labels") : _("Orders that are done"), -1);
  adw_status_page_set_title (self->empty_page, open ? _("Nothing Is Waiting to Be Printed") : _("Nothing Was Printed Yet"));
  adw_status_page_set_description (self->empty_page,
                                   open ? _("Select products and press Ctrl+P. What is ordered is kept here until it is on paper, also when "
                                             "the printer is off or the program is closed.")
                                        : _("What was printed is kept here, with how it is known that it came out, and can be printed again."));
}

void
br_job_list_set_context (BrJobList *self, BrAppContext *context, BrJobListKind kind)
{
  g_return_if_fail (BR_IS_JOB_LIST (self) && self->context == NULL);

  self->context = g_object_ref (context);
  self->kind = kind;
  show_words (self);
  g_signal_connect_object (br_app_context_get_labels (context), "queue-changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
}

void
br_job_list_search (BrJobList *self)
{
  g_return_if_fail (BR_IS_JOB_LIST (self));

  if (gtk_widget_get_visible (self->search_clamp))
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
