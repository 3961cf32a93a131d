/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tags a person may want to see together. */
#pragma once

#include "br-tag-view.h"

G_BEGIN_DECLS

/** BrTagFilter: one choice of the list's filter. */
typedef struct
{
  const char *id;        /* for links from elsewhere */
  const char *title;     /* marked with N_() */
  guint    shows;        /* bits 1 << BrTagShows; 0 = all */
  guint    attention;    /* BrTagAttention; 0 = all */
  gboolean unbound_only, bound_only;
} BrTagFilter;

/** br_tag_filters_get: all of them; the first shows all tags. */
const BrTagFilter *br_tag_filters_get  (guint *n_filters);
/** br_tag_filter_find: its position, 0 for what is not there. */
guint              br_tag_filter_find  (const char *id);
/** br_tag_filter_apply: sets these parts of `query` and leaves the others. */
void               br_tag_filter_apply (const BrTagFilter *self, BrTagQuery *query);
/** br_tag_filter_search: text of a search, cut to size without cutting a character in two. */
void               br_tag_filter_search (BrTagQuery *query, const char *text);

G_END_DECLS
