/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A simulated printer ready for use: on the network, with its web page, its labels kept as files. On the thread with the main loop. */
#pragma once

#include "br-sim-printer.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/** BrSimStandParams: how it stands there. */
typedef struct
{
  BrSimPrinterParams printer;
  guint16     port, web_port; /* of this computer, 0 = any free one */
  const char *folder;         /* for the labels as PNG files, made if it is not there; NULL = they are not kept */
} BrSimStandParams;

typedef struct _BrSimStand BrSimStand;

/** br_sim_stand_new: Errors: INVALID (no such language), IO (a port is taken, the folder cannot be made). */
BrSimStand *br_sim_stand_new         (const BrSimStandParams *params, GError **error);
/** br_sim_stand_new_steady: as br_sim_stand_new, with the ports of last time as noted in the folder, so that others know it again; other ones if those are taken. */
BrSimStand *br_sim_stand_new_steady  (const BrSimStandParams *params, GError **error);
/** br_sim_stand_print: "printer HOST:PORT" and "web URL", to the standard output. */
void        br_sim_stand_print       (const BrSimStand *self);
/** br_sim_stand_obey: a word of br-sim-order.h; FALSE: there is no such. */
gboolean    br_sim_stand_obey        (BrSimStand *self, const char *word);
guint16     br_sim_stand_get_port    (const BrSimStand *self);
const char *br_sim_stand_get_url     (const BrSimStand *self);
void        br_sim_stand_free        (BrSimStand *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrSimStand, br_sim_stand_free)

G_END_DECLS
