/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened to a tag, in words. Pure, translated. */
#pragma once

#include "br-tag-view.h"

G_BEGIN_DECLS

/** br_tag_event_words: translated. */
const char *br_tag_event_words (guint code);

G_END_DECLS
