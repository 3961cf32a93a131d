/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frames of a WebSocket as a client receives them (RFC 6455, 5), read piece by piece, with a limit on a whole message however many frames it has. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_FRAME_MAX_CONTROL 125 /* bytes of a ping or close */

/** BrFrameEvent: what the bytes so far come to. */
typedef enum
{
  BR_FRAME_MORE = 0, /* nothing yet */
  BR_FRAME_TEXT,     /* `message` is a whole text, valid UTF-8 without zero bytes */
  BR_FRAME_PING,     /* to be answered with `control` */
  BR_FRAME_CLOSE,    /* the other side ends it */
  BR_FRAME_BROKEN,   /* against the rules, or a message too long: nothing after it can be read */
} BrFrameEvent;

/** BrFrameReader: zeroed before use. */
typedef struct
{
  gsize    max_message;   /* bytes; set by the owner */
  GString *message;       /* owned, or NULL */
  guint8   control[BR_FRAME_MAX_CONTROL];
  gsize    n_control;
  guint8   head[10];
  guint    n_head;        /* bytes of it so far */
  guint64  left;          /* of the frame's payload */
  guint8   parts;         /* opcode of the message whose frames come, 0 = none */
  gboolean in_payload, whole;
} BrFrameReader;

void         br_frame_reader_clear (BrFrameReader *self);
/** br_frame_reader_eat: takes bytes up to the next event; `*bytes` and `*n` become what is left. After CLOSE and BROKEN nothing more may be given. */
BrFrameEvent br_frame_reader_eat   (BrFrameReader *self, const guint8 **bytes, gsize *n);
/** br_frame_append: a client's frame, whole and masked; at most BR_FRAME_MAX_CONTROL bytes. `first` is its first byte (0x89 ping, 0x8a pong, 0x88 close). */
void         br_frame_append       (GByteArray *out, guint8 first, const guint8 *payload, gsize length, guint32 mask);

G_END_DECLS
