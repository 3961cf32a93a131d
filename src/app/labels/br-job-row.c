/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the row says comes from the order and from where its printer stands; it is said anew when either changes. */
#include "config.h"

#include "br-job-row.h"

#include "br-job-give.h"
#include "br-label-words.h"
#include "br-template-words.h"
#include "br-words.h"
#include <glib/gi18n.h>

struct _BrJobRow
{
  GtkBox parent_instance;

  BrAppContext *context; /* borrowed from the list */
  BrViewItem *item;
  BrPrinterItem *printer; /* or NULL: it was forgotten */
  GtkListItem *list_item; /* borrowed while bound; or NULL */

  GtkLabel *title;
  GtkLabel *detail;
  GtkLabel *count;
  GtkLabel *trouble;
  GtkProgressBar *progress;
  BrChip *chip;
  GtkButton *pause_button;
  GtkButton *resume_button;
  GtkButton *again_button;
  GtkButton *cancel_button;
  GtkButton *give_button;
  GtkButton *reprint_button;
};

G_DEFINE_FINAL_TYPE (BrJobRow, br_job_row, GTK_TYPE_BOX)

static gpointer
ref_job (gpointer view)
{
  return br_print_job_view_ref (view);
}

static void
unref_job (gpointer view)
{
  br_print_job_view_unref (view);
}

static gboolean
is_same_job (gconstpointer a, gconstpointer b)
{
  return ((const BrPrintJobView *) a)->id == ((const BrPrintJobView *) b)->id;
}

const BrViewType br_view_type_job = { ref_job, unref_job, is_same_job, NULL };

static void
offer (GtkButton *button, gboolean visible, gint64 job)
{
  gtk_widget_set_visible (GTK_WIDGET (button), visible);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", job);
}

static void
show_buttons (BrJobRow *self, const BrPrintJobView *job)
{
  gboolean done = br_print_job_view_is_done (job);
  gboolean held = job->n[BR_LABEL_HELD] > 0, waits = held || job->n[BR_LABEL_QUEUED] > 0;

  offer (self->pause_button, waits && !held && !job->paused, job->id);
  offer (self->resume_button, waits && (held || job->paused), job->id);
  offer (self->again_button, job->n[BR_LABEL_FAILED] > job->missing, job->id);
  offer (self->cancel_button, waits, job->id);
  gtk_widget_set_visible (GTK_WIDGET (self->reprint_button), done);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->reprint_button), "(xx)", job->id, job->total);
}

/* Offered while it does not go on by itself, and there is another printer. */
static void
show_give (BrJobRow *self, const BrPrintJobView *job, BrChipState chip)
{
  gboolean waits = job->n[BR_LABEL_HELD] > 0 || job->n[BR_LABEL_QUEUED] > 0;
  gboolean stuck = self->printer == NULL || chip == BR_CHIP_HELD || chip == BR_CHIP_JOB_STOPPED || chip == BR_CHIP_JOB_PAUSED;

  gtk_widget_set_visible (GTK_WIDGET (self->give_button), waits && stuck && br_job_give_count (self->context, job->printer_key) > 0);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->give_button), "(xs)", job->id, job->printer_key);
}

/* "Shelf 60×40 · Counter · 14:02 · Li · labels out of date" */
static char *
detail_text (BrJobRow *self, const BrPrintJobView *job)
{
  g_autofree char *when = br_words_clock (job->at_us, br_app_context_now_us (self->context));
  const char *printer = self->printer != NULL ? br_printer_item_get_printer (self->printer)->name : job->printer_key;
  gboolean tells = job->source == BR_PRINT_REPRINT || job->source == BR_PRINT_STALE || job->source == BR_PRINT_CHANGE;
  GString *text = g_string_new (br_template_words_name (job->template_key, job->template_name));

  g_string_append_printf (text, "%s%s · %s", text->len > 0 ? " · " : "", printer, when);
  if (job->person != NULL)
    g_string_append_printf (text, " · %s", job->person);
  if (tells)
    g_string_append_printf (text, " · %s", br_label_words_source (job->source));
  return g_string_free (text, FALSE);
}

/* Why it does not go on: a person has to say something, its paper, else what its printer says. */
static char *
trouble_text (const BrPrintJobView *job, const BrPrinterStatus *status)
{
  if (job->n[BR_LABEL_UNCERTAIN] > 0 && job->n[BR_LABEL_QUEUED] > 0)
    return g_strdup (_("It goes on when you have said which of the uncertain labels came out."));
  if (job->n[BR_LABEL_HELD] > 0)
    return g_strdup (
        _("The paper in the printer is not of this label’s size. Put in the right roll and enter its size on the printer’s page: it goes on by itself."));
  if (job->missing > 0)
    return g_strdup (_("Backroom ended, or the disk was full, before the whole order was taken. Order the labels that are missing again."));
  return status != NULL && status->state != BR_PRINTER_UNKNOWN && status->state != BR_PRINTER_LEFT && !br_print_job_view_is_done (job)
             ? br_label_words_printer (status)
             : NULL;
}

static void
show_trouble (BrJobRow *self, const BrPrintJobView *job, const BrPrinterStatus *status)
{
  g_autofree char *text = trouble_text (job, status);
  gboolean speaks = text != NULL && *text != '\0';

  gtk_label_set_text (self->trouble, speaks ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), speaks);
}

/* What a screen reader says of the row; it is said anew as the order goes on. */
static void
say (BrJobRow *self, const char *title, const char *count, const char *detail, BrChipState chip)
{
  const char *trouble = gtk_label_get_text (self->trouble);
  g_autofree char *text = NULL;

  if (self->list_item == NULL)
    return;
  /* Translators: what a screen reader says of an order: its state, "18 of 24 labels", template, printer and time, and what is wrong */
  text = g_strdup_printf (_("%s, %s, %s. %s"), br_chip_state_get_word (chip), count, detail, trouble);
  gtk_list_item_set_accessible_label (self->list_item, title);
  gtk_list_item_set_accessible_description (self->list_item, text);
}

static void
update (BrJobRow *self)
{
  const BrPrintJobView *job = br_view_item_get (self->item);
  BrPrinterStatus status = { 0 };
  g_autofree char *detail = detail_text (self, job);
  g_autofree char *count = br_label_words_job_count (job);
  g_autofree char *title = br_label_words_job_title (job);
  BrChipState chip;

  if (self->printer != NULL)
    status = br_printer_item_get_status (self->printer);
  chip = br_label_words_job_chip (job, self->printer != NULL ? &status : NULL);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->detail, detail);
  gtk_label_set_text (self->count, count);
  gtk_progress_bar_set_fraction (self->progress, job->total > 0 ? (double) br_label_words_job_done (job) / (double) job->total : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), !br_print_job_view_is_done (job));
  br_chip_set_state (self->chip, chip);
  show_trouble (self, job, self->printer != NULL ? &status : NULL);
  show_buttons (self, job);
  show_give (self, job, chip);
  say (self, title, count, detail, chip);
}

static void
drop_item (BrJobRow *self)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  if (self->printer != NULL)
    g_signal_handlers_disconnect_by_func (self->printer, update, self);
  g_clear_object (&self->item);
  g_clear_object (&self->printer);
  self->list_item = NULL;
}

static void
br_job_row_dispose (GObject *object)
{
  BrJobRow *self = BR_JOB_ROW (object);

  drop_item (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_JOB_ROW);
  G_OBJECT_CLASS (br_job_row_parent_class)->dispose (object);
}

static void
br_job_row_class_init (BrJobRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_job_row_dispose;
  g_type_ensure (BR_TYPE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-job-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BrJobRow, title);
  gtk_widget_class_bind_template_child (widget_class, BrJobRow, detail);
  gtk_widget_class_bind_template_child (widget_class, BrJobRow, count);
  gtk_widget_class_bind_template_child (widget_class, BrJobRow, trouble);
  gtk_widget_class_bind_template_child (widget_class, BrJobRow, progress);
  gtk_widget_class_bind_template_child (widget_class, BrJobRow, chip);
  gtk_widget_class_bind_template_child (widget_class, BrJobRow, pause_button);
  gtk_widget_class_bind_template_child (widget_class, BrJobRow, resume_button);
  gtk_widget_class_bind_template_child (widget_class, BrJobRow, again_button);
  gtk_widget_class_bind_template_child (widget_class, BrJobRow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, BrJobRow, give_button);
  gtk_widget_class_bind_template_child (widget_class, BrJobRow, reprint_button);
}

static void
br_job_row_init (BrJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
br_job_row_set_item (BrJobRow *self, BrAppContext *context, BrViewItem *item, GtkListItem *list_item)
{
  const BrPrintJobView *job;

  g_return_if_fail (BR_IS_JOB_ROW (self));

  drop_item (self);
  if (item == NULL)
    return;
  job = br_view_item_get (item);
  self->context = context;
  self->list_item = list_item;
  self->item = g_object_ref (item);
  g_set_object (&self->printer, br_printer_service_find (br_app_context_get_printers (context), job->printer_key));
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  if (self->printer != NULL)
    g_signal_connect_object (self->printer, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
