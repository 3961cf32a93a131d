/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the emulated access point says: statuses, texts, paging, parser quirks, the stream. */
#include "config.h"

#include <string.h>

#include "ap-world.h"

#define PART(head, value) "--b\r\n" head "\r\n\r\n" value "\r\n"
#define FIELD(name, value) PART ("Content-Disposition: form-data; name=\"" name "\"", value)
#define FILE_PART PART ("Content-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg", "x")
#define END "--b--\r\n"

static const char boundary_70[] = "multipart/form-data; boundary=1234567890123456789012345678901234567890123456789012345678901234567890x";

/* A body; whether its mac is found, and the alias that is taken. */
static const struct
{
  const char *type, *body;
  gboolean taken;
  const char *alias;
} bodies[] = {
  { "multipart/form-data; boundary=b", FIELD ("mac", AP_MAC) FIELD ("alias", "Tea") FILE_PART END, TRUE, "Tea" },
  /* fields after the file are lost */
  { "multipart/form-data; boundary=b", FIELD ("mac", AP_MAC) FILE_PART FIELD ("alias", "Tea") END, TRUE, "" },
  { "multipart/form-data; boundary=b", FILE_PART FIELD ("mac", AP_MAC) END, FALSE, "" },
  /* what is not quoted loses its first and last character */
  { "multipart/form-data; boundary=b", PART ("Content-Disposition: form-data; name=mac", AP_MAC) FILE_PART END, FALSE, "" },
  /* a parameter needs "; " before it */
  { "multipart/form-data; boundary=b", PART ("Content-Disposition: form-data;name=\"mac\"", AP_MAC) FILE_PART END, FALSE, "" },
  /* a text with a type is taken for a file */
  { "multipart/form-data; boundary=b",
    FIELD ("mac", AP_MAC) PART ("Content-Disposition: form-data; name=\"alias\"\r\nContent-Type: text/plain", "Tea") FILE_PART END, TRUE, "" },
  /* a preamble ends the reading */
  { "multipart/form-data; boundary=b", "\r\n" FIELD ("mac", AP_MAC) FILE_PART END, FALSE, "" },
  { boundary_70, FIELD ("mac", AP_MAC) FILE_PART END, FALSE, "" },
  { "multipart/form-data; boundary=\"b\"", FIELD ("mac", AP_MAC) FILE_PART END, TRUE, "" },
  /* 12 digits are a MAC whose first bytes are 0: there is no such tag here; 15 are none */
  { "multipart/form-data; boundary=b", FIELD ("mac", "021A2B3C4D5E") FILE_PART END, FALSE, "" },
  { "multipart/form-data; boundary=b", FIELD ("mac", "0000021A2B3C4D5") FILE_PART END, FALSE, "" },
  { "text/plain", FIELD ("mac", AP_MAC) FILE_PART END, FALSE, "" },
};

static void
test_multipart (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (ApWorld) world = ap_world_new (i + 1);
      BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i].body, strlen (bodies[i].body));
      g_auto (BrApReply) reply = { 0 };
      BrApCounts counts;
      g_autofree char *alias = NULL;

      ap_world_add_tag (world, ap, i == 9 ? "0001021A2B3C4D5E" : AP_MAC, 0x01);
      br_ap_request (ap, &(BrApRequest) { .method = "POST", .path = "/imgupload", .content_type = bodies[i].type, .body = body }, &reply);
      /* Modern firmware says the same, whatever happened. */
      g_assert_cmpuint (reply.status, ==, 200);
      g_assert_cmpuint (g_bytes_get_size (reply.body), ==, 0);
      br_ap_get_counts (ap, &counts);
      g_test_message ("body %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (counts.n_uploads > 0, ==, bodies[i].taken);
      world->now_us += G_USEC_PER_SEC;
      alias = ap_text (world, ap, AP_MAC, "alias");
      g_assert_cmpstr (alias != NULL ? alias : "", ==, bodies[i].alias);
    }
}

static void
test_legacy (void)
{
  g_autoptr (ApWorld) world = ap_world_new (1);
  BrAp *ap = ap_world_add_ap (world, BR_AP_LEGACY);
  g_autoptr (GBytes) jpeg = g_bytes_new_static ("x", 1);
  g_autofree char *unknown = NULL, *saved = NULL, *busy = NULL;
  guint status;

  unknown = ap_upload_image (world, ap, AP_MAC, jpeg, &status);
  g_assert_cmpuint (status, ==, 400);
  g_assert_cmpstr (unknown, ==, "mac not found");
  ap_world_add_tag (world, ap, AP_MAC, 0x01);
  saved = ap_upload_image (world, ap, AP_MAC, jpeg, &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (saved, ==, "Ok, saved");
  br_ap_set_fault (ap, BR_AP_FAULT_BUSY, &(BrApRule) { .per_mille = 1000, .count = 1 });
  busy = ap_upload_image (world, ap, AP_MAC, jpeg, &status);
  g_assert_cmpuint (status, ==, 409);
  g_assert_cmpstr (busy, ==, "Come back later");
}

static guint
count_of (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

/* Pages are closed once they are too long; the position has 8 bits. */
static void
test_paging (void)
{
  g_autoptr (ApWorld) world = ap_world_new (1);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
  guint pos = 0, n_rows = 0, n_pages = 0;
  g_autofree char *first = NULL, *wrapped = NULL, *backup = NULL, *none = NULL, *bad = NULL;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *mac = g_strdup_printf ("%016X", 0x20000 + i);

      ap_world_add_tag (world, ap, mac, 0x01);
    }
  do
    {
      g_autofree char *path = g_strdup_printf ("/get_db?pos=%u", pos);
      g_autofree char *page = ap_get (world, ap, path, NULL);
      const char *more = strstr (page, "\"continu\":");
      guint n = count_of (page, "\"mac\":");

      g_assert_cmpuint (strlen (page), <, 6000);
      n_pages++;
      n_rows += n;
      g_assert_true (more == NULL || g_ascii_strtoull (more + strlen ("\"continu\":"), NULL, 10) == pos + n);
      pos = more != NULL ? pos + n : 0;
    }
  while (pos != 0);
  g_assert_cmpuint (n_rows, ==, 101);
  g_assert_cmpuint (n_pages, >, 5);
  first = ap_get (world, ap, "/get_db", NULL);
  wrapped = ap_get (world, ap, "/get_db?pos=256", NULL);
  g_assert_cmpstr (first, ==, wrapped);
  backup = ap_get (world, ap, "/backup_db", NULL);
  g_assert_true (g_str_has_prefix (backup, "[,[{\"mac\":\""));
  g_assert_cmpuint (count_of (backup, "\"mac\":"), ==, 100);
  none = ap_get (world, ap, "/get_db?mac=00000000000000AA", NULL);
  g_assert_cmpstr (none, ==, "{\"tags\":[]}");
  bad = ap_get (world, ap, "/get_db?mac=zz", NULL);
  g_assert_true (g_str_has_prefix (bad, "{\"error\":"));
}

/* Request; status; how the answer begins; whether nobody may ask for that. */
static const struct
{
  const char *method, *path, *form;
  guint status;
  const char *begins;
  gboolean forbidden;
} requests[] = {
  { "GET", "/sysinfo", NULL, 200, "{\"alias\":\"AP 1\"", FALSE },
  { "GET", "/get_ap_config", NULL, 200, "{\"C6\":\"1\"", FALSE },
  { "GET", "/tagtypes/01.json", NULL, 200, "{\"version\":1,\"name\":\"M2 2.9\\\"\",\"width\":296,\"height\":128,\"rotatebuffer\":1", FALSE },
  { "GET", "/tagtypes/2a.json", NULL, 404, "", FALSE },
  { "GET", "/tagtypes/FE.json", NULL, 404, "", FALSE },
  { "GET", "/current/" AP_MAC ".raw", NULL, 404, "", FALSE },
  { "GET", "/getdata?mac=" AP_MAC "&md5=0000000000000000", NULL, 400, "No data available", FALSE },
  { "POST", "/tag_cmd", "mac=00000000000000AA&cmd=clear", 400, "Error: mac not found", FALSE },
  { "POST", "/tag_cmd", "mac=" AP_MAC, 500, "param error", FALSE },
  { "POST", "/tag_cmd", "mac=" AP_MAC "&cmd=clear", 200, "Ok, done", FALSE },
  { "POST", "/tag_cmd", "mac=" AP_MAC "&cmd=purge", 200, "Ok, done", TRUE },
  { "GET", "/led_flash?mac=" AP_MAC "&pattern=12", NULL, 400, "Error: expects 12 hex bytes in pattern", FALSE },
  { "GET", "/led_flash", NULL, 400, "parameters are missing", FALSE },
  { "GET", "/led_flash?mac=" AP_MAC, NULL, 200, "ok, request transmitted", FALSE },
  { "POST", "/save_cfg", "mac=" AP_MAC "&alias=Tea+%26%20more", 200, "Ok, saved", FALSE },
  { "POST", "/save_apcfg", "lock=1", 200, "Ok, saved", FALSE },
  { "POST", "/set_time", "epoch=5", 400, "", FALSE },
  { "POST", "/jsonupload", "mac=" AP_MAC, 400, "Missing parameters", FALSE },
  { "POST", "/jsonupload", "mac=00000000000000AA&json=[]", 400, "mac not found in tagDB", FALSE },
  { "POST", "/jsonupload", "mac=" AP_MAC "&json=[]", 200, "Ok, saved", FALSE },
  { "GET", "/check_file?path=/none", NULL, 200, "{\"filesize\":0", FALSE },
  { "GET", "/edit", NULL, 500, "", TRUE },
  { "GET", "/get_wifi_config", NULL, 500, "", TRUE },
  { "POST", "/restore_db", "", 500, "", TRUE },
  { "GET", "/nothing", NULL, 404, "", FALSE },
};

static void
test_endpoints (void)
{
  g_autoptr (ApWorld) world = ap_world_new (1);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
  guint n_forbidden = 0;
  BrApCounts counts;
  g_autofree char *alias = NULL;

  ap_world_add_tag (world, ap, AP_MAC, 0x07);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      guint status;
      gboolean is_post = g_str_equal (requests[i].method, "POST");
      g_autofree char *text = is_post ? ap_post (world, ap, requests[i].path, requests[i].form, &status) : ap_get (world, ap, requests[i].path, &status);

      g_test_message ("%s", requests[i].path);
      g_assert_cmpuint (status, ==, requests[i].status);
      g_assert_true (g_str_has_prefix (text, requests[i].begins));
      n_forbidden += requests[i].forbidden ? 1 : 0;
      br_ap_get_counts (ap, &counts);
      g_assert_cmpuint (counts.n_forbidden, ==, n_forbidden);
    }
  alias = ap_text (world, ap, AP_MAC, "alias");
  g_assert_cmpstr (alias, ==, "Tea & more");
  g_assert_cmpint (br_ap_get_config (ap, "lock"), ==, 1);
}

/* Half of the night alone is not taken. */
static void
test_settings (void)
{
  g_autoptr (ApWorld) world = ap_world_new (1);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);

  g_free (ap_post (world, ap, "/save_apcfg", "sleeptime1=3&maxsleep=30", NULL));
  g_assert_cmpint (br_ap_get_config (ap, "sleeptime1"), ==, 0);
  g_assert_cmpint (br_ap_get_config (ap, "maxsleep"), ==, 30);
  g_free (ap_post (world, ap, "/save_apcfg", "sleeptime1=3&sleeptime2=5", NULL));
  g_assert_cmpint (br_ap_get_config (ap, "sleeptime1"), ==, 3);
  g_assert_cmpint (br_ap_get_config (ap, "sleeptime2"), ==, 5);
  g_assert_false (br_ap_set_config (ap, "nothing", 1));
  g_assert_cmpint (br_ap_get_config (ap, "nothing"), ==, -1);
}

/* The version is asked for backwards; what was delivered can be read while `preview` is on. */
static void
test_data (void)
{
  g_autoptr (ApWorld) world = ap_world_new (3);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
  BrApTag *tag = ap_world_add_tag (world, ap, AP_MAC, 0x01);
  g_auto (BrApReply) waiting = { 0 }, named = { 0 }, kept = { 0 };
  g_autofree char *md5 = NULL;

  g_assert_true (ap_send_pattern (world, ap, tag, 0));
  while (ap_number (world, ap, AP_MAC, "pending") == 0)
    ap_world_wait (world, 1);
  br_ap_request (ap, &(BrApRequest) { .method = "GET", .path = "/getdata?mac=" AP_MAC "&md5=0000000000000000" }, &waiting);
  md5 = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, waiting.body);
  g_assert_cmpstr (md5, ==, "5b419071a32625b58ed232dab2ebfcd8");
  br_ap_request (ap, &(BrApRequest) { .method = "GET", .path = "/getdata?mac=" AP_MAC "&md5=B52526A37190415B" }, &named);
  g_assert_true (g_bytes_equal (waiting.body, named.body));
  ap_world_wait (world, 900);
  br_ap_request (ap, &(BrApRequest) { .method = "GET", .path = "/current/" AP_MAC ".raw?t=1" }, &kept);
  g_assert_true (g_bytes_equal (waiting.body, kept.body));
  g_assert_cmpstr (kept.cache, ==, "max-age=604800");
  g_assert_nonnull (kept.etag);
}

static void
test_counts (void)
{
  g_autoptr (ApWorld) world = ap_world_new (1);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
  g_auto (BrApReply) first = { 0 }, second = { 0 };
  g_autoptr (GBytes) jpeg = g_bytes_new_static ("x", 1);
  BrApCounts counts;

  br_ap_request (ap, &(BrApRequest) { .method = "GET", .path = "/sysinfo" }, &first);
  br_ap_request (ap, &(BrApRequest) { .method = "GET", .path = "/sysinfo" }, &second);
  br_ap_get_counts (ap, &counts);
  g_assert_cmpuint (counts.n_concurrent, ==, 1);
  world->now_us += G_USEC_PER_SEC;
  g_free (ap_upload_image (world, ap, AP_MAC, jpeg, NULL));
  g_free (ap_upload_image (world, ap, AP_MAC, jpeg, NULL));
  br_ap_get_counts (ap, &counts);
  g_assert_cmpuint (counts.n_concurrent, ==, 1);
  g_assert_cmpuint (counts.n_too_close, ==, 1);
  world->now_us += G_USEC_PER_SEC;
  g_free (ap_upload_image (world, ap, AP_MAC, jpeg, NULL));
  br_ap_get_counts (ap, &counts);
  g_assert_cmpuint (counts.n_too_close, ==, 1);
}

static guint
drain (BrApClient *client)
{
  guint n = 0;
  char *text;

  for (; (text = br_ap_client_pop (client)) != NULL; n++)
    g_free (text);
  return n;
}

static void
test_stream (void)
{
  g_autoptr (ApWorld) world = ap_world_new (1);
  BrAp *ap = ap_world_add_ap (world, BR_AP_MODERN);
  BrApClient *clients[8];
  BrApCounts counts;
  guint n = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 8; i++)
    clients[i] = br_ap_subscribe (ap);
  g_assert_nonnull (clients[7]);
  g_assert_null (br_ap_subscribe (ap));
  ap_world_wait (world, 5);
  text = br_ap_client_pop (clients[0]);
  g_assert_true (g_str_has_prefix (text, "{\"sys\":{\"currtime\":"));
  g_assert_null (br_ap_client_pop (clients[0]));
  /* More at once than it queues. */
  br_ap_set_fault (ap, BR_AP_FAULT_WS_FLOOD, &(BrApRule) { .per_mille = 1000, .count = 1 });
  ap_world_wait (world, 5);
  for (guint i = 0; i < 8; i++)
    n += drain (clients[i]);
  br_ap_get_counts (ap, &counts);
  g_assert_cmpuint (counts.n_discarded, ==, 33);
  g_assert_cmpuint (n, ==, 7 + 7 + 32);
  br_ap_set_fault (ap, BR_AP_FAULT_WS_DROP, &(BrApRule) { .per_mille = 1000, .count = 1 });
  ap_world_wait (world, 5);
  n = 0;
  for (guint i = 0; i < 8; i++)
    n += br_ap_client_is_open (clients[i]) ? 1 : 0;
  g_assert_cmpuint (n, ==, 7);
  br_ap_restart (ap);
  g_assert_false (br_ap_client_is_open (clients[0]) && br_ap_client_is_open (clients[1]));
  g_assert_null (br_ap_subscribe (ap));
  for (guint i = 0; i < 8; i++)
    br_ap_client_free (clients[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ap-http/multipart", test_multipart);
  g_test_add_func ("/ap-http/legacy", test_legacy);
  g_test_add_func ("/ap-http/paging", test_paging);
  g_test_add_func ("/ap-http/endpoints", test_endpoints);
  g_test_add_func ("/ap-http/settings", test_settings);
  g_test_add_func ("/ap-http/data", test_data);
  g_test_add_func ("/ap-http/counts", test_counts);
  g_test_add_func ("/ap-http/stream", test_stream);
  return g_test_run ();
}
