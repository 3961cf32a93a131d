/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The certificate: what every shelf showed at a moment, as far as it is known, with the proof of it. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_CERTIFICATE (br_certificate_get_type ())
/** BrCertificate: the dialog that asks for the moment and the file. Action certificate.save. */
G_DECLARE_FINAL_TYPE (BrCertificate, br_certificate, BR, CERTIFICATE, AdwDialog)

/** br_certificate_present: over `widget`; the moment is now until somebody says otherwise. */
void     br_certificate_present (GtkWidget *widget, BrAppContext *context);
/** br_certificate_moment: day and time as typed, "2026-11-22" and "14:02", local; 0 = they are none. Pure but for the local time zone. */
gint64   br_certificate_moment  (const char *day, const char *time);

G_END_DECLS
