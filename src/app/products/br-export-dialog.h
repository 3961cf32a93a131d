/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes into an exported file: which products, which columns, which format. The file itself is asked for after it. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** BrExportOffer: what the list has to offer; all borrowed. */
typedef struct
{
  BrIdList          *selected; /* may be empty */
  BrIdList          *shown;    /* what the search and the filters leave */
  const char *const *columns;  /* ids of the columns shown: these are chosen to begin with */
} BrExportOffer;

#define BR_TYPE_EXPORT_DIALOG (br_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BrExportDialog, br_export_dialog, BR, EXPORT_DIALOG, AdwDialog)

BrExportDialog *br_export_dialog_new (BrAppContext *context, const BrExportOffer *offer);

G_END_DECLS
