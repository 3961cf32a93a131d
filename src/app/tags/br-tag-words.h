/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shelf tags in words: what a tag, a proof, a station, a plan or a difference is to a person, and what to do about it. Pure, translated. What is not
 * proved is never said. */
#pragma once

#include "br-chip.h"
#include "br-tag-view.h"

G_BEGIN_DECLS

/* Tags */
/** br_tag_words_chip: where it stands; "Shown" only by its pixels or by a person. */
BrChipState br_tag_words_chip      (const BrTagView *tag);
/** br_tag_words_title: the article it is bound to, or that there is none. */
const char *br_tag_words_title     (const BrTagView *tag);
/** br_tag_words_detail: its key and its type. Caller frees. */
char       *br_tag_words_detail    (const BrTagView *tag);
/** br_tag_words_type: size and colours of a type, "296 × 128, black, white, red". Caller frees. */
char       *br_tag_words_type      (const BrTagType *type);
/** br_tag_words_proof: a proof in two or three words; br_tag_words_proof_sentence: what it does prove and what it does not. */
const char *br_tag_words_proof     (BrTagProof proof);
const char *br_tag_words_proof_icon (BrTagProof proof); /* its symbol: the same everywhere */
const char *br_tag_words_proof_sentence (BrTagProof proof);
/** br_tag_words_known: what is known of its picture, for a column: the proof, or the price it is known to show instead. Caller frees. */
char       *br_tag_words_known     (const BrTagView *tag, guint digits);
/** br_tag_words_state: a sentence about where it stands and what comes next. Caller frees. */
char       *br_tag_words_state     (const BrTagView *tag, gint64 now_us);
/** br_tag_words_battery: "2.95 V", "2.6 V or more", "—". Caller frees. */
char       *br_tag_words_battery   (const BrTagView *tag);
gboolean    br_tag_words_is_battery_low (const BrTagView *tag);
/** br_tag_words_next: its next check-in. Caller frees. */
char       *br_tag_words_next      (const BrTagView *tag, gint64 now_us);
/** br_tag_words_blinks: when it blinks, having been asked to now; `is_paused`: its station is, and asks no tag. Caller frees. */
char       *br_tag_words_blinks    (const BrTagView *tag, gboolean is_paused, gint64 now_us);
/** br_tag_words_attention: of a single bit, in a few words. */
const char *br_tag_words_attention (guint attention);
/** br_tag_words_remedies: what to do, of all bits, a line each; "" for none. Caller frees. */
char       *br_tag_words_remedies  (guint attention);
/** br_tag_words_spoken: all that a row of the list says, for who does not see it. Caller frees. */
char       *br_tag_words_spoken    (const BrTagView *tag, guint digits);
/** br_tag_words_wanted: above the picture it should show: since or from when. Caller frees. */
char       *br_tag_words_wanted    (const BrTagView *tag, gint64 now_us);
/** br_tag_words_shown: above the picture it is known to have, by what is proved: "Downloaded by the tag 14:01". Caller frees. */
char       *br_tag_words_shown     (const BrTagView *tag, gint64 now_us);
/** br_tag_words_picture: what a picture of it is to who does not see it; `minor`: the price in it. Caller frees. */
char       *br_tag_words_picture   (const BrTagView *tag, gint64 minor, guint digits);

/* Stations */
BrChipState br_tag_words_station_chip    (const BrStationView *station);
/** br_tag_words_station: why it is so and what to do, all troubles; "" when there is nothing to say. Caller frees. */
char       *br_tag_words_station         (const BrStationView *station);
/** br_tag_words_load: "87 tags · 3 waiting · 1 failed". Caller frees. */
char       *br_tag_words_load            (const BrStationView *station);
/** br_tag_words_fill: how many tags it has of those it serves well, and how many it takes in. Caller frees. */
char       *br_tag_words_fill            (const BrStationView *station);
/** br_tag_words_driver: what kind of station it is. */
const char *br_tag_words_driver          (const char *driver);
/** br_tag_words_best: the best proof that kind can give, as a sentence. */
const char *br_tag_words_best            (BrTagProof proof);

/* Record, shelf, till */
BrChipState br_tag_words_truth_chip      (const BrShelfTruth *truth);
/** br_tag_words_truth_why: the shortest reason for what is worst about it; "" when all agree. (transfer none) */
const char *br_tag_words_truth_why       (const BrShelfTruth *truth);
/** br_tag_words_truth: what differs from the price of record, since when. Caller frees. */
char       *br_tag_words_truth           (const BrShelfTruth *truth, gint64 now_us);
/** br_tag_words_truth_spoken: all four prices and that, in one line. Caller frees. */
char       *br_tag_words_truth_spoken    (const BrShelfTruth *truth, guint digits, gint64 now_us);

/** br_tag_words_agreed: that nothing differs, since when, and what is said of the till; where no product has a tag (agree_us 0), what to do. Caller frees. */
char       *br_tag_words_agreed          (const BrShelfSum *sum, gint64 now_us);
/** br_tag_words_truths: how many there are, whether all are shown, and how old the till's prices are. Caller frees. */
char       *br_tag_words_truths          (const BrShelfSum *sum, BrShelfWhich which, guint n_shown, gint64 now_us);

/** br_tag_words_error: why it could not be done, what is kept, what to do. Caller frees. */
char       *br_tag_words_error           (const GError *error);
/** br_tag_words_station_error: the same of what was done to a station. Caller frees. */
char       *br_tag_words_station_error   (const GError *error);

G_END_DECLS
