/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes on their way: freeing. */
#include "config.h"
#include "br-outbox.h"

void
br_outbox_entry_free (BrOutboxEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->label);
  g_free (self->person_name);
  g_free (self);
}

void
br_refusal_free (BrRefusal *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->product_name);
  g_free (self->label);
  g_free (self->person_name);
  g_free (self->code);
  g_free (self->text);
  g_clear_pointer (&self->edit, br_edit_unref);
  br_record_free (self->theirs);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_free (self);
}

gboolean
br_refusal_is_gone (const BrRefusal *self)
{
  return self->theirs != NULL && br_record_int (self->theirs, BR_FIELD_DELETED) != 0;
}
