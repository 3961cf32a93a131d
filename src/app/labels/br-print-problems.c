/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first MAX_SHOWN are listed; when a template is wrong, the rest says the same. */
#include "config.h"

#include "br-print-problems.h"

#include "br-label-words.h"
#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_SHOWN 40

static void
add_entry (GtkListBox *list, const BrLabelProblem *problem, BrPrintRows *rows)
{
  g_autoptr (BrPrintRow) row = problem->row >= 0 ? g_list_model_get_item (G_LIST_MODEL (rows), (guint) problem->row) : NULL;
  g_autofree char *words = br_label_words_problem (problem);
  GtkWidget *entry = adw_action_row_new ();
  const char *name = row != NULL ? br_print_row_get_name (row) : NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (entry), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), problem->row < 0 ? _("Every label") : name != NULL ? name : "—");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (entry), words);
  adw_action_row_add_prefix (ADW_ACTION_ROW (entry), gtk_image_new_from_icon_name (problem->warning ? "dialog-warning-symbolic" : "dialog-error-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (entry), problem->row >= 0);
  g_object_set_data (G_OBJECT (entry), "br-row", GINT_TO_POINTER ((int) problem->row));
  gtk_list_box_append (list, entry);
}

static void
add_rest (GtkListBox *list, guint n)
{
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %'u more", "and %'u more", n), n);
  GtkWidget *entry = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (entry), FALSE);
  g_object_set_data (G_OBJECT (entry), "br-row", GINT_TO_POINTER (-1));
  gtk_list_box_append (list, entry);
}

void
br_print_problems_fill (GtkListBox *list, const BrLabelPlan *plan, BrPrintRows *rows)
{
  guint n = plan != NULL ? plan->problems->len : 0;

  gtk_list_box_remove_all (list);
  for (guint i = 0; i < MIN (n, MAX_SHOWN); i++)
    add_entry (list, plan->problems->pdata[i], rows);
  if (n > MAX_SHOWN)
    add_rest (list, n - MAX_SHOWN);
}

gint64
br_print_problems_get_row (GtkListBoxRow *row)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "br-row"));
}

void
br_print_problems_skip (const BrLabelPlan *plan, BrPrintRows *rows)
{
  for (guint i = 0; plan != NULL && i < plan->problems->len; i++)
    {
      const BrLabelProblem *problem = plan->problems->pdata[i];
      g_autoptr (BrPrintRow) row = problem->row >= 0 && !problem->warning ? g_list_model_get_item (G_LIST_MODEL (rows), (guint) problem->row) : NULL;

      if (row != NULL)
        br_print_rows_set_copies (rows, row, 0);
    }
}
