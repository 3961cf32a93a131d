/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One change made to a field of many goods: what the person chose, and what it makes of one value. */
#pragma once

#include "br-record.h"

G_BEGIN_DECLS

/** BrMassField: the fields that can be changed in bulk. */
typedef enum
{
  BR_MASS_PRICE = 1, /* amount of the SKU's regular base entry */
  BR_MASS_COST, BR_MASS_STATUS,
  BR_MASS_CATEGORY, BR_MASS_BRAND, BR_MASS_SUPPLIER, BR_MASS_UNIT, BR_MASS_TAX_CLASS,
  BR_MASS_NAME,
} BrMassField;

/** BrMassOperation: what is done to the old value. */
typedef enum
{
  BR_MASS_SET = 1,  /* money, status, references; a NULL value empties the field where it may be empty */
  BR_MASS_ADD,      /* money: + amount_minor, which may be negative */
  BR_MASS_MULTIPLY, /* money: × rate_bp / 10,000, half-up */
  BR_MASS_ROUND,    /* money: to the nearest amount that ends in ending_minor (br_money_round_to_ending) */
  BR_MASS_REPLACE,  /* name: every `find` becomes `replacement` */
} BrMassOperation;

/** BrMassEdit: the whole request. */
typedef struct _BrMassEdit BrMassEdit;
struct _BrMassEdit
{
  BrMassField     field;
  BrMassOperation operation;
  BrValue         value;         /* SET: owned */
  char           *note;          /* SET of a status: why; owned, or NULL */
  gint64          amount_minor;  /* ADD */
  gint64          rate_bp;       /* MULTIPLY: 1..1,000,000 */
  gint64          ending_minor;  /* ROUND: 90 for x.90; also after ADD and MULTIPLY when modulus_minor > 0 */
  gint64          modulus_minor; /* ROUND: 100 for x.90; 0 = no rounding */
  char           *find;          /* REPLACE: owned, not empty */
  char           *replacement;   /* REPLACE: owned; NULL or empty removes */
};

/** BrPriceEnding: what a rounded price ends in: ending_minor modulo modulus_minor, a power of ten. */
typedef struct
{
  gint64 ending_minor;
  gint64 modulus_minor;
} BrPriceEnding;
/** br_price_endings: (transfer none) the endings shops use in a currency with `digits` decimals (0..3). */
const BrPriceEnding *br_price_endings (guint digits, gsize *n);

void     br_mass_edit_clear (BrMassEdit *self);                       /* releases, leaves zero */
void     br_mass_edit_copy  (BrMassEdit *to, const BrMassEdit *from); /* `to` is taken as empty */
/** br_mass_edit_target: the kind and field of record that holds the value. */
void     br_mass_edit_target (const BrMassEdit *self, BrKind *kind, guint *field);
/** br_mass_edit_check: whether the request makes sense by itself. Errors: INVALID, RANGE. */
gboolean br_mass_edit_check (const BrMassEdit *self, GError **error);
/** br_mass_edit_apply: the new value for `before`, checked against the schema. Arithmetic on an unknown amount gives NULL again.
 *  A status only takes the steps br_life_cycle_allows, with a note where br_life_cycle_wants_note. `after` is an initialised value. Errors: INVALID, RANGE. */
gboolean br_mass_edit_apply (const BrMassEdit *self, const BrValue *before, BrValue *after, GError **error);

G_END_DECLS
