/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of sentences: a file may have 100,000 lines, and the list makes widgets only of what is seen. */
#include "config.h"

#include "br-file-report.h"

#include "br-print-words.h"
#include "br-undo-toast.h"
#include <glib/gi18n.h>

struct _BrFileReport
{
  AdwDialog parent_instance;

  GPtrArray *problems; /* of BrLabelProblem */

  AdwWindowTitle *title;
  GtkLabel *words;
  GtkWidget *card;
  GtkNoSelection *lines;
};

G_DEFINE_FINAL_TYPE (BrFileReport, br_file_report, ADW_TYPE_DIALOG)

static char *
dup_sentence (const BrLabelProblem *problem)
{
  if (problem->object == NULL)
    return g_strdup_printf (_("Line %d: %s"), (int) problem->row, br_print_words_left_out (problem));
  return g_strdup_printf (_("Line %d, %s: %s"), (int) problem->row, problem->object, br_print_words_left_out (problem));
}

char *
br_file_report_dup_text (BrFileReport *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (BR_IS_FILE_REPORT (self), g_string_free (text, FALSE));

  for (guint i = 0; i < self->problems->len; i++)
    {
      const BrLabelProblem *problem = self->problems->pdata[i];

      g_string_append_printf (text, "%d\t%s\t%s\n", (int) problem->row, problem->object != NULL ? problem->object : "", br_print_words_left_out (problem));
    }
  return g_string_free (text, FALSE);
}

static void
copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *text = br_file_report_dup_text (BR_FILE_REPORT (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  br_toast_show (widget, _("Copied"));
}

static void
br_file_report_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_FILE_REPORT);
  G_OBJECT_CLASS (br_file_report_parent_class)->dispose (object);
}

static void
br_file_report_finalize (GObject *object)
{
  g_clear_pointer (&BR_FILE_REPORT (object)->problems, g_ptr_array_unref);
  G_OBJECT_CLASS (br_file_report_parent_class)->finalize (object);
}

static void
br_file_report_class_init (BrFileReportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_file_report_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_file_report_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-file-report.ui");
  gtk_widget_class_bind_template_child (widget_class, BrFileReport, title);
  gtk_widget_class_bind_template_child (widget_class, BrFileReport, words);
  gtk_widget_class_bind_template_child (widget_class, BrFileReport, card);
  gtk_widget_class_bind_template_child (widget_class, BrFileReport, lines);
  gtk_widget_class_install_action (widget_class, "report.copy", NULL, copy_cb);
}

static void
br_file_report_init (BrFileReport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

BrFileReport *
br_file_report_new (const char *name, const char *words, GPtrArray *problems)
{
  BrFileReport *self = g_object_new (BR_TYPE_FILE_REPORT, NULL);
  g_autoptr (GtkStringList) sentences = gtk_string_list_new (NULL);

  self->problems = g_ptr_array_ref (problems);
  for (guint i = 0; i < problems->len; i++)
    gtk_string_list_take (sentences, dup_sentence (problems->pdata[i]));
  gtk_no_selection_set_model (self->lines, G_LIST_MODEL (sentences));
  adw_window_title_set_subtitle (self->title, name);
  gtk_label_set_text (self->words, words);
  gtk_widget_set_visible (self->card, problems->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.copy", problems->len > 0);
  return self;
}
