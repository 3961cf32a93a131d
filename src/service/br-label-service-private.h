/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the label service share. */
#pragma once

#include "br-label-draw.h"
#include "br-label-service.h"
#include "br-store.h"
#include "br-worker.h"

G_BEGIN_DECLS

BrStore         *br_label_service_get_store    (BrLabelService *self);
/** get_drawer: (transfer none) the thread that draws previews. get_planner: the one for what takes longer: plans, files. */
BrWorker        *br_label_service_get_drawer   (BrLabelService *self);
BrWorker        *br_label_service_get_planner  (BrLabelService *self);
/** get_renderer: (transfer none) of the calling one of the two. */
BrLabelRenderer *br_label_service_get_renderer (BrLabelService *self);
/** recount_stale: counts again soon. */
void             br_label_service_recount_stale (BrLabelService *self);

/** br_label_preview_take: (transfer full) the preview of a drawn picture, which it takes apart. */
BrLabelPreview  *br_label_preview_take         (BrLabelPicture *picture, const BrLabelTemplate *template, const BrHead *head);

/** br_label_order_dup_fields: (transfer full) of a label: what the goods give (or NULL), with what a person typed for all of them. */
BrLabelFields   *br_label_order_dup_fields     (const BrLabelOrder *order, const BrLabelFields *fields);

G_END_DECLS
