/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-printer-test-label.h"

#define MM BR_LABEL_MM
#define EDGE (16 * MM / 5) /* which a Brother QL cannot print on; the rulers may go there, texts and codes not */
#define CODE_HEIGHT (4 * MM)

static BrLabelObject *
add (BrLabelTemplate *template, BrLabelObjectType type, int x, int y, int width, int height)
{
  BrLabelObject *object = br_label_object_new (type);

  object->x = x;
  object->y = y;
  object->width = width;
  object->height = height;
  g_ptr_array_add (template->objects, object);
  return object;
}

/* Ticks each millimetre along the upper and the left edge; each fifth is longer: what is missing at an edge is the offset. */
static void
add_rulers (BrLabelTemplate *template)
{
  for (int x = MM; x < MIN (template->media.width, 60 * MM); x += MM)
    add (template, BR_LABEL_OBJECT_LINE, x, 0, 0, x % (5 * MM) == 0 ? 2 * MM : MM)->thickness = 15;
  for (int y = MM; y < MIN (template->media.height, 40 * MM); y += MM)
    add (template, BR_LABEL_OBJECT_LINE, 0, y, y % (5 * MM) == 0 ? 2 * MM : MM, 0)->thickness = 15;
}

/* Bars that get thinner: too much darkness runs them together, too little breaks them. */
static int
add_steps (BrLabelTemplate *template, int y)
{
  int x = 3 * MM;

  for (int thickness = 100; thickness >= 12; thickness /= 2)
    for (int i = 0; i < 4 && x + thickness < template->media.width - MM; i++, x += 2 * thickness)
      add (template, BR_LABEL_OBJECT_BOX, x, y, thickness, 3 * MM)->filled = TRUE;
  return y + 4 * MM;
}

static int
add_codes (BrLabelTemplate *template, const BrHead *head, int y)
{
  for (guint module = 2; module <= 4 && y + CODE_HEIGHT <= template->media.height - EDGE; module++)
    {
      /* Code 128 of three pairs of digits: 68 modules and 20 of quiet zones. */
      int width = (int) (88 * module * 100 * head->dots_den / head->dots_num) + MM;
      BrLabelObject *code;

      if (width > template->media.width - 2 * EDGE)
        break;
      code = add (template, BR_LABEL_OBJECT_CODE, EDGE, y, width, CODE_HEIGHT);
      code->symbology = BR_CODE_CODE128;
      code->module_dots = module;
      code->hri = BR_HRI_NONE;
      code->value = g_strdup_printf ("12340%u", module);
      y += CODE_HEIGHT + MM;
    }
  return y;
}

/* As large as what is in the printer. */
static BrMedia
find_media (const BrPrinter *printer)
{
  gboolean on_sheets = printer->language == BR_LANGUAGE_PDF && printer->sheet.columns > 0;
  int width = on_sheets ? printer->sheet.pitch_x : printer->media_width, height = on_sheets ? printer->sheet.pitch_y : printer->media_height;

  return (BrMedia) { .width = width > 0 ? width : 40 * MM,
                     .height = height > 0 ? height : 30 * MM,
                     .gap = printer->media_gap > 0 ? printer->media_gap : 2 * MM,
                     .tracking = printer->tracking != 0 ? (BrMediaTracking) printer->tracking : BR_MEDIA_GAP,
                     .across = 1 };
}

BrLabelTemplate *
br_printer_test_label (const BrPrinter *printer)
{
  BrLabelTemplate *template = br_label_template_new ();
  BrLabelObject *text;

  template->key = g_strdup ("printer-test");
  template->name = g_strdup ("Test");
  template->kind = BR_LABEL_OTHER;
  template->policy = BR_POLICY_AT_LEAST_ONCE; /* nobody is asked about a test */
  template->media = find_media (printer);
  add_rulers (template);
  text = add (template, BR_LABEL_OBJECT_TEXT, EDGE, EDGE, template->media.width - 2 * EDGE, 3 * MM);
  text->value = g_strdup ("Backroom 12.30 永");
  text->size = 250;
  text->min_size = 100; /* rolls may be 12 mm wide */
  text->fit = BR_FIT_SHRINK;
  add_codes (template, &printer->head, add_steps (template, 7 * MM));
  return template;
}
