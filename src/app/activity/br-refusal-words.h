/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A refusal in words: why, and the values of its cells; and what can be done about it. */
#pragma once

#include "br-outbox.h"

G_BEGIN_DECLS

/** br_refusal_reason: why HQ refused it, translated; caller frees. */
char    *br_refusal_reason      (const BrRefusal *refusal);
/** br_refusal_value: a cell of its record for people; caller frees. */
char    *br_refusal_value       (const BrRefusal *refusal, guint field, const BrValue *value, guint digits);
/** br_refusal_can_apply: whether sending the same once more may be accepted. */
gboolean br_refusal_can_apply   (const BrRefusal *refusal);
/** br_refusal_can_fix: whether a person may send something else in its place. */
gboolean br_refusal_can_fix     (const BrRefusal *refusal);
/** br_refusal_is_editable: whether a field can be typed into the dialog that fixes it. */
gboolean br_refusal_is_editable (BrKind kind, guint field);

G_END_DECLS
