/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits for tests. */
#include "config.h"

#include "br-error.h"
#include "br-settings-store.h"
#include "fixture.h"

BrEditor
fixture_editor (const char *label, BrEditMode mode)
{
  return (BrEditor) { .actor = { .role = BR_ROLE_HQ_ADMIN }, .person_name = "Ada", .label = label, .mode = mode };
}

/* A put on its way through a write job. */
typedef struct
{
  const BrRecord *before;
  const BrRecord *after;
  BrId change;
} Put;

static gboolean
put_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Put *put = data;
  BrEditor editor = fixture_editor ("put", BR_EDIT_ATOMIC);
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);

  return br_edit_batch_put (batch, put->before, put->after, error) && br_edit_batch_finish (batch, &put->change, NULL, error);
}

BrId
fixture_put (Fixture *self, const BrRecord *before, const BrRecord *after)
{
  Put put = { before, after };

  fixture_write (self, put_job, &put);
  return put.change;
}

BrId
fixture_rename (Fixture *self, BrKind kind, const BrId *uid, const char *name)
{
  g_autoptr (BrRecord) before = fixture_load (self, kind, uid);
  g_autoptr (BrRecord) after = br_record_copy (before);

  br_value_set_text (&after->cells[1], name);
  return fixture_put (self, before, after);
}

typedef struct
{
  BrId change;
  BrId undo;
} Undo;

static gboolean
undo_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Undo *self = data;
  BrEditor editor = fixture_editor ("Undo", BR_EDIT_EACH);

  return br_undo_apply (tx, &editor, &self->change, &self->undo, NULL, error);
}

BrId
fixture_undo (Fixture *self, const BrId *change)
{
  Undo undo = { .change = *change };

  fixture_write (self, undo_job, &undo);
  return undo.undo;
}

BrId
fixture_delete (Fixture *self, const BrRecord *before)
{
  g_autoptr (BrRecord) after = br_record_copy (before);
  Put put = { before, after };
  g_autoptr (GError) error = NULL;

  br_value_set_int (&after->cells[BR_FIELD_DELETED], 1);
  if (br_store_write (self->store, put_job, &put, &error))
    return put.change;
  g_assert_error (error, BR_ERROR, BR_ERROR_IN_USE);
  return (BrId) { 0 };
}

static gboolean
enrol_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set (tx, BR_META_PC, "01234567-89ab-7cde-8f01-23456789abcd", error) && br_settings_set (tx, BR_META_EPOCH, "e1", error);
}

void
fixture_enrol (Fixture *self)
{
  fixture_write (self, enrol_job, NULL);
}
