/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run of sync carried, written and read. */
#include "config.h"

#include "br-sync-log.h"

static void
test_write (void)
{
  static const struct
  {
    BrSyncRun run;
    const char *text;
  } rows[] = {
    { { 0 }, NULL },                                                                   /* nothing is no line */
    { { .sent = 3 }, "sent=3" },                                                       /* zeros are left out */
    { { .received = 300, .pictures_fetched = 2 }, "received=300 pictures-fetched=2" }, /* in the order of the struct */
    { { 1, 2, 3, 4, G_MAXINT64 }, "sent=1 refused=2 received=3 pictures-sent=4 pictures-fetched=9223372036854775807" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = br_sync_run_write (&rows[i].run);
      BrSyncRun again;

      g_assert_cmpstr (text, ==, rows[i].text);
      if (text == NULL)
        continue;
      g_assert_true (br_sync_run_read (text, &again));
      g_assert_cmpmem (&again, sizeof again, &rows[i].run, sizeof rows[i].run);
    }
}

static void
test_read (void)
{
  static const struct
  {
    const char *text;
    gboolean good;
    gint64 sent;
  } rows[] = {
    { NULL, FALSE, 0 },
    { "", FALSE, 0 },
    { "cat up to 622", FALSE, 0 },        /* of an older version */
    { "sent=2 wished=9", TRUE, 2 },       /* of a newer one */
    { "sent=-1", FALSE, 0 },              /* nobody sends less than nothing */
    { "sent=9223372036854775808", FALSE, 0 },
    { "sent=", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrSyncRun run;

      g_test_message ("%s", rows[i].text != NULL ? rows[i].text : "nothing");
      g_assert_true (br_sync_run_read (rows[i].text, &run) == rows[i].good);
      g_assert_cmpint (run.sent, ==, rows[i].sent);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/domain/sync-log/write", test_write);
  g_test_add_func ("/domain/sync-log/read", test_read);
  return g_test_run ();
}
