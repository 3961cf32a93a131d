/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "opticon-server.h"

#include <cairo.h>
#include <glib/gstdio.h>
#include <string.h>

static void
shown_free (gpointer data)
{
  OpticonShown *shown = data;

  g_free (shown->note);
  g_clear_pointer (&shown->pixels, g_bytes_unref);
  g_free (shown);
}

OpticonServer *
opticon_server_new (void)
{
  static const char *const folders[] = { "Input", "Images/Completed", "Log", "In", "Done/All" };
  OpticonServer *self = g_new0 (OpticonServer, 1);

  self->root = g_dir_make_tmp ("opticon-XXXXXX", NULL);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, shown_free);
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (self->root, folders[i], NULL);

      g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
    }
  return self;
}

void
opticon_server_free (OpticonServer *self)
{
  const char *const argv[] = { "rm", "-rf", self->root, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
  g_hash_table_unref (self->shown);
  g_free (self->root);
  g_free (self);
}

/* Elements of the companion: name -> text. */
typedef struct
{
  GHashTable *texts;
  GString *text;
} Parsing;

static void
end_element (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Parsing *parsing = data;

  g_hash_table_insert (parsing->texts, g_strdup (name), g_strdup (parsing->text->str));
  g_string_truncate (parsing->text, 0);
}

static void
start_element (GMarkupParseContext *context, const char *name, const char **names, const char **values, gpointer data, GError **error)
{
  g_string_truncate (((Parsing *) data)->text, 0);
}

static void
text (GMarkupParseContext *context, const char *bytes, gsize length, gpointer data, GError **error)
{
  g_string_append_len (((Parsing *) data)->text, bytes, (gssize) length);
}

static GHashTable *
parse (const char *path)
{
  static const GMarkupParser parser = { .start_element = start_element, .end_element = end_element, .text = text };
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GString) current = g_string_new (NULL);
  Parsing parsing = { texts, current };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &parsing, NULL);
  g_autofree char *xml = NULL;
  gsize length;

  if (!g_file_get_contents (path, &xml, &length, NULL) || !g_markup_parse_context_parse (context, xml, (gssize) length, NULL)
      || !g_markup_parse_context_end_parse (context, NULL) || g_hash_table_lookup (texts, "EslImageInfo") == NULL)
    return NULL;
  return g_steal_pointer (&texts);
}

static guint
number (GHashTable *texts, const char *name)
{
  guint64 value = G_MAXUINT;
  const char *string = g_hash_table_lookup (texts, name);

  if (string != NULL)
    g_ascii_string_to_unsigned (string, 10, 0, 100000, &value, NULL);
  return (guint) value;
}

/* Letters for the colours; NULL when there is any the labels do not have. */
static GBytes *
read_pixels (const char *path, guint *width, guint *height)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);
  g_autoptr (GByteArray) letters = g_byte_array_new ();
  gboolean is_good = cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS;

  *width = (guint) cairo_image_surface_get_width (surface);
  *height = (guint) cairo_image_surface_get_height (surface);
  for (guint y = 0; y < *height; y++)
    {
      const guint32 *row = (const guint32 *) (cairo_image_surface_get_data (surface) + y * (guint) cairo_image_surface_get_stride (surface));

      for (guint x = 0; x < *width; x++)
        {
          guint32 rgb = row[x] & 0xffffff;
          guint8 letter = rgb == 0xffffff ? 'W' : rgb == 0 ? 'B' : rgb == 0xff0000 ? 'R' : 0;

          is_good = is_good && letter != 0;
          g_byte_array_append (letters, &letter, 1);
        }
    }
  cairo_surface_destroy (surface);
  return is_good ? g_byte_array_free_to_bytes (g_steal_pointer (&letters)) : NULL;
}

/* A file of that name was taken before. */
static gboolean
is_known (OpticonServer *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->root, "Images/Completed", name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Why it is refused, or NULL; then `shown` is filled. */
static const char *
judge (OpticonServer *self, GHashTable *texts, const char *folder, OpticonShown *shown)
{
  static const char *const zeros[] = { "X", "Y", "HOffset", "VOffset" };
  const char *label = texts != NULL ? g_hash_table_lookup (texts, "Label") : NULL, *variant = texts != NULL ? g_hash_table_lookup (texts, "Variant") : NULL;
  const OpticonShown *before = label != NULL ? g_hash_table_lookup (self->shown, label) : NULL;
  g_autofree char *image = NULL;

  if (label == NULL || strlen (label) != 16 || g_strcmp0 (g_hash_table_lookup (texts, "ID"), "") <= 0)
    return "no label";
  for (gsize i = 0; i < G_N_ELEMENTS (zeros); i++)
    if (number (texts, zeros[i]) != 0)
      return "offset";
  if (number (texts, "Format") != 1 || g_strcmp0 (variant, "H") != 0)
    return "format or variant";
  shown->index = number (texts, "Ix");
  if (shown->index < 1 || shown->index > 255 || (before != NULL && shown->index != before->index % 255 + 1))
    return "index";
  if (is_known (self, g_hash_table_lookup (texts, "ImageFile")))
    return "duplicate name";
  image = g_build_filename (folder, (const char *) g_hash_table_lookup (texts, "ImageFile"), NULL);
  shown->pixels = read_pixels (image, &shown->width, &shown->height);
  if (shown->pixels == NULL || shown->width != number (texts, "Width") || shown->height != number (texts, "Height"))
    return "image";
  shown->note = g_strdup (g_hash_table_lookup (texts, "Note"));
  return NULL;
}

static void
move (OpticonServer *self, const char *name)
{
  g_autofree char *loud = self->shouts ? g_ascii_strup (name, -1) : g_strdup (name);
  g_autofree char *from = g_build_filename (self->root, "Input", name, NULL), *to = g_build_filename (self->root, "Images/Completed", loud, NULL);

  g_assert_cmpint (g_rename (from, to), ==, 0);
}

static void
complain (OpticonServer *self, const char *name, const char *why)
{
  g_autofree char *path = g_build_filename (self->root, "Log", "server.log", NULL), *before = NULL, *after = NULL;

  if (!g_file_get_contents (path, &before, NULL, NULL))
    before = g_strdup ("2026-11-23 server started\r\n");
  after = g_strdup_printf ("%s2026-11-23 12:00:00 ERROR %s: %s\r\n", before, name, why);
  g_assert_true (g_file_set_contents (path, after, -1, NULL));
  self->n_refused++;
}

/* No picture, and the file is named after the label: it is the server's no more. */
static gboolean
unlink_label (OpticonServer *self, GHashTable *texts, const char *name)
{
  const char *label = texts != NULL ? g_hash_table_lookup (texts, "Label") : NULL;
  g_autofree char *expected = label != NULL ? g_strconcat (label, ".XML", NULL) : NULL;
  OpticonShown *shown = label != NULL ? g_hash_table_lookup (self->shown, label) : NULL;

  if (g_strcmp0 (name, expected) != 0 || g_strcmp0 (g_hash_table_lookup (texts, "ImageFile"), "") != 0)
    return FALSE;
  if (shown != NULL)
    shown->is_linked = FALSE;
  self->n_unlinked++;
  move (self, name);
  return TRUE;
}

static void
take (OpticonServer *self, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GHashTable) texts = parse (path);
  OpticonShown *shown;
  const char *why;

  if (unlink_label (self, texts, name))
    return;
  shown = g_new0 (OpticonShown, 1);
  shown->is_linked = TRUE;
  why = judge (self, texts, folder, shown);
  if (why != NULL)
    {
      complain (self, name, why);
      shown_free (shown);
      return;
    }
  move (self, g_hash_table_lookup (texts, "ImageFile"));
  move (self, name);
  g_hash_table_insert (self->shown, g_strdup (g_hash_table_lookup (texts, "Label")), shown);
  self->n_taken++;
}

void
opticon_server_step (OpticonServer *self)
{
  g_autofree char *folder = g_build_filename (self->root, "Input", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".xml") || g_str_has_suffix (name, ".XML"))
      g_ptr_array_add (names, g_strdup (name));
  for (guint i = 0; i < names->len; i++)
    take (self, folder, names->pdata[i]);
}

const OpticonShown *
opticon_server_find (OpticonServer *self, const char *label)
{
  return g_hash_table_lookup (self->shown, label);
}

void
opticon_server_list (OpticonServer *self, const char *csv)
{
  g_autofree char *path = g_build_filename (self->root, "backroom-labels.csv", NULL);

  g_assert_true (g_file_set_contents (path, csv, -1, NULL));
}

guint
opticon_server_count (OpticonServer *self, const char *folder, const char *suffix)
{
  g_autofree char *path = g_build_filename (self->root, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, suffix) ? 1 : 0;
  return n;
}
