/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of a WebSocket: any bytes give the same events however they are split, and no message beyond its limit. */
#include "config.h"

#include <string.h>

#include "br-frame-reader.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

#define MAX_MESSAGE 64

/* Everything that happens, as one text. */
static char *
read_all (const guint8 *data, size_t size, size_t step)
{
  BrFrameReader reader = { .max_message = MAX_MESSAGE };
  GString *log = g_string_new (NULL);
  BrFrameEvent event = BR_FRAME_MORE;

  for (size_t at = 0; at < size && event != BR_FRAME_BROKEN && event != BR_FRAME_CLOSE; at += step)
    {
      const guint8 *bytes = data + at;
      gsize n = MIN (step, size - at);

      while (n > 0 && event != BR_FRAME_BROKEN && event != BR_FRAME_CLOSE)
        {
          event = br_frame_reader_eat (&reader, &bytes, &n);
          g_string_append_printf (log, event == BR_FRAME_MORE ? "" : "%d:", event);
          if (event == BR_FRAME_TEXT)
            {
              g_assert_true (reader.message->len <= MAX_MESSAGE && g_utf8_validate_len (reader.message->str, reader.message->len, NULL));
              g_string_append (log, reader.message->str);
            }
          if (event == BR_FRAME_PING)
            g_string_append_printf (log, "%" G_GSIZE_FORMAT, reader.n_control);
        }
    }
  br_frame_reader_clear (&reader);
  return g_string_free (log, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *whole = read_all (data, size, MAX (size, 1));

  for (size_t step = 1; step <= 5; step++)
    {
      g_autofree char *parts = read_all (data, size, step);

      g_assert_cmpstr (parts, ==, whole);
    }
  return 0;
}
