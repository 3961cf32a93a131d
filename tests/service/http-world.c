/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "http-world.h"

#include "br-edit-store.h"
#include "br-hq-admin.h"
#include "br-hq-auth.h"
#include "br-record-store.h"

#define PATIENCE_S 30 /* nothing here takes a second; a busy machine may */

typedef struct
{
  const char *what;
  gint64 end_us;
} Wait;

/* Also wakes the loop for conditions that no event tells of. */
static gboolean
tick_cb (gpointer data)
{
  const Wait *wait = data;

  if (g_get_monotonic_time () > wait->end_us)
    g_error ("waited %d s for %s", PATIENCE_S, wait->what);
  return G_SOURCE_CONTINUE;
}

guint
wait_begin (const char *what)
{
  Wait *wait = g_new (Wait, 1);

  *wait = (Wait) { what, g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC };
  return g_timeout_add_full (G_PRIORITY_DEFAULT, 5, tick_cb, wait, g_free);
}

static gboolean
put_product (BrHqTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrRecord) unit = NULL, product = NULL;
  BrId unit_id;
  gboolean changed, created;

  br_hq_make_id (tx->hq, &unit_id);
  br_hq_make_id (tx->hq, data);
  unit = br_record_new (BR_KIND_UNIT, &unit_id);
  br_value_set_text (&unit->cells[BR_UNIT_NAME], "piece");
  br_value_set_int (&unit->cells[BR_UNIT_DECIMALS], 0);
  product = br_record_new (BR_KIND_PRODUCT, data);
  br_value_set_text (&product->cells[BR_PRODUCT_NAME], "Green tea");
  br_value_set_id (&product->cells[BR_PRODUCT_UNIT], &unit_id);
  return br_hq_admin_put (tx, unit, &changed, &created, error) && br_hq_admin_put (tx, product, &changed, &created, error);
}

void
hq_open (Hq *self, const char *certificate, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  const BrHqPerson person = { .login = "mei", .name = "Mei", .role = BR_ROLE_MERCHANDISER, .password = "long enough" };

  self->dir = g_dir_make_tmp ("backroom-http-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (self->dir, "hq.db", NULL);
  self->admin = br_hq_create (&(BrHqParams) { .database = path, .mode = BR_DB_WRITER }, "HQ", &error);
  g_assert_no_error (error);
  g_assert_true (br_hq_admin_add_person (self->admin, &person, &error));
  g_assert_true (br_hq_write (self->admin, put_product, &self->product, &error));
  self->http = br_hq_http_new (&(BrHqHttpParams) { .database = path, .tls_certificate = certificate, .tls_key = key }, &error);
  g_assert_no_error (error);
}

void
hq_close (Hq *self)
{
  br_hq_http_free (self->http);
  br_hq_close (self->admin);
  g_free (self->dir);
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **out = data;

  *out = g_object_ref (result);
}

gboolean
pc_enrol (Hq *hq, Pc *pc, const char *code, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  br_sync_service_enrol_async (pc->service, br_hq_http_get_url (hq->http), code, "Back office", NULL, enrolled_cb, &result);
  WAIT_FOR (result != NULL);
  return br_sync_service_enrol_finish (pc->service, result, error);
}

void
pc_open (Hq *hq, Pc *self, const char *name)
{
  g_autofree char *dir = g_build_filename (hq->dir, name, NULL);
  g_autoptr (GError) error = NULL;

  self->store = br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE }, &error);
  g_assert_no_error (error);
  self->service = br_sync_service_new (self->store);
}

void
pc_open_enrolled (Hq *hq, Pc *self, const char *name)
{
  char code[BR_HQ_CODE_LENGTH + 1];
  g_autoptr (GError) error = NULL;

  pc_open (hq, self, name);
  br_hq_auth_make_code (hq->admin, &(BrId) { 0 }, code, &error);
  g_assert_no_error (error);
  pc_enrol (hq, self, code, &error);
  g_assert_no_error (error);
  WAIT_FOR (br_sync_service_get_status (self->service)->state == BR_SYNC_IDLE);
}

void
pc_close (Pc *self)
{
  /* A task's thread may hold the service a moment longer. */
  g_object_add_weak_pointer (G_OBJECT (self->service), (gpointer *) &self->service);
  g_object_unref (self->service);
  WAIT_FOR (self->service == NULL);
  br_store_unref (self->store);
}

/* The product's name in a cache. */
typedef struct
{
  const BrId *id;
  char *name;
} Name;

static gboolean
name_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Name *name = data;
  g_autoptr (BrRecord) record = NULL;

  if (!br_record_store_load (db, BR_KIND_PRODUCT, name->id, &record, error))
    return FALSE;
  name->name = record != NULL ? g_strdup (br_record_text (record, BR_PRODUCT_NAME)) : NULL;
  return TRUE;
}

gboolean
pc_has_name (Pc *pc, const BrId *id, const char *expected)
{
  Name name = { .id = id };
  g_autoptr (GError) error = NULL;
  gboolean same;

  br_store_read (pc->store, name_job, &name, NULL, &error);
  g_assert_no_error (error);
  same = g_strcmp0 (name.name, expected) == 0;
  g_free (name.name);
  return same;
}

/* A person's edit: one text cell of a product. */
typedef struct
{
  const BrId *id;
  guint field;
  const char *name;
  BrActor actor;
} Rename;

static gboolean
rename_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Rename *work = data;
  BrEditor editor = { .actor = work->actor, .label = "rename", .mode = BR_EDIT_ATOMIC };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  g_autoptr (BrRecord) before = NULL, after = NULL;
  BrId change;

  if (!br_record_store_load (tx->db, BR_KIND_PRODUCT, work->id, &before, error))
    return FALSE;
  after = br_record_copy (before);
  br_value_set_text (&after->cells[work->field], work->name);
  return br_edit_batch_put (batch, before, after, error) && br_edit_batch_finish (batch, &change, NULL, error);
}

static gboolean
find_person_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean found;

  return br_record_store_find_by_text (db, BR_KIND_PERSON, BR_PERSON_LOGIN, "mei", data, &found, error);
}

void
pc_set_text (Pc *pc, const BrId *id, guint field, const char *text)
{
  Rename work = { .id = id, .field = field, .name = text, .actor = { .role = BR_ROLE_MERCHANDISER } };
  g_autoptr (GError) error = NULL;

  br_store_read (pc->store, find_person_job, &work.actor.person, NULL, &error);
  g_assert_no_error (error);
  br_store_write (pc->store, rename_job, &work, &error);
  g_assert_no_error (error);
}

void
pc_rename (Pc *pc, const BrId *id, const char *name)
{
  pc_set_text (pc, id, BR_PRODUCT_NAME, name);
}
