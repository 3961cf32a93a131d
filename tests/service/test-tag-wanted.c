/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exactly those tags are to show something else whose values became others: by cases, and against a naive reading of all records after random changes. */
#include "config.h"

#include <string.h>

#include "br-price.h"
#include "br-projection.h"
#include "br-record-store.h"
#include "br-settings-store.h"
#include "br-tag-binding-store.h"
#include "br-tag-job-store.h"
#include "br-tag-store.h"
#include "br-tag-wanted.h"
#include "br-tag-want-store.h"
#include "br-template-store.h"
#include "tag-shop.h"

#define N_GOODS 5
#define N_TAGS 8
#define HOUR (60 * TAG_SHOP_MINUTE)
#define STEPS 60

/* A shop: articles, tags before some of them, and designs of its own. */
typedef struct
{
  Fixture *fixture;
  TagShopGoods goods[N_GOODS];
  gint64 tags[N_TAGS];
  gint64 bound_at[N_TAGS];
  GPtrArray *changes;      /* of BrChange, heard and not looked at yet */
  char *said[N_TAGS];      /* what the naive reading gave last */
  gint64 gens[N_TAGS];
} World;

static void
heard_cb (BrChange *change, gpointer data)
{
  World *world = data;

  if (br_tag_wanted_is_touched (change))
    g_ptr_array_add (world->changes, br_change_ref (change));
}

static void
put_price (World *world, guint goods, BrPriceKind kind, gint64 amount, gint64 from_us, gint64 to_us)
{
  tag_shop_price (world->fixture, &world->goods[goods], kind, amount, from_us, to_us);
}

/* A design that reads the fields named. */
typedef struct
{
  const char *key, *fields[5];
  int revision;
} OwnDesign;

static const OwnDesign designs[] = { { "own-plain", { "name", "price" }, 0 },
                                     { "own-rich", { "price", "regular", "origin" }, 0 },
                                     { "own-promotion", { "name", "price", "regular" }, 0 } };

static gboolean
put_design_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const OwnDesign *design = data;
  g_autoptr (BrLabelTemplate) template = br_label_template_new ();
  BrLabelObject *object = br_label_object_new (BR_LABEL_OBJECT_TEXT);

  template->key = g_strdup (design->key);
  template->name = g_strdup_printf ("Own %d", design->revision);
  template->kind = BR_LABEL_TAG;
  template->media.width = 296 * BR_LABEL_TAG_PIXEL;
  template->media.height = 128 * BR_LABEL_TAG_PIXEL;
  for (guint i = 0; design->fields[i] != NULL; i++)
    g_ptr_array_add (template->fields,
                     br_label_field_new (design->fields[i], g_str_equal (design->fields[i], "name") ? BR_LABEL_FIELD_TEXT : BR_LABEL_FIELD_DECIMAL));
  object->width = object->height = 1000;
  object->value = g_strdup (design->revision < 2 ? "{price}" : "only {price}");
  g_ptr_array_add (template->objects, object);
  return br_template_store_put (tx, template, design->revision, error);
}

static gboolean
put_tags (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a");
  BrTagDesignRule any = { .template_key = (char *) "own-plain" }, promotion = { .promotion = TRUE, .template_key = (char *) "own-promotion" };

  for (guint i = 0; i < N_TAGS; i++)
    {
      g_autofree char *key = g_strdup_printf ("TAG%u", i);

      g_assert_cmpint (tag_shop_tag (tx, station, key), ==, (gint64) i + 1);
    }
  return br_tag_design_put (tx, &any, error) && br_tag_design_put (tx, &promotion, error);
}

static gboolean
set_lead_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set_int (tx, BR_TAG_RISE_LEAD, *(gint64 *) data, error);
}

/* Which tag is bound to which article, and with which design. */
typedef struct
{
  gint64 tag;
  BrId sku;
  const char *design;
} Bind;

static gboolean
bind_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Bind *bind = data;
  BrTagBinding binding = { .tag = bind->tag, .sku = bind->sku, .design = (char *) bind->design };

  return br_tag_bind (tx, &binding, error);
}

static void
tags_write (World *world, BrStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_store_tags_write (world->fixture->store, func, data, &error);
  g_assert_no_error (error);
}

static void
bind (World *world, guint tag, guint goods, const char *design)
{
  Bind job = { (gint64) tag + 1, world->goods[goods].sku, design };

  tags_write (world, bind_job, &job);
}

static void
world_init (World *world, guint64 seed, gint64 lead_us)
{
  *world = (World) { .fixture = fixture_new (seed), .changes = g_ptr_array_new_with_free_func ((GDestroyNotify) br_change_unref) };
  for (guint i = 0; i < N_GOODS; i++)
    tag_shop_goods (world->fixture, &world->goods[i], i, 1000 + i);
  for (guint i = 0; i < G_N_ELEMENTS (designs); i++)
    fixture_print_write (world->fixture, put_design_job, (gpointer) &designs[i]);
  tags_write (world, put_tags, NULL);
  fixture_write (world->fixture, set_lead_job, &lead_us);
  br_store_listen (world->fixture->store, heard_cb, world);
}

static void
world_clear (World *world)
{
  g_ptr_array_unref (world->changes);
  for (guint i = 0; i < N_TAGS; i++)
    g_free (world->said[i]);
  fixture_free (world->fixture);
}

/* Looks at what was heard, as the program does; how many tags are to show something else. */
static guint
look (World *world)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  while (world->changes->len > 0)
    {
      g_autoptr (GPtrArray) changes = g_steal_pointer (&world->changes);

      world->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) br_change_unref);
      for (guint i = 0; i < changes->len; i++)
        {
          BrTagWantedCount count;

          g_assert_true (br_tag_wanted_update (world->fixture->store, changes->pdata[i], &count, &error));
          g_assert_no_error (error);
          n += count.changed;
        }
    }
  return n;
}

static gboolean
due_job (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 next_us;

  return br_projection_due (tx, &next_us, error);
}

/* Time goes on: first the tags' own timer, then, as it may be, the lists'. */
static gint64
go_on (World *world, gint64 us)
{
  g_autoptr (GError) error = NULL;
  gint64 next_us;

  world->fixture->now_us += us;
  g_assert_true (br_tag_wanted_due (world->fixture->store, &next_us, &error));
  g_assert_no_error (error);
  fixture_write (world->fixture, due_job, NULL);
  look (world);
  return next_us;
}

/* What is wanted of a tag now. */
typedef struct
{
  gint64 tag;
  BrTagWant want;
  gboolean found;
  BrTag *row;
  BrTagJob *job;
} Wanted;

static gboolean
wanted_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Wanted *wanted = data;

  wanted->found = br_tag_want_load (db, wanted->tag, 0, &wanted->want, error);
  wanted->row = br_tag_store_load (db, wanted->tag, error);
  wanted->job = br_tag_job_find_active (db, wanted->tag, error);
  return wanted->row != NULL;
}

static void
load_wanted (World *world, guint tag, Wanted *out)
{
  *out = (Wanted) { .tag = (gint64) tag + 1 };
  fixture_read (world->fixture, wanted_job, out);
}

static void
wanted_clear (Wanted *wanted)
{
  br_tag_want_clear (&wanted->want);
  br_tag_unref (wanted->row);
  g_clear_pointer (&wanted->job, br_tag_job_unref);
}

static void
assert_wanted (World *world, guint tag, gint64 gen, gint64 price_minor)
{
  Wanted wanted;

  load_wanted (world, tag, &wanted);
  g_assert_cmpint (wanted.row->wanted_gen, ==, gen);
  g_assert_cmpint (wanted.want.price_minor, ==, price_minor);
  wanted_clear (&wanted);
}

static void
set_text (World *world, BrKind kind, const BrId *uid, guint field, const char *text)
{
  g_autoptr (BrRecord) before = fixture_load (world->fixture, kind, uid), after = br_record_copy (before);

  br_value_set_text (&after->cells[field], text);
  fixture_put (world->fixture, before, after);
}

static void
set_price (World *world, guint goods, gint64 amount)
{
  g_autoptr (BrRecord) before = fixture_load (world->fixture, BR_KIND_PRICE, &world->goods[goods].price), after = br_record_copy (before);

  br_value_set_int (&after->cells[BR_PRICE_AMOUNT], amount);
  fixture_put (world->fixture, before, after);
}

/* Only what a design reads counts. */
static void
test_exactly (void)
{
  World world;
  OwnDesign revised = designs[0];
  Wanted wanted;

  world_init (&world, 1, 0);
  bind (&world, 0, 0, NULL);
  bind (&world, 1, 0, "own-rich");
  bind (&world, 2, 1, NULL);
  g_assert_cmpuint (look (&world), ==, 3);
  load_wanted (&world, 0, &wanted);
  g_assert_cmpint (wanted.job->priority, ==, BR_TAG_PRIORITY_PERSON);
  g_assert_cmpstr (wanted.want.fields, ==, "{\"name\":\"Tea 0\",\"price\":\"10.00\"}");
  g_assert_cmpstr (wanted.want.design, ==, "own-plain");
  wanted_clear (&wanted);
  set_price (&world, 0, 900);
  g_assert_cmpuint (look (&world), ==, 2);
  assert_wanted (&world, 0, 2, 900);
  assert_wanted (&world, 2, 1, 1001);
  load_wanted (&world, 0, &wanted);
  g_assert_cmpint (wanted.job->priority, ==, BR_TAG_PRIORITY_PRICE);
  wanted_clear (&wanted);
  set_text (&world, BR_KIND_PRODUCT, &world.goods[0].product, BR_PRODUCT_NAME, "Green tea"); /* the rich one does not say it */
  g_assert_cmpuint (look (&world), ==, 1);
  set_text (&world, BR_KIND_PRODUCT, &world.goods[0].product, BR_PRODUCT_ATTRIBUTES, "origin\t福建"); /* the plain one does not */
  g_assert_cmpuint (look (&world), ==, 1);
  set_text (&world, BR_KIND_PRODUCT, &world.goods[0].product, BR_PRODUCT_DESCRIPTION, "nobody says this");
  g_assert_cmpuint (look (&world), ==, 0);
  revised.revision = 1;
  fixture_print_write (world.fixture, put_design_job, &revised); /* only its name is another */
  g_assert_cmpuint (look (&world), ==, 0);
  revised.revision = 2;
  fixture_print_write (world.fixture, put_design_job, &revised); /* two tags are drawn with it */
  g_assert_cmpuint (look (&world), ==, 2);
  load_wanted (&world, 2, &wanted);
  g_assert_cmpint (wanted.want.revision, ==, 3);
  wanted_clear (&wanted);
  set_price (&world, 4, 1); /* no tag stands there */
  g_assert_cmpuint (look (&world), ==, 0);
  bind (&world, 0, 1, NULL); /* from one article to another */
  g_assert_cmpuint (look (&world), ==, 1);
  assert_wanted (&world, 0, 5, 1001);
  world_clear (&world);
}

/* A promotion that begins and ends: wanted on time, drawn before, with its own design; and a tag that sleeps meanwhile gets one picture. */
static void
test_promotion (void)
{
  World world;
  gint64 from_us, to_us;
  g_auto (BrTagWant) next = { 0 };
  Wanted wanted;

  world_init (&world, 1, 0);
  bind (&world, 0, 0, NULL);
  look (&world);
  from_us = world.fixture->now_us + HOUR;
  to_us = from_us + HOUR;
  put_price (&world, 0, BR_PRICE_PROMOTIONAL, 800, from_us, to_us);
  g_assert_cmpuint (look (&world), ==, 0); /* not yet */
  g_assert_cmpint (fixture_int (world.fixture, "SELECT due_us FROM tags.tag_next"), ==, from_us);
  g_assert_cmpint (fixture_int (world.fixture, "SELECT price_minor FROM tags.tag_next"), ==, 800);
  g_assert_cmpint (go_on (&world, HOUR / 2), ==, from_us);
  assert_wanted (&world, 0, 1, 1000);
  g_assert_cmpint (go_on (&world, HOUR / 2), ==, to_us); /* and what comes after that is known at once */
  assert_wanted (&world, 0, 2, 800);
  load_wanted (&world, 0, &wanted);
  g_assert_cmpstr (wanted.want.design, ==, "own-promotion");
  g_assert_cmpint (wanted.want.regular_minor, ==, 1000);
  g_assert_cmpint (wanted.want.from_us, ==, from_us);
  wanted_clear (&wanted);
  g_assert_cmpint (go_on (&world, HOUR), ==, G_MAXINT64);
  assert_wanted (&world, 0, 3, 1000);
  g_assert_cmpint (fixture_int (world.fixture, "SELECT count (*) FROM tags.tag_job WHERE state < 10"), ==,
                   1); /* of three wishes nothing was sent: one picture goes out */
  world_clear (&world);
}

/* A program that was off from before the promotion until after it has nothing to send. */
static void
test_slept_through (void)
{
  World world;

  world_init (&world, 1, 0);
  bind (&world, 0, 0, NULL);
  put_price (&world, 0, BR_PRICE_PROMOTIONAL, 800, world.fixture->now_us + HOUR, world.fixture->now_us + 2 * HOUR);
  look (&world);
  g_assert_cmpint (go_on (&world, 5 * HOUR), ==, G_MAXINT64);
  g_assert_cmpint (fixture_int (world.fixture, "SELECT price_minor FROM tags.tag_want ORDER BY gen DESC LIMIT 1"), ==, 1000);
  g_assert_cmpint (fixture_int (world.fixture, "SELECT count (*) FROM tags.tag_job WHERE state < 10"), ==, 1);
  world_clear (&world);
}

/* A rise is on the shelf before it holds, a cut at its instant; looking again meanwhile takes neither back. */
static void
test_rise_first (void)
{
  World world;
  gint64 cut_us, rise_us;

  world_init (&world, 1, HOUR / 4);
  bind (&world, 0, 0, NULL);
  look (&world);
  cut_us = world.fixture->now_us + HOUR;
  rise_us = cut_us + HOUR;
  put_price (&world, 0, BR_PRICE_PROMOTIONAL, 800, cut_us, rise_us);
  look (&world);
  g_assert_cmpint (go_on (&world, 1), ==, cut_us);
  g_assert_cmpint (go_on (&world, HOUR), ==, rise_us - HOUR / 4);
  assert_wanted (&world, 0, 2, 800);
  go_on (&world, HOUR - HOUR / 4);
  assert_wanted (&world, 0, 3, 1000);
  set_text (&world, BR_KIND_PRODUCT, &world.goods[0].product, BR_PRODUCT_DESCRIPTION, "no matter");
  g_assert_cmpuint (look (&world), ==, 0);
  go_on (&world, HOUR);
  assert_wanted (&world, 0, 3, 1000);
  world_clear (&world);
}

/* What a person should look at: an article that is not sold any more, a tag no design fits. */
static void
test_attention (void)
{
  World world;
  Wanted wanted;

  world_init (&world, 1, 0);
  bind (&world, 0, 0, "no-such-design");
  look (&world);
  load_wanted (&world, 0, &wanted);
  g_assert_cmpuint (wanted.row->attention, ==, BR_TAG_ATTENTION_NEVER | BR_TAG_ATTENTION_DESIGN);
  g_assert_null (wanted.job);
  wanted_clear (&wanted);
  bind (&world, 0, 0, NULL);
  {
    g_autoptr (BrRecord) before = fixture_load (world.fixture, BR_KIND_SKU, &world.goods[0].sku), after = br_record_copy (before);

    br_value_set_int (&after->cells[BR_SKU_STATUS], BR_STATUS_CLEARANCE);
    fixture_put (world.fixture, before, after);
    look (&world);
    load_wanted (&world, 0, &wanted);
    g_assert_cmpuint (wanted.row->attention, ==, BR_TAG_ATTENTION_NEVER);
    wanted_clear (&wanted);
    br_value_set_int (&before->cells[BR_SKU_STATUS], BR_STATUS_DELISTED);
    fixture_put (world.fixture, after, before);
  }
  look (&world);
  load_wanted (&world, 0, &wanted);
  g_assert_cmpuint (wanted.row->attention, ==, BR_TAG_ATTENTION_NEVER | BR_TAG_ATTENTION_GOODS);
  wanted_clear (&wanted);
  world_clear (&world);
}

/* The naive reading: one tag's binding and its article, record by record. */
typedef struct
{
  gint64 tag, now_us;
  char *says; /* NULL = not bound */
} Reading;

static gint64
naive_price (GPtrArray *entries, gboolean regular_only, gint64 now_us, BrPriceKind *kind)
{
  g_autoptr (GPtrArray) some = g_ptr_array_new ();
  BrPriceContext context = { .at_us = now_us };
  BrPriceOutcome outcome;

  for (guint i = 0; i < entries->len; i++)
    if (!regular_only || br_record_int (entries->pdata[i], BR_PRICE_KIND) == BR_PRICE_REGULAR)
      g_ptr_array_add (some, entries->pdata[i]);
  outcome = br_price_resolve ((const BrRecord *const *) some->pdata, some->len, &context, NULL);
  if (outcome.winner < 0)
    return G_MININT64;
  *kind = (BrPriceKind) br_record_int (some->pdata[outcome.winner], BR_PRICE_KIND);
  return br_record_int (some->pdata[outcome.winner], BR_PRICE_AMOUNT);
}

static gboolean
read_naively (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;
  g_auto (BrTagBinding) binding = { 0 };
  g_autoptr (BrRecord) sku = NULL, product = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  BrPriceKind kind = BR_PRICE_REGULAR, ignored;
  gint64 price, regular;
  const char *design;
  GString *says;

  if (!br_tag_binding_find (db, reading->tag, &binding, error))
    return *error == NULL;
  g_assert_true (br_record_store_load (db, BR_KIND_SKU, &binding.sku, &sku, error));
  g_assert_true (br_record_store_load (db, BR_KIND_PRODUCT, br_record_ref (sku, BR_SKU_PRODUCT), &product, error));
  entries = br_record_store_list_children (db, BR_KIND_PRICE, BR_PRICE_SKU, &binding.sku, error);
  price = naive_price (entries, FALSE, reading->now_us, &kind);
  regular = kind == BR_PRICE_REGULAR ? G_MININT64 : naive_price (entries, TRUE, reading->now_us, &ignored);
  if (regular == price)
    regular = G_MININT64;
  design = binding.design != NULL ? binding.design : kind == BR_PRICE_REGULAR ? "own-plain" : "own-promotion";
  says = g_string_new (design);
  for (guint i = 0; i < G_N_ELEMENTS (designs); i++)
    for (guint j = 0; g_str_equal (designs[i].key, design) && designs[i].fields[j] != NULL; j++)
      {
        const char *field = designs[i].fields[j];

        if (g_str_equal (field, "name"))
          g_string_append_printf (says, "|%s", br_record_text (product, BR_PRODUCT_NAME));
        else if (g_str_equal (field, "origin"))
          g_string_append_printf (says, "|%s", br_record_text (product, BR_PRODUCT_ATTRIBUTES));
        else
          g_string_append_printf (says, "|%" G_GINT64_FORMAT, g_str_equal (field, "price") ? price : regular);
      }
  reading->says = g_string_free (says, FALSE);
  return TRUE;
}

/* Something happens in the shop. */
static void
disturb (World *world)
{
  BrXorshift *random = &world->fixture->xorshift;
  guint goods = (guint) br_xorshift_below (random, N_GOODS), tag = (guint) br_xorshift_below (random, N_TAGS);
  gint64 amount = 500 + (gint64) br_xorshift_below (random, 4), from_us = world->fixture->now_us + (gint64) br_xorshift_below (random, 3 * HOUR);
  static const char *const texts[] = { "origin\tA", "origin\tB" }, *const names[] = { "Tea", "Coffee", "Cocoa" };
  const char *chosen = br_xorshift_below (random, 3) == 0 ? "own-rich" : NULL;

  switch (br_xorshift_below (random, 7))
    {
    case 0: set_price (world, goods, amount); break;
    case 1: put_price (world, goods, BR_PRICE_PROMOTIONAL, amount, from_us, from_us + (gint64) br_xorshift_below (random, 2 * HOUR) + 1); break;
    case 2: put_price (world, goods, BR_PRICE_REGULAR, amount, from_us, 0); break;
    case 3: set_text (world, BR_KIND_PRODUCT, &world->goods[goods].product, BR_PRODUCT_NAME, names[br_xorshift_below (random, 3)]); break;
    case 4: set_text (world, BR_KIND_PRODUCT, &world->goods[goods].product, BR_PRODUCT_ATTRIBUTES, texts[br_xorshift_below (random, 2)]); break;
    case 5: bind (world, tag, goods, chosen); break;
    default: break; /* only time goes on */
    }
}

/* Whether a wish is a new one exactly when the naive reading says something else. */
static void
compare (World *world)
{
  for (guint i = 0; i < N_TAGS; i++)
    {
      Reading reading = { .tag = (gint64) i + 1, .now_us = world->fixture->now_us };
      Wanted wanted;
      gboolean other;

      fixture_read (world->fixture, read_naively, &reading);
      load_wanted (world, i, &wanted);
      other = g_strcmp0 (reading.says, world->said[i]) != 0;
      if (other && wanted.row->wanted_gen == world->gens[i])
        g_error ("tag %u says %s, and nothing new is wanted", i, reading.says);
      if (!other && wanted.row->wanted_gen != world->gens[i])
        g_error ("tag %u still says %s, and something new is wanted: %s", i, reading.says, wanted.want.fields);
      world->gens[i] = wanted.row->wanted_gen;
      g_free (world->said[i]);
      world->said[i] = reading.says;
      wanted_clear (&wanted);
    }
}

/* After each of many changes, with time going on between them; and looking at everything finds nothing that was missed. */
static void
test_property (void)
{
  World world;

  world_init (&world, fixture_seed (), 0);
  for (guint i = 0; i < STEPS; i++)
    {
      BrTagWantedCount count;

      disturb (&world);
      look (&world);
      go_on (&world, (gint64) br_xorshift_below (&world.fixture->xorshift, HOUR));
      compare (&world);
      g_assert_true (br_tag_wanted_decide (world.fixture->store, NULL, &count, NULL));
      g_assert_cmpuint (count.changed, ==, 0);
    }
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/tag-wanted/exactly", test_exactly);
  g_test_add_func ("/service/tag-wanted/promotion", test_promotion);
  g_test_add_func ("/service/tag-wanted/slept-through", test_slept_through);
  g_test_add_func ("/service/tag-wanted/rise-first", test_rise_first);
  g_test_add_func ("/service/tag-wanted/attention", test_attention);
  g_test_add_func ("/service/tag-wanted/property", test_property);
  return g_test_run ();
}
