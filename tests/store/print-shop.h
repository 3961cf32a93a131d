/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store with one printer, and orders to it. */
#pragma once

#include "br-print-person.h"
#include "br-printer-store.h"
#include "fixture.h"

G_BEGIN_DECLS

#define PRINT_SHOP_PRINTER "file:/tmp/x"

/** PrintCall: what a job on the queue is given, and what it gives. */
typedef struct
{
  BrPrintMove move;
  gint64 job, seq, number;
  gboolean flag;
  GPtrArray *list;
  BrPrintCounts counts;
} PrintCall;

/** PrintShopOrder: an order, and how far it was written. */
typedef struct
{
  BrPrintOrder order;
  gint64 limit, job, written;
} PrintShopOrder;

Fixture *print_shop_new (void);
/** print_shop_order_job: a BrStoreFunc that writes the next part of a PrintShopOrder. */
gboolean print_shop_order_job (BrStoreTx *tx, gpointer data, GError **error);
/** print_shop_items: n of them, `copies` labels each. Caller frees. */
GPtrArray *print_shop_items (guint n, guint copies, const BrId *sku);
/** print_shop_torn_job, print_shop_next_job: BrStoreFunc; the orders that were not written whole are closed; `list` gets up to four labels after job/seq. */
gboolean print_shop_torn_job (BrStoreTx *tx, gpointer data, GError **error);
gboolean print_shop_next_job (BrStoreTx *tx, gpointer data, GError **error);
/** print_shop_jobs_job: a BrReadFunc; `list` gets all orders. */
gboolean print_shop_jobs_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error);
/** print_shop_template: a shelf label that shows a price, and a counter when asked for. */
BrLabelTemplate *print_shop_template (gboolean counted);
/** print_shop_order: orders n × copies labels in parts of `limit`; the job. `sku`: what all are of, or NULL. */
gint64   print_shop_order (Fixture *fixture, BrLabelTemplate *template, guint n, guint copies, gint64 limit, const BrId *sku);
/** print_shop_move: whether the label was in one of the states `from`, and is in `to` now. */
gboolean print_shop_move (Fixture *fixture, gint64 job, gint64 seq, guint from, BrLabelState to);
/** print_shop_assert_next: the labels that come next, as "job/seq job/seq". */
void     print_shop_assert_next (Fixture *fixture, gint64 after_job, gint64 after_seq, const char *expected);

G_END_DECLS
