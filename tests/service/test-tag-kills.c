/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The program that drives shelf tags as a process of its own, killed with SIGKILL: at a write to tags.db, and while a request to its station is under way. Many shops at once, each
 * killed at another moment, all of them at emulated stations on sockets. After the kill it is started again: the first thing it asks about the tag is a look, the price gets onto
 * the tag's screen, and its picture was taken once.
 *
 * BACKROOM_TAG_KILLS sets how many shops there are (default 16).
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "br-ap-server.h"
#include "br-sku-query.h"
#include "br-station-store.h"
#include "br-tag-binding-store.h"
#include "br-tag-service.h"
#include "br-tag-store.h"
#include "br-worker.h"
#include "import-fixture.h"

#define TAG_TYPE 0x54 /* black and white, with a light: quickly fetched and drawn */
#define MAX_KILLS 256
#define TICK_MS 20
#define LIMIT_US (120 * G_USEC_PER_SEC)
#define PEACE_US (3 * G_USEC_PER_SEC) /* a program that had something to send would have sent it by then */
#define PEACE_REQUESTS 3
#define N_WRITES 100 /* of a job's whole life, and requests */
#define N_REQUESTS 16

/* The child: a shop's program, until it is killed. */

typedef struct
{
  gint left; /* writes to tags.db until it dies; < 0 = it does not. Of the store's writing thread */
} Fuse;

static int
before_io (gpointer data, const char *path, const char *what, gint64 offset, int n_bytes)
{
  Fuse *fuse = data;

  if (strstr (path, "tags.db") != NULL && fuse->left > 0 && --fuse->left == 0)
    kill (getpid (), SIGKILL);
  return SQLITE_OK;
}

static int
be_shop (const char *dir, const char *writes)
{
  Fuse fuse = { atoi (writes) };
  BrDbFaults faults = { before_io, &fuse };
  BrStoreParams params = { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE, .faults = &faults };
  g_autoptr (GError) error = NULL;
  BrStore *store;

  br_thread_set_main ();
  store = br_store_open (&params, &error);
  g_assert_no_error (error);
  br_tag_service_start (br_tag_service_new (store));
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}

/* The parent: the stations, and what became of each shop. */

typedef struct
{
  char *dir, *name; /* name: of the station, in the log */
  char mac[17];
  BrAp *ap;
  BrApServer *server;
  int writes, requests; /* it is killed before this write, or while this request is under way; 0 = not by that */
  GPid pid;
  guint life;           /* 0 = not started, 1 = to be killed, 2 = the last one */
  int n_requests;       /* of this life */
  gint64 born_us;       /* this life; monotonic */
  gboolean kill_now;
  gboolean asked;       /* the second life has asked something about the tag */
  int state_at_death;   /* of the job; 0 = there was none yet */
  gboolean done;
} Shop;

typedef struct
{
  BrXorshift seed;
  BrRandom random;
  BrAir *air;
  Shop shops[MAX_KILLS];
  guint n_shops;
} Street;

static BrStore *
open_shop (const char *dir)
{
  BrStoreParams params = { .dir = dir, .clock = br_clock_system (), .random = br_random_system () };
  g_autoptr (GError) error = NULL;
  BrStore *store = br_store_open (&params, &error);

  g_assert_no_error (error);
  return store;
}

static gboolean
find_goods_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_true (br_sku_query_by_code (db, "A-1", ids, error));
  rows = br_sku_query_rows (db, (const guint32 *) ids->data, 1, error);
  *(BrId *) data = ((BrSkuRow *) rows->pdata[0])->uid;
  return TRUE;
}

typedef struct
{
  const Shop *shop;
  BrId goods;
} BindJob;

static gboolean
bind_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const BindJob *job = data;
  g_autoptr (BrStation) station = br_station_new ();
  BrTagSighting sighting = { .type_code = TAG_TYPE, .heard_us = br_clock_now_us (tx->clock) };
  BrTagBinding binding = { .sku = job->goods };
  g_autoptr (BrTag) tag = NULL;
  gint64 id;

  station->driver = g_strdup ("oepl");
  station->name = g_strdup (job->shop->name);
  station->address = g_strdup_printf ("127.0.0.1:%u", br_ap_server_get_port (job->shop->server));
  station->capacity = BR_STATION_CAPACITY;
  station->quiet_from = station->quiet_to = -1;
  g_strlcpy (sighting.tag, job->shop->mac, sizeof sighting.tag);
  g_assert_true (br_station_store_put (tx, station, &id, error) && br_tag_store_hear (tx, id, &sighting, 1, error));
  tag = br_tag_store_find (tx->db, "oepl", job->shop->mac, error);
  binding.tag = tag->id;
  return br_tag_bind (tx, &binding, error);
}

/* A profile with an article, a station and a tag bound to the article. */
static void
furnish (Shop *shop)
{
  BindJob job = { .shop = shop };
  BrStore *store = open_shop (shop->dir);
  g_autoptr (BrImportReport) report = run_text ("SKU,name,barcode,price\nA-1,Tea,6901234567892,10.50\n", store, BR_IMPORT_REJECT_ALL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (report->n_created, ==, 1);
  g_assert_true (br_store_read (store, find_goods_job, &job.goods, NULL, &error));
  g_assert_true (br_store_tags_write (store, bind_job, &job, &error));
  g_assert_no_error (error);
  br_store_unref (store);
}

static void
build_shop (Street *street, guint i)
{
  Shop *shop = &street->shops[i];
  g_autoptr (GError) error = NULL;

  shop->name = g_strdup_printf ("S%u", i);
  shop->dir = g_dir_make_tmp ("br-tags-XXXXXX", NULL);
  g_snprintf (shop->mac, sizeof shop->mac, "%016X", 0x00B00000u + i);
  shop->ap = br_air_add_ap (street->air, &(BrApParams) { .name = shop->name, .place = i, .ready = TRUE });
  /* As it is once our program has driven it for a while. */
  br_ap_set_config (shop->ap, "stopsleep", 0);
  br_ap_set_config (shop->ap, "lock", 1);
  br_ap_set_config (shop->ap, "maxsleep", 1);
  shop->server = br_ap_server_new (street->air, shop->ap, 0, &error);
  g_assert_no_error (error);
  br_air_add_tag (street->air, &(BrApTagParams) { .mac = shop->mac, .hw_type = TAG_TYPE, .ap = shop->ap, .wakes_s = 2 });
  furnish (shop);
}

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
begin_life (Shop *shop)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *writes = g_strdup_printf ("%d", shop->life == 0 && shop->writes > 0 ? shop->writes : -1);
  char *argv[] = { program, (char *) "--child", shop->dir, writes, NULL };
  g_autoptr (GError) error = NULL;

  shop->life++;
  shop->n_requests = 0;
  shop->born_us = g_get_monotonic_time ();
  g_assert_true (g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, die_with_parent, NULL, &shop->pid, &error));
}

/* What another program sees of the shop's tags.db; `fallback` when there is no row. */
static int
peek (const Shop *shop, const char *sql, int fallback)
{
  g_autofree char *path = g_build_filename (shop->dir, "tags.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  int number = fallback;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  if (sqlite3_step (statement) == SQLITE_ROW)
    number = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return number;
}

/* What was noted of its tag, for whoever reads a failed run. */
static void
say_events (const Shop *shop)
{
  g_autofree char *path = g_build_filename (shop->dir, "tags.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT at_us / 1000 % 1000000, kind, from_state, to_state, note FROM tag_event ORDER BY id", -1, &statement, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_test_message ("%s: at %d ms event %d, %d to %d, %s", shop->name, sqlite3_column_int (statement, 0), sqlite3_column_int (statement, 1),
                    sqlite3_column_int (statement, 2), sqlite3_column_int (statement, 3), (const char *) sqlite3_column_text (statement, 4));
  sqlite3_finalize (statement);
  sqlite3_close (db);
}

static int
job_state (const Shop *shop)
{
  return peek (shop, "SELECT state FROM tag_job ORDER BY id DESC LIMIT 1", 0);
}

/* A question about the tag: a look is one that only reads. */
static void
hear_request (Shop *shop, const char *request)
{
  gboolean looks = g_str_has_prefix (request, "GET /get_db?mac=") || g_str_has_prefix (request, "GET /getdata?") || g_str_has_prefix (request, "GET /current/");

  shop->kill_now |= ++shop->n_requests == shop->requests && shop->life == 1;
  if (shop->life != 2 || shop->asked || (strstr (request, shop->mac) == NULL && strstr (request, "/imgupload") == NULL && strstr (request, "/tag_cmd") == NULL))
    return;
  if (!looks)
    g_test_message ("%s, killed in state %d, asks first: %s", shop->name, shop->state_at_death, request);
  g_assert_true (looks);
  shop->asked = TRUE;
}

static void
log_cb (gint64 at_us, const char *line, gpointer data)
{
  Street *street = data;
  const char *space = strchr (line, ' ');
  guint i = line[0] == 'S' && space != NULL ? (guint) atoi (line + 1) : G_MAXUINT;

  if (i < street->n_shops && (g_str_has_prefix (space + 1, "GET ") || g_str_has_prefix (space + 1, "POST ")))
    hear_request (&street->shops[i], space + 1);
}

/* Where a shop is, for whoever reads a failed run. */
static void
say (const Shop *shop)
{
  BrApCounts counts;

  br_ap_get_counts (shop->ap, &counts);
  g_test_message ("%s: to be killed at write %d or request %d, killed in state %d, life %u; %u uploads, job in state %d, proof %d, asked %d, shown by proof %d",
                  shop->name, shop->writes, shop->requests, shop->state_at_death, shop->life, counts.n_uploads, job_state (shop),
                  peek (shop, "SELECT proof FROM tag_job", 0), shop->asked, peek (shop, "SELECT shown_proof FROM tag", 0));
  if (!shop->done)
    say_events (shop);
}

/* It shows the picture, and the program knows. */
static gboolean
is_done (Street *street, const Shop *shop)
{
  BrApFrame frame;
  BrTagProof proof = (BrTagProof) peek (shop, "SELECT shown_proof FROM tag", 0);
  gboolean may_be_weak = shop->state_at_death >= BR_TAG_JOB_SENDING && shop->state_at_death <= BR_TAG_JOB_ACKED;

  br_ap_tag_get_frame (br_air_find_tag (street->air, shop->mac), &frame);
  /* What was fetched while no program listened is known by the station's word alone; a minute later it would be sent again, to be proved. */
  return frame.pixels != NULL
         && (proof >= BR_TAG_PROOF_TAG
             || (may_be_weak && job_state (shop) == BR_TAG_JOB_ACKED && peek (shop, "SELECT proof FROM tag_job", 0) == BR_TAG_PROOF_WEAK));
}

/* What was done before it was killed is neither asked about again nor sent. */
static gboolean
has_reconciled (const Shop *shop)
{
  if (shop->state_at_death < BR_TAG_JOB_CONFIRMED)
    return shop->asked;
  return shop->n_requests >= PEACE_REQUESTS && g_get_monotonic_time () - shop->born_us > PEACE_US;
}

static void
end_life (Shop *shop)
{
  int status = 0;

  kill (shop->pid, SIGKILL);
  while (waitpid (shop->pid, &status, 0) < 0 && errno == EINTR)
    ;
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
}

static void
look_after (Street *street, Shop *shop)
{
  siginfo_t info = { 0 };
  gboolean dead;

  if (shop->life == 0)
    begin_life (shop);
  g_assert_cmpint (waitid (P_PID, (id_t) shop->pid, &info, WEXITED | WNOHANG | WNOWAIT), ==, 0);
  dead = info.si_pid != 0;
  if (shop->life == 2)
    g_assert_false (dead);
  if (shop->life == 1 && (dead || shop->kill_now || is_done (street, shop)))
    {
      end_life (shop);
      shop->state_at_death = job_state (shop);
      begin_life (shop);
    }
  else if (shop->life == 2 && has_reconciled (shop) && is_done (street, shop))
    {
      end_life (shop);
      shop->done = TRUE;
    }
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
live (Street *street)
{
  guint ticker = g_timeout_add (TICK_MS, wake_cb, NULL), n_done = 0;
  gint64 until = g_get_monotonic_time () + LIMIT_US;

  while (n_done < street->n_shops)
    {
      g_main_context_iteration (NULL, TRUE);
      n_done = 0;
      for (guint i = 0; i < street->n_shops; i++)
        {
          if (!street->shops[i].done)
            look_after (street, &street->shops[i]);
          n_done += street->shops[i].done;
        }
      for (guint i = 0; g_get_monotonic_time () > until && i < street->n_shops; i++)
        say (&street->shops[i]);
      g_assert_cmpint (g_get_monotonic_time (), <=, until);
    }
  g_source_remove (ticker);
}

static void
check_shop (const Shop *shop, guint states[BR_N_TAG_JOB_STATES])
{
  BrApCounts counts;

  br_ap_get_counts (shop->ap, &counts);
  say (shop);
  g_assert_cmpuint (counts.n_uploads, >=, 1);
  g_assert_cmpuint (counts.n_uploads, <=, 1 + (guint) peek (shop, "SELECT max(attempt) FROM tag_job", 0)); /* twice only where once did not prove enough */
  g_assert_cmpuint (counts.n_forbidden, ==, 0);
  g_assert_cmpuint (counts.n_queued_twice, ==, 0);
  states[shop->state_at_death]++;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      remove_tree (inner);
    }
  g_assert_cmpint (remove (path), ==, 0);
}

static void
clear_shop (Shop *shop)
{
  br_ap_server_free (shop->server);
  remove_tree (shop->dir);
  g_free (shop->dir);
  g_free (shop->name);
}

static void
test_kills (void)
{
  const char *text = g_getenv ("BACKROOM_TAG_KILLS");
  g_autofree Street *street = g_new0 (Street, 1);
  guint states[BR_N_TAG_JOB_STATES] = { 0 }, n_states = 0;

  street->n_shops = text != NULL ? (guint) CLAMP (atoi (text), 1, MAX_KILLS) : 16;
  br_xorshift_init (&street->seed, 1);
  street->random = br_xorshift_random (&street->seed);
  street->air = br_air_new (br_clock_system (), &street->random);
  br_air_set_log (street->air, log_cb, street);
  for (guint i = 0; i < street->n_shops; i++)
    {
      build_shop (street, i);
      *(i % 2 == 0 ? &street->shops[i].writes : &street->shops[i].requests) = 1 + (int) (i * (i % 2 == 0 ? N_WRITES : N_REQUESTS) / street->n_shops);
    }
  live (street);
  for (guint i = 0; i < street->n_shops; i++)
    check_shop (&street->shops[i], states);
  for (guint i = 0; i < BR_N_TAG_JOB_STATES; i++)
    n_states += states[i] > 0;
  g_assert_cmpuint (n_states, >=, MIN (street->n_shops, 3)); /* moments that are of different kinds */
  for (guint i = 0; i < street->n_shops; i++)
    clear_shop (&street->shops[i]);
  br_air_free (street->air);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return be_shop (argv[2], argv[3]);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/tag-kills", test_kills);
  return g_test_run ();
}
