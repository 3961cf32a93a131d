/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A label drawn for a printer: its edges and its rolls are the printer's. */
#include "config.h"

#include "br-label-draw.h"
#include "br-printer-test-label.h"

static BrLabelTemplate *
make_template (int width, int height, int margin)
{
  BrLabelTemplate *template = br_label_template_new ();
  BrLabelObject *text = br_label_object_new (BR_LABEL_OBJECT_TEXT);

  template->media = (BrMedia) { .width = width, .height = height, .across = 1, .tracking = BR_MEDIA_GAP };
  text->name = g_strdup ("name");
  text->value = g_strdup ("{name}");
  text->x = text->y = margin;
  text->width = width - 2 * margin;
  text->height = height - 2 * margin;
  text->size = 1000;
  g_ptr_array_add (template->fields, br_label_field_new ("name", BR_LABEL_FIELD_TEXT));
  g_ptr_array_add (template->objects, text);
  return template;
}

/* What stops the label, as its note says; NULL: nothing. Caller frees. */
static char *
find_stop (const BrPrinter *printer, const BrLabelTemplate *template)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();
  BrLabelDraw draw = { .template = template, .fields = fields, .head = &printer->head, .printer = printer };
  g_autoptr (BrLabelPicture) picture = NULL;
  g_autoptr (GError) error = NULL;
  const BrLabelProblem *stop;

  br_label_fields_set (fields, "name", "Tea");
  picture = br_label_draw (renderer, &draw, &error);
  g_assert_no_error (error);
  stop = br_label_picture_stop (picture);
  return stop != NULL ? g_strdup (stop->what) : NULL;
}

/* A roll of 62 mm is wider than the head of a QL, as its maker means it: its edges are not printed on. */
static void
test_edges (void)
{
  static const struct
  {
    int width, height, margin;
    const char *stop;
  } cases[] = {
    { 6200, 2900, 400, NULL },
    { 6200, 2900, 0, "head" },
    { 6000, 4000, 400, "media" } /* Brother makes no such roll */,
  };
  g_autoptr (BrPrinter) printer = br_printer_new ("usb:04f9:2042:X");

  printer->language = BR_LANGUAGE_BROTHER_QL;
  printer->head = (BrHead) { .dots_num = 1181, .dots_den = 100, .width_dots = 720 };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BrLabelTemplate) template = make_template (cases[i].width, cases[i].height, cases[i].margin);
      g_autofree char *stop = find_stop (printer, template);

      g_assert_cmpstr (stop, ==, cases[i].stop);
    }
}

/* The nudge of a printer moves the picture: what leaves the label is said. */
static void
test_nudge (void)
{
  g_autoptr (BrPrinter) printer = br_printer_new ("usb:1203:0230:X");
  g_autoptr (BrLabelTemplate) template = make_template (6000, 4000, 0);
  g_autofree char *plain = NULL, *moved = NULL;

  printer->language = BR_LANGUAGE_TSPL;
  plain = find_stop (printer, template);
  printer->offset_x = -200;
  moved = find_stop (printer, template);
  g_assert_null (plain);
  g_assert_cmpstr (moved, ==, "head");
}

/* The test label can be printed on every common roll, whatever its printer cannot reach. */
static void
test_test_label (void)
{
  static const struct
  {
    BrPrinterLanguageId language;
    guint head;
    int width, height;
  } cases[] = {
    { BR_LANGUAGE_BROTHER_QL, 720, 6200, 2900 },   { BR_LANGUAGE_BROTHER_QL, 720, 6200, 10000 }, { BR_LANGUAGE_BROTHER_QL, 720, 2900, 9000 },
    { BR_LANGUAGE_BROTHER_QL, 720, 3800, 9000 },   { BR_LANGUAGE_BROTHER_QL, 720, 1700, 5400 },  { BR_LANGUAGE_BROTHER_QL, 720, 2300, 2300 },
    { BR_LANGUAGE_BROTHER_QL, 1296, 10200, 5100 }, { BR_LANGUAGE_DYMO_4XX, 672, 5700, 3200 },    { BR_LANGUAGE_TSPL, 832, 4000, 3000 },
    { BR_LANGUAGE_ZPL, 448, 5700, 4000 }, /* paper a little wider than the head */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BrPrinter) printer = br_printer_new ("tcp:127.0.0.1:9100");
      g_autoptr (BrLabelTemplate) template = NULL;
      g_autofree char *stop = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      printer->language = cases[i].language;
      printer->head = (BrHead) { .dots_num = 8, .dots_den = 1, .width_dots = cases[i].head };
      if (cases[i].language == BR_LANGUAGE_BROTHER_QL || cases[i].language == BR_LANGUAGE_DYMO_4XX)
        printer->head = (BrHead) { .dots_num = 1181, .dots_den = 100, .width_dots = cases[i].head };
      printer->media_width = cases[i].width;
      printer->media_height = cases[i].height;
      template = br_printer_test_label (printer);
      stop = find_stop (printer, template);
      g_assert_cmpstr (stop, ==, NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/label-draw/edges", test_edges);
  g_test_add_func ("/service/label-draw/nudge", test_nudge);
  g_test_add_func ("/service/label-draw/test-label", test_test_label);
  return g_test_run ();
}
