/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags that a person put away: listed no more, until they are heard of again. */
#include "config.h"

#include "br-error.h"
#include "br-tag-binding-store.h"
#include "br-tag-event-store.h"
#include "br-tag-list-store.h"
#include "br-tag-store.h"
#include "tag-shop.h"

#define HOUR (60 * TAG_SHOP_MINUTE)

static gboolean
list_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const BrTagQuery query = { .type = -1, .sort = BR_TAG_SORT_KEY };
  g_autoptr (BrIdList) ids = br_tag_list_ids (db, &query, G_MAXINT64 / 2, NULL, error);
  BrTagCounts counts;

  g_assert_true (br_tag_list_counts (db, G_MAXINT64 / 2, &counts, error));
  g_assert_cmpint (counts.tags, ==, ids->n);
  *(gsize *) data = ids->n;
  return TRUE;
}

static gsize
count_listed (Fixture *fixture)
{
  gsize n = 0;

  fixture_read (fixture, list_job, &n);
  return n;
}

static gboolean
forget_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 id = tag_shop_tag (tx, tag_shop_station (tx, "a"), "T");
  BrTagBinding binding = { .tag = id, .sku = { { 1 } } };
  BrTagSighting sighting = tag_shop_sighting (tx, "U");
  g_autoptr (GError) failure = NULL;

  g_assert_true (br_tag_bind (tx, &binding, error));
  tag_shop_want (tx, id, "k1", &binding.sku, 100);
  tag_shop_confirm (tx, id, 'a', BR_TAG_PROOF_TAG);
  g_assert_true (br_tag_code_learn (tx, "sticker", id, error));
  g_assert_false (br_tag_store_forget (tx, id, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_IN_USE);
  g_clear_error (&failure);
  g_assert_false (br_tag_store_forget (tx, 99, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_assert_true (br_tag_unbind (tx, id, "Li", error) && br_tag_store_forget (tx, id, error));
  /* An engine of a station that was forgotten may be about to tell what it heard. */
  g_assert_true (br_tag_store_hear (tx, 99, &sighting, 1, error));
  g_assert_null (br_tag_store_find (tx->db, "oepl", sighting.tag, error));
  return TRUE;
}

/* What its station still says of the past. */
static gboolean
hear_old_body (BrStoreTx *tx, gpointer data, GError **error)
{
  BrTagSighting sighting = tag_shop_sighting (tx, "T");

  sighting.heard_us -= HOUR;
  return br_tag_store_hear (tx, 1, &sighting, 1, error);
}

static gboolean
hear_new_body (BrStoreTx *tx, gpointer data, GError **error)
{
  tag_shop_tag (tx, 1, "T");
  return TRUE;
}

static gboolean
forget_again_body (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_tag_store_forget (tx, 1, error);
}

static gboolean
unforget_body (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_tag_store_unforget (tx, 1, error);
}

static gboolean
forget_bind_body (BrStoreTx *tx, gpointer data, GError **error)
{
  const BrTagBinding binding = { .tag = 1, .sku = { { 1 } } };

  return br_tag_store_forget (tx, 1, error) && br_tag_bind (tx, &binding, error);
}

static gboolean
unbind_forget_body (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_tag_unbind (tx, 1, "Li", error) && br_tag_store_forget (tx, 1, error);
}

static gboolean
prune_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gboolean more = TRUE;

  while (more)
    g_assert_true (br_tag_event_prune (tx, &more, error));
  return TRUE;
}

/* It is not listed until it is heard again, or bound. */
static void
test_forget (void)
{
  static const struct
  {
    BrStoreFunc body;
    gsize listed;
  } steps[] = {
    { forget_body, 0 },   { hear_old_body, 0 },    { hear_new_body, 1 },      { forget_again_body, 0 },
    { unforget_body, 1 }, { forget_bind_body, 1 }, { unbind_forget_body, 0 },
  };
  g_autoptr (Fixture) fixture = fixture_new (1);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      tag_shop_run (fixture, steps[i].body);
      g_assert_cmpuint (count_listed (fixture), ==, steps[i].listed);
    }
}

/* What a forgotten tag showed is kept for certificates; when it is too old for any, the tag goes with all of it. */
static void
test_forgotten_goes (void)
{
  static const char left[] = "SELECT (SELECT count (*) FROM tags.tag_code) + (SELECT count (*) FROM tags.tag_want) + (SELECT count (*) FROM tags.tag_shown)"
                             " + (SELECT count (*) FROM tags.tag_job) + (SELECT count (*) FROM tags.tag_event) + (SELECT count (*) FROM tags.tag)";
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, forget_body);
  fixture->now_us += BR_TAG_HISTORY_MOST_US - HOUR;
  tag_shop_run (fixture, prune_body);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM tags.tag_shown"), >, 0);
  fixture->now_us += 2 * HOUR;
  tag_shop_run (fixture, prune_body);
  g_assert_cmpint (fixture_int (fixture, left), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/tag-forget/listed", test_forget);
  g_test_add_func ("/store/tag-forget/goes", test_forgotten_goes);
  return g_test_run ();
}
