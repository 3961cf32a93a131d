/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's group Variants: options as text, SKUs as a grid of entries over the draft. */
#include "config.h"

#include "br-editor-variants.h"

#include "br-draft-rules.h"
#include "br-error.h"
#include "br-option-text.h"
#include "br-product-text.h"
#include "br-sku-grid.h"
#include "br-undo-toast.h"
#include "br-variants.h"
#include "br-words.h"
#include <glib/gi18n.h>

struct _BrEditorVariants
{
  AdwBin parent_instance;

  BrDraftModel *model;
  GtkStringList *rows;     /* a row for each SKU of the draft; what it shows comes from the draft by position */

  GtkTextView *options_view;
  GtkLabel *message_label;
  GtkWidget *make_button;
  GtkWidget *add_button;
  GtkColumnView *view;
};

G_DEFINE_FINAL_TYPE (BrEditorVariants, br_editor_variants, ADW_TYPE_BIN)

static BrRecord *
sku_at (BrEditorVariants *self, guint position)
{
  BrProductDetail *draft = self->model != NULL ? br_draft_model_get (self->model) : NULL;

  return draft != NULL && position < draft->skus->len ? draft->skus->pdata[position] : NULL;
}

static void
show_message (BrEditorVariants *self, const char *message)
{
  gtk_label_set_text (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
}

/* Cells */

static BrGridColumn
column_of (GtkWidget *entry)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (entry), "br-column"));
}

static guint
position_of (GtkWidget *entry)
{
  return gtk_column_view_cell_get_position (g_object_get_data (G_OBJECT (entry), "br-cell"));
}

/* Says how many cells stand in the way of saving. */
static void
show_unread (BrEditorVariants *self)
{
  guint n = br_draft_model_count_unread (self->model);
  g_autofree char *message = NULL;

  if (n > 0)
    message = g_strdup_printf (ngettext ("%u cell cannot be read. Correct it to save.", "%u cells cannot be read. Correct them to save.", n), n);
  show_message (self, message);
}

static const char *
explain_unread (BrGridColumn column)
{
  return column == BR_GRID_BARCODES ? _("This is not a list of barcodes, such as “6901234567892 6901234567908x6”.") : _("This is not an amount of money.");
}

static const char *
explain_right (BrGridColumn column)
{
  return column == BR_GRID_PRICE ? _("Your role may not change the price that holds everywhere. Prices of your own store are under Prices.")
                                 : _("Your role may not change this.");
}

static void
mark_cell (BrEditorVariants *self, GtkWidget *entry)
{
  static const guint fields[BR_N_GRID_COLUMNS] = { BR_SKU_CODE, BR_SKU_BARCODES, BR_SKU_COST, BR_SKU_COST, BR_SKU_STATUS_NOTE };
  BrGridColumn column = column_of (entry);
  BrRecord *sku = sku_at (self, position_of (entry));
  g_autofree char *problem = sku != NULL && column != BR_GRID_PRICE ? br_draft_model_find_problem (self->model, sku, fields[column]) : NULL;
  gboolean unread = sku != NULL && br_draft_model_get_unread (self->model, &sku->id, column) != NULL;
  gboolean may_set = sku == NULL || br_sku_grid_may_set (self->model, sku, column);
  const char *tip = unread ? explain_unread (column) : problem;

  gtk_widget_set_sensitive (entry, may_set);
  gtk_widget_set_tooltip_text (entry, may_set ? tip : explain_right (column));
  if (tip != NULL)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
}

static void
show_cell (BrEditorVariants *self, GtkWidget *entry)
{
  BrRecord *sku = sku_at (self, position_of (entry));
  g_autofree char *text = sku != NULL ? br_sku_grid_text (self->model, sku, column_of (entry)) : NULL;

  if (text != NULL && g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
  mark_cell (self, entry);
}

static void
cell_typed_cb (GtkEditable *entry, BrEditorVariants *self)
{
  BrRecord *sku;

  if (!gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (entry))))
    return; /* shown, not typed */
  sku = sku_at (self, position_of (GTK_WIDGET (entry)));
  if (sku == NULL)
    return;
  br_sku_grid_set (self->model, sku, column_of (GTK_WIDGET (entry)), gtk_editable_get_text (entry));
  mark_cell (self, GTK_WIDGET (entry));
}

static void
cell_left_cb (GtkEventControllerFocus *controller, BrEditorVariants *self)
{
  show_cell (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));
}

typedef struct
{
  BrEditorVariants *self;
  GtkWidget *entry;
} Paste;

static void
paste_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autofree Paste *paste = data;
  g_autoptr (BrEditorVariants) self = paste->self;
  g_autoptr (GtkWidget) entry = paste->entry;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL); /* nothing to paste then */
  guint n_bad;

  if (text == NULL || self->model == NULL)
    return;
  if (strpbrk (text, "\t\n") == NULL)
    {
      int position = gtk_editable_get_position (GTK_EDITABLE (entry));

      gtk_editable_delete_selection (GTK_EDITABLE (entry));
      gtk_editable_insert_text (GTK_EDITABLE (entry), text, -1, &position);
      gtk_editable_set_position (GTK_EDITABLE (entry), position);
      return;
    }
  n_bad = br_sku_grid_paste (self->model, position_of (entry), column_of (entry), text);
  br_draft_model_touch_lists (self->model);
  if (n_bad > 0)
    {
      g_autofree char *message = g_strdup_printf (
          ngettext ("%u pasted cell cannot be read, or not be changed by your role.", "%u pasted cells cannot be read, or not be changed by your role.", n_bad),
          n_bad);

      show_message (self, message);
    }
}

/* Reading the clipboard takes a moment, so the entry's own paste is replaced altogether. */
static void
paste_clipboard_cb (GtkText *text, BrEditorVariants *self)
{
  GtkWidget *entry = gtk_widget_get_parent (GTK_WIDGET (text));
  Paste *paste = g_new (Paste, 1);

  g_signal_stop_emission_by_name (text, "paste-clipboard");
  *paste = (Paste) { g_object_ref (self), g_object_ref (entry) };
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (entry), NULL, paste_cb, paste);
}

static void
setup_entry_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrEditorVariants *self)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  BrGridColumn column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "br-column"));
  static const char *const labels[] = { N_("SKU code"), N_("Barcodes"), N_("Cost"), N_("Price"), N_("Note on the status") };

  gtk_entry_set_has_frame (GTK_ENTRY (entry), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), column == BR_GRID_BARCODES ? 18 : 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _(labels[column]), -1);
  if (column != BR_GRID_NOTE)
    gtk_widget_add_css_class (entry, "numeric");
  if (column == BR_GRID_COST || column == BR_GRID_PRICE)
    gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
  g_object_set_data (G_OBJECT (entry), "br-column", GUINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (entry), "br-cell", cell);
  g_signal_connect_object (entry, "changed", G_CALLBACK (cell_typed_cb), self, 0);
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (entry)), "paste-clipboard", G_CALLBACK (paste_clipboard_cb), self, 0);
  g_signal_connect_object (focus, "leave", G_CALLBACK (cell_left_cb), self, 0);
  gtk_widget_add_controller (entry, focus);
  gtk_column_view_cell_set_child (cell, entry);
}

static void
bind_entry_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrEditorVariants *self)
{
  show_cell (self, gtk_column_view_cell_get_child (cell));
}

static void
setup_label_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrEditorVariants *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_column_view_cell_set_child (cell, label);
}

static void
bind_label_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrEditorVariants *self)
{
  const BrRecord *sku = sku_at (self, gtk_column_view_cell_get_position (cell));
  g_autofree char *text =
      sku != NULL ? br_words_value (BR_KIND_SKU, BR_SKU_OPTION_VALUES, &sku->cells[BR_SKU_OPTION_VALUES], br_draft_model_get_digits (self->model)) : NULL;

  gtk_label_set_text (GTK_LABEL (gtk_column_view_cell_get_child (cell)), text);
}

/* The status the SKU has, and the steps from the one that is stored. */
static guint
statuses_of (BrEditorVariants *self, const BrRecord *sku, BrLifeCycle out[BR_STATUS_RETIRED])
{
  const BrActor *actor = br_app_context_get_actor (br_draft_model_get_context (self->model));
  const BrProductDetail *base = br_draft_model_get_base (self->model);
  const BrRecord *stored = base != NULL ? br_records_find (base->skus, &sku->id) : NULL;
  BrLifeCycle now = MAX (br_record_int (sku, BR_SKU_STATUS), BR_STATUS_DRAFT);
  BrLifeCycle from = stored != NULL ? MAX (br_record_int (stored, BR_SKU_STATUS), BR_STATUS_DRAFT) : BR_STATUS_DRAFT;

  return br_draft_statuses (from, now, actor != NULL ? actor->role : BR_ROLE_CLERK, out);
}

static void
status_chosen_cb (GtkDropDown *drop_down, GParamSpec *pspec, BrEditorVariants *self)
{
  BrRecord *sku = sku_at (self, position_of (GTK_WIDGET (drop_down)));
  guint selected = gtk_drop_down_get_selected (drop_down);
  BrLifeCycle statuses[BR_STATUS_RETIRED];

  if (sku != NULL && g_object_get_data (G_OBJECT (drop_down), "br-showing") == NULL && selected < statuses_of (self, sku, statuses))
    br_draft_model_set_int (self->model, sku, BR_SKU_STATUS, statuses[selected]);
}

static void
setup_status_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrEditorVariants *self)
{
  GtkWidget *drop_down = gtk_drop_down_new (NULL, NULL);

  gtk_widget_add_css_class (drop_down, "flat");
  g_object_set_data (G_OBJECT (drop_down), "br-cell", cell);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (status_chosen_cb), self, 0);
  gtk_column_view_cell_set_child (cell, drop_down);
}

static void
bind_status_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrEditorVariants *self)
{
  GtkWidget *drop_down = gtk_column_view_cell_get_child (cell);
  const BrRecord *sku = sku_at (self, gtk_column_view_cell_get_position (cell));
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  BrLifeCycle statuses[BR_STATUS_RETIRED];
  guint n, selected = 0;
  gboolean may_set;

  if (sku == NULL)
    return;
  n = statuses_of (self, sku, statuses);
  for (guint i = 0; i < n; i++)
    {
      gtk_string_list_append (words, br_text_status (statuses[i]));
      if (statuses[i] == (BrLifeCycle) br_record_int (sku, BR_SKU_STATUS))
        selected = i;
    }
  may_set = n > 1 && br_draft_model_may_set (self->model, sku, BR_SKU_STATUS);
  g_object_set_data (G_OBJECT (drop_down), "br-showing", cell);
  gtk_drop_down_set_model (GTK_DROP_DOWN (drop_down), G_LIST_MODEL (words));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
  g_object_set_data (G_OBJECT (drop_down), "br-showing", NULL);
  gtk_widget_set_sensitive (drop_down, may_set);
  gtk_widget_set_tooltip_text (drop_down, may_set ? NULL : _("Your role may not change this."));
}

static gboolean
is_of_sku (const BrRecord *price, const BrId *sku)
{
  const BrId *of = br_record_ref (price, BR_PRICE_SKU);

  return of != NULL && br_id_equal (of, sku);
}

static void
remove_clicked_cb (GtkWidget *button, BrEditorVariants *self)
{
  BrProductDetail *draft = br_draft_model_get (self->model);
  BrRecord *sku = sku_at (self, position_of (button));

  if (sku == NULL)
    return;
  for (guint i = draft->prices->len; i > 0; i--)
    if (is_of_sku (draft->prices->pdata[i - 1], &sku->id))
      g_ptr_array_remove_index (draft->prices, i - 1);
  g_ptr_array_remove (draft->skus, sku);
  br_draft_model_touch_lists (self->model);
}

static void
setup_remove_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrEditorVariants *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_tooltip_text (button, _("Remove this SKU"));
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "br-cell", cell);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, 0);
  gtk_column_view_cell_set_child (cell, button);
}

static void
bind_remove_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrEditorVariants *self)
{
  const BrRecord *sku = sku_at (self, gtk_column_view_cell_get_position (cell));

  gtk_widget_set_sensitive (gtk_column_view_cell_get_child (cell), sku != NULL && br_draft_model_may_set (self->model, sku, BR_FIELD_DELETED));
}

/* Columns */

static GtkListItemFactory *
add_column (BrEditorVariants *self, const char *title, gboolean expand, GCallback setup, GCallback bind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);

  g_signal_connect_object (factory, "setup", setup, self, 0);
  if (bind != NULL)
    g_signal_connect_object (factory, "bind", bind, self, 0);
  gtk_column_view_column_set_expand (column, expand);
  gtk_column_view_append_column (self->view, column);
  return factory; /* the column keeps it */
}

static void
add_text_column (BrEditorVariants *self, const char *title, BrGridColumn grid_column)
{
  GtkListItemFactory *factory = add_column (self, title, grid_column <= BR_GRID_BARCODES, G_CALLBACK (setup_entry_cb), G_CALLBACK (bind_entry_cb));

  g_object_set_data (G_OBJECT (factory), "br-column", GUINT_TO_POINTER (grid_column));
}

static void
add_columns (BrEditorVariants *self, gboolean sees_cost)
{
  add_column (self, _("Options"), FALSE, G_CALLBACK (setup_label_cb), G_CALLBACK (bind_label_cb));
  add_text_column (self, _("SKU code"), BR_GRID_CODE);
  add_text_column (self, _("Barcodes"), BR_GRID_BARCODES);
  if (sees_cost)
    add_text_column (self, _("Cost"), BR_GRID_COST);
  add_text_column (self, _("Price"), BR_GRID_PRICE);
  add_column (self, _("Status"), FALSE, G_CALLBACK (setup_status_cb), G_CALLBACK (bind_status_cb));
  add_text_column (self, _("Note"), BR_GRID_NOTE);
  add_column (self, "", FALSE, G_CALLBACK (setup_remove_cb), G_CALLBACK (bind_remove_cb));
}

/* Showing the draft */

static void
show_options (BrEditorVariants *self)
{
  BrProductDetail *draft = br_draft_model_get (self->model);
  g_autofree char *text = NULL;

  if (draft == NULL || gtk_widget_has_focus (GTK_WIDGET (self->options_view)))
    return;
  text = br_option_text_from_product (draft->product, draft->skus);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->options_view), text, -1);
}

/* Who may not change the options of the product may not make SKUs either. */
static void
show_rights (BrEditorVariants *self, const BrProductDetail *draft)
{
  gboolean may_set = br_draft_model_may_set (self->model, draft->product, BR_PRODUCT_OPTIONS);

  gtk_text_view_set_editable (self->options_view, may_set);
  gtk_widget_set_sensitive (self->make_button, may_set);
  gtk_widget_set_sensitive (self->add_button, may_set);
  gtk_widget_set_tooltip_text (self->make_button, may_set ? NULL : _("Your role may not change this."));
  gtk_widget_set_tooltip_text (self->add_button, may_set ? NULL : _("Your role may not change this."));
}

static void
reloaded_cb (BrDraftModel *model, BrEditorVariants *self)
{
  BrProductDetail *draft = br_draft_model_get (model);
  guint n = draft != NULL ? draft->skus->len : 0;
  g_autofree const char **rows = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    rows[i] = "";
  gtk_string_list_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), rows);
  show_options (self);
  show_unread (self);
  if (draft != NULL)
    show_rights (self, draft);
}

static void
make_cb (BrEditorVariants *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->options_view);
  BrProductDetail *draft = br_draft_model_get (self->model);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GtkTextIter start, end;
  int n_made;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  n_made = br_option_text_make (self->model, draft, text, &error);
  if (n_made >= 0)
    {
      g_autofree char *said = g_strdup_printf (ngettext ("%d SKU added", "%d SKUs added", n_made), n_made);

      br_draft_model_touch_lists (self->model);
      br_toast_show (GTK_WIDGET (self), said);
    }
  else
    show_message (self, g_error_matches (error, BR_ERROR, BR_ERROR_RANGE) ? _("These options make more SKUs than one product can have.")
                                                                          : _("Each line is “Option: value, value”; no value twice, at most four options."));
}

static void
add_cb (BrEditorVariants *self)
{
  br_draft_model_add_sku (self->model, NULL);
  br_draft_model_touch_lists (self->model);
}

void
br_editor_variants_set_model (BrEditorVariants *self, BrDraftModel *model)
{
  const BrActor *actor = br_app_context_get_actor (br_draft_model_get_context (model));

  g_set_object (&self->model, model);
  add_columns (self, actor != NULL && br_role_has_right (actor->role, BR_RIGHT_SEE_COST));
  g_signal_connect_object (model, "reloaded", G_CALLBACK (reloaded_cb), self, 0);
  g_signal_connect_object (model, "changed", G_CALLBACK (show_unread), self, G_CONNECT_SWAPPED);
}

static void
br_editor_variants_dispose (GObject *object)
{
  BrEditorVariants *self = BR_EDITOR_VARIANTS (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_EDITOR_VARIANTS);
  g_clear_object (&self->rows);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (br_editor_variants_parent_class)->dispose (object);
}

static void
br_editor_variants_class_init (BrEditorVariantsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_editor_variants_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-variants.ui");
  gtk_widget_class_bind_template_child (widget_class, BrEditorVariants, options_view);
  gtk_widget_class_bind_template_child (widget_class, BrEditorVariants, message_label);
  gtk_widget_class_bind_template_child (widget_class, BrEditorVariants, make_button);
  gtk_widget_class_bind_template_child (widget_class, BrEditorVariants, add_button);
  gtk_widget_class_bind_template_child (widget_class, BrEditorVariants, view);
  gtk_widget_class_bind_template_callback (widget_class, make_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
br_editor_variants_init (BrEditorVariants *self)
{
  g_autoptr (GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = gtk_string_list_new (NULL);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows))));
  gtk_column_view_set_model (self->view, selection);
}
