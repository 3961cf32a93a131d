/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person chooses; nothing is concluded from silence. */
#include "config.h"

#include "br-strip-dialog.h"

#include "br-label-words.h"
#include <glib/gi18n.h>

struct _BrStripDialog
{
  AdwDialog parent_instance;

  BrAppContext *context;
  GCancellable *cancellable;
  char *printer_key;
  GtkCheckButton *checks[BR_N_LANGUAGES]; /* NULL: no language of a label printer */

  gboolean printing;

  AdwPreferencesGroup *languages_group;
  GtkLabel *said;
  GtkWidget *use_button;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrStripDialog, br_strip_dialog, ADW_TYPE_DIALOG)

static void
cancel_cb (BrStripDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static BrPrinterLanguageId
find_chosen (BrStripDialog *self)
{
  for (guint i = 0; i < BR_N_LANGUAGES; i++)
    if (self->checks[i] != NULL && gtk_check_button_get_active (self->checks[i]))
      return i;
  return BR_LANGUAGE_NONE;
}

static void
toggled_cb (BrStripDialog *self)
{
  gtk_widget_set_sensitive (self->use_button, find_chosen (self) != BR_LANGUAGE_NONE);
}

static void
use_cb (BrStripDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, (int) find_chosen (self));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
say (BrStripDialog *self, const char *text)
{
  gtk_label_set_text (self->said, text);
  gtk_widget_set_visible (GTK_WIDGET (self->said), TRUE);
}

static void
printed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrStripDialog) self = BR_STRIP_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *trouble = NULL;

  if (br_printer_service_command_finish (BR_PRINTER_SERVICE (source), result, NULL, &error))
    trouble = g_strdup (_("The marks were sent. Look at the paper."));
  else
    trouble = br_label_words_trouble (error);
  if (self->said == NULL)
    return;
  say (self, trouble);
  self->printing = FALSE;
}

static void
print_cb (BrStripDialog *self)
{
  if (self->printing)
    return; /* the row stays sensitive: it would lose the focus, and Escape with it */
  self->printing = TRUE;
  say (self, _("Printing…"));
  br_printer_service_command_async (br_app_context_get_printers (self->context), self->printer_key, BR_PRINTER_LANGUAGE_STRIP, self->cancellable, printed_cb,
                                    g_object_ref (self));
}

static void
fill_languages (BrStripDialog *self)
{
  GtkCheckButton *first = NULL;

  for (guint i = BR_LANGUAGE_TSPL; i <= BR_LANGUAGE_DYMO_4XX; i++)
    {
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *check = gtk_check_button_new ();
      g_autofree char *squares = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u square", "%u squares", i), i); /* br_printer_language_strip draws them */

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), br_label_words_language (i));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), squares);
      gtk_check_button_set_group (GTK_CHECK_BUTTON (check), first);
      first = first != NULL ? first : GTK_CHECK_BUTTON (check);
      g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      adw_preferences_group_add (self->languages_group, row);
      self->checks[i] = GTK_CHECK_BUTTON (check);
    }
}

static void
br_strip_dialog_dispose (GObject *object)
{
  BrStripDialog *self = BR_STRIP_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_STRIP_DIALOG);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_strip_dialog_parent_class)->dispose (object);
}

static void
br_strip_dialog_finalize (GObject *object)
{
  BrStripDialog *self = BR_STRIP_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_free (self->printer_key);
  G_OBJECT_CLASS (br_strip_dialog_parent_class)->finalize (object);
}

static void
br_strip_dialog_class_init (BrStripDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_strip_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_strip_dialog_finalize;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, BrStripDialog, languages_group);
  gtk_widget_class_bind_template_child (widget_class, BrStripDialog, said);
  gtk_widget_class_bind_template_child (widget_class, BrStripDialog, use_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
}

static void
br_strip_dialog_init (BrStripDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  fill_languages (self);
}

BrStripDialog *
br_strip_dialog_new (BrAppContext *context, const char *printer_key)
{
  BrStripDialog *self = g_object_new (BR_TYPE_STRIP_DIALOG, NULL);

  self->context = g_object_ref (context);
  self->printer_key = g_strdup (printer_key);
  return self;
}
