/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record of any kind, and an edit: patches over records, made by one person for one reason. */
#pragma once

#include "br-schema.h"

G_BEGIN_DECLS

/** BrRecord: a full record. One owner. */
typedef struct
{
  BrKind  kind;
  BrId    id;
  gint64  rev;                    /* HQ's revision of the record, 1, 2, …; 0 = not at HQ yet */
  char   *by;                     /* GRefString: display name of who changed it last, or NULL */
  gint64  at_us;                  /* when, microseconds UTC */
  BrValue cells[BR_MAX_FIELDS];   /* by field index */
} BrRecord;

BrRecord *br_record_new   (BrKind kind, const BrId *id);
BrRecord *br_record_copy  (const BrRecord *self);
void      br_record_free  (BrRecord *self);
void      br_record_clear (BrRecord *self); /* releases the contents of a record on the stack */
gint64    br_record_int   (const BrRecord *self, guint field);            /* 0 when NULL */
const char *br_record_text (const BrRecord *self, guint field);           /* NULL when NULL */
const BrId *br_record_ref (const BrRecord *self, guint field);            /* NULL when NULL */
/** br_record_check: every cell, required ones, and the rules between cells of one record (valid_from < valid_to, barcodes
 *  distinct, option values fit). Errors: INVALID, RANGE: the first problem. */
gboolean  br_record_check (const BrRecord *self, GError **error);
/** br_record_hash: SHA-256 over kind, id and all cells in a canonical form, not over rev, by, at: equal content = equal hash. */
void      br_record_hash  (const BrRecord *self, guint8 out[32]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrRecord, br_record_free)

/** BrCell: one changed cell. */
typedef struct
{
  guint8  field; /* index in the kind */
  BrValue before;
  BrValue after;
} BrCell;

/** BrPatch: the change of one record. */
typedef struct
{
  BrKind   kind;
  BrId     id;
  gint64   base_rev; /* HQ revision the author saw; 0 = the record was not at HQ */
  gboolean create;   /* this patch makes the record */
  guint    n_cells;
  BrCell  *cells;    /* owned, by ascending field */
} BrPatch;

/** BrEditMode: what happens when one patch of an edit is refused. */
typedef enum
{
  BR_EDIT_ATOMIC = 1, /* all or none: a form that was saved */
  BR_EDIT_EACH,       /* each patch stands alone: a bulk change, an import */
} BrEditMode;

/** BrEdit: the body of one "edit" operation and one part of a change-set. Immutable once made; reference counted (atomic). */
typedef struct
{
  BrId        change_id; /* the change-set; a large one has several parts, each an operation of its own */
  char       *label;     /* GRefString: "Change price of 1,200 products": for people, in the author's language */
  BrEditMode  mode;
  gboolean    undo;      /* it takes an earlier change back: the life cycle lets it go back a step */
  guint       n_patches; /* <= BR_EDIT_MAX_PATCHES */
  BrPatch    *patches;   /* owned */
} BrEdit;

#define BR_EDIT_MAX_PATCHES 500 /* keeps an operation far below the wire's 256 KiB for usual fields; the store splits by size too */

BrEdit  *br_edit_new       (const BrId *change_id, const char *label, BrEditMode mode); /* with room for patches, see add */
/** br_edit_add_patch: (transfer none) appends an empty patch and returns it; valid until the next add. Before the edit is shared only. */
BrPatch *br_edit_add_patch (BrEdit *self, BrKind kind, const BrId *id, gint64 base_rev, gboolean create);
/** br_patch_add_cell: copies both values; ascending fields. */
void     br_patch_add_cell (BrPatch *self, guint field, const BrValue *before, const BrValue *after);
BrEdit  *br_edit_ref       (BrEdit *self);
void     br_edit_unref     (BrEdit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrEdit, br_edit_unref)

/** br_edit_add_difference: adds the patch that turns `before` (NULL: nothing) into `after`; adds nothing when equal. Returns whether it added. */
gboolean br_edit_add_difference (BrEdit *self, const BrRecord *before, const BrRecord *after);
/** br_patch_copy: a patch of its own, outside any edit; free with br_patch_free. */
BrPatch *br_patch_copy     (const BrPatch *self);
void     br_patch_free     (BrPatch *self);
/** br_patch_apply: writes the after-cells into `record`. */
void     br_patch_apply    (const BrPatch *self, BrRecord *record);

/**
 * The merge rule (SYNC.md 3.1, Reference). For each group of fields a patch touches: if the last change of any field of the
 * group is later than base_rev and was not made by the same device, and the field does not hold the after-value already, the
 * patch conflicts.
 */
typedef struct
{
  gint64 rev;  /* HQ revision of the record at which the field last changed */
  BrId   pc;   /* the device that changed it; none = HQ itself */
} BrFieldMark;
/** br_patch_conflict: index of the first conflicting field, or -1. `marks` has one entry per field of the kind. */
int      br_patch_conflict (const BrPatch *self, const BrRecord *current, const BrFieldMark *marks, const BrId *pc);

/* Lists in LINES cells. */
typedef struct
{
  char  *code;          /* owned */
  char  *kind;          /* owned: ean, upc, itf, internal, other */
  gint64 pack_milli;    /* quantity in the package, thousandths; 1000 = one */
} BrBarcode;
void       br_barcode_free   (BrBarcode *self);
GPtrArray *br_barcodes_parse (const char *lines, GError **error); /* of BrBarcode; NULL text gives an empty array */
char      *br_barcodes_format (GPtrArray *barcodes);              /* NULL when empty */
char     **br_lines_split    (const char *lines);                 /* NULL gives an empty vector */
char      *br_lines_join     (const char *const *items);          /* NULL when empty */

G_END_DECLS
