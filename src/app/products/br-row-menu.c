/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the context menu opens, and on what. */
#include "config.h"

#include "br-row-menu.h"

/* The row of the list that `widget` is or is in; NULL for the header and the empty space. */
static GtkWidget *
find_row (GtkWidget *widget, GtkColumnView *view)
{
  while (widget != NULL && widget != GTK_WIDGET (view) && !g_str_equal (gtk_widget_get_css_name (widget), "row"))
    widget = gtk_widget_get_parent (widget);
  return widget != GTK_WIDGET (view) ? widget : NULL;
}

static void
open_menu (GtkPopover *menu, GtkWidget *row, const GdkRectangle *at)
{
  if ((gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) == 0)
    gtk_widget_activate_action (row, "listitem.select", "(bb)", FALSE, FALSE);
  gtk_popover_set_pointing_to (menu, at);
  gtk_popover_popup (menu);
}

static void
open_at (GtkGesture *gesture, double x, double y, GtkPopover *menu)
{
  GtkWidget *view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *row = find_row (gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT), GTK_COLUMN_VIEW (view));

  if (row == NULL)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (menu, row, &(GdkRectangle) { (int) x, (int) y, 1, 1 });
}

static void
clicked_cb (GtkGesture *gesture, int n_press, double x, double y, GtkPopover *menu)
{
  open_at (gesture, x, y, menu);
}

/* Below the row that has the focus. */
static gboolean
keys_cb (GtkWidget *view, GVariant *arguments, gpointer data)
{
  GtkWidget *row = find_row (gtk_root_get_focus (gtk_widget_get_root (view)), GTK_COLUMN_VIEW (view));
  graphene_rect_t bounds;

  if (row == NULL || !gtk_widget_compute_bounds (row, view, &bounds))
    return GDK_EVENT_PROPAGATE;
  open_menu (data, row, &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.height, (int) bounds.size.height });
  return GDK_EVENT_STOP;
}

void
br_row_menu_attach (GtkColumnView *view, GtkPopover *menu)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *touch = gtk_gesture_long_press_new ();
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger = gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10");

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (touch), TRUE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (clicked_cb), menu, 0);
  g_signal_connect_object (touch, "pressed", G_CALLBACK (open_at), menu, 0);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts), gtk_shortcut_new (trigger, gtk_callback_action_new (keys_cb, menu, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (touch));
  gtk_widget_add_controller (GTK_WIDGET (view), shortcuts);
}
