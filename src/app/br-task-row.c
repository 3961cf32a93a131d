/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows its task's properties. */
#include "config.h"

#include "br-task-row.h"

struct _BrTaskRow
{
  GtkListBoxRow parent_instance;

  BrTask *task;
  GtkLabel *title;
  GtkProgressBar *bar;
  GtkLabel *detail;
  GtkWidget *cancel_button;
};

G_DEFINE_FINAL_TYPE (BrTaskRow, br_task_row, GTK_TYPE_LIST_BOX_ROW)

static void
cancel_cb (BrTaskRow *self)
{
  br_task_cancel (self->task);
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
}

static void
update (BrTaskRow *self)
{
  double fraction = br_task_get_fraction (self->task);

  gtk_label_set_text (self->detail, br_task_get_detail (self->task));
  if (fraction < 0)
    gtk_progress_bar_pulse (self->bar);
  else
    gtk_progress_bar_set_fraction (self->bar, fraction);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), !br_task_is_finished (self->task));
  gtk_widget_set_visible (self->cancel_button, br_task_can_cancel (self->task));
}

static void
br_task_row_dispose (GObject *object)
{
  BrTaskRow *self = BR_TASK_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TASK_ROW);
  g_clear_object (&self->task);
  G_OBJECT_CLASS (br_task_row_parent_class)->dispose (object);
}

static void
br_task_row_class_init (BrTaskRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_task_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/shell-task-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTaskRow, title);
  gtk_widget_class_bind_template_child (widget_class, BrTaskRow, bar);
  gtk_widget_class_bind_template_child (widget_class, BrTaskRow, detail);
  gtk_widget_class_bind_template_child (widget_class, BrTaskRow, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
br_task_row_init (BrTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
br_task_row_new (BrTask *task)
{
  BrTaskRow *self = g_object_new (BR_TYPE_TASK_ROW, NULL);

  self->task = g_object_ref (task);
  gtk_label_set_text (self->title, br_task_get_title (task));
  g_signal_connect_object (task, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
