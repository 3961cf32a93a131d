/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wherever a change comes from, exactly those tags get a job whose pixels become others: with the real client and the real HQ over 127.0.0.1, the thread that keeps what is
 * wanted, and the pictures themselves as the judge: every tag is drawn after every change.
 */
#include "config.h"

#include "http-world.h"

#include "br-catalogue-service.h"
#include "br-mass-edit.h"
#include "br-record-store.h"
#include "br-settings-store.h"
#include "br-tag-binding-store.h"
#include "br-tag-draw.h"
#include "br-tag-job-store.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"
#include "br-tag-wanted.h"
#include "br-tag-watch.h"
#include "br-template-store.h"
#include "import-fixture.h"
#include "tag-shop.h"

enum
{
  TEA,
  RICE,
  MILK,
  N_GOODS
};
static const char *const codes[N_GOODS] = { "A-1", "A-2", "B-1" };
static const gint64 prices[N_GOODS] = { 1050, 2000, 300 };
static const char goods_text[] = "SKU,name,barcode,price\nA-1,Tea,6901234567892,10.50\nA-2,Rice,6909876543210,20\nB-1,Milk,4006381333931,3\n";

/* The tags, all of 296 x 128, and the designs chosen for them; NULL = by the rules. */
enum
{
  TEA_RULE,
  TEA_PRICE,
  RICE_NAME,
  RICE_RULE,
  MILK_RULE,
  MILK_STOCK,
  N_TAGS
};
static const struct
{
  int goods;
  const char *design;
} tags[N_TAGS] = { { TEA, NULL }, { TEA, "own-price" }, { RICE, "own-name" }, { RICE, NULL }, { MILK, NULL }, { MILK, "own-stock" } };
#define BIT(tag) (1u << (tag))
/* A design that says one thing. */
typedef struct
{
  const char *key, *name, *field, *value;
  int revision;
} OwnDesign;
static const OwnDesign designs[] = { { "own-price", "Price", "price", "{price}", 0 },
                                     { "own-name", "Name", "name", "{name}", 0 },
                                     { "own-stock", "Stock", "stock", "{stock} left", 0 } };
/* The shop, and another one that HQ tells of. */
typedef struct
{
  Hq hq;
  Pc here, there;
  BrActor actor;
  BrId products[N_GOODS];
  BrTagWatch *watch;
  BrTagDraw *draw;
  char *digests[N_TAGS]; /* as drawn last */
} World;

static void
tags_write (World *world, BrStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_store_tags_write (world->here.store, func, data, &error);
  g_assert_no_error (error);
}

static gboolean
put_design_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const OwnDesign *design = data;
  g_autoptr (BrLabelTemplate) template = br_label_template_new ();
  BrLabelObject *object = br_label_object_new (BR_LABEL_OBJECT_TEXT);

  template->key = g_strdup (design->key);
  template->name = g_strdup (design->name);
  template->kind = BR_LABEL_TAG;
  object->width = template->media.width = 296 * BR_LABEL_TAG_PIXEL;
  object->height = template->media.height = 128 * BR_LABEL_TAG_PIXEL;
  g_ptr_array_add (template->fields, br_label_field_new (design->field, g_str_equal (design->field, "name") ? BR_LABEL_FIELD_TEXT : BR_LABEL_FIELD_DECIMAL));
  object->value = g_strdup (design->value);
  g_ptr_array_add (template->objects, object);
  return br_template_store_put (tx, template, design->revision, error);
}

static void
put_design (World *world, const OwnDesign *design)
{
  g_autoptr (GError) error = NULL;

  br_store_print_write (world->here.store, put_design_job, (gpointer) design, &error);
  g_assert_no_error (error);
}

/* The row and the product of a SKU. */
typedef struct
{
  const char *code;
  BrId sku, product;
  gint64 row;
  gboolean found;
} Find;

static gboolean
find_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT s.id, s.uid, p.uid FROM sku s JOIN product p ON p.id = s.product WHERE s.code = ?1", error);
  Find *find = data;
  gboolean has_row = FALSE;

  g_assert_nonnull (statement);
  sqlite3_bind_text (statement, 1, find->code, -1, SQLITE_STATIC);
  g_assert_true (br_db_step (db, statement, &has_row, error));
  find->found = has_row;
  if (!has_row)
    return TRUE;
  find->row = sqlite3_column_int64 (statement, 0);
  memcpy (find->sku.bytes, sqlite3_column_blob (statement, 1), sizeof find->sku.bytes);
  memcpy (find->product.bytes, sqlite3_column_blob (statement, 2), sizeof find->product.bytes);
  sqlite3_reset (statement);
  return TRUE;
}

static Find
find_goods (Pc *pc, int goods)
{
  Find find = { .code = codes[goods] };
  g_autoptr (GError) error = NULL;

  br_store_read (pc->store, find_job, &find, NULL, &error);
  g_assert_no_error (error);
  return find;
}

static gboolean
hang_job (BrStoreTx *tx, gpointer data, GError **error)
{
  World *world = data;
  gint64 station = tag_shop_station (tx, "a");

  for (guint i = 0; i < N_TAGS; i++)
    {
      g_autofree char *key = g_strdup_printf ("TAG%u", i);
      BrTagSighting sighting = tag_shop_sighting (tx, key);
      BrTagBinding binding = { .tag = i + 1, .sku = find_goods (&world->here, tags[i].goods).sku, .design = (char *) tags[i].design };

      sighting.type_code = 0x01;
      if (!br_tag_store_hear (tx, station, &sighting, 1, error) || !br_tag_bind (tx, &binding, error))
        return FALSE;
    }
  return TRUE;
}

static BrImportReport *
import (World *world, const char *text)
{
  g_autoptr (BrImport) table = read_text (text);
  BrImportOptions options = { .actor = world->actor, .label = "Import", .policy = BR_IMPORT_REJECT_ALL, .digits = 2 };
  g_autoptr (GError) error = NULL;
  BrImportReport *report = br_import_run (table, world->here.store, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (report->committed);
  return report;
}

/* What is to be known of each tag. */
typedef struct
{
  BrTag *rows[N_TAGS];
  BrTagWant wants[N_TAGS];
  BrTagJob *jobs[N_TAGS]; /* active, or NULL */
} State;

static gboolean
state_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  State *state = data;

  for (guint i = 0; i < N_TAGS; i++)
    {
      state->rows[i] = br_tag_store_load (db, i + 1, error);
      g_assert_true (br_tag_want_load (db, i + 1, 0, &state->wants[i], error));
      state->jobs[i] = br_tag_job_find_active (db, i + 1, error);
    }
  return TRUE;
}

static void
load_state (World *world, State *state)
{
  g_autoptr (GError) error = NULL;

  *state = (State) { 0 };
  br_store_read (world->here.store, state_job, state, NULL, &error);
  g_assert_no_error (error);
}

static void
clear_state (State *state)
{
  for (guint i = 0; i < N_TAGS; i++)
    {
      br_tag_unref (state->rows[i]);
      br_tag_want_clear (&state->wants[i]);
      g_clear_pointer (&state->jobs[i], br_tag_job_unref);
    }
}

static char *
draw (World *world, const State *state, guint i)
{
  g_autofree char *problem = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPicture) picture = br_tag_draw_wanted (world->draw, &state->wants[i], &state->rows[i]->type, &problem, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (problem, ==, NULL);
  return br_tag_image_digest (picture->image);
}

static gboolean
has_settled (World *world)
{
  BrTagWantedCount count;
  g_autoptr (GError) error = NULL;

  g_assert_true (br_tag_wanted_decide (world->here.store, NULL, &count, &error));
  return count.changed == 0;
}

/* What the tags show, and how. */
typedef struct
{
  World *world;
  guint bits;
} Arrive;

static gboolean
arrive_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Arrive *arrive = data;

  for (guint i = 0; i < N_TAGS; i++)
    {
      g_autoptr (BrTagJob) job = (arrive->bits & BIT (i)) ? br_tag_job_find_active (tx->db, i + 1, error) : NULL;
      BrTagJobMove move = { .from = G_MAXUINT, .to = BR_TAG_JOB_CONFIRMED, .digest = arrive->world->digests[i], .proof = BR_TAG_PROOF_TAG };

      if (job == NULL)
        continue;
      move.job = job->id;
      if (!br_tag_job_move (tx, &move, error))
        return FALSE;
    }
  return TRUE;
}

/* Just the tags `expected` have a job, and another picture than the one they had. */
static void
expect_jobs (World *world, const char *what, guint expected)
{
  guint jobs = 0, pictures = 0;
  State state;

  WAIT_FOR (has_settled (world));
  load_state (world, &state);
  for (guint i = 0; i < N_TAGS; i++)
    {
      g_autofree char *digest = draw (world, &state, i);

      jobs |= state.jobs[i] != NULL ? BIT (i) : 0;
      pictures |= g_strcmp0 (digest, state.rows[i]->shown_digest) != 0 ? BIT (i) : 0;
      g_free (world->digests[i]);
      world->digests[i] = g_steal_pointer (&digest);
    }
  clear_state (&state);
  g_test_message ("%s: jobs %x, other pictures %x", what, jobs, pictures);
  g_assert_cmphex (pictures, ==, expected);
  g_assert_cmphex (jobs, ==, expected);
}

/* And then they arrive. */
static void
expect (World *world, const char *what, guint expected)
{
  Arrive arrive = { world, expected };

  expect_jobs (world, what, expected);
  tags_write (world, arrive_job, &arrive);
}

static gboolean
find_person_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean found;

  return br_record_store_find_by_text (db, BR_KIND_PERSON, BR_PERSON_LOGIN, "mei", data, &found, error);
}

static gboolean
has_price (World *world, Pc *pc, int goods, gint64 minor)
{
  g_autoptr (BrProductDetail) detail = NULL;
  g_autoptr (GError) error = NULL;
  BrProductDetail *stored = NULL;

  br_catalogue_load_product (pc->store, &world->products[goods], &stored, &error);
  g_assert_no_error (error);
  detail = stored;
  return detail->prices->len > 0 && br_record_int (detail->prices->pdata[0], BR_PRICE_AMOUNT) == minor;
}

/* Rises too are shown at their instant. */
static gboolean
no_lead_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set_int (tx, BR_TAG_RISE_LEAD, 0, error);
}

static void
world_init (World *world)
{
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  *world = (World) { .actor = { .role = BR_ROLE_MERCHANDISER } };
  hq_open (&world->hq, NULL, NULL);
  pc_open_enrolled (&world->hq, &world->here, "here");
  pc_open_enrolled (&world->hq, &world->there, "there");
  br_store_read (world->here.store, find_person_job, &world->actor.person, NULL, &error);
  g_assert_no_error (error);
  br_store_write (world->here.store, no_lead_job, NULL, &error);
  g_assert_no_error (error);
  report = import (world, goods_text);
  for (int i = 0; i < N_GOODS; i++)
    {
      world->products[i] = find_goods (&world->here, i).product;
      WAIT_FOR (find_goods (&world->there, i).found);
      WAIT_FOR (has_price (world, &world->there, i, prices[i]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (designs); i++)
    put_design (world, &designs[i]);
  world->draw = br_tag_draw_new (world->here.store);
  tags_write (world, hang_job, world);
  world->watch = br_tag_watch_new (world->here.store);
  expect (world, "bound", BIT (N_TAGS) - 1);
}

static void
world_clear (World *world)
{
  br_tag_watch_free (world->watch);
  br_tag_draw_free (world->draw);
  for (guint i = 0; i < N_TAGS; i++)
    g_free (world->digests[i]);
  pc_close (&world->here);
  pc_close (&world->there);
  hq_close (&world->hq);
}

/* The editor: loads, changes its draft, saves. */
typedef void (*DraftFunc) (BrProductDetail *draft, gpointer data);

static BrId
edit (World *world, Pc *pc, const BrActor *actor, int goods, DraftFunc func, gpointer data)
{
  BrProductDetail *stored = NULL;
  g_autoptr (BrProductDetail) before = NULL, draft = NULL;
  g_autoptr (GError) error = NULL;
  BrId change = { 0 };

  br_catalogue_load_product (pc->store, &world->products[goods], &stored, &error);
  g_assert_no_error (error);
  before = stored;
  draft = br_product_detail_copy (before);
  func (draft, data);
  br_catalogue_save_product (pc->store, actor, "Edit", before, draft, &change, &error);
  g_assert_no_error (error);
  return change;
}

static void
set_amount (BrProductDetail *draft, gpointer data)
{
  br_value_set_int (&((BrRecord *) draft->prices->pdata[0])->cells[BR_PRICE_AMOUNT], *(const gint64 *) data);
}

static void
set_price (World *world, int goods, gint64 minor)
{
  edit (world, &world->here, &world->actor, goods, set_amount, &minor);
}

static void
set_name (BrProductDetail *draft, gpointer data)
{
  br_value_set_text (&draft->product->cells[BR_PRODUCT_NAME], data);
}

static void
set_attributes (BrProductDetail *draft, gpointer data)
{
  br_value_set_text (&draft->product->cells[BR_PRODUCT_ATTRIBUTES], data);
}

static void
set_category (BrProductDetail *draft, gpointer data)
{
  br_value_set_id (&draft->product->cells[BR_PRODUCT_CATEGORY], data);
}

static void
set_description (BrProductDetail *draft, gpointer data)
{
  br_value_set_text (&draft->product->cells[BR_PRODUCT_DESCRIPTION], data);
}

static void
raise_all (World *world)
{
  BrMassEdit rise = { .field = BR_MASS_PRICE, .operation = BR_MASS_MULTIPLY, .rate_bp = 11000 };
  guint32 rows[] = { (guint32) find_goods (&world->here, TEA).row, (guint32) find_goods (&world->here, RICE).row };
  g_autoptr (BrIdList) skus = br_id_list_new_take (g_memdup2 (rows, sizeof rows), G_N_ELEMENTS (rows));
  g_autoptr (GError) error = NULL;

  br_catalogue_apply (world->here.store, &world->actor, "Rise", &rise, skus, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* What people here do with prices. */
static void
test_prices (void)
{
  World world;
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (GPtrArray) losses = NULL;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  set_price (&world, TEA, 990);
  expect (&world, "editor", BIT (TEA_RULE) | BIT (TEA_PRICE));
  raise_all (&world);
  expect (&world, "mass edit", BIT (TEA_RULE) | BIT (TEA_PRICE) | BIT (RICE_RULE));
  report = import (&world, "SKU,price\nA-1,12\nB-1,3\nA-2,22\n");
  expect (&world, "import: one price of three is another", BIT (TEA_RULE) | BIT (TEA_PRICE));
  br_catalogue_undo (world.here.store, &world.actor, "Undo", &report->change_id, NULL, &losses, &error);
  g_assert_no_error (error);
  expect (&world, "undo of an import", BIT (TEA_RULE) | BIT (TEA_PRICE));
  set_price (&world, TEA, 500);
  expect_jobs (&world, "not drawn yet", BIT (TEA_RULE) | BIT (TEA_PRICE));
  set_price (&world, TEA, 1089);
  expect (&world, "there and back", 0);
  edit (&world, &world.here, &world.actor, TEA, set_description, (gpointer) "nobody's label");
  expect (&world, "nothing any design says", 0);
  world_clear (&world);
}

/* What is said of goods but their price, and how it is shown. */
static gboolean
rule_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_tag_design_put (tx, data, error);
}

static void
test_designs (void)
{
  World world;
  OwnDesign renamed = designs[0], redrawn = designs[0];
  BrTagDesignRule any = { .width = 296, .height = 128, .template_key = (char *) "own-price" };

  world_init (&world);
  edit (&world, &world.here, &world.actor, RICE, set_name, (gpointer) "Brown rice");
  expect (&world, "name", BIT (RICE_NAME) | BIT (RICE_RULE));
  edit (&world, &world.here, &world.actor, MILK, set_attributes, (gpointer) "stock\t18");
  expect (&world, "stock", BIT (MILK_STOCK));
  renamed.name = "Price, large";
  renamed.revision = 1;
  put_design (&world, &renamed);
  expect (&world, "name of a design", 0);
  redrawn.value = "only {price}";
  redrawn.revision = 2;
  put_design (&world, &redrawn);
  expect (&world, "design", BIT (TEA_PRICE));
  tags_write (&world, rule_job, &any);
  expect (&world, "rule", BIT (TEA_RULE) | BIT (RICE_RULE) | BIT (MILK_RULE));
  world_clear (&world);
}

/* Goods that move into a category get its design, whoever chose none by hand. */
static void
test_categories (void)
{
  World world;
  BrProductDetail *stored = NULL;
  BrTagDesignRule drinks = { .template_key = (char *) "own-name" };
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (BrProductDetail) tea = NULL;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  report = import (&world, "SKU,category\nA-1,Drinks\n");
  expect (&world, "a category no rule names", 0);
  br_catalogue_load_product (world.here.store, &world.products[TEA], &stored, &error);
  g_assert_no_error (error);
  tea = stored;
  drinks.category = *br_record_ref (tea->product, BR_PRODUCT_CATEGORY);
  g_assert_false (br_id_is_none (&drinks.category));
  tags_write (&world, rule_job, &drinks);
  expect (&world, "rule of a category", BIT (TEA_RULE));
  edit (&world, &world.here, &world.actor, MILK, set_category, &drinks.category);
  expect (&world, "category", BIT (MILK_RULE));
  world_clear (&world);
}

/* What others do: by HQ; and what HQ does not take. */
static void
test_hq (void)
{
  World world;
  BrActor nobody = { .role = BR_ROLE_HQ_ADMIN, .person = br_id_make (br_clock_system (), br_random_system ()) };
  gint64 price = 2500, mine = 400;

  world_init (&world);
  edit (&world, &world.there, &world.actor, RICE, set_amount, &price);
  WAIT_FOR (has_price (&world, &world.here, RICE, price));
  expect (&world, "price by HQ", BIT (RICE_RULE));
  edit (&world, &world.here, &nobody, MILK, set_amount, &mine);
  WAIT_FOR (br_sync_service_get_status (world.here.service)->refused > 0);
  g_assert_true (has_price (&world, &world.here, MILK, 300));
  set_price (&world, TEA, 1290); /* the watch may still be looking at the price that was refused: when it has done this, it has done that */
  expect (&world, "refused by HQ", BIT (TEA_RULE) | BIT (TEA_PRICE));
  world_clear (&world);
}

/* A price that begins and ends by itself. */
static void
add_promotion (BrProductDetail *draft, gpointer data)
{
  const gint64 *times = data;
  BrId id = br_id_make (br_clock_system (), br_random_system ());
  BrRecord *promotion = br_record_new (BR_KIND_PRICE, &id);

  br_value_set_id (&promotion->cells[BR_PRICE_SKU], &((BrRecord *) draft->skus->pdata[0])->id);
  br_value_set_int (&promotion->cells[BR_PRICE_KIND], BR_PRICE_PROMOTIONAL);
  br_value_set_int (&promotion->cells[BR_PRICE_PRIORITY], 0);
  br_value_set_int (&promotion->cells[BR_PRICE_AMOUNT], 800);
  br_value_set_int (&promotion->cells[BR_PRICE_VALID_FROM], times[0]);
  br_value_set_int (&promotion->cells[BR_PRICE_VALID_TO], times[1]);
  g_ptr_array_add (draft->prices, promotion);
}

static void
test_time (void)
{
  const gint64 second = G_USEC_PER_SEC, began_us = g_get_monotonic_time ();
  gint64 times[2];
  World world;

  world_init (&world);
  times[0] = (g_get_real_time () / second + 2) * second;
  times[1] =
      times[0] + MAX (2, (g_get_monotonic_time () - began_us) / second) * second; /* long enough to be seen on a machine that is as slow as it was until here */
  edit (&world, &world.here, &world.actor, TEA, add_promotion, times);
  if (g_get_real_time () < times[0] - second / 2) /* else the machine is too slow to see it before */
    expect (&world, "a promotion that is known", 0);
  WAIT_FOR (g_get_real_time () >= times[0]);
  expect (&world, "it begins", BIT (TEA_RULE) | BIT (TEA_PRICE));
  WAIT_FOR (g_get_real_time () >= times[1]);
  expect (&world, "it ends", BIT (TEA_RULE) | BIT (TEA_PRICE));
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tag-sources/prices", test_prices);
  g_test_add_func ("/tag-sources/designs", test_designs);
  g_test_add_func ("/tag-sources/categories", test_categories);
  g_test_add_func ("/tag-sources/hq", test_hq);
  g_test_add_func ("/tag-sources/time", test_time);
  return g_test_run ();
}
