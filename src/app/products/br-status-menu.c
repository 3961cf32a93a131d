/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the statuses the selected SKUs stand in, each step somebody of this role may take is an item, with how many can take it. */
#include "config.h"

#include "br-status-menu.h"

#include "br-life-cycle.h"
#include <glib/gi18n.h>

#define PAUSE_MS 80 /* a selection that is still growing is not counted at every step */

struct _BrStatusMenu
{
  GObject parent;

  BrAppContext *context;
  BrIdList *skus; /* or NULL */
  GCancellable *cancellable; /* of the running count, or NULL */
  guint pause_id;
  GMenu *menu;
};

G_DEFINE_FINAL_TYPE (BrStatusMenu, br_status_menu, G_TYPE_OBJECT)

static const char *
step_name (BrLifeCycle to)
{
  static const char *const names[] = {
    [BR_STATUS_DRAFT] = N_("Send Back to Draft"), [BR_STATUS_SUBMITTED] = N_("Submit"), [BR_STATUS_LISTED] = N_("List"),
    [BR_STATUS_CLEARANCE] = N_("Clearance"),      [BR_STATUS_DELISTED] = N_("Delist"),  [BR_STATUS_RETIRED] = N_("Retire"),
  };

  return _(names[to]);
}

static void
append_step (BrStatusMenu *self, BrLifeCycle to, guint n, guint total)
{
  g_autofree char *label = n == total ? g_strdup_printf (_("%s…"), step_name (to)) : g_strdup_printf (_("%s… (%'u of %'u)"), step_name (to), n, total);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "products.set-status", "i", (gint32) to);
  g_menu_append_item (self->menu, item);
}

void
br_status_menu_show (BrStatusMenu *self, const guint counts[BR_STATUS_RETIRED + 1], BrRole role)
{
  guint total = 0;

  g_menu_remove_all (self->menu);
  for (BrLifeCycle from = BR_STATUS_DRAFT; from <= BR_STATUS_RETIRED; from++)
    total += counts[from];
  for (BrLifeCycle to = BR_STATUS_DRAFT; to <= BR_STATUS_RETIRED; to++)
    {
      guint n = 0;

      for (BrLifeCycle from = BR_STATUS_DRAFT; from <= BR_STATUS_RETIRED; from++)
        if (counts[from] > 0 && br_life_cycle_check (from, to, role, NULL))
          n += counts[from];
      if (n > 0)
        append_step (self, to, n, total);
    }
  if (g_menu_model_get_n_items (G_MENU_MODEL (self->menu)) == 0)
    g_menu_append (self->menu, _("No step is open to you"), "products.no-step"); /* no such action: shown, not clickable */
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrStatusMenu) self = data;
  g_autofree guint *counts = br_catalogue_service_statuses_finish (BR_CATALOGUE_SERVICE (source), result, NULL); /* superseded, or the menu stays as it is */
  const BrActor *actor = self->context != NULL ? br_app_context_get_actor (self->context) : NULL;

  if (counts != NULL && actor != NULL)
    br_status_menu_show (self, counts, actor->role);
}

static gboolean
pause_over_cb (gpointer data)
{
  BrStatusMenu *self = data;

  self->pause_id = 0;
  self->cancellable = g_cancellable_new ();
  br_catalogue_service_statuses_async (br_app_context_get_catalogue (self->context), self->skus, self->cancellable, counted_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
stop (BrStatusMenu *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->skus, br_id_list_unref);
}

void
br_status_menu_update (BrStatusMenu *self, BrIdList *skus)
{
  stop (self);
  if (skus->n == 0)
    return;
  self->skus = br_id_list_ref (skus);
  self->pause_id = g_timeout_add (PAUSE_MS, pause_over_cb, self);
}

GMenuModel *
br_status_menu_get_model (BrStatusMenu *self)
{
  return G_MENU_MODEL (self->menu);
}

static void
br_status_menu_dispose (GObject *object)
{
  BrStatusMenu *self = BR_STATUS_MENU (object);

  stop (self);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_status_menu_parent_class)->dispose (object);
}

static void
br_status_menu_finalize (GObject *object)
{
  g_object_unref (BR_STATUS_MENU (object)->menu);
  G_OBJECT_CLASS (br_status_menu_parent_class)->finalize (object);
}

static void
br_status_menu_class_init (BrStatusMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_status_menu_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_status_menu_finalize;
}

static void
br_status_menu_init (BrStatusMenu *self)
{
  self->menu = g_menu_new ();
}

BrStatusMenu *
br_status_menu_new (BrAppContext *context)
{
  BrStatusMenu *self = g_object_new (BR_TYPE_STATUS_MENU, NULL);

  self->context = g_object_ref (context);
  return self;
}
