/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list is read again when the service has counted anew. What is selected stays selected: items stay while their labels do. A mass price change
 * makes a hundred thousand: rows and items are made only for what is seen. */
#include "config.h"

#include "br-stale-list.h"

#include "br-actions.h"
#include "br-id-selection.h"
#include "br-print-dialog.h"
#include "br-print.h"
#include "br-stale-row.h"
#include "br-undo-toast.h"
#include "br-view-model.h"
#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define MAX_LABELS 100000 /* in the list, and in one order */

struct _BrStaleList
{
  AdwBin parent_instance;

  BrAppContext *context;
  GCancellable *cancellable; /* of the list being read; NULL = none */
  GPtrArray *labels;         /* of BrStaleLabel: what is shown; NULL until read */
  BrViewModel *items;        /* of them */
  BrIdSelection *selection;
  BrStaleQuery query;
  guint n_ready;             /* of `labels`: can be printed, and no new one is on its way */
  gboolean again;            /* something changed since the running read began */

  GtkWidget *search_clamp;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *error_page;
  GtkLabel *selected_label;
  GtkLabel *more_label;
  GtkButton *print_button;
};

G_DEFINE_FINAL_TYPE (BrStaleList, br_stale_list, ADW_TYPE_BIN)

static void
checked_cb (GtkCheckButton *check, GtkListItem *list_item)
{
  BrStaleList *self = BR_STALE_LIST (gtk_widget_get_ancestor (GTK_WIDGET (check), BR_TYPE_STALE_LIST));

  if (self == NULL || gtk_check_button_get_active (check) == gtk_list_item_get_selected (list_item))
    return;
  if (gtk_check_button_get_active (check))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), gtk_list_item_get_position (list_item), FALSE);
  else
    gtk_selection_model_unselect_item (GTK_SELECTION_MODEL (self->selection), gtk_list_item_get_position (list_item));
}

static void
selected_cb (GtkListItem *list_item)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);

  if (row != NULL)
    gtk_check_button_set_active (br_stale_row_get_check (BR_STALE_ROW (row)), gtk_list_item_get_selected (list_item));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  BrStaleRow *row = g_object_new (BR_TYPE_STALE_ROW, NULL);

  gtk_list_item_set_child (list_item, GTK_WIDGET (row));
  g_signal_connect_object (br_stale_row_get_check (row), "toggled", G_CALLBACK (checked_cb), list_item, 0);
  g_signal_connect (list_item, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, BrStaleList *self)
{
  br_stale_row_set_item (BR_STALE_ROW (gtk_list_item_get_child (list_item)), self->context, gtk_list_item_get_item (list_item), list_item);
  selected_cb (list_item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, BrStaleList *self)
{
  br_stale_row_set_item (BR_STALE_ROW (gtk_list_item_get_child (list_item)), self->context, NULL, NULL);
}

static guint
n_items (BrStaleList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

/* Whether a new label can be printed and none is on its way. */
static gboolean
is_ready (const BrStaleLabel *label)
{
  return label->sku_row != 0 && !label->queued;
}

/* (transfer container) BrStaleLabel of what is selected. */
static GPtrArray *
list_selected (BrStaleList *self)
{
  GPtrArray *labels = g_ptr_array_new ();

  for (guint i = 0; i < self->labels->len; i++)
    if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), i))
      g_ptr_array_add (labels, self->labels->pdata[i]);
  return labels;
}

/* (transfer container) what is to be printed: what is selected; of nothing selected, all for which no label is on its way. */
static GPtrArray *
list_targets (BrStaleList *self)
{
  GPtrArray *labels = list_selected (self);

  if (labels->len > 0)
    return labels;
  for (guint i = 0; i < self->labels->len; i++)
    if (is_ready (self->labels->pdata[i]))
      g_ptr_array_add (labels, self->labels->pdata[i]);
  return labels;
}

/* "12 selected", or "40 out of date, 28 of them on their way" */
static char *
status_text (BrStaleList *self, guint n_selected)
{
  guint n = n_items (self), n_coming = n - self->n_ready;
  g_autofree char *all = NULL;
  g_autofree char *coming = NULL;

  if (n_selected > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u selected", "%'u selected", n_selected), n_selected);
  all = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u out of date", "%'u out of date", n), n);
  if (n_coming == 0)
    return g_steal_pointer (&all);
  coming = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u to print", "%'u to print", self->n_ready), self->n_ready);
  return g_strdup_printf ("%s · %s", all, coming);
}

static void
update (BrStaleList *self)
{
  guint n = (guint) br_id_selection_count (self->selection);
  g_autofree char *text = status_text (self, n);

  gtk_label_set_text (self->selected_label, text);
  gtk_button_set_label (self->print_button, n > 0 ? _("_Print Selected…") : _("_Print All…"));
  br_action_set_enabled (GTK_WIDGET (self), "stale.print", n > 0 || self->n_ready > 0);
  br_action_set_enabled (GTK_WIDGET (self), "stale.forget", n > 0);
  br_action_set_enabled (GTK_WIDGET (self), "stale.select-all", n_items (self) > 0);
}

static BrIdList *
list_ids (GPtrArray *labels)
{
  guint32 *ids = g_new (guint32, labels->len);

  for (guint i = 0; i < labels->len; i++)
    ids[i] = br_view_type_stale.id (labels->pdata[i]);
  return br_id_list_new_take (ids, labels->len);
}

static void
show_labels (BrStaleList *self, GPtrArray *labels, gint64 total)
{
  gboolean searching = self->query.text[0] != '\0';
  g_autoptr (BrIdList) ids = list_ids (labels);
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->labels);
  g_autofree char *more = NULL;

  self->labels = g_ptr_array_ref (labels);
  self->n_ready = 0;
  for (guint i = 0; i < labels->len; i++)
    self->n_ready += is_ready (labels->pdata[i]) ? 1 : 0;
  br_view_model_show (self->items, ids, labels);
  gtk_widget_set_visible (self->search_clamp, labels->len > 0 || searching);
  gtk_stack_set_visible_child_name (self->stack, labels->len > 0 ? "content" : searching ? "none" : "empty");
  gtk_widget_set_visible (GTK_WIDGET (self->more_label), total > labels->len);
  more = g_strdup_printf (_("The first %'u of %'d are shown. The others follow when these are printed."), labels->len, (int) total);
  gtk_label_set_text (self->more_label, more);
  update (self);
}

static void refresh (BrStaleList *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrStaleList) self = BR_STALE_LIST (user_data);
  g_autoptr (GError) error = NULL;
  gint64 total = 0;
  g_autoptr (GPtrArray) labels = br_label_service_stale_finish (BR_LABEL_SERVICE (source), result, &total, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->stack == NULL)
    return;
  g_clear_object (&self->cancellable);
  if (labels != NULL)
    show_labels (self, labels, total);
  else
    {
      sentence = br_words_error (error);
      adw_status_page_set_description (self->error_page, sentence);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  if (self->again)
    refresh (self);
}

static void
read_labels (BrStaleList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->again = FALSE;
  br_label_service_stale_async (br_app_context_get_labels (self->context), &self->query, self->cancellable, read_cb, g_object_ref (self));
}

static void
refresh (BrStaleList *self)
{
  if (self->cancellable != NULL)
    self->again = TRUE;
  else if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    read_labels (self);
}

static void
search_cb (BrStaleList *self)
{
  char *end;

  g_strlcpy (self->query.text, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), sizeof self->query.text);
  if (!g_utf8_validate (self->query.text, -1, (const char **) &end))
    *end = '\0'; /* a character cut in two */
  read_labels (self);
}

static void
print_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrStaleList *self = BR_STALE_LIST (widget);
  g_autoptr (GPtrArray) labels = list_targets (self);
  guint32 *rows = g_new (guint32, labels->len);
  g_autoptr (BrIdList) ids = br_id_list_new_take (rows, labels->len);

  for (guint i = 0; i < labels->len; i++)
    rows[i] = ((const BrStaleLabel *) labels->pdata[i])->sku_row;
  br_print_dialog_present (widget, self->context, BR_PRINT_STALE, ids);
}

/* Labels said to hang there no more, or after all; the toast that offers to take it back may outlive the page. */
typedef struct
{
  BrAppContext *context; /* owned */
  GWeakRef list;
  GArray *skus; /* of BrId */
  BrShelfMark mark;
} Marking;

static void
free_marking (gpointer data)
{
  Marking *self = data;

  g_object_unref (self->context);
  g_weak_ref_clear (&self->list);
  g_array_unref (self->skus);
  g_free (self);
}

static void
free_marking_closure (gpointer data, GClosure *closure)
{
  free_marking (data);
}

static void mark (Marking *marking); /* taking back marks, too */

static void
undo_cb (AdwToast *toast, Marking *marking)
{
  g_autoptr (BrStaleList) list = g_weak_ref_get (&marking->list);
  Marking *back = g_new0 (Marking, 1);

  *back = (Marking) { .context = g_object_ref (marking->context), .skus = g_array_ref (marking->skus), .mark = BR_SHELF_THERE };
  g_weak_ref_init (&back->list, list);
  mark (back);
}

static void
marked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Marking *marking = user_data;
  g_autoptr (BrStaleList) list = g_weak_ref_get (&marking->list);
  g_autoptr (GError) error = NULL;
  gboolean ok = br_label_service_write_finish (BR_LABEL_SERVICE (source), result, &error);
  BrWindow *window = list != NULL ? br_window_of (GTK_WIDGET (list)) : NULL;
  AdwToast *toast;

  if (!ok || marking->mark == BR_SHELF_THERE || window == NULL)
    {
      if (!ok && window != NULL)
        br_toast_error (GTK_WIDGET (list), error);
      free_marking (marking);
      return;
    }
  toast = adw_toast_new (_("Taken from the list. The next label printed for them puts them back."));
  adw_toast_set_button_label (toast, _("Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), marking, free_marking_closure, 0);
  br_window_add_toast (window, toast);
}

/* Takes `marking`. */
static void
mark (Marking *marking)
{
  br_label_service_mark_shelf_async (br_app_context_get_labels (marking->context), (const BrId *) marking->skus->data, marking->skus->len, marking->mark,
                                     marked_cb, marking);
}

static void
forget_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrStaleList *self = BR_STALE_LIST (widget);
  g_autoptr (GPtrArray) labels = list_selected (self);
  Marking *marking = g_new0 (Marking, 1);

  *marking = (Marking) { .context = g_object_ref (self->context), .skus = g_array_new (FALSE, FALSE, sizeof (BrId)), .mark = BR_SHELF_GONE };
  g_weak_ref_init (&marking->list, self);
  for (guint i = 0; i < labels->len; i++)
    g_array_append_val (marking->skus, ((const BrStaleLabel *) labels->pdata[i])->sku);
  mark (marking);
}

static void
select_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (BR_STALE_LIST (widget)->selection));
}

static void
br_stale_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (br_stale_list_parent_class)->map (widget);
  refresh (BR_STALE_LIST (widget));
}

static void
br_stale_list_dispose (GObject *object)
{
  BrStaleList *self = BR_STALE_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_STALE_LIST);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_stale_list_parent_class)->dispose (object);
}

static void
br_stale_list_class_init (BrStaleListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_stale_list_dispose;
  widget_class->map = br_stale_list_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-stale.ui");
  gtk_widget_class_bind_template_child (widget_class, BrStaleList, search_clamp);
  gtk_widget_class_bind_template_child (widget_class, BrStaleList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, BrStaleList, stack);
  gtk_widget_class_bind_template_child (widget_class, BrStaleList, list);
  gtk_widget_class_bind_template_child (widget_class, BrStaleList, error_page);
  gtk_widget_class_bind_template_child (widget_class, BrStaleList, selected_label);
  gtk_widget_class_bind_template_child (widget_class, BrStaleList, more_label);
  gtk_widget_class_bind_template_child (widget_class, BrStaleList, print_button);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_install_action (widget_class, "stale.print", NULL, print_cb);
  gtk_widget_class_install_action (widget_class, "stale.forget", NULL, forget_cb);
  gtk_widget_class_install_action (widget_class, "stale.select-all", NULL, select_all_cb);
}

static void
br_stale_list_init (BrStaleList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->query.limit = MAX_LABELS;
  self->items = br_view_model_new (&br_view_type_stale);
  self->selection = br_id_selection_new (BR_ID_MODEL (self->items));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  update (self);
}

void
br_stale_list_set_context (BrStaleList *self, BrAppContext *context)
{
  g_return_if_fail (BR_IS_STALE_LIST (self) && self->context == NULL);

  self->context = g_object_ref (context);
  br_action_add_keys (GTK_WIDGET (self), br_app_context_get_settings (context), "stale.");
  g_signal_connect_object (br_app_context_get_labels (context), "stale-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

void
br_stale_list_search (BrStaleList *self)
{
  g_return_if_fail (BR_IS_STALE_LIST (self));

  if (gtk_widget_get_visible (self->search_clamp))
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
