/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One drawing is on its way at a time: a wish that comes meanwhile replaces the one before it and is drawn next. */
#include "config.h"

#include "br-print-preview.h"

#include "br-label-view.h"
#include "br-label-words.h"
#include <glib/gi18n.h>

#define MAX_PROBLEMS 8 /* shown under one label */

struct _BrPrintPreview
{
  AdwBin parent_instance;

  GCancellable *cancellable;
  BrAppContext *context;
  BrLabelTemplate *template; /* wanted, or NULL */
  BrLabelFields *fields;     /* wanted, or NULL */
  BrHead head;
  gboolean drawing;
  gboolean again;            /* something else is wanted by now */

  BrLabelView *view;
  GtkToggleButton *true_button;
  GtkLabel *size;
  GtkLabel *problems;
};

G_DEFINE_FINAL_TYPE (BrPrintPreview, br_print_preview, ADW_TYPE_BIN)

static void draw (BrPrintPreview *self);

static void
true_cb (BrPrintPreview *self)
{
  br_label_view_set_zoom (self->view, gtk_toggle_button_get_active (self->true_button) ? 1 : 0);
}

static void
show_problems (BrPrintPreview *self, GPtrArray *problems)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (problems->len, MAX_PROBLEMS); i++)
    {
      g_autofree char *line = br_label_words_problem (problems->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  gtk_label_set_text (self->problems, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->problems), text->len > 0);
  g_string_free (text, TRUE);
}

static void
show_drawn (BrPrintPreview *self, BrLabelPreview *preview)
{
  g_autofree char *media = br_label_words_media (&self->template->media);
  g_autofree char *size = g_strdup_printf (_("%s, %u × %u dots"), media, preview->bitmap->width, preview->bitmap->height);
  const char *name = self->fields != NULL ? br_label_fields_get (self->fields, "name") : NULL;

  br_label_view_set_bitmap (self->view, preview->bitmap);
  br_label_view_set_description (self->view, name);
  gtk_label_set_text (self->size, size);
  show_problems (self, preview->problems);
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPrintPreview) self = BR_PRINT_PREVIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelPreview) preview = br_label_service_preview_finish (BR_LABEL_SERVICE (source), result, &error);

  self->drawing = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (self->again)
    {
      draw (self);
      return;
    }
  if (preview != NULL && preview->bitmap != NULL && self->template != NULL)
    {
      show_drawn (self, preview);
      return;
    }
  br_label_view_set_bitmap (self->view, NULL);
  gtk_label_set_text (self->size, "");
  if (preview != NULL)
    show_problems (self, preview->problems);
  else
    {
      gtk_label_set_text (self->problems, _("This label cannot be drawn. Look at its template."));
      gtk_widget_set_visible (GTK_WIDGET (self->problems), TRUE);
    }
}

static void
draw (BrPrintPreview *self)
{
  self->again = self->drawing;
  if (self->drawing || self->template == NULL)
    return;
  self->drawing = TRUE;
  br_label_service_preview_async (br_app_context_get_labels (self->context), self->template, self->fields, &self->head, self->cancellable, drawn_cb,
                                  g_object_ref (self));
}

void
br_print_preview_show (BrPrintPreview *self, BrAppContext *context, BrLabelTemplate *template, const BrLabelFields *fields, const BrHead *head)
{
  g_return_if_fail (BR_IS_PRINT_PREVIEW (self));

  g_set_object (&self->context, context);
  g_clear_pointer (&self->template, br_label_template_unref);
  g_clear_pointer (&self->fields, br_label_fields_free);
  self->template = template != NULL ? br_label_template_ref (template) : NULL;
  self->fields = fields != NULL ? br_label_fields_copy (fields) : NULL;
  self->head = *head;
  if (template == NULL)
    br_label_view_set_bitmap (self->view, NULL);
  draw (self);
}

static void
br_print_preview_dispose (GObject *object)
{
  BrPrintPreview *self = BR_PRINT_PREVIEW (object);

  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PRINT_PREVIEW);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_print_preview_parent_class)->dispose (object);
}

static void
br_print_preview_finalize (GObject *object)
{
  BrPrintPreview *self = BR_PRINT_PREVIEW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->template, br_label_template_unref);
  g_clear_pointer (&self->fields, br_label_fields_free);
  G_OBJECT_CLASS (br_print_preview_parent_class)->finalize (object);
}

static void
br_print_preview_class_init (BrPrintPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_print_preview_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_print_preview_finalize;
  g_type_ensure (BR_TYPE_LABEL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, BrPrintPreview, view);
  gtk_widget_class_bind_template_child (widget_class, BrPrintPreview, true_button);
  gtk_widget_class_bind_template_child (widget_class, BrPrintPreview, size);
  gtk_widget_class_bind_template_child (widget_class, BrPrintPreview, problems);
  gtk_widget_class_bind_template_callback (widget_class, true_cb);
}

static void
br_print_preview_init (BrPrintPreview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}
