/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread of one printer: it owns the engine, the port and the renderer. All functions are called on main. */
#pragma once

#include "br-print-engine.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrPrintThread BrPrintThread;

/** BrPrintThreadFunc: on main, soon after something changed; several changes may come as one. */
typedef void (*BrPrintThreadFunc) (const BrPrintNews *news, gpointer data);

/** br_print_thread_start: of a printer that is stored. */
BrPrintThread *br_print_thread_start  (BrStore *store, const char *key, BrPrintThreadFunc func, gpointer data);
/** br_print_thread_stop: lets it finish its write, ends it, waits for that and frees it; func is not called any more. Commands fail with OFFLINE. */
void           br_print_thread_stop   (BrPrintThread *self);
/** br_print_thread_wake: the queue or the settings may have changed. */
void           br_print_thread_wake   (BrPrintThread *self);
/** br_print_thread_plug: of a USB printer: its device file, NULL = it was taken away. */
void           br_print_thread_plug   (BrPrintThread *self, const char *node);
/** br_print_thread_command: runs it between two labels; takes `task`, which gets the text (owned, or NULL) or an error. */
void           br_print_thread_command (BrPrintThread *self, BrPrinterCommand command, GTask *task);

G_END_DECLS
