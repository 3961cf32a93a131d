/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enrolment. The window moves on by itself when the sync service says the device is enrolled. */
#include "config.h"

#include "br-first-run.h"

#include "br-demo.h"
#include "br-error.h"
#include "br-words.h"
#include <glib/gi18n.h>

struct _BrFirstRun
{
  AdwBin parent_instance;

  BrAppContext *context;
  GCancellable *cancellable;

  AdwEntryRow *url_row;
  AdwEntryRow *code_row;
  AdwEntryRow *name_row;
  GtkLabel *problem;
  GtkWidget *enrol_button;
  GtkWidget *demo_button;
  GtkWidget *spinner;
};

G_DEFINE_FINAL_TYPE (BrFirstRun, br_first_run, ADW_TYPE_BIN)

static const char *
row_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
changed_cb (BrFirstRun *self)
{
  gtk_widget_set_sensitive (self->enrol_button, *row_text (self->url_row) != '\0' && *row_text (self->code_row) != '\0' && *row_text (self->name_row) != '\0');
}

static void
set_busy (BrFirstRun *self, gboolean busy)
{
  gtk_widget_set_visible (self->spinner, busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->url_row), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->code_row), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->name_row), !busy);
  gtk_widget_set_sensitive (self->demo_button, !busy);
  gtk_widget_set_sensitive (self->enrol_button, FALSE);
  if (!busy)
    changed_cb (self);
}

static void
show_problem (BrFirstRun *self, const GError *error)
{
  g_autofree char *sentence = br_words_error (error);

  if (g_error_matches (error, BR_ERROR, BR_ERROR_AUTH))
    gtk_label_set_text (self->problem, _("HQ does not know this code: it may be used or older than 15 minutes. Ask HQ for a new one."));
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_INVALID))
    gtk_label_set_text (self->problem, _("This is no address of an HQ. Write it as https://hq.example.com."));
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_OFFLINE))
    gtk_label_set_text (self->problem, _("HQ does not answer at this address. Check the address and the network, then try again."));
  else
    gtk_label_set_text (self->problem, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrFirstRun) self = BR_FIRST_RUN (user_data);
  g_autoptr (GError) error = NULL;
  gboolean enrolled = br_sync_service_enrol_finish (BR_SYNC_SERVICE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  set_busy (self, FALSE);
  if (!enrolled)
    show_problem (self, error);
}

static void
enrol (BrFirstRun *self, const char *url, const char *code)
{
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  set_busy (self, TRUE);
  br_sync_service_enrol_async (br_app_context_get_sync (self->context), url, code, row_text (self->name_row), self->cancellable, enrolled_cb,
                               g_object_ref (self));
}

static void
enrol_cb (BrFirstRun *self)
{
  if (gtk_widget_get_sensitive (self->enrol_button))
    enrol (self, row_text (self->url_row), row_text (self->code_row));
}

static void
demo_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrFirstRun) self = BR_FIRST_RUN (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autofree char *code = NULL;
  gboolean ready = br_demo_start_finish (result, &url, &code, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (ready)
    {
      br_demo_add_printer (result, br_app_context_get_printers (self->context));
      br_demo_add_tags (result, br_app_context_get_tags (self->context), br_app_context_get_catalogue (self->context));
      enrol (self, url, code);
      return;
    }
  set_busy (self, FALSE);
  gtk_label_set_text (self->problem, _("The demo shop could not be started. It comes with backroom-sim, which is not installed here."));
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  g_info ("Demo shop: %s", error->message);
}

static void
demo_cb (BrFirstRun *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  set_busy (self, TRUE);
  br_demo_start_async (self->cancellable, demo_ready_cb, g_object_ref (self));
}

static void
br_first_run_dispose (GObject *object)
{
  BrFirstRun *self = BR_FIRST_RUN (object);

  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_FIRST_RUN);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_first_run_parent_class)->dispose (object);
}

static void
br_first_run_finalize (GObject *object)
{
  g_clear_object (&BR_FIRST_RUN (object)->cancellable);
  G_OBJECT_CLASS (br_first_run_parent_class)->finalize (object);
}

static void
br_first_run_class_init (BrFirstRunClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_first_run_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_first_run_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/shell-first-run.ui");
  gtk_widget_class_bind_template_child (widget_class, BrFirstRun, url_row);
  gtk_widget_class_bind_template_child (widget_class, BrFirstRun, code_row);
  gtk_widget_class_bind_template_child (widget_class, BrFirstRun, name_row);
  gtk_widget_class_bind_template_child (widget_class, BrFirstRun, problem);
  gtk_widget_class_bind_template_child (widget_class, BrFirstRun, enrol_button);
  gtk_widget_class_bind_template_child (widget_class, BrFirstRun, demo_button);
  gtk_widget_class_bind_template_child (widget_class, BrFirstRun, spinner);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, enrol_cb);
  gtk_widget_class_bind_template_callback (widget_class, demo_cb);
}

static void
br_first_run_init (BrFirstRun *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), _("Back office"));
  gtk_widget_set_visible (self->demo_button, br_demo_is_possible ());
}

void
br_first_run_set_context (BrFirstRun *self, BrAppContext *context)
{
  g_return_if_fail (BR_IS_FIRST_RUN (self));

  g_set_object (&self->context, context);
}

void
br_first_run_enrol_demo (BrFirstRun *self)
{
  g_return_if_fail (BR_IS_FIRST_RUN (self));

  if (gtk_widget_get_sensitive (self->demo_button))
    demo_cb (self);
}
