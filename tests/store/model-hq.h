/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tiny HQ for the store's tests: one feed "cat", records by uid, operations applied once, refusals by dice. */
#pragma once

#include "br-wire-feed.h"
#include "br-wire-push.h"
#include "fixture.h"

G_BEGIN_DECLS

/** HqRow: a record and where it stands in the feed. */
typedef struct
{
  BrRecord *record; /* owned */
  gint64    seq;
} HqRow;

/** ModelHq: HQ's state. */
typedef struct
{
  BrXorshift *random;
  GHashTable *rows;       /* BrId * -> HqRow */
  gint64      head;       /* of the feed */
  gint64      last_seq;   /* last operation applied */
  GPtrArray  *results;    /* of BrOpResult, by seq - 1 */
  guint       refuse_one_in; /* 0 = never */
} ModelHq;

ModelHq      *model_hq_new    (BrXorshift *random);
void          model_hq_free   (ModelHq *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelHq, model_hq_free)
/** model_hq_put: HQ itself writes a record (deleted ones become tombstones). */
void          model_hq_put    (ModelHq *self, const BrRecord *record);
/** model_hq_push: applies what is new, answers everything asked. Clear with br_push_answer_clear. */
void          model_hq_push   (ModelHq *self, const BrPush *push, BrPushAnswer *answer);
/** model_hq_page: (transfer full) at most `limit` rows after `from`; a mark after the first `mark_after` (0 = none). */
GBytes       *model_hq_page   (ModelHq *self, gint64 from, guint limit, guint mark_after);
/** model_hq_random: a random row, or NULL. */
HqRow        *model_hq_random (ModelHq *self);

G_END_DECLS
