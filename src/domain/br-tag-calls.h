/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How well a tag and its station hear each other: a tag says when it calls next, and one whose call or whose answer got lost calls at another time. Nothing else tells
 * of packets that were lost. Pure.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrTagCalls: calls of a tag, or of many, and how many of them, or of the answers to them, were lost. */
typedef struct { guint n, n_lost; } BrTagCalls;

#define BR_TAG_CALLS_MOST 200 /* of a tag: then both are halved, so that what was long ago counts less and less */
#define BR_TAG_CALLS_FEW 100  /* of fewer calls each one lost is taken for one of so many: it may have been chance */
#define BR_TAG_CALLS_WORST_PPM 900000 /* with more, hardly any picture would ever be fetched, and a plan has no end */

/** br_tag_calls_note: a tag that was heard at `heard_us` and was to call at `next_us` called at `at_us`; by itself, by its timer. What cannot be judged is not counted. */
void  br_tag_calls_note     (BrTagCalls *self, gint64 heard_us, gint64 next_us, gint64 at_us);
/** br_tag_calls_lost_ppm: how often a call is lost, at most BR_TAG_CALLS_WORST_PPM. */
guint br_tag_calls_lost_ppm (const BrTagCalls *self);

G_END_DECLS
