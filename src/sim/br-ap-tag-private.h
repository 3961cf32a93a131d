/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of an emulated tag share: its radio side and its screen. Within br-ap-tag*.c only. */
#pragma once

#include "br-ap-private.h"

G_BEGIN_DECLS

/* A picture it keeps. */
typedef struct
{
  guint8  version[8];
  guint8  data_type;
  GBytes *payload;
} ApStored;

struct _BrApTag
{
  BrAir          *air;
  BrApTagParams   params;
  guint64         mac;
  char            text[17];
  const BrApType *type;
  BrAp           *ap;        /* it obeys that one; NULL: none yet */
  gboolean        powered, deep;
  guint64         turn;      /* counts plans: the one before is out of date */
  guint           wake;      /* why it checks in next */
  guint           misses, n_scans;
  gint64          report_us; /* the last full one */
  gint64          measure_us; /* of its battery */
  int             measured_mv;
  ApSlot          offer;     /* being fetched */
  guint           block, tries;
  guint           ble_fails; /* in a row */
  GQueue          stored;    /* of ApStored, the newest first */
  ApStored        shown;     /* payload NULL: its start screen */
  gint64          shown_us;
  guint8         *pixels;    /* of `shown`, or NULL: not asked for yet */
  ApStored        drawing;   /* payload NULL: nothing */
  guint64         draw_turn;
  gint64          blinks_until_us;
  gint64          used_uas;  /* charge */
  BrApRule        rules[BR_AP_N_TAG_FAULTS];
  guint           n_fired[BR_AP_N_TAG_FAULTS];
  BrApTagCounts   counts;
};

gboolean ap_tag_fires     (BrApTag *self, BrApTagFault fault);
void     ap_tag_use       (BrApTag *self, gint64 uas);
/* Screen: br-ap-tag-screen.c */
const ApStored *ap_tag_find_stored (const BrApTag *self, const guint8 version[8]);
void     ap_tag_store     (BrApTag *self, const guint8 version[8], guint8 data_type, GBytes *payload);
void     ap_tag_forget    (BrApTag *self);
void     ap_tag_show_start (BrApTag *self);
gint64   ap_tag_draw      (BrApTag *self, const ApStored *picture); /* how long it takes, us */
void     ap_tag_blink     (BrApTag *self, GBytes *pattern);
void     ap_tag_screen_clear (BrApTag *self);

G_END_DECLS
