/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every symbology on every head in every width of modules, lying and standing: drawn, written as PNG, and read by two readers that are not
 * ours (ZXingReader of zxing-cpp, zbarimg of ZBar). Each must give exactly the text of the code.
 */
#include "config.h"

#include "br-label-render.h"
#include "br-label-symbol.h"
#include "paper.h"

#include <glib/gstdio.h>
#include <string.h>

enum
{
  BATCH = 40
};

typedef struct
{
  BrLabelSymbology symbology;
  const char *value;
  const char *identifier; /* AIM symbology identifier (ISO/IEC 15424) a reader gives; ]C1, ]d2 and ]e0 are GS1 */
  gboolean zbar;     /* ZBar reads it */
} Sample;

static const Sample samples[] = {
  { BR_CODE_EAN13, "6901234567892", "]E0", TRUE },
  { BR_CODE_EAN13, "2012345678903", "]E0", TRUE },
  { BR_CODE_EAN8, "73513537", "]E4", TRUE },
  { BR_CODE_UPCA, "036000291452", "]E0", TRUE },
  { BR_CODE_CODE128, "BR-2026/00042", "]C0", TRUE },
  { BR_CODE_CODE128, "1234567890", "]C0", TRUE },
  { BR_CODE_GS1_128, "(00)395011015300000011", "]C1", TRUE },
  { BR_CODE_GS1_128, "(01)09501101530003(10)AB1(21)7", "]C1", TRUE },
  { BR_CODE_ITF14, "15400141288763", "]I1", TRUE },
  { BR_CODE_QR, "https://example.org/p/6901234567892", "]Q1", TRUE },
  { BR_CODE_QR, "牛奶 250 毫升", "]Q1", FALSE }, /* zbarimg takes it for Shift-JIS; libzbar is asked for the bytes (test-label-preflight) */
  { BR_CODE_DATAMATRIX, "SN 0000123", "]d1", FALSE },
  { BR_CODE_DATAMATRIX, "茶 Nº 7", "]d1", FALSE },
  { BR_CODE_GS1_DATAMATRIX, "(01)09501101530003(17)260930(10)AB1(21)7", "]d2", FALSE },
  { BR_CODE_DATABAR, "09501101530003", "]e0", TRUE },
  { BR_CODE_DATABAR_EXPANDED, "(01)90012345678908(3103)001750", "]e0", TRUE },
  { BR_CODE_DATABAR_EXPANDED, "(01)09501101530003(10)AB1(21)7", "]e0", TRUE },
};

static const struct
{
  BrHead head;
  guint modules[5];
} heads[] = {
  { { 8, 1, 0, 0 }, { 2, 3, 4, 5, 6 } },
  { { 12, 1, 0, 0 }, { 2, 3, 4, 5, 6 } },
  { { 1181, 100, 0, 0 }, { 2, 3, 4, 5, 6 } },
  { { 24, 1, 0, 0 }, { 4, 6, 8, 10, 12 } },
};

/* A picture on disk and what must be read from it. */
typedef struct
{
  const Sample *sample;
  char *path;
  char *text;
  guint module;
} Shot;

static void
free_shot (gpointer data)
{
  Shot *shot = data;

  g_unlink (shot->path);
  g_free (shot->path);
  g_free (shot->text);
  g_free (shot);
}

/* A label just large enough for the code with modules of that many dots, 2 mm of paper around it. */
static BrLabelTemplate *
make_template (const Sample *sample, const BrHead *head, guint module, guint turn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelSymbol) symbol = br_label_symbol_new (sample->symbology, sample->value, sample->symbology == BR_CODE_QR ? 1 : 0, &error);
  BrLabelTemplate *template = br_label_template_new ();
  BrLabelObject *object = br_label_object_new (BR_LABEL_OBJECT_CODE);
  int across, down;

  g_assert_no_error (error);
  across = ((int) symbol->modules->width + symbol->quiet_left + symbol->quiet_right) * (int) module;
  down = ((int) symbol->modules->height + 2 * symbol->quiet_above) * (int) module;
  object->value = g_strdup (sample->value);
  object->symbology = sample->symbology;
  object->module_dots = module;
  object->size = 0;
  object->width = (across + 1) * 100 * (int) head->dots_den / (int) head->dots_num + 1;
  object->height = br_label_symbol_is_linear (sample->symbology) ? 12 * BR_LABEL_MM + (int) module * 1000 * (int) head->dots_den / (int) head->dots_num
                                                                 : (down + 1) * 100 * (int) head->dots_den / (int) head->dots_num + 1;
  object->x = object->y = 2 * BR_LABEL_MM;
  /* The paper; a label that is turned on it is designed on its side. */
  template->media.width = (turn % 2 == 0 ? object->width : object->height) + 4 * BR_LABEL_MM;
  template->media.height = (turn % 2 == 0 ? object->height : object->width) + 4 * BR_LABEL_MM;
  template->turn = turn;
  g_ptr_array_add (template->objects, object);
  return template;
}

static Shot *
shoot (BrLabelRenderer *renderer, const Sample *sample, guint head, guint module, guint turn)
{
  g_autoptr (BrLabelTemplate) template = make_template (sample, &heads[head].head, module, turn);
  BrLabelScope scope = { .template = template };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelPicture) picture = br_label_render (renderer, &scope, &heads[head].head, NULL, &error);
  const BrLabelCode *code;
  Shot *shot = g_new0 (Shot, 1);
  g_autofree char *name = g_strdup_printf ("code-%02d-%" G_GSIZE_FORMAT "-%u-%u-%u.png", sample->symbology, (gsize) (sample - samples), head, module, turn);

  g_assert_no_error (error);
  for (guint i = 0; i < picture->problems->len; i++)
    g_error ("%s: %s", name, ((BrLabelProblem *) picture->problems->pdata[i])->text);
  g_assert_cmpuint (picture->codes->len, ==, 1);
  code = picture->codes->pdata[0];
  g_assert_cmpuint (code->module_dots, ==, module);
  *shot = (Shot) { sample, g_build_filename (g_get_user_data_dir (), name, NULL), g_strdup (code->text), module };
  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  paper_write_png (picture->bitmap, 0, shot->path);
  return shot;
}

static GPtrArray *
shoot_all (void)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  GPtrArray *shots = g_ptr_array_new_with_free_func (free_shot);

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    for (guint head = 0; head < G_N_ELEMENTS (heads); head++)
      for (guint m = 0; m < G_N_ELEMENTS (heads[head].modules); m++)
        for (guint turn = 0; turn < (m == 1 ? 4 : 1); turn++)
          g_ptr_array_add (shots, shoot (renderer, &samples[i], head, heads[head].modules[m], turn));
  return shots;
}

/* What a reader says about up to BATCH pictures. */
static char *
run_reader (const char *const *command, const GPtrArray *shots, guint from)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  char *out = NULL;

  for (guint i = 0; command[i] != NULL; i++)
    g_ptr_array_add (argv, (char *) command[i]);
  for (guint i = from; i < MIN (from + BATCH, shots->len); i++)
    g_ptr_array_add (argv, ((Shot *) shots->pdata[i])->path);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, NULL, &error);
  g_assert_no_error (error);
  return out;
}

/* "File: …", 'Text: "…"' and "Identifier: ]C1" of each picture; a control character is written by its name, FNC1 as <GS>. */
static void
parse_zxing (const char *out, GHashTable *found)
{
  g_auto (GStrv) lines = g_strsplit (out, "\n", -1);
  const char *file = NULL, *text = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *colon = strchr (lines[i], ':');
      const char *value = colon != NULL ? colon + 1 + strspn (colon + 1, " ") : NULL;

      if (g_str_has_prefix (lines[i], "File:"))
        file = value;
      else if (g_str_has_prefix (lines[i], "Text:"))
        text = value;
      else if (g_str_has_prefix (lines[i], "Identifier:"))
        g_hash_table_insert (found, g_strdup (file), g_strconcat (value, " ", text, NULL));
    }
}

/* "<source href='…'>", then "<data …><![CDATA[…]]>", with format='base64' when there is a control character in it. */
static void
parse_zbar (const char *out, GHashTable *found)
{
  g_auto (GStrv) sources = g_strsplit (out, "<source href='", -1);

  for (guint i = 1; sources[0] != NULL && sources[i] != NULL; i++)
    {
      g_autofree char *file = g_strndup (sources[i], strcspn (sources[i], "'"));
      const char *data = strstr (sources[i], "<![CDATA[");
      char *text;
      gsize n;

      if (data == NULL)
        continue;
      text = g_strndup (data + 9, (gsize) (strstr (data, "]]>") - (data + 9)));
      if (strstr (sources[i], "format='base64'") != NULL)
        {
          g_base64_decode_inplace (text, &n);
          text[n] = '\0';
        }
      g_hash_table_insert (found, g_steal_pointer (&file), text);
    }
}

static void
compare (const GPtrArray *shots, GHashTable *found, char *(*expect) (const Shot *shot))
{
  guint n = 0, n_wrong = 0;

  for (guint i = 0; i < shots->len; i++)
    {
      g_autofree char *expected = expect (shots->pdata[i]);
      g_autofree char *name = g_path_get_basename (((Shot *) shots->pdata[i])->path);
      const char *text = g_hash_table_lookup (found, ((Shot *) shots->pdata[i])->path);

      if (expected == NULL)
        continue;
      n++;
      if (g_strcmp0 (text, expected) == 0)
        continue;
      n_wrong++;
      g_test_message ("%s: read %s, expected %s", name, text != NULL ? text : "nothing", expected);
    }
  g_test_message ("%u of %u codes were read as they should", n - n_wrong, n);
  g_assert_cmpuint (n_wrong, ==, 0);
}

static void
read_all (const char *const *command, void (*parse) (const char *out, GHashTable *found), char *(*expect) (const Shot *shot))
{
  g_autofree char *program = g_find_program_in_path (command[0]);
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) shots = NULL;

  if (program == NULL)
    {
      g_test_skip ("the reader is not installed");
      return;
    }
  shots = shoot_all ();
  for (guint from = 0; from < shots->len; from += BATCH)
    {
      g_autofree char *out = run_reader (command, shots, from);

      parse (out, found);
    }
  compare (shots, found, expect);
}

static char *
expect_zxing (const Shot *shot)
{
  g_auto (GStrv) parts = g_strsplit (shot->text, "\x1D", -1);
  g_autofree char *text = g_strjoinv ("<GS>", parts);

  return g_strdup_printf ("%s \"%s\"", shot->sample->identifier, text);
}

static void
test_zxing (void)
{
  static const char *const command[] = { "ZXingReader", "-mode", "escaped", "-single", NULL };

  read_all (command, parse_zxing, expect_zxing);
}

/* ZBar has no UPC-A: it gives the EAN-13 with a zero before it, which is the same number. */
static char *
expect_zbar (const Shot *shot)
{
  return !shot->sample->zbar ? NULL : g_strconcat (shot->sample->symbology == BR_CODE_UPCA ? "0" : "", shot->text, NULL);
}

static void
test_zbar (void)
{
  static const char *const command[] = { "zbarimg", "-q", "--xml", "--nodbus", NULL };

  read_all (command, parse_zbar, expect_zbar);
}

int
main (int argc, char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE); /* readers write in the character set of the place they run at */
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/render/label-campaign/zxing", test_zxing);
  g_test_add_func ("/render/label-campaign/zbar", test_zbar);
  return g_test_run ();
}
