/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The products of a list as a file. */
#pragma once

#include "br-app-context.h"
#include "br-export.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** BrListExport: what to write; borrowed. */
typedef struct
{
  BrIdList             *skus;      /* NULL = all products */
  const BrExportColumn *columns;
  gsize                 n_columns;
  BrExportFormat        format;    /* for a file whose name does not say it */
} BrListExport;

/** br_list_export_ask: asks for a file over `widget` (a window), then writes it with progress among the long work. */
void br_list_export_ask   (GtkWidget *widget, BrAppContext *context, const BrListExport *export);
/** br_list_export_start: the same to a file that is known. */
void br_list_export_start (GtkWidget *widget, BrAppContext *context, const BrListExport *export, const char *path);

G_END_DECLS
