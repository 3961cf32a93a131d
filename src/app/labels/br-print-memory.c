/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two dictionaries of the settings; a template that is used anew is at the end, and the oldest go when there are many. */
#include "config.h"

#include "br-print-memory.h"

#define MAX_KEPT 64

/* What is printed because its price changed is a shelf label; what was chosen may be anything. */
static const char *
source_name (BrPrintSource source)
{
  return source == BR_PRINT_STALE || source == BR_PRINT_CHANGE ? "shelf" : "goods";
}

static char *
find (GSettings *settings, const char *key, const char *name)
{
  g_autoptr (GVariant) kept = g_settings_get_value (settings, key);
  char *value = NULL;

  g_variant_lookup (kept, name, "s", &value);
  return value;
}

static void
keep (GSettings *settings, const char *key, const char *name, const char *value)
{
  g_autoptr (GVariant) kept = g_settings_get_value (settings, key);
  gsize n = g_variant_n_children (kept), skip = n >= MAX_KEPT ? n - MAX_KEPT + 1 : 0;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  for (gsize i = skip; i < n; i++)
    {
      const char *other, *text;

      g_variant_get_child (kept, i, "{&s&s}", &other, &text);
      if (!g_str_equal (other, name))
        g_variant_builder_add (&builder, "{ss}", other, text);
    }
  g_variant_builder_add (&builder, "{ss}", name, value);
  g_settings_set_value (settings, key, g_variant_builder_end (&builder));
}

char *
br_print_memory_template (GSettings *settings, BrPrintSource source)
{
  return find (settings, "label-templates", source_name (source));
}

char *
br_print_memory_printer (GSettings *settings, const char *template_key)
{
  return find (settings, "label-printers", template_key);
}

void
br_print_memory_keep (GSettings *settings, BrPrintSource source, const BrLabelTemplate *template, const char *printer_key)
{
  keep (settings, "label-templates", source_name (source), template->key);
  if (template->kind == BR_LABEL_SHELF)
    keep (settings, "label-templates", source_name (BR_PRINT_STALE), template->key);
  br_print_memory_keep_printer (settings, template, printer_key);
}

void
br_print_memory_keep_printer (GSettings *settings, const BrLabelTemplate *template, const char *printer_key)
{
  keep (settings, "label-printers", template->key, printer_key);
}
