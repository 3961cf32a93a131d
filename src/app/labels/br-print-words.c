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

char *
br_print_words_paper (const BrLabelTemplate *template, gint64 n_labels, const BrPrinter *printer)
{
  guint across = MAX (template->media.across, 1);
  gint64 needed = (n_labels + across - 1) / across * (template->media.height + template->media.gap) / BR_LABEL_MM;
  gint64 left = printer != NULL && printer->roll_mm > 0 ? MAX (0, printer->roll_mm - printer->odometer_mm) : -1;
  g_autofree char *need = br_label_words_length (needed);
  g_autofree char *have = left >= 0 ? br_label_words_length (left) : NULL;

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
  if (plan->n_blocked == 0)
    return g_strdup (_("All can be printed; every barcode was read back"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d cannot be printed; it would be listed in the queue",
                                       "%'d cannot be printed; they would be listed in the queue", (gulong) plan->n_blocked),
                          (int) plan->n_blocked);
}
