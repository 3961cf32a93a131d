/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person sees of shelf tags: rows of lists, the truth of a shelf, a plan. Views are immutable once shared and atomically reference counted; texts owned. */
#pragma once

#include "br-sku-row.h"
#include "br-tag-type.h"

G_BEGIN_DECLS

/** BrTagShows: one word for what is known of a tag's picture. */
typedef enum
{
  BR_TAG_SHOWS_NOTHING = 1, /* not bound to goods */
  BR_TAG_SHOWS_WANTED,      /* shows what it should, by `proof` */
  BR_TAG_SHOWS_BLANKING,    /* was unbound, and may show an old price until it is blank */
  BR_TAG_SHOWS_WAITING,     /* its picture waits to be sent */
  BR_TAG_SHOWS_AT_STATION,  /* the station has it; the tag fetches it at its next check-in */
  BR_TAG_SHOWS_FETCHING,    /* the tag fetches it */
  BR_TAG_SHOWS_LOOKING,     /* it is being found out what became of it */
  BR_TAG_SHOWS_AGAIN,       /* it did not get there and is tried again */
  BR_TAG_SHOWS_SILENT,      /* the tag is not heard */
  BR_TAG_SHOWS_FAILED,      /* needs a person */
  BR_TAG_SHOWS_HELD,        /* shows what it should in its old look: the new one waits to be started */
  BR_TAG_SHOWS_FINDER,      /* it is looked for: it shows the finder picture, or is about to */
  BR_N_TAG_SHOWS
} BrTagShows;

/** BrTagView: one tag of the list. */
typedef struct
{
  guint32   row;           /* row id */
  char     *key;           /* as BrTagSighting.tag */
  char     *scan_code;     /* what its sticker says, or NULL */
  BrTagType type;          /* n_colours 0 = not known */
  gint64    station;       /* id; 0 = none has it */
  char     *station_name;  /* or NULL */
  BrId      sku;           /* none = not bound */
  guint32   sku_row;       /* of the cache; 0 = gone from it */
  char     *name, *code, *barcode; /* of the article, or NULL */
  char     *place;         /* where it hangs, as typed when it was bound, or NULL */
  char     *template_key;  /* design it is drawn with, or NULL = none fits */
  gboolean  template_chosen; /* by hand for this tag, not by rule */
  gint64    wanted_minor, wanted_regular_minor; /* what it should show; G_MININT64 = none */
  gint64    shown_minor;   /* what it is known to show */
  gint64    wanted_from_us; /* when what is wanted is to be shown; 0 = now */
  BrTagShows shows;
  BrTagProof proof;        /* of what it shows */
  gint64    shown_us;      /* since when; 0 = never */
  gint64    heard_us, next_us; /* 0 = not known; G_MAXINT64 = it sleeps until woken by hand */
  int       battery_mv;    /* 0 = not known */
  gboolean  battery_or_more;
  int       rssi, temperature; /* 0, G_MININT = not known */
  guint     firmware;
  guint     attention;     /* BrTagAttention */
  gint64    job;           /* under way, or the last one that failed; 0 = none */
  char     *note;          /* of that job, or NULL; English, for the log */
} BrTagView;
BrTagView *br_tag_view_new   (void);
BrTagView *br_tag_view_ref   (BrTagView *self);
void       br_tag_view_unref (BrTagView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagView, br_tag_view_unref)
#define BR_TAG_DEAD_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC) /* without a word */
/** br_tag_view_is_dead: nobody bound it, and it was not heard for BR_TAG_DEAD_US: broken, lost or given away, for all that can be known. */
gboolean   br_tag_view_is_dead (const BrTagView *self, gint64 now_us);

typedef enum { BR_TAG_SORT_NAME = 1, BR_TAG_SORT_KEY, BR_TAG_SORT_SHOWS, BR_TAG_SORT_BATTERY, BR_TAG_SORT_HEARD, BR_TAG_SORT_PRICE, BR_TAG_SORT_STATION } BrTagSort;
/** BrTagQuery: which tags. */
typedef struct
{
  char     text[128];     /* in name, code, barcode, key, sticker or place; "" = all */
  guint    shows;         /* bits 1 << BrTagShows; 0 = all */
  guint    attention;     /* any of these BrTagAttention; 0 = all */
  gint64   station;       /* 0 = all */
  int      type;          /* code, -1 = all */
  gboolean unbound_only, bound_only;
  BrTagSort sort;
  gboolean descending;
} BrTagQuery;

/** BrTagCounts: for tabs and badges. */
typedef struct { gint64 tags, bound, shows[BR_N_TAG_SHOWS], attention, mismatch; } BrTagCounts;

/** BrShelfTruth: what the shelf says of one article, and what the till charges. */
typedef struct
{
  guint32   sku_row;
  BrId      sku;
  char     *name, *code, *barcode;
  gint64    record_minor;            /* price of record here now; G_MININT64 = none */
  gint64    tag_minor;               /* on its tag */
  gint64    tag_us;                  /* since when that is known */
  BrTagProof tag_proof;
  guint32   tag_row;                 /* 0 = it has no tag */
  char     *tag_key;
  guint     n_tags;                  /* it may have several: the worst is shown */
  BrTagShows tag_shows;              /* how far that one is with what it should show; 0 = not asked */
  gint64    paper_minor, paper_us;   /* on its paper label; G_MININT64, 0 = none */
  gint64    till_minor, till_us;     /* as HQ last said; G_MININT64 = HQ has none */
  gboolean  till_waits;              /* a change of ours is not at HQ yet: the till has the price before it */
  gint64    since_us;                /* since when record and shelf differ; 0 = they agree */
  guint     differs;                 /* BrShelfDiffers */
} BrShelfTruth;
/** BrShelfDiffers: what of it is not the price of record; bits. */
typedef enum { BR_SHELF_TAG_DIFFERS = 1 << 0, BR_SHELF_PAPER_DIFFERS = 1 << 1, BR_SHELF_TILL_DIFFERS = 1 << 2, BR_SHELF_NOT_PROVED = 1 << 3 } BrShelfDiffers;
BrShelfTruth *br_shelf_truth_new   (void);
BrShelfTruth *br_shelf_truth_ref   (BrShelfTruth *self);
void          br_shelf_truth_unref (BrShelfTruth *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrShelfTruth, br_shelf_truth_unref)

/** br_shelf_truth_is_wrong: another price than that of record is known to be on the tag, on paper or at the till; what is only not known, or not proved, is not wrong. */
gboolean      br_shelf_truth_is_wrong (const BrShelfTruth *self);

/** BrShelfWhich: which of the articles with a tag. */
typedef enum { BR_SHELF_DIFFERING = 0 /* wrong, or not proved */, BR_SHELF_WRONG, BR_SHELF_UNPROVED /* differing, but not wrong */, BR_SHELF_ALL } BrShelfWhich;
/** BrShelfSort: WORST: wrong prices, then what is not proved, then the rest, each by how long; `descending` is not for it. What is not known is last in every order. */
typedef enum { BR_SHELF_SORT_WORST = 0, BR_SHELF_SORT_NAME, BR_SHELF_SORT_RECORD, BR_SHELF_SORT_TAG, BR_SHELF_SORT_PAPER, BR_SHELF_SORT_TILL, BR_SHELF_SORT_SINCE } BrShelfSort;
/** BrShelfQuery: which shelves. Borrowed. */
typedef struct
{
  const char  *text;        /* in name, code, barcode or the tag's key; NULL or "" = all */
  BrShelfWhich which;
  BrShelfSort  sort;
  gboolean     descending;
  BrTagProof   least_proof; /* accepted */
  gint64       now_us;      /* the till's price is HQ's at this moment */
  gint64       at_us;       /* as of this moment; 0 = now. Paper is known of since it was printed; the till for now only. */
  guint        limit;
} BrShelfQuery;
/** BrShelfSum: of all that were looked for, also beyond the limit. */
typedef struct
{
  gint64 total;    /* articles that match */
  gint64 agree_us; /* since when all articles with a tag are known to agree; 0 = not all do, or there are none, or not all were looked for */
  gint64 till_us;  /* when HQ last said what tills charge; 0 = that is not known */
} BrShelfSum;

/** BrStationView: one base station. */
typedef struct
{
  gint64        id;
  char         *driver;      /* "oepl", "opticon", "exec" */
  char         *name, *address;
  BrStationState state;
  guint         troubles;    /* BrStationTrouble */
  gint64        since_us;    /* that state */
  char         *note;        /* why, English, for the log; or NULL */
  char         *firmware;    /* or NULL */
  guint         n_tags, n_waiting, n_at_station, n_failed;
  gboolean      uncounted;   /* it has not told its tags yet: n_tags says nothing */
  guint         capacity, most; /* tags it serves well, and takes in at most; 0 = not known */
  gint64        free_bytes, uptime_s; /* -1 = not known */
  int           rssi;
  guint         channel;
  gboolean      taking_in;   /* new tags may join just now */
  gboolean      paused;      /* by a person */
  int           quiet_from_min, quiet_to_min; /* nothing is sent between these minutes of the day, local; equal = always */
  BrTagProof    best_proof;  /* its kind can give */
} BrStationView;
BrStationView *br_station_view_new   (void);
BrStationView *br_station_view_ref   (BrStationView *self);
void           br_station_view_unref (BrStationView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrStationView, br_station_view_unref)

/** BrTagEventView: one line of what happened. */
typedef struct
{
  gint64 at_us, station, job;
  guint32 tag;
  guint  code;    /* BrTagEventKind */
  int    from, to; /* as BrTagEvent */
  char  *name;    /* of the person, or of the station it went to; or NULL */
  char  *note;    /* English, for the log; or NULL */
} BrTagEventView;
void br_tag_event_view_free (BrTagEventView *self);

/** BrTagDesignRule: which design tags are drawn with. The narrowest that fits a tag wins: category before none, size before none. */
typedef struct
{
  gint64 id;          /* 0 = new */
  BrId   category;    /* and those below it; none = all */
  char  *category_name; /* or NULL */
  guint  width, height; /* of the tag; 0, 0 = all */
  gboolean promotion; /* only while the price is a promotional one */
  char  *template_key;
} BrTagDesignRule;
void br_tag_design_rule_free (BrTagDesignRule *self);

G_END_DECLS
