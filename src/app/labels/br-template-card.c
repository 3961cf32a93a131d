/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-template-card.h"

#include <glib/gi18n.h>

#include "br-label-view.h"
#include "br-label-words.h"
#include "br-template-words.h"

struct _BrTemplateItem
{
  GObject parent_instance;

  BrLabelTemplate *template;
};

G_DEFINE_FINAL_TYPE (BrTemplateItem, br_template_item, G_TYPE_OBJECT)

static void
br_template_item_finalize (GObject *object)
{
  br_label_template_unref (BR_TEMPLATE_ITEM (object)->template);
  G_OBJECT_CLASS (br_template_item_parent_class)->finalize (object);
}

static void
br_template_item_class_init (BrTemplateItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_template_item_finalize;
}

static void
br_template_item_init (BrTemplateItem *self)
{
}

BrTemplateItem *
br_template_item_new (BrLabelTemplate *template)
{
  BrTemplateItem *self = g_object_new (BR_TYPE_TEMPLATE_ITEM, NULL);

  self->template = br_label_template_ref (template);
  return self;
}

BrLabelTemplate *
br_template_item_get (BrTemplateItem *self)
{
  return self->template;
}

struct _BrTemplateCard
{
  AdwBin parent_instance;

  GCancellable *cancellable; /* of the picture being made, or NULL */

  BrLabelView *view;
  GtkLabel *name_label;
  GtkLabel *paper_label;
};

G_DEFINE_FINAL_TYPE (BrTemplateCard, br_template_card, ADW_TYPE_BIN)

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrTemplateCard) self = data;
  g_autoptr (BrLabelPreview) preview =
      br_label_service_preview_finish (BR_LABEL_SERVICE (source), result, NULL); /* without: the card stays blank, the designer says why */

  if (preview != NULL && self->view != NULL)
    br_label_view_set_bitmap (self->view, preview->bitmap);
}

static void
stop (BrTemplateCard *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
br_template_card_show (BrTemplateCard *self, BrAppContext *context, BrTemplateItem *item)
{
  static const BrHead head = { .dots_num = 8, .dots_den = 1 };
  g_autoptr (BrLabelFields) samples = NULL;
  g_autofree char *media = NULL, *paper = NULL;
  BrLabelTemplate *template;

  stop (self);
  if (item == NULL)
    {
      br_label_view_set_bitmap (self->view, NULL);
      return;
    }
  template = br_template_item_get (item);
  samples = br_label_template_samples (template);
  media = br_label_words_media (&template->media);
  /* Translators: the paper of a template, and whether it is as it came with Backroom or the shop's own. */
  paper = g_strdup_printf (C_("template", "%s · %s"), media, template->revision == 0 ? _("comes with Backroom") : _("changed here"));
  gtk_label_set_text (self->name_label, br_template_words_name (template->key, template->name));
  gtk_label_set_text (self->paper_label, paper);
  br_label_view_set_description (self->view, br_template_words_name (template->key, template->name));
  self->cancellable = g_cancellable_new ();
  br_label_service_preview_async (br_app_context_get_labels (context), template, samples, &head, self->cancellable, drawn_cb, g_object_ref (self));
}

static void
br_template_card_dispose (GObject *object)
{
  BrTemplateCard *self = BR_TEMPLATE_CARD (object);

  stop (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TEMPLATE_CARD);
  G_OBJECT_CLASS (br_template_card_parent_class)->dispose (object);
}

static void
br_template_card_class_init (BrTemplateCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_template_card_dispose;
  g_type_ensure (BR_TYPE_LABEL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-template-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTemplateCard, view);
  gtk_widget_class_bind_template_child (widget_class, BrTemplateCard, name_label);
  gtk_widget_class_bind_template_child (widget_class, BrTemplateCard, paper_label);
}

static void
br_template_card_init (BrTemplateCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
br_template_card_new (void)
{
  return g_object_new (BR_TYPE_TEMPLATE_CARD, NULL);
}
