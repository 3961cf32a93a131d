/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shelf tags in words: what is never claimed without proof, what is never left out; and their pixels on the screen. */
#include "config.h"

#include "br-error.h"
#include "br-shelf-watch.h"
#include "br-tag-texture.h"
#include "br-tag-event-words.h"
#include "br-tag-rows.h"
#include "br-tag-words.h"
#include <string.h>

#define MINUTE (60ll * G_USEC_PER_SEC)

/* A bound tag, as the store would give it. */
static BrTagView *
new_tag (BrTagShows shows, BrTagProof proof)
{
  BrTagView *tag = br_tag_view_new ();

  tag->key = g_strdup ("0A3F67CF91000001");
  tag->name = g_strdup ("Milk 1 l");
  tag->sku.bytes[0] = 1;
  tag->shows = shows;
  tag->proof = proof;
  tag->wanted_minor = 390;
  tag->shown_minor = 490;
  tag->shown_us = MINUTE;
  tag->temperature = G_MININT;
  return tag;
}

/* Only pixels that were read back, and a person, make it "Shown". */
static void
test_proof (void)
{
  static const struct
  {
    BrTagProof proof;
    BrChipState chip;
    const char *words;
  } cases[] = {
    { BR_TAG_PROOF_NONE, BR_CHIP_TAG_UNPROVED, "No proof" },        { BR_TAG_PROOF_STATION, BR_CHIP_TAG_UNPROVED, "At the station only" },
    { BR_TAG_PROOF_WEAK, BR_CHIP_TAG_UNPROVED, "Said to have it" }, { BR_TAG_PROOF_TAG, BR_CHIP_TAG_TAKEN, "Tag downloaded it" },
    { BR_TAG_PROOF_PIXELS, BR_CHIP_TAG_SHOWN, "Pixels verified" },  { BR_TAG_PROOF_PERSON, BR_CHIP_TAG_SHOWN, "Somebody looked" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BrTagView) tag = new_tag (BR_TAG_SHOWS_WANTED, cases[i].proof);
      g_autofree char *known = br_tag_words_known (tag, 2);
      g_autofree char *state = br_tag_words_state (tag, 0);

      g_assert_cmpint (br_tag_words_chip (tag), ==, cases[i].chip);
      g_assert_cmpstr (known, ==, cases[i].words);
      g_assert_cmpstr (state, ==, br_tag_words_proof_sentence (cases[i].proof));
    }
}

/* Prices are never held back, so that they come too late for the opening is said: of those whose time is known, and only where there is an opening. */
static void
test_late (void)
{
  static const struct
  {
    guint n_changes, n_silent, n_by_deadline;
    gint64 deadline_us;
    gint64 late;
  } cases[] = {
    { 0, 0, 0, MINUTE, 0 }, { 40, 0, 40, MINUTE, 0 }, { 40, 0, 25, MINUTE, 15 }, { 40, 5, 25, MINUTE, 10 }, { 40, 40, 0, MINUTE, 0 }, { 40, 0, 25, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const BrTagPlanView plan = {
        .n_changes = cases[i].n_changes, .n_silent = cases[i].n_silent, .n_by_deadline = cases[i].n_by_deadline, .deadline_us = cases[i].deadline_us
      };

      g_assert_cmpint (br_shelf_watch_count_late (&plan), ==, cases[i].late);
    }
}

/* While it is not there, the price it has is said, and as surely as it is known. */
static void
test_known (void)
{
  g_autoptr (BrTagView) proved = new_tag (BR_TAG_SHOWS_SILENT, BR_TAG_PROOF_PIXELS);
  g_autoptr (BrTagView) weak = new_tag (BR_TAG_SHOWS_AT_STATION, BR_TAG_PROOF_WEAK);
  g_autoptr (BrTagView) first = new_tag (BR_TAG_SHOWS_AT_STATION, BR_TAG_PROOF_NONE);
  g_autoptr (BrTagView) unbound = new_tag (BR_TAG_SHOWS_NOTHING, BR_TAG_PROOF_NONE);
  g_autofree char *of_proved = br_tag_words_known (proved, 2);
  g_autofree char *of_weak = br_tag_words_known (weak, 2);
  g_autofree char *of_first = NULL;
  g_autofree char *of_unbound = br_tag_words_known (unbound, 2);

  first->shown_us = 0;
  of_first = br_tag_words_known (first, 2);
  g_assert_cmpstr (of_proved, ==, "Shows 4.90");
  g_assert_cmpstr (of_weak, ==, "Last had 4.90");
  g_assert_cmpstr (of_first, ==, "At the station only");
  g_assert_cmpstr (of_unbound, ==, "—");
}

/* No time is promised that nobody knows. */
static void
test_promises (void)
{
  static const struct
  {
    gint64 next_us;
    BrTagShows shows;
    const char *words;
  } cases[] = {
    { 10 * MINUTE, BR_TAG_SHOWS_WANTED, "It will blink within 10 minutes" },
    { 30 * G_USEC_PER_SEC, BR_TAG_SHOWS_WANTED, "It will blink within 1 minute" },
    { 180 * MINUTE, BR_TAG_SHOWS_WANTED, "It will blink within 3 hours" },
    { 10 * MINUTE, BR_TAG_SHOWS_SILENT, "It will blink when it checks in next; when that is, is not known" },
    { 0, BR_TAG_SHOWS_WANTED, "It will blink when it checks in next; when that is, is not known" },
    { -MINUTE, BR_TAG_SHOWS_WANTED, "It will blink when it checks in next; when that is, is not known" },
    { G_MAXINT64, BR_TAG_SHOWS_WANTED, "It sleeps: it will blink when somebody has pressed its button" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BrTagView) tag = new_tag (cases[i].shows, BR_TAG_PROOF_PIXELS);
      g_autofree char *words = NULL, *of_paused = NULL;

      tag->next_us = cases[i].next_us;
      words = br_tag_words_blinks (tag, FALSE, 0);
      of_paused = br_tag_words_blinks (tag, TRUE, 0);
      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_nonnull (strstr (of_paused, "after that is resumed"));
    }
}

static void
test_battery (void)
{
  g_autoptr (BrTagView) tag = new_tag (BR_TAG_SHOWS_WANTED, BR_TAG_PROOF_PIXELS);
  g_autofree char *unknown = br_tag_words_battery (tag);
  g_autofree char *exact = NULL, *or_more = NULL;

  tag->battery_mv = 2953;
  exact = br_tag_words_battery (tag);
  tag->battery_mv = 2600;
  tag->battery_or_more = TRUE;
  or_more = br_tag_words_battery (tag);
  g_assert_cmpstr (unknown, ==, "—");
  g_assert_cmpstr (exact, ==, "2.95 V");
  g_assert_cmpstr (or_more, ==, "≥ 2.6 V");
  g_assert_false (br_tag_words_is_battery_low (tag));
}

/* Each has words and something to do, none twice, and all of a tag's are told. */
static void
test_attention (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *battery = br_tag_words_remedies (BR_TAG_ATTENTION_BATTERY), *silent = br_tag_words_remedies (BR_TAG_ATTENTION_SILENT);
  g_autofree char *two = br_tag_words_remedies (BR_TAG_ATTENTION_BATTERY | BR_TAG_ATTENTION_SILENT);
  g_autofree char *none = br_tag_words_remedies (0);

  for (guint bit = 0; bit < BR_N_TAG_ATTENTIONS; bit++)
    {
      g_assert_cmpstr (br_tag_words_attention (1u << bit), !=, "");
      g_assert_true (g_hash_table_add (seen, br_tag_words_remedies (1u << bit)));
    }
  g_assert_false (g_hash_table_contains (seen, ""));
  g_assert_nonnull (strstr (two, battery));
  g_assert_nonnull (strstr (two, silent));
  g_assert_cmpstr (none, ==, "");
}

/* Who does not see the list hears both prices. */
static void
test_spoken (void)
{
  g_autoptr (BrTagView) tag = new_tag (BR_TAG_SHOWS_AT_STATION, BR_TAG_PROOF_PIXELS);
  g_autofree char *row = br_tag_words_spoken (tag, 2);
  g_autofree char *picture = br_tag_words_picture (tag, 390, 2);

  g_assert_nonnull (strstr (row, "3.90"));
  g_assert_nonnull (strstr (row, "4.90"));
  g_assert_nonnull (strstr (picture, "Milk 1 l"));
  g_assert_nonnull (strstr (picture, "3.90"));
}

static void
test_station (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  BrStationView station = { .state = BR_STATION_UP, .n_tags = 2, .n_failed = 1, .capacity = 100, .most = 120 };
  g_autofree char *fill = br_tag_words_fill (&station);
  g_autofree char *fine = br_tag_words_station (&station);
  g_autofree char *load = br_tag_words_load (&station);
  g_autofree char *uncounted = NULL;
  g_autofree char *radio = NULL, *down = NULL;

  for (guint bit = 0; bit < BR_N_STATION_TROUBLES; bit++)
    g_assert_true (g_hash_table_add (seen, br_tag_words_station (&(BrStationView) { .state = BR_STATION_UP, .troubles = 1u << bit })));
  g_assert_false (g_hash_table_contains (seen, ""));
  g_assert_cmpstr (fine, ==, "");
  g_assert_cmpstr (load, ==, "2 tags · 1 failed");
  station.n_tags = 0;
  station.uncounted = TRUE;
  uncounted = br_tag_words_load (&station);
  g_assert_cmpstr (uncounted, ==, "tags not counted yet · 1 failed");
  g_assert_cmpstr (fill, ==, "2 of the 100 tags it serves well; it takes in at most 120");
  g_assert_cmpint (br_tag_words_station_chip (&station), ==, BR_CHIP_STATION_UP);
  station.troubles = BR_STATION_TROUBLE_RADIO;
  g_assert_cmpint (br_tag_words_station_chip (&station), ==, BR_CHIP_STATION_DEGRADED); /* up, and no tag hears it: never called fine */
  radio = br_tag_words_station (&station);
  station.state = BR_STATION_DOWN;
  down = br_tag_words_station (&station);
  g_assert_nonnull (strstr (down, radio));
}

static void
test_truth (void)
{
  static const struct
  {
    guint differs;
    gboolean waits;
    BrChipState chip;
    const char *says;
    gint64 tag_minor;
  } cases[] = {
    { 0, FALSE, BR_CHIP_SHELF_RIGHT, "" },
    { BR_SHELF_TAG_DIFFERS, FALSE, BR_CHIP_SHELF_UNPROVED, "What the tag shows is not known.", G_MININT64 },
    { BR_SHELF_NOT_PROVED, FALSE, BR_CHIP_SHELF_UNPROVED, "not proved" },
    { BR_SHELF_TAG_DIFFERS | BR_SHELF_NOT_PROVED, FALSE, BR_CHIP_SHELF_WRONG, "The tag has another price." },
    { BR_SHELF_PAPER_DIFFERS, FALSE, BR_CHIP_SHELF_WRONG, "paper label" },
    { BR_SHELF_TILL_DIFFERS, FALSE, BR_CHIP_SHELF_WRONG, "The till charges another price" },
    { BR_SHELF_TILL_DIFFERS, TRUE, BR_CHIP_SHELF_WRONG, "has not reached HQ yet" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BrShelfTruth truth = { .differs = cases[i].differs, .till_waits = cases[i].waits, .tag_minor = cases[i].tag_minor };
      g_autofree char *text = br_tag_words_truth (&truth, 0);

      g_assert_cmpint (br_tag_words_truth_chip (&truth), ==, cases[i].chip);
      g_assert_nonnull (strstr (text, cases[i].says));
    }
}

/* A station that is not reached is not called "HQ", and one that is there twice is no tag that is bound. */
static void
test_errors (void)
{
  g_autoptr (GError) offline = g_error_new_literal (BR_ERROR, BR_ERROR_OFFLINE, "refused");
  g_autoptr (GError) full = g_error_new_literal (BR_ERROR, BR_ERROR_FULL, "full");
  g_autoptr (GError) twice = g_error_new_literal (BR_ERROR, BR_ERROR_EXISTS, "twice");
  g_autofree char *of_offline = br_tag_words_error (offline);
  g_autofree char *of_offline_station = br_tag_words_station_error (offline);
  g_autofree char *of_tag = br_tag_words_error (twice);
  g_autofree char *of_station = br_tag_words_station_error (twice);
  g_autofree char *of_full = br_tag_words_error (full);

  g_assert_null (strstr (of_offline, "HQ"));
  g_assert_nonnull (strstr (of_full, "disk is full"));
  g_assert_cmpstr (of_offline_station, ==, of_offline);
  g_assert_nonnull (strstr (of_tag, "another product"));
  g_assert_nonnull (strstr (of_station, "this address"));
}

/* Index by index in the tag's own palette, whatever its order. */
static void
test_texture (void)
{
  BrTagImage image = { .type = { .width = 3, .height = 2, .bits = 2, .n_colours = 3, .colours = { BR_TAG_BLACK, BR_TAG_WHITE, BR_TAG_RED } } };
  guint8 pixels[] = { 0, 1, 2, 2, 1, 0 };
  g_autoptr (GdkTexture) texture = NULL;
  guint32 argb[6];

  image.pixels = pixels;
  texture = br_tag_texture_new (&image);
  gdk_texture_download (texture, (guchar *) argb, 3 * sizeof *argb);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 3);
  g_assert_cmphex (argb[0], ==, 0xff000000);
  g_assert_cmphex (argb[1], ==, 0xffffffff);
  g_assert_cmphex (argb[2], ==, 0xffd40000);
  g_assert_cmphex (argb[3], ==, argb[2]);
  g_assert_cmphex (argb[5], ==, argb[0]);
}

/* Every kind of event and every end has words of its own, and names who or where. */
static void
test_events (void)
{
  static const struct
  {
    BrTagEventView event;
    const char *says, *detail;
  } cases[] = {
    { { .code = BR_TAG_EVENT_JOB, .to = BR_TAG_JOB_CONFIRMED, .note = (char *) "ok" }, "has its picture", "" },
    { { .code = BR_TAG_EVENT_JOB, .to = BR_TAG_JOB_FAILED }, "could not be brought", "" },
    { { .code = BR_TAG_EVENT_JOB, .to = BR_TAG_JOB_RETRY_WAIT }, "sent again", "" },
    { { .code = BR_TAG_EVENT_STATION, .to = BR_STATION_DOWN }, "not reached", "" },
    { { .code = BR_TAG_EVENT_BOUND, .name = (char *) "Mei" }, "Bound", "Mei" },
    { { .code = BR_TAG_EVENT_MOVED, .name = (char *) "Aisle 3" }, "another station", "Aisle 3" },
    { { .code = BR_TAG_EVENT_MOVED }, "another station", "" },
    { { .code = BR_TAG_EVENT_PROOF, .from = BR_TAG_PROOF_WEAK, .to = BR_TAG_PROOF_PIXELS }, "better", "Pixels verified" },
    { { .code = BR_TAG_EVENT_PROOF, .from = BR_TAG_PROOF_PIXELS, .to = BR_TAG_PROOF_STATION }, "less well", "At the station only" },
    { { .code = BR_TAG_EVENT_PROOF, .from = BR_TAG_PROOF_TAG, .to = BR_TAG_PROOF_PERSON, .name = (char *) "Mei" }, "better", "Mei" },
    { { .code = BR_TAG_EVENT_SEEN_WRONG, .name = (char *) "Mei" }, "another picture", "Mei" },
    { { .code = BR_TAG_EVENT_STARTED_LATE, .name = (char *) "Mei" }, "would be late", "Mei" },
    { { .code = BR_TAG_EVENT_FINDER, .name = (char *) "Mei" }, "finder picture", "Mei" },
    { { .code = BR_TAG_EVENT_NOTE, .note = (char *) "n" }, "Note", "n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u: %s", i, br_tag_event_words (&cases[i].event));
      g_assert_nonnull (strstr (br_tag_event_words (&cases[i].event), cases[i].says));
      g_assert_cmpstr (br_tag_event_words_detail (&cases[i].event), ==, cases[i].detail);
    }
}

/* Why a shelf is wrong: only said of one that is. */
static void
test_why (void)
{
  static const struct
  {
    guint differs;
    BrTagShows shows;
    const char *why;
  } cases[] = {
    { BR_SHELF_TAG_DIFFERS, BR_TAG_SHOWS_AT_STATION, "On its way" },
    { BR_SHELF_TAG_DIFFERS, BR_TAG_SHOWS_SILENT, "Tag not heard" },
    { BR_SHELF_TAG_DIFFERS, BR_TAG_SHOWS_FAILED, "Look at the tag" },
    { BR_SHELF_TAG_DIFFERS, BR_TAG_SHOWS_FINDER, "Being looked for" },
    { BR_SHELF_NOT_PROVED, BR_TAG_SHOWS_WANTED, "Only not proved" },
    { BR_SHELF_TILL_DIFFERS, BR_TAG_SHOWS_AGAIN, "Till: look now" },
    { BR_SHELF_PAPER_DIFFERS | BR_SHELF_NOT_PROVED, BR_TAG_SHOWS_AGAIN, "Paper is old" },
    { 0, BR_TAG_SHOWS_WANTED, "" },
  };
  BrShelfTruth waiting = { .differs = BR_SHELF_TILL_DIFFERS, .till_waits = TRUE };
  BrShelfTruth bare = { .differs = BR_SHELF_TAG_DIFFERS, .record_minor = G_MININT64, .tag_shows = BR_TAG_SHOWS_FAILED };

  g_assert_cmpstr (br_tag_words_truth_why (&waiting), ==, "Not at HQ yet");
  g_assert_cmpstr (br_tag_words_truth_why (&bare), ==, "No price of record");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BrShelfTruth truth = { .differs = cases[i].differs, .tag_shows = cases[i].shows };

      g_assert_cmpstr (br_tag_words_truth_why (&truth), ==, cases[i].why);
    }
}

/* That nothing differs is said with since when, and never more of the till than HQ said. */
static void
test_sums (void)
{
  const gint64 minute_us = 60 * (gint64) G_USEC_PER_SEC;
  BrShelfSum agreed = { .agree_us = minute_us, .till_us = minute_us }, alone = { .agree_us = minute_us }, bare = { 0 },
             many = { .total = 1200, .till_us = minute_us };
  g_autofree char *both = br_tag_words_agreed (&agreed, 3 * minute_us);
  g_autofree char *shelf = br_tag_words_agreed (&alone, 3 * minute_us);
  g_autofree char *none = br_tag_words_agreed (&bare, 3 * minute_us);
  g_autofree char *part = br_tag_words_truths (&many, BR_SHELF_WRONG, 1000, 3 * minute_us);
  g_autofree char *all = br_tag_words_truths (&many, BR_SHELF_ALL, 1200, 3 * minute_us);

  g_assert_nonnull (strstr (both, "Since "));
  g_assert_nonnull (strstr (both, "as HQ said 2 min ago"));
  g_assert_nonnull (strstr (shelf, "the till is not known"));
  g_assert_nonnull (strstr (none, "Bind a tag"));
  g_assert_null (strstr (none, "Since"));
  g_assert_nonnull (strstr (part, "have a wrong price, the first 1"));
  g_assert_nonnull (strstr (all, "products with a tag · The price at the till"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tag-words/proof", test_proof);
  g_test_add_func ("/tag-words/known", test_known);
  g_test_add_func ("/tag-words/promises", test_promises);
  g_test_add_func ("/tag-words/battery", test_battery);
  g_test_add_func ("/tag-words/attention", test_attention);
  g_test_add_func ("/tag-words/spoken", test_spoken);
  g_test_add_func ("/tag-words/station", test_station);
  g_test_add_func ("/tag-words/truth", test_truth);
  g_test_add_func ("/tag-words/errors", test_errors);
  g_test_add_func ("/tag-words/texture", test_texture);
  g_test_add_func ("/tag-words/events", test_events);
  g_test_add_func ("/tag-words/why", test_why);
  g_test_add_func ("/tag-words/sums", test_sums);
  g_test_add_func ("/tag-words/late", test_late);
  return g_test_run ();
}
