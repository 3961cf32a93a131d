/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shown while there is, or was, long work; the number is what still runs. */
#include "config.h"

#include "br-progress-button.h"

#include "br-app-context.h"
#include "br-task-row.h"

struct _BrProgressButton
{
  AdwBin parent_instance;

  GListModel *tasks; /* of the context, or NULL */
  GtkLabel *count;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (BrProgressButton, br_progress_button, ADW_TYPE_BIN)

static void
update (BrProgressButton *self)
{
  guint n = g_list_model_get_n_items (self->tasks);
  guint running = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BrTask) task = g_list_model_get_item (self->tasks, i);

      running += br_task_is_finished (task) ? 0 : 1;
    }
  text = g_strdup_printf ("%u", running);
  gtk_label_set_text (self->count, text);
  gtk_widget_set_visible (GTK_WIDGET (self->count), running > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static GtkWidget *
create_row_cb (gpointer item, gpointer user_data)
{
  g_signal_connect_object (item, "notify::finished", G_CALLBACK (update), user_data, G_CONNECT_SWAPPED);
  return br_task_row_new (BR_TASK (item));
}

static void
root_cb (BrProgressButton *self)
{
  BrAppContext *context = br_app_context_of (GTK_WIDGET (self));

  if (context == NULL || self->tasks != NULL)
    return;
  self->tasks = g_object_ref (br_app_context_get_tasks (context));
  gtk_list_box_bind_model (self->list, self->tasks, create_row_cb, self, NULL);
  g_signal_connect_object (self->tasks, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
br_progress_button_dispose (GObject *object)
{
  BrProgressButton *self = BR_PROGRESS_BUTTON (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PROGRESS_BUTTON);
  g_clear_object (&self->tasks);
  G_OBJECT_CLASS (br_progress_button_parent_class)->dispose (object);
}

static void
br_progress_button_class_init (BrProgressButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_progress_button_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/shell-progress-button.ui");
  gtk_widget_class_bind_template_child (widget_class, BrProgressButton, count);
  gtk_widget_class_bind_template_child (widget_class, BrProgressButton, list);
}

static void
br_progress_button_init (BrProgressButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self, "notify::root", G_CALLBACK (root_cb), self, G_CONNECT_SWAPPED);
}
