/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which column of a file is which field: guessed from the headers, set by a person, kept per file shape. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrImportTarget: what a column can be. Names for people's scripts: br_import_target_name. */
typedef enum
{
  BR_IMPORT_IGNORE = 0,
  BR_IMPORT_NAME, BR_IMPORT_NAME_ALT, BR_IMPORT_CODE, BR_IMPORT_BARCODE, BR_IMPORT_CATEGORY, BR_IMPORT_BRAND, BR_IMPORT_UNIT,
  BR_IMPORT_SUPPLIER, BR_IMPORT_TAX_CLASS, BR_IMPORT_COST, BR_IMPORT_PRICE, BR_IMPORT_STATUS, BR_IMPORT_DESCRIPTION,
  BR_IMPORT_OPTION,    /* option.<name> */
  BR_IMPORT_ATTRIBUTE, /* attr.<key> */
  BR_IMPORT_N_TARGETS
} BrImportTarget;

/** BrImportColumn: one column of the file. */
typedef struct
{
  char          *header; /* owned: as in the file, or "" */
  BrImportTarget target;
  char          *name;   /* owned: of the option or attribute, else NULL */
} BrImportColumn;

/** BrImportMap: one owner. */
typedef struct
{
  guint           n_columns;
  BrImportColumn *columns; /* owned */
} BrImportMap;

/** br_import_map_guess: (transfer full) from a header row. Each target but options and attributes is given once, to the best match. */
BrImportMap *br_import_map_guess       (const char *const *headers, guint n_headers);
BrImportMap *br_import_map_copy        (const BrImportMap *self);
void         br_import_map_free        (BrImportMap *self);
/** br_import_map_set: makes column `index` a target by name: "price", "option.Size", "attr.origin", "-" for none; takes it from another column. Errors: INVALID. */
gboolean     br_import_map_set         (BrImportMap *self, guint index, const char *target, GError **error);
/** br_import_map_assign: "COLUMN=FIELD" where COLUMN is a header, or its number from 1. Errors: INVALID, NOT_FOUND. */
gboolean     br_import_map_assign      (BrImportMap *self, const char *assignment, GError **error);
/** br_import_map_dup_target: the target's name as br_import_map_set takes it; caller frees. */
char        *br_import_map_dup_target  (const BrImportMap *self, guint index);
/** br_import_map_find: index of the first column of a target, or -1. */
int          br_import_map_find        (const BrImportMap *self, BrImportTarget target);
/** br_import_map_check: whether rows can be told apart. Errors: INVALID (neither a code nor a barcode column). */
gboolean     br_import_map_check       (const BrImportMap *self, GError **error);
/** br_import_map_dup_shape: a key equal for files with the same headers; caller frees. */
char        *br_import_map_dup_shape   (const BrImportMap *self);
/** br_import_map_write / read: the choice as text, for the next file of this shape. A text that does not fit changes nothing. */
char        *br_import_map_write       (const BrImportMap *self);
void         br_import_map_read        (BrImportMap *self, const char *text);
/** br_import_fold_header: a header as it is looked up: lower case, letters and digits only, what stands in brackets left out. Caller frees. */
char        *br_import_fold_header     (const char *header);
/** br_import_target_name: "name", "code", …; NULL for a number that is no target. */
const char  *br_import_target_name     (BrImportTarget target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrImportMap, br_import_map_free)

G_END_DECLS
