/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Orders are read in pages as one scrolls, and searched for where they are kept. What was read is read again when the queue changed, at most a
 * few times a second, more rarely when that takes long, and only while it can be seen.
 */
#include "config.h"

#include "br-job-list.h"

#include "br-job-row.h"
#include "br-label-words.h"
#include "br-template-words.h"
#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define PAGE 100 /* orders read at a time */
#define REFRESH_MS 250
#define REFRESH_LOAD 4 /* a list that takes long to read is read again this many times more rarely */

struct _BrJobList
{
  AdwBin parent_instance;

  BrAppContext *context;
  BrJobListKind kind;
  GCancellable *reading; /* NULL = nothing is being read */
  gint64 read_began_us;
  guint read_took_ms;
  gboolean again;        /* something changed since the running read began */
  GListStore *items;     /* of BrViewItem of BrPrintJobView */
  BrPrintJobQuery query; /* all but the page */
  gboolean complete;     /* all that match are in the list */
  guint refresh_id;

  GtkWidget *search_clamp;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkListView *list;
  GtkScrolledWindow *scroller;
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
  br_job_row_set_item (BR_JOB_ROW (gtk_list_item_get_child (list_item)), self->context, gtk_list_item_get_item (list_item), list_item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, BrJobList *self)
{
  br_job_row_set_item (BR_JOB_ROW (gtk_list_item_get_child (list_item)), self->context, NULL, NULL);
}

static guint
n_jobs (BrJobList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

static void
show_state (BrJobList *self)
{
  const char *state = "content";

  if (n_jobs (self) == 0)
    state = self->query.text[0] == '\0' ? "empty" : "none";
  gtk_widget_set_visible (self->search_clamp, self->kind == BR_JOB_LIST_DONE && !g_str_equal (state, "empty"));
  gtk_stack_set_visible_child_name (self->stack, state);
}

static void queue_refresh (BrJobList *self);

/* The orders of a finished read, or NULL when it is not wanted any more or failed, which is shown. */
static GPtrArray *
finish_read (BrJobList *self, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *jobs = br_label_service_jobs_finish (BR_LABEL_SERVICE (source), result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->stack == NULL)
    {
      g_clear_pointer (&jobs, g_ptr_array_unref);
      return NULL;
    }
  g_clear_object (&self->reading);
  self->read_took_ms = (guint) ((g_get_monotonic_time () - self->read_began_us) / 1000);
  if (self->again)
    queue_refresh (self);
  if (jobs == NULL)
    {
      sentence = br_label_words_error (error);
      adw_status_page_set_description (self->error_page, sentence);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  return jobs;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrJobList) self = BR_JOB_LIST (user_data);
  g_autoptr (GPtrArray) jobs = finish_read (self, source, result);

  if (jobs == NULL)
    return;
  self->complete = jobs->len < MAX (PAGE, n_jobs (self));
  br_view_list_show (self->items, &br_view_type_job, jobs);
  show_state (self);
}

static void
more_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrJobList) self = BR_JOB_LIST (user_data);
  g_autoptr (GPtrArray) jobs = finish_read (self, source, result);

  if (jobs == NULL)
    return;
  self->complete = jobs->len < PAGE;
  br_view_list_append (self->items, &br_view_type_job, jobs);
}

static void
read_jobs (BrJobList *self, gint64 before, guint limit, GAsyncReadyCallback callback)
{
  BrPrintJobQuery query = self->query;

  query.before = before;
  query.limit = limit;
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  self->read_began_us = g_get_monotonic_time ();
  self->again = FALSE;
  br_label_service_jobs_async (br_app_context_get_labels (self->context), &query, self->reading, callback, g_object_ref (self));
}

static void
refresh (BrJobList *self)
{
  read_jobs (self, 0, MAX (PAGE, n_jobs (self)), read_cb);
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
  if (self->reading != NULL)
    self->again = TRUE;
  else if (self->refresh_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->refresh_id = g_timeout_add (MAX (REFRESH_MS, REFRESH_LOAD * self->read_took_ms), refresh_cb, self);
}

static void
scrolled_cb (GtkAdjustment *adjustment, BrJobList *self)
{
  g_autoptr (BrViewItem) last = n_jobs (self) > 0 ? g_list_model_get_item (G_LIST_MODEL (self->items), n_jobs (self) - 1) : NULL;
  double left = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (last != NULL && !self->complete && self->reading == NULL && left <= 2 * gtk_adjustment_get_page_size (adjustment))
    read_jobs (self, ((const BrPrintJobView *) br_view_item_get (last))->id, PAGE, more_read_cb);
}

/* The local day that `text` names, as "2026-11-22" or the day's date in words; none = nothing. */
static void
find_day (const char *text, gint64 *from_us, gint64 *to_us)
{
  GDate date;
  g_autoptr (GDateTime) begin = NULL, end = NULL;

  *from_us = *to_us = 0;
  g_date_clear (&date, 1);
  g_date_set_parse (&date, text);
  if (!g_date_valid (&date))
    return;
  begin = g_date_time_new_local (g_date_get_year (&date), (int) g_date_get_month (&date), g_date_get_day (&date), 0, 0, 0);
  end = begin != NULL ? g_date_time_add_days (begin, 1) : NULL;
  if (end == NULL)
    return;
  *from_us = g_date_time_to_unix_usec (begin);
  *to_us = g_date_time_to_unix_usec (end);
}

static void
search_cb (BrJobList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  char *end;

  g_strlcpy (self->query.text, text, sizeof self->query.text);
  if (!g_utf8_validate (self->query.text, -1, (const char **) &end))
    *end = '\0'; /* a character cut in two */
  br_template_words_find (text, self->query.templates, sizeof self->query.templates);
  find_day (text, &self->query.from_us, &self->query.to_us);
  read_jobs (self, 0, PAGE, read_cb);
}

static void
activate_cb (BrJobList *self, guint position)
{
  g_autoptr (BrViewItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

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
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_JOB_LIST);
  g_clear_object (&self->items);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_job_list_parent_class)->dispose (object);
}

static void
br_job_list_class_init (BrJobListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_job_list_dispose;
  widget_class->map = br_job_list_map;
  signals[SIGNAL_OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-job-list.ui");
  gtk_widget_class_bind_template_child (widget_class, BrJobList, search_clamp);
  gtk_widget_class_bind_template_child (widget_class, BrJobList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, BrJobList, stack);
  gtk_widget_class_bind_template_child (widget_class, BrJobList, list);
  gtk_widget_class_bind_template_child (widget_class, BrJobList, scroller);
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
  g_autoptr (GtkSelectionModel) selection = NULL;

  self->items = g_list_store_new (BR_TYPE_VIEW_ITEM);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->items))));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, selection);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed", G_CALLBACK (scrolled_cb), self, 0);
}

static void
br_job_list_init (BrJobList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_list (self);
}

static void
show_words (BrJobList *self)
{
  gboolean open = self->kind == BR_JOB_LIST_OPEN;

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
  self->query.which = kind == BR_JOB_LIST_OPEN ? BR_PRINT_JOBS_OPEN : BR_PRINT_JOBS_DONE;
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
