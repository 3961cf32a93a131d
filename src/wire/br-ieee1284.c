/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * IEEE 1284 device ids as USB printers give them: "KEY:VALUE;" again and again (labels.md 3.5). Keys in any case and under several
 * names, values with blanks around them or empty, the last semicolon perhaps missing, bytes of any kind. The first of two equal keys counts.
 *
 * The guess follows labels.md 3.6: what the printer says it speaks, then who made it. A printer that also speaks ESC/POS may be one for
 * receipts, and of clones with names of no meaning others are known to be: those guesses are only likely, and a person is asked.
 */
#include "config.h"

#include "br-ieee1284.h"

#include <string.h>

#define MAX_BYTES 4096
#define MAX_COMMANDS 32

/* Printable and valid UTF-8, no blanks around; NULL when nothing is left. */
static char *
clean (const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  GString *text = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isprint (g_utf8_get_char (p)))
      g_string_append_unichar (text, g_utf8_get_char (p));
  g_strstrip (text->str);
  if (*text->str != '\0')
    return g_string_free_and_steal (text);
  g_string_free (text, TRUE);
  return NULL;
}

static void
take_commands (BrDeviceId *self, const char *value)
{
  g_auto (GStrv) words = g_strsplit (value, ",", MAX_COMMANDS);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *text = clean (*word);

      if (text != NULL)
        g_strv_builder_take (builder, g_ascii_strup (text, -1));
    }
  g_strfreev (self->commands);
  self->commands = g_strv_builder_end (builder);
}

static void
take_pair (BrDeviceId *self, const char *key, const char *value)
{
  const struct
  {
    const char *const names[4];
    char **to;
  } rows[] = {
    { { "MFG", "MANU", "MANUFACTURER" }, &self->maker },
    { { "MDL", "MODEL" }, &self->model },
    { { "SN", "SERN", "SERIALNUMBER" }, &self->serial },
    { { "DES", "DESCRIPTION" }, &self->description },
  };

  if ((g_ascii_strcasecmp (key, "CMD") == 0 || g_ascii_strcasecmp (key, "COMMAND SET") == 0) && *self->commands == NULL)
    take_commands (self, value);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint k = 0; rows[i].names[k] != NULL; k++)
      if (*rows[i].to == NULL && g_ascii_strcasecmp (key, rows[i].names[k]) == 0)
        *rows[i].to = clean (value);
}

BrDeviceId *
br_device_id_parse (const char *text)
{
  BrDeviceId *self = g_new0 (BrDeviceId, 1);
  g_autofree char *head = g_strndup (text, MAX_BYTES);
  g_auto (GStrv) pairs = g_strsplit (head, ";", -1);

  self->commands = g_new0 (char *, 1);
  for (char **pair = pairs; *pair != NULL; pair++)
    {
      char *colon = strchr (*pair, ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      take_pair (self, g_strstrip (*pair), colon + 1);
    }
  return self;
}

void
br_device_id_free (BrDeviceId *self)
{
  if (self == NULL)
    return;
  g_free (self->maker);
  g_free (self->model);
  g_free (self->serial);
  g_free (self->description);
  g_strfreev (self->commands);
  g_free (self);
}

static BrPrinterLanguageId
language_of_word (const char *word)
{
  static const struct
  {
    const char *word;
    BrPrinterLanguageId language;
  } rows[] = {
    { "ZPL", BR_LANGUAGE_ZPL }, { "ZPL II", BR_LANGUAGE_ZPL }, { "ZPLII", BR_LANGUAGE_ZPL }, { "ZPL-II", BR_LANGUAGE_ZPL }, { "ZPL2", BR_LANGUAGE_ZPL },
    { "EPL", BR_LANGUAGE_EPL }, { "EPL2", BR_LANGUAGE_EPL },   { "TSPL", BR_LANGUAGE_TSPL }, { "TSPL2", BR_LANGUAGE_TSPL }, { "TSC", BR_LANGUAGE_TSPL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].word, word))
      return rows[i].language;
  return BR_LANGUAGE_NONE;
}

static gboolean
says (const BrDeviceId *id, const char *word)
{
  return g_strv_contains ((const char *const *) id->commands, word);
}

/* The first language it names that is spoken here; `wanted` if it names that too. */
static BrPrinterLanguageId
find_language (const BrDeviceId *id, BrPrinterLanguageId wanted)
{
  BrPrinterLanguageId first = BR_LANGUAGE_NONE;

  for (char **word = id->commands; *word != NULL; word++)
    {
      BrPrinterLanguageId language = language_of_word (*word);

      if (language == wanted && language != BR_LANGUAGE_NONE)
        return language;
      if (first == BR_LANGUAGE_NONE)
        first = language;
    }
  return first;
}

static gboolean
begins (const char *text, const char *prefix)
{
  return text != NULL && g_ascii_strncasecmp (text, prefix, strlen (prefix)) == 0;
}

/* The 500 family speaks another language, the tape half of a DUO too. */
static gboolean
is_dymo_4xx (const char *model)
{
  const char *name = begins (model, "DYMO ") ? model + 5 : model;
  guint64 number;

  if (!begins (name, "LabelWriter ") || strstr (name, "Tape") != NULL || strstr (name, "TAPE") != NULL)
    return FALSE;
  name += strlen ("LabelWriter ");
  number = g_ascii_strtoull (name, NULL, 10);
  return begins (name, "4XL") || begins (name, "Twin Turbo") || (number >= 300 && number < 500);
}

static BrPrinterLanguageId
language_of_maker (const BrDeviceId *id, guint vendor)
{
  const char *model = id->model;

  if (vendor == 0x0A5F || begins (id->maker, "Zebra"))
    return BR_LANGUAGE_ZPL;
  if (vendor == 0x1203 || begins (id->maker, "TSC"))
    return BR_LANGUAGE_TSPL;
  if ((vendor == 0x04F9 || begins (id->maker, "Brother")) && begins (model, "QL-"))
    return BR_LANGUAGE_BROTHER_QL;
  return (vendor == 0x0922 || begins (id->maker, "DYMO")) && is_dymo_4xx (model) ? BR_LANGUAGE_DYMO_4XX : BR_LANGUAGE_NONE;
}

/* Names that clones of no maker go by (labels.md 3.5). */
static BrPrinterLanguageId
language_of_clone (const BrDeviceId *id)
{
  if (says (id, "XPP") || says (id, "XL") || (id->description != NULL && g_ascii_strcasecmp (id->description, "LabelPrinter") == 0))
    return BR_LANGUAGE_TSPL;
  return says (id, "CEZD") ? BR_LANGUAGE_ZPL : BR_LANGUAGE_NONE;
}

static void
read_head (const BrDeviceId *id, BrPrinterLanguageId language, BrHead *head)
{
  const char *model = id->model != NULL ? id->model : "";

  *head = (BrHead) { 0 };
  if (language == BR_LANGUAGE_BROTHER_QL)
    *head = (BrHead) { .dots_num = 1181, .dots_den = 100, .width_dots = begins (model, "QL-10") || begins (model, "QL-11") ? 1296 : 720 };
  else if (language == BR_LANGUAGE_DYMO_4XX)
    *head = (BrHead) { .dots_num = 1181, .dots_den = 100, .width_dots = strstr (model, "4XL") != NULL ? 1248 : 672 };
  else if (strstr (model, "203dpi") != NULL)
    *head = (BrHead) { .dots_num = 8, .dots_den = 1 };
  else if (strstr (model, "300dpi") != NULL)
    *head = (BrHead) { .dots_num = 12, .dots_den = 1 };
  else if (strstr (model, "600dpi") != NULL)
    *head = (BrHead) { .dots_num = 24, .dots_den = 1 };
}

static BrGuess
guess (const BrDeviceId *id, guint vendor, BrPrinterLanguageId *language)
{
  BrPrinterLanguageId of_maker = language_of_maker (id, vendor), named = find_language (id, of_maker);
  gboolean receipts = says (id, "ESC/POS") || says (id, "ESCPOS") || says (id, "ESC-POS");

  *language = named != BR_LANGUAGE_NONE ? named : of_maker;
  if (*language != BR_LANGUAGE_NONE)
    return receipts || (named != of_maker && says (id, "CPCL")) ? BR_GUESS_LIKELY : BR_GUESS_SURE;
  *language = receipts ? BR_LANGUAGE_NONE : language_of_clone (id);
  return *language != BR_LANGUAGE_NONE ? BR_GUESS_LIKELY : BR_GUESS_NONE;
}

BrGuess
br_language_guess (const BrDeviceId *id, guint vendor, BrPrinterLanguageId *language, BrHead *head)
{
  g_autoptr (BrDeviceId) nothing = id == NULL ? br_device_id_parse ("") : NULL;
  BrGuess sure = guess (id != NULL ? id : nothing, vendor, language);

  read_head (id != NULL ? id : nothing, *language, head);
  return sure;
}
