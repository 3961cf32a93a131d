/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-filter.h"

#include <glib/gi18n.h>

#define BIT(shows) (1u << (shows))
#define UNDER_WAY                                                                                                                                              \
  (BIT (BR_TAG_SHOWS_WAITING) | BIT (BR_TAG_SHOWS_AT_STATION) | BIT (BR_TAG_SHOWS_FETCHING) | BIT (BR_TAG_SHOWS_LOOKING) | BIT (BR_TAG_SHOWS_AGAIN)            \
   | BIT (BR_TAG_SHOWS_BLANKING))

static const BrTagFilter filters[] = {
  { "all", N_("All tags"), 0, 0, FALSE, FALSE },
  { "attention", N_("Need a look"), 0, BIT (BR_N_TAG_ATTENTIONS) - 1, FALSE, FALSE },
  { "waiting", N_("Not there yet"), UNDER_WAY, 0, FALSE, FALSE },
  { "shown", N_("Done"), BIT (BR_TAG_SHOWS_WANTED), 0, FALSE, FALSE },
  { "failed", N_("Failed"), BIT (BR_TAG_SHOWS_FAILED), 0, FALSE, FALSE },
  { "silent", N_("Not heard"), 0, BR_TAG_ATTENTION_SILENT, FALSE, FALSE },
  { "battery", N_("Battery low"), 0, BR_TAG_ATTENTION_BATTERY | BR_TAG_ATTENTION_BATTERY_OUT, FALSE, FALSE },
  { "bound", N_("Bound"), 0, 0, FALSE, TRUE },
  { "unbound", N_("Not bound"), 0, 0, TRUE, FALSE },
};

const BrTagFilter *
br_tag_filters_get (guint *n_filters)
{
  *n_filters = G_N_ELEMENTS (filters);
  return filters;
}

guint
br_tag_filter_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    if (g_strcmp0 (filters[i].id, id) == 0)
      return i;
  return 0;
}

void
br_tag_filter_apply (const BrTagFilter *self, BrTagQuery *query)
{
  query->shows = self->shows;
  query->attention = self->attention;
  query->unbound_only = self->unbound_only;
  query->bound_only = self->bound_only;
}

void
br_tag_filter_search (BrTagQuery *query, const char *text)
{
  const char *end;

  g_strlcpy (query->text, text, sizeof query->text);
  if (!g_utf8_validate (query->text, -1, &end))
    query->text[end - query->text] = '\0';
}
