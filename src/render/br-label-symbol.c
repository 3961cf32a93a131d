/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-label-symbol.h"

#include <string.h>
#include <zint.h>

#include "br-error.h"
#include "br-gs1-elements.h"
#include "br-gtin.h"

enum
{
  ECI_UTF8 = 26,
  STACK = 4 /* rows from one row of bars to the next: three between them keep readers from going from one to the other */
};

typedef enum
{
  VALUE_GTIN,
  VALUE_ASCII,
  VALUE_TEXT,
  VALUE_GS1
} ValueKind;

/* Quiet zones in modules: GS1 General Specifications 5.2 (EAN/UPC), 5.3 (ITF-14: 10 on each side), 5.4 (GS1-128: 10), ISO/IEC 18004 (QR: 4), 16022
 * (Data Matrix: 1). DataBar needs none: its outer elements are white; one is kept so that nothing touches it. */
static const struct
{
  BrLabelSymbology symbology;
  int zint;
  ValueKind kind;
  gsize digits; /* of a GTIN */
  int quiet_left, quiet_right, quiet_above;
} symbologies[] = {
  { BR_CODE_EAN13, BARCODE_EANX_CHK, VALUE_GTIN, 13, 11, 7, 0 },
  { BR_CODE_EAN8, BARCODE_EANX_CHK, VALUE_GTIN, 8, 7, 7, 0 },
  { BR_CODE_UPCA, BARCODE_UPCA_CHK, VALUE_GTIN, 12, 9, 9, 0 },
  { BR_CODE_CODE128, BARCODE_CODE128, VALUE_ASCII, 0, 10, 10, 0 },
  { BR_CODE_GS1_128, BARCODE_GS1_128, VALUE_GS1, 0, 10, 10, 0 },
  { BR_CODE_ITF14, BARCODE_ITF14, VALUE_GTIN, 14, 10, 10, 0 },
  { BR_CODE_QR, BARCODE_QRCODE, VALUE_TEXT, 0, 4, 4, 4 },
  { BR_CODE_DATAMATRIX, BARCODE_DATAMATRIX, VALUE_TEXT, 0, 1, 1, 1 },
  { BR_CODE_GS1_DATAMATRIX, BARCODE_DATAMATRIX, VALUE_GS1, 0, 1, 1, 1 },
  { BR_CODE_DATABAR, BARCODE_DBAR_OMN, VALUE_GTIN, 14, 1, 1, 0 },
  { BR_CODE_DATABAR_EXPANDED, BARCODE_DBAR_EXP, VALUE_GS1, 0, 1, 1, 0 },
};
G_STATIC_ASSERT (G_N_ELEMENTS (symbologies) == BR_N_CODES - 1);

gboolean
br_label_symbol_is_linear (BrLabelSymbology symbology)
{
  return symbology != BR_CODE_QR && symbology != BR_CODE_DATAMATRIX && symbology != BR_CODE_GS1_DATAMATRIX;
}

/* A GTIN in the number of digits the symbology has. Check digits are never added: a wrong number would get a right one. */
static gboolean
read_gtin (BrLabelSymbol *self, const char *value, gsize digits, GError **error)
{
  const char *number = g_str_has_prefix (value, "(01)") ? value + 4 : value;
  char gtin[15];

  if (!br_gtin_to_14 (number, gtin))
    {
      const char *why = br_gtin_check (number) == BR_GTIN_BAD_CHECK ? "its check digit is wrong" : "it does not have 8, 12, 13 or 14 digits";

      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the value is not a GTIN: %s", why);
      return FALSE;
    }
  if (strspn (gtin, "0") < 14 - digits)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the GTIN has more than %" G_GSIZE_FORMAT " digits", digits);
      return FALSE;
    }
  self->people = g_strdup (gtin + 14 - digits);
  self->text = g_strconcat (self->symbology == BR_CODE_DATABAR ? "01" : "", self->people, NULL);
  return TRUE;
}

static gboolean
read_ascii (BrLabelSymbol *self, const char *value, GError **error)
{
  for (const char *p = value; *p != '\0'; p++)
    if (*p < ' ' || *p > '~')
      {
        g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "Code 128 holds Latin letters, digits and signs only");
        return FALSE;
      }
  self->people = g_strdup (value);
  self->text = g_strdup (value);
  return TRUE;
}

/* What the encoder gets; self->text and self->people are set on the way. */
static char *
read_value (BrLabelSymbol *self, ValueKind kind, gsize digits, const char *value, GError **error)
{
  g_auto (BrGs1Elements) elements = { NULL };

  switch (kind)
    {
    case VALUE_GTIN:
      /* The encoder works the check digit of a GTIN-14 out itself; the others are given whole. */
      return read_gtin (self, value, digits, error) ? g_strndup (self->people, digits == 14 ? 13 : digits) : NULL;
    case VALUE_ASCII: return read_ascii (self, value, error) ? g_strdup (value) : NULL;
    case VALUE_GS1:
      if (!br_gs1_elements_parse (&elements, value, error))
        return NULL;
      self->people = br_label_symbol_is_linear (self->symbology) ? g_steal_pointer (&elements.people) : NULL;
      self->text = g_steal_pointer (&elements.reader);
      return g_steal_pointer (&elements.brackets);
    case VALUE_TEXT:
    default:
      if (g_utf8_validate (value, -1, NULL))
        return g_strdup (self->text = g_strdup (value));
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the value is not UTF-8");
      return NULL;
    }
}

static void
set_options (struct zint_symbol *symbol, BrLabelSymbology symbology, const char *data, int option)
{
  gboolean gs1 = symbology == BR_CODE_GS1_128 || symbology == BR_CODE_GS1_DATAMATRIX || symbology == BR_CODE_DATABAR_EXPANDED;

  symbol->input_mode = gs1 ? GS1_MODE : UNICODE_MODE;
  /* A wrong check digit or date inside an element is only a warning otherwise. */
  symbol->warn_level = gs1 ? WARN_FAIL_ALL : WARN_DEFAULT;
  symbol->show_hrt = 0;
  if (symbology == BR_CODE_QR)
    symbol->option_1 = CLAMP (option, 0, 3) + 1;
  if (symbology == BR_CODE_DATABAR_EXPANDED)
    symbol->option_2 = option;
  if (symbology == BR_CODE_DATAMATRIX || symbology == BR_CODE_GS1_DATAMATRIX)
    symbol->option_3 = DM_SQUARE;
  if (g_str_is_ascii (data))
    return;
  /* Readers of QR codes take bytes for UTF-8 when they are, and many hand scanners type the number of a said encoding before the text; those of
   * Data Matrix take them for Latin-1 unless it is said. */
  if (symbology == BR_CODE_QR)
    symbol->input_mode = DATA_MODE;
  else
    symbol->eci = ECI_UTF8;
}

static BrBitmap *
copy_modules (const struct zint_symbol *symbol)
{
  BrBitmap *modules = br_bitmap_new ((guint) symbol->width, (guint) symbol->rows, NULL);

  for (int y = 0; modules != NULL && y < (int) modules->height; y++)
    for (int x = 0; x < symbol->width; x++)
      if (symbol->encoded_data[y][x / 8] >> (x % 8) & 1)
        modules->rows[(gsize) y * modules->stride + x / 8] |= 0x80 >> (x % 8);
  return modules;
}

static gboolean
encode (BrLabelSymbol *self, int zint, const char *data, int option, GError **error)
{
  struct zint_symbol *symbol = ZBarcode_Create ();
  int result;

  if (symbol == NULL)
    g_error ("out of memory");
  symbol->symbology = self->symbology == BR_CODE_DATABAR_EXPANDED && option > 0 ? BARCODE_DBAR_EXPSTK : zint;
  set_options (symbol, self->symbology, data, option);
  result = ZBarcode_Encode (symbol, (const unsigned char *) data, (int) strlen (data));
  if (result < ZINT_ERROR)
    self->modules = copy_modules (symbol);
  if (self->modules == NULL)
    g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the value cannot be encoded: %s", symbol->errtxt);
  ZBarcode_Delete (symbol);
  return self->modules != NULL;
}

BrLabelSymbol *
br_label_symbol_new (BrLabelSymbology symbology, const char *value, int option, GError **error)
{
  g_autoptr (BrLabelSymbol) self = g_new0 (BrLabelSymbol, 1);
  g_autofree char *data = NULL;
  gsize i = (gsize) symbology - 1;

  g_assert (symbology >= 1 && symbology < BR_N_CODES && symbologies[i].symbology == symbology);
  self->symbology = symbology;
  self->quiet_left = symbologies[i].quiet_left;
  self->quiet_right = symbologies[i].quiet_right;
  self->quiet_above = symbologies[i].quiet_above;
  if (value[0] == '\0')
    g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "there is nothing to encode");
  else
    data = read_value (self, symbologies[i].kind, symbologies[i].digits, value, error);
  if (data == NULL || !encode (self, symbologies[i].zint, data, option, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
br_label_symbol_place_row (const BrLabelSymbol *self, int row, int module, int height, int *top, int *row_height)
{
  int n_rows = (int) self->modules->height, n_bars = (n_rows + STACK - 1) / STACK, bars = (height - (n_rows - n_bars) * module) / n_bars;

  *top = row * module;
  *row_height = module;
  if (!br_label_symbol_is_linear (self->symbology))
    return;
  *top = row / STACK * (bars + (STACK - 1) * module) + (row % STACK > 0 ? bars + (row % STACK - 1) * module : 0);
  *row_height = row % STACK == 0 ? bars : module;
}

void
br_label_symbol_free (BrLabelSymbol *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->modules, br_bitmap_unref);
  g_free (self->text);
  g_free (self->people);
  g_free (self);
}
