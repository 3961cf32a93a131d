/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds the report and the numbers of the rows that are shown: 4 bytes a row. */
#include "config.h"
#include "br-import-lines.h"

#include "br-import-words.h"
#include <glib/gi18n.h>

struct _BrImportLineItem
{
  GObject parent_instance;
  BrImportLine line;
  char *header; /* of the reason's column, or NULL */
};

enum
{
  PROP_LINE = 1,
  PROP_VERDICT,
  PROP_REASON,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrImportLineItem, br_import_line_item, G_TYPE_OBJECT)

static char *
dup_reason (BrImportLineItem *self)
{
  const char *sentence = br_import_words_reason (self->line.reason);

  if (self->header == NULL)
    return g_strdup (sentence);
  /* Translators: the first is the name of a column of the file, the second what is wrong there. */
  return g_strdup_printf (C_("import", "%s: %s"), self->header, sentence);
}

static void
br_import_line_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrImportLineItem *self = BR_IMPORT_LINE_ITEM (object);

  switch (id)
    {
    case PROP_LINE: g_value_take_string (value, g_strdup_printf ("%u", self->line.line)); break;
    case PROP_VERDICT: g_value_set_string (value, br_import_words_verdict (self->line.verdict)); break;
    case PROP_REASON: g_value_take_string (value, dup_reason (self)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
br_import_line_item_finalize (GObject *object)
{
  g_free (BR_IMPORT_LINE_ITEM (object)->header);
  G_OBJECT_CLASS (br_import_line_item_parent_class)->finalize (object);
}

static void
br_import_line_item_class_init (BrImportLineItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = br_import_line_item_get_property;
  object_class->finalize = br_import_line_item_finalize;
  properties[PROP_LINE] = g_param_spec_string ("line", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VERDICT] = g_param_spec_string ("verdict", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
br_import_line_item_init (BrImportLineItem *self)
{
}

struct _BrImportLines
{
  GObject parent_instance;
  BrImportReport *report;
  BrImportMap *map;   /* owned copy: for the columns' names */
  GArray *shown; /* of guint32: indexes into the report's lines */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BrImportLines, br_import_lines, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return BR_TYPE_IMPORT_LINE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return BR_IMPORT_LINES (model)->shown->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  BrImportLines *self = BR_IMPORT_LINES (model);
  BrImportLineItem *item;

  if (position >= self->shown->len)
    return NULL;
  item = g_object_new (BR_TYPE_IMPORT_LINE_ITEM, NULL);
  item->line = g_array_index (self->report->lines, BrImportLine, g_array_index (self->shown, guint32, position));
  if (item->line.column >= 0 && item->line.column < (int) self->map->n_columns)
    item->header = g_strdup (self->map->columns[item->line.column].header);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
br_import_lines_finalize (GObject *object)
{
  BrImportLines *self = BR_IMPORT_LINES (object);

  g_clear_pointer (&self->report, br_import_report_unref);
  g_clear_pointer (&self->map, br_import_map_free);
  g_array_unref (self->shown);
  G_OBJECT_CLASS (br_import_lines_parent_class)->finalize (object);
}

static void
br_import_lines_class_init (BrImportLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_import_lines_finalize;
}

static void
br_import_lines_init (BrImportLines *self)
{
  self->shown = g_array_new (FALSE, FALSE, sizeof (guint32));
}

static gboolean
is_shown (const BrImportLine *line, BrImportShow show)
{
  switch (show)
    {
    case BR_IMPORT_SHOW_PROBLEMS: return line->reason != BR_REASON_NONE;
    case BR_IMPORT_SHOW_NEW: return line->verdict == BR_VERDICT_CREATED;
    case BR_IMPORT_SHOW_CHANGED: return line->verdict == BR_VERDICT_UPDATED;
    case BR_IMPORT_SHOW_SAME: return line->verdict == BR_VERDICT_UNCHANGED;
    case BR_IMPORT_SHOW_ALL:
    default: return TRUE;
    }
}

BrImportLines *
br_import_lines_new (BrImportReport *report, const BrImportMap *map, BrImportShow show)
{
  BrImportLines *self = g_object_new (BR_TYPE_IMPORT_LINES, NULL);

  self->report = br_import_report_ref (report);
  self->map = br_import_map_copy (map);
  for (guint32 i = 0; i < report->lines->len; i++)
    {
      if (is_shown (&g_array_index (report->lines, BrImportLine, i), show))
        g_array_append_val (self->shown, i);
    }
  return self;
}
