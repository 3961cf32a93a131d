/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-raster-private.h"

#define STRIP_HEIGHT (8 * BR_LABEL_MM)
#define STRIP_SQUARE (4 * BR_LABEL_MM)
#define MISMATCH_MM 2 /* rolls are named by rounded millimetres */

static const BrPrinterLanguage *const languages[BR_N_LANGUAGES] = {
  [BR_LANGUAGE_TSPL] = &br_language_tspl,     [BR_LANGUAGE_ZPL] = &br_language_zpl,
  [BR_LANGUAGE_EPL] = &br_language_epl,       [BR_LANGUAGE_BROTHER_QL] = &br_language_brother_ql,
  [BR_LANGUAGE_DYMO_4XX] = &br_language_dymo,
};

const BrPrinterLanguage *
br_printer_language_get (BrPrinterLanguageId id)
{
  return (guint) id < BR_N_LANGUAGES ? languages[id] : NULL;
}

const BrPrinterLanguage *
br_printer_language_find (const char *name)
{
  for (guint i = 0; i < BR_N_LANGUAGES; i++)
    if (languages[i] != NULL && g_str_equal (languages[i]->name, name))
      return languages[i];
  return NULL;
}

void
br_printer_report_init (BrPrinterReport *report)
{
  *report = (BrPrinterReport) { .formats_waiting = -1, .batch_left = -1 };
}

static gboolean
differs (int length, int millimetres)
{
  return ABS (length - millimetres * BR_LABEL_MM) > MISMATCH_MM * BR_LABEL_MM;
}

guint
br_printer_media_conditions (const BrPrintSetup *setup, const BrPrinterReport *report)
{
  gboolean endless = setup->tracking == BR_MEDIA_CONTINUOUS;

  if (report->media_width_mm == 0)
    return 0;
  if (differs (setup->width, report->media_width_mm) || endless != (report->media_height_mm == 0))
    return BR_COND_MEDIA_MISMATCH;
  return !endless && differs (setup->height, report->media_height_mm) ? BR_COND_MEDIA_MISMATCH : 0;
}

/* Squares of 4 mm, 2 mm apart, as many as the language's number says. */
static BrBitmap *
draw_strip (BrPrinterLanguageId id, const BrPrintSetup *setup)
{
  int side = br_head_dots (&setup->head, STRIP_SQUARE);
  BrBitmap *strip = br_bitmap_new ((guint) MAX (br_head_dots (&setup->head, setup->width), 0), (guint) br_head_dots (&setup->head, STRIP_HEIGHT), NULL);

  for (int i = 0; strip != NULL && i < (int) id; i++)
    br_bitmap_fill (strip, side / 2 + i * (side + side / 2), side / 2, side, side);
  return strip;
}

gboolean
br_printer_language_strip (BrPrinterLanguageId id, const BrPrintSetup *setup, GByteArray *out)
{
  const BrPrinterLanguage *language = br_printer_language_get (id);
  g_autoptr (GByteArray) trigger = g_byte_array_new ();
  g_autoptr (BrBitmap) strip = NULL;
  BrPrintSetup plain = *setup; /* it is for a printer of which nothing is known */
  guint old = out->len;

  if (language == NULL)
    return FALSE;
  strip = draw_strip (id, setup);
  if (strip == NULL)
    return FALSE;
  plain.plain = TRUE;
  if (language->begin != NULL)
    language->begin (&plain, out);
  if (!language->label (&plain, strip, TRUE, TRUE, out, trigger, NULL))
    {
      g_byte_array_set_size (out, old);
      return FALSE; /* it does not fit the head; that is all that can be wrong */
    }
  br_bytes_add (out, trigger->data, trigger->len);
  if (language->end != NULL)
    language->end (&plain, out);
  return TRUE;
}
