/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of tags.db share: short ways to run a statement over numbers, and the steps a job's end has. */
#pragma once

#include "br-store.h"
#include "br-tag-rows.h"

G_BEGIN_DECLS

/** br_tag_sql_run: runs a statement with up to two numbers, ?1 and ?2; unused ones are not bound. */
gboolean br_tag_sql_run    (BrDb *db, const char *sql, gint64 first, gint64 second, GError **error);
/** br_tag_sql_number: the number a statement gives; NULL and no row are 0. */
gboolean br_tag_sql_number (BrDb *db, const char *sql, gint64 first, gint64 second, gint64 *number, GError **error);
/** br_tag_sql_bind_row: a row id, NULL for 0. */
void     br_tag_sql_bind_row (sqlite3_stmt *statement, int parameter, gint64 id);
/** br_tag_sql_bind_minor: an amount, NULL for G_MININT64. */
void     br_tag_sql_bind_minor (sqlite3_stmt *statement, int parameter, gint64 minor);
/** br_tag_sql_minor: G_MININT64 for NULL. */
gint64   br_tag_sql_minor  (sqlite3_stmt *statement, int column);

/** br_tag_sql_note: an event with nothing but these. */
gboolean br_tag_sql_note   (BrStoreTx *tx, BrTagEventKind kind, gint64 tag, const char *note, GError **error);

/** br_tag_job_ensure: a job for what is wanted, unless one is active or nothing is wanted. priority -1 = as it was wanted. */
gboolean br_tag_job_ensure (BrStoreTx *tx, gint64 tag, int priority, GError **error);
/** br_tag_show: from now on the tag is known to show this. Does nothing when just that was known. */
gboolean br_tag_show       (BrStoreTx *tx, gint64 tag, gint64 gen, const char *digest, BrTagProof proof, GError **error);
/** br_tag_show_nothing: from now on it is not known what it shows. */
gboolean br_tag_show_nothing (BrStoreTx *tx, gint64 tag, GError **error);

G_END_DECLS
