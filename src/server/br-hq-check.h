/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules a changed record must keep that need the database: references both ways, unique keys, the category tree, the price floor. */
#pragma once

#include "br-hq-record.h"
#include "br-role.h"

G_BEGIN_DECLS

/** BrHqVerdict: why a patch is refused. */
typedef struct
{
  const char *code; /* static; NULL = nothing is wrong */
  char       *text; /* owned: one English sentence */
} BrHqVerdict;

void     br_hq_verdict_clear  (BrHqVerdict *self);
/** br_hq_verdict_set: keeps the first reason given. `text` is copied. */
void     br_hq_verdict_set    (BrHqVerdict *self, const char *code, const char *text);
/** br_hq_verdict_is_ok: nothing said against it so far. */
gboolean br_hq_verdict_is_ok  (const BrHqVerdict *self);

/** BrHqChange: one patch in question. */
typedef struct
{
  const BrActor    *actor;  /* who; NULL = HQ itself, whom the floor does not bind */
  const BrHqRecord *stored; /* the record as it is */
  const BrRecord   *next;   /* as it would be */
  gboolean          undo;   /* the edit takes an earlier one back */
} BrHqChange;

/** br_hq_check: all of them. Only what the change touches is looked at; of a record being deleted,
 *  whether live ones refer to it. Errors: storage. */
gboolean br_hq_check (BrSql *sql, const BrHqChange *change, BrHqVerdict *verdict, GError **error);

G_END_DECLS
