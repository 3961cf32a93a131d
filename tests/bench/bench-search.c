/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the text as typed to the rows of the first screen, on a million SKUs: parsing, the query until it knows its first ids,
 * fetching 64 rows. The last line is the 95th percentile over all queries; each class has its own before it. The first round, in which
 * some of the file comes from the disk, is counted apart (search-first-round).
 */
#include "config.h"

#include <stdio.h>

#include "bench-data.h"
#include "br-sku-query.h"

#define ROUNDS 6
#define SCREEN 64

/* A class of queries. */
typedef struct
{
  const char *name;
  const char *queries[16]; /* NULL-terminated */
} Class;

static const Class classes[] = {
  { "latin", { "milk", "fresh milk", "organic", "chocolate", "shampoo lavender", "select premium", "bud", "zzzz", "coffee", "gre", "noodles", NULL } },
  { "chinese", { "牛奶", "鲜牛奶", "奶", "有机", "巧克力", "洗衣液 柠檬", "云岭", "酱油", "绿野臻选", "不存在的", "大米", "500ml 酱", NULL } },
  { "barcode", { "6900000001", "690", "2100000000", "6912345678901", "69", "220000", "14", "6951", NULL } },
  { "pinyin", { "gm", "xnn", "yl", "yjxnn", "nn", "hqz", "qkl", "z", "xsj", "ylzx", NULL } },
  { "code", { "MK", "mk0001", "mk000123", "vg000500-2", "vg", "m", "so0", NULL } },
  { "field",
    { "price:10..20", "price:<1", "price:>500", "cat:牛奶", "cat:drinks", "brand:云岭", "status:draft", "status:listed", "margin:<5", "doctor:below-cost",
      "changed:<3", "has:brand", "supplier:乳业", "cost:<1", NULL } },
  { "mixed",
    { "牛奶 price:<10", "cat:drinks status:clearance", "brand:云岭 -有机", "milk or 牛奶", "price:10..20 cat:乳品烘焙 低糖", "attr.产地:云南 牛奶",
      "organic price:5..9 status:listed", "-status:listed", NULL } },
};

/* One question. */
typedef struct
{
  const char *text;
  BrSkuSort sort;
  gint64 start_us;
  gint64 first_us; /* when the first rows were there */
  gint64 all_us;   /* when all ids were */
  BrDb *db;
  gsize n;
} Question;

static void
fetch_first (const guint32 *ids, gsize n, gpointer data)
{
  Question *question = data;
  g_autoptr (GPtrArray) rows = br_sku_query_rows (question->db, ids, MIN (n, SCREEN), NULL);

  if (rows == NULL)
    g_error ("no rows");
  question->first_us = g_get_monotonic_time () - question->start_us;
}

static gboolean
ask_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  g_autoptr (BrIdList) list = NULL;
  BrSkuQuery query = { NULL, question->sort, FALSE };
  gsize offset, length;

  question->db = db;
  question->start_us = g_get_monotonic_time ();
  query.search = br_search_parse (question->text, 2, &offset, &length, error);
  if (query.search == NULL)
    return FALSE;
  if (!br_sku_query_run (db, &query, fetch_first, question, cancellable, &list, error))
    return FALSE;
  question->all_us = g_get_monotonic_time () - question->start_us;
  question->n = list->n;
  br_search_unref (query.search);
  return TRUE;
}

static Question
ask (BrStore *store, const char *text, BrSkuSort sort)
{
  Question question = { .text = text, .sort = sort };
  g_autoptr (GError) error = NULL;

  if (!br_store_read (store, ask_job, &question, NULL, &error))
    g_error ("%s: %s", text, error->message);
  if (g_getenv ("BENCH_VERBOSE"))
    fprintf (stderr, "# %-40s %8.2f ms first %8.2f ms all %8zu found\n", text, question.first_us / 1e3, question.all_us / 1e3, question.n);
  return question;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
percentile (GArray *times, guint percent)
{
  g_array_sort (times, compare);
  return g_array_index (times, double, MIN (times->len - 1, (times->len * percent + 99) / 100 - 1));
}

static void
run_class (BrStore *store, const Class *class, GArray *cold, GArray *all)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; class->queries[i]; i++)
      {
        double ms = ask (store, class->queries[i], BR_SKU_SORT_NAME).first_us / 1e3;

        if (round == 0)
          {
            g_array_append_val (cold, ms);
            continue;
          }
        g_array_append_val (times, ms);
        g_array_append_val (all, ms);
      }
  printf ("search-%s-p50 %.2f ms\nsearch-%s-p95 %.2f ms\n", class->name, percentile (times, 50), class->name, percentile (times, 95));
}

int
main (int argc, char *argv[])
{
  gsize n = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : BENCH_DATA_MILLION;
  g_autofree char *dir = bench_data_get (n);
  g_autoptr (BrStore) store = bench_data_open (dir);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) cold = g_array_new (FALSE, FALSE, sizeof (double));
  gint64 before_kib = bench_rss_kib ();
  Question open = ask (store, "", BR_SKU_SORT_NAME);

  printf ("skus %zu rows\nopen-first %.2f ms\nopen-all %.2f ms\n", open.n, open.first_us / 1e3, open.all_us / 1e3);
  printf ("sort-price-all %.2f ms\n", ask (store, "", BR_SKU_SORT_PRICE).all_us / 1e3);
  printf ("sort-category-all %.2f ms\n", ask (store, "", BR_SKU_SORT_CATEGORY).all_us / 1e3);
  ask (store, "", BR_SKU_SORT_NAME);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    run_class (store, &classes[i], cold, all);
  printf ("memory %.1f MiB\n", (bench_rss_kib () - before_kib) / 1024.0);
  printf ("search-first-round-p95 %.2f ms\n", percentile (cold, 95));
  printf ("search-p50 %.2f ms\nsearch-p99 %.2f ms\nsearch-p95 %.2f ms\n", percentile (all, 50), percentile (all, 99), percentile (all, 95));
  return 0;
}
