/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files for an Opticon ESL Server in its mode "external content" (esl.md 3.2; manual v1.0.62.2): each picture has a companion in XML. The server
 * says nothing of its labels by files, so a person lists them: backroom-labels.csv, with a head line and the columns label (MAC), variant (the
 * third character of the label's firmware version), width, height, colours ("BW" or "BWR"), group (may be missing).
 */
#pragma once

#include "br-tag-type.h"

G_BEGIN_DECLS

#define BR_OPTICON_MAX_LABELS 10000
#define BR_OPTICON_MAX_LIST   (1024 * 1024) /* bytes */

/** BrOpticonLabel: one label of the list. Plain data. */
typedef struct
{
  char      mac[17];    /* 16 upper-case hex digits */
  char      variant[2]; /* one character; its case matters */
  char      group[64];  /* shown to the server's operator, or "" */
  BrTagType type;
} BrOpticonLabel;

/** br_opticon_labels_read: (transfer full) of BrOpticonLabel. Errors: INVALID (no such list, or a label twice; the message names the line), RANGE. */
GArray *br_opticon_labels_read (GBytes *csv, GError **error);
/** br_opticon_index: the image index of a label's `sequence`th picture, from 1: 1 to 255 and again 1. */
guint   br_opticon_index       (guint sequence);
/** br_opticon_xml: (transfer full) the companion of a picture. `title` (or NULL) is shown to the server's operator. */
char   *br_opticon_xml         (const BrOpticonLabel *label, const char *image_file, const char *title, guint sequence);
/** br_opticon_unlink_xml: (transfer full) the companion, named after the label, that takes it out of the server. */
char   *br_opticon_unlink_xml  (const BrOpticonLabel *label);

G_END_DECLS
