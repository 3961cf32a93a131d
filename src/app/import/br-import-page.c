/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Import page: one stack of steps, file → columns → (running) → verdicts → (running) → done. The check is a dry run of the import
 * itself, so what it shows is what will happen. One function says which actions there are at a step.
 */
#include "config.h"

#include "br-import-page.h"

#include "br-actions.h"
#include "br-import-columns.h"
#include "br-import-lines.h"
#include "br-import-load.h"
#include "br-import-words.h"
#include "br-page.h"
#include "br-print-start.h"
#include "br-progress-button.h"
#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define POLL_MS 150 /* between two looks at the progress */

struct _BrImportPage
{
  AdwBin parent_instance;

  BrAppContext *context;
  GCancellable *cancellable; /* of what runs now; NULL = nothing runs */
  BrImportFile *file;        /* or NULL */
  GPtrArray *rows;        /* of the columns step: borrowed widgets */
  BrImportReport *report;      /* of the last check or import, or NULL */
  BrImportProgress progress;    /* atomic numbers; the page is held while an import runs */
  BrTask *task;        /* owned, or NULL */
  guint poll_id;
  gboolean dry_run;     /* of the import that runs or ran last */

  AdwWindowTitle *title;
  GtkStack *steps;
  GtkWidget *back_button;
  GtkWidget *check_button;
  GtkWidget *run_button;
  AdwPreferencesGroup *columns_group;
  AdwComboRow *policy_row;
  AdwStatusPage *running_page;
  GtkProgressBar *progress_bar;
  GtkLabel *sum_label;
  GtkDropDown *show_drop_down;
  GtkColumnView *lines_view;
  AdwStatusPage *done_page;
  AdwStatusPage *error_page;
};

static void page_init (BrPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BrImportPage, br_import_page, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (BR_TYPE_PAGE, page_init))

static gboolean
is_at (BrImportPage *self, const char *step)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->steps), step) == 0;
}

/* What can be done at this step. */
static void
update_actions (BrImportPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_key = self->file != NULL && br_import_map_check (br_import_get_map (self->file->import), NULL);
  gboolean would_import = self->report != NULL && self->report->n_created + self->report->n_updated > 0
                          && (self->report->n_rejected == 0 || adw_combo_row_get_selected (self->policy_row) + 1 != BR_IMPORT_REJECT_ALL);

  br_action_set_enabled (widget, "import.check", is_at (self, "columns") && has_key);
  br_action_set_enabled (widget, "import.run", is_at (self, "verdicts") && would_import);
  br_action_set_enabled (widget, "import.back", is_at (self, "columns") || is_at (self, "verdicts") || is_at (self, "error"));
  br_action_set_enabled (widget, "import.cancel", self->cancellable != NULL);
  br_action_set_enabled (widget, "import.undo", is_at (self, "done") && self->report->committed);
  br_action_set_enabled (widget, "import.save-fix", self->report != NULL && self->report->n_rejected + self->report->n_partial > 0);
  gtk_widget_set_visible (self->back_button, is_at (self, "columns") || is_at (self, "verdicts"));
  gtk_widget_set_visible (self->check_button, is_at (self, "columns"));
  gtk_widget_set_visible (self->run_button, is_at (self, "verdicts"));
}

/* Whether a person at the keyboard is here, or nowhere. */
static gboolean
has_attention (BrImportPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return gtk_widget_get_mapped (GTK_WIDGET (self)) && (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self)));
}

/* What comes next at this step has the focus. */
static gboolean
br_import_page_grab_focus (GtkWidget *widget)
{
  BrImportPage *self = BR_IMPORT_PAGE (widget);
  GtkWidget *next = is_at (self, "columns") ? self->check_button : self->run_button;

  return (gtk_widget_get_visible (next) && gtk_widget_grab_focus (next))
         || gtk_widget_child_focus (gtk_stack_get_visible_child (self->steps), GTK_DIR_TAB_FORWARD);
}

static void
show_step (BrImportPage *self, const char *step)
{
  gboolean has_focus = has_attention (self);

  gtk_stack_set_visible_child_name (self->steps, step);
  adw_window_title_set_subtitle (self->title, self->file != NULL ? br_import_get_name (self->file->import) : "");
  update_actions (self);
  if (has_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
toast (BrImportPage *self, const char *text)
{
  BrWindow *window = br_window_of (GTK_WIDGET (self));

  if (window != NULL)
    br_window_toast (window, text);
}

static void
show_error (BrImportPage *self, const GError *error)
{
  g_autofree char *sentence = br_words_error (error);

  adw_status_page_set_description (self->error_page, sentence);
  show_step (self, "error");
}

static void
map_changed (gpointer data)
{
  update_actions (data);
}

static void
clear_columns (BrImportPage *self)
{
  for (guint i = 0; self->rows != NULL && i < self->rows->len; i++)
    adw_preferences_group_remove (self->columns_group, self->rows->pdata[i]);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

/* Takes `file`. */
static void
take_file (BrImportPage *self, BrImportFile *file)
{
  clear_columns (self);
  g_clear_pointer (&self->report, br_import_report_unref);
  g_clear_pointer (&self->file, br_import_file_free);
  self->file = file;
  if (file != NULL)
    self->rows = br_import_columns_fill (self->columns_group, file, map_changed, self);
  show_step (self, file != NULL ? "columns" : "file");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrImportPage) self = BR_IMPORT_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  BrImportFile *file = br_import_load_finish (result, &error);

  g_clear_object (&self->cancellable);
  if (self->steps == NULL) /* the page is gone */
    g_clear_pointer (&file, br_import_file_free);
  else if (file != NULL)
    take_file (self, file);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_step (self, "file");
  else
    show_error (self, error);
}

void
br_import_page_open (BrImportPage *self, GFile *file)
{
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  adw_status_page_set_title (self->running_page, _("Reading the File"));
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), FALSE);
  show_step (self, "running");
  br_import_load_async (br_app_context_get_store (self->context), file, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrImportPage) self = BR_IMPORT_PAGE (user_data);
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL); /* no file: the person thought better of it */

  if (file != NULL && self->steps != NULL)
    br_import_page_open (self, file);
}

static void
choose_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Tables (CSV, XLSX)"));
  gtk_file_filter_add_suffix (filter, "csv");
  gtk_file_filter_add_suffix (filter, "tsv");
  gtk_file_filter_add_suffix (filter, "txt");
  gtk_file_filter_add_suffix (filter, "xlsx");
  g_list_store_append (filters, filter);
  gtk_file_dialog_set_title (dialog, _("Import Goods"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, chosen_cb, g_object_ref (widget));
}

static void
open_file (BrPage *page, GFile *file)
{
  br_import_page_open (BR_IMPORT_PAGE (page), file);
}

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  br_import_page_open (BR_IMPORT_PAGE (user_data), g_value_get_object (value));
  return TRUE;
}

/* Running */

static gboolean
poll_cb (gpointer user_data)
{
  BrImportPage *self = BR_IMPORT_PAGE (user_data);
  int done = g_atomic_int_get (&self->progress.done);
  int total = g_atomic_int_get (&self->progress.total);
  g_autofree char *text = g_strdup_printf (_("%'d of %'d rows"), done, total);

  if (total == 0)
    gtk_progress_bar_pulse (self->progress_bar);
  else
    gtk_progress_bar_set_fraction (self->progress_bar, (double) done / total);
  gtk_progress_bar_set_text (self->progress_bar, total > 0 ? text : NULL);
  br_app_context_task_progress (self->context, self->task, done, total);
  return G_SOURCE_CONTINUE;
}

static void
stop_polling (BrImportPage *self, const char *outcome)
{
  g_clear_handle_id (&self->poll_id, g_source_remove);
  if (self->task != NULL)
    br_task_finish (self->task, outcome);
  g_clear_object (&self->task);
  g_clear_object (&self->cancellable);
}

static void
show_lines (BrImportPage *self)
{
  BrImportShow show = gtk_drop_down_get_selected (self->show_drop_down);
  g_autoptr (BrImportLines) lines = br_import_lines_new (self->report, br_import_get_map (self->file->import), show);
  GtkNoSelection *model = gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&lines)));

  gtk_column_view_set_model (self->lines_view, GTK_SELECTION_MODEL (model));
  g_object_unref (model);
}

static void
show_cb (GObject *object, GParamSpec *pspec, BrImportPage *self)
{
  if (self->report != NULL && self->file != NULL)
    show_lines (self);
}

static void
show_report (BrImportPage *self)
{
  g_autofree char *sum = br_import_words_sum (self->report);

  if (self->dry_run)
    {
      gtk_label_set_label (self->sum_label, sum);
      gtk_drop_down_set_selected (self->show_drop_down, self->report->n_rejected + self->report->n_partial > 0 ? BR_IMPORT_SHOW_PROBLEMS : BR_IMPORT_SHOW_ALL);
      show_lines (self);
      show_step (self, "verdicts");
      return;
    }
  adw_status_page_set_title (self->done_page, self->report->committed ? _("Imported") : _("Nothing Was Imported"));
  adw_status_page_set_description (self->done_page, sum);
  show_step (self, "done");
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrImportPage) self = BR_IMPORT_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  BrImportReport *report = br_import_run_finish (result, &error);
  g_autofree char *outcome = report != NULL ? br_import_words_sum (report) : br_words_error (error);

  stop_polling (self, outcome);
  if (report != NULL)
    {
      g_clear_pointer (&self->report, br_import_report_unref);
      self->report = report;
    }
  if (self->steps == NULL) /* the page is gone; what was imported is imported */
    return;
  if (report != NULL && report->committed)
    br_print_offer_change (GTK_WIDGET (self), self->context, &report->change_id);
  if (report != NULL)
    show_report (self);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_step (self, "columns"); /* nothing was changed */
  else
    show_error (self, error);
}

static void
start (BrImportPage *self, gboolean dry_run)
{
  const BrActor *actor = br_app_context_get_actor (self->context);
  const char *name = br_import_get_name (self->file->import);
  g_autofree char *label = g_strdup_printf (_("Import %s"), name);
  g_autofree char *title = g_strdup_printf (dry_run ? _("Checking %s") : _("Importing %s"), name);
  BrImportOptions options = { .label = label,
                              .policy = (BrImportPolicy) (adw_combo_row_get_selected (self->policy_row) + 1),
                              .dry_run = dry_run,
                              .digits = br_app_context_get_digits (self->context) };

  if (actor == NULL || self->cancellable != NULL)
    return;
  options.actor = *actor;
  options.person_name = br_session_service_get_person_name (br_app_context_get_session (self->context));
  self->dry_run = dry_run;
  self->progress = (BrImportProgress) { 0 };
  self->cancellable = g_cancellable_new ();
  self->task = g_object_ref (br_app_context_add_task (self->context, title, self->cancellable));
  adw_status_page_set_title (self->running_page, title);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), TRUE);
  self->poll_id = g_timeout_add (POLL_MS, poll_cb, self);
  show_step (self, "running");
  br_import_run_async (self->file->import, br_app_context_get_store (self->context), &options, &self->progress, self->cancellable, ran_cb, g_object_ref (self));
}

static void
check_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  start (BR_IMPORT_PAGE (widget), TRUE);
}

static void
run_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  start (BR_IMPORT_PAGE (widget), FALSE);
}

static void
cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_cancellable_cancel (BR_IMPORT_PAGE (widget)->cancellable);
}

static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrImportPage *self = BR_IMPORT_PAGE (widget);

  if (is_at (self, "columns") || self->file == NULL)
    take_file (self, NULL);
  else
    show_step (self, "columns");
}

static void
restart_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  take_file (BR_IMPORT_PAGE (widget), NULL);
}

/* After the import */

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrImportPage) self = BR_IMPORT_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) losses = NULL;
  g_autofree char *text = NULL;
  BrId undo;
  gboolean undone = br_catalogue_service_undo_finish (BR_CATALOGUE_SERVICE (source), result, &undo, &losses, &error);
  guint n = losses != NULL ? losses->len : 0;

  if (self->steps == NULL)
    return;
  if (!undone)
    text = br_words_error (error);
  else if (n == 0)
    text = g_strdup (_("The import was undone"));
  else
    text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "Undone, except %d value somebody changed since", "Undone, except %d values somebody changed since", n), (int) n);
  toast (self, text);
  if (undone)
    take_file (self, NULL);
}

static void
undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrImportPage *self = BR_IMPORT_PAGE (widget);
  const BrActor *actor = br_app_context_get_actor (self->context);
  g_autofree char *label = g_strdup_printf (_("Undo the import of %s"), br_import_get_name (self->file->import));

  if (actor == NULL)
    return;
  br_action_set_enabled (widget, "import.undo", FALSE); /* once is enough */
  br_catalogue_service_undo_async (br_app_context_get_catalogue (self->context), actor,
                                   br_session_service_get_person_name (br_app_context_get_session (self->context)), label, &self->report->change_id, NULL,
                                   undone_cb, g_object_ref (self));
}

static void
fix_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrImportPage) self = BR_IMPORT_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  gboolean saved = br_import_save_fix_finish (result, &error);
  g_autofree char *text = saved ? g_strdup (_("Saved; mend the rows and import the file again")) : br_words_error (error);

  if (self->steps != NULL)
    toast (self, text);
}

static void
fix_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrImportPage) self = BR_IMPORT_PAGE (user_data);
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL); /* no file: nothing to do */

  if (file != NULL && self->file != NULL && self->report != NULL)
    br_import_save_fix_async (self->file->import, self->report, file, NULL, fix_saved_cb, g_object_ref (self));
}

static void
save_fix_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Save Fix File"));
  gtk_file_dialog_set_initial_name (dialog, "fix.csv");
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, fix_chosen_cb, g_object_ref (widget));
}

static void
page_init (BrPageInterface *iface)
{
  iface->open_file = open_file;
}

static void
br_import_page_dispose (GObject *object)
{
  BrImportPage *self = BR_IMPORT_PAGE (object);

  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_IMPORT_PAGE);
  g_clear_object (&self->task);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_import_page_parent_class)->dispose (object);
}

static void
br_import_page_finalize (GObject *object)
{
  BrImportPage *self = BR_IMPORT_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->file, br_import_file_free);
  g_clear_pointer (&self->report, br_import_report_unref);
  G_OBJECT_CLASS (br_import_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, title);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, steps);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, check_button);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, run_button);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, columns_group);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, policy_row);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, running_page);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, sum_label);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, show_drop_down);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, lines_view);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, done_page);
  gtk_widget_class_bind_template_child (widget_class, BrImportPage, error_page);
}

static void
br_import_page_class_init (BrImportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_import_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_import_page_finalize;
  widget_class->grab_focus = br_import_page_grab_focus;
  g_type_ensure (BR_TYPE_PROGRESS_BUTTON);
  g_type_ensure (BR_TYPE_IMPORT_LINE_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/import-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_install_action (widget_class, "import.choose", NULL, choose_cb);
  gtk_widget_class_install_action (widget_class, "import.check", NULL, check_cb);
  gtk_widget_class_install_action (widget_class, "import.run", NULL, run_cb);
  gtk_widget_class_install_action (widget_class, "import.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "import.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (widget_class, "import.undo", NULL, undo_cb);
  gtk_widget_class_install_action (widget_class, "import.save-fix", NULL, save_fix_cb);
  gtk_widget_class_install_action (widget_class, "import.restart", NULL, restart_cb);
}

static void
br_import_page_init (BrImportPage *self)
{
  GtkDropTarget *target;

  gtk_widget_init_template (GTK_WIDGET (self));
  target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  show_step (self, "file");
}

GtkWidget *
br_import_page_new (BrAppContext *context)
{
  BrImportPage *self = g_object_new (BR_TYPE_IMPORT_PAGE, NULL);

  self->context = g_object_ref (context);
  br_action_add_keys (GTK_WIDGET (self), br_app_context_get_settings (context), "import.");
  return GTK_WIDGET (self);
}
