/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences of the print dialog. */
#include "config.h"

#include "br-print-words.h"

#include "br-label-words.h"
#include <glib/gi18n.h>

gboolean
br_print_plan_is_impossible (const BrLabelPlan *plan)
{
  for (guint i = 0; plan != NULL && i < plan->problems->len; i++)
    {
      const BrLabelProblem *problem = plan->problems->pdata[i];

      if (problem->row < 0 && !problem->warning)
        return TRUE;
    }
  return FALSE;
}

static char *
sheets_text (const BrSheet *sheet, gint64 n_labels, guint start_cell)
{
  gint64 cells = MAX (sheet->columns * sheet->rows, 1), n = n_labels > 0 ? (n_labels + start_cell + cells - 1) / cells : 0;

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d sheet", "%'d sheets", (gulong) n), (int) n);
}

char *
br_print_words_paper (const BrLabelTemplate *template, gint64 n_labels, const BrPrinter *printer, guint start_cell)
{
  guint across = MAX (template->media.across, 1);
  gint64 needed = (n_labels + across - 1) / across * (template->media.height + template->media.gap) / BR_LABEL_MM;
  gint64 left = printer != NULL && printer->roll_mm > 0 ? MAX (0, printer->roll_mm - printer->odometer_mm) : -1;
  g_autofree char *need = br_label_words_length (needed);
  g_autofree char *have = left >= 0 ? br_label_words_length (left) : NULL;

  if (printer != NULL && printer->language == BR_LANGUAGE_PDF)
    return sheets_text (&printer->sheet, n_labels, start_cell);
  if (have == NULL)
    return g_strdup_printf (_("%s of the roll"), need);
  if (left < needed)
    return g_strdup_printf (_("%s of the roll; only about %s are left. Have a new roll at hand."), need, have);
  return g_strdup_printf (_("%s of the roll; about %s are left"), need, have);
}

char *
br_print_words_check (BrPrintRows *rows, BrPrintCheck *check)
{
  const BrLabelPlan *plan = br_print_check_get_plan (check);
  gint64 done, total;

  if (!br_print_rows_is_complete (rows))
    return g_strdup (_("Reading the products…"));
  if (br_print_check_get_progress (check, &done, &total))
    return g_strdup_printf (_("%'d of %'d checked; the rest is also checked while printing"), (int) done, (int) total);
  if (plan == NULL)
    return g_strdup (_("Each label is checked while printing"));
  if (br_print_plan_is_impossible (plan))
    return g_strdup (_("None of them can be printed so"));
  if (plan->n_blocked == 0 && plan->problems->len > 0)
    return g_strdup (_("Every barcode was read back; there is something to note below"));
  if (plan->n_blocked == 0)
    return g_strdup (_("All can be printed; every barcode was read back"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d cannot be printed; it would be listed in the queue",
                                       "%'d cannot be printed; they would be listed in the queue", (gulong) plan->n_blocked),
                          (int) plan->n_blocked);
}

/* All products of the file are there. */
static void
append_products (GString *text, const BrLabelFile *file)
{
  guint n_products = 0, n_none = 0;
  gint64 n_labels = 0;

  for (guint i = 0; i < file->lines->len; i++)
    {
      gint64 quantity = g_array_index (file->lines, BrLabelFileLine, i).quantity;

      n_labels += quantity;
      *(quantity > 0 ? &n_products : &n_none) += 1;
    }
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%'u product gets labels.", "%'u products get labels.", n_products), n_products);
  if (n_labels > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " %'d label in all.", " %'d labels in all.", (gulong) n_labels), (int) n_labels);
  if (n_none > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " %'u product has the quantity 0.", " %'u products have the quantity 0.", n_none), n_none);
}

/* Products were chosen first, and the file is about some of them. */
static void
append_match (GString *text, const BrPrintMatch *match)
{
  g_string_append_printf (
      text, g_dngettext (GETTEXT_PACKAGE, "%'u of the products chosen is in the file.", "%'u of the products chosen are in the file.", match->n_named),
      match->n_named);
  if (match->n_unnamed > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " %'u is not, and gets no label.", " %'u are not, and get no labels.", match->n_unnamed),
                            match->n_unnamed);
  if (match->n_elsewhere > 0)
    g_string_append_printf (
        text,
        g_dngettext (GETTEXT_PACKAGE, " %'u more product of the file was not chosen.", " %'u more products of the file were not chosen.", match->n_elsewhere),
        match->n_elsewhere);
}

char *
br_print_words_file (const BrLabelFile *file, const BrPrintMatch *match)
{
  GString *text = g_string_new (NULL);
  guint n_left = file->problems->len;

  if (match != NULL && match->n_unnamed + match->n_elsewhere > 0)
    append_match (text, match);
  else
    append_products (text, file);
  if (file->lines->len > 0 && !file->has_quantity)
    g_string_append (text, _(" The file has no column of quantities: one label a line."));
  if (n_left > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " %'u line was left out.", " %'u lines were left out.", n_left), n_left);
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *what, *sentence;
} left_out[] = {
  { "file-unknown", N_("no product has this code") },
  { "file-rounded", N_("a spreadsheet rounded this code: format its column as text") },
  { "file-ambiguous", N_("several products have this code") },
  { "file-no-code", N_("it has a quantity but no code") },
  { "file-quantity", N_("its quantity is not a number") },
  { "file-negative", N_("its quantity is below 0") },
  { "file-much", N_("more than 10,000 labels of one product") },
};

const char *
br_print_words_left_out (const BrLabelProblem *problem)
{
  for (gsize i = 0; i < G_N_ELEMENTS (left_out); i++)
    if (g_strcmp0 (problem->what, left_out[i].what) == 0)
      return _(left_out[i].sentence);
  return problem->text;
}
