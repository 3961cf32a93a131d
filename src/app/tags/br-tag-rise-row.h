/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long before a price rises by itself shelves show it. */
#pragma once

#include "br-tag-service.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TAG_RISE_ROW (br_tag_rise_row_get_type ())
G_DECLARE_FINAL_TYPE (BrTagRiseRow, br_tag_rise_row, BR, TAG_RISE_ROW, AdwComboRow)

/** br_tag_rise_row_set_service: shows what is set there now, and sets what is chosen from then on. Once. */
void br_tag_rise_row_set_service (BrTagRiseRow *self, BrTagService *service);

G_END_DECLS
