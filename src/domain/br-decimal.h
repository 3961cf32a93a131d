/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fixed-point decimals: 12 digits before the point and 6 after, in a 64-bit integer; checked, never floating point. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_DECIMAL_DIGITS 6       /* after the point */
#define BR_DECIMAL_ONE    1000000 /* millionths in one */
#define BR_DECIMAL_MAX    G_GINT64_CONSTANT (999999999999999999) /* and -MAX */

/** BrDecimalRounding: what becomes of what lies between two values. UP and DOWN are away from and towards zero. */
typedef enum { BR_DECIMAL_HALF_UP = 1, BR_DECIMAL_HALF_EVEN, BR_DECIMAL_UP, BR_DECIMAL_DOWN, BR_DECIMAL_FLOOR, BR_DECIMAL_CEIL } BrDecimalRounding;

/** br_decimal_parse: "-12.30": ASCII digits, at most 6 after the point (further zeros are fine); nothing else. Errors: INVALID, RANGE. */
gboolean br_decimal_parse   (const char *text, gint64 *out, GError **error);
/** br_decimal_to_text: "-12.3": the shortest that says it. Caller frees. */
char    *br_decimal_to_text (gint64 value);
/** br_decimal_format: by a pattern such as "#,##0.00": 0 is a digit that is always there, # one that may be missing, a comma groups by
 *  three; halves go up. What stands before and after these signs is copied. Errors: INVALID, RANGE. */
char    *br_decimal_format  (gint64 value, const char *pattern, GError **error);

/* Results are rounded half-up to the sixth digit. Errors: RANGE on overflow, INVALID on a division by zero. */
gboolean br_decimal_add     (gint64 a, gint64 b, gint64 *out, GError **error);
gboolean br_decimal_sub     (gint64 a, gint64 b, gint64 *out, GError **error);
gboolean br_decimal_mul     (gint64 a, gint64 b, gint64 *out, GError **error);
gboolean br_decimal_div     (gint64 a, gint64 b, gint64 *out, GError **error);
/** br_decimal_mod: what is left of a / b towards zero; has the sign of a. */
gboolean br_decimal_mod     (gint64 a, gint64 b, gint64 *out, GError **error);
/** br_decimal_round: to `digits` after the point, -12..6. Errors: RANGE. */
gboolean br_decimal_round   (gint64 value, int digits, BrDecimalRounding rounding, gint64 *out, GError **error);

G_END_DECLS
