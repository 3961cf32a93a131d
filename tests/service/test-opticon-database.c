/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's database, really read by ODBC: a file of SQLite's takes its place. */
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "br-error.h"
#include "br-odbc.h"
#include "br-opticon-driver.h"
#include "opticon-server.h"

#define DRIVER "/usr/lib/" BR_ODBC_TRIPLET "/odbc/libsqlite3odbc.so"
#define LABEL "00007E1F25A4B2C6"
#define LIST "label;variant;width;height;colours\n" LABEL ";H;200;96;BW\n"
#define TABLE                                                                                                                                                  \
  "CREATE TABLE labelstatus (id INTEGER, mac TEXT, description VARCHAR (20), IMAGE_ID INTEGER, LAST_INFO TIMESTAMP, LAST_IMAGE TIMESTAMP, battery INTEGER,"    \
  " STATUS INTEGER)"
#define SECOND G_USEC_PER_SEC

static gint64 now_us = G_GINT64_CONSTANT (1795435200000000); /* 2026-11-23 12:00 */

static gint64
clock_now (gpointer data)
{
  return now_us;
}

static const BrClock CLOCK = { .now_us = clock_now, .monotonic_us = clock_now };

/** Shop: the server, its database, and the driver. */
typedef struct
{
  OpticonServer *server;
  char *path;
  sqlite3 *database;
  BrStationDriver *driver;
  BrTagImage *image;
  BrTagShipment shipment;
} Shop;

static void
run (Shop *shop, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (shop->database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* A picture is handed over, and the server took it. */
static Shop
shop_open (void)
{
  Shop shop = { .server = opticon_server_new () };
  g_autofree char *ini = NULL, *sources = g_build_filename (g_get_tmp_dir (), "odbc.ini", NULL);
  BrTagSighting sighting;
  BrStationHealth health;

  shop.path = g_build_filename (shop.server->root, "server.db", NULL);
  ini = g_strdup_printf ("[eslserver]\nDriver=" DRIVER "\nDatabase=%s\n[gone]\nDriver=" DRIVER "\nDatabase=/nowhere/x.db\nNoCreat=1\n", shop.path);
  g_assert_true (g_file_set_contents (sources, ini, -1, NULL));
  g_assert_cmpint (sqlite3_open (shop.path, &shop.database), ==, SQLITE_OK);
  run (&shop, TABLE);
  run (&shop, "INSERT INTO labelstatus VALUES (1, '" LABEL "', 'Tea 茶', 6, '2026-11-23 11:00:00', '2026-11-23 11:00:00', NULL, 10)");
  opticon_server_list (shop.server, LIST);
  write_file (shop.server->root, "backroom-station.ini", "[Database]\nName=eslserver\n");
  shop.driver = br_opticon_driver_new (shop.server->root, &CLOCK, NULL);
  g_assert_true (shop.driver->ops->probe (shop.driver, &health, NULL) && health.troubles == 0);
  g_assert_true (shop.driver->ops->find (shop.driver, LABEL, &sighting, NULL));
  shop.image = br_tag_image_new (&sighting.type, NULL);
  shop.shipment = (BrTagShipment) { .tag = LABEL, .image = shop.image, .sequence = 7 };
  g_assert_true (shop.driver->ops->prepare (shop.driver, &shop.shipment, NULL));
  g_assert_true (shop.driver->ops->submit (shop.driver, &shop.shipment, NULL));
  opticon_server_step (shop.server);
  return shop;
}

static void
shop_clear (Shop *shop)
{
  shop->driver->ops->close (shop->driver);
  sqlite3_close (shop->database);
  br_tag_image_unref (shop->image);
  g_free (shop->shipment.before);
  g_free (shop->path);
  opticon_server_free (shop->server);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shop, shop_clear)

/* Half a minute later. */
static BrShipmentReport
look (Shop *shop)
{
  BrShipmentReport report;

  now_us += 30 * SECOND;
  g_assert_true (shop->driver->ops->look (shop->driver, &shop->shipment, &report, NULL));
  return report;
}

static void
test_shown (void)
{
  g_auto (Shop) shop = shop_open ();
  BrShipmentReport report = look (&shop);

  g_assert_cmpint (report.stage, ==, BR_STAGE_AT_STATION);
  run (&shop, "UPDATE labelstatus SET IMAGE_ID = 7, LAST_IMAGE = '2037-11-23 12:00:05', LAST_INFO = '2037-11-23 12:00:05'");
  report = look (&shop);
  g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
  g_assert_cmpint (report.proof, ==, BR_TAG_PROOF_TAG);
}

static void
test_failed (void)
{
  static const int statuses[] = { 11, 6, 7 };
  g_auto (Shop) shop = shop_open ();

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE labelstatus SET LAST_INFO = '2037-11-23 12:00:05', STATUS = %d", statuses[i]);

      run (&shop, sql);
      g_assert_cmpint (look (&shop).stage, ==, BR_STAGE_POPPED);
      run (&shop, "UPDATE labelstatus SET STATUS = 1");
      g_assert_cmpint (look (&shop).stage, ==, BR_STAGE_AT_STATION);
    }
}

/* Other people's tables are read at most once in ten seconds. */
static void
test_seldom (void)
{
  g_auto (Shop) shop = shop_open ();
  BrShipmentReport report = look (&shop);

  run (&shop, "UPDATE labelstatus SET STATUS = 11, LAST_INFO = '2037-11-23 12:00:05'");
  g_assert_true (shop.driver->ops->look (shop.driver, &shop.shipment, &report, NULL));
  g_assert_cmpint (report.stage, ==, BR_STAGE_AT_STATION);
  g_assert_cmpint (look (&shop).stage, ==, BR_STAGE_POPPED);
}

/* The database is away: it is waited for, then the folders alone must do; the station says so until it is back. */
static void
test_blind (void)
{
  g_auto (Shop) shop = shop_open ();
  BrShipmentReport report = { 0 };
  BrStationHealth health;

  run (&shop, "ALTER TABLE labelstatus RENAME TO away");
  for (guint i = 0; i < 20; i++)
    g_assert_cmpint (look (&shop).stage, ==, BR_STAGE_AT_STATION);
  g_assert_true (shop.driver->ops->probe (shop.driver, &health, NULL));
  g_assert_cmpuint (health.troubles, ==, BR_STATION_TROUBLE_FILES);
  g_assert_true (health.ready);
  report = look (&shop);
  g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
  g_assert_cmpint (report.proof, ==, BR_TAG_PROOF_STATION);
  run (&shop, "ALTER TABLE away RENAME TO labelstatus");
  g_assert_cmpint (look (&shop).stage, ==, BR_STAGE_AT_STATION);
  g_assert_true (shop.driver->ops->probe (shop.driver, &health, NULL));
  g_assert_cmpuint (health.troubles, ==, 0);
}

static void
count_row (const char *const *names, const char *const *cells, guint n, gpointer data)
{
  *(guint *) data += 1;
}

static void
test_reading (void)
{
  g_auto (Shop) shop = shop_open ();
  static const struct
  {
    const char *source, *table;
    int code;
  } rows[] = { { "eslserver", "nothing", BR_ERROR_OFFLINE },     { "gone", "labelstatus", BR_ERROR_OFFLINE },
               { "never", "labelstatus", BR_ERROR_OFFLINE },     { "", "labelstatus", BR_ERROR_INVALID },
               { "a;b=c", "labelstatus", BR_ERROR_INVALID },     { "eslserver", "x; DROP TABLE labelstatus", BR_ERROR_INVALID },
               { "eslserver", "label-status", BR_ERROR_INVALID } };
  BrOdbcTable few = { "eslserver", "labelstatus", 2 };
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrOdbcTable table = { rows[i].source, rows[i].table, 10 };
      g_autoptr (GError) error = NULL;

      g_assert_false (br_odbc_read_table (&table, count_row, &n, &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
    }
  g_assert_cmpuint (n, ==, 0);
  run (&shop, "INSERT INTO labelstatus SELECT * FROM labelstatus");
  run (&shop, "INSERT INTO labelstatus SELECT * FROM labelstatus");
  g_assert_true (br_odbc_read_table (&few, count_row, &n, NULL));
  g_assert_cmpuint (n, ==, 2);
}

int
main (int argc, char **argv)
{
  g_autofree char *sources = NULL;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  if (!g_file_test (DRIVER, G_FILE_TEST_EXISTS))
    return 77;
  sources = g_build_filename (g_get_tmp_dir (), "odbc.ini", NULL);
  g_setenv ("ODBCINI", sources, TRUE);
  g_setenv ("ODBCSYSINI", "/nowhere", TRUE);
  g_test_add_func ("/opticon-database/shown", test_shown);
  g_test_add_func ("/opticon-database/failed", test_failed);
  g_test_add_func ("/opticon-database/seldom", test_seldom);
  g_test_add_func ("/opticon-database/blind", test_blind);
  g_test_add_func ("/opticon-database/reading", test_reading);
  return g_test_run ();
}
