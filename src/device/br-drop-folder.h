/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A folder, mostly on another machine, into which pictures are dropped for a server that moves them on. Under the root: one folder takes them, one has
 * those taken, one has text files with what went wrong. Names are made here; a picture BASE.png has a companion BASE.xml, which appears by renaming, after
 * the picture is whole. The server may write names in other letters, capital or small. Errors of all: OFFLINE (the folder is not there: not mounted, or the
 * other machine is off), FULL, IO.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_DROP_MAX_FILES 20000 /* looked at in a folder */

/** BrDropFolder: where it is. Borrowed texts. */
typedef struct
{
  const char *root;
  const char *input, *completed, *log; /* under it */
} BrDropFolder;

/** BrDropPlace: where a picture is. */
typedef enum
{
  BR_DROP_NOWHERE = 1, /* nothing of it anywhere */
  BR_DROP_HALF,        /* not all of it was dropped */
  BR_DROP_WAITING,     /* dropped, not taken yet */
  BR_DROP_TAKEN,       /* moved to Completed */
} BrDropPlace;

/** br_drop_folder_check: it is there, with what takes pictures. */
gboolean br_drop_folder_check  (const BrDropFolder *folder, GError **error);
/** br_drop_folder_read: (transfer full) a file in the root, at most `max_bytes`. Errors also: NOT_FOUND, RANGE. */
GBytes  *br_drop_folder_read   (const BrDropFolder *folder, const char *name, gsize max_bytes, GError **error);
/** br_drop_folder_put: on an error nothing was dropped that the server would take, but of IO that is not certain. */
gboolean br_drop_folder_put    (const BrDropFolder *folder, const char *base, GBytes *png, const char *xml, GError **error);
/** br_drop_folder_put_alone: a companion without a picture, as BASE.XML. */
gboolean br_drop_folder_put_alone (const BrDropFolder *folder, const char *base, const char *xml, GError **error);
/** br_drop_folder_look: *complaint (transfer full): of one that waits, the line of the newest log that names it together with "error" or "fail"; else NULL. */
gboolean br_drop_folder_look   (const BrDropFolder *folder, const char *base, BrDropPlace *place, char **complaint, GError **error);
/** br_drop_folder_remove: takes back what waits whose name begins with `prefix`. */
gboolean br_drop_folder_remove (const BrDropFolder *folder, const char *prefix, GError **error);
/** br_drop_folder_count: companions that wait, and since when the one longest there does (microseconds UTC, 0 = none waits). */
gboolean br_drop_folder_count  (const BrDropFolder *folder, guint *n, gint64 *oldest_us, GError **error);

G_END_DECLS
