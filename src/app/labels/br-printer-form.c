/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lengths are hundredths of a millimetre in the settings and millimetres in the rows. */
#include "config.h"

#include "br-printer-form.h"

#include "br-label-template.h"
#include "br-label-words.h"
#include "br-sheet-form.h"
#include <glib/gi18n.h>
#include <math.h>

#define NUDGE (BR_LABEL_MM / 10)
#define MAX_OFFSET (20 * BR_LABEL_MM) /* farther than that the roll is put in wrongly */
#define DARKNESS_STEP 10              /* per cent */

static const struct
{
  guint num, den;
  const char *title;
} finenesses[] = {
  { 8, 1, N_("203 dpi (8 dots/mm)") },   { 1181, 100, N_("300 dpi (Brother, DYMO)") },
  { 12, 1, N_("305 dpi (12 dots/mm)") }, { 11811, 500, N_("600 dpi (office printers)") },
  { 24, 1, N_("610 dpi (24 dots/mm)") },
};

/* Tenths of inches a second; the first is the printer's own. */
static const int speeds[] = { -1, 20, 30, 40, 50, 60, 80, 100, 120, 140 };

struct _BrPrinterForm
{
  AdwBin parent_instance;

  gboolean filling;
  gboolean pages; /* it is an office printer: it has sheets, and neither a language nor a head of its own */
  int offset_x, offset_y; /* hundredths of a millimetre */

  AdwPreferencesGroup *printer_group;
  AdwEntryRow *name_row;
  AdwComboRow *language_row, *dots_row, *tracking_row, *darkness_row, *speed_row;
  AdwSpinRow *head_row, *width_row, *height_row, *gap_row, *roll_row;
  AdwActionRow *offset_row;
  AdwSwitchRow *bars_row, *cut_row, *silent_row;
  BrSheetForm *sheet_form;
  GtkWidget *roll_group, *print_group;
};

enum
{
  SIGNAL_EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrPrinterForm, br_printer_form, ADW_TYPE_BIN)

static void
edited_cb (BrPrinterForm *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
show_groups (BrPrinterForm *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->sheet_form), self->pages);
  gtk_widget_set_visible (self->roll_group, !self->pages);
  gtk_widget_set_visible (self->print_group, !self->pages);
  gtk_widget_set_visible (GTK_WIDGET (self->language_row), !self->pages);
  gtk_widget_set_visible (GTK_WIDGET (self->head_row), !self->pages);
}

static void
show_offset (BrPrinterForm *self)
{
  /* Translators: how far the print is moved to the right and down, in millimetres */
  g_autofree char *text =
      g_strdup_printf (_("%+.1f mm to the right, %+.1f mm down"), self->offset_x / (double) BR_LABEL_MM, self->offset_y / (double) BR_LABEL_MM);

  adw_action_row_set_subtitle (self->offset_row, self->offset_x == 0 && self->offset_y == 0 ? _("Where the template says") : text);
}

static void
nudge (BrPrinterForm *self, int x, int y)
{
  self->offset_x = CLAMP (self->offset_x + x, -MAX_OFFSET, MAX_OFFSET);
  self->offset_y = CLAMP (self->offset_y + y, -MAX_OFFSET, MAX_OFFSET);
  show_offset (self);
  edited_cb (self);
}

static void
left_cb (BrPrinterForm *self)
{
  nudge (self, -NUDGE, 0);
}

static void
right_cb (BrPrinterForm *self)
{
  nudge (self, NUDGE, 0);
}

static void
up_cb (BrPrinterForm *self)
{
  nudge (self, 0, -NUDGE);
}

static void
down_cb (BrPrinterForm *self)
{
  nudge (self, 0, NUDGE);
}

static void
set_choices (AdwComboRow *row, GtkStringList *words)
{
  adw_combo_row_set_model (row, G_LIST_MODEL (words));
  g_object_unref (words);
}

static void
fill_choices (BrPrinterForm *self)
{
  GtkStringList *languages = gtk_string_list_new (NULL), *dots = gtk_string_list_new (NULL);
  GtkStringList *darkness = gtk_string_list_new (NULL), *speed = gtk_string_list_new (NULL);

  for (guint i = 0; i < BR_LANGUAGE_PDF; i++)
    gtk_string_list_append (languages, br_label_words_language (i));
  for (gsize i = 0; i < G_N_ELEMENTS (finenesses); i++)
    gtk_string_list_append (dots, _(finenesses[i].title));
  gtk_string_list_append (darkness, _("As the printer is set"));
  for (int percent = 0; percent <= 100; percent += DARKNESS_STEP)
    gtk_string_list_take (darkness, g_strdup_printf (_("%d %%"), percent));
  gtk_string_list_append (speed, _("As the printer is set"));
  for (gsize i = 1; i < G_N_ELEMENTS (speeds); i++)
    gtk_string_list_take (speed, g_strdup_printf (_("%d inches a second"), speeds[i] / 10));
  set_choices (self->language_row, languages);
  set_choices (self->dots_row, dots);
  set_choices (self->darkness_row, darkness);
  set_choices (self->speed_row, speed);
}

static guint
find_fineness (const BrHead *head)
{
  for (guint i = 0; i < G_N_ELEMENTS (finenesses); i++)
    if ((guint64) head->dots_num * finenesses[i].den == (guint64) finenesses[i].num * head->dots_den)
      return i;
  return 0;
}

/* The choice nearest to what is stored. */
static guint
find_speed (int speed)
{
  guint best = 0;

  for (guint i = 1; speed >= 0 && i < G_N_ELEMENTS (speeds); i++)
    if (best == 0 || ABS (speeds[i] - speed) < ABS (speeds[best] - speed))
      best = i;
  return best;
}

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

/* How sure the language is. */
static const char *
language_words (const BrPrinter *printer, gboolean is_known)
{
  if (printer->language == BR_LANGUAGE_NONE)
    return _("Its language is not known yet. Ask it what it is, or try languages.");
  return is_known ? NULL : _("As it was recognised; a test print shows whether that is right.");
}

void
br_printer_form_show (BrPrinterForm *self, const BrPrinter *printer, gboolean is_known)
{
  g_return_if_fail (BR_IS_PRINTER_FORM (self));

  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), printer->name != NULL ? printer->name : "");
  self->pages = printer->language == BR_LANGUAGE_PDF;
  adw_combo_row_set_selected (self->language_row, self->pages ? BR_LANGUAGE_NONE : printer->language);
  adw_preferences_group_set_description (self->printer_group, language_words (printer, is_known));
  adw_combo_row_set_selected (self->dots_row, find_fineness (&printer->head));
  adw_spin_row_set_value (self->head_row, printer->head.width_dots);
  show_mm (self->width_row, printer->media_width);
  show_mm (self->height_row, printer->media_height);
  show_mm (self->gap_row, printer->media_gap);
  adw_combo_row_set_selected (self->tracking_row, (guint) CLAMP (printer->tracking, 0, BR_MEDIA_CONTINUOUS));
  adw_spin_row_set_value (self->roll_row, (double) printer->roll_mm / 1000);
  adw_combo_row_set_selected (self->darkness_row, printer->darkness < 0 ? 0 : 1 + (guint) (printer->darkness + DARKNESS_STEP / 2) / DARKNESS_STEP);
  adw_combo_row_set_selected (self->speed_row, find_speed (printer->speed));
  self->offset_x = printer->offset_x;
  self->offset_y = printer->offset_y;
  show_offset (self);
  adw_switch_row_set_active (self->bars_row, printer->head.bar_reduction > 0);
  adw_switch_row_set_active (self->cut_row, printer->cut);
  adw_switch_row_set_active (self->silent_row, printer->silent != 0);
  br_sheet_form_show (self->sheet_form, &printer->sheet);
  show_groups (self);
  self->filling = FALSE;
}

void
br_printer_form_read (BrPrinterForm *self, BrPrinter *printer)
{
  guint darkness, fineness;

  g_return_if_fail (BR_IS_PRINTER_FORM (self));

  darkness = adw_combo_row_get_selected (self->darkness_row);
  fineness = MIN (adw_combo_row_get_selected (self->dots_row), G_N_ELEMENTS (finenesses) - 1);
  g_set_str (&printer->name, gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  printer->language = self->pages ? BR_LANGUAGE_PDF : adw_combo_row_get_selected (self->language_row);
  printer->head = (BrHead) { .dots_num = finenesses[fineness].num,
                             .dots_den = finenesses[fineness].den,
                             .width_dots = (guint) adw_spin_row_get_value (self->head_row),
                             .bar_reduction = adw_switch_row_get_active (self->bars_row) ? 1 : 0 };
  printer->media_width = read_mm (self->width_row);
  printer->media_height = read_mm (self->height_row);
  printer->media_gap = read_mm (self->gap_row);
  printer->tracking = (int) adw_combo_row_get_selected (self->tracking_row);
  printer->roll_mm = (gint64) adw_spin_row_get_value (self->roll_row) * 1000;
  printer->darkness = darkness == 0 ? -1 : (int) (darkness - 1) * DARKNESS_STEP;
  printer->speed = speeds[MIN (adw_combo_row_get_selected (self->speed_row), G_N_ELEMENTS (speeds) - 1)];
  printer->offset_x = self->offset_x;
  printer->offset_y = self->offset_y;
  printer->cut = adw_switch_row_get_active (self->cut_row);
  printer->silent = adw_switch_row_get_active (self->silent_row) ? 1 : 0;
  br_sheet_form_read (self->sheet_form, &printer->sheet);
}

void
br_printer_form_choose (BrPrinterForm *self, BrPrinterLanguageId language)
{
  g_return_if_fail (BR_IS_PRINTER_FORM (self));

  adw_combo_row_set_selected (self->language_row, language);
}

static void
br_printer_form_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_PRINTER_FORM);
  G_OBJECT_CLASS (br_printer_form_parent_class)->dispose (object);
}

static void
br_printer_form_class_init (BrPrinterFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_printer_form_dispose;
  signals[SIGNAL_EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-printer-form.ui");
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, printer_group);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, language_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, dots_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, head_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, width_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, height_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, gap_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, tracking_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, roll_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, darkness_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, speed_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, offset_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, bars_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, cut_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, silent_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, sheet_form);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, roll_group);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterForm, print_group);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, right_cb);
  gtk_widget_class_bind_template_callback (widget_class, up_cb);
  gtk_widget_class_bind_template_callback (widget_class, down_cb);
}

static void
br_printer_form_init (BrPrinterForm *self)
{
  self->filling = TRUE;
  g_type_ensure (BR_TYPE_SHEET_FORM);
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choices (self);
  self->filling = FALSE;
}
