/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows one BrActivityItem; its buttons are actions of the page with the change-set as parameter. */
#include "config.h"

#include "br-activity-row.h"

struct _BrActivityRow
{
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *detail;
  BrChip *chip;
  GtkButton *show_button;
  GtkButton *action_button;
};

G_DEFINE_FINAL_TYPE (BrActivityRow, br_activity_row, GTK_TYPE_BOX)

static void
br_activity_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_ACTIVITY_ROW);
  G_OBJECT_CLASS (br_activity_row_parent_class)->dispose (object);
}

static void
br_activity_row_class_init (BrActivityRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_activity_row_dispose;
  g_type_ensure (BR_TYPE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/activity-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BrActivityRow, title);
  gtk_widget_class_bind_template_child (widget_class, BrActivityRow, detail);
  gtk_widget_class_bind_template_child (widget_class, BrActivityRow, chip);
  gtk_widget_class_bind_template_child (widget_class, BrActivityRow, show_button);
  gtk_widget_class_bind_template_child (widget_class, BrActivityRow, action_button);
}

static void
br_activity_row_init (BrActivityRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_action (GtkButton *button, const char *action, BrActivityItem *item)
{
  gtk_widget_set_visible (GTK_WIDGET (button), action != NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
  if (action == NULL)
    return;
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", br_activity_item_get_change (item), br_activity_item_get_title (item));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

void
br_activity_row_set_item (BrActivityRow *self, BrActivityItem *item)
{
  const char *label;
  const char *action = br_activity_item_get_action (item, &label);

  gtk_label_set_text (self->title, br_activity_item_get_title (item));
  gtk_label_set_text (self->detail, br_activity_item_get_detail (item));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->detail), br_activity_item_get_tooltip (item));
  br_chip_set_state (self->chip, br_activity_item_get_state (item));
  gtk_button_set_label (self->action_button, label);
  set_action (self->action_button, action, item);
  set_action (self->show_button, br_activity_item_get_show_action (item), item);
}
