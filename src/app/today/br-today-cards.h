/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of cards on Today: a module adds what needs a person as one row in br-today-cards.c. */
#pragma once

#include "br-app-context.h"
#include "br-chip.h"

G_BEGIN_DECLS

/** BrTodayCard: one kind of thing that may need a person. Counted by `count`, or as the articles that match `search`. */
typedef struct
{
  const char *id;
  const char *icon;
  BrChipState urgency;                     /* chip of the card; the table is in order of urgency */
  gint64    (*count)  (BrAppContext *context); /* how many; 0 = no card; or NULL */
  const char *search;                      /* typed search whose matches are counted; or NULL */
  const char *singular, *plural;           /* title, marked for translation; "{n}" stands for the count */
  const char *detail;                      /* marked with N_() */
  const char *page, *filter;               /* where it leads: page id, and filter of that page ("" = all) */
  gboolean    tells_cost;                  /* not for who may not see what goods cost */
} BrTodayCard;

const BrTodayCard *br_today_cards_get   (guint *n_cards);
/** br_today_card_title: translated, with the count; caller frees. */
char              *br_today_card_title  (const BrTodayCard *card, gint64 count);

G_END_DECLS
