/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a station may say, damaged at random: the checks of the fuzz target hold for every damage. BACKROOM_OEPL_MUTATIONS: how many. */
#include "config.h"

#include <glib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static GPtrArray *
load_samples (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("BR_SOURCE_DIR"), "tests/fuzz/corpus/oepl", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *samples = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL), *text = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      g_ptr_array_add (samples, g_bytes_new_take (g_steal_pointer (&text), length));
    }
  g_assert_cmpuint (samples->len, >, 10);
  return samples;
}

static guint
below (guint n)
{
  return n > 0 ? (guint) g_test_rand_int_range (0, (gint32) n) : 0;
}

/* One damage: a token in place of what was there, a byte changed, a part lost, a part twice, or the end lost. */
static void
damage (GString *text)
{
  static const char *const tokens[] = { "NaN",      "-Infinity",  "1e999",       "-1",      "99999999999999999999999999",
                                        "3.5",      "null",       "true",        "\"7\"",   "[[[[[[[[[[[[[[[[[[",
                                        "{}",       "\"",         "\\u0000",     "\\",      "\xff",
                                        "\xe8\x8c", "{\"tags\":", ",",           "]",       "}",
                                        "1337",     "3216153600", "\"\\ud800\"", "\"mac\":" };
  gsize at = below ((guint) text->len + 1), length = below (1 + (guint) MIN (40, text->len - at));

  switch (below (5))
    {
    case 0:
      g_string_erase (text, (gssize) at, (gssize) length);
      g_string_insert (text, (gssize) at, tokens[below (G_N_ELEMENTS (tokens))]);
      break;
    case 1:
      if (at < text->len)
        text->str[at] = (char) below (256);
      break;
    case 2: g_string_erase (text, (gssize) at, (gssize) length); break;
    case 3:
      {
        g_autofree char *part = g_strndup (text->str + at, length);

        g_string_insert (text, (gssize) below ((guint) text->len + 1), part);
        break;
      }
    default:
      if (below (4) == 0)
        g_string_truncate (text, at);
      break;
    }
}

static void
test_mutations (void)
{
  const char *wanted = g_getenv ("BACKROOM_OEPL_MUTATIONS");
  guint64 n = wanted != NULL ? g_ascii_strtoull (wanted, NULL, 10) : 100000;
  g_autoptr (GPtrArray) samples = load_samples ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint64 i = 0; i < n; i++)
    {
      GBytes *sample = samples->pdata[below (samples->len)];

      g_string_truncate (text, 0);
      g_string_append_len (text, g_bytes_get_data (sample, NULL), (gssize) g_bytes_get_size (sample));
      for (guint damages = 1 + below (4); damages > 0; damages--)
        damage (text);
      LLVMFuzzerTestOneInput ((const guint8 *) text->str, text->len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/oepl/mutations", test_mutations);
  return g_test_run ();
}
