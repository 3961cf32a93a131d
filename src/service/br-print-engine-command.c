/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person orders a printer to do at once, between two labels. */
#include "config.h"

#include "br-print-engine-private.h"

#define ANSWER_US (1500 * 1000)

/* Sends bytes if its language has such a command. */
static gboolean
send_bytes (BrPrintEngine *self, const GByteArray *bytes, GError **error)
{
  if (bytes->len == 0)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "this printer's language has no such command");
  else if (!br_print_engine_write (self, bytes->data, bytes->len))
    g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "the printer went away");
  else
    return TRUE;
  return FALSE;
}

static char *
describe (const BrPrinterReport *report)
{
  g_autoptr (GString) text = g_string_new (report->model);

  if (report->dots_per_mm > 0)
    g_string_append_printf (text, "%s%d dots/mm", text->len > 0 ? ", " : "", report->dots_per_mm);
  if (report->media_width_mm > 0)
    g_string_append_printf (text, "%s%d × %d mm", text->len > 0 ? ", " : "", report->media_width_mm, report->media_height_mm);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Sends a question and waits for its answer. */
static gboolean
inquire (BrPrintEngine *self, const GByteArray *question, GError **error)
{
  guint answers = self->report.answers;
  gint64 until;

  if (!send_bytes (self, question, error))
    return FALSE;
  until = br_print_engine_now (self) + ANSWER_US;
  while (self->report.answers == answers && br_print_engine_now (self) < until)
    if (!br_print_engine_listen (self, until - br_print_engine_now (self)))
      {
        g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "the printer went away");
        return FALSE;
      }
  if (self->report.answers != answers)
    return TRUE;
  g_set_error_literal (error, BR_ERROR, BR_ERROR_PROTOCOL, "the printer does not answer");
  return FALSE;
}

static gboolean
identify (BrPrintEngine *self, char **text, GError **error)
{
  g_autoptr (GByteArray) question = g_byte_array_new ();

  if (!self->reads || self->language->identify == NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_PROTOCOL, "this printer cannot say what it is");
      return FALSE;
    }
  self->parser = (BrAnswerParser) { 0 };
  self->asking = FALSE;
  self->language->identify (&self->parser, question);
  if (!inquire (self, question, error))
    return FALSE;
  self->answered = TRUE;
  self->said_us = br_clock_now_us (self->clock);
  self->source = BR_SOURCE_IN_BAND;
  self->ask_due_us = 0;
  *text = describe (&self->report);
  return TRUE;
}

/* A mark in each language in turn; what is not its own language it prints as text, or not at all: a person looks. */
static gboolean
strip (BrPrintEngine *self, GError **error)
{
  BrMedia media = { .width = self->printer->media_width > 0 ? self->printer->media_width : 40 * BR_LABEL_MM, .height = 8 * BR_LABEL_MM, .across = 1 };
  BrPrintSetup setup;

  media.tracking = BR_MEDIA_GAP;
  setup = br_print_engine_setup (self, &media);
  for (int id = BR_LANGUAGE_TSPL; id < BR_N_LANGUAGES; id++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      if (br_printer_language_strip ((BrPrinterLanguageId) id, &setup, bytes) && !send_bytes (self, bytes, error))
        return FALSE;
    }
  self->has_setup = FALSE;
  return TRUE;
}

static gboolean
cancel_inside (BrPrintEngine *self, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (self->language->cancel != NULL)
    self->language->cancel (bytes);
  if (!send_bytes (self, bytes, error))
    return FALSE;
  br_print_engine_doubt (self, "what was in the printer was cancelled", FALSE);
  self->has_setup = self->job_open = FALSE;
  br_print_engine_flush (self, NULL, NULL);
  br_print_engine_refresh (self);
  return TRUE;
}

static void
collect (BrPrintEngine *self, BrPrinterCommand command, GByteArray *bytes)
{
  const BrPrinterLanguage *language = self->language;
  BrMedia media = { .width = self->printer->media_width, .height = self->printer->media_height, .gap = self->printer->media_gap, .across = 1 };
  BrPrintSetup setup;

  media.tracking = self->printer->tracking != 0 ? (BrMediaTracking) self->printer->tracking : BR_MEDIA_GAP;
  setup = br_print_engine_setup (self, &media);
  if (command == BR_PRINTER_CALIBRATE && language->calibrate != NULL)
    language->calibrate (&setup, bytes);
  else if (command == BR_PRINTER_FEED && language->feed != NULL)
    language->feed (bytes);
  else if (command == BR_PRINTER_APPLY && language->apply != NULL)
    language->apply (&setup, bytes);
}

static gboolean
run (BrPrintEngine *self, BrPrinterCommand command, char **text, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (command == BR_PRINTER_IDENTIFY)
    return identify (self, text, error);
  if (command == BR_PRINTER_LANGUAGE_STRIP)
    return strip (self, error);
  if (command == BR_PRINTER_CANCEL_INSIDE)
    return cancel_inside (self, error);
  collect (self, command, bytes);
  return send_bytes (self, bytes, error);
}

gboolean
br_print_engine_command (BrPrintEngine *self, BrPrinterCommand command, char **text, GError **error)
{
  gboolean done;

  *text = NULL;
  if (self->language == NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the printer's language is not chosen yet");
      return FALSE;
    }
  if (self->port == NULL && self->present)
    br_print_engine_open (self);
  if (self->port == NULL)
    {
      g_set_error (error, BR_ERROR, self->trouble != NULL ? self->trouble->code : BR_ERROR_OFFLINE, "%s",
                   self->trouble != NULL ? self->trouble->message : "the printer is not there");
      return FALSE;
    }
  if (self->flight->len > 0 && command != BR_PRINTER_CANCEL_INSIDE)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_BUSY, "labels are being printed");
      return FALSE;
    }
  done = run (self, command, text, error);
  br_print_engine_tell (self);
  return done;
}
