/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store, a print engine and a simulated printer on one virtual clock, with a way to die and to look at the paper. */
#pragma once

#include "br-print-engine.h"
#include "br-print-person.h"
#include "br-printer-store.h"
#include "br-sim-printer.h"

G_BEGIN_DECLS

#define WORLD_KEY "usb:1203:0230:SIM"
#define WORLD_NETWORK_KEY "tcp:127.0.0.1:9100"
#define WORLD_MEDIA_W 2000 /* hundredths of a millimetre */
#define WORLD_MEDIA_H 1200
#define WORLD_MEDIA_GAP 200

/** PrintWorld: all there is. */
typedef struct
{
  char         *dir;        /* owned */
  const char   *key;        /* of the printer */
  gint64        now_us;     /* of both clocks */
  BrClock       clock;
  BrXorshift    xorshift;
  BrRandom      random;
  BrDbFaults    faults;
  BrStore      *store;      /* owned */
  BrSimPrinter *sim;        /* owned */
  BrPrintEngine *engine;    /* owned, NULL = the program is not running */
  guint         listener;
  BrMedia       media;      /* of the labels that are ordered */
  int           inset;      /* of the picture within a label whose edge cannot be printed, hundredths of a millimetre */
  BrPrintPolicy policy;
  guint         n_news;
  gboolean      dirty;      /* a commit was heard */
  /* Dying: at a byte of the cable or a write to the disk; < 0 = not */
  gint64        bytes_left, writes_left;
  gint64        room;       /* writes until the disk is full; < 0 = there is room */
  gint64        lost_after; /* bytes the network still delivers: it takes more, and they are gone with the program; < 0 = all */
  gboolean      held_back;  /* the network, from which nothing comes back, has not delivered what was taken */
  gboolean      dead;       /* nothing it does has any effect any more */
} PrintWorld;

/** print_world_new_at: a printer with this key. */
PrintWorld *print_world_new_at (const BrSimPrinterParams *sim, const char *key, guint64 seed);
/** print_world_new: at WORLD_KEY. The printer is stored with the language, head and speed of `sim`; the engine is not started. */
PrintWorld *print_world_new   (const BrSimPrinterParams *sim, guint64 seed);
void        print_world_free  (PrintWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PrintWorld, print_world_free)
/** print_world_start: opens the store if it is not, and makes the engine. */
void        print_world_start (PrintWorld *self);
/** print_world_die: the program ends like by kill -9: what it did not commit is gone. */
void        print_world_die   (PrintWorld *self);
/** print_world_order: labels of one job; its id. */
gint64      print_world_order (PrintWorld *self, guint n_labels);
/** print_world_try_order: as print_world_order; 0 and an error when it could not be kept. */
gint64      print_world_try_order (PrintWorld *self, guint n_labels, GError **error);
/** print_world_order_bad: one label that cannot be drawn. */
gint64      print_world_order_bad (PrintWorld *self);
/** print_world_run: steps until the engine is quiet, `us` are over or it is dead; TRUE: quiet. */
gboolean    print_world_run   (PrintWorld *self, gint64 us);
void        print_world_write (PrintWorld *self, BrStoreFunc func, gpointer data);
/** print_world_int: the one number `sql` gives. */
gint64      print_world_int   (PrintWorld *self, const char *sql);
/** print_world_paper: what came out whole, in order: GArray of gint64 job * 100000 + seq; -1 = a picture nobody ordered. Left to right where side by side. */
GArray     *print_world_paper (PrintWorld *self);
/** print_world_assert_paper: "1/1 1/2 1/3": job/seq of all that came out whole. */
void        print_world_assert_paper (PrintWorld *self, const char *expected);

G_END_DECLS
