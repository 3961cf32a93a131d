/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A print engine and a simulated printer on a virtual clock: each way a label can go. */
#include "config.h"

#include "print-world.h"

#include "br-error.h"
#include "world.h"
#include <string.h>

#define SECOND G_USEC_PER_SEC

static BrSimPrinterParams
sim_of (BrPrinterLanguageId language)
{
  return (BrSimPrinterParams) {
    .paper = { .language = language,
               .head = { .dots_num = 2, .dots_den = 1, .width_dots = 208 },
               .width = WORLD_MEDIA_W,
               .height = WORLD_MEDIA_H,
               .gap = WORLD_MEDIA_GAP },
    .reprint = TRUE,
  };
}

static PrintWorld *
start (const BrSimPrinterParams *sim)
{
  PrintWorld *world = print_world_new (sim, 1);

  print_world_start (world);
  return world;
}

static gint64
count (PrintWorld *world, BrLabelState state)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM print_label WHERE state = %d", state);

  return print_world_int (world, sql);
}

/* All out, in order, each by the best proof its language has. */
static void
test_plain (gconstpointer data)
{
  static const BrPrintProof proofs[] = {
    [BR_ACK_NONE] = BR_PROOF_TIME, [BR_ACK_IDLE] = BR_PROOF_IDLE, [BR_ACK_COUNTER] = BR_PROOF_COUNTER, [BR_ACK_LABEL] = BR_PROOF_LABEL
  };
  BrPrinterLanguageId language = (BrPrinterLanguageId) GPOINTER_TO_INT (data);
  const BrPrinterLanguage *table = br_printer_language_get (language);
  BrSimPrinterParams params = sim_of (language);
  g_autoptr (PrintWorld) world = NULL;

  world = start (&params);
  print_world_order (world, 3);
  print_world_order (world, 2);
  g_assert_true (print_world_run (world, 60 * SECOND));
  print_world_assert_paper (world, "1/1 1/2 1/3 2/1 2/2");
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 5);
  g_assert_cmpint (print_world_int (world, "SELECT min (proof) FROM print_label"), >=, (gint64) MIN (proofs[table->ack], BR_PROOF_TIME));
  g_assert_cmpint (print_world_int (world, "SELECT max (proof) FROM print_label"), ==, proofs[table->ack]);
  g_assert_cmpint (print_world_int (world, "SELECT count (*) FROM print_event"), ==, 0);
  g_assert_cmpint (print_world_int (world, "SELECT odometer_mm FROM printer"), ==, 5 * (WORLD_MEDIA_H + WORLD_MEDIA_GAP) / 100);
}

/* A QL tells of each label that it is out; its paper is a roll by its number. */
static void
test_ql (void)
{
  BrSimPrinterParams params = sim_of (BR_LANGUAGE_BROTHER_QL);
  g_autoptr (PrintWorld) world = NULL;
  g_autoptr (GArray) paper = NULL;

  params.paper.head = (BrHead) { .dots_num = 1181, .dots_den = 100, .width_dots = 720 };
  params.paper.width = 6200;
  params.paper.height = 2900;
  world = start (&params);
  world->media.width = 6200;
  world->media.height = 2900;
  print_world_order (world, 3);
  g_assert_true (print_world_run (world, 60 * SECOND));
  paper = print_world_paper (world);
  g_assert_cmpuint (paper->len, ==, 3);
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 3);
  g_assert_cmpint (print_world_int (world, "SELECT min (proof) FROM print_label"), ==, BR_PROOF_LABEL);
}

/* Time proves nothing while the network still holds what was sent. */
static void
test_held_back (void)
{
  BrSimPrinterParams params = sim_of (BR_LANGUAGE_TSPL);
  g_autoptr (PrintWorld) world = start (&params);

  world->held_back = TRUE;
  print_world_order (world, 2);
  g_assert_false (print_world_run (world, 60 * SECOND));
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 0);
  world->held_back = FALSE;
  g_assert_true (print_world_run (world, 60 * SECOND));
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 2);
}

static BrPrintNews
news_of (PrintWorld *world)
{
  BrPrintNews news;

  br_print_engine_get_news (world->engine, &news);
  br_print_news_clear (&news); /* its text is not looked at here */
  return news;
}

/* Out of paper in the middle of a label: told, nothing sent, nothing repeated by us; the printer itself repeats the torn one. */
static void
test_paper_out (gconstpointer data)
{
  const BrSimPrinterParams params = sim_of ((BrPrinterLanguageId) GPOINTER_TO_INT (data));
  g_autoptr (PrintWorld) world = start (&params);
  const BrSimFault fault = { .trouble = BR_SIM_PAPER_OUT, .at_byte = -1, .at_label = 3, .permille = 400, .for_us = -1 };
  BrSimState state;
  guint64 taken;

  br_sim_printer_add_fault (world->sim, &fault);
  print_world_order (world, 12);
  g_assert_false (print_world_run (world, 20 * SECOND));
  g_assert_cmpint (news_of (world).status.state, ==, BR_PRINTER_ATTENTION);
  g_assert_cmpuint (news_of (world).status.conditions & BR_COND_PAPER_OUT, !=, 0);
  br_sim_printer_get_state (world->sim, &state);
  taken = state.taken;
  print_world_run (world, 10 * SECOND);
  br_sim_printer_get_state (world->sim, &state);
  g_assert_cmpuint (state.taken - taken, <, 200); /* questions only */
  br_sim_printer_mend (world->sim, BR_SIM_PAPER_OUT);
  g_assert_true (print_world_run (world, 60 * SECOND));
  print_world_assert_paper (world, "1/1 1/2 1/3 1/4 1/5 1/6 1/7 1/8 1/9 1/10 1/11 1/12");
  g_assert_cmpint (print_world_int (world, "SELECT count (*) FROM print_event"), ==, 0);
}

/* The cable is pulled: by its policy a label is printed again, or waits for a person, and with it the rest of its job. */
static void
test_unplug (gconstpointer data)
{
  const BrSimPrinterParams params = sim_of (BR_LANGUAGE_ZPL);
  g_autoptr (PrintWorld) world = print_world_new (&params, 1);
  BrPrintPolicy policy = (BrPrintPolicy) GPOINTER_TO_INT (data);
  const BrSimFault fault = { .trouble = BR_SIM_POWER, .at_byte = -1, .at_label = 1, .permille = 500, .for_us = 2 * SECOND };
  gint64 window = policy == BR_POLICY_AT_MOST_ONCE ? 1 : 8;

  br_sim_printer_add_fault (world->sim, &fault);
  world->policy = policy;
  print_world_order (world, 10);
  print_world_start (world);
  print_world_run (world, 60 * SECOND);
  if (policy == BR_POLICY_AT_LEAST_ONCE)
    {
      print_world_assert_paper (world, "1/1 1/2 1/3 1/4 1/5 1/6 1/7 1/8 1/9 1/10");
      g_assert_cmpint (print_world_int (world, "SELECT count (*) FROM print_event WHERE from_state = 6 AND to_state = 1"), ==, window);
      return;
    }
  print_world_assert_paper (world, "");
  g_assert_cmpint (count (world, BR_LABEL_UNCERTAIN), ==, window);
  g_assert_cmpint (count (world, BR_LABEL_QUEUED), ==, 10 - window);
}

/* A label that cannot be drawn fails with its reason before its first byte; the rest go on. */
static void
test_bad (void)
{
  const BrSimPrinterParams params = sim_of (BR_LANGUAGE_TSPL);
  g_autoptr (PrintWorld) world = start (&params);

  print_world_order_bad (world);
  print_world_order (world, 2);
  g_assert_true (print_world_run (world, 30 * SECOND));
  print_world_assert_paper (world, "2/1 2/2");
  g_assert_cmpint (print_world_int (world, "SELECT count (*) FROM print_label WHERE job = 1 AND state = 7 AND note = 'it is bad'"), ==, 1);
}

static gboolean
set_media_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrPrinter) printer = br_printer_store_find (tx->db, WORLD_KEY, error);

  printer->media_width = GPOINTER_TO_INT (data);
  return br_printer_store_put (tx, printer, error);
}

/* Another paper is loaded than the label is for: it is held and nothing is sent, until the paper is the right one. */
static void
test_mismatch (void)
{
  const BrSimPrinterParams params = sim_of (BR_LANGUAGE_TSPL);
  g_autoptr (PrintWorld) world = print_world_new (&params, 1);

  print_world_write (world, set_media_job, GINT_TO_POINTER (6000));
  print_world_start (world);
  print_world_order (world, 2);
  print_world_run (world, 10 * SECOND);
  g_assert_cmpint (count (world, BR_LABEL_HELD), ==, 1);
  g_assert_cmpint (count (world, BR_LABEL_QUEUED), ==, 1);
  g_assert_cmpuint (news_of (world).status.conditions & BR_COND_MEDIA_MISMATCH, !=, 0);
  print_world_write (world, set_media_job, GINT_TO_POINTER (WORLD_MEDIA_W));
  g_assert_true (print_world_run (world, 30 * SECOND));
  print_world_assert_paper (world, "1/1 1/2");
}

static gboolean
pause_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_printer_store_pause (tx, WORLD_KEY, data != NULL, error);
}

static gboolean
cancel_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_print_cancel (tx, 1, data, error);
}

/* The order that was held is cancelled: nothing is wrong with the paper any more. */
static void
test_mismatch_cancelled (void)
{
  const BrSimPrinterParams params = sim_of (BR_LANGUAGE_TSPL);
  g_autoptr (PrintWorld) world = print_world_new (&params, 1);
  gint64 n;

  print_world_write (world, set_media_job, GINT_TO_POINTER (6000));
  print_world_start (world);
  print_world_order (world, 2);
  print_world_run (world, 10 * SECOND);
  g_assert_cmpuint (news_of (world).status.conditions & BR_COND_MEDIA_MISMATCH, !=, 0);
  print_world_write (world, cancel_job, &n);
  print_world_run (world, 10 * SECOND);
  g_assert_cmpuint (news_of (world).status.conditions & BR_COND_MEDIA_MISMATCH, ==, 0);
}

/* Paused by a person nothing begins; what is cancelled meanwhile never comes out. */
static void
test_pause (void)
{
  const BrSimPrinterParams params = sim_of (BR_LANGUAGE_ZPL);
  g_autoptr (PrintWorld) world = start (&params);
  gint64 n = 0;

  print_world_write (world, pause_job, world);
  print_world_order (world, 3);
  print_world_order (world, 1);
  print_world_run (world, 10 * SECOND);
  g_assert_cmpint (news_of (world).status.state, ==, BR_PRINTER_PAUSED_HERE);
  print_world_assert_paper (world, "");
  print_world_write (world, cancel_job, &n);
  g_assert_cmpint (n, ==, 3);
  print_world_write (world, pause_job, NULL);
  g_assert_true (print_world_run (world, 30 * SECOND));
  print_world_assert_paper (world, "2/1");
}

static gboolean
pause_order_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_print_pause (tx, 1, TRUE, error);
}

/* The order is paused while the printer has no paper: the label that was drawn already waits with the others, and the next order is printed. */
static void
test_pause_order (void)
{
  const BrSimPrinterParams params = sim_of (BR_LANGUAGE_ZPL);
  g_autoptr (PrintWorld) world = start (&params);
  const BrSimFault fault = { .trouble = BR_SIM_PAPER_OUT, .at_byte = 0, .at_label = -1, .for_us = -1 };

  br_sim_printer_add_fault (world->sim, &fault);
  print_world_order (world, 2);
  print_world_run (world, 10 * SECOND);
  print_world_order (world, 1);
  print_world_run (world, SECOND);
  g_assert_cmpint (count (world, BR_LABEL_QUEUED), ==, 3);
  print_world_write (world, pause_order_job, NULL);
  br_sim_printer_mend (world->sim, BR_SIM_PAPER_OUT);
  g_assert_true (print_world_run (world, 30 * SECOND));
  print_world_assert_paper (world, "2/1");
}

static gboolean
give_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrPrinter) other = br_printer_new ("file:/tmp/other");

  return br_printer_store_put (tx, other, error) && br_print_give (tx, 1, other->key, error);
}

/* The order is given to another printer while this one has no paper: what was drawn for it here is not sent here. */
static void
test_give_order (void)
{
  const BrSimPrinterParams params = sim_of (BR_LANGUAGE_ZPL);
  g_autoptr (PrintWorld) world = start (&params);
  const BrSimFault fault = { .trouble = BR_SIM_PAPER_OUT, .at_byte = 0, .at_label = -1, .for_us = -1 };

  br_sim_printer_add_fault (world->sim, &fault);
  print_world_order (world, 2);
  print_world_run (world, 10 * SECOND);
  print_world_write (world, give_job, NULL);
  br_sim_printer_mend (world->sim, BR_SIM_PAPER_OUT);
  print_world_order (world, 1);
  g_assert_true (print_world_run (world, 30 * SECOND));
  print_world_assert_paper (world, "2/1");
  g_assert_cmpint (print_world_int (world, "SELECT count (*) FROM print_label WHERE job = 1 AND state = 1"), ==, 2);
}

/* A printer that answered and does not any more: it takes questions, and no label until it answers. */
static void
test_mute (void)
{
  const BrSimPrinterParams params = sim_of (BR_LANGUAGE_TSPL);
  const BrSimAnswers none = { .missing = 1000 }, all = { 0 };
  g_autoptr (PrintWorld) world = start (&params);

  print_world_run (world, 2 * SECOND);
  br_sim_printer_set_answers (world->sim, &none);
  print_world_order (world, 1);
  print_world_run (world, 30 * SECOND);
  print_world_assert_paper (world, "1/1");
  g_assert_cmpint (news_of (world).status.state, ==, BR_PRINTER_ATTENTION);
  print_world_order (world, 2);
  print_world_run (world, 30 * SECOND);
  g_assert_cmpint (count (world, BR_LABEL_QUEUED), ==, 2);
  br_sim_printer_set_answers (world->sim, &all);
  g_assert_true (print_world_run (world, 60 * SECOND));
  print_world_assert_paper (world, "1/1 2/1 2/2");
  g_assert_cmpint (print_world_int (world, "SELECT min (proof) FROM print_label"), ==, BR_PROOF_IDLE);
}

/* One that said nothing when it was met is asked anew in the next session. */
static void
test_silent_once (void)
{
  const BrSimPrinterParams params = sim_of (BR_LANGUAGE_TSPL);
  const BrSimAnswers none = { .missing = 1000 }, all = { 0 };
  g_autoptr (PrintWorld) world = start (&params);

  br_sim_printer_set_answers (world->sim, &none);
  print_world_order (world, 2);
  g_assert_true (print_world_run (world, 30 * SECOND));
  g_assert_cmpint (print_world_int (world, "SELECT silent FROM printer"), ==, 1);
  br_sim_printer_set_answers (world->sim, &all);
  br_print_engine_set_present (world->engine, FALSE);
  br_print_engine_set_present (world->engine, TRUE);
  print_world_order (world, 2);
  g_assert_true (print_world_run (world, 30 * SECOND));
  print_world_assert_paper (world, "1/1 1/2 2/1 2/2");
  g_assert_cmpint (print_world_int (world, "SELECT silent FROM printer"), ==, 0);
  g_assert_cmpint (news_of (world).status.state, ==, BR_PRINTER_READY);
}

/* A printer that never answers is asked once a session, never shown as ready, and its labels are out by time alone. */
static void
test_silent (void)
{
  BrSimPrinterParams params = sim_of (BR_LANGUAGE_TSPL);
  g_autoptr (PrintWorld) world = NULL;

  params.status = BR_SIM_STATUS_SILENT;
  world = start (&params);
  print_world_order (world, 5);
  g_assert_true (print_world_run (world, 30 * SECOND));
  print_world_assert_paper (world, "1/1 1/2 1/3 1/4 1/5");
  g_assert_cmpint (print_world_int (world, "SELECT max (proof) FROM print_label"), ==, BR_PROOF_TIME);
  g_assert_cmpint (print_world_int (world, "SELECT silent FROM printer"), ==, 1);
  g_assert_cmpint (news_of (world).status.state, ==, BR_PRINTER_UNKNOWN);
}

/* From one byte tried to the next; under Valgrind fewer are. */
static gint64
stride (gint64 n_bytes)
{
  return g_getenv ("BR_UNDER_VALGRIND") != NULL ? 8 * n_bytes : n_bytes;
}

/* Killed within a picture: nothing came out, the next start makes what was cut off harmless and prints it once. */
static void
test_kill_in_picture (gconstpointer data)
{
  const BrSimPrinterParams params = sim_of ((BrPrinterLanguageId) GPOINTER_TO_INT (data));

  for (gint64 byte = 1; byte < 400; byte += stride (7))
    {
      g_autoptr (PrintWorld) world = print_world_new (&params, 1);

      world->policy = BR_POLICY_AT_LEAST_ONCE;
      print_world_order (world, 1);
      print_world_start (world);
      world->bytes_left = byte;
      print_world_run (world, 10 * SECOND);
      print_world_die (world);
      print_world_start (world);
      if (count (world, BR_LABEL_QUEUED) == 0)
        return; /* so far goes the picture */
      print_world_assert_paper (world, "");
      g_assert_true (print_world_run (world, 30 * SECOND));
      print_world_assert_paper (world, "1/1");
    }
}

/* What a person orders at once. */
static void
test_commands (void)
{
  BrSimPrinterParams params = sim_of (BR_LANGUAGE_ZPL);
  g_autoptr (PrintWorld) world = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  char *none = NULL;

  params.paper.head = (BrHead) { .dots_num = 8, .dots_den = 1, .width_dots = 832 }; /* it says so, and that is checked */
  world = start (&params);
  print_world_run (world, SECOND);
  g_assert_true (br_print_engine_command (world->engine, BR_PRINTER_IDENTIFY, &text, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (text), >, 0);
  g_assert_true (br_print_engine_command (world->engine, BR_PRINTER_FEED, &none, &error));
  print_world_order (world, 8);
  print_world_run (world, SECOND / 5);
  g_assert_false (br_print_engine_command (world->engine, BR_PRINTER_FEED, &none, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_true (br_print_engine_command (world->engine, BR_PRINTER_CANCEL_INSIDE, &none, &error));
  g_assert_cmpint (count (world, BR_LABEL_UNCERTAIN), >, 0);
  br_print_engine_set_present (world->engine, FALSE);
  g_assert_false (br_print_engine_command (world->engine, BR_PRINTER_FEED, &none, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
}

/* A network printer that nothing waits for is closed, and says so instead of being ready or silent; the next order opens it again. */
static void
test_left (void)
{
  BrSimPrinterParams sim = sim_of (BR_LANGUAGE_TSPL);
  g_autoptr (PrintWorld) world = print_world_new_at (&sim, WORLD_NETWORK_KEY, 1);

  print_world_start (world);
  print_world_order (world, 2);
  g_assert_true (print_world_run (world, 30 * SECOND));
  g_assert_cmpint (news_of (world).status.state, ==, BR_PRINTER_READY);
  for (guint i = 0; i < 300; i++)
    br_print_engine_step (world->engine, SECOND / 10);
  g_assert_cmpint (news_of (world).status.state, ==, BR_PRINTER_LEFT);
  g_assert_cmpint (news_of (world).status.at_us, >, 0);
  print_world_order (world, 1);
  g_assert_true (print_world_run (world, 30 * SECOND));
  g_assert_cmpint (news_of (world).status.state, ==, BR_PRINTER_READY);
  print_world_assert_paper (world, "1/1 1/2 2/1");
}

/* On the network a label is drawn before the printer is opened: not one behind those that a program before left in it. */
static void
test_kill_network (gconstpointer data)
{
  BrSimPrinterParams sim = sim_of (BR_LANGUAGE_TSPL);
  g_autoptr (PrintWorld) world = print_world_new_at (&sim, WORLD_NETWORK_KEY, 1);
  gint64 n_sent;

  world->policy = (BrPrintPolicy) GPOINTER_TO_INT (data);
  print_world_order (world, 20);
  print_world_start (world);
  print_world_run (world, SECOND / 5);
  print_world_die (world);
  print_world_start (world);
  n_sent = print_world_int (world, "SELECT max (seq) FROM print_label WHERE attempt > 0");
  g_assert_cmpint (n_sent, <, 20);
  print_world_run (world, 60 * SECOND);
  if (world->policy == BR_POLICY_AT_LEAST_ONCE) /* each of those was sent once more, before the next */
    g_assert_cmpint (print_world_int (world, "SELECT count (*) FROM print_label a JOIN print_label b ON a.seq < b.seq AND a.sent_us > b.sent_us"), ==, 0);
  else
    g_assert_cmpint (print_world_int (world, "SELECT max (seq) FROM print_label WHERE attempt > 0"), ==, n_sent);
}

/* What the network still held when the program was killed never arrives: the printer waits for the rest of a picture that was sent whole. */
static void
test_lost_on_the_way (gconstpointer data)
{
  BrSimPrinterParams sim = sim_of ((BrPrinterLanguageId) GPOINTER_TO_INT (data));

  sim.paper.head = (BrHead) { .dots_num = 8, .dots_den = 1, .width_dots = 832 }; /* a picture far longer than what a new session says at first */
  for (gint64 byte = 1; byte < 8000; byte += stride (173))
    {
      g_autoptr (PrintWorld) world = print_world_new_at (&sim, WORLD_NETWORK_KEY, 1);
      g_autoptr (GArray) paper = NULL;
      guint seen = 0;

      world->policy = BR_POLICY_AT_LEAST_ONCE;
      print_world_order (world, 6);
      print_world_start (world);
      while (count (world, BR_LABEL_SENT) == 0)
        print_world_run (world, 1000);
      world->lost_after = byte;
      print_world_run (world, 2 * SECOND);
      print_world_die (world);
      print_world_start (world);
      g_assert_true (print_world_run (world, 120 * SECOND));
      g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 6);
      paper = print_world_paper (world);
      for (guint i = 0; i < paper->len; i++)
        {
          gint64 number = g_array_index (paper, gint64, i);

          g_assert_cmpint (number, >, 100000); /* none that nobody ordered */
          seen |= 1u << (number % 100000);
        }
      g_assert_cmpuint (seen, ==, 0x7e);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  world_expect_warnings ();
  g_test_add_data_func ("/service/print-engine/tspl", GINT_TO_POINTER (BR_LANGUAGE_TSPL), test_plain);
  g_test_add_data_func ("/service/print-engine/zpl", GINT_TO_POINTER (BR_LANGUAGE_ZPL), test_plain);
  g_test_add_data_func ("/service/print-engine/paper-out-tspl", GINT_TO_POINTER (BR_LANGUAGE_TSPL), test_paper_out);
  g_test_add_data_func ("/service/print-engine/paper-out-zpl", GINT_TO_POINTER (BR_LANGUAGE_ZPL), test_paper_out);
  g_test_add_data_func ("/service/print-engine/power-ask", GINT_TO_POINTER (BR_POLICY_ASK), test_unplug);
  g_test_add_data_func ("/service/print-engine/power-again", GINT_TO_POINTER (BR_POLICY_AT_LEAST_ONCE), test_unplug);
  g_test_add_data_func ("/service/print-engine/power-once", GINT_TO_POINTER (BR_POLICY_AT_MOST_ONCE), test_unplug);
  g_test_add_func ("/service/print-engine/bad", test_bad);
  g_test_add_func ("/service/print-engine/mismatch", test_mismatch);
  g_test_add_func ("/service/print-engine/mismatch-cancelled", test_mismatch_cancelled);
  g_test_add_func ("/service/print-engine/pause", test_pause);
  g_test_add_func ("/service/print-engine/pause-order", test_pause_order);
  g_test_add_func ("/service/print-engine/give-order", test_give_order);
  g_test_add_func ("/service/print-engine/mute", test_mute);
  g_test_add_func ("/service/print-engine/left", test_left);
  g_test_add_func ("/service/print-engine/silent", test_silent);
  g_test_add_func ("/service/print-engine/silent-once", test_silent_once);
  g_test_add_data_func ("/service/print-engine/kill-in-picture-tspl", GINT_TO_POINTER (BR_LANGUAGE_TSPL), test_kill_in_picture);
  g_test_add_data_func ("/service/print-engine/kill-in-picture-zpl", GINT_TO_POINTER (BR_LANGUAGE_ZPL), test_kill_in_picture);
  g_test_add_data_func ("/service/print-engine/kill-network-again", GINT_TO_POINTER (BR_POLICY_AT_LEAST_ONCE), test_kill_network);
  g_test_add_data_func ("/service/print-engine/kill-network-ask", GINT_TO_POINTER (BR_POLICY_ASK), test_kill_network);
  g_test_add_data_func ("/service/print-engine/lost-tspl", GINT_TO_POINTER (BR_LANGUAGE_TSPL), test_lost_on_the_way);
  g_test_add_data_func ("/service/print-engine/lost-zpl", GINT_TO_POINTER (BR_LANGUAGE_ZPL), test_lost_on_the_way);
  g_test_add_data_func ("/service/print-engine/lost-epl", GINT_TO_POINTER (BR_LANGUAGE_EPL), test_lost_on_the_way);
  g_test_add_func ("/service/print-engine/commands", test_commands);
  g_test_add_data_func ("/service/print-engine/epl", GINT_TO_POINTER (BR_LANGUAGE_EPL), test_plain);
  g_test_add_data_func ("/service/print-engine/dymo", GINT_TO_POINTER (BR_LANGUAGE_DYMO_4XX), test_plain);
  g_test_add_func ("/service/print-engine/brother-ql", test_ql);
  g_test_add_func ("/service/print-engine/held-back", test_held_back);
  return g_test_run ();
}
