/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-certificate.h"

#include "br-actions.h"
#include "br-tag-deeds.h"
#include "br-tag-words.h"
#include "br-undo-toast.h"
#include <glib/gi18n.h>
#include <stdio.h>

struct _BrCertificate
{
  AdwDialog parent_instance;

  BrAppContext *context;

  AdwSwitchRow *now_row;
  AdwEntryRow *day_row;
  AdwEntryRow *time_row;
  AdwComboRow *format_row;
  GtkLabel *problem;
};

G_DEFINE_FINAL_TYPE (BrCertificate, br_certificate, ADW_TYPE_DIALOG)

gint64
br_certificate_moment (const char *day, const char *time)
{
  int year, month, dom, hour, minute;
  char rest;
  g_autoptr (GDateTime) at = NULL;

  if (sscanf (day, " %4d-%2d-%2d %c", &year, &month, &dom, &rest) != 3 || sscanf (time, " %2d:%2d %c", &hour, &minute, &rest) != 2)
    return 0;
  at = g_date_time_new_local (year, month, dom, hour, minute, 0);
  return at != NULL ? g_date_time_to_unix_usec (at) : 0;
}

static gboolean
is_now (BrCertificate *self)
{
  return adw_switch_row_get_active (self->now_row);
}

/* 0 = what is typed is none. */
static gint64
get_moment (BrCertificate *self)
{
  return br_certificate_moment (gtk_editable_get_text (GTK_EDITABLE (self->day_row)), gtk_editable_get_text (GTK_EDITABLE (self->time_row)));
}

static void
show_problem (BrCertificate *self, const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
changed_cb (BrCertificate *self)
{
  gint64 at_us = get_moment (self);
  gboolean is_future = self->context != NULL && at_us > br_app_context_now_us (self->context);
  const char *problem = at_us == 0 ? _("This is no day and time.") : is_future ? _("Nobody knows yet what shelves will show.") : NULL;

  if (is_now (self))
    problem = NULL;
  show_problem (self, problem);
  br_action_set_enabled (GTK_WIDGET (self), "certificate.save", problem == NULL);
}

static void
cancel_cb (BrCertificate *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* Of a file that was to be written, not opened. */
static char *
describe (const GError *error)
{
  static const int places[] = { G_IO_ERROR_PERMISSION_DENIED, G_IO_ERROR_NOT_FOUND, G_IO_ERROR_NOT_DIRECTORY, G_IO_ERROR_READ_ONLY };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_error_matches (error, G_IO_ERROR, places[i]))
      return g_strdup (_("Nothing can be written there. Nothing was changed; choose another folder."));
  return br_tag_words_error (error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrCertificate) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error);
  g_autofree char *sentence = ok ? NULL : describe (error);

  if (self->context == NULL)
    return;
  if (!ok)
    {
      show_problem (self, sentence);
      br_action_set_enabled (GTK_WIDGET (self), "certificate.save", TRUE);
      return;
    }
  br_toast_show (GTK_WIDGET (self), _("Certificate saved"));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrCertificate) self = user_data;
  BrTagCertify what;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL); /* none: the person thought better of it */

  if (file == NULL || self->context == NULL)
    return;
  br_action_set_enabled (GTK_WIDGET (self), "certificate.save", FALSE);
  what = (BrTagCertify) { is_now (self) ? 0 : get_moment (self), br_tag_deed_person (self->context), file };
  br_tag_service_certificate_async (br_app_context_get_tags (self->context), &what, NULL, written_cb, g_object_ref (self));
}

static void
save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrCertificate *self = BR_CERTIFICATE (widget);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local_usec (br_app_context_now_us (self->context));
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  const char *suffix = adw_combo_row_get_selected (self->format_row) == 0 ? "pdf" : "csv";
  /* Translators: name of a file: a day, then its suffix */
  g_autofree char *name = g_strdup_printf (_("Shelf prices %s.%s"), is_now (self) ? today : gtk_editable_get_text (GTK_EDITABLE (self->day_row)), suffix);

  gtk_file_dialog_set_title (dialog, _("Save the Certificate"));
  gtk_file_dialog_set_initial_name (dialog, g_strdelimit (name, "/\\", '-'));
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, chosen_cb, g_object_ref (widget));
}

static void
br_certificate_dispose (GObject *object)
{
  BrCertificate *self = BR_CERTIFICATE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_CERTIFICATE);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_certificate_parent_class)->dispose (object);
}

static void
br_certificate_class_init (BrCertificateClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_certificate_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-certificate.ui");
  gtk_widget_class_bind_template_child (widget_class, BrCertificate, now_row);
  gtk_widget_class_bind_template_child (widget_class, BrCertificate, day_row);
  gtk_widget_class_bind_template_child (widget_class, BrCertificate, time_row);
  gtk_widget_class_bind_template_child (widget_class, BrCertificate, format_row);
  gtk_widget_class_bind_template_child (widget_class, BrCertificate, problem);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "certificate.save", NULL, save_cb);
}

static void
br_certificate_init (BrCertificate *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
br_certificate_present (GtkWidget *widget, BrAppContext *context)
{
  BrCertificate *self = g_object_new (BR_TYPE_CERTIFICATE, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local_usec (br_app_context_now_us (context));
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *time = g_date_time_format (now, "%H:%M");

  self->context = g_object_ref (context);
  gtk_editable_set_text (GTK_EDITABLE (self->day_row), day);
  gtk_editable_set_text (GTK_EDITABLE (self->time_row), time);
  adw_dialog_present (ADW_DIALOG (self), widget);
}
