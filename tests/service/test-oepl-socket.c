/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The OpenEPaperLink driver over the program's own link on real sockets: the bytes of an upload, and pictures onto the screens of an emulated station's tags. */
#include "config.h"

#include "../device/raw-server.h"
#include "br-ap-stand.h"
#include "br-error.h"
#include "br-oepl-driver.h"
#include "br-station-link.h"
#include "br-tag-jpeg.h"

#include <string.h>

#define N_TAGS 3
#define MAC "00007E1F25C0A1B2"
#define LIMIT_US (90 * G_USEC_PER_SEC)

static const char *const FIELDS[][2] = { { "mac", MAC }, { "dither", "0" }, { "contentmode", "24" }, { "ttl", "0" },
                                         { "lut", "0" }, { "rotate", "0" }, { "invert", "0" },       { "alias", "Whole milk 1 l" } };

static void
take_upload (RawServer *server, GSocketConnection *connection, const char *head)
{
  g_assert_true (g_str_has_prefix (head, "POST /imgupload HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (head, "Content-Length: "));
  g_assert_null (strstr (head, "Expect:"));
  raw_read_body (server, connection, head, 0);
  raw_say (connection, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", -1);
}

/* Suite 2: the station reads the MAC when the file begins and the rest when it ends; a text with a type of its own would be a file, and names not quoted lose
 * letters (esl.md 2.2, 2.5). */
static void
test_wire (void)
{
  g_autoptr (RawServer) server = raw_server_new (take_upload);
  BrStationDriver *driver = br_oepl_driver_new (br_station_link_http (raw_server_address (server), NULL), br_clock_system ());
  g_autoptr (BrTagImage) image = br_tag_image_new (br_tag_type_find (1), NULL);
  g_autoptr (GBytes) jpeg = br_tag_jpeg_encode (image, NULL);
  g_autofree char *before = g_strdup ("0000000000000000 0 "), *body = NULL, *boundary = NULL;
  BrTagShipment shipment = { .tag = MAC, .image = image, .jpeg = jpeg, .title = "Whole milk 1 l", .before = before };
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (driver->ops->submit (driver, &shipment, &error));
  g_assert_no_error (error);
  body = raw_server_get_body (server);
  boundary = g_strndup (body, strcspn (body, "\r"));
  g_assert_true (g_str_has_prefix (boundary, "--"));
  g_assert_cmpuint (strlen (boundary), <=, 2 + 70);
  for (guint i = 0; i < G_N_ELEMENTS (FIELDS); i++)
    g_string_append_printf (expected, "%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n", boundary, FIELDS[i][0], FIELDS[i][1]);
  g_string_append_printf (expected, "%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"image.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n",
                          boundary);
  g_assert_true (g_str_has_prefix (body, expected->str));
  g_assert_cmpuint (raw_server_get_n (server), ==, 1);
  driver->ops->close (driver);
}

/* A client's thread, while the station runs on the main one. */
typedef struct
{
  char *address;
  BrTagImage *images[N_TAGS];
  char macs[N_TAGS][17];
  guint n_tags;
  gboolean done;
} Visit;

static void
meet (const BrTagSighting *sighting, gpointer data)
{
  Visit *self = data;

  if (sighting->is_station || sighting->type.n_colours == 0 || self->n_tags == N_TAGS)
    return;
  self->images[self->n_tags] = br_tag_image_new (&sighting->type, NULL);
  g_assert_nonnull (self->images[self->n_tags]);
  for (guint i = 0; i < sighting->type.width * sighting->type.height; i++)
    self->images[self->n_tags]->pixels[i] = (guint8) ((i / 5 + i / sighting->type.width / 9) % sighting->type.n_colours);
  g_strlcpy (self->macs[self->n_tags++], sighting->tag, 17);
}

/* Sends one picture, and looks until it is shown. */
static BrTagProof
deliver (BrStationDriver *driver, const char *mac, BrTagImage *image)
{
  g_autoptr (GBytes) jpeg = br_tag_jpeg_encode (image, NULL);
  BrTagShipment shipment = { .tag = mac, .image = image, .jpeg = jpeg, .title = "Milk" };
  gint64 until = g_get_monotonic_time () + LIMIT_US;
  BrShipmentReport report = { 0 };
  g_autoptr (GError) error = NULL;
  BrStationEvent event;

  g_assert_true (driver->ops->prepare (driver, &shipment, &error));
  g_assert_true (driver->ops->submit (driver, &shipment, &error));
  while (report.stage != BR_STAGE_SHOWN && g_get_monotonic_time () < until)
    {
      driver->ops->wait (driver, G_USEC_PER_SEC / 2, &event, &error);
      g_assert_true (driver->ops->look (driver, &shipment, &report, &error));
      g_assert_no_error (error);
      g_assert_cmpint (report.stage, !=, BR_STAGE_NOT_TAKEN);
    }
  g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
  g_free (shipment.before);
  g_free (shipment.token);
  g_free (shipment.expect);
  return report.proof;
}

static gpointer
visit_thread (gpointer data)
{
  Visit *self = data;
  BrStationDriver *driver = br_oepl_driver_new (br_station_link_http (self->address, NULL), br_clock_system ());
  g_autoptr (GError) error = NULL;
  BrStationHealth health;
  BrStationEvent event;

  g_assert_true (driver->ops->probe (driver, &health, &error));
  g_assert_no_error (error);
  g_assert_false (driver->ops->wait (driver, 0, &event, &error) && event.kind != BR_STATION_EVENT_MISSED);
  g_assert_true (driver->ops->list (driver, meet, self, &error));
  g_assert_cmpuint (self->n_tags, ==, N_TAGS);
  for (guint i = 0; i < N_TAGS; i++)
    g_assert_cmpint (deliver (driver, self->macs[i], self->images[i]), ==, BR_TAG_PROOF_PIXELS);
  driver->ops->close (driver);
  g_atomic_int_set (&self->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static gboolean
is_on_screen (BrAir *air, const Visit *visit, guint i)
{
  BrApFrame frame;

  br_ap_tag_get_frame (br_air_find_tag (air, visit->macs[i]), &frame);
  return frame.pixels != NULL && memcmp (frame.pixels, visit->images[i]->pixels, (gsize) frame.width * frame.height) == 0;
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
test_deliver (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrApStand) stand = br_ap_stand_new (&(BrApStandParams) { .n_tags = 5, .wakes_s = 1 }, &error);
  guint ticker = g_timeout_add (100, wake_cb, NULL);
  Visit visit = { 0 };
  GThread *thread;
  gint64 until;

  g_assert_no_error (error);
  visit.address = g_strdup_printf ("127.0.0.1:%u", br_ap_stand_get_port (stand, 0));
  thread = g_thread_new ("visit", visit_thread, &visit);
  while (!g_atomic_int_get (&visit.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  /* They say that they have it, and then draw. */
  until = g_get_monotonic_time () + LIMIT_US;
  for (guint i = 0; i < N_TAGS; i++)
    {
      while (!is_on_screen (br_ap_stand_get_air (stand), &visit, i) && g_get_monotonic_time () < until)
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (is_on_screen (br_ap_stand_get_air (stand), &visit, i));
      br_tag_image_unref (visit.images[i]);
    }
  g_source_remove (ticker);
  g_free (visit.address);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oepl-socket/wire", test_wire);
  g_test_add_func ("/oepl-socket/deliver", test_deliver);
  return g_test_run ();
}
