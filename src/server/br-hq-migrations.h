/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of HQ's schema, data/sql/hq. */
#pragma once

#include "br-sql.h"

G_BEGIN_DECLS

/** br_hq_migrate: brings the database to this program's schema. Errors: as br_db_migrate. */
gboolean br_hq_migrate (BrSql *sql, GError **error);

G_END_DECLS
