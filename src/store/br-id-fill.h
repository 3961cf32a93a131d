/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling a set with the row ids that statements give, as long as they are not too many. */
#pragma once

#include "br-db.h"
#include "br-id-set.h"

G_BEGIN_DECLS

/** BrIdFill: a running fill. Once it is not complete, nothing more is added, and the set is of no use. */
typedef struct
{
  BrDb     *db;       /* borrowed */
  BrIdSet  *set;      /* borrowed */
  gsize     limit;    /* ids the set may have */
  gboolean  complete; /* begin with TRUE */
} BrIdFill;

/** br_id_fill_from: the ids a bound statement gives. Errors, here and below: storage. */
gboolean br_id_fill_from   (BrIdFill *self, sqlite3_stmt *statement, GError **error);
/** br_id_fill_range: what `sql` gives, with `low` and `high` as ?1 and ?2. */
gboolean br_id_fill_range  (BrIdFill *self, const char *sql, gint64 low, gint64 high, GError **error);
/** br_id_fill_rest: everything but what `sql` gives: for values nearly every row has. */
gboolean br_id_fill_rest   (BrIdFill *self, const char *sql, GError **error);
/** br_id_fill_refs: what `sql` gives with each of `refs` (NULL = none) as ?1. */
gboolean br_id_fill_refs   (BrIdFill *self, const char *sql, const BrIdSet *refs, GError **error);
/** br_id_fill_prefix: what `sql` gives with ?1 and ?2 around all texts that begin with `prefix`. */
gboolean br_id_fill_prefix (BrIdFill *self, const char *sql, const char *prefix, GError **error);

G_END_DECLS
