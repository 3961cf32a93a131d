/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A certificate as pages for paper: a title, what it is about, a table that goes on over as many pages as it needs, each with the headings and its number, and notes. A4, lying. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_CERTIFICATE_MAX_COLUMNS 16

/** BrCertificate: what is on it. Borrowed; texts are UTF-8. */
typedef struct
{
  const char  *title;
  GPtrArray   *lines;     /* of char *: paragraphs above the table */
  const char *const *headings; /* of the columns, NULL ends them; at most BR_CERTIFICATE_MAX_COLUMNS */
  const double *widths;   /* of the columns, in parts of any unit */
  GPtrArray   *rows;      /* of char **, as many as there are headings */
  GPtrArray   *notes;     /* of char *: paragraphs below the table, or NULL */
  gint64       made_us;   /* noted in the file */
} BrCertificate;

/** br_certificate_pdf: (transfer full) the file. Same certificate and fonts, same bytes. Errors: IO, RANGE (too many columns). */
GBytes *br_certificate_pdf (const BrCertificate *certificate, GError **error);

G_END_DECLS
