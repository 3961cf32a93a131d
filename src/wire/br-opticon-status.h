/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an Opticon ESL Server writes of its labels into the table `labelstatus` of an SQL database (esl.md 3.2; manual v1.0.62.2), and what it says of a picture.
 * Which types and which letters its columns have is another matter with each database: all are read as texts. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_OPTICON_STATUS_TABLE "labelstatus"

/** BrOpticonStatus: one label. Plain data. */
typedef struct
{
  char   mac[17];
  int    image;        /* index of the picture it has, -1 = not told */
  gint64 image_us;     /* when it got it: microseconds UTC by the server's clock, 0 = not told */
  gint64 info_us;      /* when it was heard last, likewise */
  int    status;       /* what happened last, -1 = not told */
  int    image_status; /* likewise, of pictures */
} BrOpticonStatus;

/** BrOpticonVerdict: of a picture handed over. */
typedef enum { BR_OPTICON_WAITS = 1, BR_OPTICON_SHOWN, BR_OPTICON_FAILED } BrOpticonVerdict;

/** br_opticon_status_read: one row, by the names of its columns; any bytes, NULL = null. FALSE: it is no label's, or what is needed is missing. */
gboolean         br_opticon_status_read  (const char *const *names, const char *const *cells, guint n, BrOpticonStatus *out);
/** br_opticon_status_judge: of the picture with that index (1..255) handed over at `sent_us`. What the server says of the time before is not said of it. */
BrOpticonVerdict br_opticon_status_judge (const BrOpticonStatus *self, guint index, gint64 sent_us);

G_END_DECLS
