/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A label out of JSON, drawn. */
#pragma once

#include "br-label-render.h"

extern const BrHead head_203, head_300, head_600;

/** label_template: of `width` × `height` mm with these objects (the inside of the "objects" array). */
BrLabelTemplate *label_template (double width, double height, const char *objects);
/** label_draw: at `head`, with a renderer of its own. */
BrLabelPicture  *label_draw     (const BrLabelTemplate *template, const BrLabelFields *fields, const BrHead *head);
/** label_problems: of a picture of a label or a tag (BrLabelProblem): "what object" of each, "~" before a warning, joined by ", ". */
char            *label_problems (const GPtrArray *problems);
