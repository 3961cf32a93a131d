/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of printers. Silence is never called ready. */
#include "config.h"

#include "br-label-words.h"

#include "br-error.h"
#include "br-words.h"
#include <glib/gi18n.h>
#include <string.h>

BrChipState
br_label_words_printer_chip (BrPrinterState state)
{
  switch (state)
    {
    case BR_PRINTER_READY: return BR_CHIP_PRINTER_READY;
    case BR_PRINTER_PRINTING: return BR_CHIP_JOB_PRINTING;
    case BR_PRINTER_ATTENTION:
    case BR_PRINTER_NO_RECORD: return BR_CHIP_PRINTER_ATTENTION;
    case BR_PRINTER_PAUSED_HERE: return BR_CHIP_JOB_PAUSED;
    case BR_PRINTER_GONE: return BR_CHIP_PRINTER_GONE;
    case BR_PRINTER_NO_ACCESS: return BR_CHIP_PRINTER_NO_ACCESS;
    case BR_PRINTER_UNSET: return BR_CHIP_PRINTER_UNSET;
    case BR_PRINTER_LEFT: return BR_CHIP_PRINTER_LEFT;
    case BR_PRINTER_UNKNOWN:
    default: return BR_CHIP_PRINTER_SILENT;
    }
}

static const struct
{
  guint condition;
  const char *sentence;
} conditions[] = {
  { BR_COND_PAPER_OUT, N_("It is out of paper. Put in a roll; it goes on with the same label.") },
  { BR_COND_RIBBON_OUT, N_("Its ribbon is used up. Put in a new one; it goes on with the same label.") },
  { BR_COND_JAM, N_("The paper is stuck. Open it, take the stuck label out and close it again.") },
  { BR_COND_CUTTER, N_("The cutter is stuck. Switch it off before you clear it.") },
  { BR_COND_HEAD_OPEN, N_("The print head is open. Close it; it goes on by itself.") },
  { BR_COND_COVER_OPEN, N_("The cover is open. Close it; it goes on by itself.") },
  { BR_COND_MEDIA_REFUSED, N_("It does not accept this roll. Put in one made for it.") },
  { BR_COND_MEDIA_MISMATCH, N_("The roll in it is not the one of its settings. Change the roll, or the settings under “Roll”.") },
  { BR_COND_WAIT_TAKE, N_("It waits until the label is taken away.") },
  { BR_COND_PAUSED, N_("It was paused at the printer. Press its pause or feed button.") },
  { BR_COND_HOT, N_("The print head is too hot. It goes on when it has cooled down.") },
  { BR_COND_COLD, N_("The print head is too cold. It goes on when it is warm.") },
  { BR_COND_OFFLINE, N_("It is switched to offline. Press its online button.") },
  { BR_COND_OTHER, N_("It reports an error of its own. Look at its display or lights.") },
  { BR_COND_PAPER_LOW, N_("The roll is nearly used up. Have another one at hand.") },
};

const char *
br_label_words_condition (guint condition)
{
  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    if (conditions[i].condition == condition)
      return _(conditions[i].sentence);
  return _("It reports an error of its own. Look at its display or lights.");
}

static const char *
state_sentence (BrPrinterState state)
{
  switch (state)
    {
    case BR_PRINTER_PAUSED_HERE: return _("Its orders are paused here. Resume when it may go on.");
    case BR_PRINTER_GONE: return _("It is unplugged, switched off or out of reach. What waits for it is kept.");
    case BR_PRINTER_NO_ACCESS: return _("It is there, but this program may not open it.");
    case BR_PRINTER_UNSET: return _("Choose its language and its paper once, then it can print.");
    case BR_PRINTER_NO_RECORD: return _("The disk is full or cannot be written. What cannot be noted is not printed. Make room; it goes on by itself.");
    case BR_PRINTER_LEFT: return _("Others may use it meanwhile. It is asked again when something is to be printed.");
    case BR_PRINTER_UNKNOWN: return _("Whether it can print is not known. Many printers say nothing until they print.");
    case BR_PRINTER_READY:
    case BR_PRINTER_PRINTING:
    case BR_PRINTER_ATTENTION:
    default: return "";
    }
}

char *
br_label_words_printer (const BrPrinterStatus *status)
{
  GString *text = g_string_new (status->conditions != 0 && status->state != BR_PRINTER_NO_RECORD ? "" : state_sentence (status->state));

  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    if ((status->conditions & conditions[i].condition) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", _(conditions[i].sentence));
  return g_string_free (text, FALSE);
}

char *
br_label_words_heard (const BrPrinterStatus *status, gint64 now_us)
{
  g_autofree char *ago = NULL;

  if (status->at_us == 0)
    return g_strdup (_("It has said nothing yet"));
  ago = br_words_ago (status->at_us, now_us);
  switch (status->source)
    {
    case BR_SOURCE_IN_BAND: return g_strdup_printf (_("It said so %s"), ago);
    case BR_SOURCE_CLASS: return g_strdup_printf (_("Its USB status said so %s"), ago);
    case BR_SOURCE_TRANSPORT: return g_strdup_printf (_("Known by the cable %s"), ago);
    case BR_SOURCE_NONE:
    default: return g_strdup (ago);
    }
}

const char *
br_label_words_language (BrPrinterLanguageId language)
{
  switch (language)
    {
    case BR_LANGUAGE_TSPL: return _("TSPL: TSC, Gprinter, Xprinter and most others");
    case BR_LANGUAGE_ZPL: return _("ZPL: Zebra");
    case BR_LANGUAGE_EPL: return _("EPL: Eltron and older Zebra");
    case BR_LANGUAGE_BROTHER_QL: return _("Brother QL");
    case BR_LANGUAGE_DYMO_4XX: return _("DYMO LabelWriter 400 and 450");
    case BR_LANGUAGE_PDF: return _("Pages for an office printer");
    case BR_LANGUAGE_NONE:
    case BR_N_LANGUAGES:
    default: return _("Not known yet");
    }
}

char *
br_label_words_connection (const char *key)
{
  const char *rest = strchr (key, ':');

  if (g_str_has_prefix (key, "usb:"))
    return g_strdup (_("USB"));
  if (g_str_has_prefix (key, "tcp:"))
    return g_strdup_printf (_("Network, %s"), rest + 1);
  if (g_str_has_prefix (key, "file:"))
    return g_strdup_printf (_("File %s"), rest + 1);
  if (g_str_has_prefix (key, "cups:"))
    return g_strdup_printf (_("Office printer “%s”"), rest + 1);
  return g_strdup (key);
}

char *
br_label_words_roll (const BrPrinter *printer)
{
  g_autofree char *left = NULL;
  g_autofree char *all = NULL;

  if (printer->roll_mm <= 0)
    return NULL;
  left = br_label_words_length (MAX (0, printer->roll_mm - printer->odometer_mm));
  all = br_label_words_length (printer->roll_mm);
  /* Translators: paper left on the roll, of a new roll */
  return g_strdup_printf (_("about %s of %s left"), left, all);
}

char *
br_label_words_trouble (const GError *error)
{
  if (error == NULL)
    return g_strdup ("");
  if (g_error_matches (error, BR_ERROR, BR_ERROR_REFUSED))
    return g_strdup (_("This program may not open the printer. One line, typed once in a terminal, gives it the right to; then plug the printer in again."));
  if (g_error_matches (error, BR_ERROR, BR_ERROR_BUSY))
    return g_strdup (_("Another program is using the printer. Close that program, or remove the printer from the system’s print settings."));
  if (g_error_matches (error, BR_ERROR, BR_ERROR_PROTOCOL))
    return g_strdup (_("The printer did not answer. It may still print: try a test print."));
  if (g_error_matches (error, BR_ERROR, BR_ERROR_OFFLINE) || g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND))
    return g_strdup (_("The printer is not there. Look at its cable, its power switch, and for a network printer at its address."));
  return br_words_error (error);
}
