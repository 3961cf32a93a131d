/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a list is read: one read at a time, and what changes while it runs is read after it. Only of a list that is on the screen. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** BrListReadFunc: begins to read the list `widget`; whoever does says br_list_reader_ended when it has come, unless it was cancelled. */
typedef void (*BrListReadFunc) (GtkWidget *widget, GCancellable *cancellable);

/** BrListReader: owned by the list; on main. */
typedef struct _BrListReader BrListReader;

/** br_list_reader_new: of `widget` (not owned; it frees this before it goes). Changes are read at most every interval_ms. Reads whenever it is mapped. */
BrListReader *br_list_reader_new     (GtkWidget *widget, guint interval_ms, BrListReadFunc read);
void          br_list_reader_free    (BrListReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrListReader, br_list_reader_free)
/** br_list_reader_start: at once; a read that runs is cancelled: it answers another question. */
void          br_list_reader_start   (BrListReader *self);
/** br_list_reader_changed: something of the list has changed. */
void          br_list_reader_changed (BrListReader *self);
/** br_list_reader_ended: the read that runs has come, with or without an error. */
void          br_list_reader_ended   (BrListReader *self);

G_END_DECLS
