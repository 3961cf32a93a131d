/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search language: a tree, or an error that points into the text. */
#include "config.h"

#include <string.h>

#include "br-search.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  gsize offset = 0, length = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrSearch) search = br_search_parse (text, 2, &offset, &length, &error);
  g_auto (GStrv) completions = br_search_complete (text, size / 2);

  g_assert_true ((search != NULL) == (error == NULL));
  g_assert_true (search != NULL || offset + length <= strlen (text));
  g_assert_nonnull (completions);
  return 0;
}
