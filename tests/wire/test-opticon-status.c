/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of an Opticon ESL Server's database, and what they say of a picture. */
#include "config.h"

#include "br-opticon-status.h"

#define SENT_US (G_GINT64_CONSTANT (1795435200) * G_USEC_PER_SEC) /* 2026-11-23 12:00:00 */
#define BEFORE "2026-11-23 11:59:59.999"
#define AFTER "2026-11-23 12:00:01"
#define MAC "00007E1F25A4B2C6"

static const char *const NAMES[] = { "id", "mac", "image", "Image ID", "LAST_INFO", "LAST_IMAGE", "IMAGE_STATUS", "STATUS" };
#define N G_N_ELEMENTS (NAMES)

static void
test_verdicts (void)
{
  static const struct
  {
    const char *image, *info, *last, *image_status, *status;
    BrOpticonVerdict verdict;
  } rows[] = {
    { "7", AFTER, AFTER, NULL, "10", BR_OPTICON_SHOWN },
    { "7", AFTER, AFTER, "10", "1", BR_OPTICON_SHOWN },   /* it polled since */
    { "7", NULL, "2026-11-23T12:00:01Z", NULL, "10", BR_OPTICON_SHOWN },
    { "7", AFTER, BEFORE, NULL, "10", BR_OPTICON_WAITS }, /* a picture 255 ago */
    { "7", AFTER, "2026-11-23 12:00:00", NULL, "10", BR_OPTICON_WAITS },
    { "7", AFTER, NULL, NULL, "10", BR_OPTICON_WAITS },
    { "7", AFTER, "today", NULL, "10", BR_OPTICON_WAITS },
    { "6", AFTER, AFTER, NULL, "10", BR_OPTICON_WAITS },  /* another picture */
    { "7", AFTER, AFTER, NULL, "1", BR_OPTICON_WAITS },
    { "6", AFTER, BEFORE, NULL, "11", BR_OPTICON_FAILED },
    { "6", AFTER, BEFORE, "11", "1", BR_OPTICON_FAILED },
    { "6", AFTER, BEFORE, NULL, "6", BR_OPTICON_FAILED },
    { "6", AFTER, BEFORE, NULL, "7", BR_OPTICON_FAILED },
    { "6", BEFORE, BEFORE, NULL, "11", BR_OPTICON_WAITS }, /* the one before failed */
    { "6", BEFORE, BEFORE, NULL, "6", BR_OPTICON_WAITS },
    { "6", NULL, BEFORE, NULL, "11", BR_OPTICON_WAITS },  /* when is not known, and it is not of ours */
    { "7", NULL, NULL, NULL, "11", BR_OPTICON_FAILED },
    { "6", AFTER, BEFORE, NULL, "0", BR_OPTICON_WAITS },
    { "6", AFTER, BEFORE, NULL, "2", BR_OPTICON_WAITS },
    { "6", AFTER, BEFORE, NULL, "3", BR_OPTICON_WAITS },
    { "6", AFTER, BEFORE, NULL, "5", BR_OPTICON_WAITS },
    { "6", AFTER, BEFORE, NULL, "8", BR_OPTICON_WAITS },
    { "6", AFTER, BEFORE, NULL, "12", BR_OPTICON_WAITS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const cells[] = { "1", MAC, "x.png", rows[i].image, rows[i].info, rows[i].last, rows[i].image_status, rows[i].status };
      BrOpticonStatus status;

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_true (br_opticon_status_read (NAMES, cells, N, &status));
      g_assert_cmpstr (status.mac, ==, MAC);
      g_assert_cmpint (br_opticon_status_judge (&status, 7, SENT_US), ==, rows[i].verdict);
    }
}

/* Whatever is in it. */
static void
test_cells (void)
{
  static const struct
  {
    const char *mac, *image, *status;
    gboolean is_good;
  } rows[] = {
    { "7e1f25a4b2c6", "7", "10", TRUE }, { " " MAC "  ", "0", "10", TRUE }, { NULL, "7", "10", FALSE },       { "", "7", "10", FALSE },
    { "\xff\xfe", "7", "10", FALSE },    { MAC, NULL, "10", FALSE },        { MAC, "-7", "10", FALSE },       { MAC, "7.5", "10", FALSE },
    { MAC, "7", NULL, FALSE },           { MAC, "7", "\xc0\x80", FALSE },   { MAC, "99999999", "10", FALSE }, { MAC "00", "7", "10", FALSE },
  };
  static const char *const few[] = { "mac", "image", "last" };
  BrOpticonStatus status;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const cells[] = { NULL, rows[i].mac, NULL, rows[i].image, "\xff", "9999-99-99 99:99:99", "x", rows[i].status };

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_true (br_opticon_status_read (NAMES, cells, N, &status) == rows[i].is_good);
      g_assert_true (!rows[i].is_good || (status.image_us == 0 && status.info_us == 0 && status.image_status == -1));
    }
  g_assert_false (br_opticon_status_read (few, (const char *const[]) { MAC, "7", AFTER }, 3, &status));
  g_assert_false (br_opticon_status_read (NULL, NULL, 0, &status));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/opticon-status/verdicts", test_verdicts);
  g_test_add_func ("/wire/opticon-status/cells", test_cells);
  return g_test_run ();
}
