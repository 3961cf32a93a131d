/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures on their way to tags (tags.db). Jobs are made by br-tag-want-store; br_tag_job_move is the one way one changes. What is moved is moved by comparing first:
 * a job that somebody else moved meanwhile stays where it is. A job is its tag's station's, and goes over with the tag. Functions with a BrStoreTx run in br_store_tags_write.
 */
#pragma once

#include "br-store.h"
#include "br-tag-rows.h"

G_BEGIN_DECLS

#define BR_TAG_JOB_BIT(state) (1u << (state))

/** BrTagJobMove: one job from one of several states to another, or to the same with something new known. Texts are borrowed; NULL, 0 = as it was. */
typedef struct
{
  gint64        job;
  guint         from;          /* BR_TAG_JOB_BIT of states: it is moved only from one of these, and never from a final one */
  BrTagJobState to;
  const char   *digest;        /* of RENDERED, and of CONFIRMED when it need not be sent */
  const char   *before;        /* of SENDING; a job QUEUED again has none of these three any more */
  const char   *token, *expect;
  BrTagProof    proof;         /* of ACKED and CONFIRMED */
  gboolean      counts;        /* a failure that counts: attempt + 1 */
  gint64        not_before_us; /* of RETRY_WAIT */
  guint         done, total;   /* of TRANSFER */
  const char   *note;          /* English; of what is not the ordinary way, which is then an event too */
  gboolean      moved;         /* out */
} BrTagJobMove;

/**
 * br_tag_job_move: SENDING counts the tag's pictures (sequence). CONFIRMED also writes what the tag shows and since when, and clears what a failure left. A job that ends while something newer
 * is wanted is followed by a new one, in the same transaction. Errors: INVALID (CONFIRMED without proof or digest), storage.
 */
gboolean   br_tag_job_move    (BrStoreTx *tx, BrTagJobMove *move, GError **error);

/** br_tag_job_load: (transfer full) NULL without error when there is none. */
BrTagJob  *br_tag_job_load    (BrDb *db, gint64 id, GError **error);
/** br_tag_job_find_active: (transfer full) the one of a tag that is not final, or NULL. */
BrTagJob  *br_tag_job_find_active (BrDb *db, gint64 tag, GError **error);
/** br_tag_job_list_active: (transfer full) of BrTagJob: those of a station in the states given by bits (0 = all that are not final): by priority, then by the tag's next check-in
 *  (not known last), then by age. station 0 = of tags without one. */
GPtrArray *br_tag_job_list_active (BrDb *db, gint64 station, guint states, guint limit, GError **error);
/** br_tag_job_list_of_tag: (transfer full) of BrTagJob, newest first. */
GPtrArray *br_tag_job_list_of_tag (BrDb *db, gint64 tag, guint limit, GError **error);
/** br_tag_job_count: jobs of a station (-1 = all) by state; final ones are not counted. */
gboolean   br_tag_job_count   (BrDb *db, gint64 station, gint64 counts[BR_N_TAG_JOB_STATES], GError **error);
/** br_tag_job_unsure: at the start: SENDING of a station becomes UNKNOWN, which is looked at before anything is sent; *n = how many. */
gboolean   br_tag_job_unsure  (BrStoreTx *tx, gint64 station, guint *n, GError **error);

G_END_DECLS
