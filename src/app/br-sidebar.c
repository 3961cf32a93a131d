/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sidebar. Rows come from the page table; what the role may not use is not shown. */
#include "config.h"

#include "br-sidebar.h"

#include "br-page-table.h"
#include "br-words.h"
#include <glib/gi18n.h>

/* Larger counts are shown as "999+". */
#define MAX_BADGE 999
/* How often the sync line is worded anew, seconds. */
#define TICK_S 20

struct _BrSidebar
{
  AdwBin parent_instance;

  BrAppContext *context;
  BrRole role;       /* whose pages are shown; 0 = nobody's */
  const char *sync_style; /* css class of the sync icon */
  guint tick_id;    /* "2 min ago" grows old */
  GtkListBoxRow *shown;  /* borrowed: of the page that is shown, or NULL */

  GtkListBox *list;
  GtkLabel *store_label;
  GtkImage *sync_icon;
  GtkLabel *sync_label;
};

enum
{
  SIGNAL_PAGE_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrSidebar, br_sidebar, ADW_TYPE_BIN)

static const BrPageInfo *
row_page (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "br-page");
}

static GtkWidget *
create_row (const BrPageInfo *page)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (_(page->title));
  GtkWidget *badge = gtk_label_new (NULL);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (badge, "badge");
  gtk_widget_add_css_class (badge, "numeric");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (badge, FALSE);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (page->icon));
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), badge);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "br-page", (gpointer) page);
  g_object_set_data (G_OBJECT (row), "br-badge", badge);
  return row;
}

static void
update_badge (BrSidebar *self, GtkListBoxRow *row)
{
  const BrPageInfo *page = row_page (row);
  GtkWidget *badge = g_object_get_data (G_OBJECT (row), "br-badge");
  gint64 count = page->badge != NULL ? page->badge (self->context) : 0;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (count > MAX_BADGE)
    text = g_strdup_printf ("%d+", MAX_BADGE);
  else
    text = g_strdup_printf ("%" G_GINT64_FORMAT, count);
  gtk_label_set_text (GTK_LABEL (badge), text);
  gtk_widget_set_visible (badge, count > 0);
  if (count > 0)
    name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, %s waiting", "%s, %s waiting", (gulong) count), _(page->title), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name != NULL ? name : _(page->title), -1);
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  BrPageGroup group = row_page (row)->group;
  const char *title = br_page_group_get_title (group);
  GtkWidget *label;

  if (title == NULL || (before != NULL && row_page (before)->group == group))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "group-title");
  gtk_widget_add_css_class (label, "dimmed");
  gtk_list_box_row_set_header (row, label);
}

static void
row_activated_cb (BrSidebar *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_PAGE_ACTIVATED], 0, row_page (row)->id);
}

/* The arrows move the selection about; what was not activated is not where one is. */
static void
left_cb (BrSidebar *self)
{
  gtk_list_box_select_row (self->list, self->shown);
}

static gboolean
is_shown (const BrPageInfo *page, const BrActor *actor)
{
  return actor == NULL || (page->roles & BR_ROLE_BIT (actor->role)) != 0;
}

static void
fill (BrSidebar *self)
{
  guint n;
  const BrPageInfo *pages = br_page_table_get (&n);
  const BrActor *actor = br_app_context_get_actor (self->context);

  self->shown = NULL;
  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < n; i++)
    if (is_shown (&pages[i], actor))
      {
        GtkWidget *row = create_row (&pages[i]);

        gtk_list_box_append (self->list, row);
        update_badge (self, GTK_LIST_BOX_ROW (row));
      }
}

static void
update_badges (BrSidebar *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    update_badge (self, row);
}

static void
show_sync_line (BrSidebar *self)
{
  const BrSyncStatus *status = br_sync_service_get_status (br_app_context_get_sync (self->context));
  BrSyncWords line;

  br_words_sync (status, br_app_context_now_us (self->context), &line);
  gtk_label_set_text (self->sync_label, line.text);
  gtk_image_set_from_icon_name (self->sync_icon, line.icon);
  if (self->sync_style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->sync_icon), self->sync_style);
  gtk_widget_add_css_class (GTK_WIDGET (self->sync_icon), line.style);
  self->sync_style = line.style;
  if (status->last_synced_us != 0)
    {
      g_autofree char *instant = br_words_instant (status->last_synced_us);
      g_autofree char *tooltip = g_strdup_printf (_("Last synced %s"), instant);

      gtk_widget_set_tooltip_text (GTK_WIDGET (self->sync_label), tooltip);
    }
  br_sync_words_clear (&line);
}

static gboolean
tick_cb (gpointer user_data)
{
  show_sync_line (BR_SIDEBAR (user_data));
  return G_SOURCE_CONTINUE;
}

static void
br_sidebar_dispose (GObject *object)
{
  BrSidebar *self = BR_SIDEBAR (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->context);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_SIDEBAR);
  G_OBJECT_CLASS (br_sidebar_parent_class)->dispose (object);
}

static void
br_sidebar_class_init (BrSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = br_sidebar_dispose;
  signals[SIGNAL_PAGE_ACTIVATED] =
      g_signal_new ("page-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/shell-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, BrSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, BrSidebar, store_label);
  gtk_widget_class_bind_template_child (widget_class, BrSidebar, sync_icon);
  gtk_widget_class_bind_template_child (widget_class, BrSidebar, sync_label);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
}

static void
br_sidebar_init (BrSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, header_cb, self, NULL);
}

void
br_sidebar_set_context (BrSidebar *self, BrAppContext *context)
{
  g_return_if_fail (BR_IS_SIDEBAR (self));

  g_set_object (&self->context, context);
  self->tick_id = g_timeout_add_seconds (TICK_S, tick_cb, self);
  br_sidebar_update (self);
}

void
br_sidebar_update (BrSidebar *self)
{
  const BrActor *actor;
  const char *place;

  g_return_if_fail (BR_IS_SIDEBAR (self));

  actor = br_app_context_get_actor (self->context);
  place = br_profile_get_info (br_app_context_get_profile (self->context))->place_name;
  gtk_label_set_text (self->store_label, place != NULL ? place : _("All Stores"));
  show_sync_line (self);
  if ((actor != NULL ? actor->role : 0) != self->role)
    fill (self);
  else
    update_badges (self);
  self->role = actor != NULL ? actor->role : 0;
}

void
br_sidebar_select (BrSidebar *self, const char *page_id)
{
  GtkListBoxRow *row;

  g_return_if_fail (BR_IS_SIDEBAR (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (row_page (row)->id, page_id) == 0)
      break;
  self->shown = row;
  gtk_list_box_select_row (self->list, row);
}

const char *
br_sidebar_get_nth (BrSidebar *self, guint n)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (BR_IS_SIDEBAR (self), NULL);

  row = gtk_list_box_get_row_at_index (self->list, (int) n);
  return row != NULL ? row_page (row)->id : NULL;
}
