/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An emulated access point on a virtual clock, with what is needed to talk to it and to look at it. */
#pragma once

#include "br-ap-link.h"
#include "br-ap-types.h"

G_BEGIN_DECLS

typedef struct
{
  gint64     now_us;
  BrClock    clock;
  BrXorshift random_state;
  BrRandom   random;
  BrAir     *air;
  GChecksum *log;  /* of all that was decided */
  GString   *text; /* the log itself */
  guint      n_ms; /* makes paths of uploads differ */
} ApWorld;

#define AP_MAC "0000021A2B3C4D5E"

ApWorld *ap_world_new  (guint64 seed);
void     ap_world_free (ApWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApWorld, ap_world_free)
/* A station that is up for long and awake, with one tag that it knows. */
BrAp    *ap_world_add_ap  (ApWorld *self, BrApProfile profile);
BrApTag *ap_world_add_tag (ApWorld *self, BrAp *ap, const char *mac, guint hw_type);
void     ap_world_wait    (ApWorld *self, gint64 seconds);
/* TRUE: the log has the text. */
gboolean ap_world_said    (const ApWorld *self, const char *text);

/* The pattern of the golden vectors: index = (x/3 + 2*(y/5)) mod n; the border 1; the square 1..8 the last. `variant` moves it. */
guint8  *ap_pattern (const BrApType *type, guint variant);
/* (transfer full) as a JPEG: 4:4:4, quality 92. */
GBytes  *ap_jpeg    (const BrApType *type, const guint8 *indices, gboolean progressive);

/* (transfer full) the answer's text; NULL: none. *status may be NULL. */
char    *ap_get     (ApWorld *self, BrAp *ap, const char *path, guint *status);
char    *ap_post    (ApWorld *self, BrAp *ap, const char *path, const char *form, guint *status);
/* Uploads a picture as a client ought to. */
char    *ap_upload_image (ApWorld *self, BrAp *ap, const char *mac, GBytes *jpeg, guint *status);
/* Uploads the pattern of a variant for the tag; TRUE: it was taken. */
gboolean ap_send_pattern (ApWorld *self, BrAp *ap, BrApTag *tag, guint variant);
/* TRUE: the tag shows the pattern of a variant, dot for dot. */
gboolean ap_shows   (BrApTag *tag, guint variant);
/* The number or text after "member": in the tag's record; -1: there is none. */
gint64   ap_number  (ApWorld *self, BrAp *ap, const char *mac, const char *member);
char    *ap_text    (ApWorld *self, BrAp *ap, const char *mac, const char *member);

G_END_DECLS
