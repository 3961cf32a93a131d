/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The traps of the firmware: each is here on purpose, so that it can be seen that the driver does not fall into it. */
#include "config.h"

#include <string.h>

#include "ap-world.h"

/** Shop: a station and a tag. */
typedef struct
{
  ApWorld *world;
  BrAp *ap;
  BrApTag *tag;
  BrApTagCounts counts;
} Shop;

static void
shop_clear (Shop *self)
{
  ap_world_free (self->world);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shop, shop_clear)

static Shop
make_shop (guint64 seed, guint hw_type)
{
  Shop self = { .world = ap_world_new (seed) };

  self.ap = ap_world_add_ap (self.world, BR_AP_MODERN);
  self.tag = ap_world_add_tag (self.world, self.ap, AP_MAC, hw_type);
  return self;
}

static gint64
number (Shop *self, const char *member)
{
  return ap_number (self->world, self->ap, AP_MAC, member);
}

static char *
hash (Shop *self)
{
  return ap_text (self->world, self->ap, AP_MAC, "hash");
}

static void
send (Shop *self, guint variant)
{
  g_assert_true (ap_send_pattern (self->world, self->ap, self->tag, variant));
}

/* Until the tag has said so often that it has all of it. */
static void
wait_acks (Shop *self, guint n)
{
  for (guint i = 0; i < 3600; i++)
    {
      br_ap_tag_get_counts (self->tag, &self->counts);
      if (self->counts.n_acks >= n)
        return;
      ap_world_wait (self->world, 1);
    }
  g_assert_not_reached ();
}

static void
wait_pending (Shop *self)
{
  for (guint i = 0; i < 3600 && number (self, "pending") == 0; i++)
    ap_world_wait (self->world, 1);
  g_assert_cmpint (number (self, "pending"), >, 0);
}

static void
command (Shop *self, const char *what)
{
  g_autofree char *form = g_strdup_printf ("mac=" AP_MAC "&cmd=%s", what);

  g_free (ap_post (self->world, self->ap, "/tag_cmd", form, NULL));
}

static void
rule (Shop *self, BrApFault fault, guint count)
{
  br_ap_set_fault (self->ap, fault, &(BrApRule) { .per_mille = 1000, .count = count });
}

/* a: an older picture in the queue is not replaced: both are shown, one after the other. */
static void
test_queue (void)
{
  g_auto (Shop) shop = make_shop (1, 0x33);
  BrApCounts counts;

  send (&shop, 1);
  wait_pending (&shop);
  ap_world_wait (shop.world, 2);
  send (&shop, 2);
  ap_world_wait (shop.world, 5);
  g_assert_cmpint (number (&shop, "pending"), ==, 2);
  br_ap_get_counts (shop.ap, &counts);
  g_assert_cmpuint (counts.n_queued_twice, ==, 1);
  wait_acks (&shop, 1);
  ap_world_wait (shop.world, 16);
  g_assert_true (ap_shows (shop.tag, 1));
  wait_acks (&shop, 2);
  ap_world_wait (shop.world, 16);
  g_assert_true (ap_shows (shop.tag, 2));
}

/* b: `clear` while the radio holds A: the tag's next question takes B with it. */
static void
test_clear (void)
{
  g_auto (Shop) shop = make_shop (2, 0x02); /* 30,000 bytes, not compressed */
  BrApClient *client = br_ap_subscribe (shop.ap);
  g_autofree char *before = hash (&shop), *after = NULL;

  send (&shop, 1);
  wait_pending (&shop);
  while (!ap_world_said (shop.world, "block request"))
    ap_world_wait (shop.world, 1);
  command (&shop, "clear");
  g_assert_cmpint (number (&shop, "pending"), ==, 0);
  send (&shop, 2);
  ap_world_wait (shop.world, 1200);
  after = hash (&shop);
  g_assert_cmpstr (before, ==, after);
  br_ap_tag_get_counts (shop.tag, &shop.counts);
  g_assert_cmpuint (shop.counts.n_draws, ==, 0);
  br_ap_client_free (client);
}

/* c: a command is acknowledged as a picture is. */
static void
test_led (void)
{
  g_auto (Shop) shop = make_shop (3, 0x07);
  g_autofree char *after = NULL;

  send (&shop, 1);
  ap_world_wait (shop.world, 900);
  g_assert_true (ap_shows (shop.tag, 1));
  command (&shop, "ledflash");
  wait_acks (&shop, 2);
  after = hash (&shop);
  g_assert_cmpstr (after, ==, "813c130ae4530a030000000000000000");
  g_assert_cmpint (number (&shop, "updatecount"), ==, 2);
  g_assert_true (br_ap_tag_blinks (shop.tag));
  g_assert_true (ap_shows (shop.tag, 1));
  command (&shop, "ledflash_stop");
  wait_acks (&shop, 3);
  g_assert_false (br_ap_tag_blinks (shop.tag));
  br_ap_tag_get_counts (shop.tag, &shop.counts);
  g_assert_cmpuint (shop.counts.n_blinks, ==, 1);
}

/* d: a "complete" heard twice takes what comes next, or makes up a hash. */
static void
test_twice (void)
{
  g_auto (Shop) shop = make_shop (4, 0x33);
  g_autofree char *one = NULL, *made_up = NULL;

  send (&shop, 1);
  wait_pending (&shop);
  send (&shop, 2);
  ap_world_wait (shop.world, 5);
  rule (&shop, BR_AP_FAULT_XFC_DUP, 1);
  wait_acks (&shop, 1);
  one = hash (&shop);
  ap_world_wait (shop.world, 20);
  g_assert_cmpint (number (&shop, "pending"), ==, 0);
  g_assert_cmpint (number (&shop, "updatecount"), ==, 2);
  g_assert_true (ap_shows (shop.tag, 1));
  rule (&shop, BR_AP_FAULT_XFC_UNSOLICITED, 1);
  ap_world_wait (shop.world, 900);
  made_up = hash (&shop);
  g_assert_cmpint (number (&shop, "updatecount"), ==, 3);
  g_assert_cmpstr (made_up, !=, one);
  g_assert_false (g_str_has_suffix (made_up, "0000000000000000"));
}

/* e: complete is said before drawing, of what is stored without fetching, and of what is too large. */
static void
test_false_ack (void)
{
  g_auto (Shop) shop = make_shop (5, 0x36);
  BrApTag *small = br_air_add_tag (shop.world->air, &(BrApTagParams) { .mac = "0000000000000077", .hw_type = 0x00, .ap = shop.ap, .memory_bytes = 1000 });
  BrApFrame frame;
  BrApTagCounts counts;

  g_assert_true (ap_send_pattern (shop.world, shop.ap, small, 1));
  ap_world_wait (shop.world, 900);
  g_assert_cmpint (ap_number (shop.world, shop.ap, "0000000000000077", "updatecount"), ==, 1);
  br_ap_tag_get_frame (small, &frame);
  g_assert_null (frame.pixels);
  send (&shop, 1);
  wait_acks (&shop, 1);
  g_assert_false (ap_shows (shop.tag, 1));
  ap_world_wait (shop.world, 16);
  g_assert_true (ap_shows (shop.tag, 1));
  /* Forgotten by the station, not by the tag. */
  command (&shop, "refresh");
  ap_world_wait (shop.world, 5);
  send (&shop, 1);
  wait_acks (&shop, 2);
  br_ap_tag_get_counts (shop.tag, &counts);
  g_assert_cmpuint (counts.n_transfers, ==, 1);
  g_assert_cmpuint (counts.n_draws, ==, 1);
  br_ap_tag_set_fault (shop.tag, BR_AP_TAG_FAULT_FALSE_ACK, &(BrApRule) { .per_mille = 1000 });
  send (&shop, 2);
  wait_acks (&shop, 3);
  ap_world_wait (shop.world, 20);
  g_assert_true (ap_shows (shop.tag, 1));
}

/* f: a silent tag's picture is dropped after 20 minutes, and its number stays. */
static void
test_timeout (void)
{
  g_auto (Shop) shop = make_shop (6, 0x33);

  send (&shop, 1);
  wait_pending (&shop);
  br_ap_tag_set_power (shop.tag, FALSE);
  ap_world_wait (shop.world, 25 * 60);
  g_assert_true (ap_world_said (shop.world, "< " AP_MAC " xfer timeout\r\n"));
  g_assert_cmpint (number (&shop, "pending"), ==, 1);
  br_ap_tag_set_power (shop.tag, TRUE);
  ap_world_wait (shop.world, 1200);
  g_assert_false (ap_shows (shop.tag, 1));
  command (&shop, "clear");
  g_assert_cmpint (number (&shop, "pending"), ==, 0);
}

/* g: a restart forgets what was not delivered; h: a crash, what was done in the last five minutes. */
static void
test_restart (void)
{
  g_auto (Shop) shop = make_shop (7, 0x33);

  send (&shop, 1);
  wait_pending (&shop);
  br_ap_restart (shop.ap);
  ap_world_wait (shop.world, 1800);
  g_assert_cmpint (number (&shop, "pending"), ==, 0);
  g_assert_cmpint (number (&shop, "updatecount"), ==, 0);
  g_assert_false (ap_shows (shop.tag, 1));
  send (&shop, 2);
  wait_acks (&shop, 1);
  g_assert_cmpint (number (&shop, "updatecount"), ==, 1);
  br_ap_crash (shop.ap);
  ap_world_wait (shop.world, 40);
  g_assert_cmpint (number (&shop, "updatecount"), ==, 0);
  g_assert_true (ap_shows (shop.tag, 2));
}

static void
test_nightly (void)
{
  g_auto (Shop) shop = make_shop (8, 0x33);
  BrApCounts counts;

  ap_world_wait (shop.world, 24 * 3600);
  br_ap_get_counts (shop.ap, &counts);
  g_assert_cmpuint (counts.n_restarts, ==, 1);
  br_ap_set_config (shop.ap, "nightlyreboot", 0);
  ap_world_wait (shop.world, 24 * 3600);
  br_ap_get_counts (shop.ap, &counts);
  g_assert_cmpuint (counts.n_restarts, ==, 1);
}

/* i: a tag that boots has no hash any more, and nothing is left to send it. */
static void
test_tag_reset (void)
{
  g_auto (Shop) shop = make_shop (9, 0x33);
  g_autofree char *after = NULL;
  BrApFrame frame;

  send (&shop, 1);
  ap_world_wait (shop.world, 900);
  g_assert_true (ap_shows (shop.tag, 1));
  br_ap_tag_reset (shop.tag);
  ap_world_wait (shop.world, 60);
  after = hash (&shop);
  g_assert_cmpstr (after, ==, "00000000000000000000000000000000");
  ap_world_wait (shop.world, 900);
  br_ap_tag_get_frame (shop.tag, &frame);
  g_assert_null (frame.pixels);
  g_assert_true (ap_world_said (shop.world, "Not found: /temp/"));
}

/* i: that it was reset it says also when its button is pressed before it is heard. */
static void
test_pressed_after_reset (void)
{
  g_auto (Shop) shop = make_shop (19, 0x33);

  send (&shop, 1);
  wait_acks (&shop, 1);
  br_ap_set_power (shop.ap, FALSE);
  br_ap_tag_reset (shop.tag);
  ap_world_wait (shop.world, 1200);
  g_assert_true (br_ap_tag_is_lost (shop.tag));
  br_ap_set_power (shop.ap, TRUE);
  ap_world_wait (shop.world, 60);
  br_ap_tag_press (shop.tag);
  ap_world_wait (shop.world, 10);
  g_assert_cmpint (number (&shop, "wakeupReason"), ==, 0xFC);
}

/* e: the power goes before what was acknowledged is drawn. */
static void
test_cut (void)
{
  g_auto (Shop) shop = make_shop (20, 0x33);

  send (&shop, 1);
  wait_acks (&shop, 1);
  br_ap_tag_set_power (shop.tag, FALSE);
  br_ap_tag_get_counts (shop.tag, &shop.counts);
  g_assert_cmpuint (shop.counts.n_cut, ==, 1);
  g_assert_cmpuint (shop.counts.n_undrawn, ==, 0);
}

/* j: a full disk stops all pictures without a word. */
static void
test_flash_full (void)
{
  g_auto (Shop) shop = make_shop (10, 0x00);
  gint64 until = shop.world->now_us + G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;

  /* It is made no sooner than five minutes before the tag is due. */
  while (number (&shop, "nextcheckin") < shop.world->now_us / G_USEC_PER_SEC + 400)
    ap_world_wait (shop.world, 1);
  send (&shop, 1);
  br_ap_set_fault (shop.ap, BR_AP_FAULT_FLASH_FULL, &(BrApRule) { .per_mille = 1000, .until_us = until });
  ap_world_wait (shop.world, 2700);
  g_assert_cmpint (number (&shop, "updatecount"), ==, 0);
  g_assert_cmpint (number (&shop, "nextupdate"), ==, 0);
  ap_world_wait (shop.world, 2300);
  g_assert_true (ap_shows (shop.tag, 1));
}

/* k: a picture that cannot be written is "the same". */
static void
test_same (void)
{
  g_autoptr (ApWorld) world = ap_world_new (11);
  /* The JPEG fits, and what is free then is more than the least, but the 48,000 bytes of a plane do not fit. */
  BrAp *ap = br_air_add_ap (world->air, &(BrApParams) { .ready = TRUE, .flash_bytes = 48 * 1024, .no_psram = TRUE });
  BrApTag *tag = ap_world_add_tag (world, ap, AP_MAC, 0x36);
  const BrApType *type = br_ap_type_find (0x36);
  g_autofree guint8 *white = g_malloc0 ((gsize) type->width * type->height);
  g_autoptr (GBytes) jpeg = ap_jpeg (type, white, FALSE);
  BrApFrame frame;

  g_free (ap_upload_image (world, ap, AP_MAC, jpeg, NULL));
  ap_world_wait (world, 1200);
  g_assert_true (ap_world_said (world, "is the same as current"));
  g_assert_cmpint (ap_number (world, ap, AP_MAC, "pending"), ==, 0);
  br_ap_tag_get_frame (tag, &frame);
  g_assert_null (frame.pixels);
}

/* l: the 129th offer is lost. */
static void
test_overflow (void)
{
  g_autoptr (ApWorld) world = ap_world_new (12);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
  BrApCounts counts;

  for (guint i = 0; i < 128; i++)
    {
      g_autofree char *mac = g_strdup_printf ("%016X", 0x30000 + i);

      ap_world_add_tag (world, ap, mac, 0x01);
    }
  ap_world_wait (world, 3600);
  br_ap_get_counts (ap, &counts);
  g_assert_cmpuint (counts.n_radio_lost, ==, 0);
  ap_world_add_tag (world, ap, "0000000000030999", 0x01);
  ap_world_wait (world, 3600);
  br_ap_get_counts (ap, &counts);
  g_assert_cmpuint (counts.n_radio_lost, >, 0);
}

/* n: a neighbour on the same channel takes the tag; both have a record of it. */
static void
test_roaming (void)
{
  g_autoptr (ApWorld) world = ap_world_new (13);
  BrAp *one = br_air_add_ap (world->air, &(BrApParams) { .lan = 1, .ready = TRUE, .steal_per_mille = 1000 });
  BrAp *two = br_air_add_ap (world->air, &(BrApParams) { .lan = 1, .ready = TRUE });
  g_autofree char *external = NULL, *where = NULL, *local = NULL;

  ap_world_add_tag (world, one, AP_MAC, 0x01);
  ap_world_wait (world, 1200);
  external = ap_text (world, one, AP_MAC, "isexternal");
  where = ap_text (world, one, AP_MAC, "apip");
  local = ap_text (world, two, AP_MAC, "isexternal");
  g_assert_cmpstr (external, ==, "true");
  g_assert_cmpstr (where, ==, br_ap_get_address (two));
  g_assert_cmpstr (local, ==, "false");
  g_assert_true (ap_world_said (world, "moved AP from local to external " AP_MAC));
}

/* q: a wrong clock makes nonsense of all times, until it is set. */
static void
test_clock (void)
{
  g_auto (Shop) shop = make_shop (14, 0x01);
  g_autofree char *form = NULL;

  for (guint i = 0; i < 2; i++)
    {
      br_ap_shift_clock (shop.ap, -50 * G_GINT64_CONSTANT (365) * 86400 * G_USEC_PER_SEC);
      ap_world_wait (shop.world, 1200);
      g_assert_true (number (&shop, "lastseen") > 0 && number (&shop, "lastseen") < 300000000);
    }
  form = g_strdup_printf ("epoch=%" G_GINT64_FORMAT, shop.world->now_us / G_USEC_PER_SEC);
  g_free (ap_post (shop.world, shop.ap, "/set_time", form, NULL));
  ap_world_wait (shop.world, 1200);
  g_assert_cmpint (number (&shop, "lastseen"), >, shop.world->now_us / G_USEC_PER_SEC - 1300);
}

/* r: somebody else sends a picture, or deletes the record. */
static void
test_foreign (void)
{
  g_auto (Shop) shop = make_shop (15, 0x33);

  send (&shop, 1);
  ap_world_wait (shop.world, 900);
  g_assert_true (ap_shows (shop.tag, 1));
  rule (&shop, BR_AP_FAULT_FOREIGN, 1);
  ap_world_wait (shop.world, 1500);
  g_assert_cmpint (number (&shop, "contentMode"), ==, 19);
  g_assert_false (ap_shows (shop.tag, 1));
  br_ap_set_config (shop.ap, "lock", 1);
  rule (&shop, BR_AP_FAULT_FOREIGN_DELETE, 1);
  ap_world_wait (shop.world, 1500);
  g_assert_cmpint (number (&shop, "contentMode"), ==, -1);
}

/* With a client and `stopsleep`, tags stay awake and their batteries go. */
static void
test_awake (void)
{
  g_auto (Shop) shop = make_shop (16, 0x33);
  int begin = br_ap_tag_get_battery_mv (shop.tag), asleep, awake;
  BrApClient *client = br_ap_subscribe (shop.ap);

  ap_world_wait (shop.world, 5 * 86400);
  asleep = begin - br_ap_tag_get_battery_mv (shop.tag);
  begin -= asleep;
  /* Each night it restarts, and the client comes again. */
  br_ap_set_config (shop.ap, "stopsleep", 1);
  for (guint i = 0; i < 5; i++)
    {
      br_ap_client_free (client);
      client = br_ap_subscribe (shop.ap);
      ap_world_wait (shop.world, 86400);
    }
  awake = begin - br_ap_tag_get_battery_mv (shop.tag);
  br_ap_client_free (client);
  g_assert_cmpint (awake, >, 4 * asleep);
}

/* o: by Bluetooth, what failed five times is said to be complete. */
static void
test_bluetooth (void)
{
  g_auto (Shop) shop = { .world = ap_world_new (17) };

  shop.ap = ap_world_add_ap (shop.world, BR_AP_MODERN);
  shop.tag = br_air_add_tag (shop.world->air, &(BrApTagParams) { .mac = AP_MAC, .hw_type = 0x33, .ap = shop.ap, .is_ble = TRUE });
  g_assert_cmpint (number (&shop, "capabilities") & 0x100, !=, 0);
  br_ap_tag_set_fault (shop.tag, BR_AP_TAG_FAULT_BLE_FAILS, &(BrApRule) { .per_mille = 1000 });
  send (&shop, 1);
  wait_pending (&shop);
  for (guint i = 0; i < 3600 && number (&shop, "pending") > 0; i++)
    ap_world_wait (shop.world, 1);
  g_assert_cmpint (number (&shop, "updatecount"), ==, 1);
  br_ap_tag_get_counts (shop.tag, &shop.counts);
  g_assert_cmpuint (shop.counts.n_transfers + shop.counts.n_acks, ==, 0);
  g_assert_false (ap_shows (shop.tag, 1));
}

/* p: a clock is drawn over what was sent. */
static void
test_stamp (void)
{
  g_auto (Shop) shop = make_shop (18, 0x33);

  br_ap_set_config (shop.ap, "showtimestamp", 1);
  send (&shop, 1);
  wait_acks (&shop, 1);
  ap_world_wait (shop.world, 60);
  g_assert_cmpuint (shop.counts.n_acks, ==, 1);
  g_assert_false (ap_shows (shop.tag, 1));
  br_ap_set_config (shop.ap, "showtimestamp", 0);
  send (&shop, 2);
  wait_acks (&shop, 2);
  ap_world_wait (shop.world, 60);
  g_assert_true (ap_shows (shop.tag, 2));
}

static void
send_preload (Shop *self, GBytes *jpeg)
{
  static const char head[] =
      "--b\r\nContent-Disposition: form-data; name=\"mac\"\r\n\r\n" AP_MAC "\r\n--b\r\nContent-Disposition: form-data; name=\"dither\"\r\n\r\n0\r\n"
      "--b\r\nContent-Disposition: form-data; name=\"preloadtype\"\r\n\r\n1\r\n"
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n";
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_auto (BrApReply) reply = { 0 };

  g_byte_array_append (body, (const guint8 *) head, sizeof head - 1);
  g_byte_array_append (body, g_bytes_get_data (jpeg, NULL), (guint) g_bytes_get_size (jpeg));
  g_byte_array_append (body, (const guint8 *) "\r\n--b--\r\n", 9);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  br_ap_request (self->ap, &(BrApRequest) { .method = "POST", .path = "/imgupload", .content_type = "multipart/form-data; boundary=b", .body = bytes }, &reply);
  g_assert_cmpuint (reply.status, ==, 200);
}

/* What is sent for later is kept by the tag and not shown; sent again to be shown, it is not fetched. */
static void
test_preload (void)
{
  g_auto (Shop) shop = make_shop (20, 0x33);
  const BrApType *type = br_ap_type_find (0x33);
  g_autofree guint8 *indices = ap_pattern (type, 1);
  g_autoptr (GBytes) jpeg = ap_jpeg (type, indices, FALSE);

  send_preload (&shop, jpeg);
  wait_acks (&shop, 1);
  ap_world_wait (shop.world, 60);
  g_assert_cmpuint (shop.counts.n_transfers, ==, 1);
  g_assert_false (ap_shows (shop.tag, 1));
  command (&shop, "refresh"); /* else the station takes it for what the tag shows */
  send (&shop, 1);
  wait_acks (&shop, 2);
  ap_world_wait (shop.world, 60);
  g_assert_cmpuint (shop.counts.n_transfers, ==, 1);
  g_assert_true (ap_shows (shop.tag, 1));
}

/* Without memory for its colours a picture is made in two, and acknowledged like any other. */
static void
test_low_memory (void)
{
  g_auto (Shop) shop = make_shop (19, 0x33);
  g_autoptr (BrApClient) client = br_ap_subscribe (shop.ap);

  rule (&shop, BR_AP_FAULT_LOW_MEMORY, 1);
  send (&shop, 1);
  wait_acks (&shop, 1);
  ap_world_wait (shop.world, 60);
  g_assert_true (ap_world_said (shop.world, "low on memory"));
  g_assert_false (ap_shows (shop.tag, 1));
  send (&shop, 2);
  wait_acks (&shop, 2);
  ap_world_wait (shop.world, 60);
  g_assert_true (ap_shows (shop.tag, 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ap-traps/a-queue", test_queue);
  g_test_add_func ("/ap-traps/b-clear", test_clear);
  g_test_add_func ("/ap-traps/c-led", test_led);
  g_test_add_func ("/ap-traps/d-twice", test_twice);
  g_test_add_func ("/ap-traps/e-false-ack", test_false_ack);
  g_test_add_func ("/ap-traps/f-timeout", test_timeout);
  g_test_add_func ("/ap-traps/gh-restart", test_restart);
  g_test_add_func ("/ap-traps/g-nightly", test_nightly);
  g_test_add_func ("/ap-traps/i-tag-reset", test_tag_reset);
  g_test_add_func ("/ap-traps/i-pressed-after-reset", test_pressed_after_reset);
  g_test_add_func ("/ap-traps/e-cut", test_cut);
  g_test_add_func ("/ap-traps/j-flash-full", test_flash_full);
  g_test_add_func ("/ap-traps/k-same", test_same);
  g_test_add_func ("/ap-traps/l-overflow", test_overflow);
  g_test_add_func ("/ap-traps/n-roaming", test_roaming);
  g_test_add_func ("/ap-traps/q-clock", test_clock);
  g_test_add_func ("/ap-traps/r-foreign", test_foreign);
  g_test_add_func ("/ap-traps/awake", test_awake);
  g_test_add_func ("/ap-traps/o-bluetooth", test_bluetooth);
  g_test_add_func ("/ap-traps/p-stamp", test_stamp);
  g_test_add_func ("/ap-traps/low-memory", test_low_memory);
  g_test_add_func ("/ap-traps/preload", test_preload);
  return g_test_run ();
}
