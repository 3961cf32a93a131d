/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture's way through the emulated access point to a tag. */
#include "config.h"

#include <string.h>

#include "ap-world.h"

static void
test_delivery (void)
{
  g_autoptr (ApWorld) world = ap_world_new (1);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
  BrApTag *tag = ap_world_add_tag (world, ap, AP_MAC, 0x01);
  BrApTagCounts counts;
  g_autofree char *hash = NULL, *before = NULL;

  g_assert_true (ap_send_pattern (world, ap, tag, 0));
  g_assert_false (ap_shows (tag, 0));
  ap_world_wait (world, 15 * 60);
  g_assert_true (ap_shows (tag, 0));
  g_assert_cmpint (ap_number (world, ap, AP_MAC, "pending"), ==, 0);
  g_assert_cmpint (ap_number (world, ap, AP_MAC, "updatecount"), ==, 1);
  hash = ap_text (world, ap, AP_MAC, "hash");
  g_assert_cmpstr (hash, ==, "5b419071a32625b50000000000000000");
  /* The same again is not sent by radio. */
  br_ap_tag_get_counts (tag, &counts);
  g_assert_cmpuint (counts.n_transfers, ==, 1);
  g_assert_true (ap_send_pattern (world, ap, tag, 0));
  ap_world_wait (world, 15 * 60);
  br_ap_tag_get_counts (tag, &counts);
  g_assert_cmpuint (counts.n_transfers, ==, 1);
  g_assert_cmpuint (counts.n_uploads, ==, 2);
  g_assert_true (ap_world_said (world, "new image is the same as current image"));
}

/* The link moves the clock, speaks real multipart, and hears the stream. */
static void
test_link (void)
{
  g_autoptr (ApWorld) world = ap_world_new (2);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
  BrApTag *tag = ap_world_add_tag (world, ap, AP_MAC, 0x33);
  const BrApType *type = br_ap_type_find (0x33);
  g_autofree guint8 *indices = ap_pattern (type, 3);
  g_autoptr (GBytes) jpeg = ap_jpeg (type, indices, FALSE);
  BrStationLink *link = br_ap_link_new (world->air, ap, &world->clock);
  const BrLinkField fields[] = { { "mac", AP_MAC }, { "dither", "0" }, { "alias", "Käse \"x\"" } };
  const BrLinkRequest request = { .method = "POST",
                                  .path = "/imgupload",
                                  .fields = fields,
                                  .n_fields = G_N_ELEMENTS (fields),
                                  .file = jpeg,
                                  .file_name = "a.jpg",
                                  .file_type = "image/jpeg",
                                  .max_bytes = BR_LINK_MAX_JSON,
                                  .timeout_ms = 30000 };
  BrLinkAnswer answer;
  g_autoptr (GError) error = NULL;
  gint64 begin = world->now_us;
  guint n_lost, n_blocks = 0;
  gboolean rebooting = FALSE;

  g_assert_true (link->ops->open_stream (link, "/ws", &error));
  g_assert_true (link->ops->request (link, &request, &answer, &error));
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpuint (g_bytes_get_size (answer.body), ==, 0);
  g_bytes_unref (answer.body);
  g_assert_cmpint (world->now_us, >, begin);
  while (world->now_us < begin + 15 * 60 * G_USEC_PER_SEC)
    {
      g_autofree char *text = link->ops->receive (link, 60 * G_USEC_PER_SEC, &n_lost, &error);

      g_assert_no_error (error);
      if (text != NULL && strstr (text, "block request /current/" AP_MAC "_") != NULL)
        n_blocks++;
    }
  g_assert_cmpuint (n_blocks, >=, 1);
  g_assert_true (ap_shows (tag, 3));
  br_ap_restart (ap);
  while (error == NULL)
    {
      g_autofree char *text = link->ops->receive (link, G_USEC_PER_SEC, &n_lost, &error);

      rebooting |= g_strcmp0 (text, "{\"errMsg\":\"REBOOTING\"}") == 0;
    }
  g_assert_true (rebooting);
  link->ops->close (link);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ap-flow/delivery", test_delivery);
  g_test_add_func ("/ap-flow/link", test_link);
  return g_test_run ();
}
