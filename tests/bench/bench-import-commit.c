/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import of a CSV file of 100,000 rows, committed with audit, outbox, lists and search tables. */
#include "config.h"

#include "import.h"

int
main (void)
{
  printf ("import-commit %.2f s\n", measure_import (FALSE));
  return 0;
}
