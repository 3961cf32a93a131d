/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels of an Opticon ESL Server: the driver against a folder that is worked on as that server does. */
#include "config.h"

#include <cairo.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "br-error.h"
#include "br-opticon-driver.h"
#include "br-opticon.h"
#include "opticon-server.h"

#define LABEL "00007E1F25A4B2C6"
#define RED_LABEL "00007E1F25A4B2C7"
#define HEAD "label;variant;width;height;colours;group\n"
#define LIST HEAD "# the front\n7E1F25A4B2C6;H;200;96;BW;Front\n" RED_LABEL ";H;152;152;BWR\n00007E1F25A4B2C8;Q;200;96;BW;wrong variant\n"

static gint64 now_us = G_GINT64_CONSTANT (1795422615000000);

static gint64
clock_now (gpointer data)
{
  return now_us;
}

static const BrClock CLOCK = { .now_us = clock_now, .monotonic_us = clock_now };

/** Shop: the server and the driver that speaks to it. */
typedef struct
{
  OpticonServer *server;
  BrStationDriver *driver;
} Shop;

static Shop
shop_open (void)
{
  Shop shop = { .server = opticon_server_new () };

  opticon_server_list (shop.server, LIST);
  shop.driver = br_opticon_driver_new (shop.server->root, &CLOCK, NULL);
  return shop;
}

static void
shop_clear (Shop *self)
{
  self->driver->ops->close (self->driver);
  opticon_server_free (self->server);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shop, shop_clear)

static BrTagImage *
make_image (Shop *shop, const char *label, guint seed)
{
  BrTagSighting sighting;
  BrTagImage *image;

  g_assert_true (shop->driver->ops->find (shop->driver, label, &sighting, NULL));
  image = br_tag_image_new (&sighting.type, NULL);
  for (gsize i = 0; i < image->type.width * image->type.height; i++)
    image->pixels[i] = (guint8) ((i / 7 + seed) % image->type.n_colours);
  return image;
}

static gboolean
send (Shop *shop, BrTagShipment *shipment, GError **error)
{
  return shop->driver->ops->prepare (shop->driver, shipment, error) && shop->driver->ops->submit (shop->driver, shipment, error);
}

static BrShipmentReport
look (Shop *shop, BrTagShipment *shipment)
{
  g_autoptr (GError) error = NULL;
  BrShipmentReport report;

  shop->driver->ops->look (shop->driver, shipment, &report, &error);
  g_assert_no_error (error);
  return report;
}

static void
assert_shows (Shop *shop, const char *label, const BrTagImage *image)
{
  const OpticonShown *shown = opticon_server_find (shop->server, label);
  const char *letters;

  g_assert_nonnull (shown);
  g_assert_true (shown->width == image->type.width && shown->height == image->type.height);
  letters = g_bytes_get_data (shown->pixels, NULL);
  for (gsize i = 0; i < image->type.width * image->type.height; i++)
    g_assert_cmpint (letters[i], ==, "?WBR"[image->type.colours[image->pixels[i]]]);
}

static void
test_picture (void)
{
  static const char *const labels[] = { LABEL, RED_LABEL };
  g_auto (Shop) shop = shop_open ();

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autoptr (BrTagImage) image = make_image (&shop, labels[i], 1);
      BrTagShipment shipment = { .tag = labels[i],
                                 .image = image,
                                 .title = "Tea <\"&'> \x01"
                                          "茶",
                                 .sequence = 1 };
      g_autoptr (GError) error = NULL;
      BrShipmentReport report;

      send (&shop, &shipment, &error);
      g_assert_no_error (error);
      report = look (&shop, &shipment);
      g_assert_cmpint (report.stage, ==, BR_STAGE_ACCEPTED);
      opticon_server_step (shop.server);
      report = look (&shop, &shipment);
      g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
      g_assert_cmpint (report.proof, ==, BR_TAG_PROOF_STATION);
      assert_shows (&shop, labels[i], image);
      g_assert_cmpstr (opticon_server_find (shop.server, labels[i])->note, ==, "Tea <\"&'> 茶");
      g_free (shipment.before);
    }
  g_assert_cmpuint (shop.server->n_taken, ==, 2);
  g_assert_cmpuint (shop.server->n_refused, ==, 0);
}

/* Pictures of one label: each has the index after the one before, 1 after 255, never 0, and no two files one name. */
static void
test_index (void)
{
  g_auto (Shop) shop = shop_open ();
  g_autoptr (BrTagImage) image = make_image (&shop, LABEL, 0);

  for (guint sequence = 250; sequence <= 260; sequence++)
    {
      BrTagShipment shipment = { .tag = LABEL, .image = image, .sequence = sequence };

      g_assert_true (send (&shop, &shipment, NULL));
      opticon_server_step (shop.server);
      g_assert_cmpint (look (&shop, &shipment).stage, ==, BR_STAGE_SHOWN);
      g_assert_cmpuint (opticon_server_find (shop.server, LABEL)->index, ==, sequence <= 255 ? sequence : sequence - 255);
      g_free (shipment.before);
      now_us += G_USEC_PER_SEC;
    }
  g_assert_cmpuint (opticon_server_count (shop.server, "Images/Completed", ".png"), ==, 11);
}

/* What a server that watches the folder sees: the picture is whole under its name before the companion appears, and that by renaming only. */
static void
test_order (void)
{
  g_auto (Shop) shop = shop_open ();
  g_autoptr (BrTagImage) image = make_image (&shop, LABEL, 0);
  g_autofree char *input = g_build_filename (shop.server->root, "Input", NULL);
  g_autoptr (GString) seen = g_string_new (NULL);
  BrTagShipment shipment = { .tag = LABEL, .image = image, .sequence = 1 };
  int fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  union
  {
    struct inotify_event event;
    char bytes[8192];
  } buffer;
  ssize_t n;

  g_assert_cmpint (inotify_add_watch (fd, input, IN_CREATE | IN_MODIFY | IN_MOVED_TO), >=, 0);
  g_assert_true (send (&shop, &shipment, NULL));
  n = read (fd, buffer.bytes, sizeof buffer.bytes);
  g_assert_cmpint (n, >, 0);
  for (ssize_t at = 0; at < n;)
    {
      struct inotify_event event;
      const char *name = buffer.bytes + at + sizeof event;

      memcpy (&event, buffer.bytes + at, sizeof event);
      if (g_str_has_suffix (name, ".png") || g_str_has_suffix (name, ".xml"))
        g_string_append_printf (seen, "%s %s\n", (event.mask & IN_MOVED_TO) != 0 ? "renamed" : "written", strrchr (name, '.'));
      at += (ssize_t) (sizeof event + event.len);
    }
  g_assert_cmpstr (seen->str, ==, "renamed .png\nrenamed .xml\n");
  close (fd);
  g_free (shipment.before);
}

/* The share goes away and comes back: nothing is lost, nothing is sent, and each call says so. */
static void
test_offline (void)
{
  g_auto (Shop) shop = shop_open ();
  g_autoptr (BrTagImage) image = make_image (&shop, LABEL, 0);
  g_autofree char *away = g_strconcat (shop.server->root, ".away", NULL);
  BrTagShipment sent = { .tag = LABEL, .image = image, .sequence = 1 }, other = { .tag = RED_LABEL, .image = image, .sequence = 1 };
  GError *errors[4] = { NULL };
  BrStationHealth health;
  BrShipmentReport report;

  g_assert_true (send (&shop, &sent, NULL));
  g_assert_cmpint (g_rename (shop.server->root, away), ==, 0);
  g_assert_false (shop.driver->ops->probe (shop.driver, &health, &errors[0]));
  g_assert_false (shop.driver->ops->prepare (shop.driver, &other, &errors[1]));
  g_assert_false (shop.driver->ops->submit (shop.driver, &sent, &errors[2]));
  g_assert_false (shop.driver->ops->look (shop.driver, &sent, &report, &errors[3]));
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_error (errors[i], BR_ERROR, BR_ERROR_OFFLINE);
      g_clear_error (&errors[i]);
    }
  now_us += G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
  g_assert_cmpint (g_rename (away, shop.server->root), ==, 0);
  g_assert_cmpint (look (&shop, &sent).stage, ==, BR_STAGE_ACCEPTED);
  opticon_server_step (shop.server);
  g_assert_cmpint (look (&shop, &sent).stage, ==, BR_STAGE_SHOWN);
  g_free (sent.before);
}

/* A server that takes nothing: what waits is bounded, and it is no longer said to be ready. */
static void
test_stopped (void)
{
  g_auto (Shop) shop = shop_open ();
  g_autoptr (BrTagImage) image = make_image (&shop, LABEL, 0);
  BrTagShipment shipment = { .tag = LABEL, .image = image, .sequence = 1 };
  BrStationHealth health;

  now_us = g_get_real_time ();
  g_assert_true (send (&shop, &shipment, NULL));
  g_assert_true (shop.driver->ops->probe (shop.driver, &health, NULL));
  g_assert_true (health.ready && health.n_tags == 3 && health.max_in_flight > 0 && health.troubles == 0);
  now_us += G_GINT64_CONSTANT (700) * G_USEC_PER_SEC;
  g_assert_true (shop.driver->ops->probe (shop.driver, &health, NULL));
  g_assert_false (health.ready);
  g_assert_cmpint (look (&shop, &shipment).stage, ==, BR_STAGE_ACCEPTED);
  opticon_server_step (shop.server);
  g_assert_true (shop.driver->ops->probe (shop.driver, &health, NULL));
  g_assert_true (health.ready);
  g_free (shipment.before);
}

/* What the server cannot work with stays, and its log says why. */
static void
test_refused (void)
{
  g_auto (Shop) shop = shop_open ();
  g_autoptr (BrTagImage) image = make_image (&shop, "00007E1F25A4B2C8", 0);
  BrTagShipment shipment = { .tag = "00007E1F25A4B2C8", .image = image, .sequence = 1 };
  BrShipmentReport report;

  g_assert_true (send (&shop, &shipment, NULL));
  opticon_server_step (shop.server);
  report = look (&shop, &shipment);
  g_assert_cmpint (report.stage, ==, BR_STAGE_BAD);
  g_assert_nonnull (strstr (report.note, "ERROR"));
  g_assert_true (shop.driver->ops->cancel (shop.driver, shipment.tag, NULL));
  g_assert_cmpuint (opticon_server_count (shop.server, "Input", ""), ==, 0);
  g_assert_cmpint (look (&shop, &shipment).stage, ==, BR_STAGE_DROPPED);
  g_free (shipment.before);
}

/* A newer picture takes the place of one that waits; broken off before its companion it is not taken, and leaves nothing behind in the end. */
static void
test_newer (void)
{
  g_auto (Shop) shop = shop_open ();
  g_autoptr (BrTagImage) old = make_image (&shop, LABEL, 0), new = make_image (&shop, LABEL, 1);
  BrTagShipment first = { .tag = LABEL, .image = old, .sequence = 1 }, second = { .tag = LABEL, .image = new, .sequence = 2 };
  g_autofree char *name = NULL, *half = NULL;

  g_assert_true (shop.driver->ops->prepare (shop.driver, &first, NULL));
  name = g_strconcat (first.before, ".png", NULL);
  half = g_build_filename (shop.server->root, "Input", name, NULL);
  g_assert_true (g_file_set_contents (half, "x", 1, NULL));
  g_assert_cmpint (look (&shop, &first).stage, ==, BR_STAGE_NOT_TAKEN);
  g_assert_true (shop.driver->ops->submit (shop.driver, &first, NULL));
  g_assert_true (send (&shop, &second, NULL));
  g_assert_cmpint (look (&shop, &first).stage, ==, BR_STAGE_DROPPED);
  opticon_server_step (shop.server);
  assert_shows (&shop, LABEL, new);
  g_assert_cmpuint (shop.server->n_taken, ==, 1);
  g_assert_cmpuint (opticon_server_count (shop.server, "Input", ""), ==, 0);
  g_free (first.before);
  g_free (second.before);
}

static void
count_sighting (const BrTagSighting *sighting, gpointer data)
{
  *(guint *) data += 1;
  g_assert_true (br_tag_type_is_sound (&sighting->type) && sighting->heard_us == 0);
}

static void
test_list (void)
{
  static const char *const bad[] = {
    "",
    "label;variant\n",
    HEAD "xyz;H;200;96;BW\n",
    HEAD LABEL ";HH;200;96;BW\n",
    HEAD LABEL ";H;0;96;BW\n",
    HEAD LABEL ";H;200;96;BWRY\n",
    HEAD LABEL ";H;200;96;BW\n" LABEL ";H;200;96;BW\n",
    HEAD LABEL ";H;201;97;BW\n",
    "\x00\x01",
  };
  g_auto (Shop) shop = shop_open ();
  BrStationHealth health;
  BrTagSighting sighting;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_true (shop.driver->ops->list (shop.driver, count_sighting, &n, NULL));
  g_assert_cmpuint (n, ==, 3);
  g_assert_false (shop.driver->ops->find (shop.driver, "00007E1F25A4B2CF", &sighting, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) local = NULL;

      opticon_server_list (shop.server, bad[i]);
      g_assert_false (shop.driver->ops->list (shop.driver, count_sighting, &n, &local));
      g_assert_error (local, BR_ERROR, BR_ERROR_INVALID);
    }
  /* What was read before goes on to hold. */
  g_assert_true (shop.driver->ops->probe (shop.driver, &health, NULL));
  g_assert_true (health.ready && health.n_tags == 3 && health.troubles == BR_STATION_TROUBLE_FILES);
  opticon_server_list (shop.server, LIST);
  g_assert_true (shop.driver->ops->probe (shop.driver, &health, NULL));
  g_assert_cmpuint (health.troubles, ==, 0);
}

static void
test_no_list (void)
{
  g_autoptr (OpticonServer) server = opticon_server_new ();
  g_autoptr (GError) error = NULL, path_error = NULL;
  BrStationDriver *driver = br_opticon_driver_new (server->root, &CLOCK, NULL);
  BrStationHealth health;
  BrTagShipment shipment = { .tag = LABEL, .sequence = 1 };

  g_assert_true (driver->ops->probe (driver, &health, NULL));
  g_assert_true (!health.ready && health.troubles == BR_STATION_TROUBLE_FILES);
  g_assert_false (driver->ops->prepare (driver, &shipment, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  driver->ops->close (driver);
  g_assert_null (br_opticon_driver_new ("not/whole", &CLOCK, &path_error));
  g_assert_error (path_error, BR_ERROR, BR_ERROR_INVALID);
}

static void
test_wrong_picture (void)
{
  g_auto (Shop) shop = shop_open ();
  g_autoptr (BrTagImage) image = make_image (&shop, RED_LABEL, 0);
  BrTagShipment shipment = { .tag = LABEL, .image = image, .sequence = 1 };
  g_autoptr (GError) error = NULL;

  g_assert_false (send (&shop, &shipment, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_assert_cmpuint (opticon_server_count (shop.server, "Input", ""), ==, 0);
  g_free (shipment.before);
}

static void
test_input (void)
{
  g_autoptr (OpticonServer) server = opticon_server_new ();
  g_autofree char *input = g_strconcat (server->root, "/Input/", NULL);
  BrStationDriver *driver = br_opticon_driver_new (input, &CLOCK, NULL);
  BrStationHealth health;

  opticon_server_list (server, LIST);
  g_assert_true (driver->ops->probe (driver, &health, NULL));
  g_assert_cmpuint (health.n_tags, ==, 3);
  driver->ops->close (driver);
}

static void
write_input (Shop *shop, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (shop->server->root, "Input", name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* A picture of one shade, of the first `bytes` bytes. */
static void
write_png (const char *path, const BrTagType *type, double shade, gsize bytes)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) type->width, (int) type->height);
  cairo_t *cr = cairo_create (surface);
  g_autofree char *png = NULL;
  gsize size;

  cairo_set_source_rgb (cr, shade, shade, shade);
  cairo_paint (cr);
  cairo_destroy (cr);
  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  g_assert_true (g_file_get_contents (path, &png, &size, NULL));
  g_assert_true (g_file_set_contents (path, png, (gssize) MIN (bytes, size), NULL));
}

/* What the server takes none of; it says so, and what the driver sends next is taken all the same. */
static void
test_server_refuses (void)
{
  static const struct
  {
    const char *name;
    double shade;
    gsize bytes;    /* 0 = no picture */
    guint sequence; /* less than it should be by so many */
    gboolean known;
  } rows[] = {
    { "grey", 0.5, G_MAXSIZE, 0, FALSE },       { "companion alone", 1, 0, 0, FALSE },        { "half a picture", 1, 60, 0, FALSE },
    { "an old index", 1, G_MAXSIZE, 1, FALSE }, { "a name it knows", 1, G_MAXSIZE, 0, TRUE },
  };
  g_auto (Shop) shop = shop_open ();
  g_autoptr (BrTagImage) image = make_image (&shop, LABEL, 0);
  BrOpticonLabel label = { .mac = LABEL, .variant = "H", .type = image->type };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrTagShipment good = { .tag = LABEL, .image = image, .sequence = i + 1 };
      g_autofree char *file = g_strdup_printf ("%s_bad%u.png", LABEL, i), *companion = g_strdup_printf ("%s_bad%u.xml", LABEL, i);
      g_autofree char *xml = br_opticon_xml (&label, file, NULL, i + 1 - rows[i].sequence), *path = g_build_filename (shop.server->root, "Input", file, NULL);
      g_autofree char *taken = g_build_filename (shop.server->root, "Images/Completed", file, NULL);

      g_test_message ("%s", rows[i].name);
      if (rows[i].bytes > 0)
        write_png (path, &image->type, rows[i].shade, rows[i].bytes);
      g_assert_true (!rows[i].known || g_file_set_contents (taken, "x", 1, NULL));
      write_input (&shop, companion, xml);
      opticon_server_step (shop.server);
      g_assert_cmpuint (shop.server->n_refused, ==, i + 1);
      g_assert_true (send (&shop, &good, NULL)); /* which takes the other away */
      opticon_server_step (shop.server);
      g_assert_cmpint (look (&shop, &good).stage, ==, BR_STAGE_SHOWN);
      g_assert_cmpuint (shop.server->n_refused, ==, i + 1);
      g_free (good.before);
      now_us += G_USEC_PER_SEC;
    }
  assert_shows (&shop, LABEL, image);
}

/* A server that writes names its own way. */
static void
test_letters (void)
{
  g_auto (Shop) shop = shop_open ();
  g_autoptr (BrTagImage) image = make_image (&shop, LABEL, 0);
  BrTagShipment shipment = { .tag = LABEL, .image = image, .sequence = 1 };

  shop.server->shouts = TRUE;
  g_assert_true (send (&shop, &shipment, NULL));
  opticon_server_step (shop.server);
  g_assert_cmpuint (opticon_server_count (shop.server, "Images/Completed", ".PNG"), ==, 1);
  g_assert_cmpint (look (&shop, &shipment).stage, ==, BR_STAGE_SHOWN);
  g_free (shipment.before);
}

/* A tag that belongs to nothing gets its picture first, and is the server's no more when that was taken. Bound anew, it is again. */
static void
test_unlink (void)
{
  g_auto (Shop) shop = shop_open ();
  g_autoptr (BrTagImage) image = make_image (&shop, LABEL, 0);
  BrTagShipment free_one = { .tag = LABEL, .image = image, .sequence = 1, .is_free = TRUE }, next = { .tag = LABEL, .image = image, .sequence = 2 };

  g_assert_true (send (&shop, &free_one, NULL));
  g_assert_cmpint (look (&shop, &free_one).stage, ==, BR_STAGE_ACCEPTED);
  opticon_server_step (shop.server);
  g_assert_cmpuint (shop.server->n_unlinked, ==, 0);
  g_assert_cmpint (look (&shop, &free_one).stage, ==, BR_STAGE_SHOWN);
  g_assert_cmpuint (opticon_server_count (shop.server, "Input", ".XML"), ==, 1);
  opticon_server_step (shop.server);
  g_assert_cmpuint (shop.server->n_unlinked, ==, 1);
  g_assert_false (opticon_server_find (shop.server, LABEL)->is_linked);
  g_assert_cmpuint (shop.server->n_refused, ==, 0);
  /* One that was not taken out yet stays in when it is wanted again. */
  g_assert_cmpint (look (&shop, &free_one).stage, ==, BR_STAGE_SHOWN);
  now_us += G_USEC_PER_SEC;
  g_assert_true (send (&shop, &next, NULL));
  g_assert_cmpuint (opticon_server_count (shop.server, "Input", ".XML"), ==, 0);
  opticon_server_step (shop.server);
  g_assert_cmpuint (shop.server->n_unlinked, ==, 1);
  g_assert_true (opticon_server_find (shop.server, LABEL)->is_linked);
  g_free (free_one.before);
  g_free (next.before);
}

static void
write_settings (Shop *shop, const char *text)
{
  g_autofree char *path = g_build_filename (shop->server->root, "backroom-station.ini", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Folders by other names; settings that are none leave those read before. */
static void
test_settings (void)
{
  static const char *const bad[] = { "Input=In",          "[Folders]\nInput=../Input\n",   "[Folders]\nInput=/tmp\n",
                                     "[Folders]\nLog=\n", "[Database]\nName=a;Driver=b\n", "\xff\n" };
  g_auto (Shop) shop = shop_open ();
  g_autoptr (BrTagImage) image = make_image (&shop, LABEL, 0);
  BrTagShipment shipment = { .tag = LABEL, .image = image, .sequence = 1 };
  BrStationHealth health;

  write_settings (&shop, "[Folders]\nInput=In\nCompleted=Done/All\n");
  g_assert_true (shop.driver->ops->probe (shop.driver, &health, NULL));
  g_assert_cmpuint (health.troubles, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      write_settings (&shop, bad[i]);
      g_assert_true (shop.driver->ops->probe (shop.driver, &health, NULL));
      g_assert_cmpuint (health.troubles, ==, BR_STATION_TROUBLE_FILES);
    }
  g_assert_true (send (&shop, &shipment, NULL));
  g_assert_cmpuint (opticon_server_count (shop.server, "In", ".xml"), ==, 1);
  g_assert_cmpuint (opticon_server_count (shop.server, "Input", ""), ==, 0);
  g_free (shipment.before);
}

static gpointer
wake (gpointer data)
{
  BrStationDriver *driver = data;

  driver->ops->wake (driver);
  return NULL;
}

static void
test_wait (void)
{
  g_auto (Shop) shop = shop_open ();
  gint64 begin = g_get_monotonic_time ();
  BrStationEvent event;
  GThread *thread = g_thread_new ("wake", wake, shop.driver);

  g_assert_false (shop.driver->ops->wait (shop.driver, 60 * G_USEC_PER_SEC, &event, NULL));
  g_thread_join (thread);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 60 * G_USEC_PER_SEC);
  g_assert_false (shop.driver->ops->wait (shop.driver, 1000, &event, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/opticon/picture", test_picture);
  g_test_add_func ("/opticon/index", test_index);
  g_test_add_func ("/opticon/order", test_order);
  g_test_add_func ("/opticon/offline", test_offline);
  g_test_add_func ("/opticon/stopped", test_stopped);
  g_test_add_func ("/opticon/refused", test_refused);
  g_test_add_func ("/opticon/newer", test_newer);
  g_test_add_func ("/opticon/list", test_list);
  g_test_add_func ("/opticon/no-list", test_no_list);
  g_test_add_func ("/opticon/wrong-picture", test_wrong_picture);
  g_test_add_func ("/opticon/input", test_input);
  g_test_add_func ("/opticon/server-refuses", test_server_refuses);
  g_test_add_func ("/opticon/letters", test_letters);
  g_test_add_func ("/opticon/unlink", test_unlink);
  g_test_add_func ("/opticon/settings", test_settings);
  g_test_add_func ("/opticon/wait", test_wait);
  return g_test_run ();
}
