/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row of a linear code is given to the decoder as the widths of its bars and spaces, which are what a scanner measures; a picture would
 * only be turned into the same widths again, some hundred times slower. A QR code is given as a picture.
 */
#include "config.h"

#include "br-code-reader.h"

#include <string.h>
#include <zbar.h>

/* What libzbar calls a symbology. UPC-A is read as the EAN-13 it is. */
static zbar_symbol_type_t
find_type (BrLabelSymbology symbology)
{
  switch (symbology)
    {
    case BR_CODE_EAN13:
    case BR_CODE_UPCA: return ZBAR_EAN13;
    case BR_CODE_EAN8: return ZBAR_EAN8;
    case BR_CODE_CODE128:
    case BR_CODE_GS1_128: return ZBAR_CODE128;
    case BR_CODE_ITF14: return ZBAR_I25;
    case BR_CODE_QR: return ZBAR_QRCODE;
    case BR_CODE_DATABAR: return ZBAR_DATABAR;
    case BR_CODE_DATABAR_EXPANDED: /* libzbar 0.23.93 reads some wrongly: digits after FNC1 */
    case BR_CODE_DATAMATRIX:
    case BR_CODE_GS1_DATAMATRIX:
    case BR_N_CODES:
    default: return ZBAR_NONE;
    }
}

gboolean
br_code_reader_can_read (BrLabelSymbology symbology)
{
  return find_type (symbology) != ZBAR_NONE;
}

static char *
copy_text (BrLabelSymbology symbology, const char *data, gsize n)
{
  if (symbology == BR_CODE_UPCA)
    return n == 13 && *data == '0' ? g_strndup (data + 1, n - 1) : NULL;
  return g_strndup (data, n);
}

static char *
take_text (BrLabelSymbology symbology, zbar_decoder_t *decoder)
{
  gboolean is_gs1 = (zbar_decoder_get_modifiers (decoder) & (1u << ZBAR_MOD_GS1)) != 0;

  /* FNC1 at the beginning is what makes a GS1-128 of a Code 128. */
  if ((symbology == BR_CODE_GS1_128 && !is_gs1) || (symbology == BR_CODE_CODE128 && is_gs1))
    return NULL;
  return copy_text (symbology, zbar_decoder_get_data (decoder), zbar_decoder_get_data_length (decoder));
}

char *
br_code_reader_read_row (BrLabelSymbology symbology, const BrBitmap *upright, guint y)
{
  zbar_symbol_type_t type = find_type (symbology);
  zbar_decoder_t *decoder = zbar_decoder_create ();
  char *text = NULL;
  gboolean black = FALSE;
  guint width = 0;

  zbar_decoder_set_config (decoder, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_decoder_set_config (decoder, type, ZBAR_CFG_ENABLE, 1);
  zbar_decoder_new_scan (decoder);
  /* One dot beyond the end, so that the last width is given too. */
  for (int x = 0; x <= (int) upright->width && text == NULL; x++)
    {
      if (br_bitmap_get (upright, x, (int) y) == black && x < (int) upright->width)
        {
          width++;
          continue;
        }
      if (zbar_decode_width (decoder, MAX (width, 1)) == type)
        text = take_text (symbology, decoder);
      black = !black;
      width = 1;
    }
  zbar_decoder_destroy (decoder);
  return text;
}

/* A byte a dot, as libzbar takes pictures. */
static guint8 *
spread_dots (const BrBitmap *bitmap)
{
  guint8 *dots = g_malloc ((gsize) bitmap->width * bitmap->height);

  for (guint y = 0; y < bitmap->height; y++)
    for (guint x = 0; x < bitmap->width; x++)
      dots[(gsize) y * bitmap->width + x] = br_bitmap_get (bitmap, (int) x, (int) y) ? 0 : 255;
  return dots;
}

char *
br_code_reader_read_square (const BrBitmap *upright)
{
  g_autofree guint8 *dots = spread_dots (upright);
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();
  zbar_image_t *image = zbar_image_create ();
  const zbar_symbol_t *symbol;
  char *text = NULL;

  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  /* The bytes: what they are in is guessed wrongly of some Chinese texts. */
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, upright->width, upright->height);
  zbar_image_set_data (image, dots, (gsize) upright->width * upright->height, NULL);
  zbar_scan_image (scanner, image);
  symbol = zbar_image_first_symbol (image);
  if (symbol != NULL)
    text = copy_text (BR_CODE_QR, zbar_symbol_get_data (symbol), zbar_symbol_get_data_length (symbol));
  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
  return text;
}
