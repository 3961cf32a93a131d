/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bad days for a world of emulated access points, by seed: faults of stations and tags (esl.md 6.2), and what happens besides: prices change, tags are looked for, carried about and reset, stations
 * restart, crash and lose their settings, and the program is killed. What really happened is counted.
 */
#pragma once

#include "tag-air-ap.h"
#include "tag-world.h"

G_BEGIN_DECLS

#define TAG_TROUBLE_KINDS 32

/** TagTally: what happened in worlds, added up. */
typedef struct
{
  guint64 station[BR_AP_N_FAULTS], tag[BR_AP_N_TAG_FAULTS]; /* faults, as the stations and tags counted them */
  guint64 kinds[TAG_TROUBLE_KINDS];                         /* of what happened besides */
  guint64 n_uploads, n_transfers, n_draws, n_wants, n_lost, n_steps;
} TagTally;

/** tag_trouble_new: a world that runs; `lan`: its stations know each other, and tags are carried from one to another; all invariants are checked after every step. */
TagWorld *tag_trouble_new      (gboolean lan, guint n_stations, guint n_tags_each, gint64 interval_us, guint64 seed);
/** tag_trouble_set: a fault of a station, and what a person must do about it. */
void      tag_trouble_set      (TagWorld *world, guint station, BrApFault fault, guint per_mille);
void      tag_trouble_set_tag  (TagWorld *world, guint tag, BrApTagFault fault, guint per_mille);
/** tag_trouble_let_in: a person lets tags join for four hours: a station that is closed to strangers does not know those any more that somebody deleted. */
void      tag_trouble_let_in   (TagWorld *world);
/** tag_trouble_begin: from here on chance is by that seed; it chooses faults. */
void      tag_trouble_begin    (TagWorld *world, guint64 seed);
/** tag_trouble_change: a tag is to show something newer. FALSE: the program died of it. */
gboolean  tag_trouble_change   (TagWorld *world, guint tag);
/** tag_trouble_run: time goes by; a program that dies is started again. */
void      tag_trouble_run      (TagWorld *world, gint64 us);
/** tag_trouble_happen: so many things happen, one after the other, at most `most_us` apart. */
void      tag_trouble_happen   (TagWorld *world, guint n, gint64 most_us, TagTally *tally);
/** tag_trouble_count: what the world's stations and tags counted. Once a world, at its end. */
void      tag_trouble_count    (TagWorld *world, TagTally *tally);
void      tag_trouble_say      (const TagTally *tally);
/** tag_trouble_expect_all: every fault and every kind of happening was there, in so many histories that chance is no excuse. */
void      tag_trouble_expect_all (const TagTally *tally);

G_END_DECLS
