/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Free attributes as people type them, "origin: Yunnan" one a line, and as the cell keeps them. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** br_attribute_text_to_lines: "key\tvalue" lines sorted by key; a line without a colon has an empty value; the last of a key wins. NULL when empty. Caller frees. */
char *br_attribute_text_to_lines   (const char *text);
/** br_attribute_text_from_lines: the other way; NULL gives "". Caller frees. */
char *br_attribute_text_from_lines (const char *lines);

G_END_DECLS
