/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures between the devices and the HQ of the simulation: each test tells what the line does to them. The virtual clock goes on by
 * hand, so that what is put off can be waited for.
 */
#include "config.h"

#include <string.h>

#include "br-edit-store.h"
#include "br-error.h"
#include "br-outbox-store.h"
#include "br-picture-queue.h"
#include "br-record-store.h"
#include "sim-world.h"

#define N_SEEDS 8
#define HEAL_ROUNDS 20
#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static char *founded_dir;

/* A device's line, with what happens to pictures on it. */
typedef struct
{
  BrTransport real;     /* of the simulation */
  guint status;   /* answered to every picture instead of asking HQ; 0 = none */
  GBytes *body;     /* what every GET of a picture brings instead; or NULL */
  gboolean offline;  /* for pictures only */
  guint n_put, n_get;
} Line;

static gboolean
send_cb (gpointer data, const BrRequest *request, gsize max_bytes, BrResponse *response, GCancellable *cancellable, GError **error)
{
  Line *line = data;
  gboolean is_put = g_str_equal (request->method, "PUT");

  if (!g_str_has_prefix (request->path, "/v1/blob/"))
    return line->real.send (line->real.data, request, max_bytes, response, cancellable, error);
  line->n_put += is_put ? 1 : 0;
  line->n_get += is_put ? 0 : 1;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (line->offline)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "no line");
      return FALSE;
    }
  if (line->status == 0 && (is_put || line->body == NULL))
    return line->real.send (line->real.data, request, max_bytes, response, cancellable, error);
  response->status = line->status != 0 ? line->status : 200;
  response->retry_after_s = -1;
  response->body = line->status == 0 ? g_bytes_ref (line->body) : g_bytes_new_static ("", 0);
  return TRUE;
}

/* The engine calls the table it was given. */
static void
tap (SimDevice *device, Line *line)
{
  *line = (Line) { .real = device->transport };
  device->transport = (BrTransport) { .send = send_cb, .data = line };
}

static GBytes *
make_picture (guint number, gsize size)
{
  guint8 *bytes = g_malloc0 (size);

  memcpy (bytes, "\x89PNG\r\n\x1a\n", 8);
  memcpy (bytes + 8, &number, sizeof number);
  return g_bytes_new_take (bytes, size);
}

/* A person's edit: the pictures of a product, NULL = none. */
typedef struct
{
  SimDevice *device;
  const BrId *product;
  const char *names;
} Work;

static gboolean
edit_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Work *work = data;
  BrEditor editor = { .actor = work->device->actor, .person_name = "Sim", .label = "pictures", .mode = BR_EDIT_ATOMIC };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  g_autoptr (BrRecord) before = NULL, after = NULL;
  BrId change;

  if (!br_record_store_load (tx->db, BR_KIND_PRODUCT, work->product, &before, error))
    return FALSE;
  after = br_record_copy (before);
  br_value_set_text (&after->cells[BR_PRODUCT_PICTURES], work->names);
  return br_edit_batch_put (batch, before, after, error) && br_edit_batch_finish (batch, &change, NULL, error);
}

static void
set_pictures (SimDevice *device, guint product, const char *names)
{
  Work work = { device, &g_array_index (device->world->products, BrId, product), names };
  g_autoptr (GError) error = NULL;

  br_store_write (device->store, edit_job, &work, &error);
  g_assert_no_error (error);
}

/* Caller frees the name. */
static char *
keep (SimDevice *device, guint number)
{
  g_autoptr (GBytes) bytes = make_picture (number, 2000);
  g_autoptr (GError) error = NULL;
  char *name = br_picture_store_put (device->dir, bytes, &error);

  g_assert_no_error (error);
  return name;
}

static char *
add_picture (SimDevice *device, guint product, guint number)
{
  char *name = keep (device, number);

  set_pictures (device, product, name);
  return name;
}

static gboolean
has (SimDevice *device, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = br_picture_store_load (device->dir, name, &error);

  if (bytes == NULL)
    g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  return bytes != NULL;
}

typedef struct
{
  gint64 now_us;
  GArray *tasks;
} Listing;

static gboolean
list_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Listing *listing = data;

  listing->tasks = br_picture_queue_list (db, listing->now_us, 1000, error);
  return listing->tasks != NULL;
}

static guint
count_open (SimDevice *device)
{
  Listing listing = { .now_us = G_MAXINT64 };
  g_autoptr (GError) error = NULL;
  guint n;

  br_store_read (device->store, list_job, &listing, NULL, &error);
  g_assert_no_error (error);
  n = listing.tasks->len;
  g_array_unref (listing.tasks);
  return n;
}

static gboolean
counts_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_outbox_store_counts (db, data, error);
}

static gint64
count_waiting (SimDevice *device)
{
  BrOutboxCounts counts;
  g_autoptr (GError) error = NULL;

  br_store_read (device->store, counts_job, &counts, NULL, &error);
  g_assert_no_error (error);
  return counts.n_changes;
}

/* A step after an hour: hello is due, and tells of new rows. */
static void
step_later (SimDevice *device)
{
  device->world->now_us += HOUR_US;
  g_assert_true (sim_step (device));
}

static gboolean
is_settled (SimWorld *self)
{
  for (guint i = 0; i < SIM_DEVICES; i++)
    if (count_open (&self->devices[i]) > 0 || count_waiting (&self->devices[i]) > 0)
      return FALSE;
  return TRUE;
}

/* Everybody goes around until nothing is left to do; twice at least, since one sends what the others read. */
static void
settle (SimWorld *self)
{
  for (guint round = 0; round < 2 || !is_settled (self); round++)
    {
      g_assert_cmpuint (round, <, HEAL_ROUNDS);
      for (guint i = 0; i < SIM_DEVICES; i++)
        step_later (&self->devices[i]);
    }
}

static SimWorld *
open_synced (guint64 seed)
{
  SimWorld *self = sim_open (founded_dir, seed);

  for (guint i = 0; i < SIM_DEVICES; i++)
    g_assert_true (sim_step (&self->devices[i]));
  return self;
}

static void
changed_cb (BrChange *change, gpointer data)
{
  if (change->all)
    (*(guint *) data)++;
}

/* Sent once, fetched once by each, and whoever shows the list is told. */
static void
test_spread (void)
{
  SimWorld *self = open_synced (1);
  Line lines[SIM_DEVICES];
  guint n_told = 0, listener = br_store_listen (self->devices[1].store, changed_cb, &n_told);
  g_autofree char *name = NULL, *second = NULL, *both = NULL;

  for (guint i = 0; i < SIM_DEVICES; i++)
    tap (&self->devices[i], &lines[i]);
  name = add_picture (&self->devices[0], 0, 1);
  g_assert_true (sim_step (&self->devices[0]));
  g_assert_cmpuint (count_open (&self->devices[0]), ==, 0);
  step_later (&self->devices[1]);
  g_assert_true (has (&self->devices[1], name));
  g_assert_cmpuint (n_told, >, 0);
  /* The other one sends a second picture of the same product; the first is not carried again. */
  second = keep (&self->devices[1], 2);
  both = g_strjoin ("\n", second, name, NULL);
  set_pictures (&self->devices[1], 0, both);
  settle (self);
  for (guint i = 0; i < SIM_DEVICES; i++)
    {
      g_assert_true (has (&self->devices[i], name));
      g_assert_true (has (&self->devices[i], second));
      g_assert_cmpuint (count_open (&self->devices[i]), ==, 0);
      g_assert_cmpuint (lines[i].n_put, ==, i < 2 ? 1 : 0);
      g_assert_cmpuint (lines[i].n_get, ==, i < 2 ? 1 : 2);
    }
  br_store_unlisten (self->devices[1].store, listener);
  sim_close (self);
}

/* The line loses, doubles and cuts, devices and HQ are killed at any write; then all is well. */
static void
test_faults (void)
{
  static const SimFaults faults = { .lose_request = 80, .lose_response = 80, .twice = 50, .late = 30, .cut = 50, .kill_hq = 50, .kill_device = 400 };
  guint n_kills = 0;

  for (guint64 seed = 1; seed <= N_SEEDS; seed++)
    {
      SimWorld *self = open_synced (seed);
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

      g_test_message ("seed %" G_GUINT64_FORMAT, seed);
      for (guint step = 0; step < 30; step++)
        {
          SimDevice *device = &self->devices[sim_below (self, SIM_DEVICES)];

          self->chances = (SimFaults) { 0 };
          if (sim_below (self, 3) == 0 && names->len < 6) /* each product once: HQ refuses nothing */
            g_ptr_array_add (names, add_picture (&self->devices[names->len % 2 ? 3 : 0], names->len, (guint) seed * 100 + names->len));
          self->chances = faults;
          self->now_us += sim_below (self, 20) * G_USEC_PER_SEC;
          sim_step (device);
        }
      self->chances = (SimFaults) { 0 };
      settle (self);
      for (guint i = 0; i < SIM_DEVICES; i++)
        {
          g_assert_cmpuint (count_open (&self->devices[i]), ==, 0);
          for (guint n = 0; n < names->len; n++)
            g_assert_true (has (&self->devices[i], g_ptr_array_index (names, n)));
        }
      n_kills += self->n_kills;
      sim_close (self);
    }
  g_assert_cmpuint (n_kills, >, N_SEEDS);
}

/* Other bytes are not kept, do not stop anything, and are not asked for again at once. */
static void
test_wrong_bytes (void)
{
  SimWorld *self = open_synced (2);
  SimDevice *reader = &self->devices[1];
  Line line;
  g_autoptr (GBytes) other = make_picture (99, 2000);
  g_autofree char *name = NULL, *wrong = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, other);

  tap (reader, &line);
  line.body = other;
  name = add_picture (&self->devices[0], 0, 1);
  g_assert_true (sim_step (&self->devices[0]));
  step_later (reader);
  for (guint i = 0; i < 2; i++)
    g_assert_true (sim_step (reader));
  g_assert_false (has (reader, name));
  g_assert_false (has (reader, wrong));
  g_assert_cmpuint (line.n_get, ==, 1);
  line.body = NULL;
  step_later (reader);
  g_assert_true (has (reader, name));
  sim_close (self);
}

/* What HQ does not have is asked for more and more seldom; when it comes, everybody gets it. */
static void
test_missing (void)
{
  SimWorld *self = open_synced (3);
  SimDevice *reader = &self->devices[1];
  Line line;
  g_autoptr (GBytes) bytes = make_picture (1, 2000);
  g_autofree char *name = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes), *kept = NULL;

  tap (reader, &line);
  set_pictures (&self->devices[0], 0, name);
  g_assert_true (sim_step (&self->devices[0]));
  for (guint i = 0; i < 48 * 3; i++) /* two days */
    {
      self->now_us += 20 * 60 * G_USEC_PER_SEC;
      g_assert_true (sim_step (reader));
    }
  g_assert_cmpuint (line.n_get, >=, 8);
  g_assert_cmpuint (line.n_get, <, 30);
  kept = keep (&self->devices[0], 1);
  g_assert_cmpstr (kept, ==, name);
  settle (self);
  g_assert_true (has (reader, name));
  sim_close (self);
}

/* Whatever becomes of the picture, the operation goes out. */
static void
test_upload_fails (void)
{
  static const struct
  {
    guint status;
    gboolean offline;
  } rows[] = { { 400, FALSE }, { 413, FALSE }, { 500, FALSE }, { 503, FALSE }, { 0, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SimWorld *self = open_synced (4 + i);
      SimDevice *writer = &self->devices[0];
      Line line;
      g_autofree char *name = NULL;

      g_test_message ("status %u", rows[i].status);
      tap (writer, &line);
      line.status = rows[i].status;
      line.offline = rows[i].offline;
      name = add_picture (writer, 0, 1);
      g_assert_true (sim_step (writer));
      g_assert_cmpint (count_waiting (writer), ==, 0);
      g_assert_cmpuint (count_open (writer), ==, 1);
      g_assert_cmpuint (line.n_put, ==, 1);
      line.status = 0;
      line.offline = FALSE;
      settle (self);
      g_assert_cmpuint (line.n_put, ==, 2);
      g_assert_true (has (&self->devices[3], name));
      sim_close (self);
    }
}

/* Many pictures: the engine goes around between them, the newest come first; cancelling keeps what has come. */
static void
test_many (void)
{
  SimWorld *self = open_synced (20);
  SimDevice *reader = &self->devices[1];
  Line line;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *last = NULL;
  BrSyncOutcome outcome;
  guint n_steps = 0;

  for (guint product = 0; product < 5; product++)
    {
      g_autoptr (GString) names = g_string_new (NULL);

      for (guint i = 0; i < 10; i++)
        {
          g_autofree char *name = keep (&self->devices[0], 100 * product + i);

          g_string_append_printf (names, "%s%s", i > 0 ? "\n" : "", name);
          g_set_str (&last, name);
        }
      set_pictures (&self->devices[0], product, names->str);
    }
  do
    {
      br_sync_engine_step (self->devices[0].engine, NULL, &outcome);
      g_assert_cmpint (outcome.state, ==, BR_SYNC_IDLE);
    }
  while (outcome.more);
  g_assert_cmpuint (count_open (&self->devices[0]), ==, 0);
  tap (reader, &line);
  self->now_us += HOUR_US;
  br_sync_engine_step (reader->engine, NULL, &outcome);
  g_assert_true (outcome.more);
  g_assert_cmpuint (line.n_get, <=, 32);
  g_assert_true (has (reader, last));
  g_cancellable_cancel (cancellable);
  br_sync_engine_step (reader->engine, cancellable, &outcome);
  g_assert_cmpint (outcome.state, !=, BR_SYNC_IDLE);
  br_sync_outcome_clear (&outcome);
  do
    {
      br_sync_engine_step (reader->engine, NULL, &outcome);
      g_assert_cmpint (outcome.state, ==, BR_SYNC_IDLE);
    }
  while (outcome.more && ++n_steps < 50);
  g_assert_cmpuint (count_open (reader), ==, 0);
  sim_close (self);
}

/* A damaged file gives way to the good one. */
static void
test_damaged (void)
{
  SimWorld *self = open_synced (30);
  SimDevice *reader = &self->devices[1];
  g_autofree char *name = add_picture (&self->devices[0], 0, 1), *path = br_picture_store_dup_path (reader->dir, name), *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_true (sim_step (&self->devices[0]));
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, "damaged", -1, &error);
  g_assert_no_error (error);
  step_later (reader);
  g_assert_true (has (reader, name));
  sim_close (self);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  founded_dir = g_dir_make_tmp ("backroom-sim-XXXXXX", NULL);
  sim_found (founded_dir);
  g_test_add_func ("/service/pictures/spread", test_spread);
  g_test_add_func ("/service/pictures/faults", test_faults);
  g_test_add_func ("/service/pictures/wrong-bytes", test_wrong_bytes);
  g_test_add_func ("/service/pictures/missing", test_missing);
  g_test_add_func ("/service/pictures/upload-fails", test_upload_fails);
  g_test_add_func ("/service/pictures/many", test_many);
  g_test_add_func ("/service/pictures/damaged", test_damaged);
  result = g_test_run ();
  sim_remove (founded_dir);
  g_free (founded_dir);
  return result;
}
