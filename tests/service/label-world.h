/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The label service over a real store with its threads, three goods (A-1, A-2, B-1) and one printer. */
#pragma once

#include "br-label-service.h"
#include "import-fixture.h"

G_BEGIN_DECLS

#define LABEL_WORLD_PRINTER "tcp:127.0.0.1:9100"

/** LabelWorld: cleared by label_world_clear. */
typedef struct
{
  BrStore *store;
  BrLabelService *service;
  GAsyncResult *result; /* of the call under way */
  guint n_queue, n_templates, n_stale;
} LabelWorld;

void             label_world_init     (LabelWorld *world, const char *name);
void             label_world_clear    (LabelWorld *world);
/** label_world_ready_cb: for calls of the service; label_world_wait gives the result, label_world_next forgets it. */
void             label_world_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult    *label_world_wait     (LabelWorld *world);
void             label_world_next     (LabelWorld *world);
/** label_world_template: (transfer full) NULL if there is none. */
BrLabelTemplate *label_world_template (LabelWorld *world, const char *key);
/** label_world_order: (transfer full) one shelf label 60×40 of each of these SKU codes. */
BrLabelOrder    *label_world_order    (LabelWorld *world, const char *const *codes);
/** label_world_print: takes `order`; the job. */
gint64           label_world_print    (LabelWorld *world, BrLabelOrder *order);
/** label_world_labels: (transfer full) of BrPrintLabelView. */
GPtrArray       *label_world_labels   (LabelWorld *world, gint64 job, BrLabelState state);
void             label_world_command  (LabelWorld *world, gint64 job, BrQueueCommand what);

G_END_DECLS
