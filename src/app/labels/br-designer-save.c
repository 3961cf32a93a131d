/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving a template, what happens when somebody else saved it meanwhile, and leaving without having saved. */
#include "config.h"

#include "br-label-designer-private.h"

#include <glib/gi18n.h>

#include "br-error.h"
#include "br-random.h"
#include "br-undo-toast.h"

/* What is on its way to the store. */
typedef struct
{
  BrLabelDesigner *designer;
  BrLabelTemplate *draft; /* as it was then: the way back may lead past it */
  int base;
} Saving;

static void
free_saving (Saving *saving)
{
  g_object_unref (saving->designer);
  br_label_template_unref (saving->draft);
  g_free (saving);
}

static void put_draft (BrLabelDesigner *self, int base);

/* Somebody else saved */

typedef struct
{
  BrLabelDesigner *designer;
  BrLabelTemplate *theirs; /* NULL = deleted */
} Conflict;

static void
free_conflict (gpointer data, GClosure *closure)
{
  Conflict *conflict = data;

  g_object_unref (conflict->designer);
  g_clear_pointer (&conflict->theirs, br_label_template_unref);
  g_free (conflict);
}

static gboolean
take_theirs (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  g_autoptr (BrLabelTemplate) theirs = br_label_template_copy (data);
  BrLabelTemplate mine = *draft;

  *draft = *theirs; /* both are copies of their own: they swap what they hold */
  *theirs = mine;
  g_array_set_size (selection, 0);
  return TRUE;
}

static void
settled_cb (AdwAlertDialog *dialog, const char *response, Conflict *conflict)
{
  BrDesignerModel *model = br_label_designer_get_model (conflict->designer);

  if (g_strcmp0 (response, "mine") == 0)
    put_draft (conflict->designer, conflict->theirs != NULL ? conflict->theirs->revision : 0);
  if (g_strcmp0 (response, "theirs") != 0 || conflict->theirs == NULL)
    return;
  while (br_designer_model_leave (model))
    ;
  br_designer_model_edit (model, NULL, take_theirs, conflict->theirs); /* mine is a step back */
  br_designer_model_mark_saved (model, br_designer_model_get (model), conflict->theirs->revision);
}

static void
ask_whose (BrLabelDesigner *self, BrLabelTemplate *theirs)
{
  AdwDialog *dialog =
      adw_alert_dialog_new (_("Saved Elsewhere Meanwhile"), theirs != NULL ? _("Somebody else has saved this template since you opened it.")
                                                                            : _("Somebody else has deleted this template since you opened it."));
  Conflict *conflict = g_new0 (Conflict, 1);

  conflict->designer = g_object_ref (self);
  conflict->theirs = theirs != NULL ? br_label_template_ref (theirs) : NULL;
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "stay", _("_Keep Editing"), "mine", _("Save _Mine"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "mine", ADW_RESPONSE_DESTRUCTIVE);
  if (theirs != NULL)
    adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "theirs", _("Show _Theirs"));
  g_signal_connect_data (dialog, "response", G_CALLBACK (settled_cb), conflict, free_conflict, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
theirs_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrLabelDesigner) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) templates = br_label_service_templates_finish (BR_LABEL_SERVICE (source), result, &error);
  BrDesignerModel *model = br_label_designer_get_model (self);
  BrLabelTemplate *theirs = NULL;

  if (model == NULL)
    return;
  if (templates == NULL)
    {
      br_toast_error (GTK_WIDGET (self), error);
      return;
    }
  for (guint i = 0; i < templates->len; i++)
    if (g_strcmp0 (((BrLabelTemplate *) templates->pdata[i])->key, br_designer_model_get (model)->key) == 0)
      theirs = templates->pdata[i];
  ask_whose (self, theirs);
}

/* Saving */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  BrLabelDesigner *self = saving->designer;
  g_autoptr (GError) error = NULL;
  gboolean ok = br_label_service_write_finish (BR_LABEL_SERVICE (source), result, &error);

  if (br_label_designer_get_model (self) == NULL)
    {
      free_saving (saving); /* the window went meanwhile; what it saved is saved */
      return;
    }
  br_label_designer_set_saving (self, FALSE);
  if (ok)
    {
      g_autofree char *said = g_strdup_printf (_("“%s” saved"), saving->draft->name);

      br_designer_model_mark_saved (br_label_designer_get_model (self), saving->draft, saving->base + 1);
      br_label_designer_show_message (self, NULL);
      br_toast_show (GTK_WIDGET (self), said);
    }
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_CONFLICT))
    br_label_service_templates_async (BR_LABEL_SERVICE (source), NULL, theirs_cb, g_object_ref (self));
  else
    br_toast_error (GTK_WIDGET (self), error);
  free_saving (saving);
}

static void
put_draft (BrLabelDesigner *self, int base)
{
  BrLabelTemplate *draft = br_designer_model_get (br_label_designer_get_model (self));
  Saving *saving = g_new0 (Saving, 1);

  saving->designer = g_object_ref (self);
  saving->draft = br_label_template_ref (draft);
  saving->base = base;
  br_label_designer_set_saving (self, TRUE);
  br_label_service_put_template_async (br_app_context_get_labels (br_label_designer_get_context (self)), draft, base, NULL, saved_cb, saving);
}

static gboolean
set_key (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  return g_set_str (&draft->key, data);
}

void
br_designer_save (BrLabelDesigner *self)
{
  BrDesignerModel *model = br_label_designer_get_model (self);
  g_autoptr (GError) error = NULL;

  if (!br_label_template_check (br_designer_model_get (model), &error))
    {
      g_autofree char *text = g_strdup_printf (_("Not saved yet. %s"), error->message);

      br_label_designer_show_message (self, text);
      return;
    }
  if (br_designer_model_get (model)->key == NULL)
    {
      BrId id = br_id_make (br_app_context_get_clock (br_label_designer_get_context (self)), br_random_system ());
      char key[BR_ID_STRING_LENGTH + 1];

      br_id_write (&id, key);
      br_designer_model_edit (model, NULL, set_key, key);
    }
  put_draft (self, br_designer_model_get_base (model));
}

/* Leaving */

static void
leave (BrLabelDesigner *self)
{
  GtkWidget *navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self), TRUE);
  if (navigation != NULL)
    adw_navigation_view_pop (ADW_NAVIGATION_VIEW (navigation));
}

static void
left_cb (AdwAlertDialog *dialog, const char *response, BrLabelDesigner *self)
{
  if (g_strcmp0 (response, "discard") == 0)
    leave (self);
}

void
br_designer_leave (BrLabelDesigner *self)
{
  AdwDialog *dialog;

  if (!br_label_designer_would_lose (self))
    {
      leave (self);
      return;
    }
  dialog = adw_alert_dialog_new (_("Discard Changes?"), _("What you changed in this template is not saved."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "stay", _("_Keep Editing"), "discard", _("_Discard"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (left_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}
