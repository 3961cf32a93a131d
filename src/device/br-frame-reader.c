/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A frame: FIN and opcode; mask bit (never set by a server) and length, or 126 and 2 bytes of it, or 127 and 8; the payload. Opcodes: 0 goes
 * on with the message, 1 text, 2 binary, 8 close, 9 ping, 10 pong. Control frames (8 and more) come whole, also between those of a message.
 */
#include "config.h"

#include "br-frame-reader.h"

#include <string.h>

#define FIN 0x80
#define RESERVED 0x70
#define MASKED 0x80
#define CONTINUE 0
#define TEXT 1
#define BINARY 2
#define CLOSE 8
#define PING 9
#define PONG 10

void
br_frame_reader_clear (BrFrameReader *self)
{
  if (self->message != NULL)
    g_string_free (self->message, TRUE);
  *self = (BrFrameReader) { .max_message = self->max_message };
}

static guint8
opcode (const BrFrameReader *self)
{
  return self->head[0] & 0x0f;
}

/* How many bytes the head has, as far as it is known. */
static guint
head_length (const BrFrameReader *self)
{
  guint8 length = self->n_head >= 2 ? self->head[1] & 0x7f : 0;

  return length == 127 ? 10 : length == 126 ? 4 : 2;
}

static guint64
payload_length (const BrFrameReader *self)
{
  guint64 length = self->head[1] & 0x7f;

  if (length < 126)
    return length;
  length = 0;
  for (guint i = 2; i < self->n_head; i++)
    length = length << 8 | self->head[i];
  return length;
}

/* Once the head is whole. FALSE when it is against the rules. */
static gboolean
begin_payload (BrFrameReader *self)
{
  guint8 code = opcode (self);
  gboolean control = code >= CLOSE;

  self->left = payload_length (self);
  self->whole = (self->head[0] & FIN) != 0;
  self->in_payload = TRUE;
  if ((self->head[0] & RESERVED) != 0 || (self->head[1] & MASKED) != 0)
    return FALSE;
  if (control)
    {
      self->n_control = 0;
      return code <= PONG && self->whole && self->left <= BR_FRAME_MAX_CONTROL;
    }
  if (code > BINARY || (code == CONTINUE) != (self->parts != 0))
    return FALSE;
  if (code != CONTINUE)
    {
      self->parts = code;
      if (self->message == NULL)
        self->message = g_string_new (NULL);
      g_string_truncate (self->message, 0);
    }
  return self->left <= self->max_message - self->message->len;
}

static void
take_payload (BrFrameReader *self, const guint8 *bytes, gsize n)
{
  if (opcode (self) < CLOSE)
    g_string_append_len (self->message, (const char *) bytes, (gssize) n);
  else
    {
      memcpy (self->control + self->n_control, bytes, n);
      self->n_control += n;
    }
  self->left -= n;
}

static BrFrameEvent
end_frame (BrFrameReader *self)
{
  guint8 parts = self->parts;

  self->in_payload = FALSE;
  self->n_head = 0;
  if (opcode (self) >= CLOSE)
    return opcode (self) == CLOSE ? BR_FRAME_CLOSE : opcode (self) == PING ? BR_FRAME_PING : BR_FRAME_MORE;
  if (!self->whole)
    return BR_FRAME_MORE;
  self->parts = 0;
  if (parts == BINARY)
    return BR_FRAME_MORE;
  return g_utf8_validate_len (self->message->str, self->message->len, NULL) ? BR_FRAME_TEXT : BR_FRAME_BROKEN;
}

BrFrameEvent
br_frame_reader_eat (BrFrameReader *self, const guint8 **bytes, gsize *n)
{
  BrFrameEvent event = BR_FRAME_MORE;

  while (event == BR_FRAME_MORE && *n > 0)
    {
      gsize taken = 1;

      if (!self->in_payload)
        {
          self->head[self->n_head++] = **bytes;
          if (self->n_head == head_length (self) && self->n_head >= 2 && !begin_payload (self))
            return BR_FRAME_BROKEN;
        }
      else
        {
          taken = (gsize) MIN (self->left, *n);
          take_payload (self, *bytes, taken);
        }
      *bytes += taken;
      *n -= taken;
      if (self->in_payload && self->left == 0)
        event = end_frame (self);
    }
  return event;
}

void
br_frame_append (GByteArray *out, guint8 first, const guint8 *payload, gsize length, guint32 mask)
{
  guint8 head[6] = { first, (guint8) (MASKED | length) };

  g_assert (length <= BR_FRAME_MAX_CONTROL);
  memcpy (head + 2, &mask, sizeof mask);
  g_byte_array_append (out, head, sizeof head);
  for (gsize i = 0; i < length; i++)
    {
      guint8 byte = payload[i] ^ head[2 + i % 4];

      g_byte_array_append (out, &byte, 1);
    }
}
