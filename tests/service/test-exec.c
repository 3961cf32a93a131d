/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags by a program: the example, and programs that hang, talk without end, die, or answer for others. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "br-clock.h"
#include "br-error.h"
#include "br-exec-driver.h"

#define QUICK_MS 500
#define LONG_MS 20000
#define ANSWER_LIST                                                                                                                                            \
  "case \"$(cat)\" in *list*) echo '{\"tags\":{\"a b\":{\"width\":200,\"height\":96,\"colours\":[\"white\",\"black\"],\"signal\":-61}}}'; exit;; esac\n"

/** Program: a script and the driver that runs it. */
typedef struct
{
  char *path;
  BrStationDriver *driver;
  BrTagImage *image;
} Program;

static Program
program_new (const char *script, int timeout_ms)
{
  static guint n;
  Program program = { .path = g_strdup_printf ("%s/program-%u", g_get_tmp_dir (), n++) };
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n%s", script);
  static const BrTagColour colours[] = { BR_TAG_WHITE, BR_TAG_BLACK };
  BrTagType type;

  g_assert_true (g_file_set_contents_full (program.path, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  program.driver = br_exec_driver_new (program.path, br_clock_system (), NULL);
  br_exec_driver_set_timeout (program.driver, timeout_ms);
  g_assert_true (br_tag_type_plain (200, 96, colours, 2, &type));
  program.image = br_tag_image_new (&type, NULL);
  return program;
}

static void
program_clear (Program *self)
{
  self->driver->ops->close (self->driver);
  br_tag_image_unref (self->image);
  g_unlink (self->path);
  g_free (self->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Program, program_clear)

static void
submit (Program *program, const char *tag)
{
  BrTagShipment shipment = { .tag = tag, .image = program->image, .title = "Tea \"x\"", .sequence = 1 };
  g_autoptr (GError) error = NULL;

  g_assert_true (program->driver->ops->prepare (program->driver, &shipment, NULL));
  program->driver->ops->submit (program->driver, &shipment, &error);
  g_assert_no_error (error);
  g_free (shipment.before);
}

static BrShipmentReport
look (Program *program, const char *tag)
{
  BrTagShipment shipment = { .tag = tag, .before = (char *) "1" };
  BrShipmentReport report;

  g_assert_true (program->driver->ops->look (program->driver, &shipment, &report, NULL));
  return report;
}

/* Whether it has news of that tag; waiting is what makes it run. */
static gboolean
has_news (Program *program, const char *tag)
{
  BrStationEvent event = { 0 };

  return program->driver->ops->wait (program->driver, 1, &event, NULL) && event.kind == BR_STATION_EVENT_SHIPMENT && strcmp (event.tag, tag) == 0;
}

/* Sends a picture: what looking says then. */
static BrShipmentReport
send (Program *program)
{
  submit (program, "a b");
  g_assert_cmpint (look (program, "a b").stage, ==, BR_STAGE_ACCEPTED);
  g_assert_true (has_news (program, "a b"));
  return look (program, "a b");
}

static void
test_answers (void)
{
  static const struct
  {
    const char *script;
    BrShipmentStage stage;
    int timeout_ms;
  } rows[] = {
    { "echo '{\"sent\":{\"a b\":{\"status\":\"OK\",\"battery\":80}}}'", BR_STAGE_SHOWN, LONG_MS },
    { "echo '{\"sent\":{\"a b\":{\"status\":\"TIMEOUT\"}}}'", BR_STAGE_POPPED, LONG_MS },
    { "echo '{\"sent\":{\"a b\":{\"status\":7}}}'", BR_STAGE_POPPED, LONG_MS },
    { "echo '{\"sent\":{\"other\":{\"status\":\"OK\"}}}'", BR_STAGE_POPPED, LONG_MS },           /* the wrong tag */
    { "echo nonsense", BR_STAGE_POPPED, LONG_MS },
    { "printf '\\377\\000{'", BR_STAGE_POPPED, LONG_MS },
    { "true", BR_STAGE_POPPED, LONG_MS },                                                         /* not a word, but no complaint either */
    { "echo '{\"sent\":{\"a b\":{\"status\":\"OK\"}}}'; echo warn >&2", BR_STAGE_SHOWN, LONG_MS },
    { "cat /dev/zero", BR_STAGE_POPPED, LONG_MS },                                      /* without end */
    { "cat /dev/zero >&2", BR_STAGE_POPPED, QUICK_MS },                                 /* of complaints */
    { "sleep 100", BR_STAGE_POPPED, QUICK_MS },
    { "exec >&- 2>&-; sleep 100", BR_STAGE_POPPED, QUICK_MS },                          /* hangs after closing all */
    { "sleep 100 & echo x", BR_STAGE_POPPED, QUICK_MS },                                /* leaves somebody behind */
    { "printf '{\"sent\":'; kill -9 $$", BR_STAGE_POPPED, LONG_MS },                    /* dies half way */
    { "printf '{\"sent\":'; exit 3", BR_STAGE_POPPED, LONG_MS },
    { "echo no station >&2; exit 3", BR_STAGE_NOT_TAKEN, LONG_MS },                /* says so */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *script = g_strconcat (ANSWER_LIST, rows[i].script, "\n", NULL);
      g_auto (Program) program = program_new (script, rows[i].timeout_ms);
      gint64 begin = g_get_monotonic_time ();
      BrShipmentReport report;

      g_test_message ("%s", rows[i].script);
      report = send (&program);
      g_assert_cmpint (report.stage, ==, rows[i].stage);
      g_assert_cmpint (report.proof, ==, rows[i].stage == BR_STAGE_SHOWN ? BR_TAG_PROOF_WEAK : BR_TAG_PROOF_NONE);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, LONG_MS * 1000);
    }
}

/* What it started does not live on. */
static void
test_group (void)
{
  g_autofree char *mark = g_build_filename (g_get_tmp_dir (), "child", NULL), *text = NULL;
  g_autofree char *script = g_strdup_printf (ANSWER_LIST "sleep 100 & echo $! > '%s'; wait\n", mark);
  g_auto (Program) program = program_new (script, QUICK_MS);
  g_autofree char *process = NULL;

  g_assert_cmpint (send (&program).stage, ==, BR_STAGE_POPPED);
  g_assert_true (g_file_get_contents (mark, &text, NULL, NULL));
  process = g_strdup_printf ("/proc/%s/cmdline", g_strstrip (text));
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *command = NULL;

      /* Gone, or dead and not collected yet. */
      if (!g_file_get_contents (process, &command, NULL, NULL) || *command == '\0')
        return;
      g_usleep (10000);
    }
  g_assert_not_reached ();
}

static void
count_cb (const BrTagSighting *sighting, gpointer data)
{
  *(guint *) data += 1;
  if (strcmp (sighting->tag, "good") == 0)
    {
      g_assert_true (br_tag_type_is_sound (&sighting->type) && sighting->type.n_colours == 3 && sighting->rssi == -61);
      g_assert_cmpuint (sighting->type_code, ==, sighting->type.code);
    }
  else
    g_assert_cmpuint (sighting->type.n_colours, ==, 0);
}

static void
test_list (void)
{
  g_auto (Program) program =
      program_new ("echo '{\"tags\":{\"good\":{\"width\":296,\"height\":128,\"colours\":[\"white\",\"black\",\"red\"],\"signal\":-61},"
                   "\"pink\":{\"width\":296,\"height\":128,\"colours\":[\"white\",\"black\",\"pink\"]},\"none\":{},\"odd\":{\"width\":201,\"height\":97,"
                   "\"colours\":[\"white\",\"black\"]},\"\":{},\"bad\":7}}'\n",
                   LONG_MS);
  BrTagSighting sighting;
  BrStationHealth health;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_true (program.driver->ops->list (program.driver, count_cb, &n, NULL));
  g_assert_cmpuint (n, ==, 4);
  g_assert_true (program.driver->ops->probe (program.driver, &health, NULL));
  g_assert_true (health.ready && health.n_tags == 4 && health.max_in_flight == 50);
  g_assert_false (program.driver->ops->find (program.driver, "bad", &sighting, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
}

static void
test_bad_list (void)
{
  static const struct
  {
    const char *script;
    int code;
  } rows[] = { { "echo '{}'\n", BR_ERROR_PROTOCOL }, { "echo x\n", BR_ERROR_PROTOCOL }, { "exit 1\n", BR_ERROR_OFFLINE } };
  g_autoptr (GError) missing = NULL, relative = NULL;
  BrStationDriver *driver = br_exec_driver_new ("/nowhere/program", br_clock_system (), NULL);
  BrStationHealth health;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Program) program = program_new (rows[i].script, LONG_MS);
      g_autoptr (GError) error = NULL;

      g_assert_false (program.driver->ops->probe (program.driver, &health, &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
    }
  g_assert_false (driver->ops->probe (driver, &health, &missing));
  g_assert_error (missing, BR_ERROR, BR_ERROR_OFFLINE);
  driver->ops->close (driver);
  g_assert_null (br_exec_driver_new ("sh", br_clock_system (), &relative));
  g_assert_error (relative, BR_ERROR, BR_ERROR_INVALID);
}

/* Nothing is remembered over a restart: the picture is sent again. */
static void
test_restart (void)
{
  g_auto (Program) program = program_new (ANSWER_LIST "echo '{\"sent\":{\"a b\":{\"status\":\"OK\"}}}'\n", LONG_MS);
  BrTagShipment shipment = { .tag = "a b", .before = (char *) "2" };
  BrShipmentReport report;

  g_assert_cmpint (look (&program, "a b").stage, ==, BR_STAGE_NOT_TAKEN);
  g_assert_cmpint (send (&program).stage, ==, BR_STAGE_SHOWN);
  g_assert_true (program.driver->ops->look (program.driver, &shipment, &report, NULL));
  g_assert_cmpint (report.stage, ==, BR_STAGE_NOT_TAKEN);
}

#define LIST_MANY                                                                                                                                              \
  "case \"$(tee -a \"$0.in\")\" in *list*) printf '{\"tags\":{\"x\":{}'; for i in $(seq 60); do printf ',\"%d\":{\"width\":200,\"height\":96,"                 \
  "\"colours\":[\"white\",\"black\"]}' $i; done; echo '}}'; exit;; esac\n"

static guint
count_text (const char *path, const char *text)
{
  g_autofree char *all = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &all, NULL, NULL));
  for (const char *p = strstr (all, text); p != NULL; p = strstr (p + 1, text))
    n++;
  return n;
}

static void
submit_many (Program *program, guint n)
{
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *tag = g_strdup_printf ("%u", i);

      submit (program, tag);
    }
}

static guint
take_news (Program *program)
{
  BrStationEvent event;
  guint n = 0;

  g_assert_true (program->driver->ops->wait (program->driver, 1, &event, NULL));
  do
    n++;
  while (program->driver->ops->wait (program->driver, 0, &event, NULL));
  return n;
}

/* What was handed over goes in one run, 50 at most, but for what was taken back. */
static void
test_many (void)
{
  g_auto (Program) program = program_new (LIST_MANY "echo '{\"sent\":{\"7\":{\"status\":\"OK\"},\"8\":{\"status\":\"TIMEOUT\"}}}'\n", LONG_MS);
  g_autofree char *said = g_strconcat (program.path, ".in", NULL);

  submit_many (&program, 53);
  submit (&program, "7"); /* a newer one instead of it */
  g_assert_true (program.driver->ops->cancel (program.driver, "9", NULL));
  g_assert_cmpuint (take_news (&program), ==, 50);
  g_assert_cmpuint (count_text (said, "\"send\""), ==, 1);
  g_assert_cmpuint (count_text (said, "\"bitmap\""), ==, 50);
  g_assert_cmpuint (take_news (&program), ==, 2);
  g_assert_cmpuint (count_text (said, "\"send\""), ==, 2);
  g_assert_cmpuint (count_text (said, "\"7\""), ==, 1);
  g_assert_cmpuint (count_text (said, "\"9\""), ==, 0);
  g_assert_cmpint (look (&program, "7").stage, ==, BR_STAGE_SHOWN);
  g_assert_cmpint (look (&program, "8").stage, ==, BR_STAGE_POPPED);
  g_assert_cmpint (look (&program, "9").stage, ==, BR_STAGE_NOT_TAKEN);
  g_assert_cmpint (look (&program, "10").stage, ==, BR_STAGE_POPPED);
  g_unlink (said);
}

/* One that has not the time for so many gets fewer, and more again when it had it. */
static void
test_slow (void)
{
  g_auto (Program) program = program_new (LIST_MANY "[ -e \"$0.fast\" ] || sleep 100; echo '{}'\n", QUICK_MS);
  g_autofree char *said = g_strconcat (program.path, ".in", NULL), *fast = g_strconcat (program.path, ".fast", NULL);

  submit_many (&program, 60);
  g_assert_cmpuint (take_news (&program), ==, 50);
  submit_many (&program, 60);
  g_assert_cmpuint (take_news (&program), ==, 25);
  g_assert_true (g_file_set_contents (fast, "", 0, NULL));
  submit_many (&program, 60);
  g_assert_cmpuint (take_news (&program), ==, 12);
  g_assert_cmpuint (take_news (&program), ==, 24);
  g_assert_cmpuint (take_news (&program), ==, 24);
  g_unlink (said);
  g_unlink (fast);
}

static gpointer
stop (gpointer data)
{
  BrStationDriver *driver = data;

  g_usleep (50 * 1000);
  driver->ops->stop (driver);
  return NULL;
}

/* Whatever it does, it is not waited for, nor run again. */
static void
test_stop (void)
{
  static const char *const scripts[] = { "sleep 100\n", "exec >&- 2>&-; sleep 100\n", "trap '' TERM INT HUP; while true; do sleep 1; done\n",
                                         "cat /dev/zero >&2\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *script = g_strconcat (ANSWER_LIST, scripts[i], NULL);
      g_auto (Program) program = program_new (script, 120000);
      gint64 begin;
      GThread *thread;

      submit (&program, "a b");
      begin = g_get_monotonic_time ();
      thread = g_thread_new ("stop", stop, program.driver);
      g_assert_true (has_news (&program, "a b"));
      g_thread_join (thread);
      g_assert_cmpint (look (&program, "a b").stage, ==, BR_STAGE_POPPED);
      submit (&program, "a b");
      g_assert_true (has_news (&program, "a b"));
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 2 * G_USEC_PER_SEC);
    }
}

static void
test_example (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("BR_SOURCE_DIR"), "data/examples/tags-program.py", NULL),
                  *folder = g_build_filename (g_get_tmp_dir (), "shown", NULL);
  g_autofree char *file = g_build_filename (folder, "shelf-1.png", NULL), *png = NULL;
  BrStationDriver *driver = br_exec_driver_new (path, br_clock_system (), NULL);
  BrTagShipment shipment = { .tag = "shelf-1", .sequence = 1 };
  g_autoptr (GError) error = NULL;
  BrTagSighting sighting;
  BrShipmentReport report;
  BrStationEvent event;
  gsize length;

  g_setenv ("TAGS_FOLDER", folder, TRUE);
  driver->ops->find (driver, shipment.tag, &sighting, &error);
  g_assert_no_error (error);
  shipment.image = br_tag_image_new (&sighting.type, NULL);
  g_assert_true (driver->ops->prepare (driver, &shipment, NULL));
  driver->ops->submit (driver, &shipment, &error);
  g_assert_no_error (error);
  g_assert_true (driver->ops->wait (driver, 1, &event, NULL));
  g_assert_true (driver->ops->look (driver, &shipment, &report, NULL));
  g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
  g_assert_true (g_file_get_contents (file, &png, &length, NULL));
  g_assert_cmpmem (png, 8, "\x89PNG\r\n\x1a\n", 8);
  br_tag_image_unref (shipment.image);
  g_free (shipment.before);
  driver->ops->close (driver);
  g_unlink (file);
  g_rmdir (folder);
}

/* The program that the help shows is one that works. */
static void
test_help (void)
{
  g_autofree char *page = g_build_filename (g_getenv ("BR_SOURCE_DIR"), "help/C/tags-program.page", NULL), *text = NULL;
  const char *begin, *end;
  BrStationDriver *driver;
  BrTagShipment shipment = { .tag = "shelf-1", .sequence = 1, .title = "Tea" };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "shown-in-help", NULL), *before = g_get_current_dir ();
  g_autofree char *code = NULL;
  BrTagSighting sighting;
  BrShipmentReport report;
  BrStationEvent event;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (page, &text, NULL, NULL));
  begin = strstr (text, "#!/usr/bin/env python3");
  end = strstr (begin, "</code>");
  code = g_strdup_printf ("%.*s\n", (int) (end - begin), begin);
  g_assert_true (g_file_set_contents_full (path, code, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_assert_cmpint (g_chdir (g_get_tmp_dir ()), ==, 0);
  driver = br_exec_driver_new (path, br_clock_system (), NULL);
  driver->ops->find (driver, shipment.tag, &sighting, &error);
  g_assert_no_error (error);
  shipment.image = br_tag_image_new (&sighting.type, NULL);
  g_assert_true (driver->ops->prepare (driver, &shipment, NULL) && driver->ops->submit (driver, &shipment, NULL));
  g_assert_true (driver->ops->wait (driver, 1, &event, NULL));
  g_assert_true (driver->ops->look (driver, &shipment, &report, NULL));
  g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
  g_assert_cmpint (g_unlink ("shelf-1.png"), ==, 0);
  g_assert_cmpint (g_chdir (before), ==, 0);
  g_unlink (path);
  br_tag_image_unref (shipment.image);
  g_free (shipment.before);
  driver->ops->close (driver);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/exec/answers", test_answers);
  g_test_add_func ("/exec/group", test_group);
  g_test_add_func ("/exec/list", test_list);
  g_test_add_func ("/exec/bad-list", test_bad_list);
  g_test_add_func ("/exec/restart", test_restart);
  g_test_add_func ("/exec/many", test_many);
  g_test_add_func ("/exec/slow", test_slow);
  g_test_add_func ("/exec/stop", test_stop);
  g_test_add_func ("/exec/example", test_example);
  g_test_add_func ("/exec/help", test_help);
  return g_test_run ();
}
