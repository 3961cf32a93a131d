/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits and patches (br-record.h), and the rule by which two people's patches conflict. */
#include "br-record.h"

BrEdit *
br_edit_new (const BrId *change_id, const char *label, BrEditMode mode)
{
  BrEdit *self = g_atomic_rc_box_new0 (BrEdit);

  self->change_id = *change_id;
  self->label = g_ref_string_new (label);
  self->mode = mode;
  return self;
}

/* Arrays grow at powers of two; the capacity follows from the count. */
static gboolean
is_full (guint n)
{
  return (n & (n - 1)) == 0;
}

BrPatch *
br_edit_add_patch (BrEdit *self, BrKind kind, const BrId *id, gint64 base_rev, gboolean create)
{
  BrPatch *patch;

  g_return_val_if_fail (self->n_patches < BR_EDIT_MAX_PATCHES, NULL);
  if (is_full (self->n_patches))
    self->patches = g_renew (BrPatch, self->patches, MAX (1, self->n_patches * 2));
  patch = &self->patches[self->n_patches++];
  *patch = (BrPatch) { .kind = kind, .id = *id, .base_rev = base_rev, .create = create };
  return patch;
}

void
br_patch_add_cell (BrPatch *self, guint field, const BrValue *before, const BrValue *after)
{
  BrCell *cell;

  g_return_if_fail (self->n_cells == 0 || self->cells[self->n_cells - 1].field < field);
  if (is_full (self->n_cells))
    self->cells = g_renew (BrCell, self->cells, MAX (1, self->n_cells * 2));
  cell = &self->cells[self->n_cells++];
  *cell = (BrCell) { .field = (guint8) field };
  br_value_copy (&cell->before, before);
  br_value_copy (&cell->after, after);
}

BrEdit *
br_edit_ref (BrEdit *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_patch (BrPatch *self)
{
  for (guint i = 0; i < self->n_cells; i++)
    {
      br_value_clear (&self->cells[i].before);
      br_value_clear (&self->cells[i].after);
    }
  g_free (self->cells);
}

static void
clear_edit (gpointer data)
{
  BrEdit *self = data;

  for (guint i = 0; i < self->n_patches; i++)
    clear_patch (&self->patches[i]);
  g_free (self->patches);
  g_ref_string_release (self->label);
}

void
br_edit_unref (BrEdit *self)
{
  g_atomic_rc_box_release_full (self, clear_edit);
}

BrPatch *
br_patch_copy (const BrPatch *self)
{
  BrPatch *copy = g_new (BrPatch, 1);

  *copy = *self;
  copy->n_cells = 0;
  copy->cells = NULL;
  for (guint i = 0; i < self->n_cells; i++)
    br_patch_add_cell (copy, self->cells[i].field, &self->cells[i].before, &self->cells[i].after);
  return copy;
}

void
br_patch_free (BrPatch *self)
{
  if (self == NULL)
    return;
  clear_patch (self);
  g_free (self);
}

gboolean
br_edit_add_difference (BrEdit *self, const BrRecord *before, const BrRecord *after)
{
  static const BrValue nothing = BR_VALUE_INIT;
  const BrKindInfo *info = br_schema_get (after->kind);
  BrPatch *patch = NULL;

  for (guint i = 0; i < info->n_fields; i++)
    {
      const BrValue *old = before != NULL ? &before->cells[i] : &nothing;

      if (br_value_equal (old, &after->cells[i]))
        continue;
      if (patch == NULL)
        patch = br_edit_add_patch (self, after->kind, &after->id, before != NULL ? before->rev : 0, before == NULL);
      br_patch_add_cell (patch, i, old, &after->cells[i]);
    }
  return patch != NULL;
}

void
br_patch_apply (const BrPatch *self, BrRecord *record)
{
  for (guint i = 0; i < self->n_cells; i++)
    br_value_copy (&record->cells[self->cells[i].field], &self->cells[i].after);
}

/* Whether somebody else has changed `field`, or one it belongs together with, after the author looked. */
static gboolean
is_changed_since (const BrPatch *self, guint field, const BrFieldMark *marks, const BrId *pc)
{
  const BrKindInfo *info = br_schema_get (self->kind);
  guint8 group = info->fields[field].group;

  for (guint i = 0; i < info->n_fields; i++)
    {
      gboolean together = i == field || (group != 0 && info->fields[i].group == group);

      if (together && marks[i].rev > self->base_rev && !br_id_equal (&marks[i].pc, pc))
        return TRUE;
    }
  return FALSE;
}

int
br_patch_conflict (const BrPatch *self, const BrRecord *current, const BrFieldMark *marks, const BrId *pc)
{
  for (guint i = 0; i < self->n_cells; i++)
    {
      guint field = self->cells[i].field;

      if (!br_value_equal (&current->cells[field], &self->cells[i].after) && is_changed_since (self, field, marks, pc))
        return field;
    }
  return -1;
}
