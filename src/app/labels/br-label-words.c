/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of labels and of orders for labels; those of printers are in br-label-words-printer.c. */
#include "config.h"

#include "br-label-words.h"

#include "br-template-words.h"

#include "br-error.h"
#include "br-words.h"
#include <glib/gi18n.h>

BrChipState
br_label_words_chip (BrLabelState state)
{
  switch (state)
    {
    case BR_LABEL_QUEUED: return BR_CHIP_QUEUED;
    case BR_LABEL_LOADING: return BR_CHIP_LABEL_LOADING;
    case BR_LABEL_ARMED: return BR_CHIP_LABEL_ARMED;
    case BR_LABEL_SENT: return BR_CHIP_LABEL_SENT;
    case BR_LABEL_PRINTED: return BR_CHIP_PRINTED;
    case BR_LABEL_UNCERTAIN: return BR_CHIP_UNCERTAIN;
    case BR_LABEL_FAILED: return BR_CHIP_FAILED;
    case BR_LABEL_CANCELLED: return BR_CHIP_CANCELLED;
    case BR_LABEL_HELD: return BR_CHIP_HELD;
    default: return BR_CHIP_NONE;
    }
}

static const char *
printed_sentence (BrPrintProof proof)
{
  switch (proof)
    {
    case BR_PROOF_LABEL: return _("Printed; the printer confirmed this label");
    case BR_PROOF_COUNTER: return _("Printed; the printer counted it");
    case BR_PROOF_IDLE: return _("Printed; the printer was done with everything sent");
    case BR_PROOF_PERSON: return _("Printed; somebody said it came out");
    case BR_PROOF_TIME: return _("Sent, and the time it takes has passed; the printer did not confirm this label");
    case BR_PROOF_NONE:
    default: return _("Sent; this printer gives no confirmation");
    }
}

/* What preflight found, in words; another note as it is. */
static char *
failed_sentence (const char *note)
{
  g_autoptr (BrLabelProblem) problem = br_label_problem_read (note);
  g_autofree char *text = problem != NULL ? br_label_words_problem (problem) : g_strdup (note);

  return text != NULL && *text != '\0' ? g_strdup_printf (_("It cannot be printed: %s"), text) : g_strdup (_("It cannot be printed"));
}

char *
br_label_words_proof (const BrPrintLabelView *label)
{
  switch (label->state)
    {
    case BR_LABEL_QUEUED: return g_strdup (label->attempt > 0 ? _("Will be sent again") : _("Not sent yet"));
    case BR_LABEL_LOADING: return g_strdup (_("Its picture is on the way; nothing is on paper yet"));
    case BR_LABEL_ARMED: return g_strdup (_("The printer is being told to print it"));
    case BR_LABEL_SENT: return g_strdup (_("The printer has it; it is not known to be out yet"));
    case BR_LABEL_PRINTED: return g_strdup (printed_sentence (label->proof));
    case BR_LABEL_UNCERTAIN: return g_strdup (_("Nobody knows whether it came out; look at the paper and say so"));
    case BR_LABEL_FAILED: return failed_sentence (label->note);
    case BR_LABEL_CANCELLED:
      return g_strdup (label->attempt > 0 ? _("Cancelled; nobody knows whether it came out when it was sent") : _("Cancelled before it was sent"));
    case BR_LABEL_HELD: return g_strdup (_("Held until a person decides"));
    default: return g_strdup ("");
    }
}

static void
append_part (GString *text, const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

char *
br_label_words_what (const BrPrintLabelView *label)
{
  GString *text = g_string_new (NULL);
  /* Translators: the how manieth of how many labels that are the same */
  g_autofree char *copy = label->copies > 1 ? g_strdup_printf (_("copy %'d of %'d"), (int) label->copy, (int) label->copies) : NULL;

  append_part (text, label->code);
  append_part (text, label->price);
  append_part (text, copy);
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *what;
  const char *sentence;
} problems[] = {
  { "quiet-zone", N_("The barcode has too little white around it. Give it a wider box in the template.") },
  { "module", N_("The bars come out too thin to be scanned. Give the barcode a wider box, or choose a smaller kind of code.") },
  { "decode", N_("The barcode could not be read back from the picture. Give it a larger box in the template.") },
  { "clip", N_("The text does not fit its box. Shorten it, or make the box larger in the template.") },
  { "glyph", N_("No font on this computer has a character of this text.") },
  { "price", N_("The price drawn is not the price of record. Look at the template’s price formula.") },
  { "media", N_("The label is not of the size of the paper in the printer: it waits in the queue until such paper is set there.") },
  { "head", N_("A part of it lies where this printer cannot print. Move it away from the edge.") },
  { "field", N_("A value it needs is missing. Add it to the product, or type it for this order.") },
  { "expression", N_("A formula of the template cannot be worked out with these values.") },
  { "code", N_("This is not a valid code of the barcode’s kind. Correct it at the product.") },
  { "image", N_("A picture of the template cannot be drawn.") },
  { "ink", N_("A colour this tag does not have is shown in black, or a text has the colour of what lies behind it. Choose other colours.") },
};

char *
br_label_words_problem (const BrLabelProblem *problem)
{
  const char *sentence = problem->text, *object = problem->object;

  if (object != NULL && g_strcmp0 (problem->what, "field") == 0)
    object = br_template_words_field (&(BrLabelField) { .name = (char *) object });
  for (gsize i = 0; i < G_N_ELEMENTS (problems); i++)
    if (g_strcmp0 (problem->what, problems[i].what) == 0)
      sentence = _(problems[i].sentence);
  if (sentence == NULL)
    sentence = _("It cannot be printed");
  /* Translators: the name of an object or a field of the label, then what is wrong with it */
  return object != NULL ? g_strdup_printf (_("“%s”: %s"), object, sentence) : g_strdup (sentence);
}

/* Hundredths of a millimetre without needless decimals. */
static char *
side_text (int length)
{
  if (length % BR_LABEL_MM == 0)
    return g_strdup_printf ("%d", length / BR_LABEL_MM);
  return g_strdup_printf ("%.1f", length / (double) BR_LABEL_MM);
}

char *
br_label_words_media (const BrMedia *media)
{
  g_autofree char *width = side_text (media->width);
  g_autofree char *height = side_text (media->height);

  /* Translators: width and height of a label in millimetres */
  return g_strdup_printf (_("%s × %s mm"), width, height);
}

char *
br_label_words_length (gint64 mm)
{
  if (mm < 1000)
    return g_strdup_printf (_("%d cm"), (int) ((mm + 9) / 10));
  return g_strdup_printf (_("%.1f m"), (double) mm / 1000);
}

gint64
br_label_words_job_done (const BrPrintJobView *job)
{
  return job->n[BR_LABEL_PRINTED];
}

static gboolean
is_stopped (const BrPrinterStatus *printer)
{
  return printer != NULL
         && (printer->state == BR_PRINTER_ATTENTION || printer->state == BR_PRINTER_GONE || printer->state == BR_PRINTER_NO_ACCESS
             || printer->state == BR_PRINTER_UNSET || printer->state == BR_PRINTER_NO_RECORD);
}

BrChipState
br_label_words_job_chip (const BrPrintJobView *job, const BrPrinterStatus *printer)
{
  gint64 waiting = job->n[BR_LABEL_QUEUED];
  gint64 moving = job->n[BR_LABEL_LOADING] + job->n[BR_LABEL_ARMED] + job->n[BR_LABEL_SENT];

  if (job->n[BR_LABEL_UNCERTAIN] > 0)
    return BR_CHIP_UNCERTAIN;
  if (job->n[BR_LABEL_HELD] > 0)
    return BR_CHIP_HELD;
  if (waiting + moving == 0)
    return job->n[BR_LABEL_FAILED] > 0 ? BR_CHIP_FAILED : job->n[BR_LABEL_PRINTED] > 0 ? BR_CHIP_PRINTED : BR_CHIP_CANCELLED;
  if (job->paused || (printer != NULL && printer->state == BR_PRINTER_PAUSED_HERE))
    return BR_CHIP_JOB_PAUSED;
  if (is_stopped (printer))
    return BR_CHIP_JOB_STOPPED;
  return moving > 0 ? BR_CHIP_JOB_PRINTING : BR_CHIP_QUEUED;
}

char *
br_label_words_job_title (const BrPrintJobView *job)
{
  const char *title = job->title != NULL && *job->title != '\0' ? job->title : _("Labels");
  gulong n_more = job->n_items > 1 ? (gulong) job->n_items - 1 : 0;

  /* Translators: the first product of an order for labels, and how many others are on it */
  return n_more > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s and %'lu more", "%s and %'lu more", n_more), title, n_more) : g_strdup (title);
}

char *
br_label_words_job_count (const BrPrintJobView *job)
{
  GString *text = g_string_new (NULL);

  /* Translators: labels that came out, of all labels of an order */
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%'d of %'d label", "%'d of %'d labels", (gulong) job->total),
                          (int) br_label_words_job_done (job), (int) job->total);
  if (job->n[BR_LABEL_UNCERTAIN] > 0)
    g_string_append_printf (text, _(" · %'d uncertain"), (int) job->n[BR_LABEL_UNCERTAIN]);
  if (job->n[BR_LABEL_FAILED] > 0)
    g_string_append_printf (text, _(" · %'d not printed"), (int) job->n[BR_LABEL_FAILED]);
  if (job->n[BR_LABEL_CANCELLED] > 0)
    g_string_append_printf (text, _(" · %'d cancelled"), (int) job->n[BR_LABEL_CANCELLED]);
  return g_string_free (text, FALSE);
}

const char *
br_label_words_source (BrPrintSource source)
{
  switch (source)
    {
    case BR_PRINT_SELECTION: return _("chosen goods");
    case BR_PRINT_STALE: return _("labels out of date");
    case BR_PRINT_RECEIPT: return _("goods received");
    case BR_PRINT_CHANGE: return _("changed prices");
    case BR_PRINT_REPRINT: return _("printed again");
    case BR_PRINT_TEST: return _("test");
    default: return "";
    }
}

char *
br_label_words_error (const GError *error)
{
  if (g_error_matches (error, BR_ERROR, BR_ERROR_CORRUPT))
    return g_strdup (
        _("The print queue of this computer is damaged. Products and prices are not touched. Start Backroom again: the damaged queue is set aside "
           "and a new one begun."));
  return br_words_error (error);
}
