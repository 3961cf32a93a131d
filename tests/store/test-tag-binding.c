/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binding, stickers, rules for designs, pictures kept, and how what is remembered stays bounded. */
#include "config.h"

#include "br-error.h"
#include "br-station-store.h"
#include "br-tag-binding-store.h"
#include "br-tag-event-store.h"
#include "br-tag-job-store.h"
#include "br-tag-picture-store.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"
#include "tag-shop.h"

#define DAY (24 * 60 * TAG_SHOP_MINUTE)

static const BrId sku = { { 7 } };

static void
fill_station (BrStoreTx *tx, gint64 id, guint n_tags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrStation) station = br_station_store_find (tx->db, id, &error);

  station->n_tags = n_tags;
  br_station_store_note (tx, station, &error);
  g_assert_no_error (error);
}

/* A station takes none in with 120 tags, and none beyond them is bound to goods; those that were are not touched. */
static gboolean
crowded_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a"), bound = tag_shop_tag (tx, station, "A"), other = tag_shop_tag (tx, station, "B"),
         away = tag_shop_tag (tx, station, "C");
  BrTagBinding binding = { .tag = bound, .sku = sku };
  g_autoptr (GError) failure = NULL;

  g_assert_true (br_tag_bind (tx, &binding, error));
  fill_station (tx, station, 119);
  g_assert_true (br_station_store_take_in (tx, station, 77, error));
  fill_station (tx, station, 120);
  g_assert_false (br_station_store_take_in (tx, station, 77, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_CROWDED);
  g_clear_error (&failure);
  g_assert_true (br_station_store_take_in (tx, station, 0, error)); /* closing is always possible */
  binding.tag = other;
  g_assert_true (br_tag_bind (tx, &binding, error));
  fill_station (tx, station, 121);
  g_assert_true (br_tag_bind (tx, &binding, error));
  binding.tag = away;
  g_assert_false (br_tag_bind (tx, &binding, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_CROWDED);
  g_clear_error (&failure);
  g_assert_false (br_tag_replace (tx, other, away, NULL, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_CROWDED);
  g_clear_error (&failure);
  g_assert_true (br_station_store_forget (tx, station, error));
  return br_tag_bind (tx, &binding, error); /* nobody has it: it waits for a station */
}

static void
test_crowded (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, crowded_body);
}

static gboolean
bind_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a"), tag = tag_shop_tag (tx, station, "A"), other = tag_shop_tag (tx, station, "B");
  BrTagBinding binding = { .tag = tag, .sku = sku, .store = { { 9 } }, .design = (char *) "d", .place = (char *) "aisle 3", .bound_by = (char *) "Li" };
  g_auto (BrTagBinding) found = { 0 }, moved = { 0 }, none = { 0 };
  g_auto (BrTagWant) blank = { 0 }, nothing = { 0 };
  g_autoptr (BrTag) never = NULL;
  g_autoptr (GError) failure = NULL;

  g_assert_true (br_tag_bind (tx, &binding, error));
  g_assert_true (br_tag_binding_find (tx->db, tag, &found, error));
  g_assert_cmpstr (found.place, ==, "aisle 3");
  g_assert_cmpint (found.bound_us, >, 0);
  never = br_tag_store_load (tx->db, tag, error);
  g_assert_cmpuint (never->attention, ==, BR_TAG_ATTENTION_NEVER);
  tag_shop_want (tx, tag, "k1", &sku, 100);
  tag_shop_confirm (tx, tag, 'a', BR_TAG_PROOF_TAG);
  g_assert_true (br_tag_replace (tx, tag, other, "Wang", error));
  g_assert_true (br_tag_binding_find (tx->db, other, &moved, error));
  g_assert_cmpstr (moved.design, ==, "d");
  g_assert_cmpstr (moved.place, ==, "aisle 3");
  g_assert_cmpstr (moved.bound_by, ==, "Wang");
  g_assert_true (br_id_equal (&moved.store, &binding.store));
  g_assert_false (br_tag_binding_find (tx->db, tag, &none, error));
  g_assert_no_error (*error);
  g_assert_true (br_tag_want_load (tx->db, tag, 0, &blank, error)); /* an orphan would show the old price for ever */
  g_assert_true (br_id_is_none (&blank.sku));
  g_assert_false (br_tag_want_load (tx->db, other, 0, &nothing, error));
  g_assert_no_error (*error);
  g_assert_false (br_tag_replace (tx, tag, other, NULL, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_clear_error (&failure);
  g_assert_true (br_tag_bind (tx, &binding, error));
  g_assert_false (br_tag_replace (tx, tag, other, NULL, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_IN_USE);
  g_clear_error (&failure);
  binding.tag = 99;
  g_assert_false (br_tag_bind (tx, &binding, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_clear_error (&failure);
  binding.sku = (BrId) { 0 };
  g_assert_false (br_tag_bind (tx, &binding, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_INVALID);
  return TRUE;
}

static gboolean
codes_body (BrStoreTx *tx, gpointer data, GError **error)
{
  static const struct
  {
    const char *scan;
    int tag; /* which of the two, 0 = none */
  } rows[] = { { "00000218A1B2C3D4", 1 }, { "00000218a1b2c3d4", 1 }, { "0218a1b2c3d4", 1 }, { "JM123", 2 }, { "jm123", 0 }, { "0218A1B2C3D5", 0 }, { "", 0 } };
  gint64 station = tag_shop_station (tx, "a"), tags[] = { 0, tag_shop_tag (tx, station, "00000218A1B2C3D4"), tag_shop_tag (tx, station, "000000000000BEEF") };
  g_autofree char *longest = g_strnfill (BR_TAG_CODE_MAX + 1, 'x');
  g_autoptr (GError) failure = NULL;
  gint64 found;

  g_assert_true (br_tag_code_learn (tx, "JM123", tags[1], error) && br_tag_code_learn (tx, "JM123", tags[2], error)); /* the last one counts */
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (br_tag_code_find (tx->db, rows[i].scan, &found, error));
      g_assert_cmpint (found, ==, tags[rows[i].tag]);
    }
  g_assert_true (br_tag_code_forget (tx, "JM123", error) && br_tag_code_forget (tx, "JM123", error)); /* twice is no error */
  g_assert_true (br_tag_code_find (tx->db, "JM123", &found, error));
  g_assert_cmpint (found, ==, 0);
  g_assert_false (br_tag_code_learn (tx, longest, tags[1], &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_INVALID);
  g_clear_error (&failure);
  g_assert_false (br_tag_code_learn (tx, "x", 99, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_NOT_FOUND);
  return TRUE;
}

static gboolean
rules_body (BrStoreTx *tx, gpointer data, GError **error)
{
  BrTagDesignRule any = { .template_key = (char *) "any" }, sized = { .width = 296, .height = 128, .template_key = (char *) "sized" };
  BrTagDesignRule narrow = { .category = { { 5 } }, .template_key = (char *) "old" }, half = { .width = 296, .template_key = (char *) "x" };
  g_autoptr (GError) failure = NULL;

  g_assert_true (br_tag_design_put (tx, &any, error) && br_tag_design_put (tx, &sized, error) && br_tag_design_put (tx, &narrow, error));
  narrow.template_key = (char *) "new";
  g_assert_true (br_tag_design_put (tx, &narrow, error)); /* the same case: replaced */
  g_assert_false (br_tag_design_put (tx, &half, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_INVALID);
  return TRUE;
}

static gboolean
list_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray **rules = data;

  *rules = br_tag_design_list (db, error);
  return *rules != NULL;
}

static void
test_rules (void)
{
  static const char *const order[] = { "new", "sized", "any" };
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (GPtrArray) rules = NULL;

  tag_shop_run (fixture, rules_body);
  fixture_read (fixture, list_job, &rules);
  g_assert_cmpuint (rules->len, ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < rules->len; i++)
    g_assert_cmpstr (((BrTagDesignRule *) rules->pdata[i])->template_key, ==, order[i]);
}

static gboolean
is_kept (BrStoreTx *tx, const char *digest)
{
  g_autoptr (BrTagImage) image = br_tag_picture_load (tx->db, digest, NULL, NULL);

  return image != NULL;
}

/* What a tag shows, or is about to, is kept however long ago it was used. */
static gboolean
pictures_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a"), tag = tag_shop_tag (tx, station, "A");
  g_autoptr (BrTagJob) job = NULL;
  char *digests[3];
  g_autoptr (GBytes) jpeg = g_bytes_new_static ("jpeg", 4), got = NULL;
  gboolean more;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (BrTagImage) image = br_tag_image_new (br_tag_type_find (0x33), error), back = NULL;

      image->pixels[i] = 1;
      digests[i] = br_tag_image_digest (image);
      g_assert_true (br_tag_picture_put (tx, digests[i], image, i == 0 ? NULL : jpeg, error));
      g_assert_true (br_tag_picture_put (tx, digests[i], image, jpeg, error)); /* the encoding comes later */
      back = br_tag_picture_load (tx->db, digests[i], i == 0 ? &got : NULL, error);
      g_assert_nonnull (back);
      g_assert_true (br_tag_image_equal (image, back));
    }
  g_assert_true (g_bytes_equal (got, jpeg));
  tag_shop_want (tx, tag, "k1", &sku, 100);
  job = br_tag_job_find_active (tx->db, tag, error);
  {
    BrTagJobMove move = { .job = job->id, .from = G_MAXUINT, .to = BR_TAG_JOB_RENDERED, .digest = digests[1] };

    g_assert_true (br_tag_job_move (tx, &move, error));
  }
  g_assert_true (br_tag_picture_prune (tx, BR_TAG_PICTURE_MOST, &more, error));
  g_assert_true (is_kept (tx, digests[0]));
  g_assert_true (br_tag_picture_prune (tx, 0, &more, error));
  g_assert_false (more);
  g_assert_false (is_kept (tx, digests[0]));
  g_assert_true (is_kept (tx, digests[1]));
  for (guint i = 0; i < 3; i++)
    g_free (digests[i]);
  return TRUE;
}

static gint64
count (BrStoreTx *tx, const char *sql)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, NULL);
  gboolean has_row;
  gint64 n;

  g_assert_nonnull (statement);
  g_assert_true (br_db_step (tx->db, statement, &has_row, NULL));
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return n;
}

static void
prune_all (BrStoreTx *tx)
{
  gboolean more = TRUE;
  guint n = 0;

  while (more)
    {
      g_assert_true (br_tag_event_prune (tx, &more, NULL));
      g_assert_cmpuint (++n, <, 100);
    }
}

/* Six hundred prices, one a day, each shown: a year and a month of it can be asked, a quarter of it in detail. */
static gboolean
prune_body (BrStoreTx *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;
  gint64 tag = tag_shop_tag (tx, tag_shop_station (tx, "a"), "A"), idle = tag_shop_tag (tx, tag_shop_station (tx, "b"), "B");
  g_auto (BrTagWant) want = { 0 };

  tag_shop_want (tx, idle, "k", &sku, 1); /* never changed, never shown: still wanted at the end */
  for (guint i = 0; i < 600; i++)
    {
      g_autofree char *key = g_strdup_printf ("k%u", i);

      tag_shop_want (tx, tag, key, &sku, 100 + i);
      tag_shop_confirm (tx, tag, 'a', BR_TAG_PROOF_TAG);
      fixture->now_us += DAY;
    }
  prune_all (tx);
  g_assert_cmpint (count (tx, "SELECT count (*) FROM tag_shown"), ==, 400);
  g_assert_cmpint (count (tx, "SELECT count (*) FROM tag_want"), ==, 401);
  g_assert_cmpint (count (tx, "SELECT count (*) FROM tag_job"), ==, 89 + 1);
  g_assert_cmpint (count (tx, "SELECT count (*) FROM tag_event"), ==, 89);
  fixture->now_us += 1000 * DAY;
  prune_all (tx);
  g_assert_cmpint (count (tx, "SELECT count (*) FROM tag_shown"), ==, 1); /* what it still shows */
  g_assert_cmpint (count (tx, "SELECT count (*) FROM tag_job"), ==, 2);
  g_assert_true (br_tag_want_load (tx->db, tag, 0, &want, error));
  g_assert_cmpint (want.price_minor, ==, 699);
  return TRUE;
}

static gboolean
flood_body (BrStoreTx *tx, gpointer data, GError **error)
{
  BrTagEvent event = { .kind = BR_TAG_EVENT_NOTE, .note = (char *) "n" };

  g_assert_true (br_tag_event_note (tx, &event, error));
  g_assert_cmpint (count (tx, "SELECT count (*) FROM tag_event"), ==, 1);
  /* As if that many had come since. */
  g_assert_cmpint (count (tx, "INSERT INTO tag_event (id, at_us, kind) VALUES (200002, 9000000000000000, 9) RETURNING 1"), ==, 1);
  prune_all (tx);
  g_assert_cmpint (count (tx, "SELECT min (id) FROM tag_event"), ==, 200002);
  return TRUE;
}

static void
test_body (gconstpointer body)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, (BrStoreFunc) body);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    BrStoreFunc body;
  } tests[] = { { "/store/tag-binding/bind", bind_body },
                { "/store/tag-binding/codes", codes_body },
                { "/store/tag-binding/pictures", pictures_body },
                { "/store/tag-binding/prune", prune_body },
                { "/store/tag-binding/flood", flood_body } };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, (gconstpointer) tests[i].body, test_body);
  g_test_add_func ("/store/tag-binding/crowded", test_crowded);
  g_test_add_func ("/store/tag-binding/rules", test_rules);
  return g_test_run ();
}
