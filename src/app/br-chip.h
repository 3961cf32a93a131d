/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chip: the icon, word and colour of a state. One table for the whole program. */
#pragma once

#include "br-schema.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** BrChipState: the states that have a chip; the first six are BrLifeCycle. */
typedef enum
{
  BR_CHIP_NONE = 0,
  BR_CHIP_DRAFT = BR_STATUS_DRAFT, BR_CHIP_SUBMITTED = BR_STATUS_SUBMITTED, BR_CHIP_LISTED = BR_STATUS_LISTED,
  BR_CHIP_CLEARANCE = BR_STATUS_CLEARANCE, BR_CHIP_DELISTED = BR_STATUS_DELISTED, BR_CHIP_RETIRED = BR_STATUS_RETIRED,
  BR_CHIP_QUEUED, BR_CHIP_SENT, BR_CHIP_REFUSED, BR_CHIP_WITHDRAWN, BR_CHIP_ACKED, /* a change on its way to HQ */
  BR_CHIP_FROM_HQ, BR_CHIP_UNDONE, BR_CHIP_UNDO,                                   /* a change in the audit trail */
  BR_CHIP_INFO, BR_CHIP_WARNING, BR_CHIP_ERROR,                                    /* a line of a log */
  BR_CHIP_DECIDE, BR_CHIP_FIX, BR_CHIP_CHECK, BR_CHIP_WAIT,                        /* what Today asks for */
  BR_CHIP_LABEL_LOADING, BR_CHIP_LABEL_ARMED, BR_CHIP_LABEL_SENT, BR_CHIP_PRINTED, BR_CHIP_UNCERTAIN, BR_CHIP_FAILED, BR_CHIP_CANCELLED, BR_CHIP_HELD, /* a label */
  BR_CHIP_JOB_PRINTING, BR_CHIP_JOB_PAUSED, BR_CHIP_JOB_STOPPED, BR_CHIP_ON_ITS_WAY, /* an order for labels; a label that is out of date */
  BR_CHIP_PRINTER_SILENT, BR_CHIP_PRINTER_LEFT, BR_CHIP_PRINTER_READY, BR_CHIP_PRINTER_ATTENTION, BR_CHIP_PRINTER_GONE, BR_CHIP_PRINTER_NO_ACCESS, BR_CHIP_PRINTER_UNSET,
  BR_CHIP_TAG_UNBOUND, BR_CHIP_TAG_SHOWN, BR_CHIP_TAG_TAKEN, BR_CHIP_TAG_UNPROVED, BR_CHIP_TAG_BLANKING, BR_CHIP_TAG_WAITING, BR_CHIP_TAG_AT_STATION, /* a shelf tag */
  BR_CHIP_TAG_FETCHING, BR_CHIP_TAG_LOOKING, BR_CHIP_TAG_AGAIN, BR_CHIP_TAG_SILENT, BR_CHIP_TAG_FAILED, BR_CHIP_TAG_HELD, BR_CHIP_TAG_FINDER,
  BR_CHIP_STATION_NEW, BR_CHIP_STATION_UP, BR_CHIP_STATION_DEGRADED, BR_CHIP_STATION_DOWN, BR_CHIP_STATION_LYING, /* its base station */
  BR_CHIP_SHELF_RIGHT, BR_CHIP_SHELF_WRONG, BR_CHIP_SHELF_UNPROVED, BR_CHIP_SHELF_NONE, /* what the shelf says against the price of record */
  BR_N_CHIPS
} BrChipState;

#define BR_TYPE_CHIP (br_chip_get_type ())
G_DECLARE_FINAL_TYPE (BrChip, br_chip, BR, CHIP, AdwBin)

GtkWidget  *br_chip_new       (void);
/** br_chip_set_state: BR_CHIP_NONE hides it. */
void        br_chip_set_state (BrChip *self, BrChipState state);
/** br_chip_state_get_word: translated. */
const char *br_chip_state_get_word (BrChipState state);

G_END_DECLS
