/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list is read again whenever templates change; the one that was selected stays selected by its key. */
#include "config.h"

#include "br-template-gallery.h"

#include <glib/gi18n.h>

#include "br-actions.h"
#include "br-label-designer.h"
#include "br-template-card.h"
#include "br-template-print.h"
#include "br-template-words.h"
#include "br-undo-toast.h"
#include "br-words.h"

struct _BrTemplateGallery
{
  AdwBin parent_instance;

  BrAppContext *context; /* NULL until it is in a window */
  GCancellable *cancellable;
  GListStore *items;     /* of BrTemplateItem */
  GtkSingleSelection *selection;
  GWeakRef designer;

  GtkStack *states;
  AdwStatusPage *error_page;
  GtkGridView *grid;
  GtkButton *remove_button;
};

G_DEFINE_FINAL_TYPE (BrTemplateGallery, br_template_gallery, ADW_TYPE_BIN)

static BrLabelService *
get_labels (BrTemplateGallery *self)
{
  return br_app_context_get_labels (self->context);
}

static BrLabelTemplate *
get_selected (BrTemplateGallery *self)
{
  BrTemplateItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? br_template_item_get (item) : NULL;
}

static gboolean
is_stock (const BrLabelTemplate *template)
{
  return br_template_words_is_stock (template->key);
}

static void
update_actions (BrTemplateGallery *self)
{
  const BrLabelTemplate *template = get_selected (self);
  gboolean restores = template != NULL && is_stock (template);

  br_action_set_enabled (GTK_WIDGET (self), "templates.open", template != NULL);
  br_action_set_enabled (GTK_WIDGET (self), "templates.duplicate", template != NULL);
  br_action_set_enabled (GTK_WIDGET (self), "templates.export", template != NULL);
  br_action_set_enabled (GTK_WIDGET (self), "templates.print",
                         template != NULL && template->kind >= BR_LABEL_WAYBILL
                             && template->kind != BR_LABEL_TAG); /* others are printed from goods, or not at all */
  br_action_set_enabled (GTK_WIDGET (self), "templates.remove", template != NULL && template->revision > 0);
  gtk_button_set_label (self->remove_button, restores ? _("_Restore Original") : _("_Delete"));
}

/* Loading */

static void
show_templates (BrTemplateGallery *self, GPtrArray *templates)
{
  const BrLabelTemplate *before = get_selected (self);
  g_autofree char *key = g_strdup (before != NULL ? before->key : NULL);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint selected = 0;

  for (guint i = 0; i < templates->len; i++)
    {
      BrLabelTemplate *template = templates->pdata[i];

      if (template->kind == BR_LABEL_TAG)
        continue; /* nothing for paper: they have a gallery of their own */
      if (g_strcmp0 (template->key, key) == 0)
        selected = items->len;
      g_ptr_array_add (items, br_template_item_new (template));
    }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  gtk_single_selection_set_selected (self->selection, selected);
  gtk_stack_set_visible_child_name (self->states, "content");
  update_actions (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrTemplateGallery) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) templates = br_label_service_templates_finish (BR_LABEL_SERVICE (source), result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (templates != NULL)
    {
      show_templates (self, templates);
      return;
    }
  sentence = br_words_error (error);
  adw_status_page_set_description (self->error_page, sentence);
  gtk_stack_set_visible_child_name (self->states, "error");
}

static void
load (BrTemplateGallery *self)
{
  br_label_service_templates_async (get_labels (self), self->cancellable, loaded_cb, g_object_ref (self));
}

static void
reload_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  load (BR_TEMPLATE_GALLERY (widget));
}

/* Designing */

static void
design (BrTemplateGallery *self, const BrLabelTemplate *template)
{
  GtkWidget *navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);
  BrLabelDesigner *designer;

  if (navigation == NULL)
    return;
  designer = br_label_designer_new (self->context, template);
  g_weak_ref_set (&self->designer, designer);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), ADW_NAVIGATION_PAGE (designer));
}

static void
new_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (BrLabelTemplate) template = br_label_template_new ();

  template->name = g_strdup (_("New Template"));
  design (BR_TEMPLATE_GALLERY (widget), template);
}

static void
open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTemplateGallery *self = BR_TEMPLATE_GALLERY (widget);

  design (self, get_selected (self));
}

static void
activated_cb (BrTemplateGallery *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  design (self, get_selected (self));
}

/* A copy is a new template until it is saved. */
static void
duplicate_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTemplateGallery *self = BR_TEMPLATE_GALLERY (widget);
  const BrLabelTemplate *from = get_selected (self);
  g_autoptr (BrLabelTemplate) copy = br_label_template_copy (from);

  g_free (copy->name);
  copy->name = g_strdup_printf (_("%s (copy)"), br_template_words_name (from->key, from->name));
  g_clear_pointer (&copy->key, g_free);
  copy->revision = 0;
  design (self, copy);
}

/* Removing */

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrTemplateGallery) self = data;
  g_autoptr (GError) error = NULL;

  if (!br_label_service_write_finish (BR_LABEL_SERVICE (source), result, &error))
    br_toast_error (GTK_WIDGET (self), error);
}

typedef struct
{
  BrTemplateGallery *gallery;
  char *key;
} Removing;

static void
free_removing (gpointer data, GClosure *closure)
{
  Removing *removing = data;

  g_object_unref (removing->gallery);
  g_free (removing->key);
  g_free (removing);
}

static void
confirmed_cb (AdwAlertDialog *dialog, const char *response, Removing *removing)
{
  if (g_strcmp0 (response, "remove") == 0)
    br_label_service_delete_template_async (get_labels (removing->gallery), removing->key, NULL, removed_cb, g_object_ref (removing->gallery));
}

static void
remove_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTemplateGallery *self = BR_TEMPLATE_GALLERY (widget);
  const BrLabelTemplate *template = get_selected (self);
  gboolean restores = is_stock (template);
  AdwDialog *dialog = adw_alert_dialog_new (restores ? _("Restore the Original?") : _("Delete This Template?"),
                                            _("What was changed in it is lost. Labels already ordered are printed as they were ordered."));
  Removing *removing = g_new0 (Removing, 1);

  removing->gallery = g_object_ref (self);
  removing->key = g_strdup (template->key);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "stay", _("_Cancel"), "remove", restores ? _("_Restore") : _("_Delete"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (confirmed_cb), removing, free_removing, 0);
  adw_dialog_present (dialog, widget);
}

static void
print_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTemplateGallery *self = BR_TEMPLATE_GALLERY (widget);

  adw_dialog_present (ADW_DIALOG (br_template_print_new (self->context, get_selected (self))), widget);
}

/* Files */

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrTemplateGallery) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelTemplate) template = br_label_service_read_template_finish (BR_LABEL_SERVICE (source), result, &error);

  if (template == NULL)
    {
      g_autofree char *sentence = br_words_error (error);
      g_autofree char *body = g_strdup_printf ("%s\n\n%s", sentence, error->message); /* the place in the file, for who wrote it */
      AdwDialog *dialog = adw_alert_dialog_new (_("This File Cannot Be Imported"), body);

      adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
      adw_dialog_present (dialog, GTK_WIDGET (self));
      return;
    }
  /* It is looked at first: saving it is the person's. */
  design (self, template);
}

static void
import_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrTemplateGallery) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL); /* none: the person thought better of it */

  if (file != NULL)
    br_label_service_read_template_async (get_labels (self), file, self->cancellable, imported_cb, g_object_ref (self));
}

static GtkFileDialog *
make_file_dialog (const char *title)
{
  GtkFileDialog *dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_add_suffix (filter, "json");
  gtk_file_filter_set_name (filter, _("Label templates"));
  gtk_file_dialog_set_default_filter (dialog, filter);
  gtk_file_dialog_set_title (dialog, title);
  return dialog;
}

static void
import_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = make_file_dialog (_("Import a Template"));

  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, import_chosen_cb, g_object_ref (widget));
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrTemplateGallery) self = data;
  g_autoptr (GError) error = NULL;

  if (br_label_service_write_finish (BR_LABEL_SERVICE (source), result, &error))
    br_toast_show (GTK_WIDGET (self), _("Template exported"));
  else
    br_toast_error (GTK_WIDGET (self), error);
}

static void
export_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrTemplateGallery) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL); /* none: the person thought better of it */
  const BrLabelTemplate *template = get_selected (self);

  if (file != NULL && template != NULL)
    br_label_service_write_template_async (get_labels (self), template, file, NULL, exported_cb, g_object_ref (self));
}

static void
export_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTemplateGallery *self = BR_TEMPLATE_GALLERY (widget);
  g_autoptr (GtkFileDialog) dialog = make_file_dialog (_("Export the Template"));
  const BrLabelTemplate *template = get_selected (self);
  g_autofree char *name = g_strdup_printf ("%s.json", br_template_words_is_stock (template->key) ? template->key : template->name);

  gtk_file_dialog_set_initial_name (dialog, g_strdelimit (name, "/\\", '-'));
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, export_chosen_cb, g_object_ref (self));
}

/* Cards */

static void
setup_cb (BrTemplateGallery *self, GtkListItem *item)
{
  gtk_list_item_set_child (item, br_template_card_new ());
}

static void
bind_cb (BrTemplateGallery *self, GtkListItem *item)
{
  BrTemplateItem *template = gtk_list_item_get_item (item);

  gtk_list_item_set_accessible_label (item, br_template_words_name (br_template_item_get (template)->key, br_template_item_get (template)->name));
  br_template_card_show (BR_TEMPLATE_CARD (gtk_list_item_get_child (item)), self->context, template);
}

static void
unbind_cb (BrTemplateGallery *self, GtkListItem *item)
{
  br_template_card_show (BR_TEMPLATE_CARD (gtk_list_item_get_child (item)), self->context, NULL);
}

/* Object */

static void
br_template_gallery_root (GtkWidget *widget)
{
  BrTemplateGallery *self = BR_TEMPLATE_GALLERY (widget);
  BrAppContext *context;

  GTK_WIDGET_CLASS (br_template_gallery_parent_class)->root (widget);
  context = br_app_context_of (widget);
  if (self->context != NULL || context == NULL || br_app_context_get_labels (context) == NULL)
    return;
  self->context = g_object_ref (context);
  br_action_add_keys (widget, br_app_context_get_settings (context), "templates.");
  g_signal_connect_object (get_labels (self), "templates-changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  load (self);
}

static void
br_template_gallery_dispose (GObject *object)
{
  BrTemplateGallery *self = BR_TEMPLATE_GALLERY (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TEMPLATE_GALLERY);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_template_gallery_parent_class)->dispose (object);
}

static void
br_template_gallery_finalize (GObject *object)
{
  g_weak_ref_clear (&BR_TEMPLATE_GALLERY (object)->designer);
  G_OBJECT_CLASS (br_template_gallery_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "templates.new", NULL, new_cb);
  gtk_widget_class_install_action (klass, "templates.open", NULL, open_cb);
  gtk_widget_class_install_action (klass, "templates.duplicate", NULL, duplicate_cb);
  gtk_widget_class_install_action (klass, "templates.remove", NULL, remove_cb);
  gtk_widget_class_install_action (klass, "templates.print", NULL, print_cb);
  gtk_widget_class_install_action (klass, "templates.import", NULL, import_cb);
  gtk_widget_class_install_action (klass, "templates.export", NULL, export_cb);
  gtk_widget_class_install_action (klass, "templates.reload", NULL, reload_cb);
}

static void
br_template_gallery_class_init (BrTemplateGalleryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_template_gallery_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_template_gallery_finalize;
  widget_class->root = br_template_gallery_root;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-template-gallery.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTemplateGallery, states);
  gtk_widget_class_bind_template_child (widget_class, BrTemplateGallery, error_page);
  gtk_widget_class_bind_template_child (widget_class, BrTemplateGallery, grid);
  gtk_widget_class_bind_template_child (widget_class, BrTemplateGallery, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  install_actions (widget_class);
}

static void
br_template_gallery_init (BrTemplateGallery *self)
{
  self->cancellable = g_cancellable_new ();
  g_weak_ref_init (&self->designer, NULL);
  self->items = g_list_store_new (BR_TYPE_TEMPLATE_ITEM);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  update_actions (self);
}

GtkWidget *
br_template_gallery_new (void)
{
  return g_object_new (BR_TYPE_TEMPLATE_GALLERY, NULL);
}

gboolean
br_template_gallery_would_lose (BrTemplateGallery *self)
{
  g_autoptr (BrLabelDesigner) designer = g_weak_ref_get (&self->designer);

  return designer != NULL && br_label_designer_would_lose (designer);
}

gboolean
br_template_gallery_scan (BrTemplateGallery *self, const char *code)
{
  g_autoptr (BrLabelDesigner) designer = g_weak_ref_get (&self->designer);

  if (designer == NULL || !gtk_widget_get_mapped (GTK_WIDGET (designer)))
    return FALSE;
  br_label_designer_scan (designer, code);
  return TRUE;
}
