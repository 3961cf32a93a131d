/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A print engine and a simulated printer on a virtual clock: each way a label can go. */
#include "config.h"

#include "print-world.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_data_func ("/service/print-engine/tspl", GINT_TO_POINTER (BR_LANGUAGE_TSPL), test_plain);
  g_test_add_data_func ("/service/print-engine/zpl", GINT_TO_POINTER (BR_LANGUAGE_ZPL), test_plain);
  g_test_add_data_func ("/service/print-engine/epl", GINT_TO_POINTER (BR_LANGUAGE_EPL), test_plain);
  g_test_add_data_func ("/service/print-engine/dymo", GINT_TO_POINTER (BR_LANGUAGE_DYMO_4XX), test_plain);
  g_test_add_func ("/service/print-engine/brother-ql", test_ql);
  g_test_add_func ("/service/print-engine/held-back", test_held_back);
  return g_test_run ();
}
