/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a ZIP container that are wanted, inflated in memory under hard limits. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrZipWanted: whether the part of this name is wanted. */
typedef gboolean (*BrZipWanted) (const char *name);

/** br_zip_parts_read: (transfer full) name -> GBytes of the wanted parts. Errors: INVALID (not a container, damaged), RANGE (inflates past the limits
 *  of br-xlsx.h: a bomb). */
GHashTable *br_zip_parts_read (GBytes *bytes, BrZipWanted wanted, GError **error);

G_END_DECLS
