/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The disk is full, from each write on: an order is kept as a whole or refused, the printer stops and says why, nothing is on paper that is not
 * noted, and when there is room again everything is printed, none twice.
 */
#include "config.h"

#include "print-world.h"

#include "br-error.h"
#include "world.h"

#define SECOND G_USEC_PER_SEC
#define N_LABELS 3
#define PATIENCE (8 * SECOND) /* longer than the labels take */
#define MAX_WRITES 2000 /* an order never takes so many */

static BrSimPrinterParams
sim_of (BrPrinterLanguageId language)
{
  BrSimPrinterParams params = { .paper = { .language = language,
                                           .head = { .dots_num = 2, .dots_den = 1, .width_dots = 208 },
                                           .width = WORLD_MEDIA_W,
                                           .height = WORLD_MEDIA_H,
                                           .gap = WORLD_MEDIA_GAP },
                                .reprint = TRUE };

  return params;
}

static BrPrinterState
state_of (PrintWorld *world)
{
  BrPrintNews news;
  BrPrinterState state;

  br_print_engine_get_news (world->engine, &news);
  state = news.status.state;
  br_print_news_clear (&news);
  return state;
}

/* What began to come out, torn or whole, was noted before: ARMED, SENT or PRINTED. */
static void
assert_noted (PrintWorld *world)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM print_label WHERE state IN (%d, %d, %d)", BR_LABEL_ARMED, BR_LABEL_SENT, BR_LABEL_PRINTED);
  BrSimState state;

  br_sim_printer_get_state (world->sim, &state);
  g_assert_cmpint (state.n_complete, <=, print_world_int (world, sql));
}

/* One history; TRUE: the room was enough. */
static gboolean
print_with_room (BrPrinterLanguageId language, gint64 room)
{
  BrSimPrinterParams sim = sim_of (language);
  g_autoptr (PrintWorld) world = print_world_new (&sim, 1);
  BrSimState before, after;
  gboolean enough;

  print_world_order (world, N_LABELS);
  print_world_start (world);
  world->room = room;
  enough = print_world_run (world, PATIENCE);
  if (!enough)
    {
      g_assert_cmpint (state_of (world), ==, BR_PRINTER_NO_RECORD);
      assert_noted (world);
      br_sim_printer_get_state (world->sim, &before);
      print_world_run (world, PATIENCE);
      br_sim_printer_get_state (world->sim, &after);
      g_assert_cmpint (before.n_sheets, ==, after.n_sheets); /* no paper is spoiled while it waits */
    }
  world->room = -1;
  g_assert_true (print_world_run (world, PATIENCE));
  g_assert_cmpint (state_of (world), !=, BR_PRINTER_NO_RECORD);
  print_world_assert_paper (world, "1/1 1/2 1/3");
  g_assert_cmpint (print_world_int (world, "SELECT count (*) FROM print_label WHERE state = 5"), ==, N_LABELS);
  g_assert_cmpint (print_world_int (world, "SELECT count (*) FROM print_event"), ==, enough ? 0 : 1); /* that it could not be written */
  return enough;
}

static void
test_print (gconstpointer data)
{
  gint64 room = 0;

  while (!print_with_room ((BrPrinterLanguageId) GPOINTER_TO_INT (data), room))
    g_assert_cmpint (++room, <, MAX_WRITES);
  g_test_message ("full at each of %d writes", (int) room);
  g_assert_cmpint (room, >, 2 * N_LABELS);
}

static void
test_order (void)
{
  BrSimPrinterParams sim = sim_of (BR_LANGUAGE_TSPL);
  gint64 room = 0, job = 0;

  for (; job == 0; room++)
    {
      g_autoptr (PrintWorld) world = print_world_new (&sim, 1);
      g_autoptr (GError) error = NULL;

      print_world_start (world);
      world->room = room;
      job = print_world_try_order (world, N_LABELS, &error);
      world->room = -1;
      if (job == 0)
        {
          g_assert_error (error, BR_ERROR, BR_ERROR_FULL);
          g_assert_cmpint (print_world_int (world, "SELECT count (*) FROM print_job"), ==, 0);
          print_world_order (world, N_LABELS);
        }
      g_assert_true (print_world_run (world, PATIENCE));
      print_world_assert_paper (world, "1/1 1/2 1/3");
    }
  g_assert_cmpint (room, >, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  world_expect_warnings ();
  g_test_add_func ("/service/print-disk/order", test_order);
  g_test_add_data_func ("/service/print-disk/tspl", GINT_TO_POINTER (BR_LANGUAGE_TSPL), test_print);
  g_test_add_data_func ("/service/print-disk/dymo", GINT_TO_POINTER (BR_LANGUAGE_DYMO_4XX), test_print);
  return g_test_run ();
}
