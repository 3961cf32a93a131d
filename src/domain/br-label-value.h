/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the label expressions only: values, and one evaluation with its limits and its first error. */
#pragma once

#include "br-error.h"
#include "br-label-expr.h"

G_BEGIN_DECLS

#define BR_LABEL_EVAL_DEPTH 32
#define BR_LABEL_EVAL_STEPS 10000

typedef enum { BR_VALUE_NULL = 0, BR_VALUE_FLAG, BR_VALUE_DECIMAL, BR_VALUE_TEXT, BR_VALUE_DATE, BR_VALUE_LIST, BR_VALUE_ROW } BrLabelValueType;

/** BrLabelValue: copied freely; what it points to is held by the fields or by the evaluation. */
typedef struct
{
  BrLabelValueType type;
  guint    at;       /* byte of the text where its expression begins */
  gint64   number;   /* DECIMAL: millionths; DATE: seconds of the local calendar since the day before 0001-01-01; FLAG: 0 or 1 */
  gboolean has_time; /* DATE: a time of day was given */
  const char *text;  /* TEXT; DECIMAL and DATE: as it is written out, or NULL = the usual way */
  GPtrArray  *list;  /* LIST: of BrLabelFields */
  const BrLabelFields *row; /* ROW */
} BrLabelValue;

/** BrLabelToken: the next sign of the text. Operators of two signs are letters of their own. */
typedef enum { BR_TOKEN_END = 0, BR_TOKEN_NUMBER, BR_TOKEN_TEXT, BR_TOKEN_NAME, BR_TOKEN_SIGN } BrLabelTokenType;
typedef struct
{
  BrLabelTokenType type;
  char  sign;        /* SIGN: + - * / % ( ) , . ? : } and = ! < > l (<=) g (>=) */
  guint at, end;     /* bytes of the text */
  char  name[64];    /* NAME */
  gint64 number;     /* NUMBER, millionths */
  const char *text;  /* TEXT */
} BrLabelToken;

/** BrLabelEval: one evaluation of a text. */
typedef struct
{
  const BrLabelScope *scope; /* NULL while a text is only checked */
  const char  *text;
  guint        pos;          /* byte after `token` */
  BrLabelToken token;
  guint        depth, steps;
  guint        dead;         /* > 0: what is read is not worked out (the other branch, or a check) */
  GPtrArray   *names;        /* of char *, the fields read; or NULL */
  GPtrArray   *owned;        /* texts made on the way */
  GError      *error;        /* the first */
} BrLabelEval;

/** br_label_eval_fail: keeps the first error, "at character N: …"; FALSE. */
gboolean    br_label_eval_fail    (BrLabelEval *self, BrError code, guint at, const char *format, ...) G_GNUC_PRINTF (4, 5);
/** br_label_eval_pass: passes on the error of a pure function. FALSE. */
gboolean    br_label_eval_pass    (BrLabelEval *self, guint at, GError *error);
/** br_label_eval_keep: takes `text` until the end of the evaluation. NULL, with the error set, beyond 4 KiB or too many steps. */
const char *br_label_eval_keep    (BrLabelEval *self, guint at, char *text);
/** br_label_eval_step: counts `n` steps. */
gboolean    br_label_eval_step    (BrLabelEval *self, guint n);
/** br_label_eval_next: reads the next token. */
gboolean    br_label_eval_next    (BrLabelEval *self);

/** br_label_eval_expression: reads from the token in hand, and works out unless dead (br-label-parser.c). */
gboolean    br_label_eval_expression (BrLabelEval *self, BrLabelValue *out);
/** br_label_eval_expect: fails unless the token in hand is `sign`. */
gboolean    br_label_eval_expect  (BrLabelEval *self, char sign);
/** br_label_eval_declared: (nullable) how the template declares the field. */
const BrLabelField *br_label_eval_declared (const BrLabelScope *scope, const char *name);
/** br_label_eval_field: the value of a field of row or label, null when it is missing. */
gboolean    br_label_eval_field   (BrLabelEval *self, const char *name, guint at, BrLabelValue *out);
/** br_label_eval_find: the same of `fields` alone (or NULL). */
gboolean    br_label_eval_find    (BrLabelEval *self, const BrLabelFields *fields, const char *name, guint at, BrLabelValue *out);

/** br_label_value_compare: `sign`: = ! < > l (<=) g (>=); calculate: + - * / %. (br-label-operate.c) */
gboolean    br_label_value_compare (BrLabelEval *eval, char sign, const BrLabelValue *a, const BrLabelValue *b, BrLabelValue *out);
gboolean    br_label_value_calculate (BrLabelEval *eval, char sign, const BrLabelValue *a, const BrLabelValue *b, BrLabelValue *out);
/** br_label_value_member: the part of `of` that the token in hand names. */
gboolean    br_label_value_member (BrLabelEval *eval, const BrLabelValue *of, BrLabelValue *out);

gboolean    br_label_value_is_true (const BrLabelValue *value);
gboolean    br_label_value_is_empty (const BrLabelValue *value); /* null or "" */
/* What a value is as another type; a text is read. FALSE with the error set when it is not. */
gboolean    br_label_value_decimal (BrLabelEval *eval, const BrLabelValue *value, gint64 *out);
gboolean    br_label_value_integer (BrLabelEval *eval, const BrLabelValue *value, gint64 least, gint64 most, gint64 *out);
gboolean    br_label_value_date    (BrLabelEval *eval, const BrLabelValue *value, BrLabelValue *out);
const char *br_label_value_text    (BrLabelEval *eval, const BrLabelValue *value);

/* Results. The makers of texts take `text` and fail as br_label_eval_keep(). */
BrLabelValue br_label_value_of_number (gint64 number);
BrLabelValue br_label_value_of_flag   (gboolean flag);
gboolean     br_label_value_take_text (BrLabelEval *eval, guint at, char *text, BrLabelValue *out);

/* Dates (br-label-expr-date.c). */
gboolean    br_label_date_parse  (const char *text, BrLabelValue *out);
char       *br_label_date_text   (const BrLabelValue *date);
void        br_label_date_now    (const BrLabelScope *scope, BrLabelValue *out);
/** br_label_date_part: year, month, day, hour, minute, weekday; FALSE = no such part. */
gboolean    br_label_date_part   (const BrLabelValue *date, const char *name, BrLabelValue *out);

#define BR_LABEL_MAX_DAYS 3660000 /* more than a calendar has */
/** br_label_date_move: by days; the time of day stays. Errors: RANGE outside the years 1 to 9999. */
gboolean    br_label_date_move   (BrLabelEval *eval, guint at, const BrLabelValue *date, gint64 days, BrLabelValue *out);

/** BrLabelFunction: a function; `nulls`: bit i set = a null argument i makes the result null without a call. */
typedef struct
{
  const char *name;
  guint min_args, max_args;
  guint nulls;
  gboolean (*call) (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out);
} BrLabelFunction;
#define BR_LABEL_MAX_ARGS 24

extern const BrLabelFunction br_label_functions_number[], br_label_functions_text[], br_label_functions_date[], br_label_functions_code[], br_label_functions_count[];

G_END_DECLS
