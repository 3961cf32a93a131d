/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells. */
#include "br-value.h"

void
br_value_clear (BrValue *self)
{
  if (self->type == BR_VALUE_TEXT)
    g_ref_string_release (self->text);
  self->type = BR_VALUE_NULL;
}

void
br_value_copy (BrValue *to, const BrValue *from)
{
  BrValue copy = *from;

  if (copy.type == BR_VALUE_TEXT)
    g_ref_string_acquire (copy.text);
  br_value_clear (to);
  *to = copy;
}

void
br_value_set_int (BrValue *self, gint64 integer)
{
  br_value_clear (self);
  self->type = BR_VALUE_INT;
  self->integer = integer;
}

void
br_value_set_text (BrValue *self, const char *text)
{
  char *copy = text != NULL ? g_ref_string_new (text) : NULL;

  br_value_clear (self);
  if (copy == NULL)
    return;
  self->type = BR_VALUE_TEXT;
  self->text = copy;
}

void
br_value_set_id (BrValue *self, const BrId *id)
{
  BrId copy = id != NULL ? *id : (BrId) { { 0 } };

  br_value_clear (self);
  if (br_id_is_none (&copy))
    return;
  self->type = BR_VALUE_ID;
  self->id = copy;
}

gboolean
br_value_equal (const BrValue *a, const BrValue *b)
{
  if (a->type != b->type)
    return FALSE;
  switch (a->type)
    {
    case BR_VALUE_INT: return a->integer == b->integer;
    case BR_VALUE_TEXT: return a->text == b->text || g_str_equal (a->text, b->text);
    case BR_VALUE_ID: return br_id_equal (&a->id, &b->id);
    case BR_VALUE_NULL:
    default: return TRUE;
    }
}
