/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A certificate of what shelves showed at a moment, as far as it is known and by which proof; it explains itself to who never saw the program. Pure: made of what it is given. */
#pragma once

#include "br-tag-view.h"

G_BEGIN_DECLS

/** BrTagCertificate: what it says. Borrowed. */
typedef struct
{
  gint64      at_us;      /* the moment */
  gint64      made_us;    /* when it was made; the same as at_us: of now */
  const char *place;      /* name of the shop, or NULL */
  const char *person;     /* who made it, or NULL */
  GTimeZone  *zone;       /* of the shop */
  const char *currency;   /* ISO 4217, or NULL = not known */
  guint       digits;     /* of it */
  GPtrArray  *truths;     /* of BrShelfTruth, all of them, at that moment */
} BrTagCertificate;

/** br_tag_certificate_csv, _pdf: (transfer full) the file. The same for the same input, language and fonts. Errors of _pdf: IO. */
GBytes *br_tag_certificate_csv (const BrTagCertificate *self);
GBytes *br_tag_certificate_pdf (const BrTagCertificate *self, GError **error);

G_END_DECLS
