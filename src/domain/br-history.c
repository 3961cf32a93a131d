/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people are told about changes: freeing. */
#include "config.h"

#include "br-history.h"

void
br_history_entry_free (BrHistoryEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->label);
  g_free (self->person_name);
  g_free (self->device);
  g_free (self->name);
  g_free (self->product_name);
  br_value_clear (&self->before);
  br_value_clear (&self->after);
  g_free (self->before_text);
  g_free (self->after_text);
  g_free (self);
}

void
br_change_summary_free (BrChangeSummary *self)
{
  if (self == NULL)
    return;
  g_free (self->label);
  g_free (self->person_name);
  g_free (self->device);
  g_free (self->name);
  g_free (self->product_name);
  g_free (self);
}

void
br_undo_loss_free (BrUndoLoss *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->product_name);
  br_value_clear (&self->wanted);
  g_free (self->wanted_text);
  br_value_clear (&self->now);
  g_free (self->now_text);
  g_free (self->person_name);
  g_free (self);
}

void
br_edit_problem_free (BrEditProblem *self)
{
  if (self == NULL)
    return;
  g_clear_error (&self->error);
  g_free (self);
}
