/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window asks of a page. A page's widget implements what it can; everything is optional. */
#pragma once

#include "br-record.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BR_TYPE_PAGE (br_page_get_type ())
G_DECLARE_INTERFACE (BrPage, br_page, BR, PAGE, GtkWidget)

struct _BrPageInterface
{
  GTypeInterface parent;

  gboolean (*scan)        (BrPage *self, const char *code);   /* a code was scanned while the page is shown; TRUE = used */
  void     (*create_for_code) (BrPage *self, const char *code); /* begin a new record that carries the code scanned */
  void     (*search)      (BrPage *self);                     /* Ctrl+F: focus the search of the page */
  void     (*create)      (BrPage *self);                     /* Ctrl+N: begin a new record */
  void     (*show_filter) (BrPage *self, const char *filter); /* show the list filtered; "" = all */
  void     (*open_record) (BrPage *self, BrKind kind, const BrId *id); /* show one record */
  void     (*open_file)   (BrPage *self, GFile *file);        /* begin with a file */
  gboolean (*would_lose)  (BrPage *self);                     /* whether something typed is not saved */
};

/** br_page_scan: FALSE when the page has no use for the code. */
gboolean br_page_scan        (BrPage *self, const char *code);
void     br_page_search      (BrPage *self);
void     br_page_create      (BrPage *self);
/** br_page_create_for_code: as br_page_create for a page that does not know codes. */
void     br_page_create_for_code (BrPage *self, const char *code);
void     br_page_show_filter (BrPage *self, const char *filter);
void     br_page_open_record (BrPage *self, BrKind kind, const BrId *id);
void     br_page_open_file   (BrPage *self, GFile *file);
/** br_page_would_lose: whether closing the window now loses something a person typed. */
gboolean br_page_would_lose  (BrPage *self);
/** br_page_can_search, br_page_can_create: whether the page has such a thing; for the state of actions. */
gboolean br_page_can_search  (BrPage *self);
gboolean br_page_can_create  (BrPage *self);

/**
 * br_widget_set_takes_code: marks a widget (an entry, or a box around one) as a field that expects a code: while the
 * focus is in it, a scan is given to `func` and nowhere else. NULL unmarks.
 */
typedef void (*BrTakeCodeFunc) (GtkWidget *widget, const char *code, gpointer user_data);
void     br_widget_set_takes_code (GtkWidget *widget, BrTakeCodeFunc func, gpointer user_data);
/** br_widget_offer_code: gives `code` to the marked widget that is `focus` or the nearest around it; FALSE when there is none. */
gboolean br_widget_offer_code     (GtkWidget *focus, const char *code);

G_END_DECLS
