/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Talk between a cache and the model HQ: pushes with their answers, and pages of the feed "cat". */
#pragma once

#include "model-hq.h"

G_BEGIN_DECLS

/** Exchange: a push and its answer. */
typedef struct
{
  guint        max_ops;   /* limits of the push */
  gsize        max_bytes;
  gboolean     empty;     /* nothing was to be sent */
  BrPush       push;
  BrPushAnswer answer;
} Exchange;

/** exchange_take, exchange_answer: jobs over an Exchange: take the push from the outbox, store the answer. */
gboolean exchange_take     (BrStoreTx *tx, gpointer exchange, GError **error);
gboolean exchange_answer   (BrStoreTx *tx, gpointer exchange, GError **error);
void     exchange_clear    (Exchange *self);
/** exchange_push_all: sends everything to HQ and stores its answer. */
void     exchange_push_all (Fixture *fixture, ModelHq *hq);
/** exchange_pull_all: reads the feed to its end. */
void     exchange_pull_all (Fixture *fixture, ModelHq *hq);

G_END_DECLS
