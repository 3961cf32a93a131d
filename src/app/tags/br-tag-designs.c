/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs are label templates: they are made in the label designer, and what is edited is read again from the store when it was saved. */
#include "config.h"

#include "br-tag-designs.h"

#include "br-actions.h"
#include "br-label-designer.h"
#include "br-tag-design-card.h"
#include "br-tag-rules.h"
#include "br-tag-words.h"
#include "br-template-words.h"
#include <glib/gi18n.h>

struct _BrTagDesigns
{
  AdwBin parent_instance;

  BrAppContext *context;
  GCancellable *cancellable; /* of the widget's life */
  GPtrArray *designs;        /* of BrLabelTemplate, as shown; or NULL */
  GWeakRef designer;

  GtkStack *states;
  AdwStatusPage *error_page;
  GtkFlowBox *grid;
  BrTagRules *rules;
};

G_DEFINE_FINAL_TYPE (BrTagDesigns, br_tag_designs, ADW_TYPE_BIN)

static BrLabelTemplate *
get_selected (BrTagDesigns *self)
{
  g_autoptr (GList) selected = gtk_flow_box_get_selected_children (self->grid);
  int position = selected != NULL ? gtk_flow_box_child_get_index (selected->data) : -1;

  return self->designs != NULL && position >= 0 && position < (int) self->designs->len ? self->designs->pdata[position] : NULL;
}

static void
update_actions (BrTagDesigns *self)
{
  gboolean one = get_selected (self) != NULL;

  br_action_set_enabled (GTK_WIDGET (self), "designs.open", one);
  br_action_set_enabled (GTK_WIDGET (self), "designs.duplicate", one);
  br_action_set_enabled (GTK_WIDGET (self), "designs.add-rule", self->designs != NULL && self->designs->len > 0);
}

static void
selected_cb (BrTagDesigns *self)
{
  update_actions (self);
}

/* The one that was selected stays selected by its key. */
static void
show_designs (BrTagDesigns *self, GPtrArray *designs)
{
  const BrLabelTemplate *before = get_selected (self);
  g_autofree char *key = g_strdup (before != NULL ? before->key : NULL);
  GtkFlowBoxChild *chosen = NULL;

  gtk_flow_box_remove_all (self->grid);
  g_clear_pointer (&self->designs, g_ptr_array_unref);
  self->designs = g_ptr_array_ref (designs);
  for (guint i = 0; i < designs->len; i++)
    {
      BrLabelTemplate *design = designs->pdata[i];
      GtkWidget *card = br_tag_design_card_new ();
      g_autofree char *words = br_tag_design_words (design);
      g_autofree char *spoken = g_strdup_printf ("%s, %s", br_template_words_name (design->key, design->name), words);
      GtkFlowBoxChild *child;

      gtk_flow_box_append (self->grid, card);
      child = gtk_flow_box_get_child_at_index (self->grid, (int) i);
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
      br_tag_design_card_show (BR_TAG_DESIGN_CARD (card), self->context, design);
      if (chosen == NULL || g_strcmp0 (design->key, key) == 0)
        chosen = child;
    }
  if (chosen != NULL)
    gtk_flow_box_select_child (self->grid, chosen);
  br_tag_rules_set_designs (self->rules, designs);
  gtk_stack_set_visible_child_name (self->states, "content");
  update_actions (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrTagDesigns) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) designs = br_tag_service_designs_finish (BR_TAG_SERVICE (source), result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->states == NULL)
    return;
  if (designs != NULL)
    {
      show_designs (self, designs);
      return;
    }
  sentence = br_tag_words_error (error);
  adw_status_page_set_description (self->error_page, sentence);
  gtk_stack_set_visible_child_name (self->states, "error");
}

static void
load (BrTagDesigns *self)
{
  br_tag_service_designs_async (br_app_context_get_tags (self->context), self->cancellable, loaded_cb, g_object_ref (self));
}

static void
design_in_designer (BrTagDesigns *self, const BrLabelTemplate *template)
{
  GtkWidget *navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);
  BrLabelDesigner *designer;

  if (navigation == NULL || template == NULL)
    return;
  designer = br_label_designer_new (self->context, template);
  g_weak_ref_set (&self->designer, designer);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), ADW_NAVIGATION_PAGE (designer));
}

static void
activated_cb (BrTagDesigns *self, GtkFlowBoxChild *child)
{
  gtk_flow_box_select_child (self->grid, child);
  design_in_designer (self, get_selected (self));
}

/* A copy is a new design until it is saved. */
static void
duplicate (BrTagDesigns *self)
{
  const BrLabelTemplate *from = get_selected (self);
  g_autoptr (BrLabelTemplate) copy = br_label_template_copy (from);

  g_free (copy->name);
  copy->name = g_strdup_printf (_("%s (copy)"), br_template_words_name (from->key, from->name));
  g_clear_pointer (&copy->key, g_free);
  copy->revision = 0;
  design_in_designer (self, copy);
}

static void
action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTagDesigns *self = BR_TAG_DESIGNS (widget);

  if (g_str_equal (action, "designs.open"))
    design_in_designer (self, get_selected (self));
  else if (g_str_equal (action, "designs.duplicate"))
    duplicate (self);
  else if (g_str_equal (action, "designs.add-rule"))
    br_tag_rule_dialog_present (widget, self->context, self->designs);
  else
    load (self);
}

static void
br_tag_designs_dispose (GObject *object)
{
  BrTagDesigns *self = BR_TAG_DESIGNS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TAG_DESIGNS);
  g_clear_pointer (&self->designs, g_ptr_array_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_tag_designs_parent_class)->dispose (object);
}

static void
br_tag_designs_finalize (GObject *object)
{
  g_weak_ref_clear (&BR_TAG_DESIGNS (object)->designer);
  G_OBJECT_CLASS (br_tag_designs_parent_class)->finalize (object);
}

static void
br_tag_designs_class_init (BrTagDesignsClass *klass)
{
  static const char *const actions[] = { "designs.open", "designs.duplicate", "designs.add-rule", "designs.reload" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_tag_designs_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_tag_designs_finalize;
  g_type_ensure (BR_TYPE_TAG_RULES);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-designs.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTagDesigns, states);
  gtk_widget_class_bind_template_child (widget_class, BrTagDesigns, error_page);
  gtk_widget_class_bind_template_child (widget_class, BrTagDesigns, grid);
  gtk_widget_class_bind_template_child (widget_class, BrTagDesigns, rules);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, action_cb);
}

static void
br_tag_designs_init (BrTagDesigns *self)
{
  self->cancellable = g_cancellable_new ();
  g_weak_ref_init (&self->designer, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_stack_set_visible_child_name (self->states, "loading");
}

void
br_tag_designs_set_context (BrTagDesigns *self, BrAppContext *context)
{
  g_return_if_fail (BR_IS_TAG_DESIGNS (self) && self->context == NULL);

  self->context = g_object_ref (context);
  br_action_add_keys (GTK_WIDGET (self), br_app_context_get_settings (context), "designs.");
  br_tag_rules_set_context (self->rules, context);
  g_signal_connect_object (br_app_context_get_tags (context), "designs-changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  update_actions (self);
  load (self);
}

gboolean
br_tag_designs_would_lose (BrTagDesigns *self)
{
  g_autoptr (BrLabelDesigner) designer = g_weak_ref_get (&self->designer);

  return designer != NULL && br_label_designer_would_lose (designer);
}

gboolean
br_tag_designs_scan (BrTagDesigns *self, const char *code)
{
  g_autoptr (BrLabelDesigner) designer = g_weak_ref_get (&self->designer);

  if (designer == NULL || !gtk_widget_get_mapped (GTK_WIDGET (designer)))
    return FALSE;
  br_label_designer_scan (designer, code);
  return TRUE;
}
