/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A VFS over the default one that asks a BrDbFaults before every write, sync and truncate. */
#pragma once

#include "br-db.h"

G_BEGIN_DECLS

/** BrFaultVfs: a registered VFS; lives as long as the connection that uses it. */
typedef struct _BrFaultVfs BrFaultVfs;

/** br_fault_vfs_new: registers a VFS that asks `faults`, which must outlive it. */
BrFaultVfs *br_fault_vfs_new      (const BrDbFaults *faults);
/** br_fault_vfs_get_name: (transfer none) for sqlite3_open_v2. */
const char *br_fault_vfs_get_name (BrFaultVfs *self);
/** br_fault_vfs_free: after the connection has been closed. */
void        br_fault_vfs_free     (BrFaultVfs *self);

G_END_DECLS
