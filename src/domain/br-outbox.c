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
  g_free (self->label);
  g_free (self->code);
  g_free (self->text);
  g_clear_pointer (&self->edit, br_edit_unref);
  br_record_free (self->theirs);
  g_free (self);
}
