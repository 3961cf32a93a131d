/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much is in a package, read from the words people write it in: "550ml×24", "5 kg", "净含量 250 克". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrNetContent: amount in thousandths of the unit; all pieces of the package together. */
typedef struct
{
  gint64      amount_milli; /* > 0 */
  const char *unit;         /* static: "g", "kg", "ml", "l" */
} BrNetContent;

/** br_net_content_parse: the last amount in `text` (or NULL); full-width digits and Chinese units are read too. FALSE when there is none. */
gboolean br_net_content_parse (const char *text, BrNetContent *out);

G_END_DECLS
