/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A label to try expressions on: a tea of 500 g at 12.30, printed on 2026-11-23 16:30:15 in Shanghai. */
#pragma once

#include "br-label-expr.h"

G_BEGIN_DECLS

typedef struct
{
  BrLabelTemplate template; /* only its fields are set */
  BrLabelFields  *fields;
  BrLabelFields  *row;      /* of a table: qty "3", name "Row" */
  BrLabelScope    scope;    /* sees `template` and `fields`, no row */
} LabelScope;

LabelScope *label_scope_new  (void);
void        label_scope_free (LabelScope *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabelScope, label_scope_free)

G_END_DECLS
