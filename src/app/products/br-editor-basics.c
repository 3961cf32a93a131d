/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's group Basics. Each widget stands for one field of the product; a change goes to the draft, a new draft comes back. */
#include "config.h"

#include "br-editor-basics.h"

#include "br-attribute-text.h"
#include "br-editor-pictures.h"
#include <glib/gi18n.h>

#define N_TEXTS 2
#define N_REFS 5

/* A list of choices: index 0 is "none". */
typedef struct
{
  AdwComboRow *row;
  guint field;
  BrKind kind;
  GArray *ids;    /* of BrId, parallel to the row's model from index 1 */
} RefRow;

struct _BrEditorBasics
{
  AdwBin parent_instance;

  BrDraftModel *model;
  gboolean showing;  /* the draft is being shown: changes are not the person's */
  RefRow refs[N_REFS];
  GtkWidget *problems[N_TEXTS];
  gboolean left[N_TEXTS]; /* the focus has been there and gone on */

  AdwPreferencesGroup *names_group;
  AdwEntryRow *name_row;
  AdwEntryRow *name_alt_row;
  AdwComboRow *category_row;
  AdwComboRow *brand_row;
  AdwComboRow *unit_row;
  AdwComboRow *tax_class_row;
  AdwComboRow *supplier_row;
  BrEditorPictures *pictures;
  GtkTextView *description_view;
  GtkTextView *attributes_view;
};

G_DEFINE_FINAL_TYPE (BrEditorBasics, br_editor_basics, ADW_TYPE_BIN)

static BrRecord *
get_product (BrEditorBasics *self)
{
  BrProductDetail *draft = br_draft_model_get (self->model);

  return draft != NULL ? draft->product : NULL;
}

/* Texts */

static void
text_typed_cb (GtkEditable *row, BrEditorBasics *self)
{
  guint field = row == GTK_EDITABLE (self->name_row) ? BR_PRODUCT_NAME : BR_PRODUCT_NAME_ALT;
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  if (!self->showing)
    br_draft_model_set_text (self->model, get_product (self), field, text);
}

static void
set_entry (AdwEntryRow *row, const char *text)
{
  g_autofree char *shown = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  if (g_strcmp0 (shown, text != NULL ? text : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static void
show_problem (BrEditorBasics *self, AdwEntryRow *row, guint index, guint field)
{
  /* In a new product an empty name is where one begins, not a mistake, until one has been there. */
  gboolean untouched = !self->left[index] && br_draft_model_get_base (self->model) == NULL && br_record_text (get_product (self), field) == NULL;
  g_autofree char *problem = untouched ? NULL : br_draft_model_find_problem (self->model, get_product (self), field);

  gtk_label_set_text (GTK_LABEL (self->problems[index]), problem != NULL ? problem : "");
  gtk_widget_set_visible (self->problems[index], problem != NULL);
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
}

static void
buffer_typed_cb (GtkTextBuffer *buffer, BrEditorBasics *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (self->showing)
    return;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  if (buffer == gtk_text_view_get_buffer (self->description_view))
    br_draft_model_set_text (self->model, get_product (self), BR_PRODUCT_DESCRIPTION, g_strchomp (text));
  else
    {
      g_autofree char *lines = br_attribute_text_to_lines (text);

      br_draft_model_set_text (self->model, get_product (self), BR_PRODUCT_ATTRIBUTES, lines);
    }
}

static void
set_buffer (GtkTextView *view, const char *text)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (view)))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text != NULL ? text : "", -1);
}

/* References */

/* "Food / Dairy / Milk": a category by its way down the tree. */
static char *
path_of (GPtrArray *choices, const BrRecord *record)
{
  g_autofree char *path = g_strdup (br_record_text (record, 1)); /* field 1 is the name in every kind of choice */
  const BrId *parent = record->kind == BR_KIND_CATEGORY ? br_record_ref (record, BR_CATEGORY_PARENT) : NULL;

  for (guint depth = 0; parent != NULL && depth < 8; depth++)
    {
      const BrRecord *above = br_records_find (choices, parent);
      char *longer;

      if (above == NULL)
        break;
      longer = g_strdup_printf ("%s / %s", br_record_text (above, 1), path);
      g_free (path);
      path = longer;
      parent = br_record_ref (above, BR_CATEGORY_PARENT);
    }
  return g_steal_pointer (&path);
}

typedef struct
{
  char *path;
  BrId id;
} Choice;

static int
compare_choices (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (((const Choice *) a)->path, ((const Choice *) b)->path);
}

static void
fill_ref (BrEditorBasics *self, RefRow *ref)
{
  GPtrArray *choices = br_draft_model_get_choices (self->model, ref->kind);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (Choice));

  gtk_string_list_append (words, _("None"));
  g_array_set_size (ref->ids, 0);
  for (guint i = 0; choices != NULL && i < choices->len; i++)
    {
      Choice choice = { path_of (choices, choices->pdata[i]), ((BrRecord *) choices->pdata[i])->id };

      g_array_append_val (sorted, choice);
    }
  g_array_sort (sorted, compare_choices);
  for (guint i = 0; i < sorted->len; i++)
    {
      Choice *choice = &g_array_index (sorted, Choice, i);

      gtk_string_list_append (words, choice->path);
      g_array_append_val (ref->ids, choice->id);
      g_free (choice->path);
    }
  adw_combo_row_set_model (ref->row, G_LIST_MODEL (words));
}

static void
show_ref (BrEditorBasics *self, RefRow *ref)
{
  const BrId *id = br_record_ref (get_product (self), ref->field);
  guint selected = 0;

  for (guint i = 0; id != NULL && i < ref->ids->len; i++)
    if (br_id_equal (&g_array_index (ref->ids, BrId, i), id))
      selected = i + 1;
  adw_combo_row_set_selected (ref->row, selected);
}

static void
ref_chosen_cb (AdwComboRow *row, GParamSpec *pspec, BrEditorBasics *self)
{
  guint selected = adw_combo_row_get_selected (row);

  for (guint i = 0; !self->showing && i < N_REFS; i++)
    if (self->refs[i].row == row && selected != GTK_INVALID_LIST_POSITION)
      br_draft_model_set_id (self->model, get_product (self), self->refs[i].field,
                             selected > 0 ? &g_array_index (self->refs[i].ids, BrId, selected - 1) : NULL);
}

/* Showing the draft */

/* What the role may not change is shown, not taken. */
static void
show_rights (BrEditorBasics *self, const BrRecord *product)
{
  gboolean may_set = br_draft_model_may_set (self->model, product, BR_PRODUCT_NAME);
  gboolean may_describe = br_draft_model_may_set (self->model, product, BR_PRODUCT_DESCRIPTION);

  gtk_widget_set_sensitive (GTK_WIDGET (self->name_row), may_set);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name_alt_row), may_set);
  for (guint i = 0; i < N_REFS; i++)
    gtk_widget_set_sensitive (GTK_WIDGET (self->refs[i].row), br_draft_model_may_set (self->model, product, self->refs[i].field));
  gtk_widget_set_sensitive (GTK_WIDGET (self->description_view), may_describe);
  gtk_widget_set_sensitive (GTK_WIDGET (self->attributes_view), may_describe);
  adw_preferences_group_set_description (self->names_group, may_set ? NULL : _("Your role may not change these."));
}

static void
show_draft (BrEditorBasics *self)
{
  const BrRecord *product = get_product (self);
  g_autofree char *attributes = NULL;

  if (product == NULL)
    return;
  show_rights (self, product);
  self->showing = TRUE;
  set_entry (self->name_row, br_record_text (product, BR_PRODUCT_NAME));
  set_entry (self->name_alt_row, br_record_text (product, BR_PRODUCT_NAME_ALT));
  for (guint i = 0; i < N_REFS; i++)
    show_ref (self, &self->refs[i]);
  attributes = br_attribute_text_from_lines (br_record_text (product, BR_PRODUCT_ATTRIBUTES));
  set_buffer (self->description_view, br_record_text (product, BR_PRODUCT_DESCRIPTION));
  set_buffer (self->attributes_view, attributes);
  self->showing = FALSE;
}

static void
reloaded_cb (BrDraftModel *model, BrEditorBasics *self)
{
  show_draft (self);
}

static void
changed_cb (BrDraftModel *model, BrEditorBasics *self)
{
  if (get_product (self) == NULL)
    return;
  show_problem (self, self->name_row, 0, BR_PRODUCT_NAME);
  show_problem (self, self->name_alt_row, 1, BR_PRODUCT_NAME_ALT);
}

static void
name_left_cb (GtkEventControllerFocus *controller, BrEditorBasics *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  self->left[row == GTK_WIDGET (self->name_row) ? 0 : 1] = TRUE;
  if (self->model != NULL)
    changed_cb (self->model, self);
}

void
br_editor_basics_focus_name (BrEditorBasics *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

void
br_editor_basics_show_problem (BrEditorBasics *self)
{
  self->left[0] = self->left[1] = TRUE;
  changed_cb (self->model, self);
  gtk_widget_grab_focus (gtk_widget_get_visible (self->problems[0]) ? GTK_WIDGET (self->name_row) : GTK_WIDGET (self->name_alt_row));
}

static void
choices_cb (BrDraftModel *model, BrEditorBasics *self)
{
  self->showing = TRUE;
  for (guint i = 0; i < N_REFS; i++)
    if (br_draft_model_get_choices (model, self->refs[i].kind) != NULL && self->refs[i].ids->len == 0)
      fill_ref (self, &self->refs[i]);
  self->showing = FALSE;
  show_draft (self);
}

void
br_editor_basics_set_model (BrEditorBasics *self, BrDraftModel *model)
{
  g_set_object (&self->model, model);
  br_editor_pictures_set_model (self->pictures, model);
  g_signal_connect_object (model, "reloaded", G_CALLBACK (reloaded_cb), self, 0);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (model, "choices", G_CALLBACK (choices_cb), self, 0);
}

static void
br_editor_basics_dispose (GObject *object)
{
  BrEditorBasics *self = BR_EDITOR_BASICS (object);

  for (guint i = 0; i < N_REFS; i++)
    g_clear_pointer (&self->refs[i].ids, g_array_unref);
  g_clear_object (&self->model);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_EDITOR_BASICS);
  G_OBJECT_CLASS (br_editor_basics_parent_class)->dispose (object);
}

static void
br_editor_basics_class_init (BrEditorBasicsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_editor_basics_dispose;
  g_type_ensure (BR_TYPE_EDITOR_PICTURES);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-basics.ui");
  gtk_widget_class_bind_template_child (widget_class, BrEditorBasics, names_group);
  gtk_widget_class_bind_template_child (widget_class, BrEditorBasics, name_row);
  gtk_widget_class_bind_template_child (widget_class, BrEditorBasics, name_alt_row);
  gtk_widget_class_bind_template_child (widget_class, BrEditorBasics, category_row);
  gtk_widget_class_bind_template_child (widget_class, BrEditorBasics, brand_row);
  gtk_widget_class_bind_template_child (widget_class, BrEditorBasics, unit_row);
  gtk_widget_class_bind_template_child (widget_class, BrEditorBasics, tax_class_row);
  gtk_widget_class_bind_template_child (widget_class, BrEditorBasics, supplier_row);
  gtk_widget_class_bind_template_child (widget_class, BrEditorBasics, pictures);
  gtk_widget_class_bind_template_child (widget_class, BrEditorBasics, description_view);
  gtk_widget_class_bind_template_child (widget_class, BrEditorBasics, attributes_view);
}

static void
set_up_ref (BrEditorBasics *self, guint i, AdwComboRow *row, guint field, BrKind kind)
{
  self->refs[i] = (RefRow) { row, field, kind, g_array_new (FALSE, FALSE, sizeof (BrId)) };
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (ref_chosen_cb), self, 0);
}

/* A sentence right under its entry, only there while something is wrong. */
static void
set_up_problem (BrEditorBasics *self, guint i, AdwEntryRow *row)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_visible (label, FALSE);
  gtk_widget_add_css_class (label, "error");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_margin_top (label, 6);
  g_signal_connect_object (focus, "leave", G_CALLBACK (name_left_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (row), focus);
  adw_preferences_group_add (self->names_group, label);
  self->problems[i] = label;
}

static void
br_editor_basics_init (BrEditorBasics *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_up_problem (self, 0, self->name_row);
  set_up_problem (self, 1, self->name_alt_row);
  set_up_ref (self, 0, self->category_row, BR_PRODUCT_CATEGORY, BR_KIND_CATEGORY);
  set_up_ref (self, 1, self->brand_row, BR_PRODUCT_BRAND, BR_KIND_BRAND);
  set_up_ref (self, 2, self->unit_row, BR_PRODUCT_UNIT, BR_KIND_UNIT);
  set_up_ref (self, 3, self->tax_class_row, BR_PRODUCT_TAX_CLASS, BR_KIND_TAX_CLASS);
  set_up_ref (self, 4, self->supplier_row, BR_PRODUCT_SUPPLIER, BR_KIND_SUPPLIER);
  g_signal_connect_object (self->name_row, "changed", G_CALLBACK (text_typed_cb), self, 0);
  g_signal_connect_object (self->name_alt_row, "changed", G_CALLBACK (text_typed_cb), self, 0);
  g_signal_connect_object (gtk_text_view_get_buffer (self->description_view), "changed", G_CALLBACK (buffer_typed_cb), self, 0);
  g_signal_connect_object (gtk_text_view_get_buffer (self->attributes_view), "changed", G_CALLBACK (buffer_typed_cb), self, 0);
}
