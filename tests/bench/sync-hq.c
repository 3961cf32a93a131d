/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sync-hq.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "br-hq-admin.h"
#include "br-hq-auth.h"
#include "br-hq-http.h"
#include "br-sim-shop.h"

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

gsize
sync_hq_size (gsize usual)
{
  const char *text = g_getenv ("BR_BENCH_SIZE");

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : usual;
}

/* Of the demo shop's goods: each product with its first SKU and that one's first base price. */
typedef struct
{
  SyncHq *hq;
  BrHqTx *tx;
  gsize n_products;
  BrId product; /* the last one, whose SKU has not come yet; none = it has */
  BrId sku;     /* the last one, whose price has not come yet */
} Fill;

static gboolean
is_wanted (Fill *self, const BrRecord *record)
{
  const BrId *of = record->kind == BR_KIND_SKU     ? br_record_ref (record, BR_SKU_PRODUCT)
                   : record->kind == BR_KIND_PRICE ? br_record_ref (record, BR_PRICE_SKU)
                                                   : NULL;
  BrId *awaited = record->kind == BR_KIND_SKU ? &self->product : &self->sku;

  if (record->kind == BR_KIND_ASSORTMENT)
    return FALSE;
  if (record->kind == BR_KIND_PRODUCT)
    {
      if (self->hq->products->len == self->n_products)
        return FALSE;
      self->product = record->id;
      g_array_append_val (self->hq->products, record->id);
      return TRUE;
    }
  if (of == NULL)
    return TRUE;
  if (!br_id_equal (of, awaited))
    return FALSE;
  *awaited = (BrId) { 0 };
  if (record->kind == BR_KIND_SKU)
    self->sku = record->id;
  return TRUE;
}

static gboolean
take_record (const BrRecord *record, gpointer data, GError **error)
{
  Fill *self = data;
  g_auto (BrHqRecord) stored = BR_HQ_RECORD_INIT;
  g_autoptr (BrRecord) copy = NULL;
  const BrHqAuthor author = { .by = "HQ", .at_us = self->tx->now_us };
  gboolean changed;

  if (!is_wanted (self, record))
    return TRUE;
  copy = br_record_copy (record);
  return br_hq_record_put (self->tx, &stored, copy, &author, &changed, error);
}

static gboolean
fill_body (BrHqTx *tx, gpointer data, GError **error)
{
  Fill *fill = data;
  BrSimShopParams params = { .seed = 1, .n_skus = MIN (3 * fill->n_products, BR_SIM_SHOP_MAX_SKUS), .at_us = tx->now_us };

  fill->tx = tx;
  return br_sim_shop_generate (&params, take_record, fill, error);
}

static void
make_hq (SyncHq *self, const char *path, gsize n_products)
{
  const BrHqPerson person = { .login = "mei", .name = "Mei", .role = BR_ROLE_MERCHANDISER, .password = "long enough" };
  Fill fill = { .hq = self, .n_products = n_products };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrHq) hq = br_hq_create (&(BrHqParams) { .database = path, .mode = BR_DB_WRITER }, "HQ", &error);

  check (error);
  br_hq_admin_add_person (hq, &person, &error);
  check (error);
  br_hq_write (hq, fill_body, &fill, &error);
  check (error);
  g_assert (self->products->len == n_products);
  for (guint i = 0; i < SYNC_HQ_CODES; i++)
    {
      br_hq_auth_make_code (hq, &(BrId) { 0 }, self->codes[i], &error);
      check (error);
    }
}

static void
serve (const char *path, int ready)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrHqHttp) http = br_hq_http_new (&(BrHqHttpParams) { .database = path }, &error);

  check (error);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  dprintf (ready, "%s", br_hq_http_get_url (http));
  close (ready);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

void
sync_hq_start (SyncHq *self, gsize n_products)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  char url[100] = "";
  int pipe_fds[2];

  self->dir = g_dir_make_tmp ("br-sync-XXXXXX", &error);
  check (error);
  self->products = g_array_new (FALSE, FALSE, sizeof (BrId));
  path = g_build_filename (self->dir, "hq.db", NULL);
  make_hq (self, path, n_products);
  g_assert (pipe (pipe_fds) == 0);
  self->child = fork ();
  if (self->child == 0)
    serve (path, pipe_fds[1]);
  close (pipe_fds[1]);
  g_assert (read (pipe_fds[0], url, sizeof url - 1) > 0);
  close (pipe_fds[0]);
  self->url = g_strdup (url);
}

void
sync_hq_stop (SyncHq *self)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", self->dir);

  kill (self->child, SIGKILL);
  waitpid (self->child, NULL, 0);
  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
  g_array_unref (self->products);
  g_free (self->url);
  g_free (self->dir);
}

BrStore *
sync_hq_open_store (SyncHq *self, const char *name)
{
  g_autofree char *dir = g_build_filename (self->dir, name, NULL);
  g_autoptr (GError) error = NULL;
  BrStore *store = br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE }, &error);

  check (error);
  return store;
}
