/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-raster-private.h"

#include <string.h>

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

/* Clones of Zebra's printers may not unpack deflated pictures (labels.md 2.1); a printer that is not on USB is taken for one of Zebra's own. */
static gboolean
is_clone (const BrPrinter *printer)
{
  return printer->language == BR_LANGUAGE_ZPL && g_str_has_prefix (printer->key, "usb:") && !g_str_has_prefix (printer->key, "usb:0a5f:");
}

void
br_print_setup_init (BrPrintSetup *self, const BrPrinter *printer, const BrMedia *media)
{
  int across = (int) MAX (media->across, 1);

  memset (self, 0, sizeof *self);
  self->head = printer->head;
  self->width = across * media->width + (across - 1) * media->column_gap;
  self->height = media->height;
  self->gap = media->gap;
  self->tracking = printer->tracking != 0 ? (BrMediaTracking) printer->tracking : media->tracking;
  self->own_media = printer->tracking == 0;
  self->darkness = printer->darkness;
  self->speed = printer->speed;
  self->offset_x = printer->offset_x;
  self->offset_y = printer->offset_y;
  self->cut = printer->cut;
  self->plain = is_clone (printer);
}

static void
intersect (int *from, int *length, int other_from, int other_length)
{
  int end = MIN (*from + *length, other_from + other_length);

  *from = MAX (*from, other_from);
  *length = MAX (end - *from, 0);
}

gboolean
br_printer_print_area (const BrPrinter *printer, const BrMedia *media, BrPrintArea *out, GError **error)
{
  const BrPrinterLanguage *language = br_printer_language_get (printer->language);
  const BrHead *head = &printer->head;
  BrPrintSetup setup;
  BrPrintArea row;

  *out = (BrPrintArea) { 0, 0, br_head_dots (head, media->width), br_head_dots (head, media->height) };
  if (language == NULL)
    return TRUE;
  br_print_setup_init (&setup, printer, media);
  if (!language->area (&setup, (guint) br_head_dots (head, setup.width), (guint) out->height, &row, error))
    return FALSE;
  for (int i = 0; i < (int) MAX (media->across, 1); i++)
    intersect (&out->x, &out->width, row.x - br_head_dots (head, i * (media->width + media->column_gap)), row.width);
  intersect (&out->y, &out->height, row.y, row.height);
  return TRUE;
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

/* Whether all of its dots come to paper. */
static gboolean
is_reached (const BrPrinterLanguage *language, const BrPrintSetup *setup, const BrBitmap *bitmap)
{
  BrPrintArea area;

  return language->area (setup, bitmap->width, bitmap->height, &area, NULL)
         && br_bitmap_count (bitmap, area.x, area.y, area.width, area.height) == br_bitmap_count (bitmap, 0, 0, (int) bitmap->width, (int) bitmap->height);
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
  if (strip == NULL || !is_reached (language, setup, strip))
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
