/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The expressions of label templates: total, free of side effects, on fixed-point decimals (18 digits, 6 after the point; never
 * floating point), text, dates, flags and null. Grammar and functions are at the top of br-label-expr.c.
 * Limits: depth 32, 10,000 steps, results of at most 4 KiB.
 */
#pragma once

#include "br-label-fields.h"
#include "br-label-template.h"

G_BEGIN_DECLS

/** BrLabelSequence: gives the next value of the counter `name`, reserved once and for ever. Errors: as the store. */
typedef gboolean (*BrLabelSequence) (gpointer data, const char *name, gint64 start, gint64 step, gint64 *value, GError **error);

/** BrLabelScope: what an expression can see. */
typedef struct
{
  const BrLabelTemplate *template; /* declares the fields' types; or NULL: all are text */
  const BrLabelFields   *fields;   /* or NULL = none: samples of the template are used */
  const BrLabelFields   *row;      /* of a table, seen before `fields`; or NULL */
  gint64                 now_us;   /* the time of printing */
  GTimeZone             *zone;     /* the shop's, or NULL = UTC */
  const char            *currency; /* ISO 4217 of the shop, or NULL */
  gint64                 copy, copies, index, total; /* from 1 */
  BrLabelSequence        sequence; /* or NULL: seq() shows its start */
  gpointer               sequence_data;
} BrLabelScope;

/** br_label_text_eval: the text with every {…} worked out ("{{" and "}}" are braces). Errors: INVALID (message with the position), RANGE. */
char    *br_label_text_eval  (const char *text, const BrLabelScope *scope, GError **error);
/** br_label_when_eval: whether an expression is true: not null, not false, not 0, not "". */
gboolean br_label_when_eval  (const char *expression, const BrLabelScope *scope, gboolean *out, GError **error);
/** br_label_text_check: parses only; `names` (or NULL) gets the fields it reads (of char *, owned). */
gboolean br_label_text_check (const char *text, GPtrArray *names, GError **error);
gboolean br_label_when_check (const char *expression, GPtrArray *names, GError **error);

G_END_DECLS
