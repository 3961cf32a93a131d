/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo shop's goods: a deterministic bilingual (Chinese and English) grocery and household catalogue of any size. */
#pragma once

#include "br-record.h"

G_BEGIN_DECLS

#define BR_SIM_SHOP_DEFAULT_SKUS 3000
#define BR_SIM_SHOP_MAX_SKUS     1000000

/** BrSimShopParams: what to make. Equal parameters give equal records; the first products do not depend on n_skus. */
typedef struct
{
  guint64     seed;     /* any number */
  gsize       n_skus;   /* 1 to BR_SIM_SHOP_MAX_SKUS */
  gint64      at_us;    /* promotional prices are current, coming and over around this instant, microseconds UTC */
  const BrId *zones;    /* price zones that some entries are for; may be NULL */
  gsize       n_zones;
  const BrId *stores;   /* stores that some entries and assortments are for; may be NULL */
  gsize       n_stores;
} BrSimShopParams;

/** BrSimShopFunc: takes one record, valid during the call. rev, by and at_us are for the receiver to fill. Returns FALSE to stop. */
typedef gboolean (*BrSimShopFunc) (const BrRecord *record, gpointer data, GError **error);

/**
 * br_sim_shop_generate: makes categories, brands, units, tax classes and suppliers, then each product with its SKUs, price
 * entries and assortment exceptions, every record after the ones it refers to. Errors: RANGE for n_skus, and the func's.
 */
gboolean br_sim_shop_generate (const BrSimShopParams *params, BrSimShopFunc func, gpointer data, GError **error);

G_END_DECLS
