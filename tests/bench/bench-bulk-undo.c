/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long it takes to undo a price change of 100,000 SKUs. */
#include "config.h"

#include "bulk.h"

int
main (void)
{
  Bulk bulk;
  BrId change;
  double seconds;

  bulk_open (&bulk, bulk_size ());
  g_print ("edit %.3f s\n", bulk_edit (&bulk, &change));
  seconds = bulk_undo (&bulk, &change);
  g_print ("skus %u entries\n", bulk.prices->len);
  g_print ("bulk-undo %.3f s\n", seconds);
  bulk_close (&bulk);
  return 0;
}
