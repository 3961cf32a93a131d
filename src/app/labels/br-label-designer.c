/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page: canvas, rulers, properties, and the label drawn anew after each change. What its actions do is in br-designer-actions.c. */
#include "config.h"

#include "br-label-designer-private.h"

#include <glib/gi18n.h>

#include "br-actions.h"
#include "br-designer-ruler.h"
#include "br-label-view.h"
#include "br-label-words.h"
#include "br-tag-texture.h"
#include "br-template-words.h"
#include "br-undo-toast.h"
#include "br-words.h"

#define LEAST_ZOOM 0.5 /* pixels a millimetre */
#define MOST_ZOOM 80
#define LIFE_SIZE (96 / 25.4)

struct _BrLabelDesigner
{
  AdwNavigationPage parent_instance;

  BrAppContext *context;
  BrDesignerModel *model;
  BrHead head;
  int dpi;
  BrLabelFields *fields; /* shown, or NULL = samples */
  char *goods;           /* what they are of, or NULL */
  gboolean fits;         /* the zoom follows the window */
  gboolean saving;
  gboolean drawing;      /* a picture is being made */
  gboolean outdated;     /* and another is needed after it */
  GCancellable *cancellable;

  GtkLabel *name_label;
  AdwBanner *banner;
  AdwOverlaySplitView *split;
  BrDesignerRuler *across_ruler;
  BrDesignerRuler *down_ruler;
  GtkScrolledWindow *scroller;
  BrDesignerCanvas *canvas;
  BrDesignerPanel *panel;
  GtkButton *zoom_button;
  GtkLabel *status_label;
  GtkMenuButton *problems_button;
  GtkListBox *problems_list;
};

G_DEFINE_FINAL_TYPE (BrLabelDesigner, br_label_designer, ADW_TYPE_NAVIGATION_PAGE)

/* For the actions */

BrAppContext *
br_label_designer_get_context (BrLabelDesigner *self)
{
  return self->context;
}

BrDesignerModel *
br_label_designer_get_model (BrLabelDesigner *self)
{
  return self->model;
}

BrDesignerPanel *
br_label_designer_get_panel (BrLabelDesigner *self)
{
  return self->panel;
}

BrDesignerCanvas *
br_label_designer_get_canvas (BrLabelDesigner *self)
{
  return self->canvas;
}

gboolean
br_label_designer_is_saving (BrLabelDesigner *self)
{
  return self->saving;
}

void
br_label_designer_show_panel (BrLabelDesigner *self)
{
  adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
}

void
br_label_designer_show_message (BrLabelDesigner *self, const char *text)
{
  adw_banner_set_title (self->banner, text != NULL ? text : "");
  adw_banner_set_revealed (self->banner, text != NULL);
}

gboolean
br_label_designer_would_lose (BrLabelDesigner *self)
{
  const BrLabelTemplate *draft = br_designer_model_get (self->model);
  gboolean is_new = br_designer_model_get_base (self->model) == 0 && !br_template_words_is_stock (draft->key);

  /* A new template is one as soon as there is something on it: a copy, or what was imported. */
  return br_designer_model_is_changed (self->model) || (is_new && draft->objects->len > 0);
}

/* Problems */

static GtkWidget *
make_problem (const BrLabelProblem *problem)
{
  g_autofree char *text = br_label_words_problem (problem);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), problem->object != NULL ? problem->object : "");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (problem->warning ? "dialog-warning-symbolic" : "dialog-error-symbolic"));
  if (problem->object != NULL)
    {
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "designer.show-object");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", problem->object);
    }
  return row;
}

static void
show_problems (BrLabelDesigner *self, GPtrArray *problems)
{
  g_autofree char *title = g_strdup_printf (ngettext ("%u problem", "%u problems", problems->len), problems->len);

  gtk_list_box_remove_all (self->problems_list);
  for (guint i = 0; i < problems->len; i++)
    gtk_list_box_append (self->problems_list, make_problem (problems->pdata[i]));
  gtk_menu_button_set_label (self->problems_button, problems->len > 0 ? title : _("No problems"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->problems_button), problems->len > 0);
  if (problems->len > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->problems_button), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->problems_button), "error");
}

/* The picture: one at a time; a change meanwhile asks for one more. */

static void draw (BrLabelDesigner *self);

static GdkTexture *
make_picture (BrLabelDesigner *self, const BrLabelPreview *preview)
{
  g_autoptr (BrBitmap) upright = NULL;

  if (preview->image != NULL)
    return br_tag_texture_new (preview->image);
  /* The picture lies on the paper; it is designed upright. */
  upright = br_bitmap_turn (preview->bitmap, (4 - br_designer_model_get (self->model)->turn) % 4);
  return br_label_texture_new (upright);
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrLabelDesigner) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelPreview) preview = br_label_service_preview_finish (BR_LABEL_SERVICE (source), result, &error);
  g_autoptr (GdkTexture) picture = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->drawing = FALSE;
  if (preview != NULL)
    {
      picture = make_picture (self, preview);
      br_designer_canvas_set_picture (self->canvas, picture);
      show_problems (self, preview->problems);
    }
  else
    {
      g_autofree char *sentence = br_words_error (error);

      br_label_designer_show_message (self, sentence);
    }
  if (self->outdated)
    draw (self);
}

/* What the product gives, and for what it does not give the samples: those fields are asked for when printing. */
static BrLabelFields *
make_values (BrLabelDesigner *self)
{
  BrLabelFields *values = br_label_template_samples (br_designer_model_get (self->model));
  guint n;
  const BrTemplateGoodsField *goods = br_template_goods_fields (&n);

  for (guint i = 0; self->fields != NULL && i < n; i++)
    br_label_fields_set (values, goods[i].name, br_label_fields_get (self->fields, goods[i].name));
  return values;
}

static void
draw (BrLabelDesigner *self)
{
  g_autoptr (BrLabelFields) values = NULL;

  self->outdated = self->drawing;
  if (self->drawing)
    return;
  self->drawing = TRUE;
  values = make_values (self);
  br_designer_model_set_values (self->model, values, br_app_context_now_us (self->context));
  br_label_service_preview_async (br_app_context_get_labels (self->context), br_designer_model_get (self->model), values, &self->head, self->cancellable,
                                  drawn_cb, g_object_ref (self));
}

static void
show_status (BrLabelDesigner *self)
{
  const BrLabelTemplate *template = br_designer_model_get (self->model);
  g_autofree char *media = br_label_words_media (&template->media);
  const char *goods = self->goods != NULL ? self->goods : _("sample values");
  g_autofree char *text = template->kind == BR_LABEL_TAG ? g_strdup_printf (_("%d × %d pixels · %s"), template->media.width / BR_LABEL_TAG_PIXEL,
                                                                            template->media.height / BR_LABEL_TAG_PIXEL, goods)
                                                         : g_strdup_printf (_("%s · %d dpi · %s"), media, self->dpi, goods);

  gtk_label_set_text (self->status_label, text);
}

void
br_label_designer_set_density (BrLabelDesigner *self, int dpi)
{
  self->dpi = dpi;
  self->head = (BrHead) { .dots_num = dpi == 203 ? 8 : dpi == 300 ? 1181 : 24, .dots_den = dpi == 300 ? 100 : 1 };
  show_status (self);
  draw (self);
}

void
br_label_designer_set_fields (BrLabelDesigner *self, BrLabelFields *fields, const char *title)
{
  g_clear_pointer (&self->fields, br_label_fields_free);
  self->fields = fields;
  g_set_str (&self->goods, title);
  show_status (self);
  draw (self);
}

/* Values of a product */

static void
items_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrLabelDesigner) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = br_label_service_items_finish (BR_LABEL_SERVICE (source), result, &error);
  const BrPrintItem *first = items != NULL && items->len > 0 ? items->pdata[0] : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    br_toast_error (GTK_WIDGET (self), error);
  else if (first != NULL)
    br_label_designer_set_fields (self, br_label_fields_copy (first->fields), br_label_fields_get (first->fields, "name"));
}

void
br_label_designer_set_goods (BrLabelDesigner *self, guint32 sku)
{
  g_autoptr (BrIdList) skus = br_id_list_new_take (g_memdup2 (&sku, sizeof sku), 1);

  br_label_service_items_async (br_app_context_get_labels (self->context), skus, self->cancellable, items_cb, g_object_ref (self));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrLabelDesigner) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = br_catalogue_service_find_code_finish (BR_CATALOGUE_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows == NULL)
    br_toast_error (GTK_WIDGET (self), error);
  else if (rows->len == 0)
    br_toast_show (GTK_WIDGET (self), _("No product has this code"));
  else
    br_label_designer_set_goods (self, ((BrSkuRow *) rows->pdata[0])->id);
}

void
br_label_designer_scan (BrLabelDesigner *self, const char *code)
{
  br_catalogue_service_find_code_async (br_app_context_get_catalogue (self->context), code, self->cancellable, found_cb, g_object_ref (self));
}

/* Zoom */

static void
set_zoom (BrLabelDesigner *self, double zoom)
{
  g_autofree char *text = NULL;

  zoom = CLAMP (zoom, LEAST_ZOOM, MOST_ZOOM);
  text = g_strdup_printf (_("%.0f %%"), 100 * zoom / LIFE_SIZE);
  gtk_button_set_label (self->zoom_button, text);
  br_designer_canvas_set_zoom (self->canvas, zoom);
  gtk_widget_queue_draw (GTK_WIDGET (self->across_ruler));
  gtk_widget_queue_draw (GTK_WIDGET (self->down_ruler));
}

static void
fit (BrLabelDesigner *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->scroller)), height = gtk_widget_get_height (GTK_WIDGET (self->scroller));

  if (width > 0 && height > 0)
    set_zoom (self, br_designer_canvas_get_fit (self->canvas, width, height));
}

void
br_label_designer_zoom (BrLabelDesigner *self, double factor)
{
  self->fits = factor == 0;
  if (self->fits)
    fit (self);
  else
    set_zoom (self, br_designer_canvas_get_zoom (self->canvas) * factor);
}

static void
refit_cb (gpointer data)
{
  g_autoptr (BrLabelDesigner) self = data;

  if (self->fits && self->model != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    fit (self);
}

/* The room has changed, or what is seen of the canvas. Sizes cannot be asked for while they are being settled. */
static void
moved_cb (BrLabelDesigner *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self->across_ruler));
  gtk_widget_queue_draw (GTK_WIDGET (self->down_ruler));
}

static void
resized_cb (BrLabelDesigner *self)
{
  moved_cb (self);
  if (self->fits)
    g_idle_add_once (refit_cb, g_object_ref (self));
}

/* The draft */

static void
show_state (BrLabelDesigner *self)
{
  const BrLabelTemplate *draft = br_designer_model_get (self->model);
  const char *name = draft->name != NULL && *draft->name != '\0' ? br_template_words_name (draft->key, draft->name) : _("New Template");

  gtk_label_set_text (self->name_label, name);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), name);
  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self), !br_label_designer_would_lose (self));
  br_designer_actions_update (self);
}

void
br_label_designer_set_saving (BrLabelDesigner *self, gboolean saving)
{
  self->saving = saving;
  show_state (self);
}

static void
changed_cb (BrLabelDesigner *self)
{
  br_label_designer_show_message (self, NULL);
  show_state (self);
  show_status (self);
  draw (self);
  if (self->fits)
    g_idle_add_once (refit_cb, g_object_ref (self));
}

/* Object */

static void
br_label_designer_dispose (GObject *object)
{
  BrLabelDesigner *self = BR_LABEL_DESIGNER (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_LABEL_DESIGNER);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->model);
  g_clear_object (&self->context);
  g_clear_pointer (&self->fields, br_label_fields_free);
  g_clear_pointer (&self->goods, g_free);
  G_OBJECT_CLASS (br_label_designer_parent_class)->dispose (object);
}

static void
br_label_designer_class_init (BrLabelDesignerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_label_designer_dispose;
  g_type_ensure (BR_TYPE_DESIGNER_CANVAS);
  g_type_ensure (BR_TYPE_DESIGNER_PANEL);
  g_type_ensure (BR_TYPE_DESIGNER_RULER);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-designer.ui");
  gtk_widget_class_bind_template_child (widget_class, BrLabelDesigner, name_label);
  gtk_widget_class_bind_template_child (widget_class, BrLabelDesigner, banner);
  gtk_widget_class_bind_template_child (widget_class, BrLabelDesigner, split);
  gtk_widget_class_bind_template_child (widget_class, BrLabelDesigner, across_ruler);
  gtk_widget_class_bind_template_child (widget_class, BrLabelDesigner, down_ruler);
  gtk_widget_class_bind_template_child (widget_class, BrLabelDesigner, scroller);
  gtk_widget_class_bind_template_child (widget_class, BrLabelDesigner, canvas);
  gtk_widget_class_bind_template_child (widget_class, BrLabelDesigner, panel);
  gtk_widget_class_bind_template_child (widget_class, BrLabelDesigner, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, BrLabelDesigner, status_label);
  gtk_widget_class_bind_template_child (widget_class, BrLabelDesigner, problems_button);
  gtk_widget_class_bind_template_child (widget_class, BrLabelDesigner, problems_list);
  br_designer_actions_install (widget_class);
}

static void
watch_room (BrLabelDesigner *self, GtkAdjustment *adjustment)
{
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "notify::page-size", G_CALLBACK (resized_cb), self, G_CONNECT_SWAPPED);
}

static void
br_label_designer_init (BrLabelDesigner *self)
{
  self->cancellable = g_cancellable_new ();
  self->fits = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  br_designer_ruler_set_canvas (self->across_ruler, self->canvas, GTK_ORIENTATION_HORIZONTAL);
  br_designer_ruler_set_canvas (self->down_ruler, self->canvas, GTK_ORIENTATION_VERTICAL);
  watch_room (self, gtk_scrolled_window_get_hadjustment (self->scroller));
  watch_room (self, gtk_scrolled_window_get_vadjustment (self->scroller));
}

static void
open_cb (BrLabelDesigner *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "designer.open", NULL);
}

BrLabelDesigner *
br_label_designer_new (BrAppContext *context, const BrLabelTemplate *template)
{
  BrLabelDesigner *self = g_object_new (BR_TYPE_LABEL_DESIGNER, NULL);

  self->context = g_object_ref (context);
  self->model = br_designer_model_new (template);
  br_action_add_keys (GTK_WIDGET (self), br_app_context_get_settings (context), "designer.");
  br_designer_canvas_set_model (self->canvas, self->model);
  br_designer_panel_set_model (self->panel, self->model);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "selected", G_CALLBACK (br_designer_actions_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "zoom", G_CALLBACK (br_label_designer_zoom), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  show_state (self);
  br_label_designer_set_density (self, 203);
  return self;
}
