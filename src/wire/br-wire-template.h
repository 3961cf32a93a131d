/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Label templates as files ("label/1", JSON; specified at the top of br-wire-template.c), and snapshots of label fields. */
#pragma once

#include "br-label-fields.h"
#include "br-label-template.h"

G_BEGIN_DECLS

#define BR_WIRE_TEMPLATE_MAX (4 * 1024 * 1024) /* bytes of a file, pictures included */

/** br_wire_template_read: checks everything (br_label_template_check). Keys it does not know are kept. Errors: INVALID (line and column, or object and key), RANGE, TOO_NEW ("label/2"). */
BrLabelTemplate *br_wire_template_read  (const char *text, gsize length, GError **error);
/** br_wire_template_write: indented, keys in a fixed order; read again it is the same. Caller frees. */
char            *br_wire_template_write (const BrLabelTemplate *self);
/** br_wire_fields_write / _read: a snapshot as compact JSON. Errors: INVALID. */
char            *br_wire_fields_write   (const BrLabelFields *self);
BrLabelFields   *br_wire_fields_read    (const char *text, gsize length, GError **error);

G_END_DECLS
