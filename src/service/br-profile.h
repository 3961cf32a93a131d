/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The profile: the cache of one device, opened for the window, and what it says about where it stands. */
#pragma once

#include "br-clock.h"
#include "br-record.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

#define BR_TYPE_PROFILE (br_profile_get_type ())
/** BrProfile: emits on main "changed" when its info may have changed (settings, stores), and
 *  "committed" (guint kinds, gboolean outbox) after every committed change of the cache; kinds = bits 1 << BrKind. */
G_DECLARE_FINAL_TYPE (BrProfile, br_profile, BR, PROFILE, GObject)

/** BrProfileInfo: boxed snapshot. */
typedef struct
{
  BrId     home;        /* the store the device was enrolled in; none = all stores */
  BrId     place;       /* the store whose prices lists show; none = HQ's view */
  char    *place_name;  /* or NULL */
  char    *currency;    /* ISO 4217 code, or NULL */
  char    *time_zone;   /* IANA name, or NULL */
  char    *device_name; /* or NULL */
  char    *hq_url;      /* or NULL = not enrolled */
} BrProfileInfo;

/** br_profile_default_dir: where a person's own profile is kept; caller frees. */
char                *br_profile_default_dir    (void);
/** br_profile_open_async: opens (and migrates) the cache off main. `clock` must outlive it. Errors: as br_store_open. */
void                 br_profile_open_async     (const char *dir, const BrClock *clock, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer user_data);
BrProfile           *br_profile_open_finish    (GAsyncResult *result, GError **error);
/** br_profile_get_store: (transfer none) the handle services are made with. */
BrStore             *br_profile_get_store      (BrProfile *self);
/** br_profile_get_info: (transfer none) as last read; valid until "changed". */
const BrProfileInfo *br_profile_get_info       (BrProfile *self);
/** br_profile_stores: of BrRecord store, by name. */
void                 br_profile_stores_async   (BrProfile *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray           *br_profile_stores_finish  (BrProfile *self, GAsyncResult *result, GError **error);
/** br_profile_set_place: whose prices lists show; none = HQ's view. Rebuilds the lists. */
void                 br_profile_set_place_async  (BrProfile *self, const BrId *store, GAsyncReadyCallback callback, gpointer user_data);
gboolean             br_profile_set_place_finish (BrProfile *self, GAsyncResult *result, GError **error);

G_END_DECLS
