/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's group History: one expandable row a change-set, its cells inside. */
#include "config.h"

#include "br-editor-history.h"

#include "br-undo-toast.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define PAGE_CELLS 400 /* changed cells that are read at first, and with every step back */

struct _BrEditorHistory
{
  AdwBin parent_instance;

  BrAppContext *context;
  GCancellable *cancellable;
  BrId product;
  guint limit;     /* cells asked for */
  GArray *shown;   /* of BrId: the change-sets in the list, newest first */

  GtkWidget *more_button;
  GtkStack *states;
  GtkListBox *changes;
};

G_DEFINE_FINAL_TYPE (BrEditorHistory, br_editor_history, ADW_TYPE_BIN)

static void
undo_clicked_cb (GtkButton *button, BrEditorHistory *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
  br_undo_start (GTK_WIDGET (self), self->context, g_object_get_data (G_OBJECT (button), "br-change"), g_object_get_data (G_OBJECT (button), "br-label"));
}

static GtkWidget *
make_undo (BrEditorHistory *self, const BrHistoryEntry *entry)
{
  GtkWidget *button = gtk_button_new_with_label (_("Undo"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "br-change", g_memdup2 (&entry->change_id, sizeof entry->change_id), g_free);
  g_object_set_data_full (G_OBJECT (button), "br-label", g_strdup (entry->label), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (undo_clicked_cb), self, 0);
  return button;
}

static GtkWidget *
make_change (BrEditorHistory *self, const BrHistoryEntry *entry)
{
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *when = br_words_ago (entry->at_us, br_app_context_now_us (self->context));
  g_autofree char *exact = br_words_instant (entry->at_us);
  const char *who = entry->person_name != NULL ? entry->person_name : entry->from_hq ? _("HQ") : "—";
  g_autofree char *subtitle = g_strdup_printf ("%s · %s%s%s", who, when, entry->undone ? " · " : "", entry->undone ? _("undone") : "");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), entry->label);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  gtk_widget_set_tooltip_text (row, exact);
  if (!entry->undone && !entry->from_hq)
    adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row), make_undo (self, entry));
  return row;
}

static GtkWidget *
make_cell (const BrHistoryEntry *entry, guint digits)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *before = entry->before_text != NULL ? g_strdup (entry->before_text) : br_words_value (entry->kind, entry->field, &entry->before, digits);
  g_autofree char *after = entry->after_text != NULL ? g_strdup (entry->after_text) : br_words_value (entry->kind, entry->field, &entry->after, digits);
  g_autofree char *title = g_strdup_printf ("%s → %s", before, after);
  g_autofree char *subtitle =
      g_strdup_printf ("%s · %s", br_words_field (entry->kind, entry->field), entry->name != NULL ? entry->name : br_words_kind (entry->kind));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

/* Whether the list shows the beginning of `entries`: then what is new comes behind it, and rows that are open stay open. */
static gboolean
continues (BrEditorHistory *self, GPtrArray *changes)
{
  if (self->shown->len == 0 || changes->len < self->shown->len)
    return FALSE;
  for (guint i = 0; i < self->shown->len; i++)
    if (!br_id_equal (&g_array_index (self->shown, BrId, i), &((const BrHistoryEntry *) changes->pdata[i])->change_id))
      return FALSE;
  return TRUE;
}

/* (transfer container) The first entry of each change-set. The last one may have been cut off: it comes whole with the next step. */
static GPtrArray *
list_changes (GPtrArray *entries, gboolean cut)
{
  GPtrArray *changes = g_ptr_array_new ();
  const BrHistoryEntry *last = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      BrHistoryEntry *entry = entries->pdata[i];

      if (last == NULL || !br_id_equal (&last->change_id, &entry->change_id))
        g_ptr_array_add (changes, entry);
      last = entry;
    }
  if (cut && changes->len > 1)
    g_ptr_array_set_size (changes, (int) changes->len - 1);
  return changes;
}

static void
append_change (BrEditorHistory *self, GPtrArray *entries, const BrHistoryEntry *first)
{
  GtkWidget *row = make_change (self, first);

  for (guint i = 0; i < entries->len; i++)
    {
      const BrHistoryEntry *entry = entries->pdata[i];

      if (!br_app_context_sees_field (self->context, entry->kind, entry->field))
        continue;
      if (br_id_equal (&entry->change_id, &first->change_id))
        adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_cell (entry, br_app_context_get_digits (self->context)));
    }
  gtk_list_box_append (self->changes, row);
  g_array_append_val (self->shown, first->change_id);
}

static void
show_entries (BrEditorHistory *self, GPtrArray *entries)
{
  gboolean more = entries->len >= self->limit;
  g_autoptr (GPtrArray) changes = list_changes (entries, more);

  if (self->limit == PAGE_CELLS || !continues (self, changes))
    {
      gtk_list_box_remove_all (self->changes);
      g_array_set_size (self->shown, 0);
    }
  for (guint i = self->shown->len; i < changes->len; i++)
    append_change (self, entries, changes->pdata[i]);
  gtk_widget_set_visible (self->more_button, more);
  gtk_stack_set_visible_child_name (self->states, changes->len > 0 ? "content" : "empty");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrEditorHistory) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = br_catalogue_service_history_finish (BR_CATALOGUE_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (entries != NULL)
    show_entries (self, entries);
  else
    br_toast_error (GTK_WIDGET (self), error);
}

static void
load (BrEditorHistory *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  br_catalogue_service_history_async (br_app_context_get_catalogue (self->context), &self->product, self->limit, self->cancellable, loaded_cb,
                                      g_object_ref (self));
}

static void
more_cb (BrEditorHistory *self)
{
  self->limit += PAGE_CELLS;
  load (self);
}

void
br_editor_history_load (BrEditorHistory *self, const BrId *product)
{
  self->product = *product;
  self->limit = PAGE_CELLS;
  load (self);
}

guint
br_editor_history_count (BrEditorHistory *self)
{
  return self->shown->len;
}

void
br_editor_history_set_context (BrEditorHistory *self, BrAppContext *context)
{
  g_set_object (&self->context, context);
}

static void
br_editor_history_dispose (GObject *object)
{
  BrEditorHistory *self = BR_EDITOR_HISTORY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_EDITOR_HISTORY);
  G_OBJECT_CLASS (br_editor_history_parent_class)->dispose (object);
}

static void
br_editor_history_finalize (GObject *object)
{
  g_array_unref (BR_EDITOR_HISTORY (object)->shown);
  G_OBJECT_CLASS (br_editor_history_parent_class)->finalize (object);
}

static void
br_editor_history_class_init (BrEditorHistoryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_editor_history_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_editor_history_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-history.ui");
  gtk_widget_class_bind_template_child (widget_class, BrEditorHistory, states);
  gtk_widget_class_bind_template_child (widget_class, BrEditorHistory, changes);
  gtk_widget_class_bind_template_child (widget_class, BrEditorHistory, more_button);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
}

static void
br_editor_history_init (BrEditorHistory *self)
{
  self->shown = g_array_new (FALSE, FALSE, sizeof (BrId));
  gtk_widget_init_template (GTK_WIDGET (self));
}
