/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The emulated access point on real sockets, as the program's own link sees it, and its page. */
#include "config.h"

#include <string.h>

#include "ap-world.h"
#include "br-ap-page.h"
#include "br-ap-server.h"
#include "br-ap-stand.h"

#define MAC "0000022000100009" /* of two colours: it draws in 3 s */

/** Visit: a client's thread, while the stations run on this one. */
typedef struct
{
  char *address, *page;
  void (*work) (BrStationLink *link, BrStationLink *page);
  gboolean done;
} Visit;

static gpointer
visit_thread (gpointer data)
{
  Visit *self = data;
  BrStationLink *link = br_station_link_http (self->address, NULL), *page = br_station_link_http (self->page, NULL);

  self->work (link, page);
  br_station_link_close (link);
  br_station_link_close (page);
  g_atomic_int_set (&self->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static void
visit (BrApStand *stand, void (*work) (BrStationLink *link, BrStationLink *page))
{
  Visit self = { .work = work, .address = g_strdup_printf ("127.0.0.1:%u", br_ap_stand_get_port (stand, 0)) };
  GThread *thread;

  self.page = g_strdup (br_ap_stand_get_url (stand) + strlen ("http://"));
  self.page[strlen (self.page) - 1] = '\0';
  thread = g_thread_new ("visit", visit_thread, &self);
  while (!g_atomic_int_get (&self.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  g_free (self.address);
  g_free (self.page);
}

static BrApStand *
make_stand (guint n_tags)
{
  g_autoptr (GError) error = NULL;
  BrApStand *stand = br_ap_stand_new (&(BrApStandParams) { .n_tags = n_tags, .wakes_s = 1 }, &error);

  g_assert_no_error (error);
  return stand;
}

static char *
get (BrStationLink *link, const char *method, const char *path, guint status)
{
  const BrLinkRequest request = { .method = method, .path = path, .max_bytes = BR_LINK_MAX_JSON, .timeout_ms = 60000 };
  g_auto (BrLinkAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (br_station_link_request (link, &request, &answer, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (answer.status, ==, status);
  return g_bytes_get_size (answer.body) > 0 ? g_strndup (g_bytes_get_data (answer.body, NULL), g_bytes_get_size (answer.body)) : g_strdup ("");
}

static void
upload (BrStationLink *link)
{
  const BrApType *type = br_ap_type_find (0x27);
  g_autofree guint8 *indices = ap_pattern (type, 2);
  g_autoptr (GBytes) jpeg = ap_jpeg (type, indices, FALSE);
  const BrLinkField fields[] = { { "mac", MAC }, { "dither", "0" } };
  const BrLinkRequest request = { .method = "POST",
                                  .path = "/imgupload",
                                  .fields = fields,
                                  .n_fields = G_N_ELEMENTS (fields),
                                  .file = jpeg,
                                  .file_name = "a.jpg",
                                  .file_type = "image/jpeg",
                                  .max_bytes = BR_LINK_MAX_JSON,
                                  .timeout_ms = 60000 };
  g_auto (BrLinkAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (br_station_link_request (link, &request, &answer, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (answer.status, ==, 200);
}

/* Uploads, and hears by the stream that the tag has it. */
static void
deliver (BrStationLink *link, BrStationLink *page)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *info = get (link, "GET", "/sysinfo", 200);
  gboolean complete = FALSE;
  guint n_lost;

  g_assert_true (g_str_has_prefix (info, "{\"alias\":\"Demo AP 1\""));
  g_assert_true (br_station_link_open_stream (link, "/ws", &error));
  upload (link);
  while (!complete)
    {
      g_autofree char *text = br_station_link_receive (link, 60 * G_USEC_PER_SEC, &n_lost, &error);

      g_assert_no_error (error);
      g_assert_nonnull (text);
      complete = strstr (text, MAC " reports xfer complete") != NULL;
    }
}

/* Its page has the picture it shows. */
static void
look (BrStationLink *link, BrStationLink *page)
{
  g_autofree char *all = get (page, "GET", "/", 200), *tags = get (page, "GET", "/tags", 200), *counts = get (page, "GET", "/__emu/counts", 200);
  const BrLinkRequest request = { .method = "GET", .path = "/tag/" MAC ".png", .max_bytes = BR_LINK_MAX_PAYLOAD, .timeout_ms = 60000 };
  g_auto (BrLinkAnswer) answer = { 0 };

  g_assert_nonnull (strstr (all, "Simulated shelf tags at 127.0.0.1:"));
  g_assert_nonnull (strstr (tags, "10 tags, 1 show a picture"));
  g_assert_nonnull (strstr (tags, "<img src=/tag/" MAC ".png"));
  g_assert_nonnull (strstr (counts, "\"uploads\":1,\"concurrent\":0,"));
  g_assert_true (br_station_link_request (page, &request, &answer, NULL));
  g_assert_cmpmem (g_bytes_get_data (answer.body, NULL), 4, "\x89PNG", 4);
  g_free (get (page, "GET", "/tag/nothing.png", 404));
  g_free (get (page, "POST", "/__emu/dance", 404));
  g_free (get (page, "POST", "/__emu/press?mac=0000000000000001", 404));
  g_free (get (page, "POST", "/__emu/restart?ap=7", 404));
  g_free (get (page, "POST", "/__emu/fault?name=nothing", 404));
}

static void
test_deliver (void)
{
  g_autoptr (BrApStand) stand = make_stand (10);
  BrApTag *tag = br_air_find_tag (br_ap_stand_get_air (stand), MAC);
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  visit (stand, deliver);
  /* It says so, and then draws; a real clock cannot be moved. */
  while (!ap_shows (tag, 2) && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (ap_shows (tag, 2));
  visit (stand, look);
}

static void
expect_broken (BrStationLink *link)
{
  const BrLinkRequest request = { .method = "GET", .path = "/sysinfo", .max_bytes = BR_LINK_MAX_JSON, .timeout_ms = 1000 };
  g_auto (BrLinkAnswer) answer = { 0 };

  g_assert_false (br_station_link_request (link, &request, &answer, NULL));
  g_assert_cmpuint (answer.status, ==, 0);
}

/* What breaks off or hangs does so on the socket; the next request is answered. */
static void
suffer (BrStationLink *link, BrStationLink *page)
{
  static const char *const names[] = { "drop-early", "drop-late", "hang" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/__emu/fault?name=%s&per-mille=1000&count=1", names[i]);

      g_free (get (page, "POST", path, 204));
      expect_broken (link);
      g_free (get (link, "GET", "/sysinfo", 200));
    }
  g_free (get (page, "POST", "/__emu/power?on=0", 204));
  expect_broken (link);
  g_free (get (page, "POST", "/__emu/calm", 204));
}

static void
test_faults (void)
{
  g_autoptr (BrApStand) stand = make_stand (3);

  visit (stand, suffer);
}

/* More tags than a station can have are on several; the ports of last time are kept while they are free. */
static void
test_steady (void)
{
  const BrApStandParams params = { .n_tags = 121 };
  g_autofree char *file = g_build_filename (g_get_user_runtime_dir (), "ports", NULL);
  g_autoptr (GError) error = NULL;
  BrApStand *first, *again;
  guint16 port, second;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_runtime_dir (), 0700), ==, 0);
  first = br_ap_stand_new_steady (&params, file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (br_ap_stand_get_n (first), ==, 2);
  port = br_ap_stand_get_port (first, 0);
  second = br_ap_stand_get_port (first, 1);
  br_ap_stand_free (first);
  again = br_ap_stand_new_steady (&params, file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (br_ap_stand_get_port (again, 0), ==, port);
  g_assert_cmpuint (br_ap_stand_get_port (again, 1), ==, second);
  first = br_ap_stand_new_steady (&params, file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (br_ap_stand_get_port (first, 0), !=, port);
  br_ap_stand_free (first);
  br_ap_stand_free (again);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ap-server/deliver", test_deliver);
  g_test_add_func ("/ap-server/faults", test_faults);
  g_test_add_func ("/ap-server/steady", test_steady);
  return g_test_run ();
}
