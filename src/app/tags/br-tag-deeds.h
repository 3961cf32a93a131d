/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done to tags from lists and pages: at once, with a toast that takes it back where it can be. */
#pragma once

#include "br-app-context.h"
#include "br-tag-view.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TAG_UNDO_MAX 200 /* tags unbound at once that can be bound again from the toast; more are asked about first */

/** br_tag_deed_unbind: `tags`: of BrTagView, as they are bound now. */
void br_tag_deed_unbind  (GtkWidget *widget, BrAppContext *context, GPtrArray *tags);
/** br_tag_deed_forget: those of them that are dead are not listed any more. */
void br_tag_deed_forget  (GtkWidget *widget, BrAppContext *context, GPtrArray *tags);
/** br_tag_deed_again: failed ones are tried anew. */
void br_tag_deed_again   (GtkWidget *widget, BrAppContext *context, GPtrArray *tags);
/** br_tag_deed_find: it blinks at its next check-in; for one without an LED a finder picture is offered, and while that is shown: that it was found. */
void br_tag_deed_find    (GtkWidget *widget, BrAppContext *context, const BrTagView *tag);
void br_tag_deed_found   (GtkWidget *widget, BrAppContext *context, const BrTagView *tag);
/** br_tag_deed_seen_right, _wrong: a person stands before it and says what it shows. */
void br_tag_deed_seen_right (GtkWidget *widget, BrAppContext *context, const BrTagView *tag);
void br_tag_deed_seen_wrong (GtkWidget *widget, BrAppContext *context, const BrTagView *tag);
/** br_tag_deed_paper: the print dialog for shelf labels of what the tags are bound to. */
void br_tag_deed_paper   (GtkWidget *widget, BrAppContext *context, GPtrArray *tags);
/** br_tag_deed_person: who does it, for the record; "" when nobody is signed in. */
const char *br_tag_deed_person (BrAppContext *context);
/** br_tag_toast_error: what went wrong with tags or stations, in a toast. */
void br_tag_toast_error  (GtkWidget *widget, const GError *error);

G_END_DECLS
