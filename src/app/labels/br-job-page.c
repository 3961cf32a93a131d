/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels are read in pages as one scrolls; what was read is read again when the queue changed. */
#include "config.h"

#include "br-job-page.h"

#include "br-job-row.h"
#include "br-label-row.h"
#include "br-label-service.h"
#include "br-label-words.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define PAGE 200 /* labels read at a time */
#define REFRESH_MS 400
#define MAX_JOBS 500 /* looked through for this one */

/* The choices of the filter, in its order. */
static const BrLabelState states[] = { 0, BR_LABEL_QUEUED, BR_LABEL_PRINTED, BR_LABEL_UNCERTAIN, BR_LABEL_FAILED, BR_LABEL_CANCELLED };

struct _BrJobPage
{
  AdwNavigationPage parent_instance;

  BrAppContext *context;
  gint64 job;
  BrViewItem *item;      /* of the order */
  GListStore *jobs;      /* holds the item */
  GListStore *labels;    /* of BrViewItem of BrPrintLabelView */
  GCancellable *cancellable; /* of the page's life */
  GCancellable *reading;     /* of the labels being read */
  guint refresh_id;
  gboolean complete;     /* all labels are in the list */

  BrJobRow *head;
  GtkDropDown *filter;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *error_page;
  GtkScrolledWindow *scroller;
};

G_DEFINE_FINAL_TYPE (BrJobPage, br_job_page, ADW_TYPE_NAVIGATION_PAGE)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, g_object_new (BR_TYPE_LABEL_ROW, NULL));
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, BrJobPage *self)
{
  BrViewItem *item = gtk_list_item_get_item (list_item);
  const BrPrintLabelView *label = br_view_item_get (item);
  g_autofree char *proof = br_label_words_proof (label);

  br_label_row_set_item (BR_LABEL_ROW (gtk_list_item_get_child (list_item)), self->context, item);
  gtk_list_item_set_accessible_label (list_item, label->title != NULL ? label->title : _("Label"));
  gtk_list_item_set_accessible_description (list_item, proof);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, BrJobPage *self)
{
  br_label_row_set_item (BR_LABEL_ROW (gtk_list_item_get_child (list_item)), self->context, NULL);
}

static guint
n_labels (BrJobPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->labels));
}

static BrLabelState
wanted_state (BrJobPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->filter);

  return chosen < G_N_ELEMENTS (states) ? states[chosen] : 0;
}

/* The labels of a finished read, or NULL when it is not wanted any more or failed, which is shown. */
static GPtrArray *
finish_read (BrJobPage *self, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *labels = br_label_service_labels_finish (BR_LABEL_SERVICE (source), result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->stack == NULL)
    {
      g_clear_pointer (&labels, g_ptr_array_unref);
      return NULL;
    }
  if (labels == NULL)
    {
      sentence = br_words_error (error);
      adw_status_page_set_description (self->error_page, sentence);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  return labels;
}

static void
more_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrJobPage) self = BR_JOB_PAGE (user_data);
  g_autoptr (GPtrArray) labels = finish_read (self, source, result);

  if (labels == NULL)
    return;
  g_clear_object (&self->reading);
  self->complete = labels->len < PAGE;
  br_view_list_append (self->labels, &br_view_type_label, labels);
}

static void
scrolled_cb (GtkAdjustment *adjustment, BrJobPage *self)
{
  g_autoptr (BrViewItem) last = n_labels (self) > 0 ? g_list_model_get_item (G_LIST_MODEL (self->labels), n_labels (self) - 1) : NULL;
  double left = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (last == NULL || self->complete || self->reading != NULL || left > 2 * gtk_adjustment_get_page_size (adjustment))
    return;
  self->reading = g_cancellable_new ();
  br_label_service_labels_async (br_app_context_get_labels (self->context), self->job, wanted_state (self),
                                 ((const BrPrintLabelView *) br_view_item_get (last))->seq, PAGE, self->reading, more_read_cb, g_object_ref (self));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrJobPage) self = BR_JOB_PAGE (user_data);
  g_autoptr (GPtrArray) labels = finish_read (self, source, result);

  if (labels == NULL)
    return;
  g_clear_object (&self->reading);
  self->complete = labels->len < MAX (PAGE, n_labels (self));
  br_view_list_show (self->labels, &br_view_type_label, labels);
  gtk_stack_set_visible_child_name (self->stack, labels->len > 0 ? "content" : "none");
}

static void
job_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrJobPage) self = BR_JOB_PAGE (user_data);
  g_autoptr (GPtrArray) jobs = br_label_service_jobs_finish (BR_LABEL_SERVICE (source), result, NULL); /* the labels below say what went wrong */
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    if (((BrPrintJobView *) jobs->pdata[i])->id == self->job)
      g_ptr_array_add (one, jobs->pdata[i]);
  if (one->len == 1 && self->jobs != NULL)
    br_view_list_show (self->jobs, &br_view_type_job, one);
}

static void
refresh (BrJobPage *self)
{
  BrLabelService *service = br_app_context_get_labels (self->context);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  br_label_service_labels_async (service, self->job, wanted_state (self), 0, MAX (PAGE, n_labels (self)), self->reading, read_cb, g_object_ref (self));
  br_label_service_jobs_async (service, FALSE, MAX_JOBS, self->cancellable, job_read_cb, g_object_ref (self));
}

static gboolean
refresh_cb (gpointer user_data)
{
  BrJobPage *self = BR_JOB_PAGE (user_data);

  self->refresh_id = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
queue_refresh (BrJobPage *self)
{
  if (self->refresh_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
filter_cb (BrJobPage *self)
{
  if (self->context == NULL)
    return;
  g_list_store_remove_all (self->labels);
  refresh (self);
}

static void
br_job_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (br_job_page_parent_class)->map (widget);
  refresh (BR_JOB_PAGE (widget));
}

static void
br_job_page_dispose (GObject *object)
{
  BrJobPage *self = BR_JOB_PAGE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->reading);
  if (self->head != NULL)
    br_job_row_set_item (self->head, self->context, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_JOB_PAGE);
  g_clear_object (&self->item);
  g_clear_object (&self->jobs);
  g_clear_object (&self->labels);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_job_page_parent_class)->dispose (object);
}

static void
br_job_page_finalize (GObject *object)
{
  BrJobPage *self = BR_JOB_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->reading);
  G_OBJECT_CLASS (br_job_page_parent_class)->finalize (object);
}

static void
br_job_page_class_init (BrJobPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_job_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_job_page_finalize;
  widget_class->map = br_job_page_map;
  g_type_ensure (BR_TYPE_JOB_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-job.ui");
  gtk_widget_class_bind_template_child (widget_class, BrJobPage, head);
  gtk_widget_class_bind_template_child (widget_class, BrJobPage, filter);
  gtk_widget_class_bind_template_child (widget_class, BrJobPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BrJobPage, list);
  gtk_widget_class_bind_template_child (widget_class, BrJobPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, BrJobPage, scroller);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
}

static void
br_job_page_init (BrJobPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->jobs = g_list_store_new (BR_TYPE_VIEW_ITEM);
  self->labels = g_list_store_new (BR_TYPE_VIEW_ITEM);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->labels))));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, selection);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed", G_CALLBACK (scrolled_cb), self, 0);
}

BrJobPage *
br_job_page_new (BrAppContext *context, BrPrintJobView *job)
{
  BrJobPage *self = g_object_new (BR_TYPE_JOB_PAGE, "title", job->title != NULL && *job->title != '\0' ? job->title : _("Labels"), NULL);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  self->context = g_object_ref (context);
  self->job = job->id;
  g_ptr_array_add (one, job);
  br_view_list_show (self->jobs, &br_view_type_job, one);
  self->item = g_list_model_get_item (G_LIST_MODEL (self->jobs), 0);
  br_job_row_set_item (self->head, context, self->item);
  g_signal_connect_object (br_app_context_get_labels (context), "queue-changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  return self;
}
