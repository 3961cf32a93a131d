/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Bind by Scan says in each of its states. Pure, translated. */
#pragma once

#include "br-tag-bind-flow.h"

G_BEGIN_DECLS

/** BrBindWords: in large letters, and below them. */
typedef struct
{
  const char *title;  /* translated */
  char       *detail; /* owned */
  const char *icon;   /* symbolic icon name */
  const char *style;  /* css class: success, warning, error, accent; NULL = neutral */
} BrBindWords;

void br_bind_words       (const BrBindFlow *flow, guint digits, BrBindWords *out);
void br_bind_words_clear (BrBindWords *self);
/** br_bind_words_not_learned: why a sticker was not learned, and what to do. Caller frees. */
char *br_bind_words_not_learned (const GError *error);

G_END_DECLS
