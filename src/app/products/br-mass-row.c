/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One changed cell in the preview of a mass edit. */
#include "config.h"

#include "br-mass-row.h"

#include "br-product-text.h"
#include "br-words.h"
#include <glib/gi18n.h>

struct _BrMassRow
{
  GObject parent;

  char *name;
  char *code;
  char *before;
  char *after;
  char *problem; /* why it stays as it is; NULL = it changes */
  gboolean below_floor;
};

G_DEFINE_FINAL_TYPE (BrMassRow, br_mass_row, G_TYPE_OBJECT)

static void
br_mass_row_finalize (GObject *object)
{
  BrMassRow *self = BR_MASS_ROW (object);

  g_free (self->name);
  g_free (self->code);
  g_free (self->before);
  g_free (self->after);
  g_free (self->problem);
  G_OBJECT_CLASS (br_mass_row_parent_class)->finalize (object);
}

static void
br_mass_row_class_init (BrMassRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_mass_row_finalize;
}

static void
br_mass_row_init (BrMassRow *self)
{
}

static char *
text_of (const BrMassChange *change, const BrValue *value, GPtrArray *choices, guint digits)
{
  const BrRecord *record = value->type == BR_VALUE_ID && choices != NULL ? br_records_find (choices, &value->id) : NULL;

  if (record != NULL)
    return g_strdup (br_record_text (record, 1)); /* field 1 is the name */
  return br_words_value (change->kind, change->field, value, digits);
}

BrMassRow *
br_mass_row_new (const BrMassChange *change, GPtrArray *choices, guint digits)
{
  BrMassRow *self = g_object_new (BR_TYPE_MASS_ROW, NULL);

  self->name = g_strdup (change->name);
  self->code = g_strdup (change->code);
  self->before = text_of (change, &change->before, choices, digits);
  self->after = text_of (change, &change->after, choices, digits);
  self->problem = change->problem != NULL ? br_text_mass_problem (change->kind, change->problem) : NULL;
  self->below_floor = change->below_floor;
  return self;
}

static GtkWidget *
add_label (GtkWidget *box, float xalign, gboolean expand)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, expand);
  if (!expand)
    gtk_label_set_width_chars (GTK_LABEL (label), 9); /* amounts stand in columns */
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_add_css_class (add_label (box, 0, TRUE), "name");
  gtk_widget_add_css_class (add_label (box, 1, FALSE), "dim-label");
  gtk_box_append (GTK_BOX (box), gtk_label_new ("→"));
  add_label (box, 1, FALSE);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const BrMassRow *row = gtk_list_item_get_item (item);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *before = gtk_widget_get_next_sibling (name);
  GtkWidget *after = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  g_autofree char *title = g_strdup_printf ("%s · %s", row->name != NULL ? row->name : "—", row->code != NULL ? row->code : "—");
  g_autofree char *spoken = NULL;

  gtk_label_set_text (GTK_LABEL (name), title);
  gtk_label_set_text (GTK_LABEL (before), row->before);
  gtk_label_set_text (GTK_LABEL (after), row->problem != NULL ? row->problem : row->after);
  gtk_widget_set_tooltip_text (after, row->below_floor ? _("Below cost plus the margin floor") : row->problem);
  if (row->below_floor || row->problem != NULL)
    gtk_widget_add_css_class (after, "error");
  else
    gtk_widget_remove_css_class (after, "error");
  spoken = g_strdup_printf ("%s, %s → %s", title, row->before, gtk_label_get_text (GTK_LABEL (after)));
  gtk_list_item_set_accessible_label (item, spoken);
}

void
br_mass_row_set_up_view (GtkListView *view, GListModel *rows)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (g_object_ref (rows));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (view, factory);
  gtk_list_view_set_model (view, GTK_SELECTION_MODEL (selection));
}
