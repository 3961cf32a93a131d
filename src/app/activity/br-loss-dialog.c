/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog: one row a loss. */
#include "config.h"

#include "br-loss-dialog.h"

#include "br-error.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define MAX_LISTED 200 /* rows; of the rest only how many */

struct _BrLossDialog
{
  AdwDialog parent_instance;

  AdwPreferencesGroup *group;
};

G_DEFINE_FINAL_TYPE (BrLossDialog, br_loss_dialog, ADW_TYPE_DIALOG)

/* "Lin Fang, 2 min ago"; NULL when nobody knows. */
static char *
author_text (const BrUndoLoss *loss, gint64 now_us)
{
  const char *who = loss->person_name != NULL ? loss->person_name : loss->from_hq ? _("HQ") : NULL;
  g_autofree char *when = loss->at_us != 0 ? br_words_ago (loss->at_us, now_us) : NULL;

  if (loss->why != -1)
    return NULL; /* a rule is in the way, nobody in person */
  if (who != NULL && when != NULL)
    return g_strdup_printf (_("%s, %s"), who, when);
  return g_strdup (who != NULL ? who : when);
}

/* What it is now, in a sentence. */
static char *
now_text (const BrUndoLoss *loss, BrAppContext *context)
{
  guint digits = br_app_context_get_digits (context);
  g_autofree char *now = NULL;
  g_autofree char *wanted = NULL;

  if (loss->field == BR_FIELD_DELETED && loss->now.type == BR_VALUE_INT && loss->now.integer != 0)
    return g_strdup (_("It was deleted since"));
  if (loss->field == BR_FIELD_DELETED || !br_app_context_sees_field (context, loss->kind, loss->field))
    return g_strdup (loss->why == BR_ERROR_IN_USE ? _("It is in use by now, and stays") : _("It was changed since, and stays"));
  now = loss->now_text != NULL ? g_strdup (loss->now_text) : br_words_value (loss->kind, loss->field, &loss->now, digits);
  if (loss->why != -1)
    return g_strdup_printf (_("Stays “%s”: what it was before is not allowed any more"), now);
  wanted = loss->wanted_text != NULL ? g_strdup (loss->wanted_text) : br_words_value (loss->kind, loss->field, &loss->wanted, digits);
  /* Translators: the value of a field now, and what undoing would have made of it */
  return g_strdup_printf (_("Is now “%s”, not put back to “%s”"), now, wanted);
}

static GtkWidget *
make_row (const BrUndoLoss *loss, BrAppContext *context)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *record = br_words_record (loss->kind, loss->name, loss->product_name);
  g_autofree char *title = loss->field == BR_FIELD_DELETED ? g_strdup (record) : g_strdup_printf ("%s · %s", record, br_words_field (loss->kind, loss->field));
  g_autofree char *now = now_text (loss, context);
  g_autofree char *author = author_text (loss, br_app_context_now_us (context));
  g_autofree char *subtitle = author != NULL ? g_strdup_printf ("%s\n%s", now, author) : g_strdup (now);
  g_autofree char *exact = loss->at_us != 0 ? br_words_instant (loss->at_us) : NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_tooltip_text (row, exact);
  return row;
}

static void
br_loss_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_LOSS_DIALOG);
  G_OBJECT_CLASS (br_loss_dialog_parent_class)->dispose (object);
}

static void
br_loss_dialog_class_init (BrLossDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_loss_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/activity-loss-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BrLossDialog, group);
}

static void
br_loss_dialog_init (BrLossDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_rest (BrLossDialog *self, guint n)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more", n), n);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_preferences_group_add (self->group, row);
}

BrLossDialog *
br_loss_dialog_new (BrAppContext *context, GPtrArray *losses, const char *intro)
{
  BrLossDialog *self = g_object_new (BR_TYPE_LOSS_DIALOG, NULL);

  adw_preferences_group_set_description (self->group, intro);
  for (guint i = 0; i < MIN (losses->len, MAX_LISTED); i++)
    adw_preferences_group_add (self->group, make_row (g_ptr_array_index (losses, i), context));
  if (losses->len > MAX_LISTED)
    add_rest (self, losses->len - MAX_LISTED);
  return self;
}
