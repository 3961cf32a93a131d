/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A clerk's day with the tag service as it is in the program: its threads, the program's own link and driver, on sockets, with an emulated station that is a server of its own. What a
 * tag's screen shows is compared with what the window says it should show. All clocks, the emulator's too, go SPEED times as fast.
 */
#include "config.h"

#include "br-ap-server.h"
#include "br-station-kind.h"
#include "fast-clock.h"
#include "tag-desk.h"

#include <string.h>

#define SPEED 10 /* more, and on a busy machine messages come too late to prove that a tag fetched its picture */
#define LIGHT "00007E1F25C00001" /* with a light and a button, as STRANGER */
#define PLAIN "00007E1F25C00002"
#define STRANGER "00007E1F25C00003" /* no station knows it */

/* The driver's own table, but for waiting, which the link does by the system's clock. */
static const BrStationDriverOps *own_ops;
static BrStationDriverOps fast_ops;

static gboolean
fast_wait (BrStationDriver *driver, gint64 wait_us, BrStationEvent *event, GError **error)
{
  return own_ops->wait (driver, fast_clock_real (wait_us), event, error);
}

static BrStationDriver *
open_fast (const char *kind, const char *address, const BrClock *clock, GError **error)
{
  static gsize once = 0;
  BrStationDriver *driver = br_station_kind_open (kind, address, clock, error);

  if (driver == NULL)
    return NULL;
  if (g_once_init_enter (&once))
    {
      own_ops = driver->ops;
      fast_ops = *driver->ops;
      fast_ops.wait = fast_wait;
      g_once_init_leave (&once, 1);
    }
  driver->ops = &fast_ops;
  return driver;
}

/* The shop. */
static struct
{
  TagDesk desk;
  BrXorshift xorshift;
  BrRandom random;
  BrAir *air;
  BrAp *ap;
  BrApServer *server;
} shop;

static void
add_tag (const char *mac, guint type, BrAp *ap)
{
  g_assert_nonnull (br_air_add_tag (shop.air, &(BrApTagParams) { .mac = mac, .hw_type = type, .ap = ap, .wakes_s = 5 }));
}

static void
shop_open (void)
{
  g_autoptr (GError) error = NULL;

  br_xorshift_init (&shop.xorshift, 1);
  shop.random = br_xorshift_random (&shop.xorshift);
  shop.air = br_air_new (&fast_clock, &shop.random);
  shop.ap = br_air_add_ap (shop.air, &(BrApParams) { .name = "Aisle 3", .flash_bytes = 5 * 1024 * 1024, .ready = TRUE });
  br_ap_set_config (shop.ap, "maxsleep", 5);
  br_ap_set_config (shop.ap, "lock", 1);
  add_tag (LIGHT, 0x33, shop.ap);
  add_tag (PLAIN, 0x01, shop.ap);
  shop.server = br_ap_server_new (shop.air, shop.ap, 0, &error);
  g_assert_no_error (error);
  tag_desk_init_by (&shop.desk, "real", open_fast, &fast_clock);
}

static void
shop_close (void)
{
  BrApCounts counts;

  br_ap_get_counts (shop.ap, &counts);
  g_assert_cmpuint (counts.n_forbidden, ==, 0);
  g_assert_cmpuint (counts.n_concurrent, ==, 0);
  g_assert_cmpuint (counts.n_queued_twice, ==, 0);
  tag_desk_clear (&shop.desk);
  br_ap_server_free (shop.server);
  br_air_free (shop.air);
}

static gboolean
is_state (BrStationState state)
{
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (shop.desk.service);

  return stations->len == 1 && ((const BrStationView *) stations->pdata[0])->state == state;
}

static gboolean
is_up (TagDesk *desk)
{
  return is_state (BR_STATION_UP);
}

static gboolean
is_down (TagDesk *desk)
{
  return is_state (BR_STATION_DOWN);
}

static gboolean
has_two_tags (TagDesk *desk)
{
  return br_tag_service_get_counts (desk->service)->tags == 2;
}

static gboolean
has_three_tags (TagDesk *desk)
{
  return br_tag_service_get_counts (desk->service)->tags == 3;
}

/* What the tag's own screen shows is what it should show: by the window's picture of it. */
static void
assert_on_screen (const BrTagView *tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPictures) pictures = NULL;
  BrApFrame frame;

  br_tag_service_pictures_async (shop.desk.service, tag->row, NULL, tag_desk_ready_cb, &shop.desk);
  pictures = br_tag_service_pictures_finish (shop.desk.service, tag_desk_wait (&shop.desk), &error);
  g_assert_no_error (error);
  g_assert_nonnull (pictures->wanted);
  for (br_ap_tag_get_frame (br_air_find_tag (shop.air, tag->key), &frame);
       frame.pixels == NULL || memcmp (frame.pixels, pictures->wanted->pixels, (gsize) frame.width * frame.height) != 0;
       br_ap_tag_get_frame (br_air_find_tag (shop.air, tag->key), &frame))
    g_main_context_iteration (NULL, TRUE); /* it says that it has it, and then draws */
}

static void
wait_shown (const char *mac, BrTagShows shows, gint64 minor)
{
  BrTagView *view = tag_desk_find (&shop.desk, mac);

  while (view->shows != shows || view->proof != BR_TAG_PROOF_PIXELS || (minor != 0 && view->shown_minor != minor))
    {
      g_main_context_iteration (NULL, TRUE);
      br_tag_view_unref (view);
      view = tag_desk_find (&shop.desk, mac);
    }
  g_test_message ("%s is shown", mac);
  assert_on_screen (view);
  br_tag_view_unref (view);
}

static void
import (const char *text)
{
  g_autoptr (BrImportReport) report = run_text (text, shop.desk.store, BR_IMPORT_REJECT_ALL);

  g_assert_cmpint (report->n_updated, ==, 1);
}

static void
set_up (void)
{
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", br_ap_server_get_port (shop.server));
  BrStationSettings settings = { .driver = (char *) "oepl", .name = (char *) "Aisle 3", .address = address };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrStationView) found = NULL;

  br_tag_service_try_station_async (shop.desk.service, &settings, NULL, tag_desk_ready_cb, &shop.desk);
  found = br_tag_service_try_station_finish (shop.desk.service, tag_desk_wait (&shop.desk), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->name, ==, "Aisle 3");
  tag_desk_add_station (&shop.desk, address);
  tag_desk_until (&shop.desk, has_two_tags);
  tag_desk_until (&shop.desk, is_up);
}

/* Two are bound, and a price changes. */
static void
bind_and_change (void)
{
  tag_desk_bind (&shop.desk, LIGHT, "A-1", FALSE, 0);
  tag_desk_bind (&shop.desk, PLAIN, "A-2", FALSE, 0);
  wait_shown (LIGHT, BR_TAG_SHOWS_WANTED, 1050);
  wait_shown (PLAIN, BR_TAG_SHOWS_WANTED, 2000);
  import ("SKU,price\nA-1,9.90\n");
  wait_shown (LIGHT, BR_TAG_SHOWS_WANTED, 990);
}

/* A new tag comes, and takes the place of a broken one, which is blanked. */
static void
take_in_and_replace (void)
{
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (shop.desk.service);
  g_autoptr (BrTagView) broken = NULL, fresh = NULL;

  br_tag_service_take_in_async (shop.desk.service, ((const BrStationView *) stations->pdata[0])->id, 10, NULL, tag_desk_ready_cb, &shop.desk);
  tag_desk_write (&shop.desk, 0);
  add_tag (STRANGER, 0x33, NULL);
  tag_desk_until (&shop.desk, has_three_tags);
  broken = tag_desk_find (&shop.desk, PLAIN);
  fresh = tag_desk_find (&shop.desk, STRANGER);
  br_tag_service_replace_async (shop.desk.service, broken->row, fresh->row, "Ada", NULL, tag_desk_ready_cb, &shop.desk);
  tag_desk_write (&shop.desk, 0);
  wait_shown (STRANGER, BR_TAG_SHOWS_WANTED, 2000);
  wait_shown (PLAIN, BR_TAG_SHOWS_NOTHING, 0);
}

static gboolean
blinks (TagDesk *desk)
{
  BrApTagCounts counts;

  br_ap_tag_get_counts (br_air_find_tag (shop.air, LIGHT), &counts);
  return counts.n_blinks > 0;
}

static void
find (void)
{
  g_autoptr (BrTagView) light = tag_desk_find (&shop.desk, LIGHT);

  br_tag_service_find_tag_async (shop.desk.service, light->row, BR_TAG_LED_SHORT, NULL, tag_desk_ready_cb, &shop.desk);
  tag_desk_write (&shop.desk, 0);
  tag_desk_until (&shop.desk, blinks);
}

static gboolean
press_cb (gpointer data)
{
  br_ap_tag_press (br_air_find_tag (shop.air, data));
  return G_SOURCE_REMOVE;
}

static void
learn (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagView) learned = NULL;

  br_tag_service_learn_async (shop.desk.service, "STICKER-7", NULL, tag_desk_ready_cb, &shop.desk);
  g_timeout_add (50, press_cb, (gpointer) STRANGER);
  learned = br_tag_service_learn_finish (shop.desk.service, tag_desk_wait (&shop.desk), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (learned->key, ==, STRANGER);
  g_assert_cmpstr (learned->scan_code, ==, "STICKER-7");
}

static gboolean
misses_two (TagDesk *desk)
{
  return br_tag_service_get_counts (desk->service)->mismatch == 2;
}

static gboolean
misses_none (TagDesk *desk)
{
  return br_tag_service_get_counts (desk->service)->mismatch == 0;
}

/* What a manager sees before opening: how many shelves, which, what they show instead, and that it is not there yet. */
static void
assert_morning (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) truths = NULL;
  BrShelfSum sum = { 0 };

  tag_desk_until (&shop.desk, misses_two);
  br_tag_service_truths_async (shop.desk.service, &(BrShelfQuery) { .text = "A-2", .limit = 10 }, NULL, tag_desk_ready_cb, &shop.desk);
  truths = br_tag_service_truths_finish (shop.desk.service, tag_desk_wait (&shop.desk), &sum, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sum.total, ==, 1);
  for (guint i = 0; i < truths->len; i++)
    {
      const BrShelfTruth *truth = truths->pdata[i];

      g_assert_cmpstr (truth->tag_key, ==, STRANGER);
      g_assert_cmpint (truth->differs & BR_SHELF_TAG_DIFFERS, !=, 0);
      g_assert_cmpint (truth->record_minor, ==, 2100);
      g_assert_cmpint (truth->tag_minor, ==, 2000);
      g_assert_cmpint (truth->tag_shows, !=, BR_TAG_SHOWS_WANTED);
    }
}

/* The station is gone while a price changes and a tag is carried to other goods; both are there when it is back. */
static void
lose_station (void)
{
  br_ap_set_power (shop.ap, FALSE);
  tag_desk_until (&shop.desk, is_down);
  import ("SKU,price\nA-2,21\n");
  tag_desk_bind (&shop.desk, LIGHT, "B-1", TRUE, 0);
  assert_morning ();
  br_ap_set_power (shop.ap, TRUE);
  wait_shown (LIGHT, BR_TAG_SHOWS_WANTED, 300);
  wait_shown (STRANGER, BR_TAG_SHOWS_WANTED, 2100);
  tag_desk_until (&shop.desk, misses_none);
}

static void
test_day (void)
{
  shop_open ();
  set_up ();
  bind_and_change ();
  take_in_and_replace ();
  find ();
  learn ();
  lose_station ();
  shop_close ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fast_clock_begin (SPEED);
  g_test_add_func ("/tag-real/day", test_day);
  return g_test_run ();
}
