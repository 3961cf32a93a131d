/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Today page. */
#include "config.h"

#include "br-today-page.h"

struct _BrTodayPage
{
  AdwBin parent_instance;

  BrAppContext *context;
};

G_DEFINE_FINAL_TYPE (BrTodayPage, br_today_page, ADW_TYPE_BIN)

static void
br_today_page_dispose (GObject *object)
{
  BrTodayPage *self = BR_TODAY_PAGE (object);

  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TODAY_PAGE);
  G_OBJECT_CLASS (br_today_page_parent_class)->dispose (object);
}

static void
br_today_page_class_init (BrTodayPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_today_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/today-page.ui");
}

static void
br_today_page_init (BrTodayPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
br_today_page_new (BrAppContext *context)
{
  BrTodayPage *self = g_object_new (BR_TYPE_TODAY_PAGE, NULL);

  self->context = g_object_ref (context);
  return GTK_WIDGET (self);
}
