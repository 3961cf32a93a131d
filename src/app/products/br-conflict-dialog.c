/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What two people changed differently. Closing the dialog keeps mine in the draft: nothing is saved before Save. */
#include "config.h"

#include "br-conflict-dialog.h"

#include "br-product-text.h"
#include "br-words.h"
#include <glib/gi18n.h>

typedef struct
{
  BrDraftModel *model;
  GPtrArray *conflicts;
  GPtrArray *choices;  /* of AdwComboRow, borrowed, parallel to conflicts */
  BrConflictsSettled func;
  GObject *owner;
} Settling;

static void
free_settling (gpointer data, GClosure *closure)
{
  Settling *settling = data;

  g_object_unref (settling->model);
  g_ptr_array_unref (settling->conflicts);
  g_ptr_array_unref (settling->choices);
  g_object_unref (settling->owner);
  g_free (settling);
}

static char *
text_of (BrDraftModel *model, const BrDraftConflict *conflict, const BrValue *value)
{
  const BrField *field = &br_schema_get (conflict->kind)->fields[conflict->field];

  if (value->type == BR_VALUE_ID)
    {
      const char *name = br_draft_model_name (model, field->ref, &value->id);

      return g_strdup (name != NULL ? name : "—");
    }
  return br_words_value (conflict->kind, conflict->field, value, br_draft_model_get_digits (model));
}

static GtkWidget *
make_row (Settling *settling, const BrDraftConflict *conflict)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autofree char *base = text_of (settling->model, conflict, &conflict->base);
  g_autofree char *mine = text_of (settling->model, conflict, &conflict->mine);
  g_autofree char *theirs = text_of (settling->model, conflict, &conflict->theirs);
  g_autofree char *my_choice = g_strdup_printf (_("Mine: %s"), mine);
  g_autofree char *their_choice = g_strdup_printf (_("Theirs: %s"), theirs);
  g_autofree char *before = g_strdup_printf (_("Before: %s"), base);
  const char *words[] = { my_choice, their_choice, NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (words);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), br_words_field (conflict->kind, conflict->field));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), before);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  return row;
}

static void
response_cb (AdwAlertDialog *dialog, const char *response, Settling *settling)
{
  BrProductDetail *draft;

  if (g_strcmp0 (response, "use") != 0)
    return;
  draft = br_product_detail_copy (br_draft_model_get (settling->model));
  for (guint i = 0; i < settling->conflicts->len; i++)
    if (adw_combo_row_get_selected (settling->choices->pdata[i]) == 1)
      br_draft_take_theirs (draft, settling->conflicts->pdata[i]);
  settling->func (draft, settling->owner);
}

void
br_conflict_dialog_present (GtkWidget *parent, BrDraftModel *model, GPtrArray *conflicts, BrConflictsSettled func, gpointer user_data)
{
  AdwDialog *dialog =
      adw_alert_dialog_new (_("Changed Twice"), _("You and somebody else changed the same fields. Choose what the draft should hold; nothing is saved yet."));
  GtkWidget *list = gtk_list_box_new ();
  Settling *settling = g_new0 (Settling, 1);

  *settling = (Settling) { g_object_ref (model), g_ptr_array_ref (conflicts), g_ptr_array_new (), func, g_object_ref (user_data) };
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  for (guint i = 0; i < conflicts->len; i++)
    {
      GtkWidget *row = make_row (settling, conflicts->pdata[i]);

      g_ptr_array_add (settling->choices, row);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), list);
  adw_alert_dialog_set_prefer_wide_layout (ADW_ALERT_DIALOG (dialog), TRUE);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "keep", _("Keep All _Mine"), "use", _("_Use These"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "use", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "use");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "keep");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), settling, free_settling, 0);
  adw_dialog_present (dialog, parent);
}
