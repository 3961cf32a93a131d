/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of a GtkColumnView over BrViewItem, as one table of functions. */
#pragma once

#include "br-app-context.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** BrViewWidth: how much room the list has. */
typedef enum { BR_VIEW_WIDE = 1, BR_VIEW_BESIDE_PANE, BR_VIEW_NARROW } BrViewWidth;

/** BrViewColumn: one column. */
typedef struct
{
  const char *id, *title;   /* title marked with N_() */
  guint       sort;         /* of the list's own numbers; 0 = cannot be sorted by */
  int         width;        /* pixels */
  gboolean    expand;
  gboolean    is_narrow;    /* kept on a narrow window */
  gboolean    in_pane;      /* left out while the details, which say it too, are beside the list, and where there is no more room than that */
  GtkWidget *(*make) (void);
  void       (*show) (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data);
} BrViewColumn;

/** BrViewTable: all of them, and what a row is called and says to who does not see it. */
typedef struct
{
  const BrViewColumn *columns;
  gsize               n_columns;
  const char       *(*name)     (gconstpointer view);                        /* translated or a name */
  char             *(*describe) (gconstpointer view, BrAppContext *context); /* caller frees */
} BrViewTable;

/** br_view_columns_add: the view keeps `context` and `data`, which is given to the cells; `table` must outlive it. */
void       br_view_columns_add        (GtkColumnView *view, const BrViewTable *table, BrAppContext *context, GObject *data);
/** br_view_columns_set_width: only what there is room for. */
void       br_view_columns_set_width  (GtkColumnView *view, BrViewWidth width);
/** br_view_columns_get_sort: what the header says; 0 = nothing. */
guint      br_view_columns_get_sort   (GtkColumnView *view, gboolean *descending);

/** br_view_cell_text, br_view_cell_number: a label from the left, from the right, for `make`. */
GtkWidget *br_view_cell_text          (void);
GtkWidget *br_view_cell_number        (void);
/** br_view_cell_two_lines: the second smaller and paler, in one label: every widget of a cell counts. */
void       br_view_cell_two_lines     (GtkLabel *label, const char *first, const char *second);

G_END_DECLS
