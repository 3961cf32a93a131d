/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of a WebSocket, one rule a row (RFC 6455, 5.2 to 5.6). */
#include "config.h"

#include <string.h>

#include "br-frame-reader.h"

#define MAX_MESSAGE 300

/** Row: bytes, the event they end in, and the text of it. */
typedef struct
{
  const char *bytes;
  gsize n;
  BrFrameEvent event;
  const char *text;
} Row;

#define ROW(bytes, event, text) { bytes, sizeof (bytes) - 1, event, text }

static void
test_rules (void)
{
  static const Row rows[] = {
    ROW ("", BR_FRAME_MORE, NULL),
    ROW ("\x81\x02hi", BR_FRAME_TEXT, "hi"),
    ROW ("\x81\x00", BR_FRAME_TEXT, ""),                            /* an empty one is one */
    ROW ("\x81\x02h", BR_FRAME_MORE, NULL),
    ROW ("\x81\x7e\x00\x02hi", BR_FRAME_TEXT, "hi"),                /* length in 2 bytes */
    ROW ("\x81\x7f\0\0\0\0\0\0\0\x02hi", BR_FRAME_TEXT, "hi"),      /* and in 8 */
    ROW ("\x01\x01h\x80\x01i", BR_FRAME_TEXT, "hi"),                /* in parts */
    ROW ("\x01\x02\xe8\x8c\x80\x01\xb6", BR_FRAME_TEXT, "茶"),      /* a character in parts */
    ROW ("\x82\x01\xff\x81\x01x", BR_FRAME_TEXT, "x"),              /* bytes are passed over */
    ROW ("\x8a\x00\x81\x01x", BR_FRAME_TEXT, "x"),                  /* an answer to a ping */
    ROW ("\x89\x02hi", BR_FRAME_PING, NULL),
    ROW ("\x01\x01h\x89\x00", BR_FRAME_PING, NULL),                 /* between parts */
    ROW ("\x88\x00", BR_FRAME_CLOSE, NULL),
    ROW ("\x81\x01\xff", BR_FRAME_BROKEN, NULL),                    /* no UTF-8 */
    ROW ("\x81\x03"
         "a\0b",
         BR_FRAME_BROKEN, NULL),                 /* a zero byte */
    ROW ("\xc1\x01x", BR_FRAME_BROKEN, NULL),                       /* an extension's bit */
    ROW ("\x81\x81\0\0\0\0x", BR_FRAME_BROKEN, NULL),               /* masked by a server */
    ROW ("\x83\x00", BR_FRAME_BROKEN, NULL),                        /* no such opcode */
    ROW ("\x8b\x00", BR_FRAME_BROKEN, NULL),
    ROW ("\x80\x01x", BR_FRAME_BROKEN, NULL),                       /* goes on with nothing */
    ROW ("\x01\x01x\x81\x01x", BR_FRAME_BROKEN, NULL),              /* begins in the middle */
    ROW ("\x09\x00", BR_FRAME_BROKEN, NULL),                        /* a ping in parts */
    ROW ("\x89\x7e\x00\x7e", BR_FRAME_BROKEN, NULL),                /* a long ping */
    ROW ("\x81\x7e\x01\x2d", BR_FRAME_BROKEN, NULL),                /* 301 bytes, said before they come */
    ROW ("\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", BR_FRAME_BROKEN, NULL),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize step = 1; step <= rows[i].n + 1; step++)
      {
        BrFrameReader reader = { .max_message = MAX_MESSAGE };
        BrFrameEvent event = BR_FRAME_MORE;

        for (gsize at = 0; at < rows[i].n && event == BR_FRAME_MORE; at += step)
          {
            const guint8 *bytes = (const guint8 *) rows[i].bytes + at;
            gsize n = MIN (step, rows[i].n - at);

            event = br_frame_reader_eat (&reader, &bytes, &n);
          }
        g_assert_cmpint (event, ==, rows[i].event);
        if (rows[i].text != NULL)
          g_assert_cmpstr (reader.message->str, ==, rows[i].text);
        br_frame_reader_clear (&reader);
      }
}

/* The limit is for a message, not for a frame. */
static void
test_limit (void)
{
  BrFrameReader reader = { .max_message = MAX_MESSAGE };
  guint frames = 0;

  for (BrFrameEvent event = BR_FRAME_MORE; event == BR_FRAME_MORE; frames++)
    {
      guint8 frame[102] = { frames == 0 ? 0x01 : 0x00, 100 };
      const guint8 *bytes = frame;
      gsize n = sizeof frame;

      memset (frame + 2, 'x', 100);
      event = br_frame_reader_eat (&reader, &bytes, &n);
      g_assert_cmpuint (frames, <=, 3);
    }
  g_assert_cmpuint (frames, ==, 4); /* the fourth hundred is too much */
  g_assert_cmpuint (reader.message->len, ==, MAX_MESSAGE);
  br_frame_reader_clear (&reader);
}

static void
test_append (void)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  const guint8 mask[4] = { 1, 2, 3, 4 };
  guint32 word;

  memcpy (&word, mask, sizeof word);
  br_frame_append (out, 0x8a, (const guint8 *) "abcde", 5, word);
  g_assert_cmpmem (out->data, out->len, "\x8a\x85\x01\x02\x03\x04\x60\x60\x60\x60\x64", 11);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/device/frame-reader/rules", test_rules);
  g_test_add_func ("/device/frame-reader/limit", test_limit);
  g_test_add_func ("/device/frame-reader/append", test_append);
  return g_test_run ();
}
