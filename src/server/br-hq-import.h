/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loading a catalogue into HQ. The file is one or more feed pages (br-wire-feed.h), one after another: what GET /v1/feed gives is
 * what import takes. Columns are found by name; feed, epoch, numbers, rev, by and at are not used. A page is one transaction.
 * Records come after those they refer to. Loading a file twice changes nothing the second time.
 */
#pragma once

#include "br-hq.h"

G_BEGIN_DECLS

/** BrHqImportReport: what became of the rows. */
typedef struct
{
  gint64     rows;
  gint64     created;
  gint64     updated;
  gint64     unchanged;
  gint64     rejected;
  GPtrArray *reasons; /* of char*, the first hundred: "sku <id>: reason" */
} BrHqImportReport;

void     br_hq_import_report_clear (BrHqImportReport *self);
/** br_hq_import: loads `path`. A bad row is rejected alone; a bad page ends the import (what is before it stays). Errors: IO, PROTOCOL, storage. */
gboolean br_hq_import              (BrHq *hq, const char *path, BrHqImportReport *report, GError **error);

G_END_DECLS
