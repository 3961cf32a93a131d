/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Applying one operation: decide each patch, then write it; the whole operation stands in a savepoint. */
#include "config.h"

#include "br-hq-apply.h"

#include <string.h>

#include "br-error.h"
#include "br-hq-check.h"
#include "br-hq-feed.h"
#include "br-wire-record.h"

/** Application: one operation under way. */
typedef struct
{
  BrHqTx *tx;
  const BrHqDevice *device;
  const BrOp *op;
  BrEdit *edit;       /* owned */
  BrActor actor;
  char *actor_name; /* owned, or NULL when the actor may not act here */
  BrOpResult *result;     /* borrowed from the answer; NULL = plainly ok so far */
  BrPushAnswer *answer;
  guint n_applied;  /* patches written */
} Application;

static BrOpResult *
need_result (Application *self)
{
  if (self->result == NULL)
    self->result = br_push_answer_add_result (self->answer, self->op->seq, BR_OP_MERGED);
  return self->result;
}

static void
refuse (Application *self, guint patch, const char *code, const char *text, const char *current)
{
  br_op_result_add_refusal (need_result (self), patch, code, text, current);
}

/* Who acts, as HQ knows them now: active, and allowed to work where the device stands. */
static gboolean
load_actor (Application *self, GError **error)
{
  g_auto (BrHqRecord) person = BR_HQ_RECORD_INIT;
  const BrId *store;

  if (br_id_is_none (&self->op->actor))
    return TRUE;
  if (!br_hq_record_load (self->tx->sql, BR_KIND_PERSON, &self->op->actor, &person, error))
    return FALSE;
  if (!person.found || br_record_int (&person.record, BR_FIELD_DELETED) != 0 || br_record_int (&person.record, BR_PERSON_ACTIVE) == 0)
    return TRUE;
  store = br_record_ref (&person.record, BR_PERSON_STORE);
  if (store != NULL && !br_id_is_none (&self->device->store) && !br_id_equal (store, &self->device->store))
    return TRUE;
  self->actor.person = self->op->actor;
  self->actor.role = (BrRole) br_record_int (&person.record, BR_PERSON_ROLE);
  if (store != NULL)
    self->actor.store = *store;
  self->actor_name = g_strdup (br_record_text (&person.record, BR_PERSON_NAME));
  return TRUE;
}

/* A device writes only what it reads. Whoever moves a record must be able to read both its places. */
static gboolean
check_place (Application *self, const BrHqRecord *stored, const BrRecord *next, BrHqVerdict *verdict, GError **error)
{
  g_autofree char *feed = NULL;
  gboolean allowed = TRUE;

  if (br_id_is_none (&self->device->store))
    return TRUE;
  feed = br_hq_feed_name (self->tx, next, error);
  if (feed == NULL || !br_hq_feed_is_for (self->tx->sql, feed, &self->device->store, &allowed, error))
    return FALSE;
  if (allowed && stored->feed != NULL && !br_hq_feed_is_for (self->tx->sql, stored->feed, &self->device->store, &allowed, error))
    return FALSE;
  if (!allowed)
    br_hq_verdict_set (verdict, "refused_place", "this device does not stand where the record belongs");
  return TRUE;
}

static void
check_role (Application *self, const BrPatch *patch, const BrHqRecord *stored, const BrRecord *next, BrHqVerdict *verdict)
{
  g_autoptr (GError) reason = NULL;

  if (self->actor_name == NULL)
    br_hq_verdict_set (verdict, "refused_role", "nobody who may work here made this change");
  else if (!br_role_check_patch (&self->actor, patch, next, &reason) || (stored->found && !br_role_check_patch (&self->actor, patch, &stored->record, &reason)))
    br_hq_verdict_set (verdict, "refused_role", reason->message);
}

static gboolean
patch_revives (const BrPatch *patch)
{
  for (guint i = 0; i < patch->n_cells; i++)
    if (patch->cells[i].field == BR_FIELD_DELETED)
      return TRUE;
  return FALSE;
}

/* A record made twice with the same content is the same deed told twice, not a conflict. */
static gboolean
is_made_already (const BrPatch *patch, const BrHqRecord *stored)
{
  for (guint i = 0; i < patch->n_cells; i++)
    if (!br_value_equal (&patch->cells[i].after, &stored->record.cells[patch->cells[i].field]))
      return FALSE;
  return TRUE;
}

/* The merge rule, and existence. */
static void
check_base (Application *self, const BrPatch *patch, const BrHqRecord *stored, BrHqVerdict *verdict)
{
  gboolean deleted = stored->found && br_record_int (&stored->record, BR_FIELD_DELETED) != 0;

  if (!stored->found && !patch->create)
    br_hq_verdict_set (verdict, "unknown_record", "HQ does not have this record");
  else if (stored->found && patch->create && !is_made_already (patch, stored))
    br_hq_verdict_set (verdict, "conflict", "HQ has a different record of this id");
  else if (deleted && !patch_revives (patch))
    br_hq_verdict_set (verdict, "conflict", "the record has been deleted");
  else if (stored->found && !patch->create && br_patch_conflict (patch, &stored->record, stored->marks, &self->device->pc) >= 0)
    br_hq_verdict_set (verdict, "conflict", "somebody else changed the same fields meanwhile");
}

static gboolean
judge (Application *self, const BrPatch *patch, const BrHqRecord *stored, const BrRecord *next, BrHqVerdict *verdict, GError **error)
{
  const BrHqChange change = { .actor = &self->actor, .stored = stored, .next = next, .undo = self->edit->undo };

  if (!check_place (self, stored, next, verdict, error))
    return FALSE;
  if (br_hq_verdict_is_ok (verdict))
    check_role (self, patch, stored, next, verdict);
  if (br_hq_verdict_is_ok (verdict))
    check_base (self, patch, stored, verdict);
  return !br_hq_verdict_is_ok (verdict) || br_hq_check (self->tx->sql, &change, verdict, error);
}

/* The body HQ has is shown to those only who may read it. */
static const char *
current_for (const BrHqRecord *stored, const BrHqVerdict *verdict)
{
  return strcmp (verdict->code, "refused_place") == 0 ? NULL : stored->body;
}

static gboolean
apply_patch (Application *self, guint index, GError **error)
{
  const BrPatch *patch = &self->edit->patches[index];
  g_auto (BrHqRecord) stored = BR_HQ_RECORD_INIT;
  g_autoptr (BrRecord) next = NULL;
  const BrHqAuthor author = { .by = self->actor_name, .pc = self->device->pc, .at_us = self->tx->now_us };
  BrHqVerdict verdict = { NULL, NULL };
  gboolean changed, ok;

  if (!br_hq_record_load (self->tx->sql, patch->kind, &patch->id, &stored, error))
    return FALSE;
  next = stored.found ? br_record_copy (&stored.record) : br_record_new (patch->kind, &patch->id);
  br_patch_apply (patch, next);
  ok = judge (self, patch, &stored, next, &verdict, error);
  if (ok && br_hq_verdict_is_ok (&verdict))
    {
      ok = br_hq_record_put (self->tx, &stored, next, &author, &changed, error);
      self->n_applied++;
    }
  else if (ok)
    refuse (self, index, verdict.code, verdict.text, current_for (&stored, &verdict));
  br_hq_verdict_clear (&verdict);
  return ok;
}

/* The savepoint's body. An atomic edit with a refused patch fails with REFUSED, which undoes the others. */
static gboolean
apply_edit (BrSql *sql, gpointer data, GError **error)
{
  Application *self = data;

  for (guint i = 0; i < self->edit->n_patches; i++)
    if (!apply_patch (self, i, error))
      return FALSE;
  if (self->result != NULL && self->edit->mode == BR_EDIT_ATOMIC)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_REFUSED, "a part of an atomic edit was refused");
      return FALSE;
    }
  return TRUE;
}

/* Whether a failure is the operation's own fault, and not the disk's or the moment's. */
static gboolean
is_poison (const GError *error)
{
  static const BrError own[] = {
    BR_ERROR_INVALID, BR_ERROR_RANGE, BR_ERROR_EXISTS, BR_ERROR_NOT_FOUND, BR_ERROR_CONFLICT, BR_ERROR_REFUSED, BR_ERROR_PROTOCOL
  };

  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (g_error_matches (error, BR_ERROR, (int) own[i]))
      return TRUE;
  return FALSE;
}

static void
refuse_all (Application *self, BrOpStatus status, const char *code, const char *text)
{
  need_result (self)->status = status;
  refuse (self, 0, code, text, NULL);
}

static gboolean
run_edit (Application *self, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (!load_actor (self, error))
    return FALSE;
  if (br_sql_transaction (self->tx->sql, BR_SQL_SAVEPOINT, apply_edit, self, &problem))
    {
      if (self->result != NULL && self->n_applied == 0)
        self->result->status = BR_OP_REJECTED;
      return TRUE;
    }
  if (!is_poison (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  g_hash_table_remove_all (self->tx->places);
  if (g_error_matches (problem, BR_ERROR, BR_ERROR_REFUSED))
    need_result (self)->status = BR_OP_REJECTED;
  else
    refuse_all (self, BR_OP_QUARANTINED, "invalid", problem->message);
  return TRUE;
}

gboolean
br_hq_apply (BrHqTx *tx, const BrHqDevice *device, const BrOp *op, BrPushAnswer *answer, GError **error)
{
  Application self = { .tx = tx, .device = device, .op = op, .answer = answer };
  g_autoptr (BrEdit) edit = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean ok;

  if (strcmp (op->type, "void") == 0)
    return TRUE;
  if (strcmp (op->type, "edit") != 0 || op->version != 1)
    {
      refuse_all (&self, BR_OP_REJECTED, "unsupported", "this HQ does not know such an operation");
      return TRUE;
    }
  edit = br_wire_edit_read (op->body, &problem);
  if (edit == NULL)
    {
      refuse_all (&self, BR_OP_QUARANTINED, "invalid", problem->message);
      return TRUE;
    }
  self.edit = edit;
  ok = run_edit (&self, error);
  g_free (self.actor_name);
  return ok;
}
