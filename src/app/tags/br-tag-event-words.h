/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened to a tag or a station, in words. Pure, translated. */
#pragma once

#include "br-tag-view.h"

G_BEGIN_DECLS

/** br_tag_event_words: what happened. (transfer none) */
const char *br_tag_event_words        (const BrTagEventView *event);
/** br_tag_event_words_detail: who did it, where it went, or how well it is known since then; "" for nothing. (transfer none), valid as long as `event`. */
const char *br_tag_event_words_detail (const BrTagEventView *event);

G_END_DECLS
