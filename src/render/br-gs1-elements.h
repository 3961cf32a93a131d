/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GS1 element strings: application identifiers with their values (GS1 General Specifications, 3 and 7.8). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrGs1Elements: one element string in the three forms it is needed in. Owned texts. */
typedef struct
{
  char *brackets; /* "[01]09501101530003[10]A(1)": for the encoder */
  char *people;   /* "(01)09501101530003(10)A(1)": under the bars */
  char *reader;   /* "010950110153000310A(1)": what a reader gives, FNC1 between elements as \x1D */
} BrGs1Elements;

/** br_gs1_elements_parse: from "[01]…[10]…" as gs1() of br-label-expr.h gives it, from "(01)…(10)…" as people write it ("\(" is a parenthesis of the
 *  value itself), or from what a reader gives. Errors: INVALID. */
gboolean br_gs1_elements_parse (BrGs1Elements *self, const char *text, GError **error);
void     br_gs1_elements_clear (BrGs1Elements *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrGs1Elements, br_gs1_elements_clear)

G_END_DECLS
