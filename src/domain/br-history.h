/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people are told about changes: the audit trail's entries, what an undo could not restore, what an edit refused. */
#pragma once

#include "br-record.h"

G_BEGIN_DECLS

/** BrHistoryEntry: one changed cell of one record. */
typedef struct
{
  BrId     change_id;
  char    *label;        /* of the change-set */
  char    *person_name;  /* or NULL */
  char    *device;       /* or NULL */
  gint64   at_us;        /* microseconds UTC */
  gboolean from_hq;
  gboolean undone;       /* the change-set has been undone */
  BrKind   kind;         /* which record */
  BrId     uid;
  char    *name;         /* what the record is called, or NULL */
  char    *product_name; /* of the product it belongs to, when it is none itself; or NULL */
  gboolean create;       /* the change made the record */
  guint    field;
  BrValue  before;
  BrValue  after;
  char    *before_text;  /* REF cells by name; else NULL */
  char    *after_text;   /* the same */
} BrHistoryEntry;
void br_history_entry_free (BrHistoryEntry *self);

/** BrChangeSummary: a change-set in the audit trail. */
typedef struct
{
  BrId     change_id;
  char    *label;
  char    *person_name; /* or NULL */
  char    *device;      /* or NULL */
  gint64   at_us;       /* microseconds UTC */
  gint64   n_patches;
  gboolean from_hq;
  gboolean undone;      /* it has been undone, or withdrawn */
  gboolean withdrawn;   /* it was withdrawn before it was sent */
  gboolean is_undo;     /* it undoes another */
  BrKind   kind;        /* the first record of a small change by HQ, which has no label; else NONE */
  char    *name;        /* what that is called, or NULL */
  char    *product_name; /* of the product it belongs to, or NULL */
} BrChangeSummary;
void br_change_summary_free (BrChangeSummary *self);

/** BrUndoLoss: a cell that could not be restored: somebody changed it since, or the rules do not let it go back. */
typedef struct
{
  BrKind   kind;
  BrId     id;
  guint    field;        /* BR_FIELD_DELETED: the record itself stays as it is */
  char    *name;         /* what the record is called, or NULL */
  char    *product_name; /* of the product it belongs to, when it is none itself; or NULL */
  BrValue  wanted;       /* what undoing would have made it; NULL value when a rule was in the way */
  char    *wanted_text;  /* REF cells by name; else NULL */
  BrValue  now;          /* what it is and stays */
  char    *now_text;     /* the same */
  char    *person_name;  /* who made it so, or NULL */
  gint64   at_us;        /* when; 0 = not known */
  gboolean from_hq;      /* it came from HQ */
  int      why;          /* BrError of the rule in the way; -1 = changed since */
} BrUndoLoss;
void br_undo_loss_free (BrUndoLoss *self);

/** BrEditProblem: one patch that was not accepted. */
typedef struct
{
  BrKind  kind;
  BrId    id;
  int     field; /* or -1 */
  GError *error; /* owned */
} BrEditProblem;
void br_edit_problem_free (BrEditProblem *self);

G_END_DECLS
