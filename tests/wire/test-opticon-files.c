/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files for an Opticon ESL Server, letter for letter. What it makes of them: tests/service/test-opticon.c. */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-opticon.h"

static GArray *
read_list (const char *text, GError **error)
{
  g_autoptr (GBytes) csv = g_bytes_new (text, strlen (text));

  return br_opticon_labels_read (csv, error);
}

static void
test_list (void)
{
  g_autoptr (GArray) labels = read_list ("Group,Colours,Height,Width,Variant,Label\r\n# none\r\nFront,bwr,96, 200 ,t,7e1f25a4b2c6\r\n", NULL);
  const BrOpticonLabel *label;

  g_assert_nonnull (labels);
  g_assert_cmpuint (labels->len, ==, 1);
  label = &g_array_index (labels, BrOpticonLabel, 0);
  g_assert_cmpstr (label->mac, ==, "00007E1F25A4B2C6");
  g_assert_cmpstr (label->variant, ==, "t");
  g_assert_cmpstr (label->group, ==, "Front");
  g_assert_true (label->type.width == 200 && label->type.height == 96 && label->type.n_colours == 3);
}

static void
test_wrong_line (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_list ("label;variant;width;height;colours\n7E1F25A4B2C6;H;200;96;BW\n7E1F25A4B2C7;H;200;96;BWX\n", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "line 3"));
}

static void
test_index (void)
{
  static const guint rows[][2] = { { 0, 1 }, { 1, 1 }, { 2, 2 }, { 254, 254 }, { 255, 255 }, { 256, 1 }, { 510, 255 }, { 511, 1 }, { G_MAXUINT, 255 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (br_opticon_index (rows[i][0]), ==, rows[i][1]);
}

static void
test_xml (void)
{
  BrOpticonLabel label = { .mac = "00007E1F25A4B2C6", .variant = "H", .group = "A & B", .type = { .width = 200, .height = 96 } };
  g_autofree char *xml = br_opticon_xml (&label, "00007E1F25A4B2C6_300_1.png", "Tea\n<1>", 300);

  g_assert_cmpstr (
      xml, ==,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<EslImageInfo>\n  <ImageFile>00007E1F25A4B2C6_300_1.png</ImageFile>\n  <ID>00007E1F25A4B2C6</ID>\n"
      "  <X>0</X>\n  <Y>0</Y>\n  <HOffset>0</HOffset>\n  <VOffset>0</VOffset>\n  <Variant>H</Variant>\n  <Group>A &amp; B</Group>\n"
      "  <Note>Tea&lt;1&gt;</Note>\n  <Label>00007E1F25A4B2C6</Label>\n  <Width>200</Width>\n  <Height>96</Height>\n  <Ix>45</Ix>\n"
      "  <Format>1</Format>\n</EslImageInfo>\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/opticon/list", test_list);
  g_test_add_func ("/wire/opticon/wrong-line", test_wrong_line);
  g_test_add_func ("/wire/opticon/index", test_index);
  g_test_add_func ("/wire/opticon/xml", test_xml);
  return g_test_run ();
}
