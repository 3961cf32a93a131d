/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Binding by two scans in either order: what each scan means after those before it. Pure: no clock, no service; the dialog around it does what
 * a step says. A half pair is forgotten after BR_BIND_WINDOW_US: a product scanned then must not meet a tag scanned now.
 */
#pragma once

#include "br-tag-service.h"

G_BEGIN_DECLS

#define BR_BIND_WINDOW_US (30ll * G_USEC_PER_SEC) /* between the two scans of a pair */

/** BrBindState: what a person sees. */
typedef enum
{
  BR_BIND_READY = 1,
  BR_BIND_HAS_TAG,    /* waits for the product */
  BR_BIND_HAS_GOODS,  /* waits for the tag */
  BR_BIND_ASKS,       /* the tag is bound to another product */
  BR_BIND_WORKS,      /* it is being stored */
  BR_BIND_DONE,
  BR_BIND_ALREADY,    /* it was so before */
  BR_BIND_UNKNOWN,    /* nothing has the code */
  BR_BIND_MANY,       /* several products have it */
  BR_BIND_IS_GOODS,   /* a product has it, where only a tag is asked for: to be learned it must not be */
  BR_BIND_LEARNS,     /* the button of the tag is to be pressed */
  BR_BIND_FAILED,
} BrBindState;

/** BrBindStep: what is to be done now. */
typedef enum { BR_BIND_STEP_NONE = 0 /* only shown */, BR_BIND_STEP_STORE /* `tag` and `goods`, or `tag` in the place of `broken` */ } BrBindStep;

/** BrBindFlow: owned by the dialog. */
typedef struct
{
  BrBindState state;
  BrTagView *tag;     /* or NULL */
  BrSkuRow  *goods;   /* or NULL */
  BrTagView *broken;  /* set: it is replaced by the tag scanned, no product is scanned; else NULL */
  char      *code;    /* the last one scanned, or NULL */
  gint64     since_us; /* of the half pair; 0 = none */
  gboolean   rebind;  /* a person agreed that the tag leaves the product it was bound to */
} BrBindFlow;

void       br_bind_flow_clear   (BrBindFlow *self);
/** br_bind_flow_scanned: a code was looked up. */
BrBindStep br_bind_flow_scanned (BrBindFlow *self, const char *code, const BrTagScan *scan, gint64 now_us);
/** br_bind_flow_learnt: the tag whose button was pressed. */
BrBindStep br_bind_flow_learnt  (BrBindFlow *self, BrTagView *tag, gint64 now_us);
/** br_bind_flow_agree: yes, leave the other product. */
BrBindStep br_bind_flow_agree   (BrBindFlow *self);
/** br_bind_flow_stored: it was, or (FALSE) it was not. */
void       br_bind_flow_stored  (BrBindFlow *self);
void       br_bind_flow_failed  (BrBindFlow *self);
/** br_bind_flow_tick: forgets a half pair that is too old; TRUE when something is to be shown anew. */
gboolean   br_bind_flow_tick    (BrBindFlow *self, gint64 now_us);
/** br_bind_flow_get_left_us: until the half pair is forgotten; 0 = there is none. */
gint64     br_bind_flow_get_left_us (const BrBindFlow *self, gint64 now_us);
/** br_bind_flow_restart: nothing is scanned. */
void       br_bind_flow_restart (BrBindFlow *self);

G_END_DECLS
