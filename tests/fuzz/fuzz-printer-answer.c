/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of printers, of the language and question that the first byte says, and device ids: any bytes are read; split anywhere they
 * say the same; nothing grows. */
#include "config.h"

#include <string.h>

#include "br-ieee1284.h"
#include "br-printer-language.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
read_id (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (BrDeviceId) id = br_device_id_parse (text);
  BrPrinterLanguageId language;
  BrHead head;

  g_assert (id->commands != NULL);
  br_language_guess (id, data[0], &language, &head);
  g_assert (language < BR_N_LANGUAGES);
}

static void
ask (const BrPrinterLanguage *language, guint what, BrAnswerParser *parser)
{
  g_autoptr (GByteArray) question = g_byte_array_new ();

  if (what > 1 && language->identify != NULL)
    language->identify (parser, question);
  else
    language->query (parser, what % 2, question);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const BrPrinterLanguage *language;
  BrAnswerParser whole = { 0 }, parts = { 0 };
  BrPrinterReport a, b;
  size_t step;

  if (size < 2)
    return 0;
  language = br_printer_language_get (data[0] % 8);
  if (language == NULL)
    {
      read_id (data + 1, size - 1);
      return 0;
    }
  step = 1 + data[1] % 16;
  br_printer_report_init (&a);
  br_printer_report_init (&b);
  ask (language, data[0] / 8 % 4, &whole);
  ask (language, data[0] / 8 % 4, &parts);
  language->parse (&whole, data + 1, size - 1, &a);
  for (size_t i = 1; i < size; i += step)
    language->parse (&parts, data + i, MIN (step, size - i), &b);
  g_assert (memcmp (&a, &b, sizeof a) == 0);
  g_assert (memchr (a.model, '\0', sizeof a.model) != NULL);
  g_assert (a.answers + a.garbage <= size);
  return 0;
}
