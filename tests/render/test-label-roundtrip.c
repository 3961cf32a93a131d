/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random values of every symbology: what is drawn is read back as what it says. A sound code that preflight calls unreadable would keep its
 * label from being printed. BACKROOM_CODES=N tries N of each instead of 60.
 */
#include "config.h"

#include "br-gtin.h"
#include "label.h"

#include <stdlib.h>
#include <string.h>

static void
append_random (GString *text, GRand *rand, const char *letters, int n)
{
  for (int i = 0; i < n; i++)
    g_string_append_c (text, letters[g_rand_int_range (rand, 0, (gint32) strlen (letters))]);
}

/* A GTIN of that many digits. */
static void
append_gtin (GString *text, GRand *rand, int digits)
{
  g_autoptr (GString) body = g_string_new (NULL);

  append_random (body, rand, "0123456789", digits - 1);
  g_string_append_printf (text, "%s%c", body->str, br_gtin_check_digit (body->str));
}

/* At most 48 characters, which is what GS1-128 holds. */
static void
append_elements (GString *text, GRand *rand)
{
  static const char value[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!\"%&'()*+,-./:;<=>?_";

  g_string_append (text, "[01]");
  append_gtin (text, rand, 14);
  if (g_rand_boolean (rand))
    g_string_append_printf (text, "[17]%02d%02d%02d", g_rand_int_range (rand, 20, 50), g_rand_int_range (rand, 1, 13), g_rand_int_range (rand, 1, 29));
  else
    g_string_append_printf (text, "[310%d]%06d", g_rand_int_range (rand, 0, 6), g_rand_int_range (rand, 0, 1000000));
  if (g_rand_boolean (rand))
    {
      g_string_append (text, "[10]");
      append_random (text, rand, g_rand_boolean (rand) ? "0123456789" : value, g_rand_int_range (rand, 1, 13));
    }
  if (g_rand_boolean (rand))
    {
      g_string_append (text, "[21]");
      append_random (text, rand, value, g_rand_int_range (rand, 1, 6));
    }
}

static void
append_words (GString *text, GRand *rand)
{
  static const char *const pieces[] = { "https://", "x", "7", " ", "牛奶", "毫升", "¥", "é", "Ж", "ア", "🥛", "\n", "^XZ", "~", "\"", "A-", "00", "%", "\\" };
  int n = g_rand_int_range (rand, 1, 14);

  for (int i = 0; i < n; i++)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
}

static char *
random_value (BrLabelSymbology symbology, GRand *rand)
{
  GString *text = g_string_new (NULL);

  switch (symbology)
    {
    case BR_CODE_EAN13: append_gtin (text, rand, 13); break;
    case BR_CODE_EAN8: append_gtin (text, rand, 8); break;
    case BR_CODE_UPCA: append_gtin (text, rand, 12); break;
    case BR_CODE_ITF14:
    case BR_CODE_DATABAR: append_gtin (text, rand, 14); break;
    case BR_CODE_CODE128:
      append_random (text, rand, g_rand_boolean (rand) ? "0123456789" : " !\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~",
                     g_rand_int_range (rand, 1, 21));
      break;
    case BR_CODE_GS1_128:
    case BR_CODE_GS1_DATAMATRIX:
    case BR_CODE_DATABAR_EXPANDED: append_elements (text, rand); break;
    case BR_CODE_QR:
    case BR_CODE_DATAMATRIX:
    case BR_N_CODES:
    default: append_words (text, rand); break;
    }
  return g_string_free_and_steal (text);
}

/* A label with room for any of these; the value comes as a field, so that braces are its own. */
static BrLabelTemplate *
make_template (BrLabelSymbology symbology)
{
  BrLabelTemplate *template = label_template (300, 40, "{\"t\":\"code\",\"name\":\"code\",\"x\":1,\"y\":1,\"w\":298,\"h\":38,\"v\":\"{name}\",\"sym\":\"qr\"}");
  BrLabelObject *object = template->objects->pdata[0];

  object->symbology = symbology;
  object->module_dots = 3;
  return template;
}

static gboolean
try (BrLabelRenderer *renderer, const BrLabelTemplate *template, const char *value)
{
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();
  BrLabelScope scope = { .template = template, .fields = fields };
  g_autoptr (BrLabelPicture) picture = NULL;
  guint n_errors = 0;

  br_label_fields_set (fields, "name", value);
  picture = br_label_render (renderer, &scope, &head_203, NULL, NULL);
  g_assert_cmpuint (picture->codes->len, ==, picture->problems->len == 0 ? 1 : 0);
  br_label_preflight (renderer, picture, &scope, &head_203, NULL);
  for (guint i = 0; i < picture->problems->len; i++)
    {
      const BrLabelProblem *problem = picture->problems->pdata[i];

      if (problem->warning)
        continue;
      n_errors++;
      g_test_message ("%s: %s: %s", value, problem->what, problem->text);
    }
  return n_errors == 0;
}

static void
run (BrLabelSymbology symbology, const BrLabelTemplate *template)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  int n = g_getenv ("BACKROOM_CODES") != NULL ? atoi (g_getenv ("BACKROOM_CODES")) : 60, n_wrong = 0;

  g_test_message ("seed %u", seed);
  for (int i = 0; i < n; i++)
    {
      g_autofree char *value = random_value (symbology, rand);

      n_wrong += !try (renderer, template, value);
    }
  if (n_wrong > 0)
    g_test_fail_printf ("%d of %d were not read as they should", n_wrong, n);
}

static void
test_roundtrip (gconstpointer data)
{
  g_autoptr (BrLabelTemplate) template = make_template (GPOINTER_TO_INT (data));

  run (GPOINTER_TO_INT (data), template);
}

/* A label too narrow for one row: 102 modules, where a GTIN alone takes more. */
static void
test_stacked (void)
{
  g_autoptr (BrLabelTemplate) template = make_template (BR_CODE_DATABAR_EXPANDED);
  BrLabelObject *object = template->objects->pdata[0];

  template->media.width = 2800;
  template->media.height = 12000;
  object->width = 2600;
  object->height = 11800;
  object->hri = BR_HRI_NONE;
  object->module_dots = 2;
  run (BR_CODE_DATABAR_EXPANDED, template);
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { NULL,    "ean13", "ean8",       "upca",           "code128", "gs1-128",
                                       "itf14", "qr",    "datamatrix", "gs1-datamatrix", "databar", "databar-expanded" };

  g_test_init (&argc, &argv, NULL);
  for (int i = BR_CODE_EAN13; i < BR_N_CODES; i++)
    {
      g_autofree char *path = g_strdup_printf ("/render/label-roundtrip/%s", names[i]);

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_roundtrip);
    }
  g_test_add_func ("/render/label-roundtrip/databar-expanded-stacked", test_stacked);
  return g_test_run ();
}
