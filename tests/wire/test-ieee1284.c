/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Device ids as real printers give them (labels.md 3.5), and as none should. */
#include "config.h"

#include <string.h>

#include "br-ieee1284.h"
#include "br-random.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *maker, *model, *serial, *description, *commands;
  } rows[] = {
    { "MFG:Zebra Technologies ;CMD:ZPL;MDL:ZTC ZD420-203dpi ZPL;CLS:PRINTER;OPT:XML;", "Zebra Technologies", "ZTC ZD420-203dpi ZPL", NULL, NULL, "ZPL" },
    { "MANUFACTURER:Zebra Technologies ;COMMAND SET:ZPL;MODEL:ZTC ZD611-203dpi ZPL;", "Zebra Technologies", "ZTC ZD611-203dpi ZPL", NULL, NULL, "ZPL" },
    { "COMMAND SET:EPL;", NULL, NULL, NULL, NULL, "EPL" },
    { "MFG:Printer;MDL:Thermal Printer;CMD:XPP,XL;", "Printer", "Thermal Printer", NULL, NULL, "XPP|XL" },
    { "MFG:VEVOR ;CMD: ;MODEL:Y428BT;DES:LabelPrinter;", "VEVOR", "Y428BT", NULL, "LabelPrinter", "" },
    { "MFG:DYMO;MDL:LabelWriter 330;", "DYMO", "LabelWriter 330", NULL, NULL, "" },
    /* Keys in any case, blanks everywhere, no last semicolon, a colon in the value, the first of two. */
    { " mfg : A ; Mdl:b:c ;sn:1;SERN:2;cmd: zpl , , epl2;CMD:TSPL;des:last", "A", "b:c", "1", "last", "ZPL|EPL2" },
    { "MFG:;MDL: ;SN:", NULL, NULL, NULL, NULL, "" },
    { "", NULL, NULL, NULL, NULL, "" },
    { ";;;:::;:;MFG", NULL, NULL, NULL, NULL, "" },
    { ":x;MFG:\x01\x02"
      "a\x1b[31mb\n;MDL:\xE7\x89\x9B\xFF;",
      "a[31mb", "牛\xEF\xBF\xBD", NULL, NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrDeviceId) id = br_device_id_parse (rows[i].text);
      g_autofree char *commands = g_strjoinv ("|", id->commands);

      g_assert_cmpstr (id->maker, ==, rows[i].maker);
      g_assert_cmpstr (id->model, ==, rows[i].model);
      g_assert_cmpstr (id->serial, ==, rows[i].serial);
      g_assert_cmpstr (id->description, ==, rows[i].description);
      g_assert_cmpstr (commands, ==, rows[i].commands);
    }
}

static void
test_guess (void)
{
  static const struct
  {
    const char *text;
    guint vendor;
    BrGuess guess;
    BrPrinterLanguageId language;
    guint dots_num, dots_den, width;
  } rows[] = {
    { "MFG:Zebra Technologies ;CMD:ZPL;MDL:ZTC ZD420-203dpi ZPL;CLS:PRINTER;OPT:XML;", 0x0A5F, BR_GUESS_SURE, BR_LANGUAGE_ZPL, 8, 1, 0 },
    { "MANUFACTURER:Zebra Technologies ;COMMAND SET:ZPL;MODEL:ZTC ZD611-300dpi ZPL;", 0, BR_GUESS_SURE, BR_LANGUAGE_ZPL, 12, 1, 0 },
    { "MDL:ZT610-600dpi", 0x0A5F, BR_GUESS_SURE, BR_LANGUAGE_ZPL, 24, 1, 0 },
    { "COMMAND SET:EPL;", 0, BR_GUESS_SURE, BR_LANGUAGE_EPL, 0, 0, 0 },
    { "COMMAND SET:EPL;", 0x0A5F, BR_GUESS_SURE, BR_LANGUAGE_EPL, 0, 0, 0 },
    { "CMD:EPL,ZPL", 0x0A5F, BR_GUESS_SURE, BR_LANGUAGE_ZPL, 0, 0, 0 },
    { "CMD:EPL,ZPL", 0, BR_GUESS_SURE, BR_LANGUAGE_EPL, 0, 0, 0 },
    { "CMD:CPCL", 0x0A5F, BR_GUESS_LIKELY, BR_LANGUAGE_ZPL, 0, 0, 0 },
    { "CMD:CPCL,ZPL", 0x0A5F, BR_GUESS_SURE, BR_LANGUAGE_ZPL, 0, 0, 0 },
    { "MFG:TSC;MDL:TE200;CMD:TSPL,ZPL;", 0x1203, BR_GUESS_SURE, BR_LANGUAGE_TSPL, 0, 0, 0 },
    { NULL, 0x1203, BR_GUESS_SURE, BR_LANGUAGE_TSPL, 0, 0, 0 },
    { NULL, 0x0A5F, BR_GUESS_SURE, BR_LANGUAGE_ZPL, 0, 0, 0 },
    { "MFG:Printer;MDL:Thermal Printer;CMD:XPP,XL;", 0, BR_GUESS_LIKELY, BR_LANGUAGE_TSPL, 0, 0, 0 },
    { "MFG:VEVOR ;CMD: ;MODEL:Y428BT;DES:LabelPrinter;", 0, BR_GUESS_LIKELY, BR_LANGUAGE_TSPL, 0, 0, 0 },
    { "MFG:4BARCODE;CMD:CEZD;MDL:4B-2054A;", 0, BR_GUESS_LIKELY, BR_LANGUAGE_ZPL, 0, 0, 0 },
    { "MFG:Brother;CMD:PT-CBP;MDL:QL-700;", 0x04F9, BR_GUESS_SURE, BR_LANGUAGE_BROTHER_QL, 1181, 100, 720 },
    { "MFG:Brother;CMD:PT-CBP;MDL:QL-1110NWB;", 0, BR_GUESS_SURE, BR_LANGUAGE_BROTHER_QL, 1181, 100, 1296 },
    { "MFG:Brother;CMD:PT-CBP;MDL:PT-P700;", 0x04F9, BR_GUESS_NONE, BR_LANGUAGE_NONE, 0, 0, 0 },
    { "MFG:Brother;CMD:PCL;MDL:HL-L2350DW;", 0x04F9, BR_GUESS_NONE, BR_LANGUAGE_NONE, 0, 0, 0 },
    { "MFG:DYMO;MDL:LabelWriter 330;", 0, BR_GUESS_SURE, BR_LANGUAGE_DYMO_4XX, 1181, 100, 672 },
    { "MFG:DYMO;MDL:DYMO LabelWriter 450 Turbo;", 0x0922, BR_GUESS_SURE, BR_LANGUAGE_DYMO_4XX, 1181, 100, 672 },
    { "MFG:DYMO;MDL:LabelWriter 4XL;", 0x0922, BR_GUESS_SURE, BR_LANGUAGE_DYMO_4XX, 1181, 100, 1248 },
    { "MFG:DYMO;MDL:LabelWriter 450 DUO Tape;", 0x0922, BR_GUESS_NONE, BR_LANGUAGE_NONE, 0, 0, 0 },
    { "MFG:DYMO;MDL:LabelWriter 550;", 0x0922, BR_GUESS_NONE, BR_LANGUAGE_NONE, 0, 0, 0 },
    { "MFG:DYMO;MDL:LabelWriter 5XL;", 0x0922, BR_GUESS_NONE, BR_LANGUAGE_NONE, 0, 0, 0 },
    /* May be for receipts. */
    { "MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;CLS:PRINTER;", 0x04B8, BR_GUESS_NONE, BR_LANGUAGE_NONE, 0, 0, 0 },
    { "MFG:X;CMD:ESC/POS,TSPL;MDL:D;", 0, BR_GUESS_LIKELY, BR_LANGUAGE_TSPL, 0, 0, 0 },
    { "MFG:X;CMD:ESC/POS,XPP;MDL:D;", 0, BR_GUESS_NONE, BR_LANGUAGE_NONE, 0, 0, 0 },
    { "MFG:HP;CMD:PCL,PJL,PWG;MDL:LaserJet;", 0x03F0, BR_GUESS_NONE, BR_LANGUAGE_NONE, 0, 0, 0 },
    { "", 0, BR_GUESS_NONE, BR_LANGUAGE_NONE, 0, 0, 0 },
    { NULL, 0, BR_GUESS_NONE, BR_LANGUAGE_NONE, 0, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrDeviceId) id = rows[i].text != NULL ? br_device_id_parse (rows[i].text) : NULL;
      BrPrinterLanguageId language = BR_N_LANGUAGES;
      BrHead head = { 1, 1, 1, 1 };

      g_test_message ("%s", rows[i].text != NULL ? rows[i].text : "(none)");
      g_assert_cmpint (br_language_guess (id, rows[i].vendor, &language, &head), ==, rows[i].guess);
      g_assert_cmpint (language, ==, rows[i].language);
      g_assert_cmpuint (head.dots_num, ==, rows[i].dots_num);
      g_assert_cmpuint (head.dots_den, ==, rows[i].dots_den);
      g_assert_cmpuint (head.width_dots, ==, rows[i].width);
      g_assert_cmpuint (head.bar_reduction, ==, 0);
    }
}

/* Long and strange ones: read to 4 KiB, all texts valid UTF-8. */
static void
test_hostile (void)
{
  g_autoptr (GString) text = g_string_new ("MFG:");
  g_autoptr (BrDeviceId) longest = NULL, many = NULL;
  BrXorshift random;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, 'x');
  longest = br_device_id_parse (text->str);
  g_assert_cmpuint (strlen (longest->maker), ==, 4092);
  g_string_assign (text, "CMD:");
  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "A,");
  many = br_device_id_parse (text->str);
  g_assert_cmpuint (g_strv_length (many->commands), <=, 32);
  br_xorshift_init (&random, 11);
  for (guint round = 0; round < 500; round++)
    {
      char bytes[300];
      BrPrinterLanguageId language;
      BrHead head;

      for (guint i = 0; i < sizeof bytes - 1; i++)
        bytes[i] = br_xorshift_below (&random, 3) == 0 ? (char) (1 + br_xorshift_below (&random, 255)) : "MFGDLCSN:;, "[br_xorshift_below (&random, 12)];
      bytes[sizeof bytes - 1] = '\0';
      g_autoptr (BrDeviceId) id = br_device_id_parse (bytes);
      g_assert_true (id->maker == NULL || g_utf8_validate (id->maker, -1, NULL));
      g_assert_true (id->model == NULL || g_utf8_validate (id->model, -1, NULL));
      br_language_guess (id, 0, &language, &head);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/ieee1284/parse", test_parse);
  g_test_add_func ("/wire/ieee1284/guess", test_guess);
  g_test_add_func ("/wire/ieee1284/hostile", test_hostile);
  return g_test_run ();
}
