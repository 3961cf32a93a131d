/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report's rows as a list model: an item is made when it is looked at. */
#pragma once

#include "br-import.h"

G_BEGIN_DECLS

#define BR_TYPE_IMPORT_LINE_ITEM (br_import_line_item_get_type ())
/** BrImportLineItem: properties "line" (text), "verdict", "reason", all translated, read-only. */
G_DECLARE_FINAL_TYPE (BrImportLineItem, br_import_line_item, BR, IMPORT_LINE_ITEM, GObject)

#define BR_TYPE_IMPORT_LINES (br_import_lines_get_type ())
/** BrImportLines: a GListModel of BrImportLineItem. */
G_DECLARE_FINAL_TYPE (BrImportLines, br_import_lines, BR, IMPORT_LINES, GObject)

/** BrImportShow: which rows. */
typedef enum { BR_IMPORT_SHOW_ALL = 0, BR_IMPORT_SHOW_PROBLEMS, BR_IMPORT_SHOW_NEW, BR_IMPORT_SHOW_CHANGED, BR_IMPORT_SHOW_SAME } BrImportShow;

BrImportLines *br_import_lines_new (BrImportReport *report, const BrImportMap *map, BrImportShow show);

G_END_DECLS
