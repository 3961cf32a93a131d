/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pushing when HQ will not take it as it is: pushes and operations too large, failures at the same place, answers lost or old. One
 * device of the simulation's world pushes to its HQ through somebody who meddles. */
#include "config.h"

#include <string.h>

#include "br-edit-store.h"
#include "br-outbox-store.h"
#include "sim-world.h"

#define N_EDITS 40
#define MAX_TRIES 20

/** Meddler: stands between the device and HQ. */
typedef struct
{
  BrTransport inner;
  guint max_ops;     /* a push of more gets 413; 0 = any number */
  gsize max_bytes;   /* a larger push gets 413; 0 = any size */
  guint fail_ops;    /* a push of so many or more gets 500; 0 = none */
  gboolean reaches_hq;  /* HQ takes what gets 500: only its answer is lost */
  gboolean repeat_old;  /* one push is answered as the last one was */
  GBytes *old;         /* that answer */
  GArray *sizes;       /* of guint: operations of each push */
} Meddler;

/** Post: a device with its outbox, and the meddler. */
typedef struct
{
  char *founded;
  SimWorld *world;
  SimDevice *device;
  Meddler meddler;
} Post;

static void
answer_problem (BrResponse *response, guint status, const char *code)
{
  g_autofree char *text = g_strdup_printf ("{\"code\":\"%s\",\"text\":\"no\"}", code);

  *response = (BrResponse) { .status = status, .retry_after_s = -1, .body = g_bytes_new (text, strlen (text)) };
}

static guint
count_ops (const BrRequest *request)
{
  BrPush push = { 0 };
  guint n;

  g_assert_true (br_push_read (request->body, &push, NULL));
  n = push.ops->len;
  br_push_clear (&push);
  return n;
}

static gboolean
meddle (gpointer data, const BrRequest *request, gsize max_bytes, BrResponse *response, GCancellable *cancellable, GError **error)
{
  Meddler *self = data;
  gboolean failing;
  guint n;

  if (strcmp (request->path, "/v1/push") != 0)
    return self->inner.send (self->inner.data, request, max_bytes, response, cancellable, error);
  n = count_ops (request);
  g_array_append_val (self->sizes, n);
  failing = self->fail_ops > 0 && n >= self->fail_ops;
  if ((self->max_ops > 0 && n > self->max_ops) || (self->max_bytes > 0 && g_bytes_get_size (request->body) > self->max_bytes))
    answer_problem (response, 413, "too_large");
  else if (failing && !self->reaches_hq)
    answer_problem (response, 500, "internal");
  else if (self->repeat_old && self->old != NULL)
    {
      *response = (BrResponse) { .status = 200, .retry_after_s = -1, .body = g_bytes_ref (self->old) };
      self->repeat_old = FALSE;
    }
  else if (!self->inner.send (self->inner.data, request, max_bytes, response, cancellable, error))
    return FALSE;
  else if (failing)
    {
      br_response_clear (response);
      answer_problem (response, 500, "internal");
    }
  else
    {
      g_clear_pointer (&self->old, g_bytes_unref);
      self->old = g_bytes_ref (response->body);
    }
  return TRUE;
}

static void
set_up (Post *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->founded = g_dir_make_tmp ("backroom-push-XXXXXX", &error);
  g_assert_no_error (error);
  sim_found (self->founded);
  self->world = sim_open (self->founded, 1);
  self->device = &self->world->devices[0];
  self->meddler.inner = self->device->transport;
  self->meddler.sizes = g_array_new (FALSE, FALSE, sizeof (guint));
  self->device->transport = (BrTransport) { .send = meddle, .data = &self->meddler };
}

static void
tear_down (Post *self, gconstpointer data)
{
  sim_close (self->world);
  sim_remove (self->founded);
  g_free (self->founded);
  g_clear_pointer (&self->meddler.old, g_bytes_unref);
  g_array_unref (self->meddler.sizes);
}

/** Making: a product to be made. */
typedef struct
{
  Post *post;
  const char *description; /* or NULL */
  const char *code;        /* of its SKU; NULL = it has none */
} Making;

static gboolean
put_sku (BrEditBatch *batch, const Making *making, const BrId *product, GError **error)
{
  SimWorld *world = making->post->world;
  BrId id = br_id_make (&world->clock, &world->random);
  g_autoptr (BrRecord) sku = br_record_new (BR_KIND_SKU, &id);

  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], product);
  br_value_set_text (&sku->cells[BR_SKU_CODE], making->code);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_DRAFT);
  return br_edit_batch_put (batch, NULL, sku, error);
}

static gboolean
make_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Making *making = data;
  SimWorld *world = making->post->world;
  BrEditor editor = { .actor = making->post->device->actor, .person_name = "P", .label = "L", .mode = BR_EDIT_ATOMIC };
  BrId id = br_id_make (&world->clock, &world->random), change;
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  g_autoptr (BrRecord) product = br_record_new (BR_KIND_PRODUCT, &id);

  br_value_set_text (&product->cells[BR_PRODUCT_NAME], "Tea");
  br_value_set_text (&product->cells[BR_PRODUCT_DESCRIPTION], making->description);
  return br_edit_batch_put (batch, NULL, product, error) && (making->code == NULL || put_sku (batch, making, &id, error))
         && br_edit_batch_finish (batch, &change, NULL, error);
}

static void
make_products (Post *self, guint n, const char *description)
{
  Making making = { .post = self, .description = description };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      br_store_write (self->device->store, make_job, &making, &error);
      g_assert_no_error (error);
    }
}

/* A product with a SKU of that code, in one change-set. */
static void
make_sku (Post *self, const char *code)
{
  Making making = { .post = self, .code = code };
  g_autoptr (GError) error = NULL;

  br_store_write (self->device->store, make_job, &making, &error);
  g_assert_no_error (error);
}

static gboolean
counts_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_outbox_store_counts (db, data, error);
}

static BrOutboxCounts
get_counts (Post *self)
{
  BrOutboxCounts counts = { 0 };
  g_autoptr (GError) error = NULL;

  br_store_read (self->device->store, counts_job, &counts, NULL, &error);
  g_assert_no_error (error);
  return counts;
}

/* How many operations of the device HQ has in its log. */
static gint64
count_taken (Post *self)
{
  BrSqlQuery query = br_sql_query (br_hq_get_sql (self->world->hq), "SELECT COUNT(*) FROM op_log WHERE pc_id = $1");
  gboolean has_row;
  gint64 n;

  br_sql_bind_id (&query, &self->device->device->pc);
  g_assert_true (br_sql_next (&query, &has_row, NULL));
  n = br_sql_int (&query, 0);
  br_sql_end (&query);
  return n;
}

static void
assert_sizes (Post *self, const guint *sizes, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (self->meddler.sizes->len, >, i);
      g_assert_cmpuint (g_array_index (self->meddler.sizes, guint, i), ==, sizes[i]);
    }
}

/* Steps until everything is sent and read. */
static void
drain (Post *self)
{
  guint n = 0;

  while (!sim_step (self->device))
    g_assert_cmpuint (++n, <, MAX_TRIES);
  g_assert_cmpint (get_counts (self).n_ops, ==, 0);
}

/* Half of it at once, and more again when that went well; nobody has to wait. */
static void
test_halves (Post *self, gconstpointer data)
{
  static const guint sizes[] = { 40, 20, 10, 5, 10, 5 };

  make_products (self, N_EDITS, NULL);
  self->meddler.max_ops = 6;
  g_assert_true (sim_step (self->device));
  assert_sizes (self, sizes, G_N_ELEMENTS (sizes));
  g_assert_cmpint (get_counts (self).n_ops, ==, 0);
  g_assert_cmpint (count_taken (self), ==, N_EDITS);
}

/* What HQ never takes comes back to its author as a refusal; what stands behind it goes on. */
static void
test_too_large (Post *self, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (15000, 'x');

  make_products (self, 3, NULL);
  make_products (self, 1, long_text);
  make_products (self, 3, NULL);
  self->meddler.max_bytes = 8000;
  g_assert_true (sim_step (self->device));
  g_assert_cmpint (get_counts (self).n_ops, ==, 0);
  g_assert_cmpint (get_counts (self).n_refused, ==, 1);
  g_assert_cmpint (count_taken (self), ==, 7); /* with the void one in its place */
}

/* Three failures at the same operation: it goes alone from then on, until the way is free again. */
static void
test_stuck (Post *self, gconstpointer data)
{
  static const guint sizes[] = { 40, 40, 40, 1, 2 };

  make_products (self, N_EDITS, NULL);
  self->meddler.fail_ops = 2;
  for (int i = 0; i < 4; i++)
    g_assert_false (sim_step (self->device));
  assert_sizes (self, sizes, G_N_ELEMENTS (sizes));
  g_assert_cmpint (get_counts (self).n_ops, ==, N_EDITS - 1);
  self->meddler.fail_ops = 0;
  drain (self);
  g_assert_cmpint (count_taken (self), ==, N_EDITS);
}

/* HQ took all, but its answers were lost; the first operation alone is acknowledged with all of them. That is no answer to the
 * others: the refusal among them still arrives when they are sent again. */
static void
test_lost_answers (Post *self, gconstpointer data)
{
  make_products (self, 4, NULL);
  make_sku (self, "DUP");
  make_products (self, 2, NULL);
  make_sku (self, "DUP");
  make_products (self, 2, NULL);
  self->meddler.fail_ops = 2;
  self->meddler.reaches_hq = TRUE;
  for (int i = 0; i < 4; i++)
    g_assert_false (sim_step (self->device));
  g_assert_cmpint (count_taken (self), ==, 10);
  g_assert_cmpint (get_counts (self).n_ops, ==, 9);
  self->meddler.fail_ops = 0;
  drain (self);
  g_assert_cmpint (get_counts (self).n_refused, ==, 2); /* the product and its SKU */
  g_assert_cmpint (count_taken (self), ==, 10);
}

/* The answer to an earlier push settles nothing of this one. */
static void
test_old_answer (Post *self, gconstpointer data)
{
  make_products (self, 2, NULL);
  drain (self);
  make_products (self, 2, NULL);
  self->meddler.repeat_old = TRUE;
  g_assert_false (sim_step (self->device));
  g_assert_cmpint (get_counts (self).n_ops, ==, 2);
  drain (self);
  g_assert_cmpint (count_taken (self), ==, 4);
}

/* More than HQ takes at once. */
static void
test_many (Post *self, gconstpointer data)
{
  static const guint sizes[] = { 500, 500, 1 };

  make_products (self, 1001, NULL);
  drain (self);
  assert_sizes (self, sizes, G_N_ELEMENTS (sizes));
  g_assert_cmpint (count_taken (self), ==, 1001);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/service/sync-push/halves", Post, NULL, set_up, test_halves, tear_down);

  g_test_add ("/service/sync-push/too-large", Post, NULL, set_up, test_too_large, tear_down);
  g_test_add ("/service/sync-push/stuck", Post, NULL, set_up, test_stuck, tear_down);
  g_test_add ("/service/sync-push/lost-answers", Post, NULL, set_up, test_lost_answers, tear_down);
  g_test_add ("/service/sync-push/old-answer", Post, NULL, set_up, test_old_answer, tear_down);
  g_test_add ("/service/sync-push/many", Post, NULL, set_up, test_many, tear_down);
  return g_test_run ();
}
