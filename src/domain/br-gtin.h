/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GTIN-8/12/13/14 check digits and classes (GS1 General Specifications, 7.9 check digit; 1.4 prefixes). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrGtinVerdict: what a code is. */
typedef enum
{
  BR_GTIN_NOT_A_GTIN = 1, /* other characters or length: an internal or foreign code */
  BR_GTIN_BAD_CHECK,      /* looks like a GTIN, but the check digit is wrong */
  BR_GTIN_OK,
} BrGtinVerdict;

BrGtinVerdict br_gtin_check       (const char *code);
/** br_gtin_check_digit: the digit '0'..'9' that completes `body` (digits only), or 0. */
char          br_gtin_check_digit (const char *body);
/** br_gtin_to_14: the 14-digit form by which equal trade items compare; FALSE if not a valid GTIN. */
gboolean      br_gtin_to_14       (const char *code, char out[15]);
/** br_gtin_is_in_store: restricted circulation inside a company (prefix 02, 04, 20-29 of GTIN-13). */
gboolean      br_gtin_is_in_store (const char *code);

G_END_DECLS
