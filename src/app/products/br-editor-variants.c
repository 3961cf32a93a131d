/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's group Variants: options as text, SKUs as a grid of entries over the draft. */
#include "config.h"

#include "br-editor-variants.h"

#include "br-error.h"
#include "br-option-text.h"
#include "br-page.h"
#include "br-paste-text.h"
#include "br-sku-grid.h"
#include "br-undo-toast.h"
#include "br-variant-columns.h"
#include "br-window.h"
#include <glib/gi18n.h>

#define PASTE_UNDO_S 15 /* the toast that takes a block back */

struct _BrEditorVariants
{
  AdwBin parent_instance;

  BrDraftModel *model;
  BrGridPaste *pasted;     /* the last block, while it can be taken back; or NULL */
  AdwToast *paste_toast;   /* weak; takes it back */
  GArray *shown;           /* of BrId: the SKUs the rows stand for */
  guint wanted_row;        /* where the focus goes when the page is shown */
  GtkStringList *rows;     /* a row for each SKU of the draft; what it shows comes from the draft by position */

  GtkTextView *options_view;
  GtkLabel *message_label;
  GtkWidget *make_button;
  GtkWidget *add_button;
  GtkColumnView *view;
};

G_DEFINE_FINAL_TYPE (BrEditorVariants, br_editor_variants, ADW_TYPE_BIN)

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

static const char *
explain_unread (BrGridColumn column)
{
  return column == BR_GRID_BARCODES ? _("This is not a list of barcodes, such as “6901234567892 6901234567908x6”.") : _("This is not an amount of money.");
}

static const char *
column_title (BrGridColumn column)
{
  static const char *const titles[] = { N_("SKU code"), N_("Barcodes"), N_("Cost"), N_("Price"), N_("Note on the status") };

  return _(titles[column]);
}

static void
append_line (GString *text, char *line)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
  g_free (line);
}

/* What of the last block found no place. */
static void
append_left_over (BrEditorVariants *self, GString *text)
{
  guint n_rows = self->pasted != NULL ? self->pasted->n_rows_left : 0;
  guint n_columns = self->pasted != NULL ? self->pasted->n_columns_left : 0;

  if (n_rows > 0)
    append_line (
        text, g_strdup_printf (
                  ngettext ("%u pasted row found no SKU. Add one and paste again.", "%u pasted rows found no SKU. Add SKUs and paste again.", n_rows), n_rows));
  if (n_columns > 0)
    append_line (text, g_strdup_printf (ngettext ("%u pasted column was left out: a block ends at the price.",
                                                  "%u pasted columns were left out: a block ends at the price.", n_columns),
                                        n_columns));
}

/* Says how many cells stand in the way of saving, which is the first, and what of a pasted block found no place. */
static void
show_unread (BrEditorVariants *self)
{
  guint n = br_draft_model_count_unread (self->model), row, column;
  const char *first = br_draft_model_first_unread (self->model, &row, &column);
  g_autoptr (GString) text = g_string_new (NULL);

  if (first != NULL)
    {
      append_line (text, g_strdup_printf (ngettext ("%u cell cannot be read. Correct it to save.", "%u cells cannot be read. Correct them to save.", n), n));
      append_line (text, g_strdup_printf (_("Row %u, %s, “%s”: %s"), row + 1, column_title (column), first, explain_unread (column)));
    }
  append_left_over (self, text);
  show_message (self, text->len > 0 ? text->str : NULL);
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
  BrRecord *sku = br_variant_columns_get_sku (self->model, position_of (entry));
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
  BrRecord *sku = br_variant_columns_get_sku (self->model, position_of (entry));
  g_autofree char *text = sku != NULL ? br_sku_grid_text (self->model, sku, column_of (entry)) : NULL;

  if (text != NULL && g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
  mark_cell (self, entry);
}

/* Typing in one cell may make another one right or wrong: two SKUs with one code. What is being typed stays as it is. */
static void
refresh_cell_cb (BrDraftModel *model, GtkWidget *entry)
{
  BrEditorVariants *self = BR_EDITOR_VARIANTS (gtk_widget_get_ancestor (entry, BR_TYPE_EDITOR_VARIANTS));

  if (self == NULL)
    return; /* out of sight */
  if (gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (entry)))))
    mark_cell (self, entry);
  else
    show_cell (self, entry);
}

static void
cell_typed_cb (GtkEditable *entry, BrEditorVariants *self)
{
  BrRecord *sku;

  if (!gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (entry))))
    return; /* shown, not typed */
  sku = br_variant_columns_get_sku (self->model, position_of (GTK_WIDGET (entry)));
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

/* The block may have filled the cell that has the focus: it is shown anew, though it looks as if it were being typed in. */
static void
show_pasted (BrEditorVariants *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *entry = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_ENTRY) : NULL;

  if (entry != NULL && g_object_get_data (G_OBJECT (entry), "br-cell") != NULL)
    show_cell (self, entry);
  show_unread (self);
}

static void
unpaste_cb (BrEditorVariants *self)
{
  if (self->pasted == NULL)
    return;
  br_sku_grid_unpaste (self->model, self->pasted);
  g_clear_pointer (&self->pasted, br_sku_grid_paste_free);
  show_pasted (self);
}

/* What was pasted is saved, or gone with the draft. */
static void
forget_paste (BrEditorVariants *self)
{
  g_clear_pointer (&self->pasted, br_sku_grid_paste_free);
  if (self->paste_toast != NULL)
    adw_toast_dismiss (self->paste_toast);
}

/* "12 cells pasted", with Undo. */
static void
tell_paste (BrEditorVariants *self)
{
  guint n = self->pasted->n_set;
  g_autofree char *said = g_strdup_printf (ngettext ("%u cell pasted", "%u cells pasted", n), n);
  BrWindow *window = br_window_of (GTK_WIDGET (self));
  AdwToast *toast;

  if (window == NULL)
    return;
  toast = adw_toast_new (said);
  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, PASTE_UNDO_S);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH); /* not behind what was said before */
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (unpaste_cb), self, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->paste_toast, toast);
  br_window_add_toast (window, toast);
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

  if (text == NULL || self->model == NULL)
    return;
  if (!br_paste_text_is_block (text))
    {
      int position = gtk_editable_get_position (GTK_EDITABLE (entry));

      gtk_editable_delete_selection (GTK_EDITABLE (entry));
      gtk_editable_insert_text (GTK_EDITABLE (entry), g_strchomp (text), -1, &position);
      gtk_editable_set_position (GTK_EDITABLE (entry), position);
      return;
    }
  forget_paste (self);
  self->pasted = br_sku_grid_paste (self->model, position_of (entry), column_of (entry), text);
  show_pasted (self);
  tell_paste (self);
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

/* A scan is one more barcode of the SKU. */
static void
take_code_cb (GtkWidget *entry, const char *code, gpointer data)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  g_auto (GStrv) codes = g_strsplit_set (text, " ,;", -1);
  g_autofree char *both = *text != '\0' ? g_strdup_printf ("%s %s", text, code) : g_strdup (code);

  if (g_strv_contains ((const char *const *) codes, code))
    gtk_widget_error_bell (entry);
  else
    gtk_editable_set_text (GTK_EDITABLE (entry), both);
  gtk_editable_set_position (GTK_EDITABLE (entry), -1);
}

static void
setup_entry_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrEditorVariants *self)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  BrGridColumn column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "br-column"));
  gtk_entry_set_has_frame (GTK_ENTRY (entry), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), column == BR_GRID_BARCODES ? 18 : column == BR_GRID_CODE ? 12 : 8);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), column == BR_GRID_BARCODES ? 24 : 10);
  if (column != BR_GRID_COST && column != BR_GRID_NOTE)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), column_title (column));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, column_title (column), -1);
  if (column != BR_GRID_NOTE)
    gtk_widget_add_css_class (entry, "numeric");
  if (column == BR_GRID_COST || column == BR_GRID_PRICE)
    gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
  g_object_set_data (G_OBJECT (entry), "br-column", GUINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (entry), "br-cell", cell);
  if (column == BR_GRID_BARCODES)
    br_widget_set_takes_code (entry, take_code_cb, NULL);
  g_signal_connect_object (entry, "changed", G_CALLBACK (cell_typed_cb), self, 0);
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (entry)), "paste-clipboard", G_CALLBACK (paste_clipboard_cb), self, 0);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (refresh_cell_cb), entry, 0);
  g_signal_connect_object (focus, "leave", G_CALLBACK (cell_left_cb), self, 0);
  gtk_widget_add_controller (entry, focus);
  gtk_column_view_cell_set_child (cell, entry);
}

static void
bind_entry_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, BrEditorVariants *self)
{
  show_cell (self, gtk_column_view_cell_get_child (cell));
}

/* Columns */

static void
add_text_column (BrEditorVariants *self, const char *title, BrGridColumn grid_column)
{
  GtkListItemFactory *factory = br_variant_columns_add (self->view, title, G_CALLBACK (setup_entry_cb), G_CALLBACK (bind_entry_cb), self);
  guint last = g_list_model_get_n_items (gtk_column_view_get_columns (self->view)) - 1;
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (self->view), last);

  g_object_set_data (G_OBJECT (factory), "br-column", GUINT_TO_POINTER (grid_column));
  gtk_column_view_column_set_expand (column, grid_column <= BR_GRID_BARCODES || grid_column == BR_GRID_NOTE);
}

static void
add_columns (BrEditorVariants *self, gboolean sees_cost)
{
  br_variant_columns_add_options (self->view, self->model);
  add_text_column (self, _("SKU code"), BR_GRID_CODE);
  add_text_column (self, _("Barcodes"), BR_GRID_BARCODES);
  if (sees_cost)
    add_text_column (self, _("Cost"), BR_GRID_COST);
  add_text_column (self, _("Price"), BR_GRID_PRICE);
  br_variant_columns_add_status (self->view, self->model);
  add_text_column (self, _("Note"), BR_GRID_NOTE);
  br_variant_columns_add_remove (self->view, self->model);
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

/* Whether the rows stand for the SKUs of the draft already: then they stay, and with them the focus. */
static gboolean
are_shown (BrEditorVariants *self, GPtrArray *skus)
{
  if (self->shown->len != skus->len)
    return FALSE;
  for (guint i = 0; i < skus->len; i++)
    if (!br_id_equal (&g_array_index (self->shown, BrId, i), &((BrRecord *) skus->pdata[i])->id))
      return FALSE;
  return TRUE;
}

static void
show_rows (BrEditorVariants *self, GPtrArray *skus)
{
  g_autofree const char **rows = g_new0 (const char *, skus->len + 1);

  g_array_set_size (self->shown, 0);
  for (guint i = 0; i < skus->len; i++)
    {
      rows[i] = "";
      g_array_append_val (self->shown, ((BrRecord *) skus->pdata[i])->id);
    }
  gtk_string_list_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), rows);
}

static void
reloaded_cb (BrDraftModel *model, BrEditorVariants *self)
{
  BrProductDetail *draft = br_draft_model_get (model);

  if (draft == NULL)
    return;
  if (!are_shown (self, draft->skus))
    show_rows (self, draft->skus);
  if (!br_draft_model_is_changed (model))
    forget_paste (self);
  show_options (self);
  show_unread (self);
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

/* The first marked entry below `widget`, or NULL. */
static GtkWidget *
find_marked (GtkWidget *widget)
{
  if (GTK_IS_ENTRY (widget) && gtk_widget_has_css_class (widget, "error"))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_marked (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
focus_row_cb (gpointer data)
{
  g_autoptr (BrEditorVariants) self = data;
  GtkWidget *marked;

  if (self->view == NULL || self->wanted_row >= g_list_model_get_n_items (G_LIST_MODEL (self->rows)))
    return;
  gtk_column_view_scroll_to (self->view, self->wanted_row, NULL, GTK_LIST_SCROLL_NONE, NULL);
  marked = find_marked (GTK_WIDGET (self->view));
  if (marked != NULL)
    gtk_widget_grab_focus (marked);
}

void
br_editor_variants_show_problem (BrEditorVariants *self)
{
  guint row, column;

  if (br_draft_model_first_unread (self->model, &row, &column) == NULL)
    row = br_draft_model_first_problem (self->model, BR_KIND_SKU);
  self->wanted_row = row;
  g_idle_add_once (focus_row_cb, g_object_ref (self)); /* the page may not be shown yet */
}

static void
br_editor_variants_dispose (GObject *object)
{
  BrEditorVariants *self = BR_EDITOR_VARIANTS (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_EDITOR_VARIANTS);
  forget_paste (self);
  g_clear_weak_pointer (&self->paste_toast);
  g_clear_pointer (&self->shown, g_array_unref);
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

  self->shown = g_array_new (FALSE, FALSE, sizeof (BrId));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = gtk_string_list_new (NULL);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows))));
  gtk_column_view_set_model (self->view, selection);
}
