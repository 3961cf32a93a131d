/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shelf tags for the window: stations, tags, binding, designs, plans, and what the shelf says against what it should. Use cases are blocking functions on
 * the store with an async pair for main. No SQL, no sockets, no GTK here. */
#pragma once

#include "br-label-template.h"
#include "br-tag-image.h"
#include "br-tag-view.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

#define BR_TYPE_TAG_SERVICE (br_tag_service_get_type ())
/** BrTagService: emits on main "tags-changed" (rows, jobs or counts), "stations-changed", "designs-changed". */
G_DECLARE_FINAL_TYPE (BrTagService, br_tag_service, BR, TAG_SERVICE, GObject)
/** br_tag_service_new: starts nothing yet. */
BrTagService *br_tag_service_new   (BrStore *store);
/** start: reads the stations and runs their threads, unless another program of this profile does (get_other). stop: ends them; nothing is lost. */
void          br_tag_service_start (BrTagService *self);
void          br_tag_service_stop  (BrTagService *self);
/** get_other: another program drives the stations of this profile; this one only shows. */
gboolean      br_tag_service_get_other (BrTagService *self);
/** get_kept: FALSE: what is known of shelf tags cannot be written down (a full disk, or one that only reads): nothing is sent, and it goes on by itself when it can be. */
gboolean      br_tag_service_get_kept (BrTagService *self);
/** get_set_aside: (transfer none) name of the file of shelf tags that was set aside last because it was damaged, and a new one begun; NULL = none ever was. */
const char   *br_tag_service_get_set_aside (BrTagService *self);
/** get_counts: (transfer none) as last counted; kept up to date after commits. */
const BrTagCounts *br_tag_service_get_counts (BrTagService *self);

/* Stations */
/** get_stations: (transfer full) of BrStationView, by name, as last known. */
GPtrArray *br_tag_service_get_stations     (BrTagService *self);
/** BrStationSettings: a station as a person sets it up. */
typedef struct { gint64 id /* 0 = new */; char *driver, *name, *address /* host[:port], folder or program */; gboolean paused; int quiet_from_min, quiet_to_min /* of the day, local; equal = none */; } BrStationSettings;
void       br_station_settings_clear       (BrStationSettings *self);
/** try_station: asks it who it is, changing nothing. finish: (transfer full) its health as a view. Errors: OFFLINE, PROTOCOL, INVALID, AUTH. */
void           br_tag_service_try_station_async    (BrTagService *self, const BrStationSettings *settings, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrStationView *br_tag_service_try_station_finish   (BrTagService *self, GAsyncResult *result, GError **error);
void           br_tag_service_save_station_async   (BrTagService *self, const BrStationSettings *settings, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** forget_station: Errors: IN_USE (bound tags are there). */
void           br_tag_service_forget_station_async (BrTagService *self, gint64 station, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** take_in: new tags may join this station for `minutes`; 0 = no more. Errors: OFFLINE, REFUSED. */
void           br_tag_service_take_in_async        (BrTagService *self, gint64 station, guint minutes, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean       br_tag_service_write_finish         (BrTagService *self, GAsyncResult *result, GError **error); /* of all that give nothing back */

/* Tags */
void       br_tag_service_ids_async   (BrTagService *self, const BrTagQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrIdList  *br_tag_service_ids_finish  (BrTagService *self, GAsyncResult *result, GError **error); /* (transfer full) rows of tags */
void       br_tag_service_rows_async  (BrTagService *self, BrIdList *ids, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_tag_service_rows_finish (BrTagService *self, GAsyncResult *result, GError **error); /* (transfer full) of BrTagView, in order; NULL for those gone */
/** BrProductShelf: what shelves have of a product. Lists of the same length where parallel. Owned. */
typedef struct
{
  GPtrArray *articles; /* of BrSkuRow */
  GPtrArray *truths;   /* of BrShelfTruth, parallel; NULL where neither a tag nor a label says anything */
  GPtrArray *tags;     /* of BrTagView, by article and place */
} BrProductShelf;
void            br_product_shelf_free             (BrProductShelf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrProductShelf, br_product_shelf_free)
/** of_product: its articles and the tags bound to them, at most `limit` of each. */
void            br_tag_service_of_product_async   (BrTagService *self, const BrId *product, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrProductShelf *br_tag_service_of_product_finish  (BrTagService *self, GAsyncResult *result, GError **error);
/** BrTagPictures: what a tag is known to show, and what it should show. Either may be NULL. Owned. */
typedef struct { BrTagImage *shown, *wanted; GPtrArray *problems /* of BrLabelProblem, of the wanted one */; } BrTagPictures;
void           br_tag_pictures_free           (BrTagPictures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagPictures, br_tag_pictures_free)
void           br_tag_service_pictures_async  (BrTagService *self, guint32 tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrTagPictures *br_tag_service_pictures_finish (BrTagService *self, GAsyncResult *result, GError **error);
/** events: newest first, of a tag or (tag 0) a station; at most `limit`. */
void       br_tag_service_events_async  (BrTagService *self, guint32 tag, gint64 station, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_tag_service_events_finish (BrTagService *self, GAsyncResult *result, GError **error); /* (transfer full) of BrTagEventView */

/* Binding */
/** BrTagScan: what a scanned code is. */
typedef enum { BR_TAG_SCAN_NOTHING = 0, BR_TAG_SCAN_TAG, BR_TAG_SCAN_GOODS } BrTagScanKind;
typedef struct { BrTagScanKind kind; BrTagView *tag; BrSkuRow *goods; gboolean many; /* several articles have it */ } BrTagScan;
void       br_tag_scan_free             (BrTagScan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagScan, br_tag_scan_free)
void       br_tag_service_scan_async    (BrTagService *self, const char *code, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrTagScan *br_tag_service_scan_finish   (BrTagService *self, GAsyncResult *result, GError **error);
/** bind: the tag shows the article from now on; committed at once, offline too. Errors: EXISTS (it is bound to another article: `rebind` says a person agreed), NOT_FOUND. */
typedef struct { guint32 tag; BrId sku; const char *place /* or NULL */, *template_key /* or NULL = by rule */, *person; gboolean rebind; } BrTagBind;
void       br_tag_service_bind_async    (BrTagService *self, const BrTagBind *bind, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** unbind: it is told to show a blank picture, since an orphan tag keeps showing an old price. */
void       br_tag_service_unbind_async  (BrTagService *self, BrIdList *tags, const char *person, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** forget: they are not listed any more until they are heard again or bound; those bound meanwhile stay. unforget: takes that back. */
void       br_tag_service_forget_async   (BrTagService *self, BrIdList *tags, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void       br_tag_service_unforget_async (BrTagService *self, BrIdList *tags, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** replace: the new tag takes over the article, place and design of a broken one, which is taken out of use. */
void       br_tag_service_replace_async (BrTagService *self, guint32 broken, guint32 with, const char *person, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** learn: `code` is on the sticker of the tag whose button is pressed, or that is powered up, within 60 s; finish: (transfer full) that tag. Errors: NOT_FOUND (none did), CONFLICT (several did), EXISTS. */
void       br_tag_service_learn_async   (BrTagService *self, const char *code, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrTagView *br_tag_service_learn_finish  (BrTagService *self, GAsyncResult *result, GError **error);
/** put_code: a sticker means that tag from now on, whatever it meant before; `tag` 0: it means none. Errors: INVALID, NOT_FOUND. write_finish. */
void       br_tag_service_put_code_async (BrTagService *self, const char *code, guint32 tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** led: blinks at its next check-in. Errors: OFFLINE (no station driven from here has it), REFUSED (the tag or its kind of station has no light), NOT_FOUND. */
void       br_tag_service_find_tag_async (BrTagService *self, guint32 tag, BrTagLed led, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** find_picture: for a tag without a light: at its next check-in it shows large squares in place of its price, until `found`, or half an hour at the latest.
 *  Errors: NOT_FOUND (it is not bound, or shows nothing yet). */
void       br_tag_service_find_picture_async (BrTagService *self, guint32 tag, const char *person, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void       br_tag_service_found_async        (BrTagService *self, guint32 tag, const char *person, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** again: failed ones are tried anew; what was confirmed is looked at once more. */
void       br_tag_service_again_async    (BrTagService *self, BrIdList *tags, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** seen: a person stood before the tag and says whether it shows the picture wanted. */
void       br_tag_service_seen_async     (BrTagService *self, guint32 tag, gboolean right, const char *person, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* Designs */
void       br_tag_service_designs_async  (BrTagService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_tag_service_designs_finish (BrTagService *self, GAsyncResult *result, GError **error); /* (transfer full) of BrLabelTemplate of kind BR_LABEL_TAG */
void       br_tag_service_rules_async    (BrTagService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_tag_service_rules_finish   (BrTagService *self, GAsyncResult *result, GError **error); /* (transfer full) of BrTagDesignRule */
void       br_tag_service_put_rule_async    (BrTagService *self, const BrTagDesignRule *rule, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void       br_tag_service_delete_rule_async (BrTagService *self, gint64 rule, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** preview: a design as a tag of that type would show it; `sku_row` 0 = the samples. */
void           br_tag_service_preview_async  (BrTagService *self, BrLabelTemplate *design, const BrTagType *type, guint32 sku_row, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrTagPictures *br_tag_service_preview_finish (BrTagService *self, GAsyncResult *result, GError **error); /* `wanted` */

/* Plan */
/** BrTagPlanStop: why a station gives its tags nothing. */
typedef enum { BR_TAG_PLAN_RUNS = 0, BR_TAG_PLAN_PAUSED /* by a person */, BR_TAG_PLAN_DOWN /* not reached */, BR_TAG_PLAN_LYING /* not trusted */, BR_TAG_PLAN_FULL /* its storage is */ } BrTagPlanStop;
/** BrTagPlanStation: what the plan is for one station. */
typedef struct
{
  gint64        station;
  char         *name;
  guint         n_tags;
  guint         n_stopped; /* tags under way that wait until it runs again; 0 while it runs */
  guint         n_silent;  /* of n_tags: not heard, no time can be said; 0 while it does not run */
  BrTagPlanStop stop;
  gint64        finish_us; /* of those that are heard; G_MAXINT64 = it does not run: no time can be said */
} BrTagPlanStation;
/** BrTagPlanView: how a mass change would go. Owned. */
typedef struct
{
  guint      n_changes;      /* tags whose pixels may change */
  guint      n_silent;       /* of those not heard, or without a station: no time can be said */
  guint      n_stopped;      /* of those at a station that does not run: not before it runs again */
  guint      n_by_deadline;  /* done before the deadline: how much can be done when it does not fit */
  gint64     finish_us;      /* all others; no time at all when there are none */
  gint64     deadline_us;    /* opening, 0 = none is set */
  gboolean   fits;           /* those others are done before the deadline */
  gint64     battery_ppm;    /* of a new battery, on average, a tag */
  guint      n_held;         /* besides: tags whose new look waits to be started */
  guint      n_held_unknown; /* of those: no time can be said: not heard, or their station does not run */
  gint64     look_finish_us; /* when all others are done, were it started now */
  guint      n_late;         /* of n_held: not done before the deadline; while there are any, BR_TAG_START_ALL is refused */
  GPtrArray *stations;       /* of BrTagPlanStation, the last to finish first */
  GArray    *curve;          /* gint64 pairs: time in us, tags done: for the chart */
} BrTagPlanView;
void           br_tag_plan_view_free     (BrTagPlanView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagPlanView, br_tag_plan_view_free)
/** plan: of all that is under way, what begins by `deadline_us` by itself, and the new looks that wait to be started; 0 = the next opening, or none when none is set. */
void           br_tag_service_plan_async  (BrTagService *self, gint64 deadline_us, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrTagPlanView *br_tag_service_plan_finish (BrTagService *self, GAsyncResult *result, GError **error);
/** BrTagStart: what of the new looks that wait is started, by whom (name, or NULL), for which deadline (as plan's). */
typedef enum { BR_TAG_START_ALL = 1, BR_TAG_START_IN_TIME /* what is done before it, goods on offer first */, BR_TAG_START_KNOWINGLY /* all, though some are late */ } BrTagStartHow;
typedef struct { gint64 deadline_us; BrTagStartHow how; const char *person; } BrTagStart;
/** start_look: write_finish; each tag's history says who did it. Errors: REFUSED (ALL, and some would be late). */
void           br_tag_service_start_look_async (BrTagService *self, const BrTagStart *start, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/** get_opening: minute of the shop's day (0..1439) it opens, when all shelves are to be right; -1 = none is set. set_opening: write_finish. */
int            br_tag_service_get_opening (BrTagService *self);
void           br_tag_service_set_opening_async (BrTagService *self, int minute, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/** get_rise_lead: how many minutes before a price rises by itself the shelf shows it, so that nobody pays more than it says; 0 = when it rises. A cut is shown when it begins.
 *  set_rise_lead: 0..1440; write_finish. Errors: INVALID. */
guint          br_tag_service_get_rise_lead (BrTagService *self);
void           br_tag_service_set_rise_lead_async (BrTagService *self, guint minutes, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* Record, shelf, till */
/** truths: as of now; the query's least_proof, now_us and at_us are not looked at. finish: `sum` is set. */
void       br_tag_service_truths_async  (BrTagService *self, const BrShelfQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_tag_service_truths_finish (BrTagService *self, GAsyncResult *result, BrShelfSum *sum, GError **error); /* (transfer full) of BrShelfTruth */
/** shelves: of these articles (row ids, each once). finish: (transfer full) of BrShelfTruth in their order; NULL where neither a tag nor a label says anything. */
void       br_tag_service_shelves_async  (BrTagService *self, BrIdList *articles, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_tag_service_shelves_finish (BrTagService *self, GAsyncResult *result, GError **error);
/** BrTagCertify: what is certified: every shelf at a moment (at_us; 0 = now), made by a person (name, or NULL), into a file: CSV by its name, else PDF. Borrowed. */
typedef struct { gint64 at_us; const char *person; GFile *file; } BrTagCertify;
/** certificate: what every shelf showed then as far as it is known, and the proof of it. write_finish. Errors: RANGE (before what is kept, or yet to come), G_IO_ERROR. */
void       br_tag_service_certificate_async (BrTagService *self, const BrTagCertify *what, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
