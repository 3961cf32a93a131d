/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row of a linear code is given to the decoder as the widths of its bars and spaces, which are what a scanner measures; a picture would
 * only be turned into the same widths again, some hundred times slower. Symbols of two dimensions are given as pictures, to ZXing those that
 * libzbar does not know: Data Matrix, and DataBar Expanded, of which libzbar 0.23.93 reads some wrongly (digits after FNC1).
 */
#include "config.h"

#include "br-code-reader.h"

#include <string.h>
#include <ZXing/ZXingC.h>
#include <zbar.h>

/* What libzbar calls a linear symbology. UPC-A is read as the EAN-13 it is. */
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
    case BR_CODE_DATABAR: return ZBAR_DATABAR;
    case BR_CODE_DATABAR_EXPANDED:
    case BR_CODE_QR:
    case BR_CODE_DATAMATRIX:
    case BR_CODE_GS1_DATAMATRIX:
    case BR_N_CODES:
    default: return ZBAR_NONE;
    }
}

gboolean
br_code_reader_by_rows (BrLabelSymbology symbology)
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

static char *
read_qr (const BrBitmap *upright, const guint8 *dots)
{
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

static ZXing_ReaderOptions *
make_options (ZXing_BarcodeFormats formats)
{
  ZXing_ReaderOptions *options = ZXing_ReaderOptions_new ();

  /* It is upright, alone, black on white and as sharp as it can be: nothing else needs to be tried. */
  ZXing_ReaderOptions_setFormats (options, formats);
  ZXing_ReaderOptions_setBinarizer (options, ZXing_Binarizer_BoolCast);
  ZXing_ReaderOptions_setTryHarder (options, formats == ZXing_BarcodeFormat_DataBarExpanded); /* all rows of a stacked one, not some in the middle */
  ZXing_ReaderOptions_setTryRotate (options, FALSE);
  ZXing_ReaderOptions_setTryInvert (options, FALSE);
  ZXing_ReaderOptions_setTryDownscale (options, FALSE);
  ZXing_ReaderOptions_setMaxNumberOfSymbols (options, 1);
  return options;
}

/* The bytes, as of QR; those of GS1 must say that they are, and others that they are not. */
static char *
take_bytes (const ZXing_Barcode *barcode, gboolean is_gs1)
{
  int n = 0;
  guint8 *bytes = ZXing_Barcode_bytes (barcode, &n);
  char *text = NULL;

  if (bytes != NULL && ZXing_Barcode_isValid (barcode) && (ZXing_Barcode_contentType (barcode) == ZXing_ContentType_GS1) == is_gs1)
    text = g_strndup ((const char *) bytes, (gsize) n);
  ZXing_free (bytes);
  return text;
}

static char *
read_by_zxing (ZXing_BarcodeFormats formats, gboolean is_gs1, const BrBitmap *upright, const guint8 *dots)
{
  ZXing_ReaderOptions *options = make_options (formats);
  ZXing_ImageView *view = ZXing_ImageView_new (dots, (int) upright->width, (int) upright->height, ZXing_ImageFormat_Lum, 0, 0);
  ZXing_Barcodes *barcodes = ZXing_ReadBarcodes (view, options);
  char *text = NULL;

  if (barcodes != NULL && ZXing_Barcodes_size (barcodes) > 0)
    text = take_bytes (ZXing_Barcodes_at (barcodes, 0), is_gs1);
  if (barcodes != NULL)
    ZXing_Barcodes_delete (barcodes);
  ZXing_ImageView_delete (view);
  ZXing_ReaderOptions_delete (options);
  return text;
}

char *
br_code_reader_read_whole (BrLabelSymbology symbology, const BrBitmap *upright)
{
  g_autofree guint8 *dots = spread_dots (upright);

  if (symbology == BR_CODE_QR)
    return read_qr (upright, dots);
  if (symbology == BR_CODE_DATABAR_EXPANDED)
    return read_by_zxing (ZXing_BarcodeFormat_DataBarExpanded, TRUE, upright, dots);
  return read_by_zxing (ZXing_BarcodeFormat_DataMatrix, symbology == BR_CODE_GS1_DATAMATRIX, upright, dots);
}
