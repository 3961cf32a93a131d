/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sign-in page. The window moves on when the session says somebody is there. */
#include "config.h"

#include "br-sign-in.h"

#include "br-error.h"
#include "br-words.h"
#include <glib/gi18n.h>

struct _BrSignIn
{
  AdwBin parent_instance;

  BrAppContext *context;
  GCancellable *cancellable;
  char *login;        /* of the person picked */
  char *likely_login; /* of the person whose row has the focus first; NULL or unknown: the first */

  AdwNavigationView *view;
  GtkStack *people_stack;
  GtkListBox *people;
  AdwAvatar *avatar;
  GtkLabel *name_label;
  AdwPasswordEntryRow *password_row;
  GtkLabel *problem;
  GtkWidget *sign_in_button;
};

G_DEFINE_FINAL_TYPE (BrSignIn, br_sign_in, ADW_TYPE_BIN)

static GtkWidget *
create_row (const BrRecord *person)
{
  const char *name = br_record_text (person, BR_PERSON_NAME);
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *role = br_words_value (BR_KIND_PERSON, BR_PERSON_ROLE, &person->cells[BR_PERSON_ROLE], 0);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), role);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), adw_avatar_new (32, name, TRUE));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "br-login", g_strdup (br_record_text (person, BR_PERSON_LOGIN)), g_free);
  return row;
}

/* The row of that person, else the first; NULL when there is nobody. */
static GtkListBoxRow *
find_row (BrSignIn *self, const char *login)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->people, i)) != NULL; i++)
    if (g_strcmp0 (login, g_object_get_data (G_OBJECT (row), "br-login")) == 0)
      return row;
  return gtk_list_box_get_row_at_index (self->people, 0);
}

/* The person the keyboard is at, else who signed in last. */
static char *
dup_likely_login (BrSignIn *self)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->people));

  if (row != NULL)
    return g_strdup (g_object_get_data (G_OBJECT (row), "br-login"));
  return g_settings_get_string (br_app_context_get_settings (self->context), "last-login");
}

static void
show_people (BrSignIn *self, GPtrArray *people)
{
  g_autofree char *login = dup_likely_login (self);

  gtk_list_box_remove_all (self->people);
  for (guint i = 0; i < people->len; i++)
    gtk_list_box_append (self->people, create_row (people->pdata[i]));
  gtk_stack_set_visible_child_name (self->people_stack, people->len > 0 ? "people" : "empty");
  g_set_str (&self->likely_login, login);
  br_sign_in_take_focus (self);
}

static void
people_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrSignIn) self = BR_SIGN_IN (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = br_session_service_people_finish (BR_SESSION_SERVICE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (people != NULL)
    show_people (self, people);
  else
    g_warning ("Cannot read the people: %s", error->message);
}

static void
read_people (BrSignIn *self)
{
  br_session_service_people_async (br_app_context_get_session (self->context), self->cancellable, people_read_cb, g_object_ref (self));
}

static void
committed_cb (BrSignIn *self, guint kinds, gboolean outbox)
{
  if ((kinds & (1u << BR_KIND_PERSON)) != 0)
    read_people (self);
}

static void
set_problem (BrSignIn *self, const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
changed_cb (BrSignIn *self)
{
  gtk_widget_set_sensitive (self->sign_in_button, *gtk_editable_get_text (GTK_EDITABLE (self->password_row)) != '\0');
}

static void
person_activated_cb (BrSignIn *self, GtkListBoxRow *row)
{
  const char *name = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));

  g_free (self->login);
  self->login = g_strdup (g_object_get_data (G_OBJECT (row), "br-login"));
  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_markup (self->name_label, name);
  set_problem (self, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
  adw_navigation_view_push_by_tag (self->view, "password");
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
popped_cb (BrSignIn *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
}

static void
show_failure (BrSignIn *self, const GError *error)
{
  int wait_s = br_session_service_get_wait_s (br_app_context_get_session (self->context), self->login);
  g_autofree char *text = NULL;

  if (wait_s > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "That was not the password. Wait %d second before the next try.",
                                         "That was not the password. Wait %d seconds before the next try.", (gulong) wait_s),
                            wait_s);
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_AUTH))
    text = g_strdup (_("That was not the password."));
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_REFUSED))
    text = g_strdup (_("This person has been switched off at HQ."));
  else
    text = br_words_error (error);
  set_problem (self, text);
  gtk_editable_select_region (GTK_EDITABLE (self->password_row), 0, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrSignIn) self = BR_SIGN_IN (user_data);
  g_autoptr (GError) error = NULL;
  gboolean done = br_session_service_sign_in_finish (BR_SESSION_SERVICE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  changed_cb (self);
  if (!done)
    {
      show_failure (self, error);
      return;
    }
  g_settings_set_string (br_app_context_get_settings (self->context), "last-login", self->login);
  g_set_str (&self->likely_login, self->login);
  br_sign_in_reset (self);
}

static void
sign_in_cb (BrSignIn *self)
{
  if (!gtk_widget_get_sensitive (self->sign_in_button))
    return;
  gtk_widget_set_sensitive (self->sign_in_button, FALSE);
  br_session_service_sign_in_async (br_app_context_get_session (self->context), self->login, gtk_editable_get_text (GTK_EDITABLE (self->password_row)),
                                    self->cancellable, signed_in_cb, g_object_ref (self));
}

static void
br_sign_in_dispose (GObject *object)
{
  BrSignIn *self = BR_SIGN_IN (object);

  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_SIGN_IN);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_sign_in_parent_class)->dispose (object);
}

static void
br_sign_in_finalize (GObject *object)
{
  BrSignIn *self = BR_SIGN_IN (object);

  g_clear_object (&self->cancellable);
  g_free (self->login);
  g_free (self->likely_login);
  G_OBJECT_CLASS (br_sign_in_parent_class)->finalize (object);
}

static void
br_sign_in_class_init (BrSignInClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_sign_in_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_sign_in_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/shell-sign-in.ui");
  gtk_widget_class_bind_template_child (widget_class, BrSignIn, view);
  gtk_widget_class_bind_template_child (widget_class, BrSignIn, people_stack);
  gtk_widget_class_bind_template_child (widget_class, BrSignIn, people);
  gtk_widget_class_bind_template_child (widget_class, BrSignIn, avatar);
  gtk_widget_class_bind_template_child (widget_class, BrSignIn, name_label);
  gtk_widget_class_bind_template_child (widget_class, BrSignIn, password_row);
  gtk_widget_class_bind_template_child (widget_class, BrSignIn, problem);
  gtk_widget_class_bind_template_child (widget_class, BrSignIn, sign_in_button);
  gtk_widget_class_bind_template_callback (widget_class, person_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, popped_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
}

static void
br_sign_in_init (BrSignIn *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

void
br_sign_in_set_context (BrSignIn *self, BrAppContext *context)
{
  g_return_if_fail (BR_IS_SIGN_IN (self));

  g_set_object (&self->context, context);
  g_signal_connect_object (br_app_context_get_profile (context), "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  read_people (self);
}

void
br_sign_in_reset (BrSignIn *self)
{
  g_return_if_fail (BR_IS_SIGN_IN (self));

  set_problem (self, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
  adw_navigation_view_pop_to_tag (self->view, "people");
}

void
br_sign_in_take_focus (BrSignIn *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (BR_IS_SIGN_IN (self));

  if (!gtk_widget_get_child_visible (GTK_WIDGET (self)))
    return;
  if (g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->view), "password") == 0)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
      return;
    }
  row = find_row (self, self->likely_login);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}
