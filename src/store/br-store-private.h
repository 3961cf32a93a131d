/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that make up the store share: the change being collected and the schema's migrations. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

BrChange *br_change_new      (void);
/** br_change_is_empty: whether there is nothing to announce. */
gboolean  br_change_is_empty (const BrChange *self);

/** br_store_migrate: brings a cache file to the schema of this program. Errors: as br_db_migrate. */
gboolean  br_store_migrate   (BrDb *db, GError **error);
/** br_store_migrate_print: the same for print.db. */
gboolean  br_store_migrate_print (BrDb *db, GError **error);
/** br_store_migrate_tags: the same for tags.db. */
gboolean  br_store_migrate_tags  (BrDb *db, GError **error);

G_END_DECLS
