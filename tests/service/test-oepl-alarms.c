/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an OpenEPaperLink station does that a person should know of: it holds pictures back, and describes tags in its own way. */
#include "oepl-script.h"

#include <string.h>

#define TYPE_DRAWN_ANEW                                                                                                                                        \
  "{\"version\":1,\"name\":\"M2 2.9\",\"width\":296,\"height\":128,\"rotatebuffer\":3,\"bpp\":2,\"colortable\":{\"white\":[255,255,255],\"black\":[0,0,0],"    \
  "\"red\":[255,0,0]},\"shortlut\":2,\"options\":[\"button\"]}"

static guint
get_troubles (Script *script)
{
  BrStationHealth health = { 0 };
  g_autoptr (GError) error = NULL;

  script->driver->ops->probe (script->driver, &health, &error);
  g_assert_no_error (error);
  return health.troubles;
}

static void
say_how_it_is (Script *script, gint64 free_bytes, int state)
{
  script->free_bytes = free_bytes;
  script->state = state;
  script_advance (script, 5 * G_USEC_PER_SEC);
  script_say_sys (script);
  script_wait (script, BR_STATION_EVENT_HEALTH, NULL);
}

/* esl.md 5.5: what is taken and not made ready is waited for, but for these, which are said at once. */
static void
test_stuck (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  gint64 free_bytes = script->free_bytes;
  BrShipmentReport report;

  script_add_tag (script, SCRIPT_MAC);
  script_listen (script);
  script_send (script, picture);
  report = script_look (script, picture);
  g_assert_cmpint (report.stage, ==, BR_STAGE_ACCEPTED);
  g_assert_false (report.stuck);
  say_how_it_is (script, 59000, 1);
  report = script_look (script, picture);
  g_assert_true (report.stuck);
  g_assert_nonnull (strstr (report.note, "storage"));
  say_how_it_is (script, free_bytes, 5);
  report = script_look (script, picture);
  g_assert_true (report.stuck);
  g_assert_nonnull (strstr (report.note, "radio"));
  say_how_it_is (script, free_bytes, 1);
  g_assert_false (script_look (script, picture).stuck);
}

/* The station's own description of a type counts, and that it is another one than ours is said (esl.md 2.17). */
static void
test_types_differ (void)
{
  g_autoptr (Script) script = script_new ();
  BrTagSighting sighting;
  g_autoptr (GError) error = NULL;

  script_add_tag (script, SCRIPT_MAC);
  script_answer (script, 1, "GET /tagtypes/01.json", 200, TYPE_DRAWN_ANEW);
  script->driver->ops->find (script->driver, SCRIPT_MAC, &sighting, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sighting.type.rotate_buffer, ==, 3);
  g_assert_cmpuint (get_troubles (script), ==, BR_STATION_TROUBLE_TYPES_DIFFER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oepl-alarms/stuck", test_stuck);
  g_test_add_func ("/oepl-alarms/types-differ", test_types_differ);
  return g_test_run ();
}
