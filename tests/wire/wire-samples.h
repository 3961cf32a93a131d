/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random records and edits for the tests of the wire. */
#pragma once

#include "br-record.h"

G_BEGIN_DECLS

/** sample_seed: prints and returns the seed of this run: BACKROOM_SEED, or a new one. */
guint64   sample_seed   (void);
void      sample_id     (BrXorshift *random, BrId *out);
/** sample_value: any value the field's type allows on the wire (not necessarily a good one for the shop), NULL now and then. */
void      sample_value  (BrXorshift *random, const BrField *field, BrValue *out);
BrRecord *sample_record (BrXorshift *random);
gboolean  sample_equal  (const BrRecord *a, const BrRecord *b);

G_END_DECLS
