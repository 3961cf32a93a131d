/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mass edit at work: it goes on after its dialog has closed. */
#include "config.h"

#include "br-mass-apply.h"

#include "br-error.h"
#include "br-product-text.h"
#include "br-undo-toast.h"
#include "br-words.h"
#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_REASONS 12 /* lines of the dialog */

typedef struct
{
  BrAppContext *context;
  GtkWidget *widget; /* the dialog's parent, for the toast */
  BrTask *task;
  char *label;
} Applying;

static void
free_applying (Applying *applying)
{
  g_object_unref (applying->context);
  g_clear_object (&applying->widget);
  g_object_unref (applying->task);
  g_free (applying->label);
  g_free (applying);
}

static void
progress_cb (gint64 done, gint64 total, gpointer data)
{
  Applying *applying = data;

  br_app_context_task_progress (applying->context, applying->task, done, total);
}

/* How many problems have one reason. */
typedef struct
{
  char *sentence;
  guint n;
} Reason;

static void
clear_reason (gpointer data)
{
  g_free (((Reason *) data)->sentence);
}

static void
count_reason (GArray *reasons, char *sentence)
{
  Reason reason = { sentence, 1 };

  for (guint i = 0; i < reasons->len; i++)
    if (g_str_equal (g_array_index (reasons, Reason, i).sentence, sentence))
      {
        g_array_index (reasons, Reason, i).n++;
        g_free (sentence);
        return;
      }
  g_array_append_val (reasons, reason);
}

char *
br_mass_apply_describe (GPtrArray *problems)
{
  g_autoptr (GArray) reasons = g_array_new (FALSE, FALSE, sizeof (Reason));
  GString *text = g_string_new (NULL);

  g_array_set_clear_func (reasons, clear_reason);
  for (guint i = 0; i < problems->len; i++)
    {
      const BrEditProblem *problem = problems->pdata[i];

      count_reason (reasons, br_text_mass_problem (problem->kind, problem->error));
    }
  for (guint i = 0; i < MIN (reasons->len, MAX_REASONS); i++)
    {
      const Reason *reason = &g_array_index (reasons, Reason, i);

      g_string_append_printf (text, "%s%'u: %s", i > 0 ? "\n" : "", reason->n, reason->sentence);
    }
  return g_string_free (text, FALSE);
}

/* What the preview could not tell, for it came to be since. */
static gboolean
has_surprise (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    {
      const BrEditProblem *problem = problems->pdata[i];

      if (g_error_matches (problem->error, BR_ERROR, BR_ERROR_CONFLICT) || g_error_matches (problem->error, BR_ERROR, BR_ERROR_NOT_FOUND))
        return TRUE;
    }
  return FALSE;
}

static char *
describe_outcome (Applying *applying, guint n_left)
{
  if (n_left == 0)
    return g_strdup (applying->label);
  return g_strdup_printf (ngettext ("%s · %'u left as it was", "%s · %'u left as they were", n_left), applying->label, n_left);
}

static void
show_problems (Applying *applying, GPtrArray *problems)
{
  g_autofree char *heading = g_strdup_printf (ngettext ("%'u Left As It Was", "%'u Left As They Were", problems->len), problems->len);
  g_autofree char *body = br_mass_apply_describe (problems);
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, applying->widget);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Applying *applying = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  BrId change = { 0 };

  if (br_catalogue_service_apply_finish (BR_CATALOGUE_SERVICE (source), result, &change, &problems, &error))
    {
      g_autofree char *said = describe_outcome (applying, problems->len);

      br_task_finish (applying->task, said);
      br_undo_toast_show (applying->widget, applying->context, said, &change);
      if (has_surprise (problems))
        show_problems (applying, problems);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      br_task_finish (applying->task, _("Stopped: nothing was changed"));
      br_toast_show (applying->widget, _("Stopped: nothing was changed"));
    }
  else
    {
      g_autofree char *sentence = br_words_error (error);

      br_task_finish (applying->task, sentence);
      br_toast_error (applying->widget, error);
    }
  free_applying (applying);
}

void
br_mass_apply_start (GtkWidget *widget, BrAppContext *context, const char *label, const BrMassEdit *edit, BrIdList *skus)
{
  const BrActor *actor = br_app_context_get_actor (context);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Applying *applying;

  if (actor == NULL)
    return;
  applying = g_new0 (Applying, 1);
  applying->context = g_object_ref (context);
  applying->widget = g_object_ref (widget);
  applying->label = g_strdup (label);
  applying->task = g_object_ref (br_app_context_add_task (context, label, cancellable));
  br_catalogue_service_apply_async (br_app_context_get_catalogue (context), actor, br_session_service_get_person_name (br_app_context_get_session (context)),
                                    label, edit, skus, progress_cb, applying, cancellable, applied_cb, applying);
}
