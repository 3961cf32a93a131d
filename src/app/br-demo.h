/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo shop: the HQ named by BACKROOM_DEMO_URL and BACKROOM_DEMO_CODE, else one started by backroom-sim; its printer and shelf tags. */
#pragma once

#include "br-catalogue-service.h"
#include "br-printer-service.h"
#include "br-tag-service.h"

G_BEGIN_DECLS

/** br_demo_is_possible: whether there is a demo HQ, or the program that makes one. */
gboolean br_demo_is_possible  (void);
/** br_demo_start_async: finds the demo HQ or starts one, which ends with this program. Errors: NOT_FOUND, IO. */
void     br_demo_start_async  (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** br_demo_start_finish: address and enrolment code; caller frees both. */
gboolean br_demo_start_finish (GAsyncResult *result, char **url, char **code, GError **error);
/** br_demo_add_printer: the simulated printer of the demo started, when it has one; one that is known stays as it is. */
void     br_demo_add_printer  (GAsyncResult *result, BrPrinterService *printers);
/** br_demo_add_tags: the simulated shelf tags of the demo started, when it has some: their stations, and goods on them. */
void     br_demo_add_tags     (GAsyncResult *result, BrTagService *tags, BrCatalogueService *catalogue);

G_END_DECLS
