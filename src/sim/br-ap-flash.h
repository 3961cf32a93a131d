/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The emulated access point's file system: names, bytes, blocks of 4 KiB, and an end. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BrApFlash BrApFlash;

BrApFlash *br_ap_flash_new    (gsize capacity);
void       br_ap_flash_free   (BrApFlash *self);
gsize      br_ap_flash_get_free (const BrApFlash *self);
guint      br_ap_flash_get_n  (const BrApFlash *self);
/** br_ap_flash_write: replaces; FALSE: no room, nothing was changed. */
gboolean   br_ap_flash_write  (BrApFlash *self, const char *path, GBytes *bytes);
/** br_ap_flash_read: (transfer none) or NULL. */
GBytes    *br_ap_flash_read   (const BrApFlash *self, const char *path);
/** br_ap_flash_rename: replaces; FALSE: there is no such file. */
gboolean   br_ap_flash_rename (BrApFlash *self, const char *from, const char *to);
void       br_ap_flash_remove (BrApFlash *self, const char *path);
/** br_ap_flash_remove_like: all that begin and end so. */
void       br_ap_flash_remove_like (BrApFlash *self, const char *prefix, const char *suffix);

G_END_DECLS
