/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The far end of the cable, in the same kernel: a printer made by the kernel's USB gadget (configfs, dummy_hcd), and what it receives. */
#pragma once

#include <glib.h>

#define GADGET_ID "MFG:TSC;CMD:TSPL;MDL:TDP-225;CLS:PRINTER;"
#define GADGET_KEY "usb:1203:0230:TD2-004711"

/** GadgetEat: bytes the printer has just read; on the printer's thread. */
typedef void (*GadgetEat) (gpointer data, const guint8 *bytes, gsize n);

typedef struct
{
  int         fd;      /* /dev/g_printer0 */
  GThread    *thread;
  gint        stop;    /* atomic: the thread shall end */
  gint        paused;  /* atomic: it reads nothing */
  gint        nap_us;  /* atomic: it waits this long after each read */
  GMutex      lock;
  GByteArray *got;     /* under lock: all it has read */
  GadgetEat   eat;     /* or NULL */
  gpointer    eat_data;
} Gadget;

/** gadget_make: if it is not made yet. gadget_plug: until the host has its driver's node. gadget_unplug: pulls the cable. */
void  gadget_make    (void);
void  gadget_plug    (Gadget *self);
void  gadget_unplug  (Gadget *self);
/** gadget_connect, gadget_disconnect, gadget_close: the cable and `fd` alone, for another reader. */
void  gadget_connect (Gadget *self);
void  gadget_disconnect (void);
void  gadget_close   (Gadget *self);
void  gadget_set_status (Gadget *self, guint8 bits);
void  gadget_answer  (Gadget *self, const char *bytes, gsize n);
/** gadget_expect: waits until exactly `n` bytes were read, and no more follow. */
void  gadget_expect  (Gadget *self, const guint8 *bytes, gsize n);
gsize gadget_n_got   (Gadget *self);
void  gadget_forget  (Gadget *self);
/** write_text: to a file of sysfs or configfs. */
void  write_text     (const char *path, const char *text);
void  wait_for_file  (const char *path, gboolean there);
