/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binding by two scans: what each scan means after those before it, what is said, and which tags a filter lists. */
#include "config.h"

#include "br-error.h"
#include "br-tag-bind-words.h"
#include "br-tag-filter.h"
#include <string.h>

#define SECOND ((gint64) G_USEC_PER_SEC)

/* `article` 0 = not bound. */
static BrTagView *
new_tag (guint32 row, guint8 article)
{
  BrTagView *tag = br_tag_view_new ();

  tag->row = row;
  tag->key = g_strdup_printf ("0A3F67CF9100%04X", row);
  tag->sku.bytes[0] = article;
  tag->name = article != 0 ? g_strdup_printf ("Article %u", article) : NULL;
  return tag;
}

static BrSkuRow *
new_goods (guint8 article)
{
  BrSkuRow *goods = br_sku_row_new ();

  goods->uid.bytes[0] = article;
  goods->name = g_strdup_printf ("Article %u", article);
  goods->code = g_strdup ("A");
  goods->price_minor = 390;
  return goods;
}

static BrBindStep
scan_tag (BrBindFlow *flow, guint32 row, guint8 article, gint64 now_us)
{
  g_autoptr (BrTagView) tag = new_tag (row, article);
  BrTagScan scan = { .kind = BR_TAG_SCAN_TAG, .tag = tag };

  return br_bind_flow_scanned (flow, tag->key, &scan, now_us);
}

static BrBindStep
scan_goods (BrBindFlow *flow, guint8 article, gint64 now_us)
{
  g_autoptr (BrSkuRow) goods = new_goods (article);
  BrTagScan scan = { .kind = BR_TAG_SCAN_GOODS, .goods = goods };

  return br_bind_flow_scanned (flow, "4006381333931", &scan, now_us);
}

static BrBindStep
scan_nothing (BrBindFlow *flow, gint64 now_us)
{
  BrTagScan scan = { .kind = BR_TAG_SCAN_NOTHING };

  return br_bind_flow_scanned (flow, "STICKER-7", &scan, now_us);
}

static void
test_either_order (void)
{
  BrBindFlow a = { .state = BR_BIND_READY }, b = { .state = BR_BIND_READY };

  g_assert_cmpint (scan_tag (&a, 7, 0, 0), ==, BR_BIND_STEP_NONE);
  g_assert_cmpint (a.state, ==, BR_BIND_HAS_TAG);
  g_assert_cmpint (scan_goods (&a, 1, 29 * SECOND), ==, BR_BIND_STEP_STORE);
  g_assert_cmpint (scan_goods (&b, 1, 0), ==, BR_BIND_STEP_NONE);
  g_assert_cmpint (b.state, ==, BR_BIND_HAS_GOODS);
  g_assert_cmpint (scan_tag (&b, 7, 0, 29 * SECOND), ==, BR_BIND_STEP_STORE);
  g_assert_cmpuint (a.tag->row, ==, b.tag->row);
  g_assert_true (br_id_equal (&a.goods->uid, &b.goods->uid));
  g_assert_false (a.rebind);
  br_bind_flow_clear (&a);
  br_bind_flow_clear (&b);
}

/* After half a minute nobody remembers what the first scan was. */
static void
test_window (void)
{
  BrBindFlow flow = { .state = BR_BIND_READY };

  scan_tag (&flow, 7, 0, 0);
  g_assert_cmpint (br_bind_flow_get_left_us (&flow, 10 * SECOND), ==, 20 * SECOND);
  g_assert_false (br_bind_flow_tick (&flow, 29 * SECOND));
  g_assert_cmpint (scan_goods (&flow, 1, 30 * SECOND), ==, BR_BIND_STEP_NONE); /* also when nothing ticked */
  g_assert_cmpint (flow.state, ==, BR_BIND_HAS_GOODS);
  g_assert_null (flow.tag);
  g_assert_true (br_bind_flow_tick (&flow, 60 * SECOND));
  g_assert_cmpint (flow.state, ==, BR_BIND_READY);
  g_assert_cmpint (br_bind_flow_get_left_us (&flow, 60 * SECOND), ==, 0);
  br_bind_flow_clear (&flow);
}

/* Twice the same kind: the second counts. A pair done does not begin the next. */
static void
test_sequences (void)
{
  BrBindFlow flow = { .state = BR_BIND_READY };

  scan_tag (&flow, 7, 0, 0);
  scan_tag (&flow, 8, 0, SECOND);
  g_assert_cmpuint (flow.tag->row, ==, 8);
  g_assert_cmpint (scan_goods (&flow, 1, 2 * SECOND), ==, BR_BIND_STEP_STORE);
  g_assert_cmpint (scan_tag (&flow, 9, 0, 2 * SECOND), ==, BR_BIND_STEP_NONE); /* it is being stored */
  g_assert_cmpuint (flow.tag->row, ==, 8);
  br_bind_flow_stored (&flow);
  g_assert_cmpint (scan_tag (&flow, 9, 0, 3 * SECOND), ==, BR_BIND_STEP_NONE);
  g_assert_cmpint (flow.state, ==, BR_BIND_HAS_TAG);
  g_assert_null (flow.goods);
  br_bind_flow_failed (&flow);
  g_assert_cmpint (scan_goods (&flow, 2, 4 * SECOND), ==, BR_BIND_STEP_NONE);
  g_assert_cmpint (flow.state, ==, BR_BIND_HAS_GOODS);
  br_bind_flow_clear (&flow);
}

/* A tag never leaves a product without somebody's yes, and that yes is for this pair only. */
static void
test_in_use (void)
{
  BrBindFlow flow = { .state = BR_BIND_READY };

  scan_tag (&flow, 7, 2, 0);
  g_assert_cmpint (scan_goods (&flow, 1, SECOND), ==, BR_BIND_STEP_NONE);
  g_assert_cmpint (flow.state, ==, BR_BIND_ASKS);
  g_assert_cmpint (br_bind_flow_agree (&flow), ==, BR_BIND_STEP_STORE);
  g_assert_true (flow.rebind);
  br_bind_flow_stored (&flow);
  g_assert_cmpint (br_bind_flow_agree (&flow), ==, BR_BIND_STEP_NONE);
  scan_goods (&flow, 1, 2 * SECOND);
  g_assert_cmpint (scan_tag (&flow, 8, 0, 3 * SECOND), ==, BR_BIND_STEP_STORE);
  g_assert_false (flow.rebind);
  br_bind_flow_stored (&flow);
  scan_tag (&flow, 7, 1, 4 * SECOND);
  g_assert_cmpint (scan_goods (&flow, 1, 5 * SECOND), ==, BR_BIND_STEP_NONE);
  g_assert_cmpint (flow.state, ==, BR_BIND_ALREADY);
  br_bind_flow_clear (&flow);
}

/* The product waits while the tag of an unknown sticker is learnt, also longer than a pair may take. */
static void
test_learn (void)
{
  BrBindFlow flow = { .state = BR_BIND_READY };
  g_autoptr (BrTagView) learnt = new_tag (12, 0);
  BrTagScan many = { .kind = BR_TAG_SCAN_GOODS, .many = TRUE };

  scan_goods (&flow, 1, 0);
  scan_nothing (&flow, SECOND);
  g_assert_cmpint (flow.state, ==, BR_BIND_UNKNOWN);
  g_assert_cmpstr (flow.code, ==, "STICKER-7");
  flow.state = BR_BIND_LEARNS;
  g_assert_cmpint (br_bind_flow_learnt (&flow, learnt, 50 * SECOND), ==, BR_BIND_STEP_STORE);
  br_bind_flow_restart (&flow);
  scan_nothing (&flow, 60 * SECOND);
  g_assert_cmpint (br_bind_flow_learnt (&flow, learnt, 90 * SECOND), ==, BR_BIND_STEP_NONE);
  g_assert_cmpint (flow.state, ==, BR_BIND_HAS_TAG);
  g_assert_cmpint (br_bind_flow_scanned (&flow, "1", &many, 91 * SECOND), ==, BR_BIND_STEP_NONE);
  g_assert_cmpint (flow.state, ==, BR_BIND_MANY);
  br_bind_flow_clear (&flow);
}

static void
test_replace (void)
{
  BrBindFlow flow = { .state = BR_BIND_READY, .broken = new_tag (3, 1) };

  g_assert_cmpint (scan_goods (&flow, 1, 0), ==, BR_BIND_STEP_NONE); /* no product is asked for, and its code is no sticker that could be learned */
  g_assert_cmpint (flow.state, ==, BR_BIND_IS_GOODS);
  scan_nothing (&flow, SECOND);
  g_assert_cmpint (flow.state, ==, BR_BIND_UNKNOWN);
  g_assert_cmpint (scan_tag (&flow, 4, 2, SECOND), ==, BR_BIND_STEP_NONE); /* it is in use elsewhere */
  g_assert_cmpint (flow.state, ==, BR_BIND_ASKS);
  g_assert_cmpint (scan_tag (&flow, 5, 0, 2 * SECOND), ==, BR_BIND_STEP_STORE);
  g_assert_cmpuint (flow.tag->row, ==, 5);
  br_bind_flow_clear (&flow);
}

/* Each state says something of its own, and names what it is about. */
static void
test_words (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (BrTagView) broken = new_tag (3, 1);
  BrBindFlow flow = { .state = BR_BIND_READY };

  scan_tag (&flow, 7, 2, 0);
  scan_goods (&flow, 1, SECOND);
  for (BrBindState state = BR_BIND_READY; state <= BR_BIND_FAILED; state++)
    {
      BrBindWords words;

      flow.state = state;
      flow.broken = state == BR_BIND_IS_GOODS ? broken : NULL; /* only then a tag and nothing else is asked for */
      br_bind_words (&flow, 2, &words);
      g_assert_true (g_hash_table_add (seen, (gpointer) words.title));
      if (state == BR_BIND_ASKS)
        {
          g_assert_nonnull (strstr (words.detail, "Article 2"));
          g_assert_nonnull (strstr (words.detail, "Article 1"));
        }
      if (state == BR_BIND_DONE)
        g_assert_nonnull (strstr (words.detail, "3.90"));
      br_bind_words_clear (&words);
    }
  br_bind_flow_clear (&flow);
}

/* A sticker that was not learned is no product that is gone. */
static void
test_not_learned (void)
{
  static const struct
  {
    BrError code;
    const char *says;
  } cases[] = {
    { BR_ERROR_NOT_FOUND, "within a minute" }, { BR_ERROR_CONFLICT, "only one" }, { BR_ERROR_EXISTS, "another tag" }, { BR_ERROR_FULL, "disk is full" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (BR_ERROR, (int) cases[i].code, "as a log has it");
      g_autofree char *sentence = br_bind_words_not_learned (error);

      g_assert_nonnull (strstr (sentence, cases[i].says));
    }
}

static void
test_filters (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  BrTagQuery query = { .station = 4 };
  guint n;
  const BrTagFilter *filters = br_tag_filters_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (g_hash_table_add (seen, (gpointer) filters[i].id));
      g_assert_cmpuint (br_tag_filter_find (filters[i].id), ==, i);
    }
  g_assert_cmpuint (br_tag_filter_find ("nonsense"), ==, 0);
  br_tag_filter_apply (&filters[br_tag_filter_find ("attention")], &query);
  g_assert_cmpuint (query.attention, ==, (1u << BR_N_TAG_ATTENTIONS) - 1);
  br_tag_filter_apply (&filters[br_tag_filter_find ("failed")], &query);
  g_assert_cmpuint (query.attention, ==, 0);
  g_assert_cmpuint (query.shows, ==, 1u << BR_TAG_SHOWS_FAILED);
  g_assert_cmpint (query.station, ==, 4);
}

/* A character is not cut in two. */
static void
test_search (void)
{
  BrTagQuery query = { 0 };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "奶");
  br_tag_filter_search (&query, text->str);
  g_assert_true (g_utf8_validate (query.text, -1, NULL));
  g_assert_cmpuint (strlen (query.text), ==, 126);
  g_string_free (text, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tag-bind/either-order", test_either_order);
  g_test_add_func ("/tag-bind/window", test_window);
  g_test_add_func ("/tag-bind/sequences", test_sequences);
  g_test_add_func ("/tag-bind/in-use", test_in_use);
  g_test_add_func ("/tag-bind/learn", test_learn);
  g_test_add_func ("/tag-bind/replace", test_replace);
  g_test_add_func ("/tag-bind/words", test_words);
  g_test_add_func ("/tag-bind/not-learned", test_not_learned);
  g_test_add_func ("/tag-bind/filters", test_filters);
  g_test_add_func ("/tag-bind/search", test_search);
  return g_test_run ();
}
