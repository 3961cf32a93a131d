/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-world.h"

#include <glib/gstdio.h>

#include "br-error.h"
#include "br-hq-auth.h"
#include "br-hq-handle.h"
#include "br-hq-record.h"

#define START_US G_GINT64_CONSTANT (1790000000000000)
#define N_GOODS 6 /* products at the start: few, so that people get in each other's way */

/* A request that arrives late. */
typedef struct
{
  char *method, *path, *token;
  GBytes *body;
} Late;

static void
free_late (gpointer data)
{
  Late *late = data;

  g_free (late->method);
  g_free (late->path);
  g_free (late->token);
  g_clear_pointer (&late->body, g_bytes_unref);
  g_free (late);
}

gboolean
sim_chance (SimWorld *self, guint per_mille)
{
  return per_mille > 0 && br_xorshift_below (&self->chance, 1000) < per_mille;
}

guint
sim_below (SimWorld *self, guint limit)
{
  return br_xorshift_below (&self->chance, limit);
}

static gint64
now_us (gpointer data)
{
  return ((SimWorld *) data)->now_us;
}

static void
sleep_us (gpointer data, gint64 us)
{
  ((SimWorld *) data)->now_us += us;
}

static int
count_write (gint64 *writes_left, gboolean *dead)
{
  if (*dead || *writes_left == 0)
    {
      *dead = TRUE;
      return SQLITE_IOERR_WRITE;
    }
  if (*writes_left > 0)
    (*writes_left)--;
  return SQLITE_OK;
}

static int
hq_io (gpointer data, const char *path, const char *what, gint64 offset, int n_bytes)
{
  SimWorld *self = data;

  return count_write (&self->hq_writes_left, &self->hq_dead);
}

static int
device_io (gpointer data, const char *path, const char *what, gint64 offset, int n_bytes)
{
  SimDevice *device = data;

  return count_write (&device->writes_left, &device->dead);
}

static BrHqParams
hq_params (SimWorld *self, char **path)
{
  *path = g_build_filename (self->dir, "hq.db", NULL);
  return (BrHqParams) { .database = *path, .mode = BR_DB_WRITER, .clock = &self->clock, .random = &self->random, .faults = &self->hq_faults };
}

static void
open_hq (SimWorld *self)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  BrHqParams params = hq_params (self, &path);

  g_clear_pointer (&self->hq, br_hq_close);
  self->hq_dead = FALSE;
  self->hq_writes_left = -1;
  self->hq = br_hq_open (&params, &error);
  g_assert_no_error (error);
}

static void
close_device (SimDevice *self)
{
  g_clear_pointer (&self->engine, br_sync_engine_free);
  g_clear_pointer (&self->device, br_device_free);
  g_clear_pointer (&self->store, br_store_unref);
}

static void
open_store (SimDevice *self)
{
  BrStoreParams params = { .dir = self->dir, .clock = &self->world->clock, .random = &self->world->random, .faults = &self->faults };
  g_autoptr (GError) error = NULL;

  close_device (self);
  self->dead = FALSE;
  self->writes_left = -1;
  self->store = br_store_open (&params, &error);
  g_assert_no_error (error);
}

static void
open_device (SimDevice *self)
{
  g_autoptr (GError) error = NULL;
  BrSyncEngineParams params = { .transport = &self->transport, .overlap = BR_SYNC_IN_TURN };

  open_store (self);
  br_device_load (self->dir, &self->device, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->device);
  br_sync_adopt (self->store, self->device, &error);
  g_assert_no_error (error);
  params.store = self->store;
  params.device = self->device;
  self->engine = br_sync_engine_new (&params);
}

void
sim_revive (SimWorld *self)
{
  if (self->hq_dead)
    {
      self->n_kills++;
      open_hq (self);
    }
  for (guint i = 0; i < SIM_DEVICES; i++)
    if (self->devices[i].dead)
      {
        self->n_kills++;
        open_device (&self->devices[i]);
      }
}

/* FALSE: HQ died on the way, nothing comes back. */
static gboolean
handle (SimWorld *self, const char *method, const char *path, const char *token, GBytes *body, BrHqResponse *response)
{
  BrHqRequest request = { .method = method, .path = path, .token = token, .wire = BR_WIRE_VERSION, .body = body };

  if (sim_chance (self, self->chances.kill_hq))
    self->hq_writes_left = sim_below (self, 30);
  br_hq_handle (self->hq, &request, response);
  self->hq_writes_left = self->hq_dead ? 0 : -1;
  if (!self->hq_dead)
    return TRUE;
  br_hq_response_clear (response);
  self->n_kills++;
  open_hq (self);
  return FALSE;
}

static void
deliver_late (SimWorld *self)
{
  g_auto (BrHqResponse) response = { 0 };
  guint index;
  Late *late;

  if (self->late->len == 0 || !sim_chance (self, 300))
    return;
  index = sim_below (self, self->late->len);
  late = g_ptr_array_index (self->late, index);
  handle (self, late->method, late->path, late->token, late->body, &response);
  g_ptr_array_remove_index_fast (self->late, index);
}

static void
keep_late (SimWorld *self, const BrRequest *request)
{
  Late *late = g_new0 (Late, 1);

  *late =
      (Late) { g_strdup (request->method), g_strdup (request->path), g_strdup (request->token), request->body != NULL ? g_bytes_ref (request->body) : NULL };
  g_ptr_array_add (self->late, late);
}

static gboolean
lose (SimWorld *self, GError **error)
{
  self->n_lost++;
  g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "lost");
  return FALSE;
}

static gboolean
sim_send (gpointer data, const BrRequest *request, gsize max_bytes, BrResponse *response, GCancellable *cancellable, GError **error)
{
  SimDevice *device = data;
  SimWorld *self = device->world;
  g_auto (BrHqResponse) answer = { 0 };
  gsize length;

  self->n_requests++;
  self->now_us += 1000 + sim_below (self, 200000);
  deliver_late (self);
  if (device->dead || sim_chance (self, self->chances.lose_request))
    return lose (self, error);
  if (sim_chance (self, self->chances.late))
    {
      keep_late (self, request);
      return lose (self, error);
    }
  if (sim_chance (self, self->chances.twice))
    {
      g_auto (BrHqResponse) first = { 0 };

      handle (self, request->method, request->path, request->token, request->body, &first);
    }
  if (!handle (self, request->method, request->path, request->token, request->body, &answer) || sim_chance (self, self->chances.lose_response))
    return lose (self, error);
  length = answer.body != NULL ? g_bytes_get_size (answer.body) : 0;
  if (length > 0 && sim_chance (self, self->chances.cut))
    length = sim_below (self, length);
  response->status = answer.status;
  response->retry_after_s = answer.retry_after_s;
  response->body = answer.body != NULL ? g_bytes_new_from_bytes (answer.body, 0, length) : g_bytes_new_static ("", 0);
  return TRUE;
}

gboolean
sim_step (SimDevice *device)
{
  SimWorld *self = device->world;
  BrSyncOutcome outcome;
  gboolean idle;

  if (sim_chance (self, self->chances.kill_device))
    device->writes_left = sim_below (self, 60);
  br_sync_engine_step (device->engine, NULL, &outcome);
  idle = outcome.state == BR_SYNC_IDLE;
  if (!device->dead && outcome.state != BR_SYNC_IDLE && outcome.state != BR_SYNC_OFFLINE)
    g_error ("seed=%" G_GUINT64_FORMAT ": device %d needs a person: %s", self->seed, (int) (device - self->devices), outcome.error->message);
  br_sync_outcome_clear (&outcome);
  if (!device->dead)
    device->writes_left = -1;
  sim_revive (self);
  return idle;
}

static SimWorld *
make_world (const char *dir, guint64 seed)
{
  SimWorld *self = g_new0 (SimWorld, 1);

  self->dir = g_strdup (dir);
  self->seed = seed;
  br_xorshift_init (&self->chance, seed);
  br_xorshift_init (&self->xorshift, seed * 31 + 7);
  self->random = br_xorshift_random (&self->xorshift);
  self->now_us = START_US;
  self->clock = (BrClock) { .now_us = now_us, .monotonic_us = now_us, .sleep_us = sleep_us, .data = self };
  self->hq_writes_left = -1;
  self->hq_faults = (BrDbFaults) { .before_io = hq_io, .data = self };
  self->late = g_ptr_array_new_with_free_func (free_late);
  self->products = g_array_new (FALSE, FALSE, sizeof (BrId));
  self->skus = g_array_new (FALSE, FALSE, sizeof (BrId));
  self->prices = g_array_new (FALSE, FALSE, sizeof (BrId));
  for (guint i = 0; i < SIM_DEVICES; i++)
    {
      SimDevice *device = &self->devices[i];
      g_autofree char *name = g_strdup_printf ("device-%u", i);

      device->world = self;
      device->dir = g_build_filename (dir, name, NULL);
      device->transport = (BrTransport) { .send = sim_send, .data = device };
      device->faults = (BrDbFaults) { .before_io = device_io, .data = device };
      device->writes_left = -1;
      device->changes = g_array_new (FALSE, FALSE, sizeof (BrId));
    }
  return self;
}

static void
free_world (SimWorld *self)
{
  g_clear_pointer (&self->hq, br_hq_close);
  for (guint i = 0; i < SIM_DEVICES; i++)
    {
      close_device (&self->devices[i]);
      g_free (self->devices[i].dir);
      g_array_unref (self->devices[i].changes);
    }
  g_ptr_array_unref (self->late);
  g_array_unref (self->products);
  g_array_unref (self->skus);
  g_array_unref (self->prices);
  g_free (self->dir);
  g_free (self);
}

static gboolean
put_body (BrHqTx *tx, gpointer data, GError **error)
{
  BrRecord *record = data;
  g_auto (BrHqRecord) stored = BR_HQ_RECORD_INIT;
  const BrHqAuthor author = { .by = "HQ", .at_us = tx->now_us };
  gboolean changed;

  return br_hq_record_load (tx->sql, record->kind, &record->id, &stored, error) && br_hq_record_put (tx, &stored, record, &author, &changed, error);
}

/* Takes the record. */
static void
put (SimWorld *self, BrRecord *record)
{
  g_autoptr (GError) error = NULL;

  br_hq_write (self->hq, put_body, record, &error);
  g_assert_no_error (error);
  br_record_free (record);
}

/* Fixed ids, so that a copy of the founded world knows them. */
static BrRecord *
founded (BrKind kind, guint number, BrId *id)
{
  *id = (BrId) { .bytes = { 0x01, 0x89, kind, number, 0, 0, 0x70, 0, 0x80, [15] = 1 } };
  return br_record_new (kind, id);
}

static void
name_founded (SimWorld *self)
{
  BrId id;

  for (guint i = 0; i < 2; i++)
    {
      br_record_free (founded (BR_KIND_ZONE, i, &self->zones[i]));
      br_record_free (founded (BR_KIND_STORE, i, &self->stores[i]));
    }
  for (guint i = 0; i < 3; i++)
    br_record_free (founded (BR_KIND_PERSON, i, &self->people[i]));
  br_record_free (founded (BR_KIND_UNIT, 0, &self->unit));
  for (guint i = 0; i < N_GOODS; i++)
    {
      br_record_free (founded (BR_KIND_PRODUCT, i, &id));
      g_array_append_val (self->products, id);
      br_record_free (founded (BR_KIND_SKU, i, &id));
      g_array_append_val (self->skus, id);
      br_record_free (founded (BR_KIND_PRICE, i, &id));
      g_array_append_val (self->prices, id);
    }
  for (guint i = 0; i < SIM_DEVICES; i++) /* 0 and 3: all stores; 1 and 2: a store each */
    {
      gboolean bound = i == 1 || i == 2;

      self->devices[i].store_id = bound ? self->stores[i - 1] : (BrId) { 0 };
      self->devices[i].actor = (BrActor) { self->people[bound ? i : 0], bound ? BR_ROLE_MANAGER : BR_ROLE_MERCHANDISER, self->devices[i].store_id };
    }
}

static void
put_place (SimWorld *self, BrKind kind, guint number)
{
  BrId id;
  BrRecord *record = founded (kind, number, &id);
  g_autofree char *name = g_strdup_printf ("%s %u", kind == BR_KIND_ZONE ? "Zone" : "Store", number);

  br_value_set_text (&record->cells[BR_ZONE_NAME], name);
  br_value_set_text (&record->cells[BR_ZONE_CODE], name);
  if (kind == BR_KIND_STORE)
    {
      br_value_set_id (&record->cells[BR_STORE_ZONE], &self->zones[number]);
      br_value_set_text (&record->cells[BR_STORE_TIME_ZONE], "Asia/Shanghai");
      br_value_set_text (&record->cells[BR_STORE_CURRENCY], "CNY");
    }
  put (self, record);
}

static void
put_person (SimWorld *self, guint number, BrRole role, const BrId *store)
{
  BrId id;
  BrRecord *record = founded (BR_KIND_PERSON, number, &id);
  g_autofree char *login = g_strdup_printf ("person%u", number);

  br_value_set_text (&record->cells[BR_PERSON_NAME], login);
  br_value_set_text (&record->cells[BR_PERSON_LOGIN], login);
  br_value_set_int (&record->cells[BR_PERSON_ROLE], role);
  br_value_set_id (&record->cells[BR_PERSON_STORE], store);
  br_value_set_int (&record->cells[BR_PERSON_ACTIVE], 1);
  put (self, record);
}

static void
put_goods (SimWorld *self, guint number)
{
  BrId product_id, sku_id, price_id;
  BrRecord *product = founded (BR_KIND_PRODUCT, number, &product_id), *sku = founded (BR_KIND_SKU, number, &sku_id);
  BrRecord *price = founded (BR_KIND_PRICE, number, &price_id);
  g_autofree char *code = g_strdup_printf ("C-%u", number);

  br_value_set_text (&product->cells[BR_PRODUCT_NAME], code);
  br_value_set_id (&product->cells[BR_PRODUCT_UNIT], &self->unit);
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product_id);
  br_value_set_text (&sku->cells[BR_SKU_CODE], code);
  br_value_set_int (&sku->cells[BR_SKU_COST], 100);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  br_value_set_id (&price->cells[BR_PRICE_SKU], &sku_id);
  br_value_set_int (&price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR);
  br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
  br_value_set_int (&price->cells[BR_PRICE_AMOUNT], 500);
  put (self, product);
  put (self, sku);
  put (self, price);
}

static void
put_shop (SimWorld *self)
{
  BrId none = { 0 }, id;
  BrRecord *unit = founded (BR_KIND_UNIT, 0, &id);

  br_value_set_text (&unit->cells[BR_UNIT_NAME], "piece");
  br_value_set_int (&unit->cells[BR_UNIT_DECIMALS], 0);
  put (self, unit);
  for (guint i = 0; i < 2; i++)
    put_place (self, BR_KIND_ZONE, i);
  for (guint i = 0; i < 2; i++)
    put_place (self, BR_KIND_STORE, i);
  put_person (self, 0, BR_ROLE_MERCHANDISER, &none);
  put_person (self, 1, BR_ROLE_MANAGER, &self->stores[0]);
  put_person (self, 2, BR_ROLE_MANAGER, &self->stores[1]);
  for (guint i = 0; i < N_GOODS; i++)
    put_goods (self, i);
}

static void
enrol (SimDevice *device)
{
  char code[BR_HQ_CODE_LENGTH + 1];
  BrEnrolment enrolment = { .url = "http://127.0.0.1", .code = code, .name = "device" };
  g_autoptr (GError) error = NULL;

  br_hq_auth_make_code (device->world->hq, &device->store_id, code, &error);
  g_assert_no_error (error);
  open_store (device);
  br_sync_enrol (device->store, &device->transport, &enrolment, NULL, &error);
  g_assert_no_error (error);
  open_device (device);
  g_assert_true (sim_step (device));
}

void
sim_found (const char *dir)
{
  SimWorld *self = make_world (dir, 1);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  BrHqParams params = hq_params (self, &path);

  name_founded (self);
  self->hq = br_hq_create (&params, "Sim", &error);
  g_assert_no_error (error);
  put_shop (self);
  for (guint i = 0; i < SIM_DEVICES; i++)
    enrol (&self->devices[i]);
  free_world (self);
}

static void
copy_folder (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL), *target = g_build_filename (to, name, NULL), *bytes = NULL;
      gsize length;

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        copy_folder (source, target);
      else
        g_assert_true (g_file_get_contents (source, &bytes, &length, NULL)
                       && g_file_set_contents_full (target, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
}

SimWorld *
sim_open (const char *founded_dir, guint64 seed)
{
  g_autofree char *dir = g_strdup_printf ("%s-%" G_GUINT64_FORMAT, founded_dir, seed);
  SimWorld *self = make_world (dir, seed);

  copy_folder (founded_dir, dir);
  self->now_us += G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
  name_founded (self);
  open_hq (self);
  for (guint i = 0; i < SIM_DEVICES; i++)
    open_device (&self->devices[i]);
  return self;
}

void
sim_remove (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        sim_remove (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
sim_close (SimWorld *self)
{
  g_autofree char *dir = g_strdup (self->dir);

  free_world (self);
  sim_remove (dir);
}
