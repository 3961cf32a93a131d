/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells to values. What a spreadsheet does to data is undone where that is exact, and refused where it is not. */
#include "config.h"
#include "br-import-row.h"

#include "br-error.h"
#include "br-money.h"

#include <string.h>

#define MAX_EXPONENT 20 /* of a barcode in scientific notation */

static const struct
{
  const char *name;
  BrLifeCycle status;
} status_names[] = {
  { "draft", BR_STATUS_DRAFT },       { "草稿", BR_STATUS_DRAFT },        { "submitted", BR_STATUS_SUBMITTED }, { "待审核", BR_STATUS_SUBMITTED },
  { "已提交", BR_STATUS_SUBMITTED },  { "listed", BR_STATUS_LISTED },     { "active", BR_STATUS_LISTED },       { "上架", BR_STATUS_LISTED },
  { "在售", BR_STATUS_LISTED },       { "正常", BR_STATUS_LISTED },       { "clearance", BR_STATUS_CLEARANCE }, { "清仓", BR_STATUS_CLEARANCE },
  { "delisted", BR_STATUS_DELISTED }, { "inactive", BR_STATUS_DELISTED }, { "下架", BR_STATUS_DELISTED },       { "停售", BR_STATUS_DELISTED },
  { "retired", BR_STATUS_RETIRED },   { "淘汰", BR_STATUS_RETIRED },      { "退市", BR_STATUS_RETIRED },
};

void
br_import_row_init (BrImportRow *self)
{
  *self = (BrImportRow) { .column = -1 };
  self->barcodes = g_ptr_array_new ();
  self->option_names = g_ptr_array_new ();
  self->option_values = g_ptr_array_new ();
  self->attribute_keys = g_ptr_array_new ();
  self->attribute_values = g_ptr_array_new ();
  self->arena = g_ptr_array_new_with_free_func (g_free);
}

void
br_import_row_clear (BrImportRow *self)
{
  g_ptr_array_unref (self->barcodes);
  g_ptr_array_unref (self->option_names);
  g_ptr_array_unref (self->option_values);
  g_ptr_array_unref (self->attribute_keys);
  g_ptr_array_unref (self->attribute_values);
  g_ptr_array_unref (self->arena);
}

static void
reset (BrImportRow *self)
{
  memset (self->texts, 0, sizeof self->texts);
  self->cost_minor = self->price_minor = G_MININT64;
  self->status = 0;
  self->reason = BR_REASON_NONE;
  self->column = -1;
  self->fatal = FALSE;
  g_ptr_array_set_size (self->barcodes, 0);
  g_ptr_array_set_size (self->option_names, 0);
  g_ptr_array_set_size (self->option_values, 0);
  g_ptr_array_set_size (self->attribute_keys, 0);
  g_ptr_array_set_size (self->attribute_values, 0);
  g_ptr_array_set_size (self->arena, 0);
}

static void
note (BrImportRow *self, BrImportReason reason, int column)
{
  if (self->reason != BR_REASON_NONE)
    return;
  self->reason = reason;
  self->column = column;
}

char *
br_import_trim (const char *cell)
{
  const char *end = cell + strlen (cell);

  while (*cell != '\0' && g_unichar_isspace (g_utf8_get_char (cell)))
    cell = g_utf8_next_char (cell);
  while (end > cell)
    {
      const char *last = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return end > cell ? g_strndup (cell, end - cell) : NULL;
}

/* Line breaks and tabs inside a one-line text are what a person pressed Alt+Enter for: a space says the same. */
static void
flatten (char *text)
{
  for (char *p = text; *p != '\0'; p++)
    {
      if (*p == '\n' || *p == '\r' || *p == '\t')
        *p = ' ';
    }
}

static void
normalise_breaks (char *text)
{
  char *to = text;

  for (const char *from = text; *from != '\0'; from++)
    {
      if (from[0] == '\r' && from[1] == '\n')
        continue;
      *to++ = *from == '\r' ? '\n' : *from;
    }
  *to = '\0';
}

/* Where a text of this target ends up, for its limits. */
static void
field_of (BrImportTarget target, BrKind *kind, guint *field)
{
  static const struct
  {
    BrKind kind;
    guint field;
  } fields[BR_IMPORT_N_TARGETS] = {
    [BR_IMPORT_NAME] = { BR_KIND_PRODUCT, BR_PRODUCT_NAME },
    [BR_IMPORT_NAME_ALT] = { BR_KIND_PRODUCT, BR_PRODUCT_NAME_ALT },
    [BR_IMPORT_CODE] = { BR_KIND_SKU, BR_SKU_CODE },
    [BR_IMPORT_BRAND] = { BR_KIND_BRAND, BR_BRAND_NAME },
    [BR_IMPORT_UNIT] = { BR_KIND_UNIT, BR_UNIT_NAME },
    [BR_IMPORT_SUPPLIER] = { BR_KIND_SUPPLIER, BR_SUPPLIER_NAME },
    [BR_IMPORT_TAX_CLASS] = { BR_KIND_TAX_CLASS, BR_TAX_CLASS_NAME },
    [BR_IMPORT_DESCRIPTION] = { BR_KIND_PRODUCT, BR_PRODUCT_DESCRIPTION },
  };

  *kind = fields[target].kind;
  *field = fields[target].field;
}

static BrImportReason
check_text (BrImportTarget target, const char *text)
{
  g_autoptr (GError) error = NULL;
  BrValue value = BR_VALUE_INIT;
  BrKind kind;
  guint field;
  gboolean good;

  field_of (target, &kind, &field);
  if (kind == BR_KIND_NONE)
    {
      kind = BR_KIND_PRODUCT;
      field = BR_PRODUCT_NAME; /* a path, an option, an attribute: one line of ordinary length */
    }
  br_value_set_text (&value, text);
  good = br_schema_check_cell (br_schema_get (kind), field, &value, &error);
  br_value_clear (&value);
  if (good)
    return BR_REASON_NONE;
  return g_error_matches (error, BR_ERROR, BR_ERROR_RANGE) ? BR_REASON_TOO_LONG : BR_REASON_BAD_TEXT;
}

/*
 * "6.901234567892E+12" to "6901234567892". A spreadsheet that shows fewer digits than the number had has lost them: then NULL.
 * "6901234567892.0" comes from programs that know only fractions.
 */
static char *
expand_number (const char *text)
{
  const char *e = strpbrk (text, "eE");
  const char *point = strchr (text, '.');
  g_autofree char *digits = NULL;
  guint64 exponent;
  gsize n;

  if (e == NULL)
    return point != NULL && point > text && strspn (point + 1, "0") == strlen (point + 1) ? g_strndup (text, point - text) : g_strdup (text);
  if (point != text + 1 || !g_ascii_string_to_unsigned (e[1] == '+' ? e + 2 : e + 1, 10, 1, MAX_EXPONENT, &exponent, NULL))
    return NULL;
  n = e - point - 1;
  if (n != exponent || strspn (point + 1, "0123456789") != n)
    return NULL;
  digits = g_strndup (point + 1, n);
  return g_strdup_printf ("%c%s", text[0], digits);
}

static gboolean
looks_scientific (const char *text)
{
  return g_ascii_isdigit (text[0]) && strspn (text, "0123456789.eE+") == strlen (text)
         && (strchr (text, '.') != NULL || strstr (text, "E+") != NULL || strstr (text, "e+") != NULL);
}

static gboolean
is_barcode (const char *code)
{
  gsize n = strlen (code);

  for (const char *p = code; *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p))
        return FALSE;
    }
  return n >= 1 && n <= 64;
}

static void
read_barcodes (BrImportRow *self, char *text, int column)
{
  g_auto (GStrv) codes = NULL;

  g_strdelimit (text, ";,| ", ' ');
  codes = g_strsplit (text, " ", -1);
  for (guint i = 0; codes[i] != NULL; i++)
    {
      char *code;

      if (*codes[i] == '\0')
        continue;
      code = looks_scientific (codes[i]) ? expand_number (codes[i]) : g_strdup (codes[i]);
      if (code != NULL)
        g_ptr_array_add (self->arena, code);
      if (code == NULL || !is_barcode (code))
        note (self, BR_REASON_BAD_BARCODE, column);
      else if (!g_ptr_array_find_with_equal_func (self->barcodes, code, g_str_equal, NULL))
        g_ptr_array_add (self->barcodes, code);
    }
}

static void
read_amount (BrImportRow *self, const char *text, guint digits, int column, gint64 *amount)
{
  BrValue value = BR_VALUE_INIT;
  gint64 minor;

  if (br_money_parse (text, digits, &minor, NULL))
    {
      br_value_set_int (&value, minor);
      if (br_schema_check_cell (br_schema_get (BR_KIND_SKU), BR_SKU_COST, &value, NULL))
        {
          *amount = minor;
          return;
        }
    }
  note (self, BR_REASON_BAD_AMOUNT, column);
}

static void
read_status (BrImportRow *self, const char *text, int column)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (status_names); i++)
    {
      if (g_str_equal (folded, status_names[i].name))
        {
          self->status = status_names[i].status;
          return;
        }
    }
  note (self, BR_REASON_BAD_STATUS, column);
}

/* Takes `text`, which the row's arena owns already. */
static void
read_cell (BrImportRow *self, const BrImportColumn *column, char *text, guint digits, int index)
{
  switch (column->target)
    {
    case BR_IMPORT_BARCODE: read_barcodes (self, text, index); break;
    case BR_IMPORT_COST: read_amount (self, text, digits, index, &self->cost_minor); break;
    case BR_IMPORT_PRICE: read_amount (self, text, digits, index, &self->price_minor); break;
    case BR_IMPORT_STATUS: read_status (self, text, index); break;
    case BR_IMPORT_OPTION:
      g_ptr_array_add (self->option_names, column->name);
      g_ptr_array_add (self->option_values, text);
      break;
    case BR_IMPORT_ATTRIBUTE:
      g_ptr_array_add (self->attribute_keys, column->name);
      g_ptr_array_add (self->attribute_values, text);
      break;
    case BR_IMPORT_IGNORE:
    case BR_IMPORT_NAME:
    case BR_IMPORT_NAME_ALT:
    case BR_IMPORT_CODE:
    case BR_IMPORT_CATEGORY:
    case BR_IMPORT_BRAND:
    case BR_IMPORT_UNIT:
    case BR_IMPORT_SUPPLIER:
    case BR_IMPORT_TAX_CLASS:
    case BR_IMPORT_DESCRIPTION:
    case BR_IMPORT_N_TARGETS:
    default: self->texts[column->target] = text;
    }
}

static void
take_cell (BrImportRow *self, const BrImportColumn *column, const char *cell, guint digits, int index)
{
  gboolean is_key = column->target == BR_IMPORT_CODE;
  BrImportReason reason;
  char *text;

  if (!g_utf8_validate (cell, -1, NULL))
    {
      note (self, BR_REASON_BAD_TEXT, index);
      self->fatal = self->fatal || is_key;
      return;
    }
  text = br_import_trim (cell);
  if (text == NULL)
    return;
  g_ptr_array_add (self->arena, text);
  if (column->target == BR_IMPORT_DESCRIPTION)
    normalise_breaks (text);
  else
    flatten (text);
  reason = check_text (column->target, text);
  if (reason == BR_REASON_NONE)
    {
      read_cell (self, column, text, digits, index);
      return;
    }
  note (self, reason, index);
  self->fatal = self->fatal || is_key;
}

void
br_import_row_read (BrImportRow *self, const BrImportMap *map, const char *const *cells, guint n_cells, guint digits)
{
  reset (self);
  for (guint i = 0; i < MIN (map->n_columns, n_cells); i++)
    {
      if (map->columns[i].target != BR_IMPORT_IGNORE && cells[i] != NULL)
        take_cell (self, &map->columns[i], cells[i], digits, (int) i);
    }
  if (self->fatal || self->texts[BR_IMPORT_CODE] != NULL || self->barcodes->len > 0)
    return;
  /* Without a key the row is nobody's; a barcode that could not be read is the better reason. */
  self->fatal = TRUE;
  if (self->reason != BR_REASON_BAD_BARCODE)
    {
      self->reason = BR_REASON_NO_KEY;
      self->column = -1;
    }
}
