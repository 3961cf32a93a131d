/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What two people changed differently. Closing the dialog keeps mine in the draft: nothing is saved before Save. */
#include "config.h"

#include "br-conflict-dialog.h"

#include "br-words.h"
#include <glib/gi18n.h>

#define MAX_LIST_HEIGHT 420 /* pixels */

typedef struct
{
  BrDraftModel *model;
  GPtrArray *conflicts;
  GPtrArray *choices;  /* of GtkCheckButton, borrowed, parallel to conflicts: set = theirs */
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

/* Which record of the product: the SKU's code, and of a price its SKU's; NULL for the product itself. */
static const char *
name_of (BrDraftModel *model, const BrDraftConflict *conflict)
{
  const BrProductDetail *draft = br_draft_model_get (model);
  const BrRecord *record = conflict->record != NULL ? conflict->record : br_draft_find (draft, conflict->kind, &conflict->id);
  const BrId *sku_id = record != NULL && conflict->kind == BR_KIND_PRICE ? br_record_ref (record, BR_PRICE_SKU) : NULL;

  if (sku_id != NULL)
    record = br_draft_find (draft, BR_KIND_SKU, sku_id);
  return record != NULL && record->kind == BR_KIND_SKU ? br_record_text (record, BR_SKU_CODE) : NULL;
}

static char *
title_of (BrDraftModel *model, const BrDraftConflict *conflict)
{
  const char *name = name_of (model, conflict);
  const char *field = conflict->field == BR_FIELD_DELETED ? br_words_kind (conflict->kind) : br_words_field (conflict->kind, conflict->field);

  return name != NULL ? g_strdup_printf ("%s · %s", field, name) : g_strdup (field);
}

static char *
value_text (BrDraftModel *model, const BrDraftConflict *conflict, const BrValue *value)
{
  if (conflict->field == BR_FIELD_DELETED)
    return g_strdup (value->type == BR_VALUE_INT ? _("removed") : _("kept and changed"));
  return text_of (model, conflict, value);
}

static GtkWidget *
add_choice (GtkWidget *group, const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), title);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return check;
}

static GtkWidget *
make_group (Settling *settling, const BrDraftConflict *conflict)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *title = title_of (settling->model, conflict);
  g_autofree char *mine = value_text (settling->model, conflict, &conflict->mine);
  g_autofree char *theirs = value_text (settling->model, conflict, &conflict->theirs);
  g_autofree char *base = conflict->field == BR_FIELD_DELETED ? NULL : text_of (settling->model, conflict, &conflict->base);
  g_autofree char *before = base != NULL ? g_strdup_printf (_("Before: %s"), base) : NULL;
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *escaped_before = before != NULL ? g_markup_escape_text (before, -1) : NULL;
  GtkWidget *keep, *take;

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped_title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), escaped_before);
  keep = add_choice (group, _("Mine"), mine);
  take = add_choice (group, _("Theirs"), theirs);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (take), GTK_CHECK_BUTTON (keep));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (keep), TRUE);
  g_ptr_array_add (settling->choices, take);
  return group;
}

static void
response_cb (AdwAlertDialog *dialog, const char *response, Settling *settling)
{
  BrProductDetail *draft;

  if (g_strcmp0 (response, "use") != 0)
    return;
  draft = br_product_detail_copy (br_draft_model_get (settling->model));
  for (guint i = 0; i < settling->conflicts->len; i++)
    if (gtk_check_button_get_active (settling->choices->pdata[i]))
      br_draft_take_theirs (draft, settling->conflicts->pdata[i]);
  settling->func (draft, settling->owner);
}

/* All the fields, as high as they are, up to where they scroll. */
static GtkWidget *
make_list (Settling *settling)
{
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  for (guint i = 0; i < settling->conflicts->len; i++)
    gtk_box_append (GTK_BOX (list), make_group (settling, settling->conflicts->pdata[i]));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  return scroller;
}

void
br_conflict_dialog_present (GtkWidget *parent, BrDraftModel *model, GPtrArray *conflicts, BrConflictsSettled func, gpointer user_data)
{
  AdwDialog *dialog =
      adw_alert_dialog_new (_("Changed Twice"), _("You and somebody else changed the same fields. Choose what the draft should hold; nothing is saved yet."));
  Settling *settling = g_new0 (Settling, 1);

  *settling = (Settling) { g_object_ref (model), g_ptr_array_ref (conflicts), g_ptr_array_new (), func, g_object_ref (user_data) };
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), make_list (settling));
  adw_alert_dialog_set_prefer_wide_layout (ADW_ALERT_DIALOG (dialog), TRUE);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "keep", _("Keep All _Mine"), "use", _("_Use These"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "use", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "use");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "keep");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), settling, free_settling, 0);
  adw_dialog_present (dialog, parent);
}
