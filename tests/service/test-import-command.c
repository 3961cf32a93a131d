/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of the import: exit status and report, run in a process of its own each time. */
#include "config.h"

#include "br-import-command.h"

#include <gio/gio.h>

#define MAX_ARGUMENTS 12

static const struct
{
  const char *text;                     /* of the file, or NULL for one that is not there */
  const char *arguments[MAX_ARGUMENTS]; /* after "import FILE --profile DIR" */
  int status;
  const char *output;                   /* pattern of standard output, or NULL */
} runs[] = {
  { "code,name\nA,Tea\n", { NULL }, 0, "*\"committed\": true*\"rows\": 1*\"created\": 1*" },
  { "code,name\nA,Tea\n", { "--dry-run", NULL }, 0, "*\"dry_run\": true*\"committed\": false*\"created\": 1*" },
  { "code,name,price\nA,Tea,x\n", { NULL }, 3, "*\"rejected\": 1*\"bad-amount\": 1*\"line\": 2*\"column\": \"price\"*" },
  { "code,name,price\nA,Tea,x\n", { "--policy", "skip-rows", NULL }, 0, "*\"rejected\": 1*" },
  { "code,name,price\nA,Tea,x\n", { "--policy", "keep-valid", NULL }, 0, "*\"created\": 1*\"partial\": 1*" },
  { "x,y\nA,Tea\n", { NULL }, 1, NULL },                                              /* no key */
  { "x,y\nA,Tea\n", { "--map", "x=code", "--map", "2=name", NULL }, 0, "*\"created\": 1*" },
  { "x,y\nA,Tea\n", { "--map", "z=code", NULL }, 1, NULL },
  { "code\nA\n", { "--policy", "perhaps", NULL }, 2, NULL },
  { "code\nA\n", { "--unknown", NULL }, 2, NULL },
  { "code\nA\n", { "another.csv", NULL }, 2, NULL },                                  /* two files */
  { NULL, { NULL }, 1, NULL },
};

static char *
make_file (const char *dir, const char *text)
{
  char *path = g_build_filename (dir, "goods.csv", NULL);

  if (text != NULL)
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* In the child: runs row `index`; the exit status. */
static int
run_row (guint index)
{
  g_autofree char *dir = g_dir_make_tmp ("backroom-test-XXXXXX", NULL);
  g_autofree char *file = make_file (dir, runs[index].text);
  const char *argv[MAX_ARGUMENTS + 5] = { "import", file, "--profile", dir };
  int argc = 4;

  for (guint i = 0; runs[index].arguments[i] != NULL; i++)
    argv[argc++] = runs[index].arguments[i];
  return br_import_command (argc, (char **) argv);
}

static void
test_run (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);

  if (g_test_subprocess ())
    exit (run_row (index));
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  if (runs[index].status == 0)
    g_test_trap_assert_passed ();
  else
    g_test_trap_assert_failed ();
  if (runs[index].output != NULL)
    g_test_trap_assert_stdout (runs[index].output);
  else
    g_test_trap_assert_stderr ("*backroom import: *");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/import-command/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_run);
    }
  return g_test_run ();
}
