/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells a keyboard-wedge scanner from a person typing: a pure state machine over keys and their times. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_SCANNER_MAX_LENGTH 128 /* characters; a longer burst is not a scan (GS1 element strings end at 90) */

/** BrScanKey: what a pressed key is to the scanner. */
typedef enum
{
  BR_SCAN_KEY_OTHER = 1, /* a shortcut, an arrow, a repeated key …: no part of a scan */
  BR_SCAN_KEY_TEXT,      /* one printable character */
  BR_SCAN_KEY_END,       /* Enter or Tab */
} BrScanKey;

/** BrScanVerdict: what to do with the keys, flags in the order in which they are carried out. */
typedef enum
{
  BR_SCAN_FLUSH = 1 << 0, /* give the keys held so far to the focus: a person typed them */
  BR_SCAN_CODE  = 1 << 1, /* the keys held are a scan, complete: drop them and this one, use the code */
  BR_SCAN_HOLD  = 1 << 2, /* keep this key back */
  BR_SCAN_PASS  = 1 << 3, /* let this key through (behind the flushed ones) */
  BR_SCAN_DROP  = 1 << 4, /* drop this key: it ends once more the scan that was complete */
} BrScanVerdict;

/** BrScanner: the state. */
typedef struct
{
  guint    min_length;      /* fewest characters of a scan */
  guint    max_interval_ms; /* longest time between two keys of one */
  GString *held;            /* owned: characters held back */
  guint    n_held;          /* how many */
  gboolean bursting;        /* the last key was text: one that follows in time belongs to the same burst */
  gboolean ended;           /* the last key ended a scan: another end key that follows in time belongs to it */
  guint32  last_ms;         /* when the last key came */
} BrScanner;

void          br_scanner_init    (BrScanner *self, guint min_length, guint max_interval_ms);
void          br_scanner_clear   (BrScanner *self);
/** br_scanner_key: a key was pressed at `time_ms` (any zero, may wrap). With CODE, *code (caller frees) is the text scanned. */
BrScanVerdict br_scanner_key     (BrScanner *self, BrScanKey key, gunichar character, guint32 time_ms, char **code);
/** br_scanner_timeout: no key that is in time can come any more: FLUSH when keys were held, else 0. */
BrScanVerdict br_scanner_timeout (BrScanner *self);

G_END_DECLS
