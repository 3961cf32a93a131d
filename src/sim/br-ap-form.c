/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The firmware's multipart parser: the body begins with "--boundary", the boundary has at most 70 characters, the parameters of a part's
 * Content-Disposition are separated by exactly "; " and lose their first and last character, which ought to be quotes. A part with a
 * Content-Type or a filename is a file. What cannot be parsed ends the reading; what was read until then counts.
 */
#include "config.h"

#include "br-ap-form.h"

#include <string.h>

#define MAX_BOUNDARY 70

/** Field: of a form. */
typedef struct
{
  char *name, *value;
} Field;

struct _BrApForm
{
  GArray *fields; /* of Field */
};

static void
field_clear (gpointer data)
{
  Field *self = data;

  g_free (self->name);
  g_free (self->value);
}

static void
add_field (BrApForm *self, char *name, char *value)
{
  Field field = { name, value };

  g_array_append_val (self->fields, field);
}

/* application/x-www-form-urlencoded; what is badly encoded stays as it is. */
static char *
decode (const char *text, gssize n)
{
  g_autofree char *spaced = n < 0 ? g_strdup (text) : g_strndup (text, (gsize) n);
  char *plain;

  g_strdelimit (spaced, "+", ' ');
  plain = g_uri_unescape_string (spaced, NULL);
  return plain != NULL ? plain : g_steal_pointer (&spaced);
}

static void
read_encoded (BrApForm *self, const char *text)
{
  g_auto (GStrv) pairs = g_strsplit (text, "&", -1);

  for (char **pair = pairs; *pair != NULL; pair++)
    {
      const char *equals = strchr (*pair, '=');

      if (**pair != '\0')
        add_field (self, decode (*pair, equals != NULL ? equals - *pair : -1), decode (equals != NULL ? equals + 1 : "", -1));
    }
}

BrApForm *
br_ap_form_new (const char *query)
{
  BrApForm *self = g_new0 (BrApForm, 1);

  self->fields = g_array_new (FALSE, FALSE, sizeof (Field));
  g_array_set_clear_func (self->fields, field_clear);
  if (query != NULL)
    read_encoded (self, query);
  return self;
}

void
br_ap_form_free (BrApForm *self)
{
  g_array_unref (self->fields);
  g_free (self);
}

/** Part: of a multipart body. */
typedef struct
{
  char *name;
  gboolean is_file;
} Part;

/* The first and the last character are taken for quotes. */
static char *
strip_ends (const char *value)
{
  gsize n = strlen (value);

  return n < 2 ? g_strdup ("") : g_strndup (value + 1, n - 2);
}

static void
read_disposition (Part *part, const char *value)
{
  g_auto (GStrv) params = g_strsplit (value, "; ", -1);

  for (guint i = 1; params[0] != NULL && params[i] != NULL; i++)
    {
      char *equals = strchr (params[i], '=');

      if (equals == NULL)
        continue;
      *equals = '\0';
      if (g_str_equal (params[i], "name"))
        {
          g_free (part->name);
          part->name = strip_ends (equals + 1);
        }
      else if (g_str_equal (params[i], "filename"))
        part->is_file = TRUE;
    }
}

static void
read_part_header (Part *part, const char *line)
{
  const char *colon = strchr (line, ':');

  if (colon == NULL)
    return;
  if (g_ascii_strncasecmp (line, "Content-Disposition", (gsize) (colon - line)) == 0)
    read_disposition (part, colon + 1 + strspn (colon + 1, " "));
  else if (g_ascii_strncasecmp (line, "Content-Type", (gsize) (colon - line)) == 0)
    part->is_file = TRUE;
}

/* Reads one part; *at is its first header and becomes the place after the next boundary. FALSE: nothing more can be read. */
static gboolean
read_part (BrApForm *self, const char **at, const char *end, const char *mark, BrApFormFileFunc func, gpointer data)
{
  Part part = { 0 };
  g_autofree char *name = NULL;
  const char *next;

  while (TRUE)
    {
      const char *line_end = memmem (*at, (gsize) (end - *at), "\r\n", 2);
      g_autofree char *line = NULL;

      if (line_end == NULL)
        {
          g_free (part.name);
          return FALSE;
        }
      line = g_strndup (*at, (gsize) (line_end - *at));
      *at = line_end + 2;
      if (*line == '\0')
        break;
      read_part_header (&part, line);
    }
  name = part.name;
  next = memmem (*at, (gsize) (end - *at), mark, strlen (mark));
  if (next == NULL)
    return FALSE;
  if (part.is_file)
    {
      g_autoptr (GBytes) file = g_bytes_new (*at, (gsize) (next - *at));

      if (func != NULL)
        func (self, file, data);
    }
  else if (name != NULL)
    add_field (self, g_steal_pointer (&name), g_strndup (*at, (gsize) (next - *at)));
  *at = next + strlen (mark);
  return end - *at >= 2 && memcmp (*at, "\r\n", 2) == 0;
}

static void
read_multipart (BrApForm *self, const char *content_type, GBytes *body, BrApFormFileFunc func, gpointer data)
{
  const char *equals = strstr (content_type, "boundary=");
  g_autofree char *boundary = equals != NULL ? g_strdup (equals + strlen ("boundary=")) : NULL;
  g_autofree char *mark = NULL;
  gsize n;
  const char *at = g_bytes_get_data (body, &n), *end = at + n;

  if (boundary == NULL)
    return;
  boundary[strcspn (boundary, ";")] = '\0';
  if (*boundary == '"')
    {
      g_autofree char *quoted = g_steal_pointer (&boundary);

      boundary = strip_ends (quoted);
    }
  mark = g_strconcat ("\r\n--", boundary, NULL);
  if (strlen (boundary) > MAX_BOUNDARY || n < strlen (mark) || memcmp (at, mark + 2, strlen (mark) - 2) != 0)
    return;
  at += strlen (mark) - 2;
  if (end - at < 2 || memcmp (at, "\r\n", 2) != 0)
    return;
  do
    at += 2;
  while (read_part (self, &at, end, mark, func, data));
}

void
br_ap_form_read (BrApForm *self, const char *content_type, GBytes *body, BrApFormFileFunc func, gpointer data)
{
  if (content_type == NULL || body == NULL || g_bytes_get_size (body) == 0)
    return;
  if (g_str_has_prefix (content_type, "multipart/"))
    read_multipart (self, content_type, body, func, data);
  else if (g_str_has_prefix (content_type, "application/x-www-form-urlencoded"))
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

      read_encoded (self, text);
    }
}

const char *
br_ap_form_get (const BrApForm *self, const char *name)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = &g_array_index (self->fields, Field, i);

      if (g_str_equal (field->name, name))
        return field->value;
    }
  return NULL;
}

int
br_ap_form_get_int (const BrApForm *self, const char *name, int usual)
{
  const char *value = br_ap_form_get (self, name);

  return value != NULL ? (int) g_ascii_strtoll (value, NULL, 10) : usual;
}

gboolean
br_ap_form_get_mac (const BrApForm *self, guint64 *mac, gboolean *is_there)
{
  const char *value = br_ap_form_get (self, "mac");
  gsize n = value != NULL ? strlen (value) : 0;

  *is_there = value != NULL;
  if ((n != 12 && n != 16) || strspn (value, "0123456789abcdefABCDEF") != n)
    return FALSE;
  *mac = g_ascii_strtoull (value, NULL, 16);
  return TRUE;
}
