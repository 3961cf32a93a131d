/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The price of an article as HQ has it, and with it the till: without this device's changes that HQ has not answered yet. */
#pragma once

#include "br-db.h"
#include "br-price.h"

G_BEGIN_DECLS

#define BR_TILL_SYNCED "synced_us" /* setting: when everything was last sent to HQ and read from it, also when there was nothing */

/** BrTillPrice: the answer. */
typedef struct
{
  gint64   price_minor; /* G_MININT64 = HQ has none */
  gboolean waits;       /* a change of its prices made here is not at HQ yet */
} BrTillPrice;

/** br_till_price_load: `sku`: its row; `place`: br_projection_get_place, at the instant asked for. Errors: storage. */
gboolean br_till_price_load (BrDb *db, gint64 sku, const BrPriceContext *place, BrTillPrice *out, GError **error);
/** br_till_price_synced: when HQ was heard last; 0 = never: then nothing is known of any till. */
gboolean br_till_price_synced (BrDb *db, gint64 *synced_us, GError **error);

G_END_DECLS
