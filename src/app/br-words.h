/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for people: times, counts, errors, the sync line. Pure, translated. */
#pragma once

#include "br-schema.h"
#include "br-sync-service.h"

G_BEGIN_DECLS

/** br_words_ago: "just now", "2 min ago", "3 h ago", else the date and time; caller frees. */
char       *br_words_ago          (gint64 at_us, gint64 now_us);
/** br_words_instant: the exact date and time, local; for tooltips; caller frees. */
char       *br_words_instant      (gint64 at_us);
/** br_words_clock: the time of day, or with the date when it is not today; caller frees. */
char       *br_words_clock        (gint64 at_us, gint64 now_us);
/** br_words_day: "Sunday 22 November"; caller frees. */
char       *br_words_day          (gint64 now_us);
/** br_words_error: what happened, what was kept and what to do next; caller frees. */
char       *br_words_error        (const GError *error);
/** br_words_kind, br_words_field: the translated name of a kind, and of one of its fields. */
const char *br_words_kind         (BrKind kind);
const char *br_words_field        (BrKind kind, guint field);
/** br_words_record: which record, for a title: what its product is called, what it is called itself, and what it is when that does not tell;
 *  both names may be NULL; caller frees. */
char       *br_words_record       (BrKind kind, const char *name, const char *product_name);
/** br_words_value: a cell of a field for people, "—" for nothing; money with `digits` decimals; caller frees. */
char       *br_words_value        (BrKind kind, guint field, const BrValue *value, guint digits);

/** BrSyncWords: the sync line, decided. */
typedef struct
{
  char       *text;  /* owned, translated */
  const char *icon;  /* symbolic icon name */
  const char *style; /* css class: success, warning, error, dimmed */
} BrSyncWords;
void        br_words_sync    (const BrSyncStatus *status, gint64 now_us, BrSyncWords *out);
void        br_sync_words_clear    (BrSyncWords *self);

G_END_DECLS
