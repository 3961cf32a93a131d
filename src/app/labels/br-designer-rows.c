/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each row stands for one member; what a person does in it is an edit of the draft, and the draft is shown in it again. */
#include "config.h"

#include "br-designer-rows.h"

#include <glib/gi18n.h>
#include <math.h>

#include "br-designer-member.h"
#include "br-template-words.h"

typedef struct
{
  BrDesignerRows *rows; /* borrowed: outlives its rows */
  const BrDesignerMember *member;
  GtkWidget *widget;    /* the row */
  GtkTextView *view;    /* LONG */
} Row;

struct _BrDesignerRows
{
  BrDesignerModel *model;
  BrLabelObjectType type;
  GtkBox *box;          /* borrowed */
  GtkWidget *groups[BR_MEMBER_N_GROUPS];
  GPtrArray *rows;      /* of Row */
  GtkMenuButton *fields; /* beside the value, or NULL */
  gboolean showing;     /* the object is being shown: changes are not the person's */
};

/* What a person does */

static void
number_cb (GtkWidget *widget, GParamSpec *pspec, Row *row)
{
  double value = adw_spin_row_get_value (ADW_SPIN_ROW (widget));
  int scale = row->member->type == BR_MEMBER_ROW_LENGTH ? BR_LABEL_MM : 1;

  if (row->rows->showing)
    return;
  br_designer_member_set_int (row->rows->model, row->member, (int) lround (value * scale));
  br_designer_rows_update (row->rows); /* it may have been kept within the label */
}

static void
choice_cb (GtkWidget *widget, GParamSpec *pspec, Row *row)
{
  if (!row->rows->showing)
    br_designer_member_set_int (row->rows->model, row->member, row->member->min + (int) adw_combo_row_get_selected (ADW_COMBO_ROW (widget)));
}

static void
flag_cb (GtkWidget *widget, GParamSpec *pspec, Row *row)
{
  if (!row->rows->showing)
    br_designer_member_set_int (row->rows->model, row->member, adw_switch_row_get_active (ADW_SWITCH_ROW (widget)));
}

static void
entry_cb (GtkEditable *editable, Row *row)
{
  if (!row->rows->showing)
    br_designer_member_set_text (row->rows->model, row->member, gtk_editable_get_text (editable));
}

static void
view_cb (GtkTextBuffer *buffer, Row *row)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (row->rows->showing)
    return;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  br_designer_member_set_text (row->rows->model, row->member, text);
}

/* Making rows */

static GtkWidget *
make_number (Row *row)
{
  const BrDesignerMember *member = row->member;
  double scale = member->type == BR_MEMBER_ROW_LENGTH ? BR_LABEL_MM : 1;
  GtkWidget *widget = adw_spin_row_new_with_range (member->min / scale, member->max / scale,
                                                   member->type == BR_MEMBER_ROW_LENGTH ? 0.1
                                                   : member->max == 1000                ? 100
                                                                                        : 1);

  adw_spin_row_set_digits (ADW_SPIN_ROW (widget), member->type == BR_MEMBER_ROW_LENGTH ? 2 : 0);
  g_signal_connect (widget, "notify::value", G_CALLBACK (number_cb), row);
  return widget;
}

static const char *
say (const char *word, const BrDesignerMember *member)
{
  if (member->words == br_template_aligns || member->words == br_template_valigns)
    return g_dpgettext2 (NULL, "align", word);
  if (member->words == br_template_hris)
    return g_dpgettext2 (NULL, "digits", word);
  if (member->words == br_template_inks)
    return g_dpgettext2 (NULL, "ink", word);
  return _(word);
}

static GtkWidget *
make_choice (Row *row)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  GtkWidget *widget = adw_combo_row_new ();

  for (guint i = 0; row->member->words[i] != NULL; i++)
    gtk_string_list_append (words, say (row->member->words[i], row->member));
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (widget), TRUE); /* the panel is narrow */
  adw_combo_row_set_model (ADW_COMBO_ROW (widget), G_LIST_MODEL (words));
  g_signal_connect (widget, "notify::selected", G_CALLBACK (choice_cb), row);
  return widget;
}

static GtkWidget *
make_image (Row *row)
{
  GtkWidget *widget = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Choose…"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "designer.choose-picture");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), button);
  return widget;
}

/* A title, the menu of fields, and below them room for some lines. */
static GtkWidget *
make_long (Row *row)
{
  GtkWidget *widget = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (_(row->member->title)), *menu = gtk_menu_button_new ();

  row->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_accepts_tab (row->view, FALSE);
  gtk_text_view_set_wrap_mode (row->view, GTK_WRAP_WORD_CHAR);
  gtk_widget_set_size_request (GTK_WIDGET (row->view), -1, 54);
  gtk_widget_add_css_class (GTK_WIDGET (row->view), "label-value");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _(row->member->title), -1);
  gtk_widget_add_css_class (title, "caption");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (menu), _("Insert Field"));
  gtk_widget_add_css_class (menu, "flat");
  row->rows->fields = GTK_MENU_BUTTON (menu);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), menu);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->view));
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), FALSE);
  gtk_widget_set_focusable (widget, FALSE);
  g_signal_connect (gtk_text_view_get_buffer (row->view), "changed", G_CALLBACK (view_cb), row);
  return widget;
}

static GtkWidget *
make_widget (Row *row)
{
  GtkWidget *widget;

  switch (row->member->type)
    {
    case BR_MEMBER_ROW_LENGTH:
    case BR_MEMBER_ROW_COUNT: return make_number (row);
    case BR_MEMBER_ROW_CHOICE: return make_choice (row);
    case BR_MEMBER_ROW_IMAGE: return make_image (row);
    case BR_MEMBER_ROW_LONG: return make_long (row);
    case BR_MEMBER_ROW_FLAG:
      widget = adw_switch_row_new ();
      g_signal_connect (widget, "notify::active", G_CALLBACK (flag_cb), row);
      return widget;
    case BR_MEMBER_ROW_ENTRY:
      widget = adw_entry_row_new ();
      g_signal_connect (widget, "changed", G_CALLBACK (entry_cb), row);
      return widget;
    default: g_assert_not_reached ();
    }
}

static void
add_row (BrDesignerRows *self, const BrDesignerMember *member)
{
  Row *row = g_new0 (Row, 1);

  row->rows = self;
  row->member = member;
  row->widget = make_widget (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->widget), _(member->title));
  if (member->subtitle != NULL && ADW_IS_ACTION_ROW (row->widget))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row->widget), _(member->subtitle));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->groups[member->group]), row->widget);
  g_ptr_array_add (self->rows, row);
}

/* Showing */

static void
show_text (Row *row, const BrLabelObject *object)
{
  const char *text = br_designer_member_get_text (row->member, object);
  GtkTextBuffer *buffer = row->view != NULL ? gtk_text_view_get_buffer (row->view) : NULL;
  g_autofree char *shown = NULL;
  GtkTextIter start, end;

  if (buffer == NULL)
    {
      if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row->widget)), text != NULL ? text : "") != 0)
        gtk_editable_set_text (GTK_EDITABLE (row->widget), text != NULL ? text : "");
      return;
    }
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  if (g_strcmp0 (shown, text != NULL ? text : "") != 0)
    gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
}

static void
show_row (Row *row, const BrLabelObject *object)
{
  switch (row->member->type)
    {
    case BR_MEMBER_ROW_LENGTH:
      adw_spin_row_set_value (ADW_SPIN_ROW (row->widget), br_designer_member_get_int (row->member, object) / (double) BR_LABEL_MM);
      break;
    case BR_MEMBER_ROW_COUNT: adw_spin_row_set_value (ADW_SPIN_ROW (row->widget), br_designer_member_get_int (row->member, object)); break;
    case BR_MEMBER_ROW_CHOICE:
      adw_combo_row_set_selected (ADW_COMBO_ROW (row->widget), (guint) (br_designer_member_get_int (row->member, object) - row->member->min));
      break;
    case BR_MEMBER_ROW_FLAG: adw_switch_row_set_active (ADW_SWITCH_ROW (row->widget), br_designer_member_get_int (row->member, object)); break;
    case BR_MEMBER_ROW_ENTRY:
    case BR_MEMBER_ROW_LONG: show_text (row, object); break;
    case BR_MEMBER_ROW_IMAGE: break;
    default: g_assert_not_reached ();
    }
}

static void
show_fields (BrDesignerRows *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) declared = g_menu_new (), rest = g_menu_new ();
  const BrLabelTemplate *template = br_designer_model_get (self->model);
  guint n;
  const BrTemplateGoodsField *goods = br_template_goods_fields (&n);

  for (guint i = 0; i < template->fields->len; i++)
    {
      const BrLabelField *field = template->fields->pdata[i];
      g_autofree char *action = g_strdup_printf ("designer.insert-field::%s", field->name);

      g_menu_append (declared, br_template_words_field (field), action);
    }
  for (guint i = 0; i < n; i++)
    if (br_label_template_find_field (template, goods[i].name) == NULL)
      {
        g_autofree char *action = g_strdup_printf ("designer.insert-field::%s", goods[i].name);

        g_menu_append (rest, _(goods[i].title), action);
      }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (declared));
  g_menu_append_submenu (menu, _("More from Goods"), G_MENU_MODEL (rest));
  gtk_menu_button_set_menu_model (self->fields, G_MENU_MODEL (menu));
}

void
br_designer_rows_update (BrDesignerRows *self)
{
  const BrLabelObject *object = br_designer_model_get_single (self->model);

  if (object == NULL || object->type != self->type)
    return;
  self->showing = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    show_row (self->rows->pdata[i], object);
  if (self->fields != NULL)
    show_fields (self);
  self->showing = FALSE;
}

BrLabelObjectType
br_designer_rows_get_object_type (BrDesignerRows *self)
{
  return self->type;
}

static GtkTextView *
find_view (BrDesignerRows *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (((Row *) self->rows->pdata[i])->view != NULL)
      return ((Row *) self->rows->pdata[i])->view;
  return NULL;
}

gboolean
br_designer_rows_focus_value (BrDesignerRows *self)
{
  GtkTextView *view = find_view (self);

  return view != NULL && gtk_widget_grab_focus (GTK_WIDGET (view));
}

void
br_designer_rows_insert (BrDesignerRows *self, const char *text)
{
  GtkTextView *view = find_view (self);

  if (view == NULL)
    return;
  gtk_text_buffer_delete_selection (gtk_text_view_get_buffer (view), TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (view), text, -1);
  gtk_widget_grab_focus (GTK_WIDGET (view));
}

static void
add_group (BrDesignerRows *self, BrDesignerRowGroup group, const char *title)
{
  self->groups[group] = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->groups[group]), title);
  gtk_box_append (self->box, self->groups[group]);
}

/* Printers have no colours. */
static gboolean
is_offered (const BrDesignerMember *member, const BrLabelTemplate *template, BrLabelObjectType type)
{
  return (member->uses & 1u << type) != 0 && (member->words != br_template_inks || template->kind == BR_LABEL_TAG);
}

BrDesignerRows *
br_designer_rows_new (BrDesignerModel *model, GtkBox *box)
{
  BrDesignerRows *self = g_new0 (BrDesignerRows, 1);
  guint n;
  const BrDesignerMember *members = br_designer_members (&n);

  self->model = g_object_ref (model);
  self->type = br_designer_model_get_single (model)->type;
  self->box = box;
  self->rows = g_ptr_array_new_with_free_func (g_free);
  add_group (self, BR_MEMBER_GROUP_VALUE, _("What It Shows"));
  add_group (self, BR_MEMBER_GROUP_LOOK, C_("designer", "Look"));
  add_group (self, BR_MEMBER_GROUP_PLACE, _("Place"));
  for (guint i = 0; i < n; i++)
    if (is_offered (&members[i], br_designer_model_get (model), self->type))
      add_row (self, &members[i]);
  br_designer_rows_update (self);
  return self;
}

void
br_designer_rows_free (BrDesignerRows *self)
{
  self->showing = TRUE; /* going, rows may still say that they changed */
  for (guint i = 0; i < BR_MEMBER_N_GROUPS; i++)
    gtk_box_remove (self->box, self->groups[i]);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->model);
  g_free (self);
}
