/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tag service with its threads: stations, binding, finding, learning, plans. */
#include "config.h"

#include "fast-clock.h"
#include "tag-desk.h"

#include <string.h>

#define SPEED 8

static gboolean
knows_tags (TagDesk *desk)
{
  return br_tag_service_get_counts (desk->service)->tags == 2;
}

static void
begin (TagDesk *desk, const char *name)
{
  tag_desk_init (desk, name);
  tag_desk_add_station (desk, "here");
  tag_desk_until (desk, knows_tags);
}

static gboolean
is_up (TagDesk *desk)
{
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (desk->service);

  return stations->len == 1 && ((const BrStationView *) stations->pdata[0])->state == BR_STATION_UP;
}

static void
test_stations (void)
{
  TagDesk desk;
  g_autoptr (GPtrArray) stations = NULL;
  BrStationSettings again;
  const BrStationView *view;

  begin (&desk, "stations");
  tag_desk_until (&desk, is_up);
  stations = br_tag_service_get_stations (desk.service);
  view = stations->pdata[0];
  g_assert_cmpstr (view->name, ==, "here");
  g_assert_cmpstr (view->firmware, ==, "1");
  g_assert_cmpint (view->best_proof, ==, BR_TAG_PROOF_PIXELS);
  g_assert_false (br_tag_service_get_other (desk.service));
  g_assert_cmpuint (desk.n_stations, >, 0);
  again = (BrStationSettings) { .id = view->id + 1, .driver = (char *) "oepl", .name = (char *) "gone", .address = (char *) "gone" };
  br_tag_service_save_station_async (desk.service, &again, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, BR_ERROR_NOT_FOUND);
  br_tag_service_take_in_async (desk.service, view->id, 10, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  br_tag_service_forget_station_async (desk.service, view->id, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  tag_desk_clear (&desk);
}

static void
test_bound_station (void)
{
  TagDesk desk;
  g_autoptr (GPtrArray) stations = NULL;

  begin (&desk, "bound-station");
  tag_desk_bind (&desk, TAG_DESK_LED, "A-1", FALSE, 0);
  tag_desk_until (&desk, is_up);
  stations = br_tag_service_get_stations (desk.service);
  br_tag_service_forget_station_async (desk.service, ((const BrStationView *) stations->pdata[0])->id, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, BR_ERROR_IN_USE);
  tag_desk_clear (&desk);
}

static void
test_try (void)
{
  static const struct
  {
    const char *driver, *address;
    int code;
  } rows[] = {
    { "oepl", "here", 0 },
    { "oepl", "silent", BR_ERROR_OFFLINE },
    { "pigeon", "here", BR_ERROR_INVALID },
  };
  TagDesk desk;

  tag_desk_init (&desk, "try");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrStationSettings settings = { .driver = (char *) rows[i].driver, .name = (char *) "x", .address = (char *) rows[i].address };
      g_autoptr (GError) error = NULL;
      g_autoptr (BrStationView) view = NULL;

      br_tag_service_try_station_async (desk.service, &settings, NULL, tag_desk_ready_cb, &desk);
      view = br_tag_service_try_station_finish (desk.service, tag_desk_wait (&desk), &error);
      if (rows[i].code == 0)
        g_assert_cmpstr (view->name, ==, "Fake");
      else
        g_assert_error (error, BR_ERROR, rows[i].code);
    }
  tag_desk_clear (&desk);
}

static void
test_scan (void)
{
  static const struct
  {
    const char *code;
    BrTagScanKind kind;
  } rows[] = {
    { TAG_DESK_LED, BR_TAG_SCAN_TAG }, { "00000000a1", BR_TAG_SCAN_NOTHING },  { "0000000000a1", BR_TAG_SCAN_TAG }, /* twelve digits */
    { "A-1", BR_TAG_SCAN_GOODS },      { "6901234567892", BR_TAG_SCAN_GOODS }, { "nothing at all", BR_TAG_SCAN_NOTHING },
  };
  TagDesk desk;

  begin (&desk, "scan");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BrTagScan) scan = NULL;

      br_tag_service_scan_async (desk.service, rows[i].code, NULL, tag_desk_ready_cb, &desk);
      scan = br_tag_service_scan_finish (desk.service, tag_desk_wait (&desk), &error);
      g_assert_no_error (error);
      g_test_message ("%s", rows[i].code);
      g_assert_cmpint (scan->kind, ==, rows[i].kind);
      g_assert_true ((scan->tag != NULL) == (rows[i].kind == BR_TAG_SCAN_TAG));
      g_assert_true ((scan->goods != NULL) == (rows[i].kind == BR_TAG_SCAN_GOODS));
    }
  tag_desk_clear (&desk);
}

static void
test_bind (void)
{
  TagDesk desk;
  g_autoptr (BrTagView) bound = NULL, moved = NULL, free_again = NULL, other = NULL, replaced = NULL;
  g_autoptr (BrIdList) list = NULL;

  begin (&desk, "bind");
  tag_desk_bind (&desk, TAG_DESK_LED, "A-1", FALSE, 0);
  bound = tag_desk_find (&desk, TAG_DESK_LED);
  g_assert_cmpstr (bound->code, ==, "A-1");
  g_assert_cmpstr (bound->place, ==, "Aisle 3");
  tag_desk_bind (&desk, TAG_DESK_LED, "A-1", FALSE, 0); /* the same again is no question */
  tag_desk_bind (&desk, TAG_DESK_LED, "A-2", FALSE, BR_ERROR_EXISTS);
  tag_desk_bind (&desk, TAG_DESK_LED, "A-2", TRUE, 0);
  moved = tag_desk_find (&desk, TAG_DESK_LED);
  g_assert_cmpstr (moved->code, ==, "A-2");
  other = tag_desk_find (&desk, TAG_DESK_DARK);
  br_tag_service_replace_async (desk.service, moved->row, other->row, "Ada", NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  replaced = tag_desk_find (&desk, TAG_DESK_DARK);
  g_assert_cmpstr (replaced->code, ==, "A-2");
  g_assert_cmpstr (replaced->place, ==, "Aisle 3");
  list = br_id_list_new_take (g_memdup2 (&replaced->row, sizeof replaced->row), 1);
  br_tag_service_unbind_async (desk.service, list, "Ada", NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  free_again = tag_desk_find (&desk, TAG_DESK_DARK);
  g_assert_true (br_id_is_none (&free_again->sku));
  tag_desk_clear (&desk);
}

/* (transfer full) what is listed. */
static BrIdList *
list_tags (TagDesk *desk)
{
  const BrTagQuery query = { .type = -1, .sort = BR_TAG_SORT_KEY };
  g_autoptr (GError) error = NULL;
  BrIdList *ids;

  br_tag_service_ids_async (desk->service, &query, NULL, tag_desk_ready_cb, desk);
  ids = br_tag_service_ids_finish (desk->service, tag_desk_wait (desk), &error);
  g_assert_no_error (error);
  return ids;
}

/* Those that were bound or went meanwhile are no error: the others are forgotten. */
static void
test_forget (void)
{
  TagDesk desk;
  g_autoptr (BrTagView) bound = NULL, dead = NULL;
  g_autoptr (BrIdList) tags = NULL, left = NULL, back = NULL;
  guint32 *rows = g_new (guint32, 3);

  begin (&desk, "forget");
  tag_desk_bind (&desk, TAG_DESK_LED, "A-1", FALSE, 0);
  bound = tag_desk_find (&desk, TAG_DESK_LED);
  dead = tag_desk_find (&desk, TAG_DESK_DARK);
  br_tag_service_stop (desk.service); /* nothing is heard from here on */
  memcpy (rows, (guint32[]) { bound->row, dead->row, 99 }, 3 * sizeof *rows);
  tags = br_id_list_new_take (rows, 3);
  br_tag_service_forget_async (desk.service, tags, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  left = list_tags (&desk);
  g_assert_cmpuint (left->n, ==, 1);
  g_assert_cmpuint (left->ids[0], ==, bound->row);
  br_tag_service_unforget_async (desk.service, tags, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  back = list_tags (&desk);
  g_assert_cmpuint (back->n, ==, 2);
  tag_desk_clear (&desk);
}

static gboolean
has_blinked (TagDesk *desk)
{
  return tag_desk_n_blinks () > 0;
}

static void
test_find_by_led (void)
{
  TagDesk desk;
  g_autoptr (BrTagView) led = NULL, dark = NULL;

  begin (&desk, "led");
  led = tag_desk_find (&desk, TAG_DESK_LED);
  dark = tag_desk_find (&desk, TAG_DESK_DARK);
  br_tag_service_find_tag_async (desk.service, led->row, BR_TAG_LED_SHORT, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  tag_desk_until (&desk, has_blinked);
  br_tag_service_find_tag_async (desk.service, dark->row, BR_TAG_LED_SHORT, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, BR_ERROR_REFUSED);
  br_tag_service_find_tag_async (desk.service, 9999, BR_TAG_LED_SHORT, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, BR_ERROR_NOT_FOUND);
  tag_desk_clear (&desk);
}

static BrTagView *
learn (TagDesk *desk, const char *code, GCancellable *cancellable, GError **error)
{
  br_tag_service_learn_async (desk->service, code, cancellable, tag_desk_ready_cb, desk);
  return br_tag_service_learn_finish (desk->service, tag_desk_wait (desk), error);
}

static gboolean
press_led_cb (gpointer data)
{
  tag_desk_press (TAG_DESK_LED);
  return G_SOURCE_REMOVE;
}

static gboolean
press_both_cb (gpointer data)
{
  tag_desk_press (TAG_DESK_DARK);
  return press_led_cb (data);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_learn (void)
{
  TagDesk desk;
  g_autoptr (GCancellable) given_up = g_cancellable_new ();
  g_autoptr (GError) error = NULL, many = NULL, stopped = NULL;
  g_autoptr (BrTagView) learned = NULL, none = NULL, nobody = NULL;
  g_autoptr (BrTagScan) scan = NULL;

  begin (&desk, "learn");
  g_timeout_add (300, press_led_cb, NULL);
  learned = learn (&desk, "STICKER-1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (learned->key, ==, TAG_DESK_LED);
  br_tag_service_scan_async (desk.service, "STICKER-1", NULL, tag_desk_ready_cb, &desk);
  scan = br_tag_service_scan_finish (desk.service, tag_desk_wait (&desk), &error);
  g_assert_no_error (error);
  g_assert_cmpint (scan->kind, ==, BR_TAG_SCAN_TAG);
  g_timeout_add (300, press_both_cb, NULL);
  none = learn (&desk, "STICKER-2", NULL, &many);
  g_assert_error (many, BR_ERROR, BR_ERROR_CONFLICT);
  g_timeout_add (300, cancel_cb, given_up);
  nobody = learn (&desk, "STICKER-3", given_up, &stopped);
  g_assert_error (stopped, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tag_desk_clear (&desk);
}

static void
assert_means (TagDesk *desk, const char *code, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagScan) scan = NULL;

  br_tag_service_scan_async (desk->service, code, NULL, tag_desk_ready_cb, desk);
  scan = br_tag_service_scan_finish (desk->service, tag_desk_wait (desk), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (scan->tag != NULL ? scan->tag->key : NULL, ==, key);
}

/* What a sticker means can be set, taken back, and set again. */
static void
test_put_code (void)
{
  TagDesk desk;
  g_autoptr (BrTagView) led = NULL, told = NULL;

  begin (&desk, "put-code");
  led = tag_desk_find (&desk, TAG_DESK_LED);
  g_assert_null (led->scan_code);
  br_tag_service_put_code_async (desk.service, "STICKER-1", led->row, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  assert_means (&desk, "STICKER-1", TAG_DESK_LED);
  told = tag_desk_find (&desk, TAG_DESK_LED);
  g_assert_cmpstr (told->scan_code, ==, "STICKER-1");
  br_tag_service_put_code_async (desk.service, "STICKER-1", 0, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  assert_means (&desk, "STICKER-1", NULL);
  assert_means (&desk, TAG_DESK_LED, TAG_DESK_LED);
  br_tag_service_put_code_async (desk.service, "STICKER-1", 9999, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, BR_ERROR_NOT_FOUND);
  tag_desk_clear (&desk);
}

static gboolean
has_opening (TagDesk *desk)
{
  return br_tag_service_get_opening (desk->service) == 9 * 60;
}

static void
test_plan (void)
{
  TagDesk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPlanView) plan = NULL, open = NULL;

  begin (&desk, "plan");
  br_tag_service_plan_async (desk.service, 0, NULL, tag_desk_ready_cb, &desk);
  open = br_tag_service_plan_finish (desk.service, tag_desk_wait (&desk), &error);
  g_assert_no_error (error);
  g_assert_true (open->fits);
  g_assert_cmpint (open->deadline_us, ==, 0);
  br_tag_service_set_opening_async (desk.service, 9 * 60, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  tag_desk_until (&desk, has_opening);
  br_tag_service_plan_async (desk.service, 0, NULL, tag_desk_ready_cb, &desk);
  plan = br_tag_service_plan_finish (desk.service, tag_desk_wait (&desk), &error);
  g_assert_no_error (error);
  g_assert_cmpint (plan->deadline_us % (60 * (gint64) G_USEC_PER_SEC), ==, 0);
  g_assert_cmpint (plan->deadline_us - br_clock_now_us (&fast_clock), <=, 24 * 3600 * (gint64) G_USEC_PER_SEC);
  g_assert_cmpint (plan->deadline_us, >, br_clock_now_us (&fast_clock));
  tag_desk_clear (&desk);
}

static void
test_designs (void)
{
  TagDesk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) designs = NULL, rules = NULL;
  g_autoptr (BrTagPictures) samples = NULL, tea = NULL;
  g_autoptr (BrSkuRow) row = NULL;
  BrLabelTemplate *design = NULL;
  BrTagDesignRule rule = { 0 };

  begin (&desk, "designs");
  br_tag_service_designs_async (desk.service, NULL, tag_desk_ready_cb, &desk);
  designs = br_tag_service_designs_finish (desk.service, tag_desk_wait (&desk), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < designs->len; i++)
    if (((BrLabelTemplate *) designs->pdata[i])->media.width == 296 * 20 && ((BrLabelTemplate *) designs->pdata[i])->media.height == 128 * 20)
      design = designs->pdata[i];
  g_assert_nonnull (design);
  rule.template_key = design->key;
  br_tag_service_put_rule_async (desk.service, &rule, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  br_tag_service_rules_async (desk.service, NULL, tag_desk_ready_cb, &desk);
  rules = br_tag_service_rules_finish (desk.service, tag_desk_wait (&desk), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rules->len, ==, 1);
  row = tag_desk_goods (&desk, "A-1");
  br_tag_service_preview_async (desk.service, design, br_tag_type_find (1), 0, NULL, tag_desk_ready_cb, &desk);
  samples = br_tag_service_preview_finish (desk.service, tag_desk_wait (&desk), &error);
  g_assert_no_error (error);
  br_tag_service_preview_async (desk.service, design, br_tag_type_find (1), row->id, NULL, tag_desk_ready_cb, &desk);
  tea = br_tag_service_preview_finish (desk.service, tag_desk_wait (&desk), &error);
  g_assert_no_error (error);
  g_assert_false (br_tag_image_equal (samples->wanted, tea->wanted));
  br_tag_service_delete_rule_async (desk.service, ((BrTagDesignRule *) rules->pdata[0])->id, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  tag_desk_clear (&desk);
}

/* A shop chooses how long before it rises a price is on the shelf. */
static gboolean
has_lead (TagDesk *desk)
{
  return br_tag_service_get_rise_lead (desk->service) == 60;
}

static void
test_rise_lead (void)
{
  TagDesk desk;

  begin (&desk, "lead");
  g_assert_cmpuint (br_tag_service_get_rise_lead (desk.service), ==, 15);
  br_tag_service_set_rise_lead_async (desk.service, 1441, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, BR_ERROR_INVALID);
  br_tag_service_set_rise_lead_async (desk.service, 60, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  tag_desk_until (&desk, has_lead);
  tag_desk_clear (&desk);
}

static char *
certify (TagDesk *desk, const char *name, gint64 at_us, int code)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  BrTagCertify what = { .at_us = at_us, .person = "Ada", .file = file };
  char *text = NULL;

  br_tag_service_certificate_async (desk->service, &what, NULL, tag_desk_ready_cb, desk);
  tag_desk_write (desk, code);
  if (code == 0)
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  else
    g_assert_false (g_file_query_exists (file, NULL));
  return text;
}

/* Where nothing can be written: an error of the file system, which the window says in words. */
static void
assert_not_written (TagDesk *desk, const char *name)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  BrTagCertify what = { .person = "Ada", .file = file };

  br_tag_service_certificate_async (desk->service, &what, NULL, tag_desk_ready_cb, desk);
  g_assert_false (br_tag_service_write_finish (desk->service, tag_desk_wait (desk), &error));
  g_assert_cmpuint (error->domain, ==, G_IO_ERROR);
  g_assert_false (g_file_query_exists (file, NULL));
}

static void
test_certificate (void)
{
  gint64 now_us = br_clock_now_us (&fast_clock), day_us = 24 * 3600 * (gint64) G_USEC_PER_SEC;
  TagDesk desk;
  g_autofree char *csv = NULL, *pdf = NULL, *later = NULL, *earlier = NULL, *again = NULL, *before = NULL;
  g_autoptr (GPtrArray) truths = NULL;
  g_autoptr (GError) error = NULL;
  BrShelfSum sum = { 0 };

  begin (&desk, "certificate");
  tag_desk_bind (&desk, TAG_DESK_LED, "A-1", FALSE, 0);
  br_tag_service_truths_async (desk.service, &(BrShelfQuery) { .which = BR_SHELF_ALL, .limit = 10 }, NULL, tag_desk_ready_cb, &desk);
  truths = br_tag_service_truths_finish (desk.service, tag_desk_wait (&desk), &sum, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sum.total, ==, 1);
  g_assert_cmpstr (((const BrShelfTruth *) truths->pdata[0])->code, ==, "A-1");
  csv = certify (&desk, "shelf.CSV", 0, 0);
  g_assert_nonnull (strstr (csv, "A-1,Tea,"));
  g_assert_nonnull (strstr (csv, "Made by: Ada"));
  pdf = certify (&desk, "shelf.pdf", 0, 0);
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  g_assert_null (strstr (csv, "Of that moment nothing"));
  again = certify (&desk, "shelf.pdf", 0, 0); /* written over */
  g_assert_true (g_str_has_prefix (again, "%PDF-"));
  before = certify (&desk, "before.csv", now_us - day_us, 0);
  g_assert_nonnull (strstr (before, "Of that moment nothing is known"));
  assert_not_written (&desk, "shelf.pdf/below-a-file.csv");
  assert_not_written (&desk, "no-such-folder/shelf.csv");
  later = certify (&desk, "later.csv", now_us + day_us, BR_ERROR_RANGE);
  earlier = certify (&desk, "earlier.csv", now_us - 500 * day_us, BR_ERROR_RANGE);
  tag_desk_clear (&desk);
}

static void
put_design (TagDesk *desk)
{
  g_autoptr (GPtrArray) designs = NULL;
  g_autoptr (GError) error = NULL;
  BrTagDesignRule rule = { 0 };

  br_tag_service_designs_async (desk->service, NULL, tag_desk_ready_cb, desk);
  designs = br_tag_service_designs_finish (desk->service, tag_desk_wait (desk), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < designs->len; i++)
    {
      const BrLabelTemplate *design = designs->pdata[i];

      if (design->media.width == 296 * 20 && design->media.height == 128 * 20)
        rule.template_key = design->key;
    }
  g_assert_nonnull (rule.template_key);
  br_tag_service_put_rule_async (desk->service, &rule, NULL, tag_desk_ready_cb, desk);
  tag_desk_write (desk, 0);
}

static BrTagView *
wait_for_price (TagDesk *desk, gint64 minor)
{
  BrTagView *view = tag_desk_find (desk, TAG_DESK_LED);

  while (view->shown_minor != minor || view->shows != BR_TAG_SHOWS_WANTED)
    {
      g_main_context_iteration (NULL, TRUE);
      br_tag_view_unref (view);
      view = tag_desk_find (desk, TAG_DESK_LED);
    }
  return view;
}

/* A price changes by an import, and the tag shows it: read back from what the station was given. */
static void
test_price_change (void)
{
  TagDesk desk;
  g_autoptr (BrTagView) before = NULL, after = NULL;
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (BrTagImage) first = NULL, second = NULL;
  g_autoptr (BrTagPictures) pictures = NULL;
  g_autoptr (GError) error = NULL;

  begin (&desk, "price");
  put_design (&desk);
  tag_desk_bind (&desk, TAG_DESK_LED, "A-1", FALSE, 0);
  before = wait_for_price (&desk, 1050);
  first = tag_desk_shown (TAG_DESK_LED);
  report = run_text ("SKU,price\nA-1,9.90\nA-2,19.90\n", desk.store, BR_IMPORT_REJECT_ALL);
  g_assert_cmpint (report->n_updated, ==, 2);
  after = wait_for_price (&desk, 990);
  g_assert_cmpint (after->proof, ==, BR_TAG_PROOF_PIXELS);
  second = tag_desk_shown (TAG_DESK_LED);
  g_assert_false (br_tag_image_equal (first, second));
  g_assert_cmpuint (tag_desk_n_sent (), ==, 2); /* each picture once, and nothing for the article without a tag */
  br_tag_service_pictures_async (desk.service, after->row, NULL, tag_desk_ready_cb, &desk);
  pictures = br_tag_service_pictures_finish (desk.service, tag_desk_wait (&desk), &error);
  g_assert_no_error (error);
  g_assert_true (br_tag_image_equal (pictures->shown, second));
  g_assert_true (br_tag_image_equal (pictures->wanted, second)); /* what is previewed is what was sent, dot for dot */
  tag_desk_clear (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fast_clock_begin (SPEED);
  g_test_add_func ("/tag-service/stations", test_stations);
  g_test_add_func ("/tag-service/bound-station", test_bound_station);
  g_test_add_func ("/tag-service/try", test_try);
  g_test_add_func ("/tag-service/scan", test_scan);
  g_test_add_func ("/tag-service/bind", test_bind);
  g_test_add_func ("/tag-service/forget", test_forget);
  g_test_add_func ("/tag-service/find-by-led", test_find_by_led);
  g_test_add_func ("/tag-service/learn", test_learn);
  g_test_add_func ("/tag-service/put-code", test_put_code);
  g_test_add_func ("/tag-service/plan", test_plan);
  g_test_add_func ("/tag-service/designs", test_designs);
  g_test_add_func ("/tag-service/rise-lead", test_rise_lead);
  g_test_add_func ("/tag-service/certificate", test_certificate);
  g_test_add_func ("/tag-service/price-change", test_price_change);
  return g_test_run ();
}
