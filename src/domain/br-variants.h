/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options into SKUs: the combinations of option values a product should have, and those it lacks. */
#pragma once

#include "br-schema.h"

G_BEGIN_DECLS

#define BR_VARIANTS_MAX_OPTIONS 4       /* options of one product */
#define BR_VARIANTS_MAX         2000    /* combinations of one product */

/** BrVariantOption: an option and the values it should come in. */
typedef struct
{
  const char        *name;   /* borrowed; "Size" */
  const char *const *values; /* borrowed, NULL-terminated, distinct; "S", "M", "L" */
} BrVariantOption;

/**
 * br_variants_missing: (transfer full) of char* (LINES of option values), the combinations no existing SKU has, in the order of the options,
 * the last changing fastest. `existing`: the option_values cells of the product's SKUs (NULL for one without), all of which are
 * kept. Errors: INVALID (no value, a value twice, too many options), RANGE (too many combinations).
 */
GPtrArray *br_variants_missing (const BrVariantOption *options, guint n_options, const char *const *existing, guint n_existing, GError **error);
/** br_variants_values: (transfer full) NULL-terminated: the distinct values that existing SKUs have for option number `option`, in order of appearance. */
char     **br_variants_values  (guint option, const char *const *existing, guint n_existing);

G_END_DECLS
