/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names are keys: saving under a name that is there replaces it, and says so before; removing is taken back by a toast. */
#include "config.h"

#include "br-saved-filters.h"

#include "br-lazy-menu.h"
#include "br-undo-toast.h"
#include "br-window.h"
#include <glib/gi18n.h>

#define PAGE "products" /* whose saved filters */

struct _BrSavedFilters
{
  GObject parent;

  BrAppContext *context;
  GCancellable *cancellable;
  GtkMenuButton *button; /* borrowed: it outlives the list's menus */
  GPtrArray *filters;    /* of BrNamedFilter */
  GMenu *saved;          /* sections and submenus of the menu */
  GMenu *tools;
  GMenu *renaming;
  GMenu *removal;
};

G_DEFINE_FINAL_TYPE (BrSavedFilters, br_saved_filters, G_TYPE_OBJECT)

static const BrNamedFilter *
find_filter (BrSavedFilters *self, const char *name)
{
  for (guint i = 0; self->filters != NULL && i < self->filters->len; i++)
    if (g_str_equal (((BrNamedFilter *) self->filters->pdata[i])->name, name))
      return self->filters->pdata[i];
  return NULL;
}

/* Reading */

static void
append_target (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

/* An underscore in a name is no mnemonic. */
static char *
escape_label (const char *name)
{
  g_autoptr (GString) label = g_string_new (name);

  g_string_replace (label, "_", "__", 0);
  return g_strdup (label->str);
}

/* Renaming and removing only where there is something to. */
static void
show_tools (BrSavedFilters *self)
{
  g_menu_remove_all (self->tools);
  g_menu_append (self->tools, _("Save This Filter…"), "products.save-filter");
  if (self->filters == NULL || self->filters->len == 0)
    return;
  g_menu_append_submenu (self->tools, _("Rename"), G_MENU_MODEL (self->renaming));
  g_menu_append_submenu (self->tools, _("Remove"), G_MENU_MODEL (self->removal));
}

static void
filters_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrSavedFilters) self = data;
  g_autoptr (GPtrArray) filters = br_catalogue_service_filters_finish (BR_CATALOGUE_SERVICE (source), result, NULL); /* the menu stays as it is then */

  if (filters == NULL || self->context == NULL)
    return;
  g_clear_pointer (&self->filters, g_ptr_array_unref);
  self->filters = g_steal_pointer (&filters);
  g_menu_remove_all (self->saved);
  g_menu_remove_all (self->renaming);
  g_menu_remove_all (self->removal);
  for (guint i = 0; i < self->filters->len; i++)
    {
      const BrNamedFilter *filter = self->filters->pdata[i];
      g_autofree char *label = escape_label (filter->name);

      append_target (self->saved, label, "products.use-filter", filter->query);
      append_target (self->renaming, label, "saved.rename", filter->name);
      append_target (self->removal, label, "saved.remove", filter->name);
    }
  show_tools (self);
}

void
br_saved_filters_reload (BrSavedFilters *self)
{
  br_catalogue_service_filters_async (br_app_context_get_catalogue (self->context), PAGE, self->cancellable, filters_cb, g_object_ref (self));
}

/* Writing */

static void
put_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrSavedFilters) self = data;
  g_autoptr (GError) error = NULL;

  if (self->context == NULL)
    return;
  if (!br_catalogue_service_put_filter_finish (BR_CATALOGUE_SERVICE (source), result, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    br_toast_error (GTK_WIDGET (self->button), error);
  br_saved_filters_reload (self);
}

static void
put_filter (BrSavedFilters *self, const char *name, const char *query)
{
  br_catalogue_service_put_filter_async (br_app_context_get_catalogue (self->context), PAGE, name, query, self->cancellable, put_cb, g_object_ref (self));
}

/* What a toast or a dialog is about. */
typedef struct
{
  BrSavedFilters *self;
  char *name; /* the filter's name so far; NULL = it is new */
  char *query;
} Question;

static Question *
new_question (BrSavedFilters *self, const char *name, const char *query)
{
  Question *question = g_new0 (Question, 1);

  *question = (Question) { g_object_ref (self), g_strdup (name), g_strdup (query) };
  return question;
}

static void
free_question (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->self);
  g_free (question->name);
  g_free (question->query);
  g_free (question);
}

static void
put_back_cb (AdwToast *toast, Question *question)
{
  if (question->self->context != NULL)
    put_filter (question->self, question->name, question->query);
}

static void
tell_removed (BrSavedFilters *self, const char *name, const char *query)
{
  BrWindow *window = br_window_of (GTK_WIDGET (self->button));
  g_autofree char *said = g_strdup_printf (_("Filter “%s” removed"), name);
  g_autofree char *escaped = g_markup_escape_text (said, -1);
  AdwToast *toast;

  if (window == NULL)
    return;
  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _("Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (put_back_cb), new_question (self, name, query), free_question, 0);
  br_window_add_toast (window, toast);
}

static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BrSavedFilters *self = data;
  const BrNamedFilter *filter = find_filter (self, g_variant_get_string (parameter, NULL));

  if (filter == NULL)
    return;
  tell_removed (self, filter->name, filter->query);
  put_filter (self, filter->name, NULL);
}

/* Naming */

static char *
dup_name (AdwAlertDialog *dialog)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (adw_alert_dialog_get_extra_child (dialog)))));
}

static void
named_cb (AdwAlertDialog *dialog, const char *response, Question *question)
{
  g_autofree char *name = dup_name (dialog);

  if (g_strcmp0 (response, "save") != 0 || *name == '\0' || question->self->context == NULL || g_strcmp0 (name, question->name) == 0)
    return;
  if (question->name != NULL)
    put_filter (question->self, question->name, NULL);
  put_filter (question->self, name, question->query);
}

static void
name_typed_cb (GtkWidget *entry, Question *question)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (gtk_widget_get_ancestor (entry, ADW_TYPE_ALERT_DIALOG));
  g_autofree char *name = dup_name (dialog);
  gboolean replaces = g_strcmp0 (name, question->name) != 0 && find_filter (question->self, name) != NULL;

  adw_alert_dialog_set_response_enabled (dialog, "save", *name != '\0');
  adw_alert_dialog_set_response_label (dialog, "save", replaces ? _("_Replace") : question->name != NULL ? _("_Rename") : _("_Save"));
}

static void
ask_name (BrSavedFilters *self, GtkWidget *parent, const char *name, const char *query)
{
  AdwDialog *dialog = adw_alert_dialog_new (name != NULL ? _("Rename This Filter") : _("Save This Filter"), *query != '\0' ? query : _("All products"));
  GtkWidget *entry = gtk_entry_new ();
  Question *question = new_question (self, name, query);

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Name of the filter"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the filter"), -1);
  gtk_editable_set_text (GTK_EDITABLE (entry), name != NULL ? name : "");
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "save", name != NULL ? _("_Rename") : _("_Save"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "save");
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "save", name != NULL);
  g_signal_connect_data (dialog, "response", G_CALLBACK (named_cb), question, free_question, 0);
  g_signal_connect_data (entry, "changed", G_CALLBACK (name_typed_cb), new_question (self, name, query), free_question, 0);
  adw_dialog_set_focus (dialog, entry);
  adw_dialog_present (dialog, parent);
}

void
br_saved_filters_ask (BrSavedFilters *self, GtkWidget *parent, const char *query)
{
  ask_name (self, parent, NULL, query);
}

static void
rename_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BrSavedFilters *self = data;
  const BrNamedFilter *filter = find_filter (self, g_variant_get_string (parameter, NULL));

  if (filter != NULL)
    ask_name (self, GTK_WIDGET (self->button), filter->name, filter->query);
}

/* Menu */

static void
add_action (BrSavedFilters *self, GSimpleActionGroup *actions, const char *name, GCallback callback)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, G_VARIANT_TYPE_STRING);

  g_signal_connect_object (action, "activate", callback, self, 0);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
}

static void
fill_menu (BrSavedFilters *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  show_tools (self);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->saved));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->tools));
  add_action (self, actions, "rename", G_CALLBACK (rename_cb));
  add_action (self, actions, "remove", G_CALLBACK (remove_cb));
  gtk_widget_insert_action_group (GTK_WIDGET (self->button), "saved", G_ACTION_GROUP (actions));
  br_lazy_menu_set (self->button, G_MENU_MODEL (menu));
}

static void
br_saved_filters_dispose (GObject *object)
{
  BrSavedFilters *self = BR_SAVED_FILTERS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_saved_filters_parent_class)->dispose (object);
}

static void
br_saved_filters_finalize (GObject *object)
{
  BrSavedFilters *self = BR_SAVED_FILTERS (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->filters, g_ptr_array_unref);
  g_object_unref (self->saved);
  g_object_unref (self->tools);
  g_object_unref (self->renaming);
  g_object_unref (self->removal);
  G_OBJECT_CLASS (br_saved_filters_parent_class)->finalize (object);
}

static void
br_saved_filters_class_init (BrSavedFiltersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_saved_filters_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_saved_filters_finalize;
}

static void
br_saved_filters_init (BrSavedFilters *self)
{
  self->cancellable = g_cancellable_new ();
  self->saved = g_menu_new ();
  self->tools = g_menu_new ();
  self->renaming = g_menu_new ();
  self->removal = g_menu_new ();
}

BrSavedFilters *
br_saved_filters_new (BrAppContext *context, GtkMenuButton *button)
{
  BrSavedFilters *self = g_object_new (BR_TYPE_SAVED_FILTERS, NULL);

  self->context = g_object_ref (context);
  self->button = button;
  fill_menu (self);
  br_saved_filters_reload (self);
  return self;
}
