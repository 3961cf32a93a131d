/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tag service over a real store with its threads, three goods (A-1, A-2, B-1), and stations that are nothing but a driver's table: what is handed over is shown at once. */
#pragma once

#include "br-station-thread.h"
#include "br-tag-service.h"
#include "import-fixture.h"

G_BEGIN_DECLS

#define TAG_DESK_LED  "00000000000000A1" /* a tag with a light */
#define TAG_DESK_DARK "00000000000000A2" /* one without */

/** TagDesk: cleared by tag_desk_clear. */
typedef struct
{
  BrStore *store;
  BrTagService *service;
  GAsyncResult *result; /* of the call under way */
  GAsyncResult *last;   /* of the one before */
  guint n_tags, n_stations, n_designs;
} TagDesk;

void          tag_desk_init     (TagDesk *desk, const char *name);
/** tag_desk_init_with: its stations are what `open` makes of them. tag_desk_init_by: and all goes by `clock`, which outlives it. */
void          tag_desk_init_with (TagDesk *desk, const char *name, BrStationOpen open);
void          tag_desk_init_by  (TagDesk *desk, const char *name, BrStationOpen open, const BrClock *clock);
void          tag_desk_clear    (TagDesk *desk);
/** tag_desk_ready_cb: for calls of the service; tag_desk_wait gives the result, the desk's until the next one. */
void          tag_desk_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *tag_desk_wait     (TagDesk *desk);
/** tag_desk_write: waits for a call that gives nothing back; `code` 0 = it succeeds. */
void          tag_desk_write    (TagDesk *desk, int code);
/** tag_desk_until: runs the main loop until `is_so`. */
void          tag_desk_until    (TagDesk *desk, gboolean (*is_so) (TagDesk *desk));

/** tag_desk_add_station: set up and driven; "silent" as its address is never reached. */
void          tag_desk_add_station (TagDesk *desk, const char *address);
/** tag_desk_find: (transfer full) the row of a tag that its station has told of, by its key. */
BrTagView    *tag_desk_find     (TagDesk *desk, const char *key);
/** tag_desk_goods: (transfer full) by a scanned code. */
BrSkuRow     *tag_desk_goods    (TagDesk *desk, const char *code);
/** tag_desk_bind: binds; `code` as in tag_desk_write. */
void          tag_desk_bind     (TagDesk *desk, const char *key, const char *sku, gboolean rebind, int code);

/** tag_desk_press: somebody presses the button of a tag. */
void          tag_desk_press    (const char *key);
/** tag_desk_n_blinks: so often a tag blinked. tag_desk_n_sent: so many pictures were handed over. */
guint         tag_desk_n_blinks (void);
guint         tag_desk_n_sent   (void);
/** tag_desk_shown: (transfer full) the picture a tag shows, or NULL. */
BrTagImage   *tag_desk_shown    (const char *key);

G_END_DECLS
