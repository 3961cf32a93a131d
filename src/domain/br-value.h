/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell of a record: nothing, an integer, a text or an id. */
#pragma once

#include "br-id.h"

G_BEGIN_DECLS

typedef enum { BR_VALUE_NULL = 0, BR_VALUE_INT, BR_VALUE_TEXT, BR_VALUE_ID } BrValueType;

/** BrValue: a cell. Text is a GRefString (immutable, atomic reference count), so values are cheap to copy and cross threads. */
typedef struct
{
  BrValueType type;
  union
  {
    gint64 integer; /* INT: unit given by the field (minor units, thousandths, basis points, microseconds, 0/1, enum) */
    char  *text;    /* TEXT: GRefString, valid UTF-8 */
    BrId   id;      /* ID */
  };
} BrValue;

#define BR_VALUE_INIT { .type = BR_VALUE_NULL }

void     br_value_clear    (BrValue *self);                        /* releases, leaves NULL */
void     br_value_copy     (BrValue *to, const BrValue *from);     /* clears `to` first */
void     br_value_set_int  (BrValue *self, gint64 integer);
void     br_value_set_text (BrValue *self, const char *text);      /* NULL text sets NULL */
void     br_value_set_id   (BrValue *self, const BrId *id);        /* none sets NULL */
gboolean br_value_equal    (const BrValue *a, const BrValue *b);

G_END_DECLS
