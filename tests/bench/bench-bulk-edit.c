/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a price change of 100,000 SKUs takes, committed with audit, outbox, undo and projection. */
#include "config.h"

#include "bulk.h"

int
main (void)
{
  Bulk bulk;
  BrId change;
  double seconds;

  bulk_open (&bulk, bulk_size ());
  seconds = bulk_edit (&bulk, &change);
  g_print ("skus %u entries\n", bulk.prices->len);
  g_print ("bulk-edit %.3f s\n", seconds);
  bulk_close (&bulk);
  return 0;
}
