/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-rules.h"

#include "br-tag-deeds.h"
#include "br-tag-design-card.h"
#include "br-template-words.h"
#include "br-undo-toast.h"
#include <glib/gi18n.h>

struct _BrTagRules
{
  AdwPreferencesGroup parent_instance;

  BrAppContext *context;
  GCancellable *cancellable; /* of the group's life */
  GPtrArray *designs;        /* of BrLabelTemplate, or NULL */
  GPtrArray *rules;          /* of BrTagDesignRule, or NULL */
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (BrTagRules, br_tag_rules, ADW_TYPE_PREFERENCES_GROUP)

/* Caller frees. */
static char *
design_name (BrTagRules *self, const char *key)
{
  for (guint i = 0; self->designs != NULL && i < self->designs->len; i++)
    {
      const BrLabelTemplate *design = self->designs->pdata[i];
      g_autofree char *words = br_tag_design_words (design);

      if (g_strcmp0 (design->key, key) == 0)
        return g_strdup_printf ("%s (%s)", br_template_words_name (design->key, design->name), words);
    }
  return g_strdup (_("A design that is gone"));
}

static char *
rule_text (const BrTagDesignRule *rule)
{
  g_autofree char *size = rule->width > 0 ? g_strdup_printf (_("tags of %u × %u"), rule->width, rule->height) : g_strdup (_("tags of its size"));
  const char *goods =
      !br_id_is_none (&rule->category) ? (rule->category_name != NULL ? rule->category_name : _("a category that is gone")) : _("all products");

  /* Translators: goods and tags a design is for; then, if so, that it is for promotions only */
  return rule->promotion ? g_strdup_printf (_("%s, %s, while the price is promotional"), goods, size) : g_strdup_printf (_("%s, %s"), goods, size);
}

static GtkWidget *
new_row (BrTagRules *self, const BrTagDesignRule *rule)
{
  GtkWidget *row = adw_action_row_new (), *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *text = rule_text (rule), *name = design_name (self, rule->template_key);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_widget_set_tooltip_text (button, _("Remove This Rule"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "rules.remove");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", rule->id);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
show_rules (BrTagRules *self)
{
  gtk_list_box_remove_all (self->list);
  for (guint i = 0; self->rules != NULL && i < self->rules->len; i++)
    gtk_list_box_append (self->list, new_row (self, self->rules->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->rules != NULL && self->rules->len > 0);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagRules) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *rules = br_tag_service_rules_finish (BR_TAG_SERVICE (source), result, &error);

  if (rules == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        br_tag_toast_error (GTK_WIDGET (self), error);
      return;
    }
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  self->rules = rules;
  show_rules (self);
}

static void
reload (BrTagRules *self)
{
  br_tag_service_rules_async (br_app_context_get_tags (self->context), self->cancellable, read_cb, g_object_ref (self));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagRules) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error))
    br_tag_toast_error (GTK_WIDGET (self), error);
}

static void
remove_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_tag_service_delete_rule_async (br_app_context_get_tags (BR_TAG_RULES (widget)->context), g_variant_get_int64 (parameter), NULL, removed_cb,
                                    g_object_ref (widget));
}

static void
br_tag_rules_dispose (GObject *object)
{
  BrTagRules *self = BR_TAG_RULES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->designs, g_ptr_array_unref);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_tag_rules_parent_class)->dispose (object);
}

static void
br_tag_rules_class_init (BrTagRulesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_tag_rules_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "rules.remove", "x", remove_cb);
}

static void
br_tag_rules_init (BrTagRules *self)
{
  self->cancellable = g_cancellable_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Which tags get which design"), -1);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->list));
}

void
br_tag_rules_set_context (BrTagRules *self, BrAppContext *context)
{
  g_return_if_fail (BR_IS_TAG_RULES (self) && self->context == NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (br_app_context_get_tags (context), "designs-changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  reload (self);
}

void
br_tag_rules_set_designs (BrTagRules *self, GPtrArray *designs)
{
  g_return_if_fail (BR_IS_TAG_RULES (self));

  g_clear_pointer (&self->designs, g_ptr_array_unref);
  self->designs = g_ptr_array_ref (designs);
  show_rules (self);
}
