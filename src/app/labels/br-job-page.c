/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of all labels are read at once, the labels themselves as one looks at them; both are read again when the queue changed. */
#include "config.h"

#include "br-job-page.h"

#include "br-id-model.h"
#include "br-job-row.h"
#include "br-label-row.h"
#include "br-label-service.h"
#include "br-label-words.h"
#include "br-reprint-dialog.h"
#include "br-view-model.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define REFRESH_MS 400

/* The choices of the filter, in its order. */
static const BrLabelState states[] = { 0, BR_LABEL_QUEUED, BR_LABEL_PRINTED, BR_LABEL_UNCERTAIN, BR_LABEL_FAILED, BR_LABEL_CANCELLED };

struct _BrJobPage
{
  AdwNavigationPage parent_instance;

  BrAppContext *context;
  gint64 job;
  BrViewItem *item;      /* of the order */
  BrViewModel *labels;   /* of BrPrintLabelView */
  GCancellable *cancellable; /* of the page's life */
  GCancellable *reading;     /* of the labels being read */
  guint refresh_id;

  BrJobRow *head;
  GtkDropDown *filter;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *error_page;
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
  br_label_row_set_item (BR_LABEL_ROW (gtk_list_item_get_child (list_item)), self->context, gtk_list_item_get_item (list_item), list_item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, BrJobPage *self)
{
  br_label_row_set_item (BR_LABEL_ROW (gtk_list_item_get_child (list_item)), self->context, NULL, NULL);
}

static BrLabelState
wanted_state (BrJobPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->filter);

  return chosen < G_N_ELEMENTS (states) ? states[chosen] : 0;
}

static void
show_error (BrJobPage *self, const GError *error)
{
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->stack == NULL)
    return;
  sentence = br_label_words_error (error);
  adw_status_page_set_description (self->error_page, sentence);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
labels_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrJobPage) self = BR_JOB_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) labels = br_label_service_labels_finish (BR_LABEL_SERVICE (source), result, &error);

  if (labels == NULL)
    show_error (self, error);
  else if (self->labels != NULL)
    br_view_model_fill (self->labels, labels);
}

static void
wanted_cb (BrJobPage *self, guint start, guint n)
{
  const BrIdList *seqs = br_id_model_get_ids (BR_ID_MODEL (self->labels));

  br_label_service_labels_async (br_app_context_get_labels (self->context), self->job, wanted_state (self), (gint64) seqs->ids[start] - 1, n, self->reading,
                                 labels_read_cb, g_object_ref (self));
}

static void
seqs_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrJobPage) self = BR_JOB_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrIdList) seqs = br_label_service_seqs_finish (BR_LABEL_SERVICE (source), result, &error);

  if (seqs == NULL)
    {
      show_error (self, error);
      return;
    }
  if (self->labels == NULL)
    return;
  br_view_model_show (self->labels, seqs, NULL);
  gtk_stack_set_visible_child_name (self->stack, seqs->n > 0 ? "content" : "none");
}

/* An order that is not kept any more stays as it was; its labels are "none". */
static void
job_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrJobPage) self = BR_JOB_PAGE (user_data);
  g_autoptr (GPtrArray) jobs = br_label_service_jobs_finish (BR_LABEL_SERVICE (source), result, NULL); /* the labels below say what went wrong */

  if (jobs != NULL && jobs->len == 1 && self->item != NULL)
    br_view_item_set (self->item, jobs->pdata[0]);
}

static void
refresh (BrJobPage *self)
{
  BrLabelService *service = br_app_context_get_labels (self->context);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  br_label_service_seqs_async (service, self->job, wanted_state (self), self->reading, seqs_read_cb, g_object_ref (self));
  br_label_service_jobs_async (service, &(BrPrintJobQuery) { .job = self->job }, self->cancellable, job_read_cb, g_object_ref (self));
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
  if (self->context != NULL)
    refresh (self);
}

static void
reprint_label_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrJobPage *self = BR_JOB_PAGE (widget);
  const BrPrintJobView *job = br_view_item_get (self->item);
  gint64 seq = g_variant_get_int64 (parameter);

  br_reprint_dialog_present (widget, self->context, &(BrReprintRange) { job->id, seq, seq, job->total });
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
    br_job_row_set_item (self->head, self->context, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_JOB_PAGE);
  g_clear_object (&self->item);
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
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_install_action (widget_class, "job.reprint-label", "x", reprint_label_cb);
}

static void
br_job_page_init (BrJobPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->labels = br_view_model_new (&br_view_type_label);
  g_signal_connect_object (self->labels, "wanted", G_CALLBACK (wanted_cb), self, G_CONNECT_SWAPPED);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->labels))));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, selection);
}

BrJobPage *
br_job_page_new (BrAppContext *context, BrPrintJobView *job)
{
  g_autofree char *title = br_label_words_job_title (job);
  BrJobPage *self = g_object_new (BR_TYPE_JOB_PAGE, "title", title, NULL);

  self->context = g_object_ref (context);
  self->job = job->id;
  self->item = br_view_item_new (&br_view_type_job, 0, job);
  br_job_row_set_item (self->head, context, self->item, NULL);
  g_signal_connect_object (br_app_context_get_labels (context), "queue-changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  return self;
}
