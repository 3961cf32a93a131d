/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page interface and the mark of fields that expect a code. */
#include "config.h"

#include "br-page.h"

G_DEFINE_INTERFACE (BrPage, br_page, GTK_TYPE_WIDGET)

/* Who takes a code in place of typing, hung on the widget. */
typedef struct
{
  BrTakeCodeFunc func;
  gpointer user_data; /* borrowed */
} CodeTaker;

static GQuark
code_taker_quark (void)
{
  return g_quark_from_static_string ("br-code-taker");
}

static void
br_page_default_init (BrPageInterface *iface)
{
}

gboolean
br_page_scan (BrPage *self, const char *code)
{
  BrPageInterface *iface = BR_PAGE_GET_IFACE (self);

  return iface->scan != NULL && iface->scan (self, code);
}

void
br_page_search (BrPage *self)
{
  BrPageInterface *iface = BR_PAGE_GET_IFACE (self);

  if (iface->search != NULL)
    iface->search (self);
}

void
br_page_create (BrPage *self)
{
  BrPageInterface *iface = BR_PAGE_GET_IFACE (self);

  if (iface->create != NULL)
    iface->create (self);
}

void
br_page_create_for_code (BrPage *self, const char *code)
{
  BrPageInterface *iface = BR_PAGE_GET_IFACE (self);

  if (iface->create_for_code != NULL)
    iface->create_for_code (self, code);
  else
    br_page_create (self);
}

void
br_page_show_filter (BrPage *self, const char *filter)
{
  BrPageInterface *iface = BR_PAGE_GET_IFACE (self);

  if (iface->show_filter != NULL)
    iface->show_filter (self, filter);
}

void
br_page_open_record (BrPage *self, BrKind kind, const BrId *id)
{
  BrPageInterface *iface = BR_PAGE_GET_IFACE (self);

  if (iface->open_record != NULL)
    iface->open_record (self, kind, id);
}

void
br_page_open_file (BrPage *self, GFile *file)
{
  BrPageInterface *iface = BR_PAGE_GET_IFACE (self);

  if (iface->open_file != NULL)
    iface->open_file (self, file);
}

gboolean
br_page_would_lose (BrPage *self)
{
  BrPageInterface *iface = BR_PAGE_GET_IFACE (self);

  return iface->would_lose != NULL && iface->would_lose (self);
}

gboolean
br_page_can_search (BrPage *self)
{
  return BR_PAGE_GET_IFACE (self)->search != NULL;
}

gboolean
br_page_can_create (BrPage *self)
{
  return BR_PAGE_GET_IFACE (self)->create != NULL;
}

void
br_widget_set_takes_code (GtkWidget *widget, BrTakeCodeFunc func, gpointer user_data)
{
  CodeTaker *taker = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  if (func != NULL)
    {
      taker = g_new (CodeTaker, 1);
      *taker = (CodeTaker) { func, user_data };
    }
  g_object_set_qdata_full (G_OBJECT (widget), code_taker_quark (), taker, g_free);
}

gboolean
br_widget_offer_code (GtkWidget *focus, const char *code)
{
  for (GtkWidget *widget = focus; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      CodeTaker *taker = g_object_get_qdata (G_OBJECT (widget), code_taker_quark ());

      if (taker != NULL)
        {
          taker->func (widget, code, taker->user_data);
          return TRUE;
        }
    }
  return FALSE;
}
