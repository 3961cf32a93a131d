/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wire-samples.h"

guint64
sample_seed (void)
{
  const char *text = g_getenv ("BACKROOM_SEED");
  guint64 seed = text != NULL ? g_ascii_strtoull (text, NULL, 0) : br_random_u64 (br_random_system ());

  g_test_message ("BACKROOM_SEED=%" G_GUINT64_FORMAT, seed);
  return seed;
}

void
sample_id (BrXorshift *random, BrId *out)
{
  do
    for (guint i = 0; i < sizeof out->bytes; i++)
      out->bytes[i] = br_xorshift_next (random);
  while (br_id_is_none (out));
}

static char *
sample_text (BrXorshift *random)
{
  static const char *const pieces[] = { "a", "茶", "\"", "\\", "\n", "\t", "é", "🥟", "/", "\x01", "\x7f", "]", "}", ",", "null" };
  GString *text = g_string_new (NULL);
  guint n = br_xorshift_below (random, 9);

  for (guint i = 0; i < n; i++)
    g_string_append (text, pieces[br_xorshift_below (random, G_N_ELEMENTS (pieces))]);
  return g_string_free_and_steal (text);
}

void
sample_value (BrXorshift *random, const BrField *field, BrValue *out)
{
  static const gint64 integers[] = { 0, 1, -1, 42, 123456789, G_MAXINT64, G_MININT64, 1000000000000 };
  g_autofree char *text = NULL;
  BrId id;

  br_value_clear (out);
  if (br_xorshift_below (random, 5) == 0)
    return;
  switch (field->type)
    {
    case BR_FIELD_TEXT:
    case BR_FIELD_MULTILINE:
    case BR_FIELD_LINES:
      text = sample_text (random);
      br_value_set_text (out, text);
      break;
    case BR_FIELD_REF:
      sample_id (random, &id);
      br_value_set_id (out, &id);
      break;
    case BR_FIELD_FLAG: br_value_set_int (out, br_xorshift_below (random, 2)); break;
    case BR_FIELD_ENUM: br_value_set_int (out, 1 + br_xorshift_below (random, g_strv_length ((char **) field->choices))); break;
    case BR_FIELD_INT:
    case BR_FIELD_MONEY:
    case BR_FIELD_QUANTITY:
    case BR_FIELD_RATE:
    case BR_FIELD_TIME: br_value_set_int (out, integers[br_xorshift_below (random, G_N_ELEMENTS (integers))]); break;
    default: g_assert_not_reached ();
    }
}

BrRecord *
sample_record (BrXorshift *random)
{
  BrId id;
  BrKind kind = 1 + br_xorshift_below (random, BR_N_KINDS - 1);
  const BrKindInfo *info = br_schema_get (kind);
  BrRecord *record;

  sample_id (random, &id);
  record = br_record_new (kind, &id);
  record->rev = br_xorshift_below (random, 1000);
  record->at_us = 1780000000000000 + br_xorshift_below (random, 1000000);
  record->by = br_xorshift_below (random, 2) ? g_ref_string_new ("王小明 \"Wang\"") : NULL;
  for (guint i = 0; i < info->n_fields; i++)
    sample_value (random, &info->fields[i], &record->cells[i]);
  return record;
}

gboolean
sample_equal (const BrRecord *a, const BrRecord *b)
{
  if (a->kind != b->kind || !br_id_equal (&a->id, &b->id) || a->rev != b->rev || a->at_us != b->at_us || g_strcmp0 (a->by, b->by) != 0)
    return FALSE;
  for (guint i = 0; i < BR_MAX_FIELDS; i++)
    if (!br_value_equal (&a->cells[i], &b->cells[i]))
      return FALSE;
  return TRUE;
}
