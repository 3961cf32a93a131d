/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked integer arithmetic for money (int64 minor units), quantities (int64 thousandths) and rates (basis points). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_QUANTITY_ONE 1000 /* thousandths in one unit */
#define BR_RATE_ONE    10000 /* basis points in one */

/** BrRounding: how an exact ratio becomes an integer. Half-up rounds halves away from zero. */
typedef enum { BR_ROUND_HALF_UP = 1, BR_ROUND_DOWN, BR_ROUND_UP } BrRounding;

/** br_money_add: a + b. Errors: RANGE on overflow. */
gboolean br_money_add         (gint64 a, gint64 b, gint64 *out, GError **error);
/** br_money_mul_ratio: a * num / den with a 128-bit product, rounded. den > 0. Errors: RANGE. */
gboolean br_money_mul_ratio   (gint64 a, gint64 num, gint64 den, BrRounding rounding, gint64 *out, GError **error);
/** br_money_gross: line gross = half-up (price_minor * quantity_milli / 1000) (DOMAIN.md, Money). Errors: RANGE. */
gboolean br_money_gross       (gint64 price_minor, gint64 quantity_milli, gint64 *out, GError **error);
/**
 * br_money_split: splits `total_minor` >= 0 over `weights` (>= 0, their sum > 0) by largest remainder: each gets
 * floor(total*w/W) by a 128-bit product, left-over units go one each to the largest remainders, ties to the larger
 * weight, then the lower index. The parts sum to the total. Errors: INVALID, RANGE.
 */
gboolean br_money_split       (gint64 total_minor, const gint64 *weights, gsize n, gint64 *parts, GError **error);
/** br_money_round_to_ending: the nearest price whose last digits are `ending_minor` modulo `modulus_minor`
 *  (x.90: ending 90, modulus 100); halves go up; never below 0. Errors: RANGE, INVALID. */
gboolean br_money_round_to_ending (gint64 amount_minor, gint64 ending_minor, gint64 modulus_minor, gint64 *out, GError **error);
/** br_money_parse: reads "12", "12.3", "1,234.50", "¥12.30", "-3.00" with `digits` decimals (0..3), locale-free, after
 *  normalising full-width digits; more decimals than `digits` are an error unless zero. Errors: INVALID, RANGE. */
gboolean br_money_parse       (const char *text, guint digits, gint64 *out_minor, GError **error);
/** br_money_digits: decimals of a currency's minor unit (ISO 4217, list one): 0, 2 or 3; 2 for NULL and unknown codes. */
guint    br_money_digits      (const char *currency);
/** br_money_format: "12.30", plain digits with `digits` decimals; caller frees. */
char    *br_money_format      (gint64 minor, guint digits);

G_END_DECLS
