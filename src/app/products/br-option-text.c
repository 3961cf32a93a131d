/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options as people type them. */
#include "config.h"

#include "br-option-text.h"

#include "br-error.h"
#include "br-variants.h"
#include <string.h>

/* The option values of all SKUs, for the functions of br-variants.h. */
static GPtrArray *
existing_values (GPtrArray *skus)
{
  GPtrArray *values = g_ptr_array_new ();

  for (guint i = 0; i < skus->len; i++)
    g_ptr_array_add (values, (gpointer) br_record_text (skus->pdata[i], BR_SKU_OPTION_VALUES));
  return values;
}

char *
br_option_text_from_product (const BrRecord *product, GPtrArray *skus)
{
  g_auto (GStrv) names = br_lines_split (br_record_text (product, BR_PRODUCT_OPTIONS));
  g_autoptr (GPtrArray) existing = existing_values (skus);
  GString *text = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_auto (GStrv) values = br_variants_values (i, (const char *const *) existing->pdata, existing->len);
      g_autofree char *list = g_strjoinv (", ", values);

      g_string_append_printf (text, "%s%s: %s", i > 0 ? "\n" : "", names[i], list);
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  guint n;
  BrVariantOption options[BR_VARIANTS_MAX_OPTIONS];
  char *names[BR_VARIANTS_MAX_OPTIONS + 1]; /* owned */
  char **values[BR_VARIANTS_MAX_OPTIONS];    /* owned */
} Options;

static void
clear_options (Options *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      g_free (self->names[i]);
      g_strfreev (self->values[i]);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static char **
split_values (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GString) commas = g_string_new (text);
  g_auto (GStrv) parts = NULL;

  g_string_replace (commas, "，", ",", 0);
  g_string_replace (commas, "、", ",", 0);
  parts = g_strsplit (commas->str, ",", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

static gboolean
read_option (Options *options, const char *line, GError **error)
{
  g_autoptr (GString) ascii = g_string_new (line);
  char *colon;
  guint i = options->n;

  g_string_replace (ascii, "：", ":", 0);
  colon = strchr (ascii->str, ':');
  if (colon == NULL || i >= BR_VARIANTS_MAX_OPTIONS)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "not an option: %s", line);
      return FALSE;
    }
  options->names[i] = g_strstrip (g_strndup (ascii->str, colon - ascii->str));
  options->values[i] = split_values (colon + 1);
  options->options[i] = (BrVariantOption) { options->names[i], (const char *const *) options->values[i] };
  options->n++;
  return TRUE;
}

static gboolean
read_options (Options *options, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0' && !read_option (options, lines[i], error))
      return FALSE;
  return TRUE;
}

/* The one SKU of a product without options takes the first combination: it is not left over beside the others. */
static void
adopt_plain_sku (BrDraftModel *model, BrProductDetail *draft, GPtrArray *missing)
{
  BrRecord *only = draft->skus->len == 1 ? draft->skus->pdata[0] : NULL;

  if (only == NULL || missing->len == 0 || br_record_text (only, BR_SKU_OPTION_VALUES) != NULL)
    return;
  br_draft_model_set_text (model, only, BR_SKU_OPTION_VALUES, missing->pdata[0]);
  g_ptr_array_remove_index (missing, 0);
}

int
br_option_text_make (BrDraftModel *model, BrProductDetail *draft, const char *text, GError **error)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GPtrArray) existing = existing_values (draft->skus);
  g_autoptr (GPtrArray) missing = NULL;
  g_autofree char *names = NULL;

  if (!read_options (&options, text, error))
    return -1;
  missing = br_variants_missing (options.options, options.n, (const char *const *) existing->pdata, existing->len, error);
  if (missing == NULL)
    return -1;
  names = br_lines_join ((const char *const *) options.names);
  br_draft_model_set_text (model, draft->product, BR_PRODUCT_OPTIONS, names);
  if (options.n > 0)
    adopt_plain_sku (model, draft, missing);
  for (guint i = 0; options.n > 0 && i < missing->len; i++)
    br_draft_model_add_sku (model, missing->pdata[i]);
  return (int) missing->len;
}
