/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog. What the wire has for the change-set can be copied while the outbox still knows it. */
#include "config.h"

#include "br-change-dialog.h"

#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

struct _BrChangeDialog
{
  AdwDialog parent_instance;

  BrAppContext *context;
  GCancellable *cancellable;
  char *raw; /* as the wire has it, or NULL */

  GtkWidget *copy_button;
  GtkStack *stack;
  AdwStatusPage *error_page;
  AdwToastOverlay *toasts;
  AdwPreferencesPage *page;
};

G_DEFINE_FINAL_TYPE (BrChangeDialog, br_change_dialog, ADW_TYPE_DIALOG)

static void
copy_cb (BrChangeDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->raw);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("Copied")));
}

static char *
value_text (BrChangeDialog *self, const BrHistoryEntry *entry, const BrValue *value, const char *name)
{
  return name != NULL ? g_strdup (name) : br_words_value (entry->kind, entry->field, value, br_app_context_get_digits (self->context));
}

static GtkWidget *
make_row (BrChangeDialog *self, const BrHistoryEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *before = value_text (self, entry, &entry->before, entry->before_text);
  g_autofree char *after = value_text (self, entry, &entry->after, entry->after_text);
  g_autofree char *text = entry->create ? g_strdup (after) : g_strdup_printf ("%s → %s", before, after);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), br_words_field (entry->kind, entry->field));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  return row;
}

/* Which record a button opens. */
typedef struct
{
  BrKind kind;
  BrId id;
} Target;

static void
open_cb (GtkButton *button, BrChangeDialog *self)
{
  const Target *target = g_object_get_data (G_OBJECT (button), "br-target");
  BrWindow *window = br_window_of (GTK_WIDGET (self));
  GtkWidget *page = window != NULL ? br_window_show_page (window, "products") : NULL;

  if (BR_IS_PAGE (page))
    br_page_open_record (BR_PAGE (page), target->kind, &target->id);
  adw_dialog_close (ADW_DIALOG (self));
}

/* The way to the product, to look at it or to change it once more. */
static GtkWidget *
make_open_button (BrChangeDialog *self, const BrHistoryEntry *entry)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("go-next-symbolic");
  const Target target = { entry->kind, entry->uid };

  gtk_widget_set_tooltip_text (button, _("Show Product"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "br-target", g_memdup2 (&target, sizeof target), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (open_cb), self, 0);
  return button;
}

static AdwPreferencesGroup *
make_group (BrChangeDialog *self, const BrHistoryEntry *entry)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autofree char *title = br_words_record (entry->kind, entry->name, entry->product_name);
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_group_set_title (group, escaped);
  if (entry->create)
    adw_preferences_group_set_description (group, _("New"));
  if (entry->kind == BR_KIND_PRODUCT || entry->kind == BR_KIND_SKU || entry->kind == BR_KIND_PRICE)
    adw_preferences_group_set_header_suffix (group, make_open_button (self, entry));
  return group;
}

static void
add_rest (BrChangeDialog *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_description (group, _("There is more; the beginning is shown."));
  adw_preferences_page_add (self->page, group);
}

static void
show_entries (BrChangeDialog *self, GPtrArray *entries)
{
  AdwPreferencesGroup *group = NULL;
  const BrHistoryEntry *last = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const BrHistoryEntry *entry = g_ptr_array_index (entries, i);

      if (!br_app_context_sees_field (self->context, entry->kind, entry->field))
        continue;
      if (last == NULL || last->kind != entry->kind || !br_id_equal (&last->uid, &entry->uid))
        {
          group = make_group (self, entry);
          adw_preferences_page_add (self->page, group);
        }
      adw_preferences_group_add (group, make_row (self, entry));
      last = entry;
    }
  if (entries->len >= BR_ACTIVITY_LIMIT)
    add_rest (self);
  gtk_stack_set_visible_child_name (self->stack, "content");
}

static void
entries_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrChangeDialog) self = BR_CHANGE_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = br_activity_service_list_finish (BR_ACTIVITY_SERVICE (source), result, &error);
  g_autofree char *sentence = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (entries != NULL)
    {
      show_entries (self, entries);
      return;
    }
  sentence = br_words_error (error);
  adw_status_page_set_description (self->error_page, sentence);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
raw_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrChangeDialog) self = BR_CHANGE_DIALOG (user_data);
  g_autofree char *raw = br_activity_service_preview_finish (BR_ACTIVITY_SERVICE (source), result, NULL); /* HQ's changes have none: nothing to copy */

  if (raw == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  g_set_str (&self->raw, raw);
  gtk_widget_set_visible (self->copy_button, br_app_context_sees_field (self->context, BR_KIND_SKU, BR_SKU_COST)); /* it may be in there */
}

static void
br_change_dialog_dispose (GObject *object)
{
  BrChangeDialog *self = BR_CHANGE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_CHANGE_DIALOG);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_change_dialog_parent_class)->dispose (object);
}

static void
br_change_dialog_finalize (GObject *object)
{
  BrChangeDialog *self = BR_CHANGE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_free (self->raw);
  G_OBJECT_CLASS (br_change_dialog_parent_class)->finalize (object);
}

static void
br_change_dialog_class_init (BrChangeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_change_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_change_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/activity-change-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BrChangeDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, BrChangeDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BrChangeDialog, error_page);
  gtk_widget_class_bind_template_child (widget_class, BrChangeDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, BrChangeDialog, page);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
br_change_dialog_init (BrChangeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

BrChangeDialog *
br_change_dialog_new (BrAppContext *context, const BrId *change, const char *title)
{
  BrChangeDialog *self = g_object_new (BR_TYPE_CHANGE_DIALOG, "title", title, NULL);
  BrActivityService *service = br_app_context_get_activity (context);

  self->context = g_object_ref (context);
  br_activity_service_change_async (service, change, self->cancellable, entries_read_cb, g_object_ref (self));
  br_activity_service_preview_async (service, change, self->cancellable, raw_read_cb, g_object_ref (self));
  return self;
}
