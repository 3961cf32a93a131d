/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of the store that was damaged, set aside and begun anew: spoken of on the page it concerns until somebody has seen it, also after a restart. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * br_damage_attach: shows `banner` when `aside` (name of the file, or NULL: none ever was) is another one than the key `seen` of the settings holds. Its button opens a dialog with
 * `heading` and `text`, which is freed here; there it can be put away for good. Once a banner.
 */
void br_damage_attach (AdwBanner *banner, GSettings *settings, const char *seen, const char *aside, const char *heading, char *text);

G_END_DECLS
