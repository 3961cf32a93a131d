/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-opticon-status.h"

#include <string.h>

#include "br-oepl-record.h"

/* Its numbers for what happened. */
#define POLL_TIMEOUT 6
#define COMMAND_TIMEOUT 7
#define IMAGE_COMPLETED 10
#define IMAGE_FAILED 11

/* "LAST_IMAGE", "Last Image" and "lastimage" are one. */
static gboolean
is_column (const char *name, const char *plain)
{
  for (; *name != '\0'; name++)
    {
      if (!g_ascii_isalnum (*name))
        continue;
      if (g_ascii_tolower (*name) != *plain)
        return FALSE;
      plain++;
    }
  return *plain == '\0';
}

/* NULL: there is no such column, or nothing in it. */
static const char *
find_cell (const char *const *names, const char *const *cells, guint n, const char *plain)
{
  for (guint i = 0; i < n; i++)
    if (is_column (names[i], plain))
      return cells[i];
  return NULL;
}

static int
read_number (const char *text)
{
  guint64 number;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT16, &number, NULL) ? (int) number : -1;
}

/* "2026-11-23 12:00:00.123", as ODBC writes times, or with a T. */
static gint64
read_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *bare = text != NULL ? g_strstrip (g_strdup (text)) : NULL;
  g_autoptr (GDateTime) time = bare != NULL && g_str_is_ascii (bare) ? g_date_time_new_from_iso8601 (bare, utc) : NULL;

  return time != NULL ? MAX (0, g_date_time_to_unix (time) * G_USEC_PER_SEC) : 0;
}

gboolean
br_opticon_status_read (const char *const *names, const char *const *cells, guint n, BrOpticonStatus *out)
{
  const char *mac = find_cell (names, cells, n, "mac");
  g_autofree char *bare = mac != NULL ? g_strstrip (g_strdup (mac)) : NULL;

  *out = (BrOpticonStatus) { 0 };
  if (bare == NULL || !br_oepl_mac_read (bare, out->mac))
    return FALSE;
  out->image = read_number (find_cell (names, cells, n, "imageid"));
  out->image_us = read_time (find_cell (names, cells, n, "lastimage"));
  out->info_us = read_time (find_cell (names, cells, n, "lastinfo"));
  out->status = read_number (find_cell (names, cells, n, "status"));
  out->image_status = read_number (find_cell (names, cells, n, "imagestatus"));
  return out->image >= 0 && (out->status >= 0 || out->image_status >= 0);
}

BrOpticonVerdict
br_opticon_status_judge (const BrOpticonStatus *self, guint index, gint64 sent_us)
{
  gboolean is_ours = self->image == (int) index;
  gboolean failed = self->image_status == IMAGE_FAILED || self->status == IMAGE_FAILED || self->status == POLL_TIMEOUT || self->status == COMMAND_TIMEOUT;

  if (is_ours && self->image_us > sent_us && (self->status == IMAGE_COMPLETED || self->image_status == IMAGE_COMPLETED))
    return BR_OPTICON_SHOWN;
  if (failed && (self->info_us != 0 ? self->info_us > sent_us : is_ours))
    return BR_OPTICON_FAILED;
  return BR_OPTICON_WAITS;
}
