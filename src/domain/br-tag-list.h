/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lists of shelf tags work with: the query, one row, and what a shelf says beside what it should. */
#pragma once

#include "br-tag-rows.h"

G_BEGIN_DECLS

/** BrTagPhase: where a tag is with what it is to show, as people see it. */
typedef enum
{
  BR_TAG_PHASE_FREE = 1,  /* bound to nothing, and nothing is to be shown */
  BR_TAG_PHASE_SHOWN,     /* shows what is wanted */
  BR_TAG_PHASE_WAITING,   /* a job waits to be sent */
  BR_TAG_PHASE_ON_WAY,    /* a job is out */
  BR_TAG_PHASE_FAILED,    /* the job for what is wanted failed, or there is none: needs a person */
  BR_N_TAG_PHASES
} BrTagPhase;

typedef enum { BR_TAG_SORT_NAME = 1 /* of the article */, BR_TAG_SORT_KEY, BR_TAG_SORT_STATION, BR_TAG_SORT_PHASE, BR_TAG_SORT_BATTERY, BR_TAG_SORT_SIGNAL, BR_TAG_SORT_HEARD } BrTagSort;

/** BrTagQuery: which tags, in which order. Zeroed but for sort = all of them. */
typedef struct
{
  char       text[128];  /* in article's name, code or barcode, or the tag's key, alias or sticker; "" = any */
  BrTagPhase phase;      /* 0 = any */
  gint64     station;    /* 0 = any, -1 = tags of none */
  guint      type;       /* code, 0 = any */
  guint      attention;  /* any of these bits; 0 = any */
  int        battery_below_mv; /* known and less than this; 0 = any */
  BrId       sku;        /* tags of this article; none = any */
  gint64     now_us;     /* for SILENT */
  BrTagSort  sort;
  gboolean   descending;
} BrTagQuery;

/** BrTagListRow: one tag of the list. Immutable once shared, atomically reference counted. */
typedef struct
{
  BrTag        *tag;
  BrTagPhase    phase;
  guint         attention;     /* with SILENT */
  char         *station_name;
  gboolean      bound;
  BrId          sku;
  char         *name, *code;   /* of the article, as it is now; of one that is gone as it was shown */
  gint64        price_minor;   /* of record now, G_MININT64 = none */
  BrTagJobState job_state;     /* of the active job, else of the last one for what is wanted; 0 = none */
  gint64        job_us;        /* since when */
  char         *job_note;
} BrTagListRow;
BrTagListRow *br_tag_list_row_new   (void);
BrTagListRow *br_tag_list_row_ref   (BrTagListRow *self);
void          br_tag_list_row_unref (BrTagListRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagListRow, br_tag_list_row_unref)

/** BrTagCounts: for cards and headings. */
typedef struct
{
  gint64 tags, bound;
  gint64 phases[BR_N_TAG_PHASES];          /* by BrTagPhase */
  gint64 attention[BR_N_TAG_ATTENTIONS];   /* by number of the bit, SILENT included */
  gint64 any_attention;                    /* tags with any */
} BrTagCounts;

/** BrShelfDoubt: why a shelf is in the mismatch list; bits. */
typedef enum
{
  BR_SHELF_DOUBT_TAG = 1 << 0,     /* the tag shows another price than the one of record, or none known */
  BR_SHELF_DOUBT_PAPER = 1 << 1,   /* so does the paper label */
  BR_SHELF_DOUBT_TILL = 1 << 2,    /* HQ, and with it the till, does not know the price of record yet */
  BR_SHELF_DOUBT_PROOF = 1 << 3,   /* the tag should show it, but the proof is too weak */
} BrShelfDoubt;
#define BR_N_SHELF_DOUBTS 4

/** BrShelfRow: one bound article: what its price is, and what is known to say so. Prices in minor units, G_MININT64 = none. Immutable once shared, atomically reference counted. */
typedef struct
{
  gint64     tag;
  char      *tag_key;
  BrId       sku;
  char      *name, *code;
  gint64     record_minor, record_regular_minor;
  gint64     record_us;      /* since when it is wanted on the shelf, 0 = never was */
  gint64     tag_minor, tag_regular_minor;
  BrTagProof tag_proof;
  gint64     tag_us;         /* since when the tag shows it, 0 = not known to show anything */
  gboolean   has_paper;      /* a label was printed for this shelf and is not said to be gone */
  gint64     paper_minor, paper_us;
  gboolean   has_till;       /* what HQ has is known here */
  gint64     till_minor;
  guint      doubts;         /* BrShelfDoubt */
} BrShelfRow;
BrShelfRow *br_shelf_row_new   (void);
BrShelfRow *br_shelf_row_ref   (BrShelfRow *self);
void        br_shelf_row_unref (BrShelfRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrShelfRow, br_shelf_row_unref)

/** BrShelfQuery: which of them. */
typedef struct
{
  char       text[128];    /* in name, code or the tag's key; "" = all */
  gboolean   all;          /* also those without a doubt (for the certificate) */
  BrTagProof least_proof;  /* accepted */
  gint64     at_us;        /* as of this moment; 0 = now. Paper and till are known for now only. */
  guint      limit;
} BrShelfQuery;

G_END_DECLS
