/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actions and pages are matched here; products are found by the catalogue's search, the newest question winning. */
#include "config.h"

#include "br-palette.h"

#include "br-actions.h"
#include "br-palette-item.h"

#define MAX_PRODUCTS 20

struct _BrPalette
{
  AdwDialog parent_instance;

  BrWindow *window;      /* weak: the parent outlives its dialogs */
  GCancellable *cancellable; /* of the question on its way */
  GListStore *items;
  GtkSingleSelection *selection;
  gboolean finding;      /* the question on its way may still add products */
  gboolean run_first;    /* Enter was pressed before there was anything: the first product found is meant */

  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (BrPalette, br_palette, ADW_TYPE_DIALOG)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *detail = gtk_label_new (NULL);

  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  gtk_widget_add_css_class (detail, "dimmed");
  gtk_widget_add_css_class (detail, "caption");
  gtk_box_append (GTK_BOX (box), detail);
  gtk_list_item_set_child (list_item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  BrPaletteItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *title = gtk_widget_get_next_sibling (icon);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), br_palette_item_get_icon (item));
  gtk_label_set_text (GTK_LABEL (title), br_palette_item_get_title (item));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (title)), br_palette_item_get_detail (item));
  gtk_list_item_set_accessible_label (list_item, br_palette_item_get_title (item));
}

static void
update_stack (BrPalette *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0 && !self->finding;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "results");
}

static void
add_if_matching (BrPalette *self, BrPaletteItem *item, const char *const *words)
{
  if (br_palette_item_matches (item, words))
    g_list_store_append (self->items, item);
  g_object_unref (item);
}

/* An action that cannot be started now is not offered. */
static gboolean
is_enabled (BrPalette *self, const BrCommand *command)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (g_str_has_prefix (command->action, "app."))
    return g_action_group_get_action_enabled (G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (self->window))), command->action + strlen ("app."));
  return g_action_parse_detailed_name (command->action, &name, &target, NULL) && br_action_find (GTK_WIDGET (self->window), name) != NULL;
}

static void
add_own (BrPalette *self, const char *const *words)
{
  BrAppContext *context = br_window_get_context (self->window);
  const BrActor *actor = br_app_context_get_actor (context);
  guint n_pages, n_commands;
  const BrPageInfo *pages = br_page_table_get (&n_pages);
  const BrCommand *commands = br_commands_get (&n_commands);

  for (guint i = 0; i < n_pages; i++)
    if (actor != NULL && (pages[i].roles & BR_ROLE_BIT (actor->role)) != 0)
      add_if_matching (self, br_palette_item_new_page (&pages[i]), words);
  for (guint i = 0; i < n_commands; i++)
    if (commands[i].in_palette && is_enabled (self, &commands[i]))
      add_if_matching (self, br_palette_item_new_command (&commands[i], br_app_context_get_settings (context)), words);
}

static void
run (BrPalette *self, BrPaletteItem *item)
{
  g_autoptr (BrWindow) window = g_object_ref (self->window);
  g_autoptr (BrPaletteItem) chosen = g_object_ref (item);
  const BrCommand *command = br_palette_item_get_command (chosen);
  const BrId *product = br_palette_item_get_product (chosen);
  GtkWidget *page;

  adw_dialog_close (ADW_DIALOG (self));
  if (command != NULL)
    br_action_activate (GTK_WIDGET (window), command->action);
  else if (product == NULL)
    gtk_widget_grab_focus (br_window_show_page (window, br_palette_item_get_page (chosen)));
  else if (BR_IS_PAGE (page = br_window_show_page (window, "products")))
    br_page_open_record (BR_PAGE (page), BR_KIND_PRODUCT, product);
}

static void
run_position (BrPalette *self, guint position)
{
  g_autoptr (BrPaletteItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  if (item != NULL)
    run (self, item);
}

/* The question is answered; `rows` may be NULL. */
static void
take_products (BrPalette *self, GPtrArray *rows)
{
  gboolean run_first = self->run_first;

  self->finding = FALSE;
  self->run_first = FALSE;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (rows->pdata[i] != NULL)
      {
        g_autoptr (BrPaletteItem) item = br_palette_item_new_product (rows->pdata[i]);

        g_list_store_append (self->items, item);
      }
  update_stack (self);
  if (run_first)
    run_position (self, 0);
}

static void
rows_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPalette) self = BR_PALETTE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = br_catalogue_service_rows_finish (BR_CATALOGUE_SERVICE (source), result, &error);

  if (rows != NULL || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* what fails is shown as nothing found */
    take_products (self, rows);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPalette) self = BR_PALETTE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrIdList) ids = br_catalogue_service_query_finish (BR_CATALOGUE_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* by the next key: another question is on its way */
    return;
  if (ids == NULL || ids->n == 0)
    take_products (self, NULL);
  else
    br_catalogue_service_rows_async (BR_CATALOGUE_SERVICE (source), ids->ids, MIN (ids->n, MAX_PRODUCTS), self->cancellable, rows_read_cb, g_object_ref (self));
}

static void
find_products (BrPalette *self, const char *text)
{
  BrAppContext *context = br_window_get_context (self->window);
  gsize offset, length;
  g_autoptr (BrSearch) search = br_search_parse (text, br_app_context_get_digits (context), &offset, &length, NULL);
  BrSkuQuery query = { .search = search, .sort = BR_SKU_SORT_NAME };

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->finding = search != NULL && search->root != NULL; /* half a query is no error while one types */
  if (self->finding)
    br_catalogue_service_query_async (br_app_context_get_catalogue (context), &query, NULL, NULL, self->cancellable, found_cb, g_object_ref (self));
}

static void
text_changed_cb (BrPalette *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  self->run_first = FALSE;
  g_list_store_remove_all (self->items);
  add_own (self, (const char *const *) words);
  find_products (self, text);
  update_stack (self);
}

/* Enter is often quicker than the answer. */
static void
activate_cb (BrPalette *self)
{
  BrPaletteItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item != NULL)
    run (self, item);
  else
    self->run_first = self->finding;
}

static void
row_activated_cb (BrPalette *self, guint position)
{
  run_position (self, position);
}

static void
close_cb (BrPalette *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
move (BrPalette *self, int step)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint position;

  if (n == 0)
    return;
  position = (gtk_single_selection_get_selected (self->selection) + n + (guint) step) % n;
  gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_SELECT, NULL);
}

static void
next_cb (BrPalette *self)
{
  move (self, 1);
}

static void
previous_cb (BrPalette *self)
{
  move (self, -1);
}

/* Up and Down choose while one goes on typing. */
static gboolean
pressed_cb (BrPalette *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_Up)
    return GDK_EVENT_PROPAGATE;
  move (self, keyval == GDK_KEY_Down ? 1 : -1);
  return GDK_EVENT_STOP;
}

/* A scan is the whole question: the one product with that code opens. */
static void
take_code (GtkWidget *widget, const char *code, gpointer user_data)
{
  gtk_editable_set_text (GTK_EDITABLE (BR_PALETTE (user_data)->entry), code);
}

static void
br_palette_dispose (GObject *object)
{
  BrPalette *self = BR_PALETTE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PALETTE);
  g_clear_object (&self->items);
  g_clear_object (&self->selection);
  g_clear_weak_pointer (&self->window);
  G_OBJECT_CLASS (br_palette_parent_class)->dispose (object);
}

static void
br_palette_class_init (BrPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_palette_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/shell-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, BrPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, BrPalette, stack);
  gtk_widget_class_bind_template_child (widget_class, BrPalette, list);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
}

static void
br_palette_init (BrPalette *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (BR_TYPE_PALETTE_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  br_widget_set_takes_code (GTK_WIDGET (self->entry), take_code, self);
}

AdwDialog *
br_palette_new (BrWindow *window)
{
  BrPalette *self = g_object_new (BR_TYPE_PALETTE, NULL);

  g_set_weak_pointer (&self->window, window);
  text_changed_cb (self);
  return ADW_DIALOG (self);
}
