/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many live records refer to each record: what is in use is not deleted. Weak references (br-schema.h) do not count. */
#pragma once

#include "br-record.h"
#include "br-sql.h"

G_BEGIN_DECLS

/** br_hq_use_update: counts what `after` refers to and `before` (NULL: a new record) did not, and the other way round. Errors: storage. */
gboolean br_hq_use_update (BrSql *sql, const BrRecord *before, const BrRecord *after, GError **error);
/** br_hq_use_find: whether a live record refers to the one of `kind` and `id`. Errors: storage. */
gboolean br_hq_use_find   (BrSql *sql, BrKind kind, const BrId *id, gboolean *used, GError **error);

G_END_DECLS
