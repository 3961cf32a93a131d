/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulated printer on a virtual clock: each trouble does what it says, and nothing depends on chance but by a seed. */
#include "config.h"

#include "br-error.h"
#include "br-sim-printer.h"
#include <string.h>

#define MS 1000
#define LABEL_US 420000 /* a pitch of 42 mm at 100 mm/s */

/* TSPL: one label of 8 dots, and the ten dots of the second. */
#define LABEL "CLS\nBITMAP 0,0,1,4,0,\x01\x01\x01\x01\nPRINT 1\n"

static gint64
get_us (gpointer data)
{
  return *(gint64 *) data;
}

static void
sleep_us (gpointer data, gint64 us)
{
  *(gint64 *) data += us;
}

typedef struct
{
  gint64 now_us;
  BrClock clock;
  BrSimPrinter *printer;
  BrPort *port;
} Bench;

static void
bench_open (Bench *self)
{
  g_autoptr (GError) error = NULL;

  self->port = br_sim_printer_open_port (self->printer, &error);
  g_assert_no_error (error);
}

static void
bench_init_with (Bench *self, const BrSimPrinterParams *params)
{
  *self = (Bench) { .now_us = 5 * G_USEC_PER_SEC, .clock = { get_us, get_us, sleep_us, &self->now_us } };
  self->printer = br_sim_printer_new (params, &self->clock);
  g_assert_nonnull (self->printer);
  bench_open (self);
}

static BrSimPrinterParams
default_params (void)
{
  return (BrSimPrinterParams) {
    .paper = { .language = BR_LANGUAGE_TSPL, .head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 }, .width = 6000, .height = 4000, .gap = 200 },
    .reprint = TRUE,
  };
}

static void
bench_init (Bench *self)
{
  const BrSimPrinterParams params = default_params ();

  bench_init_with (self, &params);
}

static void
bench_clear (Bench *self)
{
  br_port_close (self->port);
  br_sim_printer_free (self->printer);
}

/* Writes all, or fails as told. */
static void
bench_write (Bench *self, const char *text, int code)
{
  g_autoptr (GError) error = NULL;
  gsize taken = 0;
  gboolean done = br_port_write (self->port, (const guint8 *) text, strlen (text), 1000, &taken, &error);

  if (code == 0)
    {
      g_assert_no_error (error);
      g_assert_cmpuint (taken, ==, strlen (text));
      return;
    }
  g_assert_false (done);
  g_assert_error (error, BR_ERROR, code);
}

static guint
bench_read (Bench *self, char *bytes, gsize size, int timeout_ms)
{
  g_autoptr (GError) error = NULL;
  gsize n = 0;

  br_port_read (self->port, (guint8 *) bytes, size, timeout_ms, &n, &error);
  g_assert_no_error (error);
  return (guint) n;
}

/* The log as a word: C a whole label, p a torn one, f a feed. */
static char *
bench_log (const Bench *self)
{
  GString *text = g_string_new (NULL);
  BrSimState state;

  br_sim_printer_get_state (self->printer, &state);
  for (guint i = 0; i < state.n_sheets; i++)
    {
      g_auto (BrSimSheet) sheet = { 0 };

      g_assert_true (br_sim_printer_get_sheet (self->printer, i, &sheet));
      g_string_append_c (text, sheet.order == 0 ? 'f' : sheet.complete ? 'C' : 'p');
    }
  return g_string_free (text, FALSE);
}

static void
bench_assert_log (const Bench *self, const char *expected)
{
  g_autofree char *log = bench_log (self);

  g_assert_cmpstr (log, ==, expected);
}

static void
test_prints (void)
{
  Bench bench;
  g_auto (BrSimSheet) sheet = { 0 };

  bench_init (&bench);
  bench_write (&bench, LABEL "PRINT 2\n", 0);
  bench_assert_log (&bench, "");
  br_sim_printer_run (bench.printer, G_USEC_PER_SEC * 10);
  bench_assert_log (&bench, "CCC");
  g_assert_true (br_sim_printer_get_sheet (bench.printer, 2, &sheet));
  g_assert_cmpuint (sheet.order, ==, 2);
  g_assert_cmpuint (sheet.copy, ==, 2);
  g_assert_cmpint (sheet.ended_us - sheet.begun_us, ==, LABEL_US);
  g_assert_true (br_bitmap_get (sheet.bitmap, 0, 3));
  g_assert_false (br_sim_printer_get_sheet (bench.printer, 3, &sheet));
  bench_clear (&bench);
}

/* The head never waits while there is something to print: 100 labels take 100 pitches. */
static void
test_speed (void)
{
  Bench bench;
  BrSimSheet first = { 0 }, last = { 0 };

  bench_init (&bench);
  for (int i = 0; i < 100; i++)
    bench_write (&bench, LABEL, 0);
  br_sim_printer_run (bench.printer, 100 * G_USEC_PER_SEC);
  g_assert_true (br_sim_printer_get_sheet (bench.printer, 0, &first));
  g_assert_true (br_sim_printer_get_sheet (bench.printer, 99, &last));
  g_assert_cmpint (last.ended_us - first.begun_us, ==, 100 * LABEL_US);
  br_sim_sheet_clear (&first);
  br_sim_sheet_clear (&last);
  bench_clear (&bench);
}

/* One label in motion, two waiting, and it takes no more; after a label there is room again. */
static void
test_buffer (void)
{
  BrSimPrinterParams params = default_params ();
  Bench bench;
  gsize taken = 0;
  gint64 begun_us;

  params.buffer_bytes = 2 * strlen (LABEL);
  bench_init_with (&bench, &params);
  bench_write (&bench, LABEL LABEL LABEL, 0);
  begun_us = bench.now_us;
  g_assert_false (br_port_write (bench.port, (const guint8 *) LABEL, strlen (LABEL), 100, &taken, NULL));
  g_assert_cmpuint (taken, ==, 0);
  g_assert_cmpint (bench.now_us - begun_us, ==, 100 * MS);
  bench_write (&bench, LABEL, 0);
  br_sim_printer_run (bench.printer, 10 * G_USEC_PER_SEC);
  bench_assert_log (&bench, "CCCC");
  bench_clear (&bench);
}

/* A trouble in mid label tears it; it is repeated where the printer repeats, and nothing else is lost. */
static void
test_stops (void)
{
  static const struct
  {
    BrSimTrouble trouble;
    gboolean reprint;
    const char *log;
  } cases[] = {
    { BR_SIM_PAPER_OUT, TRUE, "CpCC" }, { BR_SIM_PAPER_OUT, FALSE, "CpC" }, { BR_SIM_HEAD_OPEN, TRUE, "CpCC" }, { BR_SIM_RIBBON_OUT, TRUE, "CpCC" },
    { BR_SIM_PAUSE, TRUE, "CCC" },      { BR_SIM_STALL, TRUE, "CCC" },      { BR_SIM_UNPLUG, TRUE, "CCC" },     { BR_SIM_POWER, TRUE, "Cp" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BrSimPrinterParams params = default_params ();
      const BrSimFault fault = { .trouble = cases[i].trouble, .at_byte = -1, .at_label = 2, .permille = 500, .for_us = 3 * G_USEC_PER_SEC };
      Bench bench;

      g_test_message ("case %zu", i);
      params.reprint = cases[i].reprint;
      bench_init_with (&bench, &params);
      br_sim_printer_add_fault (bench.printer, &fault);
      bench_write (&bench, LABEL LABEL LABEL, 0);
      br_sim_printer_run (bench.printer, 30 * G_USEC_PER_SEC);
      bench_assert_log (&bench, cases[i].log);
      bench_clear (&bench);
    }
}

/* What lies above the tear is on the paper. */
static void
test_torn (void)
{
  const BrSimFault fault = { .trouble = BR_SIM_PAPER_OUT, .at_byte = -1, .at_label = 1, .permille = 500, .for_us = -1 };
  Bench bench;
  g_auto (BrSimSheet) sheet = { 0 };
  guint bits;

  bench_init (&bench);
  br_sim_printer_add_fault (bench.printer, &fault);
  bench_write (&bench, "SIZE 8 dot,4 dot\n" LABEL, 0);
  br_sim_printer_run (bench.printer, G_USEC_PER_SEC);
  bench_assert_log (&bench, "p");
  g_assert_true (br_sim_printer_get_sheet (bench.printer, 0, &sheet));
  g_assert_true (br_bitmap_get (sheet.bitmap, 0, 1));
  g_assert_false (br_bitmap_get (sheet.bitmap, 0, 2));
  g_assert_true (br_port_class_status (bench.port, &bits, NULL));
  g_assert_cmphex (bits, ==, BR_CLASS_PAPER_EMPTY | BR_CLASS_SELECTED);
  br_sim_printer_mend (bench.printer, BR_SIM_PAPER_OUT);
  br_sim_printer_run (bench.printer, G_USEC_PER_SEC);
  bench_assert_log (&bench, "pC");
  g_assert_true (br_port_class_status (bench.port, &bits, NULL));
  g_assert_cmphex (bits, ==, BR_CLASS_NO_ERROR | BR_CLASS_SELECTED);
  bench_clear (&bench);
}

/* The cable fails at a byte: what of the last piece arrived is not told; the session stays lost, another begins when it is back. */
static void
test_cable (void)
{
  static const BrSimTrouble troubles[] = { BR_SIM_UNPLUG, BR_SIM_POWER };

  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      const BrSimFault fault = { .trouble = troubles[i], .at_byte = 25, .for_us = G_USEC_PER_SEC };
      g_autoptr (GError) error = NULL;
      Bench bench;
      BrSimState state;

      bench_init (&bench);
      br_sim_printer_add_fault (bench.printer, &fault);
      bench_write (&bench, LABEL, BR_ERROR_OFFLINE);
      br_sim_printer_get_state (bench.printer, &state);
      g_assert_cmpuint (state.taken, ==, 25);
      g_assert_null (br_sim_printer_open_port (bench.printer, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
      bench.now_us += 2 * G_USEC_PER_SEC;
      bench_write (&bench, LABEL, BR_ERROR_OFFLINE);
      br_port_close (bench.port);
      bench_open (&bench);
      /* Unplugged, it still waits for the picture's last bytes; switched off, it has forgotten. */
      bench_write (&bench, "\xFF\xFF\xFF\xFF\nCLS\n" LABEL, 0);
      br_sim_printer_run (bench.printer, G_USEC_PER_SEC);
      bench_assert_log (&bench, "C");
      bench_clear (&bench);
    }
}

static void
test_one_cable (void)
{
  g_autoptr (GError) error = NULL;
  Bench bench;

  bench_init (&bench);
  g_assert_null (br_sim_printer_open_port (bench.printer, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  br_port_close (bench.port);
  bench_open (&bench);
  bench_clear (&bench);
}

static void
test_stall (void)
{
  Bench bench;

  bench_init (&bench);
  br_sim_printer_fail (bench.printer, BR_SIM_STALL, 5 * G_USEC_PER_SEC);
  bench_write (&bench, LABEL, BR_ERROR_BUSY);
  bench.now_us += 5 * G_USEC_PER_SEC;
  bench_write (&bench, LABEL, 0);
  bench_clear (&bench);
}

/* 1,000 bytes a second, at most 10 in one go. */
static void
test_slow (void)
{
  BrSimPrinterParams params = default_params ();
  g_autofree char *text = g_strnfill (500, '\n');
  Bench bench;
  gint64 begun_us;

  params.max_take = 10;
  bench_init_with (&bench, &params);
  br_sim_printer_set_link (bench.printer, 1000);
  begun_us = bench.now_us;
  bench_write (&bench, text, 0);
  g_assert_cmpint (bench.now_us - begun_us, ==, 490 * MS);
  bench_clear (&bench);
}

static void
test_answers (void)
{
  Bench bench;
  char bytes[64];
  gint64 asked_us;

  bench_init (&bench);
  bench_write (&bench, "\x1B!S", 0);
  g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes, 100), ==, 8);
  g_assert_cmpint (bytes[1], ==, '@');
  g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes, 100), ==, 0);
  br_sim_printer_set_answers (bench.printer, &(BrSimAnswers) { .delay_us = 700 * MS });
  asked_us = bench.now_us;
  bench_write (&bench, "\x1B!S", 0);
  g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes, 500), ==, 0);
  g_assert_cmpuint (bench_read (&bench, bytes, 3, 500), ==, 3);
  g_assert_cmpint (bench.now_us - asked_us, ==, 700 * MS);
  g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes, 500), ==, 5);
  br_sim_printer_set_answers (bench.printer, &(BrSimAnswers) { .split = 1000 });
  bench_write (&bench, "\x1B!S", 0);
  for (int i = 0; i < 8; i++)
    g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes, 100), ==, 1);
  br_sim_printer_set_answers (bench.printer, &(BrSimAnswers) { .doubled = 1000 });
  bench_write (&bench, "\x1B!S", 0);
  g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes, 100), ==, 8);
  g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes, 100), ==, 8);
  br_sim_printer_set_answers (bench.printer, &(BrSimAnswers) { .garbage = 1000 });
  bench_write (&bench, "\x1B!S", 0);
  g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes, 100), <=, 8);
  g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes, 100), ==, 8);
  br_sim_printer_set_answers (bench.printer, &(BrSimAnswers) { .missing = 1000 });
  bench_write (&bench, "\x1B!S", 0);
  g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes, 3000), ==, 0);
  bench_clear (&bench);
}

static void
test_status_styles (void)
{
  static const struct
  {
    BrSimStatusStyle style;
    guint n_answer;
    gboolean has_class;
  } cases[] = { { BR_SIM_STATUS_FULL, 1, TRUE }, { BR_SIM_STATUS_CLASS_ONLY, 0, TRUE }, { BR_SIM_STATUS_SILENT, 0, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BrSimPrinterParams params = default_params ();
      Bench bench;
      char bytes[8];
      guint bits;

      params.status = cases[i].style;
      bench_init_with (&bench, &params);
      bench_write (&bench, "\x1B!?", 0);
      g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes, 100), ==, cases[i].n_answer);
      g_assert_cmpint (br_port_class_status (bench.port, &bits, NULL), ==, cases[i].has_class);
      bench_clear (&bench);
    }
}

/* ZPL: what ~HS says while three labels are on their way, and that a Zebra keeps silent without paper. */
static void
test_host_status (void)
{
  static const char label[] = "^XA^FO0,0^GFA,1,1,1,80^FS^PQ2^XZ";
  BrSimPrinterParams params = default_params ();
  Bench bench;
  char bytes[256] = { 0 };

  params.paper.language = BR_LANGUAGE_ZPL;
  params.paper.quiet = TRUE;
  bench_init_with (&bench, &params);
  bench_write (&bench, label, 0);
  bench_write (&bench, label, 0);
  bench_write (&bench, label, 0);
  bench_write (&bench, "~HS", 0);
  g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes - 1, 100), >, 0);
  g_assert_nonnull (strstr (bytes, "030,0,0,0320,002,0,0,0,"));
  g_assert_nonnull (strstr (bytes, ",00000002,1,"));
  br_sim_printer_fail (bench.printer, BR_SIM_PAPER_OUT, -1);
  bench_write (&bench, "~HS", 0);
  g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes - 1, 2000), ==, 0);
  bench_write (&bench, "~HQES", 0);
  g_assert_cmpuint (bench_read (&bench, bytes, sizeof bytes - 1, 100), >, 0);
  g_assert_nonnull (strstr (bytes, "00000001"));
  br_sim_printer_mend (bench.printer, BR_SIM_PAPER_OUT);
  bench_write (&bench, "~JA", 0);
  br_sim_printer_run (bench.printer, 10 * G_USEC_PER_SEC);
  bench_assert_log (&bench, "pC");
  bench_clear (&bench);
}

static void
test_commands (void)
{
  Bench bench;

  bench_init (&bench);
  bench_write (&bench, "\x1B!P" LABEL LABEL, 0);
  br_sim_printer_run (bench.printer, 10 * G_USEC_PER_SEC);
  bench_assert_log (&bench, "");
  bench_write (&bench, "\x1B!O", 0);
  br_sim_printer_run (bench.printer, 10 * G_USEC_PER_SEC);
  bench_assert_log (&bench, "CC");
  bench_write (&bench, "\x1B!F" LABEL LABEL "\x1B!.", 0);
  br_sim_printer_run (bench.printer, 10 * G_USEC_PER_SEC);
  bench_assert_log (&bench, "CCf"); /* what was in motion */
  bench_clear (&bench);
}

static void
test_bounded_log (void)
{
  BrSimPrinterParams params = default_params ();
  g_auto (BrSimSheet) sheet = { 0 };
  Bench bench;

  params.max_sheets = 3;
  bench_init_with (&bench, &params);
  bench_write (&bench, LABEL "PRINT 9\n", 0);
  br_sim_printer_run (bench.printer, 10 * G_USEC_PER_SEC);
  g_assert_false (br_sim_printer_get_sheet (bench.printer, 6, &sheet));
  g_assert_true (br_sim_printer_get_sheet (bench.printer, 7, &sheet));
  g_assert_cmpuint (sheet.copy, ==, 7);
  bench_clear (&bench);
}

static char *
run_history (guint64 seed)
{
  BrSimPrinterParams params = default_params ();
  BrXorshift random;
  Bench bench;
  char *log;

  br_xorshift_init (&random, seed);
  params.seed = seed;
  bench_init_with (&bench, &params);
  br_sim_printer_set_answers (bench.printer, &(BrSimAnswers) { .delay_us = 1000, .split = 300, .doubled = 300, .garbage = 300, .missing = 300 });
  for (int i = 0; i < 4; i++)
    br_sim_printer_add_random_fault (bench.printer, &random, 8, 8 * strlen (LABEL));
  for (int i = 0; i < 8; i++)
    {
      gsize taken;
      guint8 answer[64];

      br_port_write (bench.port, (const guint8 *) LABEL "\x1B!S", strlen (LABEL) + 3, 20000, &taken, NULL);
      br_port_read (bench.port, answer, sizeof answer, 50, &taken, NULL);
    }
  br_sim_printer_run (bench.printer, 60 * G_USEC_PER_SEC);
  log = bench_log (&bench);
  bench_clear (&bench);
  return log;
}

/* The same seed, the same history. */
static void
test_seeds (void)
{
  g_autoptr (GHashTable) logs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint64 seed = 1; seed <= 100; seed++)
    {
      g_autofree char *once = run_history (seed), *again = run_history (seed);

      g_test_message ("seed %" G_GUINT64_FORMAT " %s", seed, once);
      g_assert_cmpstr (once, ==, again);
      g_hash_table_add (logs, g_steal_pointer (&once));
    }
  g_assert_cmpuint (g_hash_table_size (logs), >, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sim/printer/prints", test_prints);
  g_test_add_func ("/sim/printer/speed", test_speed);
  g_test_add_func ("/sim/printer/buffer", test_buffer);
  g_test_add_func ("/sim/printer/stops", test_stops);
  g_test_add_func ("/sim/printer/torn", test_torn);
  g_test_add_func ("/sim/printer/cable", test_cable);
  g_test_add_func ("/sim/printer/one-cable", test_one_cable);
  g_test_add_func ("/sim/printer/stall", test_stall);
  g_test_add_func ("/sim/printer/slow", test_slow);
  g_test_add_func ("/sim/printer/answers", test_answers);
  g_test_add_func ("/sim/printer/status-styles", test_status_styles);
  g_test_add_func ("/sim/printer/host-status", test_host_status);
  g_test_add_func ("/sim/printer/commands", test_commands);
  g_test_add_func ("/sim/printer/bounded-log", test_bounded_log);
  g_test_add_func ("/sim/printer/seeds", test_seeds);
  return g_test_run ();
}
