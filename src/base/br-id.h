/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identities: UUID version 7 (RFC 9562 section 5.7), made on the device, 16 bytes. */
#pragma once

#include "br-clock.h"
#include "br-random.h"

G_BEGIN_DECLS

#define BR_ID_STRING_LENGTH 36 /* characters of the canonical text form, without the terminating zero */

/** BrId: a UUID, network byte order; all zero bytes mean "none". */
typedef struct
{
  guint8 bytes[16]; /* network byte order */
} BrId;

/** br_id_make: a new version 7 id of the clock's millisecond and 74 random bits; sorts by time. */
BrId      br_id_make        (const BrClock *clock, const BrRandom *random);
/** br_id_is_none: whether `id` is all zero (NULL counts as none). */
gboolean  br_id_is_none     (const BrId *id);
gboolean  br_id_equal       (const BrId *a, const BrId *b);
int       br_id_compare     (const BrId *a, const BrId *b);
guint     br_id_hash        (const BrId *id);
/** br_id_write: writes the canonical lower-case form and a zero into `out`. */
void      br_id_write       (const BrId *id, char out[BR_ID_STRING_LENGTH + 1]);
/** br_id_parse: reads the canonical form (either case). Errors: INVALID. */
gboolean  br_id_parse       (const char *text, BrId *out, GError **error);

G_END_DECLS
