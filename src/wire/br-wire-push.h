/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Push (SYNC.md 3.4), NDJSON:
 *   {"pc":"<uuid>","inc":1,"epoch":"..","first":412,"head":418}
 *   {"q":412,"id":"<op uuid>","t":"edit","v":1,"at":<us>,"actor":"<person uuid>","b":{…}}     t "void": a withdrawn operation, b {}
 *   {"end":1,"n":7}
 * Answer: {"acked":418,"durable":418,"epoch":"..","res":[{"q":414,"s":"rejected","code":"conflict","why":[[patch index,"code","text",<record body>|null],…]}],"applied":{"cat":881}}
 *   res lists only operations that are not plain ok. s: ok, merged, rejected, quarantined; an EACH edit with some patches refused is "merged" with a why for each.
 *   Codes: conflict, duplicate_sku, duplicate_barcode, unknown_record, unknown_reference, in_use, invalid, refused_role, refused_place, below_floor, life_cycle, unsupported.
 */
#pragma once

#include "br-record.h"

G_BEGIN_DECLS

/** BrOp: one operation on the wire. */
typedef struct
{
  gint64  seq;     /* dense from 1 per device and incarnation */
  BrId    op_id;
  char   *type;    /* owned: "edit", "void" */
  int     version;
  gint64  at_us;
  BrId    actor;   /* person; none = the device itself */
  GBytes *body;    /* owned: JSON object text */
} BrOp;
void br_op_free (BrOp *self);

/** BrPush: a request. */
typedef struct { BrId pc; gint64 inc; char *epoch; gint64 first; gint64 head; GPtrArray *ops /* of BrOp */; } BrPush;
void      br_push_clear (BrPush *self);
/** Limits: 500 ops, 8 MiB, op 256 KiB, line 1 MiB, depth 16. Errors: PROTOCOL, RANGE. */
gboolean  br_push_read  (GBytes *body, BrPush *out, GError **error);
GBytes   *br_push_write (const BrPush *push);

typedef enum { BR_OP_OK = 1, BR_OP_MERGED, BR_OP_REJECTED, BR_OP_QUARANTINED } BrOpStatus;
/** BrPatchRefusal: why one patch was refused. */
typedef struct { guint patch; char *code; char *text; char *current /* record body JSON, or NULL */; } BrPatchRefusal;
/** BrOpResult: of one operation. */
typedef struct { gint64 seq; BrOpStatus status; GPtrArray *refusals /* of BrPatchRefusal, or NULL */; } BrOpResult;
/** BrPushAnswer */
typedef struct { gint64 acked; gint64 durable; char *epoch; GPtrArray *results /* of BrOpResult */; GHashTable *applied /* feed -> gint64* */; } BrPushAnswer;
#define BR_PUSH_ANSWER_MAX_BYTES (256 * 1024 * 1024) /* 500 operations of 500 patches, each refused with the record of HQ */
/** br_push_answer_init: an empty answer; then add_result, op_result_add_refusal, set_applied copy what they are given. */
void        br_push_answer_init        (BrPushAnswer *self);
void        br_push_answer_clear       (BrPushAnswer *self);
BrOpResult *br_push_answer_add_result  (BrPushAnswer *self, gint64 seq, BrOpStatus status); /* transfer none */
void        br_op_result_add_refusal   (BrOpResult *self, guint patch, const char *code, const char *text, const char *current);
void        br_push_answer_set_applied (BrPushAnswer *self, const char *feed, gint64 seq);
gboolean  br_push_answer_read  (GBytes *body, BrPushAnswer *out, GError **error);
GBytes   *br_push_answer_write (const BrPushAnswer *answer);

G_END_DECLS
