/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts as search and sorting see them: folded, as a collation key, as pinyin initials, as short grams. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_TEXT_SEAM "ʘ"    /* begins a gram of Han and other writing: a letter that no name has, so that it is no word's beginning */
#define BR_NAME_KEY_MAX 32 /* bytes of a collation key that are kept */

/** br_text_fold: (transfer full) NFKC, then lower case: what the search language does to a query's text too. NULL gives "". */
char    *br_text_fold        (const char *text);
/** br_text_shown_name: (transfer full) the name of a SKU: the product's and the option values (a LINES cell), by spaces. */
char    *br_text_shown_name  (const char *product_name, const char *option_values);
/** br_text_sort_key: writes the first bytes of the ICU collation key (Chinese by pinyin, numbers by value); returns how many. */
gsize    br_text_sort_key    (const char *text, guint8 out[BR_NAME_KEY_MAX]);
/** br_text_initials: (transfer full) the pinyin initial of each Han character, ASCII letters and digits as they are, of a
 *  folded text: "光明鲜牛奶 250ml" gives "gmxnn250ml". "" when there is no Han character. */
char    *br_text_initials    (const char *folded);
/** br_text_is_han: whether the character is a Han ideograph. */
gboolean br_text_is_han      (gunichar c);
/**
 * br_text_add_grams: appends, by spaces, what one- and two-character queries look for in a folded text: every pair of
 * neighbouring Han characters and the last one of each run alone; the first two characters of each other word; after
 * BR_TEXT_SEAM the pair where the two meet.
 */
void     br_text_add_grams   (GString *out, const char *folded);

G_END_DECLS
