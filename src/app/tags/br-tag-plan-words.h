/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mass change in words: when it will be done, or that nobody can say. Pure, translated. */
#pragma once

#include "br-tag-service.h"

G_BEGIN_DECLS

/** br_tag_plan_words_promise: when all is done; never a time that does not hold for all of it. Caller frees. */
char    *br_tag_plan_words_promise  (const BrTagPlanView *plan, gint64 now_us);
/** br_tag_plan_words_caveat: what is left out of that, and what to do; "" for nothing. Caller frees. */
char    *br_tag_plan_words_caveat   (const BrTagPlanView *plan, gint64 now_us);
/** br_tag_plan_words_look: how many wait to be started with a new look, and why they cannot all be; "" for none. Caller frees. */
char    *br_tag_plan_words_look     (const BrTagPlanView *plan, gint64 now_us);
/** br_tag_plan_words_battery: what it takes of a tag's battery. Caller frees. */
char    *br_tag_plan_words_battery  (const BrTagPlanView *plan);
/** br_tag_plan_words_station: of one station. Caller frees. */
char    *br_tag_plan_words_station  (const BrTagPlanStation *station, gint64 now_us);

/** br_tag_words_under_way: tags whose picture is on its way now. */
gint64   br_tag_words_under_way     (const BrTagCounts *counts);
/** br_tag_words_progress: "4 at the station · 2 to send". Caller frees. */
char    *br_tag_words_progress      (const BrTagCounts *counts);

G_END_DECLS
