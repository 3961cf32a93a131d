/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nothing reaches a printer but the words of its language, numbers, and dots. Streams of jobs with random settings and pictures, most of
 * them made of bytes that mean something to some printer, are taken apart: the dots out, and what is left must be the few commands that
 * are known here. What goes in besides pictures are numbers, so that no text of a person can be in what is left either.
 */
#include "config.h"

#include <string.h>

#include "printer-samples.h"

/* # = a number. */
#define TSPL_BEGIN "SIZE # mm,# mm\r\n((GAP|BLINE) # mm,0 mm\r\n)?DIRECTION 0,0\r\nREFERENCE 0,0\r\n(SPEED #\r\n)?(DENSITY #\r\n)?"
#define TSPL_LABEL "CLS\r\n(BITMAP #,#,#,#,0,\r\n)*PRINT 1,1\r\n"
#define ZPL_BEGIN "(~SD#)?(\\^XA(\\^MN[YMN])?(\\^LL#)?(\\^PR#)?\\^XZ)?"
#define ZPL_PICTURE "(:Z64:[A-Za-z0-9+/]+=*:[0-9A-F]{4}|[0-9A-Yg-z,:]+)"
#define ZPL_LABEL "\\^XA\\^PW#(\\^LL#)?\\^LH0,0(\\^MM[CT])?(\\^FO0,#\\^GFA,#,#,#," ZPL_PICTURE "\\^FS)+\\^PQ1,0,1,Y\\^XZ"
#define EPL_BEGIN "\nN\nq#\n(Q#,B?#\n)?(D#\n)?"
#define EPL_LABEL "N\n(GW0,#,#,#,\n)*P1\n"

/* One language: its begin, its label and its end, and how the dots are announced. */
typedef struct
{
  BrPrinterLanguageId id;
  const char *begin, *label, *end;
  const char *raw; /* a command whose fields `wide` and `high` say how many raw bytes come behind its last comma */
  guint wide, high, fields;
} Words;

static const Words words[] = {
  { BR_LANGUAGE_TSPL, TSPL_BEGIN, TSPL_LABEL, "(CUT\r\n)?", "BITMAP ", 2, 3, 5 },
  { BR_LANGUAGE_ZPL, ZPL_BEGIN, ZPL_LABEL, "" },
  { BR_LANGUAGE_EPL, EPL_BEGIN, EPL_LABEL, "(C\n)?", "GW", 2, 3, 4 },
};

static BrPrintSetup
random_setup (BrXorshift *random)
{
  return (BrPrintSetup) {
    .head = { 8, 1, 832 },
    .width = (int) br_xorshift_below (random, 12000),
    .height = (int) br_xorshift_below (random, 200001),
    .gap = (int) br_xorshift_below (random, 1000),
    .tracking = (BrMediaTracking) br_xorshift_below (random, 4),
    .own_media = br_xorshift_below (random, 2) == 0,
    .darkness = (int) br_xorshift_below (random, 120) - 10,
    .speed = (int) br_xorshift_below (random, 200) - 50,
    .offset_x = (int) br_xorshift_below (random, 4000) - 2000,
    .offset_y = (int) br_xorshift_below (random, 4000) - 2000,
    .cut = br_xorshift_below (random, 2) == 0,
    .plain = br_xorshift_below (random, 2) == 0,
  };
}

/* Dots that spell commands, both as they are and inverted. */
static BrBitmap *
draw (BrXorshift *random)
{
  static const char *const texts[] = { "^XA^FO0,0^FDx^FS^XZ", "~JR~JA", "\r\nPRINT 9,9\r\nSELFTEST\r\n", "\x1B!R\x1B!.", "\nP9999\n", "\"牛奶\" -->" };
  BrBitmap *bitmap = br_sample_random (random, 200 + 8 * (guint) br_xorshift_below (random, 10), 20, 3);

  for (guint y = 0; y < bitmap->height; y++)
    {
      const char *text = texts[br_xorshift_below (random, G_N_ELEMENTS (texts))];
      guint8 mask = br_xorshift_below (random, 2) == 0 ? 0 : 0xFF;

      for (gsize i = 0; i < strlen (text); i++)
        bitmap->rows[(gsize) y * bitmap->stride + i] = (guint8) text[i] ^ mask;
    }
  return bitmap;
}

/* The numbers of a command that begins at `p`; returns what is behind its last comma. */
static const char *
read_fields (const char *p, guint n, guint *fields)
{
  for (guint i = 0; i < n; i++)
    {
      char *end;

      g_assert_true (g_ascii_isdigit (*p));
      fields[i] = (guint) g_ascii_strtoull (p, &end, 10);
      g_assert_cmpint (*end, ==, ',');
      p = end + 1;
    }
  return p;
}

/* The stream without its raw dots. */
static char *
skeleton (const Words *language, const GByteArray *stream)
{
  GString *text = g_string_new (NULL);
  const char *p = (const char *) stream->data, *end = p + stream->len;
  gsize n = language->raw != NULL ? strlen (language->raw) : 0;

  while (p < end)
    if (n > 0 && (gsize) (end - p) > n && memcmp (p, language->raw, n) == 0)
      {
        guint fields[8];
        const char *raw = read_fields (p + n, language->fields, fields);

        g_string_append_len (text, p, raw - p);
        p = raw + fields[language->wide] * fields[language->high];
        g_assert_true (p < end);
      }
    else
      g_string_append_c (text, *p++);
  return g_string_free_and_steal (text);
}

static GRegex *
compile (const Words *language)
{
  g_autoptr (GString) pattern = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GRegex *regex;

  g_string_printf (pattern, "^%s(%s){3}%s$", language->begin, language->label, language->end);
  g_string_replace (pattern, "#", "[0-9]+([.][0-9]+)?", 0);
  regex = g_regex_new (pattern->str, G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0, &error);
  g_assert_no_error (error);
  return regex;
}

static void
test_words (gconstpointer data)
{
  const Words *row = data;
  const BrPrinterLanguage *language = br_printer_language_get (row->id);
  g_autoptr (GRegex) regex = compile (row);
  BrXorshift random;

  br_xorshift_init (&random, 4711);
  for (guint round = 0; round < 300; round++)
    {
      BrPrintSetup setup = random_setup (&random);
      g_autoptr (GByteArray) stream = g_byte_array_new ();
      g_autofree char *left = NULL;

      language->begin (&setup, stream);
      for (guint i = 0; i < 3; i++)
        {
          g_autoptr (GByteArray) trigger = g_byte_array_new ();
          g_autoptr (BrBitmap) bitmap = draw (&random);

          g_assert_true (language->label (&setup, bitmap, i == 0, i == 2, stream, trigger, NULL));
          g_byte_array_append (stream, trigger->data, trigger->len);
        }
      if (language->end != NULL)
        language->end (&setup, stream);
      left = skeleton (row, stream);
      if (!g_regex_match (regex, left, 0, NULL))
        g_error ("round %u: %s", round, left);
    }
}

/* DYMO has no words: each row says how long it is, and nothing stands between rows. */
static void
test_dymo (void)
{
  const BrPrinterLanguage *language = br_printer_language_get (BR_LANGUAGE_DYMO_4XX);
  BrXorshift random;

  br_xorshift_init (&random, 4711);
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();
      g_autoptr (BrBitmap) bitmap = draw (&random);
      guint at = 3;

      br_sample_send (language, &br_sample_setup, bitmap, data, trigger);
      g_assert_cmpmem (data->data, 2,
                       "\x1B"
                       "D",
                       2);
      g_assert_cmpuint (data->data[2], ==, bitmap->stride);
      for (guint y = 0; y < bitmap->height; y++)
        if (data->data[at++] == 0x16)
          at += bitmap->stride;
        else
          for (guint dots = 0; dots < 8 * bitmap->stride; at++)
            dots += (data->data[at] & 0x7F) + 1u;
      g_assert_cmpuint (at, ==, data->len);
      br_sample_assert (trigger, "\\1BE");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *path = g_strdup_printf ("/wire/printer-words/%s", br_printer_language_get (words[i].id)->name);

      g_test_add_data_func (path, &words[i], test_words);
    }
  g_test_add_func ("/wire/printer-words/dymo", test_dymo);
  return g_test_run ();
}
