/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The matrix of option values: counted like an odometer, so the order is that of the options as given. */
#include "br-variants.h"

#include "br-error.h"
#include "br-record.h"

#include <string.h>

static gboolean
fail (GError **error, BrError code, const char *message)
{
  g_set_error_literal (error, BR_ERROR, code, message);
  return FALSE;
}

static gboolean
check_option (const BrVariantOption *option, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (option->values == NULL || option->values[0] == NULL)
    return fail (error, BR_ERROR_INVALID, "an option has no values");
  for (guint i = 0; option->values[i] != NULL; i++)
    {
      const char *value = option->values[i];

      if (*value == '\0' || strpbrk (value, "\n\t") != NULL)
        return fail (error, BR_ERROR_INVALID, "an option value is empty or has a line break or a tab");
      if (!g_hash_table_add (seen, (gpointer) value))
        return fail (error, BR_ERROR_INVALID, "an option value stands twice");
    }
  return TRUE;
}

static gboolean
count_combinations (const BrVariantOption *options, guint n_options, guint sizes[], gsize *count, GError **error)
{
  *count = 1;
  if (n_options == 0 || n_options > BR_VARIANTS_MAX_OPTIONS)
    return fail (error, BR_ERROR_INVALID, "a product has one to four options");
  for (guint i = 0; i < n_options; i++)
    {
      if (!check_option (&options[i], error))
        return FALSE;
      sizes[i] = g_strv_length ((char **) options[i].values);
      *count *= sizes[i];
      if (*count > BR_VARIANTS_MAX)
        return fail (error, BR_ERROR_RANGE, "too many combinations of option values");
    }
  return TRUE;
}

/* The combination number `index`: the last option changes fastest. */
static char *
make_combination (const BrVariantOption *options, guint n_options, const guint sizes[], gsize index)
{
  const char *items[BR_VARIANTS_MAX_OPTIONS + 1] = { NULL };

  for (guint i = n_options; i-- > 0; index /= sizes[i])
    items[i] = options[i].values[index % sizes[i]];
  return br_lines_join (items);
}

GPtrArray *
br_variants_missing (const BrVariantOption *options, guint n_options, const char *const *existing, guint n_existing, GError **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) have = g_hash_table_new (g_str_hash, g_str_equal);
  guint sizes[BR_VARIANTS_MAX_OPTIONS];
  gsize count;

  if (!count_combinations (options, n_options, sizes, &count, error))
    return NULL;
  for (guint i = 0; i < n_existing; i++)
    {
      if (existing[i] != NULL)
        g_hash_table_add (have, (gpointer) existing[i]);
    }
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *combination = make_combination (options, n_options, sizes, i);

      if (!g_hash_table_contains (have, combination))
        g_ptr_array_add (missing, g_steal_pointer (&combination));
    }
  return g_steal_pointer (&missing);
}

char **
br_variants_values (guint option, const char *const *existing, guint n_existing)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n_existing; i++)
    {
      g_auto (GStrv) items = br_lines_split (existing[i]);

      if (option < g_strv_length (items) && g_hash_table_add (seen, g_strdup (items[option])))
        g_strv_builder_add (values, items[option]);
    }
  return g_strv_builder_end (values);
}
