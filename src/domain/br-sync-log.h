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

G_END_DECLS
