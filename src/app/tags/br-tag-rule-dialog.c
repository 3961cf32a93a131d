/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-rules.h"

#include "br-record.h"
#include "br-tag-design-card.h"
#include "br-tag-words.h"
#include "br-template-words.h"
#include <glib/gi18n.h>

struct _BrTagRuleDialog
{
  AdwDialog parent_instance;

  BrAppContext *context;
  GCancellable *cancellable; /* of the dialog's life */
  GPtrArray *designs;        /* of BrLabelTemplate */
  GPtrArray *categories;     /* of BrRecord, or NULL until read */

  AdwComboRow *design_row;
  AdwComboRow *category_row;
  AdwSwitchRow *promotion_row;
  GtkLabel *problem;
  GtkWidget *add_button;
};

G_DEFINE_FINAL_TYPE (BrTagRuleDialog, br_tag_rule_dialog, ADW_TYPE_DIALOG)

static void
fill_categories (BrTagRuleDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("All products"));
  for (guint i = 0; self->categories != NULL && i < self->categories->len; i++)
    gtk_string_list_append (names, br_record_text (self->categories->pdata[i], 1)); /* field 1 is the name in every kind of choice */
  adw_combo_row_set_model (self->category_row, G_LIST_MODEL (names));
}

static void
categories_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagRuleDialog) self = user_data;
  GPtrArray *categories = br_catalogue_service_choices_finish (BR_CATALOGUE_SERVICE (source), result, NULL); /* without: a rule for all products */

  if (categories == NULL)
    return;
  if (self->category_row == NULL)
    {
      g_ptr_array_unref (categories);
      return;
    }
  self->categories = categories;
  fill_categories (self);
}

static void
cancel_cb (BrTagRuleDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagRuleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error);
  g_autofree char *sentence = ok ? NULL : br_tag_words_error (error);

  if (self->problem == NULL)
    return;
  if (ok)
    {
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }
  gtk_label_set_text (self->problem, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  gtk_widget_set_sensitive (self->add_button, TRUE);
}

/* A design is for tags of its own size: the rule says so. */
static void
add_cb (BrTagRuleDialog *self)
{
  guint design = adw_combo_row_get_selected (self->design_row), category = adw_combo_row_get_selected (self->category_row);
  const BrLabelTemplate *template = design < self->designs->len ? self->designs->pdata[design] : NULL;
  BrTagDesignRule rule = { .promotion = adw_switch_row_get_active (self->promotion_row) };

  if (template == NULL)
    return;
  rule.template_key = template->key;
  rule.width = (guint) template->media.width / BR_LABEL_TAG_PIXEL;
  rule.height = (guint) template->media.height / BR_LABEL_TAG_PIXEL;
  if (self->categories != NULL && category > 0 && category <= self->categories->len)
    rule.category = ((const BrRecord *) self->categories->pdata[category - 1])->id;
  gtk_widget_set_sensitive (self->add_button, FALSE);
  br_tag_service_put_rule_async (br_app_context_get_tags (self->context), &rule, NULL, stored_cb, g_object_ref (self));
}

static void
br_tag_rule_dialog_dispose (GObject *object)
{
  BrTagRuleDialog *self = BR_TAG_RULE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_TAG_RULE_DIALOG);
  g_clear_pointer (&self->designs, g_ptr_array_unref);
  g_clear_pointer (&self->categories, g_ptr_array_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_tag_rule_dialog_parent_class)->dispose (object);
}

static void
br_tag_rule_dialog_class_init (BrTagRuleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_tag_rule_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-rule.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTagRuleDialog, design_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagRuleDialog, category_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagRuleDialog, promotion_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagRuleDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, BrTagRuleDialog, add_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
br_tag_rule_dialog_init (BrTagRuleDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
br_tag_rule_dialog_present (GtkWidget *widget, BrAppContext *context, GPtrArray *designs)
{
  BrTagRuleDialog *self = g_object_new (BR_TYPE_TAG_RULE_DIALOG, NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->context = g_object_ref (context);
  self->designs = g_ptr_array_ref (designs);
  for (guint i = 0; i < designs->len; i++)
    {
      const BrLabelTemplate *design = designs->pdata[i];
      g_autofree char *words = br_tag_design_words (design);
      g_autofree char *text = g_strdup_printf ("%s (%s)", br_template_words_name (design->key, design->name), words);

      gtk_string_list_append (names, text);
    }
  adw_combo_row_set_model (self->design_row, G_LIST_MODEL (names));
  fill_categories (self);
  br_catalogue_service_choices_async (br_app_context_get_catalogue (context), BR_KIND_CATEGORY, self->cancellable, categories_cb, g_object_ref (self));
  adw_dialog_present (ADW_DIALOG (self), widget);
}
