/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dry run of a CSV file of 100,000 rows: the real transaction, rolled back. */
#include "config.h"

#include "import.h"

int
main (void)
{
  printf ("import-dry-run %.2f s\n", measure_import (TRUE));
  return 0;
}
