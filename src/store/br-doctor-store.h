/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the doctor found: how many SKUs have each finding. */
#pragma once

#include "br-db.h"
#include "br-sku-row.h"

G_BEGIN_DECLS

/** BrDoctorCounts: SKUs by finding. */
typedef struct
{
  gint64 n_skus;                /* all in the list */
  gint64 n_any;                 /* with at least one finding */
  gint64 n[BR_N_FINDINGS];      /* by bit number of BrFinding */
} BrDoctorCounts;

/** br_doctor_store_counts: reads every row's findings (0.1 s for a million). Errors: storage. */
gboolean br_doctor_store_counts (BrDb *db, BrDoctorCounts *out, GError **error);

/** BrCategoryCount: how many SKUs stand directly in a category. */
typedef struct
{
  BrId   category; /* none = without a category */
  gint64 n;
} BrCategoryCount;

/** br_category_store_counts: (transfer full) of BrCategoryCount. Errors: storage. */
GArray  *br_category_store_counts (BrDb *db, GError **error);

G_END_DECLS
