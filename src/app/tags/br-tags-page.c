/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four views; a station and a design are pages pushed over them. A scan binds. */
#include "config.h"

#include "br-tags-page.h"

#include "br-actions.h"
#include "br-damage.h"
#include "br-page.h"
#include "br-progress-button.h"
#include "br-station-add.h"
#include "br-station-list.h"
#include "br-station-page.h"
#include "br-tag-bind-dialog.h"
#include "br-tag-designs.h"
#include "br-tag-list.h"
#include "br-tag-plan-card.h"
#include "br-tag-plan-dialog.h"
#include "br-truth-list.h"
#include <glib/gi18n.h>

struct _BrTagsPage
{
  AdwBin parent_instance;

  BrAppContext *context;

  AdwNavigationView *navigation;
  AdwViewStack *views;
  AdwViewStackPage *mismatch_view;
  AdwViewStackPage *stations_view;
  AdwBanner *other_banner, *unkept_banner, *damage_banner;
  BrTagPlanCard *card;
  BrTagList *tags;
  BrTruthList *truths;
  BrStationList *stations;
  BrTagDesigns *designs;
};

static void page_init (BrPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BrTagsPage, br_tags_page, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (BR_TYPE_PAGE, page_init))

gint64
br_tags_page_badge (BrAppContext *context)
{
  const BrShelfWatchCounts *counts = br_shelf_watch_get (br_app_context_get_tag_watch (context));

  return counts->attention + counts->troubled;
}

static void
update (BrTagsPage *self)
{
  const BrShelfWatchCounts *counts = br_shelf_watch_get (br_app_context_get_tag_watch (self->context));

  adw_view_stack_page_set_badge_number (self->mismatch_view, (guint) MIN (counts->mismatch, G_MAXINT));
  adw_view_stack_page_set_badge_number (self->stations_view, (guint) counts->troubled);
  adw_view_stack_page_set_needs_attention (self->stations_view, counts->troubled > 0);
  adw_banner_set_revealed (self->other_banner, br_tag_service_get_other (br_app_context_get_tags (self->context)));
  adw_banner_set_revealed (self->unkept_banner, !br_tag_service_get_kept (br_app_context_get_tags (self->context)));
}

static void
show_damage (BrTagsPage *self)
{
  const char *aside = br_tag_service_get_set_aside (br_app_context_get_tags (self->context));
  char *text = g_strdup_printf (
      _("Products and prices are not touched, and the tags go on showing what they show. Lost are the stations, which product each tag stands "
         "before, and which designs are used. Add the stations again, then bind the tags. The damaged file is kept as “%s” for somebody who can "
         "repair it."),
      aside != NULL ? aside : "");

  br_damage_attach (self->damage_banner, br_app_context_get_settings (self->context), "tag-damage-seen", aside, _("Shelf Tag Data Was Damaged"), text);
}

/* Back to the views; FALSE when a design being made would be lost. */
static gboolean
leave_pages (BrTagsPage *self)
{
  if (br_tag_designs_would_lose (self->designs))
    return FALSE;
  adw_navigation_view_pop_to_tag (self->navigation, "tags");
  return TRUE;
}

static gboolean
has_station (BrTagsPage *self, gint64 id)
{
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (br_app_context_get_tags (self->context));

  for (guint i = 0; i < stations->len; i++)
    if (((const BrStationView *) stations->pdata[i])->id == id)
      return TRUE;
  return FALSE;
}

static void
open_station_cb (BrTagsPage *self, gint64 station)
{
  if (has_station (self, station))
    adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (br_station_page_new (self->context, station)));
}

/* Actions */

static void
bind_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_tag_bind_dialog_present (widget, BR_TAGS_PAGE (widget)->context, NULL);
}

static void
add_station_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (ADW_DIALOG (br_station_add_new (BR_TAGS_PAGE (widget)->context)), widget);
}

static void
open_station_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_station_cb (BR_TAGS_PAGE (widget), g_variant_get_int64 (parameter));
}

static void
plan_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (ADW_DIALOG (br_tag_plan_dialog_new (BR_TAGS_PAGE (widget)->context)), widget);
}

static void show_filter (BrPage *page, const char *filter); /* part of the interface below */

/* Who comes to a view by a key goes on by keys: in it, not where they were before. */
static void
focus_view (BrTagsPage *self)
{
  GtkWidget *view = adw_view_stack_get_visible_child (self->views), *focus;

  if (!gtk_widget_get_mapped (view))
    return; /* a design that is being made stays in front of it */
  focus = gtk_root_get_focus (gtk_widget_get_root (view));
  if (focus == NULL || !gtk_widget_is_ancestor (focus, view))
    gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
}

static void
show_view_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_filter (BR_PAGE (widget), g_variant_get_string (parameter, NULL));
  focus_view (BR_TAGS_PAGE (widget));
}

static void
search_for_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTagsPage *self = BR_TAGS_PAGE (widget);

  adw_view_stack_set_visible_child_name (self->views, "tags");
  br_tag_list_set_search (self->tags, g_variant_get_string (parameter, NULL));
}

/* Page */

static gboolean
scan (BrPage *page, const char *code)
{
  BrTagsPage *self = BR_TAGS_PAGE (page);

  if (!br_tag_designs_scan (self->designs, code)) /* a design is being made: it shows what was scanned */
    br_tag_bind_dialog_present (GTK_WIDGET (page), self->context, code);
  return TRUE;
}

static void
show_filter (BrPage *page, const char *filter)
{
  BrTagsPage *self = BR_TAGS_PAGE (page);

  if (!leave_pages (self) || *filter == '\0')
    return;
  if (adw_view_stack_get_child_by_name (self->views, filter) != NULL)
    {
      adw_view_stack_set_visible_child_name (self->views, filter);
      return;
    }
  adw_view_stack_set_visible_child_name (self->views, "tags");
  br_tag_list_show_filter (self->tags, filter);
}

static void
search (BrPage *page)
{
  BrTagsPage *self = BR_TAGS_PAGE (page);

  if (!leave_pages (self))
    return;
  if (g_str_equal (adw_view_stack_get_visible_child_name (self->views), "mismatch"))
    {
      br_truth_list_search (self->truths);
      return;
    }
  adw_view_stack_set_visible_child_name (self->views, "tags");
  br_tag_list_search (self->tags);
}

static gboolean
would_lose (BrPage *page)
{
  return br_tag_designs_would_lose (BR_TAGS_PAGE (page)->designs);
}

static void
page_init (BrPageInterface *iface)
{
  iface->scan = scan;
  iface->would_lose = would_lose;
  iface->show_filter = show_filter;
  iface->search = search;
}

static void
br_tags_page_dispose (GObject *object)
{
  BrTagsPage *self = BR_TAGS_PAGE (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TAGS_PAGE);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_tags_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "shelf.bind", NULL, bind_cb);
  gtk_widget_class_install_action (klass, "shelf.plan", NULL, plan_cb);
  gtk_widget_class_install_action (klass, "shelf.show-view", "s", show_view_cb);
  gtk_widget_class_install_action (klass, "shelf.show-filter", "s", show_view_cb);
  gtk_widget_class_install_action (klass, "shelf.search", "s", search_for_cb);
  gtk_widget_class_install_action (klass, "shelf.open-station", "x", open_station_action_cb);
  gtk_widget_class_install_action (klass, "stations.add", NULL, add_station_cb);
}

static void
br_tags_page_class_init (BrTagsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_tags_page_dispose;
  g_type_ensure (BR_TYPE_PROGRESS_BUTTON);
  g_type_ensure (BR_TYPE_STATION_LIST);
  g_type_ensure (BR_TYPE_TAG_DESIGNS);
  g_type_ensure (BR_TYPE_TAG_LIST);
  g_type_ensure (BR_TYPE_TAG_PLAN_CARD);
  g_type_ensure (BR_TYPE_TRUTH_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTagsPage, navigation);
  gtk_widget_class_bind_template_child (widget_class, BrTagsPage, views);
  gtk_widget_class_bind_template_child (widget_class, BrTagsPage, mismatch_view);
  gtk_widget_class_bind_template_child (widget_class, BrTagsPage, stations_view);
  gtk_widget_class_bind_template_child (widget_class, BrTagsPage, other_banner);
  gtk_widget_class_bind_template_child (widget_class, BrTagsPage, unkept_banner);
  gtk_widget_class_bind_template_child (widget_class, BrTagsPage, damage_banner);
  gtk_widget_class_bind_template_child (widget_class, BrTagsPage, card);
  gtk_widget_class_bind_template_child (widget_class, BrTagsPage, tags);
  gtk_widget_class_bind_template_child (widget_class, BrTagsPage, truths);
  gtk_widget_class_bind_template_child (widget_class, BrTagsPage, stations);
  gtk_widget_class_bind_template_child (widget_class, BrTagsPage, designs);
  gtk_widget_class_bind_template_callback (widget_class, open_station_cb);
  install_actions (widget_class);
}

static void
br_tags_page_init (BrTagsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
br_tags_page_new (BrAppContext *context)
{
  BrTagsPage *self = g_object_new (BR_TYPE_TAGS_PAGE, NULL);

  self->context = g_object_ref (context);
  br_action_add_keys (GTK_WIDGET (self), br_app_context_get_settings (context), "shelf.");
  br_tag_plan_card_set_context (self->card, context);
  br_tag_list_set_context (self->tags, context);
  br_truth_list_set_context (self->truths, context);
  br_station_list_set_context (self->stations, context);
  br_tag_designs_set_context (self->designs, context);
  g_signal_connect_object (br_app_context_get_tag_watch (context), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (br_app_context_get_tags (context), "stations-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  show_damage (self);
  update (self);
  return GTK_WIDGET (self);
}
