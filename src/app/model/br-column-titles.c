/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A heading is a button with a box of label and arrow; what is built otherwise stays. */
#include "config.h"

#include "br-column-titles.h"

static GtkWidget *
find_label (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *label = find_label (child);

      if (label != NULL)
        return label;
    }
  return NULL;
}

/* The arrow stands before the words then, so that these end where the amounts end. */
static void
align_end (GtkBox *box, GtkWidget *label)
{
  gtk_widget_set_halign (GTK_WIDGET (box), GTK_ALIGN_END);
  if (gtk_widget_get_last_child (GTK_WIDGET (box)) != label)
    gtk_box_reorder_child_after (box, label, gtk_widget_get_last_child (GTK_WIDGET (box)));
}

void
br_column_titles_align (GtkColumnView *view, BrIsNumberTitle is_number, gpointer data)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));

  for (GtkWidget *button = gtk_widget_get_first_child (header); button != NULL; button = gtk_widget_get_next_sibling (button))
    {
      GtkWidget *label = find_label (button);

      if (label != NULL && GTK_IS_BOX (gtk_widget_get_parent (label)) && is_number (gtk_label_get_text (GTK_LABEL (label)), data))
        align_end (GTK_BOX (gtk_widget_get_parent (label)), label);
    }
}
