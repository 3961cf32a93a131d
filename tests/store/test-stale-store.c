/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels whose price is not the price any more, from what hangs there and what holds now. */
#include "config.h"

#include "br-print-queue.h"
#include "br-printer-store.h"
#include "br-stale-store.h"
#include "fixture.h"

#define PRINTER "tcp:127.0.0.1:9100"
#define N_SKUS 3

/* Three articles at 1.00, 2.00 and 3.00, and a printer. */
typedef struct
{
  Fixture *fixture;
  BrRecord *product;
  BrRecord *skus[N_SKUS], *prices[N_SKUS];
  BrId store;
} World;

static gboolean
put_printer (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrPrinter) printer = br_printer_new (PRINTER);

  printer->name = g_strdup ("Till");
  printer->language = BR_LANGUAGE_TSPL;
  return br_printer_store_put (tx, printer, error);
}

static void
print_write (World *world, BrStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = br_store_print_write (world->fixture->store, func, data, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static BrRecord *
put_price (World *world, const BrRecord *sku, BrPriceKind kind, gint64 amount)
{
  BrRecord *price = fixture_record (world->fixture, BR_KIND_PRICE);

  for (guint i = BR_PRICE_ZONE; i <= BR_PRICE_APPROVED_BY; i++)
    br_value_clear (&price->cells[i]);
  br_value_set_id (&price->cells[BR_PRICE_SKU], &sku->id);
  br_value_set_int (&price->cells[BR_PRICE_KIND], kind);
  br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
  br_value_set_int (&price->cells[BR_PRICE_AMOUNT], amount);
  fixture_put (world->fixture, NULL, price);
  return price;
}

static void
world_init (World *world)
{
  *world = (World) { .fixture = fixture_new (3) };
  world->product = fixture_record (world->fixture, BR_KIND_PRODUCT);
  br_value_set_text (&world->product->cells[BR_PRODUCT_NAME], "Tea");
  fixture_put (world->fixture, NULL, world->product);
  for (guint i = 0; i < N_SKUS; i++)
    {
      g_autofree char *code = g_strdup_printf ("S%u", i);
      BrRecord *sku = world->skus[i] = fixture_record (world->fixture, BR_KIND_SKU);

      br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &world->product->id);
      br_value_set_text (&sku->cells[BR_SKU_CODE], code);
      br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
      fixture_put (world->fixture, NULL, sku);
      world->prices[i] = put_price (world, sku, BR_PRICE_REGULAR, (i + 1) * 100);
    }
  print_write (world, put_printer, NULL);
}

static void
world_clear (World *world)
{
  for (guint i = 0; i < N_SKUS; i++)
    {
      br_record_free (world->skus[i]);
      br_record_free (world->prices[i]);
    }
  br_record_free (world->product);
  fixture_free (world->fixture);
}

/* A label of an article, ordered and perhaps printed. */
typedef struct
{
  const World *world;
  guint sku;
  const char *price, *regular; /* as printed; regular NULL = the label shows none */
  gboolean printed;
} Label;

static BrLabelTemplate *
make_template (const Label *label)
{
  BrLabelTemplate *template = br_label_template_new ();

  template->key = g_strdup ("shelf-60x40");
  template->name = g_strdup ("Shelf");
  template->kind = BR_LABEL_SHELF;
  g_ptr_array_add (template->fields, br_label_field_new ("price", BR_LABEL_FIELD_DECIMAL));
  if (label->regular != NULL)
    g_ptr_array_add (template->fields, br_label_field_new ("regular", BR_LABEL_FIELD_DECIMAL));
  return template;
}

static gboolean
print_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Label *label = data;
  g_autoptr (BrLabelTemplate) template = make_template (label);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_item_free);
  BrPrintItem *item = g_new0 (BrPrintItem, 1);
  BrPrintOrder order = {
    .source = BR_PRINT_SELECTION, .template = template, .printer_key = PRINTER, .items = items, .store = label->world->store, .currency = "CNY"
  };
  BrPrintMove move = { .seq = 1, .from = 1 << BR_LABEL_QUEUED, .to = BR_LABEL_PRINTED, .proof = BR_PROOF_LABEL };
  gint64 written = 0;

  *item = (BrPrintItem) { .fields = br_label_fields_new (), .sku = label->world->skus[label->sku]->id, .copies = 1 };
  br_label_fields_set (item->fields, "name", "Tea");
  br_label_fields_set (item->fields, "price", label->price);
  br_label_fields_set (item->fields, "regular", label->regular);
  g_ptr_array_add (items, item);
  return br_print_enqueue (tx, &order, BR_PRINT_PART, &move.job, &written, error) && (!label->printed || br_print_move (tx, &move, error));
}

static void
print_label (World *world, guint sku, const char *price, const char *regular)
{
  print_write (world, print_job, &(Label) { world, sku, price, regular, TRUE });
}

static const char *searched = ""; /* what the next lists are searched for */

/* The list as text: "CODE printed>now", by spaces, ! for one that is queued. */
static gboolean
describe_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 total;
  BrStaleQuery query = { .limit = 100 };
  g_autoptr (GPtrArray) list = NULL;
  GString *text = data;

  g_strlcpy (query.text, searched, sizeof query.text);
  list = br_stale_store_list (db, &query, &total, NULL, error);
  if (list == NULL)
    return FALSE;
  g_assert_cmpint (total, ==, list->len);
  for (guint i = 0; i < list->len; i++)
    {
      const BrStaleLabel *label = g_ptr_array_index (list, i);

      g_string_append_printf (text, "%s%s %" G_GINT64_FORMAT ">%" G_GINT64_FORMAT "%s", i > 0 ? " " : "", label->code, label->printed_minor,
                              label->now_minor == G_MININT64 ? -1 : label->now_minor, label->queued ? "!" : "");
    }
  return TRUE;
}

static void
assert_stale (World *world, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  fixture_read (world->fixture, describe_job, text);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
set_amount (World *world, guint i, gint64 amount, BrId *change)
{
  g_autoptr (BrRecord) before = fixture_load (world->fixture, BR_KIND_PRICE, &world->prices[i]->id);
  g_autoptr (BrRecord) after = br_record_copy (before);
  BrId id;

  br_value_set_int (&after->cells[BR_PRICE_AMOUNT], amount);
  id = fixture_put (world->fixture, before, after);
  if (change != NULL)
    *change = id;
}

static void
test_price (void)
{
  World world;

  world_init (&world);
  assert_stale (&world, ""); /* nothing hangs anywhere */
  print_label (&world, 0, "1.00", NULL);
  print_label (&world, 1, "2.00", NULL);
  assert_stale (&world, "");
  set_amount (&world, 0, 150, NULL);
  set_amount (&world, 2, 350, NULL); /* it has no label */
  assert_stale (&world, "S0 100>150");
  searched = "s0";
  assert_stale (&world, "S0 100>150");
  searched = "s%";
  assert_stale (&world, "");
  searched = "";
  fixture_close (world.fixture); /* it survives a restart */
  fixture_open (world.fixture, NULL);
  assert_stale (&world, "S0 100>150");
  print_write (&world, print_job, &(Label) { &world, 0, "1.50", NULL, FALSE });
  assert_stale (&world, "S0 100>150!"); /* on its way, but not yet on the shelf */
  print_label (&world, 0, "1.50", NULL);
  assert_stale (&world, "");
  set_amount (&world, 0, 100, NULL);
  set_amount (&world, 0, 150, NULL); /* back again: the label was right all along */
  assert_stale (&world, "");
  world_clear (&world);
}

static void
test_promotion (void)
{
  World world;
  g_autoptr (BrRecord) promotion = NULL;

  world_init (&world);
  promotion = put_price (&world, world.skus[0], BR_PRICE_PROMOTIONAL, 80);
  print_label (&world, 0, "0.80", "1.00");
  assert_stale (&world, "");
  set_amount (&world, 0, 120, NULL); /* only what is crossed out is another now */
  assert_stale (&world, "S0 80>80");
  print_label (&world, 0, "0.80", NULL); /* a label that crosses nothing out does not care */
  assert_stale (&world, "");
  fixture_delete (world.fixture, promotion);
  assert_stale (&world, "S0 80>120");
  world_clear (&world);
}

static void
test_gone (void)
{
  World world;

  world_init (&world);
  print_label (&world, 0, "1.00", NULL);
  fixture_delete (world.fixture, world.prices[0]);
  assert_stale (&world, "S0 100>-1");
  fixture_delete (world.fixture, world.skus[0]);
  assert_stale (&world, "S0 100>-1"); /* the paper still hangs there */
  world_clear (&world);
}

/* A label hangs in one store: what another store sells it for says nothing about it. */
static void
test_place (void)
{
  World world;

  world_init (&world);
  world.store = fixture_id (world.fixture);
  print_label (&world, 0, "7.00", NULL);
  assert_stale (&world, "");
  world.store = (BrId) { 0 };
  print_label (&world, 0, "7.00", NULL);
  assert_stale (&world, "S0 700>100");
  world_clear (&world);
}

typedef struct
{
  BrId change;
  BrIdList *skus;
} OfChange;

static gboolean
of_change_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  OfChange *of = data;

  of->skus = br_stale_store_of_change (db, &of->change, error);
  return of->skus != NULL;
}

static void
test_of_change (void)
{
  World world;
  OfChange of = { 0 };

  world_init (&world);
  for (guint i = 0; i < N_SKUS; i++)
    print_label (&world, i, "9.00", NULL); /* all are out of date, but the change touched one */
  set_amount (&world, 1, 250, &of.change);
  fixture_read (world.fixture, of_change_job, &of);
  g_assert_cmpuint (of.skus->n, ==, 1);
  br_id_list_unref (of.skus);
  of.change = fixture_id (world.fixture); /* no such change */
  fixture_read (world.fixture, of_change_job, &of);
  g_assert_cmpuint (of.skus->n, ==, 0);
  br_id_list_unref (of.skus);
  world_clear (&world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/stale/price", test_price);
  g_test_add_func ("/store/stale/promotion", test_promotion);
  g_test_add_func ("/store/stale/gone", test_gone);
  g_test_add_func ("/store/stale/place", test_place);
  g_test_add_func ("/store/stale/of-change", test_of_change);
  return g_test_run ();
}
