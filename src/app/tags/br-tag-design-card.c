/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-design-card.h"

#include "br-label-view.h"
#include "br-tag-texture.h"
#include "br-tag-words.h"
#include "br-template-words.h"
#include <glib/gi18n.h>

struct _BrTagDesignCard
{
  AdwBin parent_instance;

  GCancellable *cancellable; /* of the picture being made, or NULL */

  BrLabelView *view;
  GtkLabel *name_label;
  GtkLabel *paper_label;
};

G_DEFINE_FINAL_TYPE (BrTagDesignCard, br_tag_design_card, ADW_TYPE_BIN)

const BrTagType *
br_tag_design_type (const BrLabelTemplate *design)
{
  const BrTagType *best = NULL, *type;

  for (guint i = 0; (type = br_tag_type_nth (i)) != NULL; i++)
    if ((int) type->width * BR_LABEL_TAG_PIXEL == design->media.width && (int) type->height * BR_LABEL_TAG_PIXEL == design->media.height
        && (best == NULL || type->n_colours > best->n_colours))
      best = type;
  return best;
}

static guint
inks_of (const GPtrArray *objects)
{
  guint inks = 0;

  for (guint i = 0; i < objects->len; i++)
    {
      const BrLabelObject *object = objects->pdata[i];

      inks |= 1u << object->ink | inks_of (object->children);
    }
  return inks;
}

char *
br_tag_design_words (const BrLabelTemplate *design)
{
  const guint inks = 1u << BR_TAG_WHITE | inks_of (design->objects); /* the ground is white */
  BrTagType type = { .width = (guint) (design->media.width / BR_LABEL_TAG_PIXEL), .height = (guint) (design->media.height / BR_LABEL_TAG_PIXEL) };

  for (guint colour = BR_TAG_WHITE; colour < BR_N_TAG_COLOURS && type.n_colours < BR_TAG_MAX_COLOURS; colour++)
    if ((inks & 1u << colour) != 0)
      type.colours[type.n_colours++] = (BrTagColour) colour;
  return br_tag_words_type (&type);
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrTagDesignCard) self = data;
  g_autoptr (BrTagPictures) pictures =
      br_tag_service_preview_finish (BR_TAG_SERVICE (source), result, NULL); /* without: the card stays blank, the designer says why */
  g_autoptr (GdkTexture) texture = pictures != NULL && pictures->wanted != NULL ? br_tag_texture_new (pictures->wanted) : NULL;

  if (texture != NULL && self->view != NULL)
    br_label_view_set_texture (self->view, texture);
}

static void
stop (BrTagDesignCard *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
br_tag_design_card_show (BrTagDesignCard *self, BrAppContext *context, BrLabelTemplate *design)
{
  const BrTagType *type = design != NULL ? br_tag_design_type (design) : NULL;
  const char *name = design != NULL ? br_template_words_name (design->key, design->name) : "";
  g_autofree char *paper = NULL, *words = design != NULL ? br_tag_design_words (design) : NULL;

  stop (self);
  br_label_view_set_texture (self->view, NULL);
  if (design == NULL)
    return;
  /* Translators: size and colours of a tag's design, and whether it is as it came with Backroom or the shop's own. */
  paper = g_strdup_printf (C_("design", "%s · %s"), words, design->revision == 0 ? _("comes with Backroom") : _("changed here"));
  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->paper_label, paper);
  br_label_view_set_description (self->view, name);
  if (type == NULL)
    return; /* no tag Backroom knows has this size: there are no pixels to show */
  self->cancellable = g_cancellable_new ();
  br_tag_service_preview_async (br_app_context_get_tags (context), design, type, 0, self->cancellable, drawn_cb, g_object_ref (self));
}

static void
br_tag_design_card_dispose (GObject *object)
{
  BrTagDesignCard *self = BR_TAG_DESIGN_CARD (object);

  stop (self);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TAG_DESIGN_CARD);
  G_OBJECT_CLASS (br_tag_design_card_parent_class)->dispose (object);
}

static void
br_tag_design_card_class_init (BrTagDesignCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_tag_design_card_dispose;
  g_type_ensure (BR_TYPE_LABEL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-design-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTagDesignCard, view);
  gtk_widget_class_bind_template_child (widget_class, BrTagDesignCard, name_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagDesignCard, paper_label);
}

static void
br_tag_design_card_init (BrTagDesignCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
br_tag_design_card_new (void)
{
  return g_object_new (BR_TYPE_TAG_DESIGN_CARD, NULL);
}
