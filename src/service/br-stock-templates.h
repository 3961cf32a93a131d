/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The templates that come with Backroom: data/labels/KEY.json, built into the program. */
#pragma once

#include "br-label-template.h"

G_BEGIN_DECLS

#define BR_STOCK_TAG_BLANK "tag-blank" /* for tags without goods: shows the field "tag", the tag's key, as a QR code; fits every tag */

/** br_stock_templates_load: (transfer full) of BrLabelTemplate, by kind and key; revision 0. Names are English: app words them (br_template_words_name). */
GPtrArray       *br_stock_templates_load (void);
/** br_stock_templates_find: (transfer full) the one of this key, or NULL. */
BrLabelTemplate *br_stock_templates_find (const char *key);

G_END_DECLS
