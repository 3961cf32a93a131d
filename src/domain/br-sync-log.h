/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of the sync log, for people. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrSyncLogLevel: how an entry is shown; stored. */
typedef enum { BR_SYNC_LOG_INFO = 1, BR_SYNC_LOG_WARNING = 2, BR_SYNC_LOG_ERROR = 3 } BrSyncLogLevel;
/** BrSyncLogEntry: one line of the sync log. */
typedef struct
{
  gint64         at_us;  /* microseconds UTC */
  BrSyncLogLevel level;
  char          *what;   /* owned: a short code the window translates ("push", "feed", "offline") */
  char          *detail; /* owned, or NULL: English, no personal data */
} BrSyncLogEntry;

/** BrSyncRun: what going around once carried; the detail of an entry "run". */
typedef struct
{
  gint64 sent;             /* operations HQ answered */
  gint64 refused;          /* changes of records it refused among them */
  gint64 received;         /* records read from feeds, deleted ones included */
  gint64 pictures_sent;
  gint64 pictures_fetched;
} BrSyncRun;
/** br_sync_run_write: "sent=3 refused=0 …", what is 0 left out; NULL when all is. Caller frees. */
char    *br_sync_run_write (const BrSyncRun *self);
/** br_sync_run_read: FALSE when it is no such text; words it does not know are passed over. */
gboolean br_sync_run_read  (const char *text, BrSyncRun *out);

G_END_DECLS
