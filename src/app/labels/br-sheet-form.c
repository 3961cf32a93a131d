/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets as they are sold are chosen by name; the measures of another one are typed. A label a page is a sheet without columns. */
#include "config.h"

#include "br-sheet-form.h"

#include "br-label-template.h"
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static const struct
{
  const char *title;
  BrSheet sheet;
} known[] = {
  { N_("None: a label a page"), { 0 } },
  { N_("A4, 3 × 8 labels of 70 × 37 mm"), { 21000, 29700, 0, 50, 3, 8, 7000, 3700 } },
  { N_("A4, 3 × 7 labels of 63.5 × 38.1 mm"), { 21000, 29700, 720, 1515, 3, 7, 6600, 3810 } },
  { N_("A4, 2 × 7 labels of 99.1 × 38.1 mm"), { 21000, 29700, 465, 1515, 2, 7, 10160, 3810 } },
  { N_("A4, 5 × 13 labels of 38.1 × 21.2 mm"), { 21000, 29700, 475, 1070, 5, 13, 4060, 2120 } },
};

struct _BrSheetForm
{
  AdwPreferencesGroup parent_instance;

  gboolean filling;

  AdwComboRow *kind_row;
  AdwSpinRow *page_width_row, *page_height_row, *left_row, *top_row, *columns_row, *rows_row, *pitch_x_row, *pitch_y_row;
};

enum
{
  SIGNAL_EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrSheetForm, br_sheet_form, ADW_TYPE_PREFERENCES_GROUP)

static void
show_mm (AdwSpinRow *row, int length)
{
  adw_spin_row_set_value (row, length / (double) BR_LABEL_MM);
}

static int
read_mm (AdwSpinRow *row)
{
  return (int) lround (adw_spin_row_get_value (row) * BR_LABEL_MM);
}

/* The one of that name, or the last choice: another. */
static guint
find_kind (const BrSheet *sheet)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (sheet->columns == 0 ? known[i].sheet.columns == 0 : memcmp (&known[i].sheet, sheet, sizeof *sheet) == 0)
      return i;
  return G_N_ELEMENTS (known);
}

/* Measures are typed only of a sheet that has no name here. */
static void
show_measures (BrSheetForm *self)
{
  gboolean own = adw_combo_row_get_selected (self->kind_row) >= G_N_ELEMENTS (known);
  AdwSpinRow *const rows[] = { self->page_width_row, self->page_height_row, self->left_row,    self->top_row,
                               self->columns_row,    self->rows_row,        self->pitch_x_row, self->pitch_y_row };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_set_visible (GTK_WIDGET (rows[i]), own);
}

static void
fill_measures (BrSheetForm *self, const BrSheet *sheet)
{
  show_mm (self->page_width_row, sheet->page_width);
  show_mm (self->page_height_row, sheet->page_height);
  show_mm (self->left_row, sheet->left);
  show_mm (self->top_row, sheet->top);
  adw_spin_row_set_value (self->columns_row, MAX (sheet->columns, 1));
  adw_spin_row_set_value (self->rows_row, MAX (sheet->rows, 1));
  show_mm (self->pitch_x_row, sheet->pitch_x);
  show_mm (self->pitch_y_row, sheet->pitch_y);
}

static void
edited_cb (BrSheetForm *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
kind_cb (BrSheetForm *self)
{
  guint kind = adw_combo_row_get_selected (self->kind_row);

  if (self->filling)
    return;
  self->filling = TRUE;
  if (kind < G_N_ELEMENTS (known) && known[kind].sheet.columns > 0)
    fill_measures (self, &known[kind].sheet);
  show_measures (self);
  self->filling = FALSE;
  edited_cb (self);
}

void
br_sheet_form_show (BrSheetForm *self, const BrSheet *sheet)
{
  g_return_if_fail (BR_IS_SHEET_FORM (self));

  self->filling = TRUE;
  /* Whoever chose "another" and has typed nothing yet is not put back to a name. */
  if (adw_combo_row_get_selected (self->kind_row) < G_N_ELEMENTS (known) || sheet->columns == 0)
    adw_combo_row_set_selected (self->kind_row, find_kind (sheet));
  fill_measures (self, sheet->columns > 0 ? sheet : &known[1].sheet);
  show_measures (self);
  self->filling = FALSE;
}

void
br_sheet_form_read (BrSheetForm *self, BrSheet *sheet)
{
  guint kind;

  g_return_if_fail (BR_IS_SHEET_FORM (self));

  kind = adw_combo_row_get_selected (self->kind_row);
  if (kind < G_N_ELEMENTS (known))
    *sheet = known[kind].sheet;
  else
    *sheet = (BrSheet) { .page_width = read_mm (self->page_width_row),
                         .page_height = read_mm (self->page_height_row),
                         .left = read_mm (self->left_row),
                         .top = read_mm (self->top_row),
                         .columns = (guint) adw_spin_row_get_value (self->columns_row),
                         .rows = (guint) adw_spin_row_get_value (self->rows_row),
                         .pitch_x = read_mm (self->pitch_x_row),
                         .pitch_y = read_mm (self->pitch_y_row) };
}

static void
br_sheet_form_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_SHEET_FORM);
  G_OBJECT_CLASS (br_sheet_form_parent_class)->dispose (object);
}

static void
br_sheet_form_class_init (BrSheetFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_sheet_form_dispose;
  signals[SIGNAL_EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-sheet-form.ui");
  gtk_widget_class_bind_template_child (widget_class, BrSheetForm, kind_row);
  gtk_widget_class_bind_template_child (widget_class, BrSheetForm, page_width_row);
  gtk_widget_class_bind_template_child (widget_class, BrSheetForm, page_height_row);
  gtk_widget_class_bind_template_child (widget_class, BrSheetForm, left_row);
  gtk_widget_class_bind_template_child (widget_class, BrSheetForm, top_row);
  gtk_widget_class_bind_template_child (widget_class, BrSheetForm, columns_row);
  gtk_widget_class_bind_template_child (widget_class, BrSheetForm, rows_row);
  gtk_widget_class_bind_template_child (widget_class, BrSheetForm, pitch_x_row);
  gtk_widget_class_bind_template_child (widget_class, BrSheetForm, pitch_y_row);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
}

static void
br_sheet_form_init (BrSheetForm *self)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);

  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    gtk_string_list_append (kinds, _(known[i].title));
  gtk_string_list_append (kinds, _("Another"));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kinds));
  show_measures (self);
  self->filling = FALSE;
}
