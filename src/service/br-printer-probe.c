/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-printer-probe.h"

#include "br-error.h"
#include "br-port.h"
#include "br-printer-language.h"

#define OPEN_MS 3000
#define ANSWER_MS 500
#define WRITE_MS 3000

void
br_printer_probe_free (BrPrinterProbe *self)
{
  if (self == NULL)
    return;
  g_free (self->model);
  g_free (self);
}

static gboolean
send (BrPort *port, const GByteArray *bytes, GError **error)
{
  gsize taken;

  return bytes->len == 0 || br_port_write (port, bytes->data, bytes->len, WRITE_MS, &taken, error);
}

/* Reads until an answer is whole or half a second is over. */
static gboolean
await (BrPort *port, const BrPrinterLanguage *language, BrAnswerParser *parser, BrPrinterReport *report, GError **error)
{
  gint64 until = g_get_monotonic_time () + ANSWER_MS * 1000;

  while (report->answers == 0)
    {
      gint64 left = (until - g_get_monotonic_time ()) / 1000;
      guint8 bytes[512];
      gsize n;

      if (left <= 0)
        return TRUE;
      if (!br_port_read (port, bytes, sizeof bytes, (int) left, &n, error))
        return FALSE;
      language->parse (parser, bytes, n, report);
    }
  return TRUE;
}

/* Asks in one language: first what it is, then how it is. */
static gboolean
ask (BrPort *port, const BrPrinterLanguage *language, BrPrinterReport *report, GError **error)
{
  for (int step = 0; step < 2 && report->answers == 0; step++)
    {
      g_autoptr (GByteArray) question = g_byte_array_new ();
      BrAnswerParser parser = { 0 };

      br_printer_report_init (report);
      if (step == 0 && language->query != NULL)
        language->query (&parser, 0, question);
      else if (step == 1 && language->identify != NULL)
        language->identify (&parser, question);
      if (question->len > 0 && (!send (port, question, error) || !await (port, language, &parser, report, error)))
        return FALSE;
    }
  return TRUE;
}

BrPrinterProbe *
br_printer_probe (const char *key, const char *node, GError **error)
{
  /* Only questions that a printer of another language passes over: TSPL's is two control characters, ZPL's a word. */
  static const BrPrinterLanguageId languages[] = { BR_LANGUAGE_TSPL, BR_LANGUAGE_ZPL };
  g_autoptr (BrPort) port = br_port_open (key, node, OPEN_MS, error);

  if (port == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (languages) && !port->one_way; i++)
    {
      const BrPrinterLanguage *language = br_printer_language_get (languages[i]);
      BrPrinterReport report;
      BrPrinterProbe *probe;

      br_printer_report_init (&report);
      if (!ask (port, language, &report, error))
        return NULL;
      if (report.answers == 0)
        continue;
      probe = g_new0 (BrPrinterProbe, 1);
      probe->language = languages[i];
      probe->dots_per_mm = report.dots_per_mm;
      probe->model = *report.model != '\0' ? g_strdup (report.model) : NULL;
      return probe;
    }
  g_set_error_literal (error, BR_ERROR, BR_ERROR_PROTOCOL, "the printer does not answer");
  return NULL;
}

gboolean
br_printer_probe_strip (const BrPrinter *printer, const char *node, GError **error)
{
  g_autoptr (BrPort) port = br_port_open (printer->key, node, OPEN_MS, error);
  BrPrintSetup setup = { .head = printer->head, .width = printer->media_width > 0 ? printer->media_width : 4000, .height = 800, .tracking = BR_MEDIA_GAP };

  setup.own_media = TRUE;
  setup.darkness = setup.speed = -1;
  if (port == NULL)
    return FALSE;
  for (int id = BR_LANGUAGE_TSPL; id < BR_N_LANGUAGES; id++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      if (br_printer_language_strip ((BrPrinterLanguageId) id, &setup, bytes) && !send (port, bytes, error))
        return FALSE;
    }
  return br_port_drain (port, WRITE_MS, error);
}
