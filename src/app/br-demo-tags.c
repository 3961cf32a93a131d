/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The simulated stations have other addresses each time: those of the last time, told by theirs, get the new ones.
 * Tags appear when their stations are first asked, goods when the first sync has come: each time the tags have changed, those not bound yet
 * get the next goods, until there are enough. Done is done: a person may unbind them afterwards.
 */
#include "config.h"

#include "br-demo-tags.h"

#include <glib/gi18n.h>

#define N_TAGS 200
#define LOOPBACK "127.0.0.1:" /* where the simulation serves, and nothing else in a demo's profile */

struct _BrDemoTags
{
  GObject parent_instance;
  BrTagService *tags; /* borrowed: it owns this */
  BrCatalogueService *catalogue;
  GPtrArray *goods;   /* of BrSkuRow or NULL; NULL = not read yet */
  char **addresses;   /* of the stations */
  BrIdList *unbound;  /* tags to be bound now, or NULL */
  gsize at;           /* in `unbound` */
  guint n_bound;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (BrDemoTags, br_demo_tags, G_TYPE_OBJECT)

static void bind_next (BrDemoTags *self);

/* The demo goes on without what failed. */
static void
tell (const GError *error)
{
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("Demo shelf tags: %s", error->message);
}

static void
bound_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrDemoTags) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error))
    tell (error);
  bind_next (self);
}

static void
bind_next (BrDemoTags *self)
{
  while (self->at < self->unbound->n && self->n_bound < self->goods->len)
    {
      const BrSkuRow *row = g_ptr_array_index (self->goods, self->n_bound++);
      BrTagBind bind;

      if (row == NULL)
        continue;
      bind = (BrTagBind) { .tag = self->unbound->ids[self->at++], .sku = row->uid };
      br_tag_service_bind_async (self->tags, &bind, NULL, bound_cb, g_object_ref (self));
      return;
    }
  self->busy = FALSE;
}

static void
unbound_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrDemoTags) self = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->unbound, br_id_list_unref);
  self->unbound = br_tag_service_ids_finish (BR_TAG_SERVICE (source), result, &error);
  self->at = 0;
  if (self->unbound != NULL)
    {
      bind_next (self);
      return;
    }
  tell (error);
  self->busy = FALSE;
}

static void
find_unbound (BrDemoTags *self)
{
  const BrTagQuery query = { .type = -1, .unbound_only = TRUE, .sort = BR_TAG_SORT_KEY };

  br_tag_service_ids_async (self->tags, &query, NULL, unbound_cb, g_object_ref (self));
}

static void
goods_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrDemoTags) self = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->goods, g_ptr_array_unref);
  self->goods = br_catalogue_service_rows_finish (BR_CATALOGUE_SERVICE (source), result, &error);
  if (self->goods != NULL)
    {
      find_unbound (self);
      return;
    }
  tell (error);
  self->busy = FALSE;
}

static void
query_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrDemoTags) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrIdList) ids = br_catalogue_service_query_finish (BR_CATALOGUE_SERVICE (source), result, &error);

  if (ids != NULL && ids->n > 0)
    {
      br_catalogue_service_rows_async (self->catalogue, ids->ids, MIN (ids->n, N_TAGS), NULL, goods_cb, g_object_ref (self));
      return;
    }
  tell (error);
  self->busy = FALSE;
}

static void
tags_changed_cb (BrDemoTags *self)
{
  const BrSkuQuery query = { .sort = BR_SKU_SORT_NAME };

  if (self->busy || self->n_bound >= N_TAGS)
    return;
  self->busy = TRUE;
  if (self->goods != NULL && self->goods->len >= N_TAGS)
    find_unbound (self);
  else
    br_catalogue_service_query_async (self->catalogue, &query, NULL, NULL, NULL, query_cb, g_object_ref (self));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error))
    tell (error);
}

static gboolean
is_simulated (const BrStationView *station)
{
  return g_str_equal (station->driver, "oepl") && g_str_has_prefix (station->address, LOOPBACK);
}

/* `before` is the one to be had there from now on, or NULL = a new one. */
static void
save_station (BrDemoTags *self, const BrStationView *before, guint nth)
{
  g_autofree char *name = g_strdup_printf (_("Demo Station %u"), nth + 1);
  BrStationSettings settings = { .driver = (char *) "oepl", .name = name, .address = self->addresses[nth] };

  if (before != NULL)
    {
      settings.id = before->id;
      settings.name = before->name;
      settings.paused = before->paused;
      settings.quiet_from_min = before->quiet_from_min;
      settings.quiet_to_min = before->quiet_to_min;
    }
  br_tag_service_save_station_async (self->tags, &settings, NULL, saved_cb, NULL);
}

/* They were read when the program started, long before HQ answered. */
static void
take_stations (BrDemoTags *self)
{
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (self->tags);
  guint nth = 0, n = g_strv_length (self->addresses);

  for (guint i = 0; i < stations->len; i++)
    {
      const BrStationView *station = stations->pdata[i];

      if (!is_simulated (station))
        continue;
      if (nth < n)
        save_station (self, station, nth++);
      else
        br_tag_service_forget_station_async (self->tags, station->id, NULL, saved_cb, NULL);
    }
  while (nth < n)
    save_station (self, NULL, nth++);
}

static void
br_demo_tags_dispose (GObject *object)
{
  BrDemoTags *self = BR_DEMO_TAGS (object);

  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->addresses, g_strfreev);
  g_clear_pointer (&self->goods, g_ptr_array_unref);
  g_clear_pointer (&self->unbound, br_id_list_unref);
  G_OBJECT_CLASS (br_demo_tags_parent_class)->dispose (object);
}

static void
br_demo_tags_class_init (BrDemoTagsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_demo_tags_dispose;
}

static void
br_demo_tags_init (BrDemoTags *self)
{
}

void
br_demo_tags_start (BrTagService *tags, BrCatalogueService *catalogue, const char *const *addresses)
{
  BrDemoTags *self;

  g_return_if_fail (BR_IS_TAG_SERVICE (tags) && BR_IS_CATALOGUE_SERVICE (catalogue));
  g_return_if_fail (g_object_get_data (G_OBJECT (tags), "br-demo-tags") == NULL);

  self = g_object_new (BR_TYPE_DEMO_TAGS, NULL);
  self->tags = tags;
  self->catalogue = g_object_ref (catalogue);
  g_object_set_data_full (G_OBJECT (tags), "br-demo-tags", self, g_object_unref);
  g_signal_connect_object (tags, "tags-changed", G_CALLBACK (tags_changed_cb), self, G_CONNECT_SWAPPED);
  self->addresses = g_strdupv ((char **) addresses);
  take_stations (self);
}
