/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the emulated access point reads what it is sent, with the quirks of its firmware: what it does not like is lost, not refused. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BrApForm BrApForm;

/** BrApFormFileFunc: a file ended; only the fields before it can be read. */
typedef void (*BrApFormFileFunc) (const BrApForm *form, GBytes *file, gpointer data);

/** br_ap_form_new: (transfer full) the fields of a path's query, which may be NULL. */
BrApForm   *br_ap_form_new   (const char *query);
void        br_ap_form_free  (BrApForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrApForm, br_ap_form_free)
/** br_ap_form_read: adds a body's fields; each file is told when it ends. */
void        br_ap_form_read  (BrApForm *self, const char *content_type, GBytes *body, BrApFormFileFunc func, gpointer data);
/** br_ap_form_get: (transfer none) the first of that name, or NULL. */
const char *br_ap_form_get   (const BrApForm *self, const char *name);
/** br_ap_form_get_int: `usual` when it is not there; what is no number is 0. */
int         br_ap_form_get_int (const BrApForm *self, const char *name, int usual);
/** br_ap_form_get_mac: 12 or 16 hex digits; FALSE: absent or malformed, *is_there says which. */
gboolean    br_ap_form_get_mac (const BrApForm *self, guint64 *mac, gboolean *is_there);

G_END_DECLS
