/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The faults an emulated access point and its tags can have: each does what it says, and stops. */
#include "config.h"

#include <string.h>

#include "ap-world.h"
#include "br-error.h"

/* A fault, what a request by the link then gives, and whether the setting it carries was taken. */
static const struct
{
  BrApFault fault;
  gint64 amount;
  int code; /* of the error; 0 = answered */
  BrLinkFate fate;
  gboolean taken;
} requests[] = {
  { BR_AP_FAULT_SLOW, 5 * G_USEC_PER_SEC, 0, 0, TRUE },
  { BR_AP_FAULT_SLOW, 60 * G_USEC_PER_SEC, BR_ERROR_OFFLINE, BR_LINK_NOT_KNOWN, TRUE },
  { BR_AP_FAULT_DROP_EARLY, 0, BR_ERROR_OFFLINE, BR_LINK_NOT_SENT, FALSE },
  { BR_AP_FAULT_DROP_LATE, 0, BR_ERROR_OFFLINE, BR_LINK_NOT_KNOWN, TRUE },
  { BR_AP_FAULT_HANG, 0, BR_ERROR_OFFLINE, BR_LINK_NOT_KNOWN, FALSE },
  { BR_AP_FAULT_HUGE_REPLY, 100000, BR_ERROR_RANGE, BR_LINK_NOT_KNOWN, TRUE },
};

static void
test_requests (void)
{
  const BrLinkField field = { "maxsleep", "30" };
  const BrLinkRequest request = {
    .method = "POST", .path = "/save_apcfg", .fields = &field, .n_fields = 1, .max_bytes = BR_LINK_MAX_JSON, .timeout_ms = 30000
  };

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (ApWorld) world = ap_world_new (i + 1);
      BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
      BrStationLink *link = br_ap_link_new (world->air, ap, &world->clock);
      BrLinkAnswer answer;
      g_autoptr (GError) error = NULL;
      gboolean ok;

      br_ap_set_fault (ap, requests[i].fault, &(BrApRule) { .per_mille = 1000, .count = 1, .amount = requests[i].amount });
      ok = link->ops->request (link, &request, &answer, &error);
      g_assert_cmpint (error != NULL ? error->code : 0, ==, requests[i].code);
      if (!ok)
        g_assert_cmpint (answer.fate, ==, requests[i].fate);
      g_clear_pointer (&answer.body, g_bytes_unref);
      g_clear_error (&error);
      g_assert_cmpint (br_ap_get_config (ap, "maxsleep"), ==, requests[i].taken ? 30 : 10);
      /* It happened once. */
      g_assert_true (link->ops->request (link, &request, &answer, &error));
      g_bytes_unref (answer.body);
      link->ops->close (link);
    }
}

static gboolean
refuse_cb (const BrLinkRequest *request, gpointer data)
{
  return !g_str_equal (request->path, data);
}

/* A cable that is out, a station that is off, and a gate. */
static void
test_cut (void)
{
  g_autoptr (ApWorld) world = ap_world_new (1);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
  BrStationLink *link = br_ap_link_new (world->air, ap, &world->clock);
  const BrLinkRequest request = { .method = "GET", .path = "/sysinfo", .max_bytes = BR_LINK_MAX_JSON, .timeout_ms = 1000 };
  BrLinkAnswer answer;

  br_ap_link_set_cut (link, TRUE);
  g_assert_false (link->ops->request (link, &request, &answer, NULL));
  g_assert_false (link->ops->open_stream (link, "/ws", NULL));
  br_ap_link_set_cut (link, FALSE);
  br_ap_link_set_gate (link, refuse_cb, (gpointer) "/sysinfo");
  g_assert_false (link->ops->request (link, &request, &answer, NULL));
  br_ap_link_set_gate (link, NULL, NULL);
  br_ap_set_power (ap, FALSE);
  g_assert_false (link->ops->request (link, &request, &answer, NULL));
  g_assert_cmpint (answer.fate, ==, BR_LINK_NOT_SENT);
  br_air_calm (world->air);
  ap_world_wait (world, 31);
  g_assert_true (link->ops->request (link, &request, &answer, NULL));
  g_bytes_unref (answer.body);
  link->ops->close (link);
}

/* Damaged answers are not what they were, for as long as they are damaged. */
static void
test_answers (void)
{
  static const BrApFault faults[] = { BR_AP_FAULT_HALF_REPLY, BR_AP_FAULT_GARBAGE_JSON, BR_AP_FAULT_WRONG_TYPE, BR_AP_FAULT_TYPE_CHANGED,
                                      BR_AP_FAULT_TYPE_MISSING };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (ApWorld) world = ap_world_new (i + 1);
      BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
      const char *path = faults[i] >= BR_AP_FAULT_TYPE_MISSING ? "/tagtypes/01.json" : "/get_db?mac=" AP_MAC;
      g_autofree char *whole = NULL, *spoilt = NULL, *after = NULL;

      ap_world_add_tag (world, ap, AP_MAC, 0x01);
      whole = ap_get (world, ap, path, NULL);
      br_ap_set_fault (ap, faults[i], &(BrApRule) { .per_mille = 1000, .until_us = world->now_us + G_USEC_PER_SEC });
      spoilt = ap_get (world, ap, path, NULL);
      g_assert_cmpstr (spoilt, !=, whole);
      world->now_us += 2 * G_USEC_PER_SEC;
      after = ap_get (world, ap, path, NULL);
      g_assert_cmpstr (after, ==, whole);
    }
}

/* A station's fault that keeps a picture from its tag while it lasts, an hour; then it comes, or is lost. */
static const struct
{
  BrApFault fault;
  gboolean comes;
  const char *says;
} delays[] = {
  { BR_AP_FAULT_RADIO_DEAD, TRUE, NULL },
  { BR_AP_FAULT_XTO, FALSE, "xfer timeout" },
  { BR_AP_FAULT_TYPE_MISSING, TRUE, NULL },
  { BR_AP_FAULT_BUSY, FALSE, NULL },
};

static void
test_delays (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      g_autoptr (ApWorld) world = ap_world_new (i + 1);
      BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
      BrApTag *tag = ap_world_add_tag (world, ap, AP_MAC, 0x33);

      br_ap_set_fault (ap, delays[i].fault, &(BrApRule) { .per_mille = 1000, .until_us = world->now_us + G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC });
      ap_send_pattern (world, ap, tag, 1);
      ap_world_wait (world, 3500);
      g_assert_false (ap_shows (tag, 1));
      /* Unheard that long, a tag asks once an hour. */
      ap_world_wait (world, 2 * 3600);
      g_assert_true (ap_shows (tag, 1) == delays[i].comes);
      g_assert_true (delays[i].says == NULL || ap_world_said (world, delays[i].says));
    }
}

/* A lost "complete": the station does not know, the tag shows it, and says so again at once when asked. */
static void
test_xfc_lost (void)
{
  g_autoptr (ApWorld) world = ap_world_new (1);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
  BrApTag *tag = ap_world_add_tag (world, ap, AP_MAC, 0x33);
  BrApTagCounts counts;

  br_ap_set_fault (ap, BR_AP_FAULT_XFC_LOST, &(BrApRule) { .per_mille = 1000, .count = 1 });
  g_assert_true (ap_send_pattern (world, ap, tag, 1));
  ap_world_wait (world, 1200);
  br_ap_tag_get_counts (tag, &counts);
  g_assert_cmpuint (counts.n_transfers, ==, 1);
  g_assert_cmpuint (counts.n_acks, ==, 2);
  g_assert_cmpint (ap_number (world, ap, AP_MAC, "updatecount"), ==, 1);
  g_assert_true (ap_shows (tag, 1));
}

/* A tag's fault; whether its station hears of it while it lasts, and whether it shows a picture sent meanwhile after an hour and after all. */
static const struct
{
  BrApTagFault fault;
  gboolean heard, shows, later;
} tags[] = {
  { BR_AP_TAG_FAULT_ASLEEP, FALSE, FALSE, TRUE },    { BR_AP_TAG_FAULT_DEAD, FALSE, FALSE, TRUE },    { BR_AP_TAG_FAULT_DEEP, FALSE, FALSE, TRUE },
  { BR_AP_TAG_FAULT_FALSE_ACK, TRUE, FALSE, FALSE }, { BR_AP_TAG_FAULT_NO_DRAW, TRUE, FALSE, FALSE }, { BR_AP_TAG_FAULT_LOSSY, TRUE, TRUE, TRUE },
};

static void
test_tags (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autoptr (ApWorld) world = ap_world_new (i + 1);
      BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
      BrApTag *tag = ap_world_add_tag (world, ap, AP_MAC, 0x33);
      gint64 begin = world->now_us / G_USEC_PER_SEC;

      br_ap_tag_set_fault (tag, tags[i].fault, &(BrApRule) { .per_mille = 1000, .amount = 200 });
      g_assert_true (ap_send_pattern (world, ap, tag, 1));
      ap_world_wait (world, 3600);
      g_test_message ("%s", br_ap_tag_fault_name (tags[i].fault));
      g_assert_true ((ap_number (world, ap, AP_MAC, "lastseen") > begin + 600) == tags[i].heard);
      g_assert_true (ap_shows (tag, 1) == tags[i].shows);
      br_air_calm (world->air);
      /* What was dropped meanwhile is sent again. */
      if (tags[i].later)
        ap_send_pattern (world, ap, tag, 1);
      ap_world_wait (world, 1800);
      g_assert_true (ap_shows (tag, 1) == tags[i].later);
    }
}

/* A reset tag shows its start screen and is as new. */
static void
test_reset (void)
{
  g_autoptr (ApWorld) world = ap_world_new (1);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
  BrApTag *tag = ap_world_add_tag (world, ap, AP_MAC, 0x33);
  BrApFrame frame;

  g_assert_true (ap_send_pattern (world, ap, tag, 1));
  ap_world_wait (world, 1200);
  g_assert_true (ap_shows (tag, 1));
  br_ap_tag_set_fault (tag, BR_AP_TAG_FAULT_RESET, &(BrApRule) { .per_mille = 1000, .count = 1 });
  ap_world_wait (world, 1200);
  br_ap_tag_get_frame (tag, &frame);
  g_assert_null (frame.pixels);
}

/* A silent stream looks open; of two messages the order can change, none is lost by that. */
static void
test_stream (void)
{
  g_autoptr (ApWorld) world = ap_world_new (1);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
  BrApClient *client = br_ap_subscribe (ap);
  g_autofree char *first = NULL, *second = NULL;

  ap_world_add_tag (world, ap, AP_MAC, 0x33);
  br_ap_set_fault (ap, BR_AP_FAULT_WS_SILENT, &(BrApRule) { .per_mille = 1000, .until_us = world->now_us + 60 * G_USEC_PER_SEC });
  ap_world_wait (world, 59);
  g_assert_null (br_ap_client_pop (client));
  g_assert_true (br_ap_client_is_open (client));
  br_ap_set_fault (ap, BR_AP_FAULT_WS_REORDER, &(BrApRule) { .per_mille = 1000, .count = 1 });
  ap_world_wait (world, 2);
  while ((first = br_ap_client_pop (client)) != NULL)
    g_clear_pointer (&first, g_free);
  g_free (ap_post (world, ap, "/save_cfg", "mac=" AP_MAC "&alias=Tea", NULL));
  g_assert_null (br_ap_client_pop (client));
  ap_world_wait (world, 5);
  first = br_ap_client_pop (client);
  second = br_ap_client_pop (client);
  g_assert_true (g_str_has_prefix (first, "{\"sys\":"));
  g_assert_true (g_str_has_prefix (second, "{\"tags\":"));
  br_ap_client_free (client);
}

static void
test_names (void)
{
  for (int fault = 1; fault < BR_AP_N_FAULTS; fault++)
    g_assert_cmpint (br_ap_fault_find (br_ap_fault_name ((BrApFault) fault)), ==, fault);
  for (int fault = 1; fault < BR_AP_N_TAG_FAULTS; fault++)
    g_assert_cmpint (br_ap_tag_fault_find (br_ap_tag_fault_name ((BrApTagFault) fault)), ==, fault);
  g_assert_cmpint (br_ap_fault_find ("nothing"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ap-faults/requests", test_requests);
  g_test_add_func ("/ap-faults/cut", test_cut);
  g_test_add_func ("/ap-faults/answers", test_answers);
  g_test_add_func ("/ap-faults/delays", test_delays);
  g_test_add_func ("/ap-faults/xfc-lost", test_xfc_lost);
  g_test_add_func ("/ap-faults/tags", test_tags);
  g_test_add_func ("/ap-faults/reset", test_reset);
  g_test_add_func ("/ap-faults/stream", test_stream);
  g_test_add_func ("/ap-faults/names", test_names);
  return g_test_run ();
}
