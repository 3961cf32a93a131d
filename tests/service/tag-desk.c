/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tag-desk.h"

#include "br-tag-service-private.h"
#include "fast-clock.h"

#include <string.h>

#define WAIT_US (10 * 1000) /* a button that is pressed wakes nobody */

static const char goods[] = "SKU,name,barcode,price\n"
                            "A-1,Tea,6901234567892,10.50\n"
                            "A-2,Rice,6909876543210,20\n"
                            "B-1,Milk,4006381333931,3\n";

/* The air all stations of a test share: two tags. */
typedef struct
{
  const char *key;
  guint type; /* what is known of a type is the same for all tags of it */
  gboolean has_led;
  BrTagImage *shown;
  gboolean pressed; /* to be told */
} AirTag;

static struct
{
  GMutex mutex;
  AirTag tags[2];
  guint n_blinks, n_sent;
} air = { .tags = { { .key = TAG_DESK_LED, .type = 0x01, .has_led = TRUE }, { .key = TAG_DESK_DARK, .type = 0x33 } } };

typedef struct
{
  BrStationDriver driver;
  gboolean silent;
  GMutex mutex;
  GCond cond;
  gboolean awake;
} FakeDriver;

static AirTag *
find_air (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (air.tags); i++)
    if (g_str_equal (air.tags[i].key, key))
      return &air.tags[i];
  g_assert_not_reached ();
}

static gboolean
is_reached (BrStationDriver *driver, GError **error)
{
  if (((FakeDriver *) driver)->silent)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "nobody is there");
  return !((FakeDriver *) driver)->silent;
}

static gboolean
fake_probe (BrStationDriver *driver, BrStationHealth *health, GError **error)
{
  if (!is_reached (driver, error))
    return FALSE;
  *health = (BrStationHealth) {
    .name = "Fake", .firmware = "1", .ready = TRUE, .free_bytes = 1000000, .free_memory = -1, .uptime_s = 60, .n_tags = 2, .max_in_flight = 10
  };
  return TRUE;
}

static void
sight (const AirTag *tag, BrTagSighting *out)
{
  *out = (BrTagSighting) { .type = *br_tag_type_find (tag->type), .type_code = tag->type, .battery_mv = 3000, .rssi = -60, .temperature = 21 };
  out->type.has_led = tag->has_led;
  g_strlcpy (out->tag, tag->key, sizeof out->tag);
  out->heard_us = br_clock_now_us (&fast_clock);
  out->next_us = out->heard_us + 60 * (gint64) G_USEC_PER_SEC;
  out->wake = tag->pressed ? BR_TAG_WAKE_BUTTON : BR_TAG_WAKE_TIMER;
}

static gboolean
fake_list (BrStationDriver *driver, BrSightingFunc func, gpointer data, GError **error)
{
  if (!is_reached (driver, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (air.tags); i++)
    {
      BrTagSighting sighting;

      sight (&air.tags[i], &sighting);
      func (&sighting, data);
    }
  return TRUE;
}

static gboolean
fake_find (BrStationDriver *driver, const char *key, BrTagSighting *sighting, GError **error)
{
  if (!is_reached (driver, error))
    return FALSE;
  sight (find_air (key), sighting);
  return TRUE;
}

static gboolean
fake_prepare (BrStationDriver *driver, BrTagShipment *shipment, GError **error)
{
  g_set_str (&shipment->before, "");
  return is_reached (driver, error);
}

static gboolean
fake_submit (BrStationDriver *driver, BrTagShipment *shipment, GError **error)
{
  AirTag *tag = find_air (shipment->tag);

  if (!is_reached (driver, error))
    return FALSE;
  g_mutex_lock (&air.mutex);
  g_clear_pointer (&tag->shown, br_tag_image_unref);
  tag->shown = br_tag_image_ref (shipment->image);
  air.n_sent++;
  g_mutex_unlock (&air.mutex);
  return TRUE;
}

static gboolean
fake_look (BrStationDriver *driver, BrTagShipment *shipment, BrShipmentReport *report, GError **error)
{
  AirTag *tag = find_air (shipment->tag);

  if (!is_reached (driver, error))
    return FALSE;
  *report = (BrShipmentReport) { .stage = BR_STAGE_NOT_TAKEN };
  g_mutex_lock (&air.mutex);
  if (tag->shown != NULL && shipment->image != NULL && br_tag_image_equal (tag->shown, shipment->image))
    *report = (BrShipmentReport) { .stage = BR_STAGE_SHOWN, .proof = BR_TAG_PROOF_PIXELS };
  g_mutex_unlock (&air.mutex);
  return TRUE;
}

static gboolean
fake_cancel (BrStationDriver *driver, const char *tag, GError **error)
{
  return is_reached (driver, error);
}

static gboolean
fake_led (BrStationDriver *driver, const char *tag, BrTagLed led, GError **error)
{
  g_mutex_lock (&air.mutex);
  air.n_blinks += led != BR_TAG_LED_STOP ? 1 : 0;
  g_mutex_unlock (&air.mutex);
  return is_reached (driver, error);
}

static gboolean
fake_take_in (BrStationDriver *driver, gboolean open, GError **error)
{
  return is_reached (driver, error);
}

/* A pressed button is told once, to the station that listens first. */
static gboolean
take_press (BrStationEvent *event)
{
  gboolean found = FALSE;

  g_mutex_lock (&air.mutex);
  for (guint i = 0; i < G_N_ELEMENTS (air.tags) && !found; i++)
    if (air.tags[i].pressed)
      {
        *event = (BrStationEvent) { .kind = BR_STATION_EVENT_TAG };
        g_strlcpy (event->tag, air.tags[i].key, sizeof event->tag);
        sight (&air.tags[i], &event->sighting);
        air.tags[i].pressed = FALSE;
        found = TRUE;
      }
  g_mutex_unlock (&air.mutex);
  return found;
}

static gboolean
fake_wait (BrStationDriver *driver, gint64 wait_us, BrStationEvent *event, GError **error)
{
  FakeDriver *self = (FakeDriver *) driver;
  gint64 until = g_get_monotonic_time () + MIN (fast_clock_real (wait_us), WAIT_US);

  if (!is_reached (driver, error))
    return FALSE;
  g_mutex_lock (&self->mutex);
  while (!self->awake && g_cond_wait_until (&self->cond, &self->mutex, until))
    ;
  self->awake = FALSE;
  g_mutex_unlock (&self->mutex);
  return take_press (event);
}

static void
fake_wake (BrStationDriver *driver)
{
  FakeDriver *self = (FakeDriver *) driver;

  g_mutex_lock (&self->mutex);
  self->awake = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
fake_close (BrStationDriver *driver)
{
  FakeDriver *self = (FakeDriver *) driver;

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

static const BrStationDriverOps fake_ops = {
  .id = "fake",
  .caps = BR_STATION_CAN_IMAGE | BR_STATION_CAN_LED | BR_STATION_CAN_LIST | BR_STATION_CAN_PUSH | BR_STATION_CAN_READ_BACK | BR_STATION_CAN_CANCEL,
  .best_proof = BR_TAG_PROOF_PIXELS,
  .request_gap_us = 1000,
  .command_gap_us = 1000,
  .probe = fake_probe,
  .list = fake_list,
  .find = fake_find,
  .prepare = fake_prepare,
  .submit = fake_submit,
  .look = fake_look,
  .cancel = fake_cancel,
  .led = fake_led,
  .take_in = fake_take_in,
  .wait = fake_wait,
  .wake = fake_wake,
  .stop = fake_wake,
  .close = fake_close,
};

static BrStationDriver *
open_fake (const char *kind, const char *address, const BrClock *clock, GError **error)
{
  FakeDriver *self;

  if (!g_str_equal (kind, "oepl"))
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "no such kind");
      return NULL;
    }
  self = g_new0 (FakeDriver, 1);
  self->driver.ops = &fake_ops;
  self->silent = g_str_equal (address, "silent");
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return &self->driver;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

void
tag_desk_init_by (TagDesk *desk, const char *name, BrStationOpen open, const BrClock *clock)
{
  g_autofree char *dir = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrImportReport) report = NULL;

  *desk = (TagDesk) { 0 };
  air.n_sent = air.n_blinks = 0;
  desk->store = br_store_open (&(BrStoreParams) { .dir = dir, .clock = clock, .random = br_random_system (), .threads = TRUE }, &error);
  g_assert_no_error (error);
  report = run_text (goods, desk->store, BR_IMPORT_REJECT_ALL);
  g_assert_cmpint (report->n_created, ==, 3);
  desk->service = br_tag_service_new_with (desk->store, open);
  g_signal_connect_swapped (desk->service, "tags-changed", G_CALLBACK (count_cb), &desk->n_tags);
  g_signal_connect_swapped (desk->service, "stations-changed", G_CALLBACK (count_cb), &desk->n_stations);
  g_signal_connect_swapped (desk->service, "designs-changed", G_CALLBACK (count_cb), &desk->n_designs);
  br_tag_service_start (desk->service);
}

void
tag_desk_init_with (TagDesk *desk, const char *name, BrStationOpen open)
{
  tag_desk_init_by (desk, name, open, br_clock_system ());
}

void
tag_desk_init (TagDesk *desk, const char *name)
{
  tag_desk_init_by (desk, name, open_fake, &fast_clock);
}

void
tag_desk_clear (TagDesk *desk)
{
  BrWorker *worker = br_tag_service_get_desk (desk->service), *probe = br_tag_service_get_probe (desk->service);

  br_tag_service_stop (desk->service);
  g_clear_object (&desk->result);
  g_clear_object (&desk->last);
  g_object_add_weak_pointer (G_OBJECT (worker), (gpointer *) &worker);
  g_object_add_weak_pointer (G_OBJECT (probe), (gpointer *) &probe);
  g_object_add_weak_pointer (G_OBJECT (desk->service), (gpointer *) &desk->service);
  g_object_unref (desk->service);
  while (desk->service != NULL || worker != NULL || probe != NULL) /* a read under way holds it until it is done */
    g_main_context_iteration (NULL, TRUE);
  br_store_unref (desk->store);
  for (guint i = 0; i < G_N_ELEMENTS (air.tags); i++)
    g_clear_pointer (&air.tags[i].shown, br_tag_image_unref);
}

void
tag_desk_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object (&((TagDesk *) user_data)->result, result);
}

/* It stays the desk's until the next one comes. */
GAsyncResult *
tag_desk_wait (TagDesk *desk)
{
  while (desk->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&desk->last);
  desk->last = g_steal_pointer (&desk->result);
  return desk->last;
}

void
tag_desk_write (TagDesk *desk, int code)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = br_tag_service_write_finish (desk->service, tag_desk_wait (desk), &error);

  if (code == 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, BR_ERROR, code);
  g_assert_cmpint (ok, ==, code == 0);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
tag_desk_until (TagDesk *desk, gboolean (*is_so) (TagDesk *desk))
{
  guint tick = g_timeout_add (20, wake_cb, NULL); /* what is waited for may be on a thread that tells nothing */

  while (!is_so (desk))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
}

void
tag_desk_add_station (TagDesk *desk, const char *address)
{
  BrStationSettings settings = { .driver = (char *) "oepl", .name = (char *) address, .address = (char *) address };

  br_tag_service_save_station_async (desk->service, &settings, NULL, tag_desk_ready_cb, desk);
  tag_desk_write (desk, 0);
}

BrTagView *
tag_desk_find (TagDesk *desk, const char *key)
{
  BrTagQuery query = { .type = -1, .sort = BR_TAG_SORT_KEY };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrIdList) ids = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  g_strlcpy (query.text, key, sizeof query.text);
  br_tag_service_ids_async (desk->service, &query, NULL, tag_desk_ready_cb, desk);
  ids = br_tag_service_ids_finish (desk->service, tag_desk_wait (desk), &error);
  g_assert_no_error (error);
  br_tag_service_rows_async (desk->service, ids, NULL, tag_desk_ready_cb, desk);
  rows = br_tag_service_rows_finish (desk->service, tag_desk_wait (desk), &error);
  g_assert_no_error (error);
  return rows->len == 1 ? br_tag_view_ref (rows->pdata[0]) : NULL;
}

BrSkuRow *
tag_desk_goods (TagDesk *desk, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagScan) scan = NULL;

  br_tag_service_scan_async (desk->service, code, NULL, tag_desk_ready_cb, desk);
  scan = br_tag_service_scan_finish (desk->service, tag_desk_wait (desk), &error);
  g_assert_no_error (error);
  g_assert_cmpint (scan->kind, ==, BR_TAG_SCAN_GOODS);
  return g_steal_pointer (&scan->goods);
}

void
tag_desk_bind (TagDesk *desk, const char *key, const char *sku, gboolean rebind, int code)
{
  g_autoptr (BrTagView) tag = tag_desk_find (desk, key);
  g_autoptr (BrSkuRow) row = tag_desk_goods (desk, sku);
  BrTagBind bind = { .tag = tag->row, .sku = row->uid, .place = (char *) "Aisle 3", .person = (char *) "Ada", .rebind = rebind };

  br_tag_service_bind_async (desk->service, &bind, NULL, tag_desk_ready_cb, desk);
  tag_desk_write (desk, code);
}

void
tag_desk_press (const char *key)
{
  g_mutex_lock (&air.mutex);
  find_air (key)->pressed = TRUE;
  g_mutex_unlock (&air.mutex);
}

guint
tag_desk_n_blinks (void)
{
  guint n;

  g_mutex_lock (&air.mutex);
  n = air.n_blinks;
  g_mutex_unlock (&air.mutex);
  return n;
}

guint
tag_desk_n_sent (void)
{
  guint n;

  g_mutex_lock (&air.mutex);
  n = air.n_sent;
  g_mutex_unlock (&air.mutex);
  return n;
}

BrTagImage *
tag_desk_shown (const char *key)
{
  BrTagImage *shown;

  g_mutex_lock (&air.mutex);
  shown = find_air (key)->shown;
  if (shown != NULL)
    br_tag_image_ref (shown);
  g_mutex_unlock (&air.mutex);
  return shown;
}
