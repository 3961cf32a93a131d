/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a label lies where its printer cannot print: said for what has a dot there, and for nothing else. */
#include "config.h"

#include "label.h"

#define WIDE 40 /* mm of a label, at 8 dots: 320 x 160 */
#define HIGH 20

/* 3 mm to the left, 1 above, 2 to the right, 4 below are not reached. */
static const BrPrintArea edges = { 24, 8, 280, 120 };

static const struct
{
  const char *objects, *problems; /* a ~ before a warning */
} cases[] = {
  { "{\"t\":\"text\",\"name\":\"a\",\"x\":3,\"y\":1,\"w\":30,\"h\":5,\"v\":\"Tea\"}", "" },
  { "{\"t\":\"text\",\"name\":\"a\",\"x\":0,\"y\":0,\"w\":40,\"h\":20,\"v\":\"Tea\",\"align\":\"center\",\"valign\":\"middle\"}",
    "" }, /* only its box goes there */
  { "{\"t\":\"text\",\"name\":\"a\",\"x\":0,\"y\":5,\"w\":30,\"h\":5,\"v\":\"Tea\"}", "head a" },
  { "{\"t\":\"text\",\"name\":\"a\",\"x\":10,\"y\":5,\"w\":30,\"h\":5,\"v\":\"Tea\",\"align\":\"right\"}", "head a" },
  { "{\"t\":\"text\",\"name\":\"a\",\"x\":5,\"y\":15,\"w\":30,\"h\":5,\"v\":\"Tea\",\"valign\":\"bottom\"}", "head a" },
  /* the black ground may go over the edge, its letters not */
  { "{\"t\":\"text\",\"name\":\"a\",\"x\":0,\"y\":5,\"w\":40,\"h\":5,\"v\":\"Tea\",\"align\":\"center\",\"inverted\":true}", "~head a" },
  { "{\"t\":\"text\",\"name\":\"a\",\"x\":0,\"y\":5,\"w\":40,\"h\":5,\"v\":\"Tea\",\"inverted\":true}", "head a" },
  { "{\"t\":\"code\",\"name\":\"c\",\"x\":0,\"y\":1,\"w\":15,\"h\":15,\"v\":\"HELLO\",\"sym\":\"qr\",\"mod\":4}", "head c" },
  { "{\"t\":\"code\",\"name\":\"c\",\"x\":1,\"y\":1,\"w\":12,\"h\":12,\"v\":\"HELLO\",\"sym\":\"qr\",\"mod\":3}", "head c" },
  { "{\"t\":\"code\",\"name\":\"c\",\"x\":2,\"y\":1,\"w\":12,\"h\":12,\"v\":\"HELLO\",\"sym\":\"qr\",\"mod\":3}", "" }, /* white quiet zones need no ink */
  { "{\"t\":\"line\",\"name\":\"l\",\"x1\":0,\"y1\":3,\"x2\":40,\"y2\":3}", "~head l" },
  { "{\"t\":\"line\",\"name\":\"l\",\"x1\":3,\"y1\":3,\"x2\":38,\"y2\":3}", "" },
  { "{\"t\":\"line\",\"name\":\"l\",\"x1\":10,\"y1\":17,\"x2\":10,\"y2\":3}", "~head l" },
  { "{\"t\":\"line\",\"name\":\"l\",\"x1\":3.5,\"y1\":15.5,\"x2\":38.5,\"y2\":10}", "~head l" },
  { "{\"t\":\"box\",\"name\":\"b\",\"x\":0,\"y\":0,\"w\":40,\"h\":20}", "~head b" },
  { "{\"t\":\"box\",\"name\":\"b\",\"x\":3,\"y\":1,\"w\":35,\"h\":15}", "" },
  { "{\"t\":\"ellipse\",\"name\":\"b\",\"x\":3,\"y\":1,\"w\":35,\"h\":16}", "~head b" },
  /* in a group, and turned: what counts is where the dots are */
  { "{\"t\":\"group\",\"x\":0,\"y\":5,\"w\":20,\"h\":5,\"objects\":[{\"t\":\"text\",\"name\":\"a\",\"x\":0,\"y\":0,\"w\":20,\"h\":5,\"v\":\"Tea\"}]}",
    "head a" },
  { "{\"t\":\"group\",\"x\":0,\"y\":5,\"w\":20,\"h\":5,\"rotate\":180,\"objects\":[{\"t\":\"text\",\"name\":\"a\",\"x\":0,\"y\":0,\"w\":20,\"h\":5,\"v\":\"Tea\"}]}",
    "" },
  { "{\"t\":\"text\",\"name\":\"a\",\"x\":0,\"y\":5,\"w\":20,\"h\":5,\"v\":\"Tea\",\"rotate\":180}", "" },
  { "{\"t\":\"text\",\"name\":\"a\",\"x\":7,\"y\":5,\"w\":20,\"h\":10,\"v\":\"Tea\",\"rotate\":90}", "head a" }, /* begins at the upper edge */
  { "{\"t\":\"text\",\"name\":\"a\",\"x\":7,\"y\":5,\"w\":20,\"h\":10,\"v\":\"Tea\",\"align\":\"center\",\"rotate\":90}", "" },
};

static char *
find_problems (BrLabelTemplate *template, const BrPrintArea *area)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();
  BrLabelScope scope = { .template = template, .fields = fields };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelPicture) picture = br_label_render (renderer, &scope, &head_203, area, &error);

  g_assert_no_error (error);
  return label_problems (picture->problems);
}

/* The area turned with the paper: the label lies the same on it. */
static BrPrintArea
turn_area (const BrPrintArea *area, guint turn)
{
  BrPrintArea turned = *area;
  int width = WIDE * 8, height = HIGH * 8;

  for (guint i = 0; i < turn; i++)
    {
      turned = (BrPrintArea) { height - turned.y - turned.height, turned.x, turned.height, turned.width };
      width = width + height;
      height = width - height;
      width = width - height;
    }
  return turned;
}

static void
test_edges (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint turn = 0; turn < 4; turn++)
      {
        g_autoptr (BrLabelTemplate) template = label_template (WIDE, HIGH, cases[i].objects);
        BrPrintArea area = turn_area (&edges, turn);
        g_autofree char *problems = NULL, *none = NULL;

        g_test_message ("%s turned by %u", cases[i].objects, turn);
        template->turn = turn;
        if (turn % 2 == 1)
          {
            template->media.width = HIGH *BR_LABEL_MM;
            template->media.height = WIDE *BR_LABEL_MM;
          }
        problems = find_problems (template, &area);
        none = find_problems (template, NULL);
        g_assert_cmpstr (problems, ==, cases[i].problems);
        g_assert_cmpstr (none, ==, "");
      }
}

/* Nothing at all comes to paper: all is said, nothing breaks. */
static void
test_nothing_reached (void)
{
  static const BrPrintArea areas[] = { { 0, 0, 0, 0 }, { 0, 0, 0, 160 }, { 1000, 1000, 10, 10 }, { -50, -50, 50, 50 } };

  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      g_autoptr (BrLabelTemplate) template = label_template (WIDE, HIGH, "{\"t\":\"text\",\"name\":\"a\",\"x\":3,\"y\":1,\"w\":30,\"h\":5,\"v\":\"Tea\"}");
      g_autofree char *problems = find_problems (template, &areas[i]);

      g_assert_cmpstr (problems, ==, "head a");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/render/label-area/edges", test_edges);
  g_test_add_func ("/render/label-area/nothing-reached", test_nothing_reached);
  return g_test_run ();
}
