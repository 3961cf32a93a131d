/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor of one product: loading, saving, and what happens when somebody else changes the same product meanwhile. */
#include "config.h"

#include "br-product-editor.h"

#include "br-actions.h"
#include "br-conflict-dialog.h"
#include "br-draft-model.h"
#include "br-editor-basics.h"
#include "br-editor-history.h"
#include "br-editor-prices.h"
#include "br-editor-problems.h"
#include "br-editor-shelf.h"
#include "br-editor-variants.h"
#include "br-error.h"
#include "br-print-start.h"
#include "br-sku-grid.h"
#include "br-undo-toast.h"
#include "br-words.h"
#include <glib/gi18n.h>

struct _BrProductEditor
{
  AdwNavigationPage parent_instance;

  BrAppContext *context;
  BrDraftModel *model;
  GCancellable *cancellable;
  BrId product;   /* none = new, not saved yet */
  BrProductDetail *begun;     /* a new product before anything was typed, or NULL */
  BrProductDetail *sent;      /* what is being saved; NULL = nothing */
  gboolean loading;
  gboolean outdated;   /* the product changed since loading began */
  gboolean tried;      /* saving was tried and did not do: problems are shown on the pages */

  GtkStack *states;
  AdwStatusPage *error_page;
  AdwBanner *banner;
  AdwViewStack *groups;
  GtkLabel *name_label;
  BrEditorBasics *basics;
  BrEditorVariants *variants;
  BrEditorPrices *prices;
  BrEditorShelf *shelf;
  BrEditorHistory *history;
};

G_DEFINE_FINAL_TYPE (BrProductEditor, br_product_editor, ADW_TYPE_NAVIGATION_PAGE)

/* A new product as it began, with a scanned code or without, is nothing to lose. */
static gboolean
would_lose (BrProductEditor *self)
{
  const BrProductDetail *draft = br_draft_model_get (self->model);

  if (draft == NULL)
    return FALSE;
  if (br_draft_model_get_base (self->model) == NULL && self->begun != NULL)
    return br_draft_model_count_unread (self->model) > 0 || br_draft_is_changed (self->begun, draft);
  return br_draft_model_is_changed (self->model);
}

/* How many things stand in the way of saving, at each page. Of a new product, once saving was tried. */
static void
update_badges (BrProductEditor *self)
{
  GtkSelectionModel *pages = adw_view_stack_get_pages (self->groups);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);
      guint n = self->tried ? br_editor_problems_count (self->model, adw_view_stack_page_get_name (page)) : 0;

      adw_view_stack_page_set_badge_number (page, n);
      adw_view_stack_page_set_needs_attention (page, n > 0);
    }
  g_object_unref (pages);
}

static void
update_actions (BrProductEditor *self)
{
  gboolean changed = br_draft_model_is_changed (self->model);
  const BrProductDetail *draft = br_draft_model_get (self->model);
  const char *name = draft != NULL ? br_record_text (draft->product, BR_PRODUCT_NAME) : NULL;

  br_action_set_enabled (GTK_WIDGET (self), "editor.save", changed && self->sent == NULL && br_app_context_get_actor (self->context) != NULL);
  br_action_set_enabled (GTK_WIDGET (self), "editor.print-labels", br_draft_model_get_base (self->model) != NULL);
  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self), !would_lose (self));
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), name != NULL ? name : _("New Product"));
  gtk_label_set_text (self->name_label, name != NULL ? name : _("New Product"));
  update_badges (self);
}

static void
show_banner (BrProductEditor *self, const char *text)
{
  adw_banner_set_title (self->banner, text != NULL ? text : "");
  adw_banner_set_revealed (self->banner, text != NULL);
}

static void
draft_changed_cb (BrDraftModel *model, BrProductEditor *self)
{
  update_actions (self);
  if (self->tried && br_draft_model_may_save (model))
    {
      self->tried = FALSE;
      show_banner (self, NULL);
    }
}

/* Loading, and merging what others saved */

static void
conflicts_settled_cb (BrProductDetail *draft, gpointer data)
{
  BrProductEditor *self = data;
  const BrProductDetail *base = br_draft_model_get_base (self->model);

  br_draft_model_take (self->model, br_product_detail_copy (base), draft);
}

/* Theirs becomes the base; my changes stay in the draft. Cells both changed are put to the person at once. */
static void
merge (BrProductEditor *self, BrProductDetail *theirs)
{
  g_autoptr (GPtrArray) conflicts = NULL;
  BrProductDetail *merged = br_draft_merge (br_draft_model_get_base (self->model), br_draft_model_get (self->model), theirs, &conflicts);
  gboolean was_changed = br_draft_is_changed (br_draft_model_get_base (self->model), br_draft_model_get (self->model));

  if (!br_draft_is_changed (br_draft_model_get_base (self->model), theirs))
    {
      br_product_detail_free (merged);
      br_product_detail_free (theirs);
      return;
    }
  br_draft_model_take (self->model, theirs, merged);
  if (was_changed && conflicts->len == 0)
    show_banner (self, _("Somebody else changed this product meanwhile; their changes are now in here beside yours."));
  if (conflicts->len > 0)
    br_conflict_dialog_present (GTK_WIDGET (self), self->model, conflicts, conflicts_settled_cb, self);
}

static void
show_failure (BrProductEditor *self, const GError *error)
{
  g_autofree char *sentence = br_words_error (error);

  adw_status_page_set_description (self->error_page, sentence);
  gtk_stack_set_visible_child_name (self->states, "error");
}

static void
take (BrProductEditor *self, BrProductDetail *detail, const GError *error)
{
  if (detail == NULL && br_draft_model_get (self->model) != NULL && g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND))
    show_banner (self, _("This product was deleted elsewhere. What you see here is your draft."));
  else if (detail == NULL)
    show_failure (self, error);
  else if (br_draft_model_get_base (self->model) != NULL)
    merge (self, detail);
  else
    {
      br_draft_model_take (self->model, detail, br_product_detail_copy (detail));
      gtk_stack_set_visible_child_name (self->states, "content");
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        gtk_widget_child_focus (GTK_WIDGET (self->groups), GTK_DIR_TAB_FORWARD);
    }
}

static void load (BrProductEditor *self);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrProductEditor) self = data;
  g_autoptr (GError) error = NULL;
  BrProductDetail *detail = br_catalogue_service_load_product_finish (BR_CATALOGUE_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loading = FALSE;
  take (self, detail, error);
  if (self->outdated)
    load (self);
}

/* One read at a time; what is committed while it runs may not be in it, and is read after it. */
static void
load (BrProductEditor *self)
{
  self->outdated = self->loading;
  if (br_id_is_none (&self->product) || self->loading)
    return;
  self->loading = TRUE;
  br_catalogue_service_load_product_async (br_app_context_get_catalogue (self->context), &self->product, self->cancellable, loaded_cb, g_object_ref (self));
  br_editor_shelf_load (self->shelf, &self->product);
  br_editor_history_load (self->history, &self->product);
}

static void
catalogue_changed_cb (BrCatalogueService *catalogue, BrViewChange *change, BrProductEditor *self)
{
  guint32 kinds = 1u << BR_KIND_PRODUCT | 1u << BR_KIND_SKU | 1u << BR_KIND_PRICE;

  if (self->sent == NULL && (change->all || (change->kinds & kinds) != 0))
    load (self);
}

/* Saving */

/* What was read before a save must not come in after it: it would look as if somebody had taken the change back. */
static void
stop_loading (BrProductEditor *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->loading = FALSE;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrProductEditor) self = data;
  g_autoptr (GError) error = NULL;
  BrId change = { 0 };
  gboolean ok = br_catalogue_service_save_product_finish (BR_CATALOGUE_SERVICE (source), result, &change, &error);

  if (ok)
    {
      g_autofree char *said = g_strdup_printf (_("“%s” saved"), br_record_text (self->sent->product, BR_PRODUCT_NAME));

      self->product = self->sent->product->id;
      self->tried = FALSE;
      show_banner (self, NULL);
      br_draft_model_take (self->model, g_steal_pointer (&self->sent), br_product_detail_copy (br_draft_model_get (self->model)));
      br_undo_toast_show (GTK_WIDGET (self), self->context, said, &change);
    }
  else if (!g_error_matches (error, BR_ERROR, BR_ERROR_CONFLICT))
    br_toast_error (GTK_WIDGET (self), error);
  g_clear_pointer (&self->sent, br_product_detail_free);
  update_actions (self);
  load (self); /* what is stored now; after a conflict this merges and asks */
}

static char *
make_label (BrProductEditor *self)
{
  const char *name = br_record_text (br_draft_model_get (self->model)->product, BR_PRODUCT_NAME);

  if (br_draft_model_get_base (self->model) == NULL)
    return g_strdup_printf (_("New product “%s”"), name);
  return g_strdup_printf (_("Edit “%s”"), name);
}

/* Goes to what stands in the way of saving, and says what it is. */
static void
show_problem (BrProductEditor *self)
{
  const char *page = br_editor_problems_first_page (self->model);
  g_autofree char *problem = br_editor_problems_describe (self->model);
  g_autofree char *text = g_strdup_printf (_("Not saved yet. %s"), problem);

  self->tried = TRUE;
  show_banner (self, text);
  adw_view_stack_set_visible_child_name (self->groups, page);
  if (g_str_equal (page, "basics"))
    br_editor_basics_show_problem (self->basics);
  else if (g_str_equal (page, "variants"))
    br_editor_variants_show_problem (self->variants);
  update_badges (self);
}

static void
save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductEditor *self = BR_PRODUCT_EDITOR (widget);
  g_autofree char *label = NULL;

  if (!br_draft_model_may_save (self->model))
    {
      show_problem (self);
      return;
    }
  label = make_label (self);
  stop_loading (self);
  self->sent = br_product_detail_copy (br_draft_model_get (self->model));
  update_actions (self);
  br_catalogue_service_save_product_async (br_app_context_get_catalogue (self->context), br_app_context_get_actor (self->context),
                                           br_session_service_get_person_name (br_app_context_get_session (self->context)), label,
                                           br_draft_model_get_base (self->model), self->sent, NULL, saved_cb, g_object_ref (self));
}

static void
reload_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  load (BR_PRODUCT_EDITOR (widget));
}

/* Leaving */

static void
leave (BrProductEditor *self)
{
  GtkWidget *navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self), TRUE);
  if (navigation != NULL)
    adw_navigation_view_pop (ADW_NAVIGATION_VIEW (navigation));
}

static void
left_cb (AdwAlertDialog *dialog, const char *response, BrProductEditor *self)
{
  if (g_strcmp0 (response, "discard") == 0)
    leave (self);
}

static void
close_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductEditor *self = BR_PRODUCT_EDITOR (widget);
  AdwDialog *dialog;

  if (!would_lose (self))
    {
      leave (self);
      return;
    }
  dialog = adw_alert_dialog_new (_("Discard Changes?"), _("What you changed in this product is not saved."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "stay", _("_Keep Editing"), "discard", _("_Discard"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (left_cb), self, 0);
  adw_dialog_present (dialog, widget);
}

/* Object */

static void
br_product_editor_dispose (GObject *object)
{
  BrProductEditor *self = BR_PRODUCT_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PRODUCT_EDITOR);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->model);
  g_clear_object (&self->context);
  g_clear_pointer (&self->begun, br_product_detail_free);
  g_clear_pointer (&self->sent, br_product_detail_free);
  G_OBJECT_CLASS (br_product_editor_parent_class)->dispose (object);
}

static void
begin_cb (gpointer data)
{
  g_autoptr (BrProductEditor) self = data;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->loading)
    return;
  if (br_id_is_none (&self->product))
    br_editor_basics_focus_name (self->basics);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->groups), GTK_DIR_TAB_FORWARD);
}

/* One begins where one would type. The way to here moves the focus on once more, so it is taken after that. */
static void
br_product_editor_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (br_product_editor_parent_class)->map (widget);
  g_idle_add_once (begin_cb, g_object_ref (widget));
}

static void
show_group_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_view_stack_set_visible_child_name (BR_PRODUCT_EDITOR (widget)->groups, g_variant_get_string (parameter, NULL));
}

static void
print_labels_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductEditor *self = BR_PRODUCT_EDITOR (widget);

  br_print_product (widget, self->context, br_draft_model_get_base (self->model)->skus);
}

static void
br_product_editor_class_init (BrProductEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_product_editor_dispose;
  widget_class->map = br_product_editor_map;
  g_type_ensure (BR_TYPE_EDITOR_BASICS);
  g_type_ensure (BR_TYPE_EDITOR_VARIANTS);
  g_type_ensure (BR_TYPE_EDITOR_PRICES);
  g_type_ensure (BR_TYPE_EDITOR_SHELF);
  g_type_ensure (BR_TYPE_EDITOR_HISTORY);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, BrProductEditor, states);
  gtk_widget_class_bind_template_child (widget_class, BrProductEditor, error_page);
  gtk_widget_class_bind_template_child (widget_class, BrProductEditor, banner);
  gtk_widget_class_bind_template_child (widget_class, BrProductEditor, name_label);
  gtk_widget_class_bind_template_child (widget_class, BrProductEditor, basics);
  gtk_widget_class_bind_template_child (widget_class, BrProductEditor, variants);
  gtk_widget_class_bind_template_child (widget_class, BrProductEditor, prices);
  gtk_widget_class_bind_template_child (widget_class, BrProductEditor, shelf);
  gtk_widget_class_bind_template_child (widget_class, BrProductEditor, history);
  gtk_widget_class_bind_template_child (widget_class, BrProductEditor, groups);
  gtk_widget_class_install_action (widget_class, "editor.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "editor.reload", NULL, reload_cb);
  gtk_widget_class_install_action (widget_class, "editor.close", NULL, close_cb);
  gtk_widget_class_install_action (widget_class, "editor.print-labels", NULL, print_labels_cb);
  gtk_widget_class_install_action (widget_class, "editor.show-group", "s", show_group_cb);
}

static void
br_product_editor_init (BrProductEditor *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
start_new (BrProductEditor *self, const char *code)
{
  BrProductDetail *draft = br_product_detail_new ();
  BrId id = br_id_make (br_app_context_get_clock (self->context), br_random_system ());
  BrRecord *sku;

  draft->product = br_record_new (BR_KIND_PRODUCT, &id);
  br_draft_model_take (self->model, NULL, draft);
  sku = br_draft_model_add_sku (self->model, NULL);
  if (code != NULL)
    {
      g_autofree char *barcode = g_strdup_printf ("%s\t%s\t1000", code, br_sku_grid_barcode_kind (code));

      br_value_set_text (&sku->cells[BR_SKU_CODE], code);
      br_value_set_text (&sku->cells[BR_SKU_BARCODES], barcode);
    }
  self->begun = br_product_detail_copy (draft);
  br_draft_model_touch_lists (self->model);
  gtk_stack_set_visible_child_name (self->states, "content");
}

BrProductEditor *
br_product_editor_new (BrAppContext *context, const BrId *product, const char *code)
{
  BrProductEditor *self = g_object_new (BR_TYPE_PRODUCT_EDITOR, NULL);

  self->context = g_object_ref (context);
  br_action_add_keys (GTK_WIDGET (self), br_app_context_get_settings (context), "editor.");
  self->model = br_draft_model_new (context);
  br_editor_basics_set_model (self->basics, self->model);
  br_editor_variants_set_model (self->variants, self->model);
  br_editor_prices_set_model (self->prices, self->model);
  br_editor_shelf_set_context (self->shelf, context);
  br_editor_history_set_context (self->history, context);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (draft_changed_cb), self, 0);
  g_signal_connect_object (br_app_context_get_catalogue (context), "changed", G_CALLBACK (catalogue_changed_cb), self, 0);
  if (product != NULL)
    {
      self->product = *product;
      gtk_stack_set_visible_child_name (self->states, "loading");
      load (self);
    }
  else
    start_new (self, code);
  update_actions (self);
  return self;
}
