/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times, errors and the sync line in words. */
#include "config.h"

#include "br-words.h"

#include "br-error.h"
#include <glib/gi18n.h>

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) && g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

char *
br_words_instant (gint64 at_us)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local_usec (at_us);

  /* Translators: the exact date and time, for tooltips, as in g_date_time_format */
  return at != NULL ? g_date_time_format (at, _("%e %B %Y, %H:%M:%S")) : g_strdup ("—");
}

char *
br_words_clock (gint64 at_us, gint64 now_us)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local_usec (at_us);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local_usec (now_us);

  if (at == NULL || now == NULL)
    return g_strdup ("—");
  /* Translators: a day and a time in a list, as in g_date_time_format */
  return g_date_time_format (at, is_same_day (at, now) ? "%H:%M" : _("%e %b, %H:%M"));
}

char *
br_words_day (gint64 now_us)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local_usec (now_us);

  /* Translators: today's date under a title, as in g_date_time_format */
  return now != NULL ? g_date_time_format (now, _("%A %e %B")) : g_strdup ("");
}

char *
br_words_ago (gint64 at_us, gint64 now_us)
{
  gint64 minutes = (now_us - at_us) / (60 * G_USEC_PER_SEC);

  if (minutes < 0 || minutes >= 24 * 60)
    return br_words_clock (at_us, now_us);
  if (minutes == 0)
    return g_strdup (_("just now"));
  if (minutes < 60)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d min ago", "%d min ago", (gulong) minutes), (int) minutes);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d h ago", "%d h ago", (gulong) (minutes / 60)), (int) (minutes / 60));
}

/* By what the person can do. */
static const char *
error_sentence (int code)
{
  switch ((BrError) code)
    {
    case BR_ERROR_INVALID: return _("Something in it is not valid. Nothing was changed; correct it and try again.");
    case BR_ERROR_RANGE: return _("A number is too large or too small. Nothing was changed.");
    case BR_ERROR_NOT_FOUND: return _("It is no longer there. Nothing was changed.");
    case BR_ERROR_EXISTS: return _("It exists already. Nothing was changed.");
    case BR_ERROR_CONFLICT: return _("Somebody changed it meanwhile. Your change was not stored; look at both and decide.");
    case BR_ERROR_REFUSED: return _("You may not do this. Nothing was changed; ask somebody who may.");
    case BR_ERROR_AUTH: return _("Who you are could not be established. Sign in again.");
    case BR_ERROR_BUSY: return _("Somebody else is using it just now. Try again in a moment.");
    case BR_ERROR_FULL: return _("The disk is full. Nothing was lost; make room, then try again.");
    case BR_ERROR_IO: return _("A file could not be read or written. What was stored before is kept.");
    case BR_ERROR_CORRUPT: return _("The data is damaged and was not used. What was stored before is kept.");
    case BR_ERROR_TOO_NEW: return _("A newer Backroom made this. It was left untouched; update Backroom.");
    case BR_ERROR_OFFLINE: return _("HQ cannot be reached. Your work is kept here and sent later.");
    case BR_ERROR_PROTOCOL: return _("HQ answered something this Backroom does not understand. Your work is kept; update Backroom.");
    case BR_ERROR_FORK: return _("This device is a copy or an old backup of another. Enrol it again; your work is kept.");
    case BR_ERROR_CANCELLED_BY_USER: return _("It was stopped.");
    case BR_ERROR_IN_USE: return _("It is still in use elsewhere. Nothing was changed; remove it there first.");
    case BR_ERROR_CROWDED: return _("It has as many as it can serve. Nothing was changed; take some away first, or use another.");
    default: return _("Something went wrong. What was stored before is kept.");
    }
}

/* Files that a person named are read by GIO, which has errors of its own. */
static const char *
file_error_sentence (int code)
{
  if (code == G_IO_ERROR_NOT_FOUND)
    return _("The file is not there. Nothing was changed.");
  if (code == G_IO_ERROR_PERMISSION_DENIED)
    return _("This file may not be opened by you. Nothing was changed.");
  if (code == G_IO_ERROR_READ_ONLY)
    return _("Nothing can be written there. Nothing was changed; choose another folder.");
  return error_sentence (code == G_IO_ERROR_NO_SPACE ? BR_ERROR_FULL : BR_ERROR_IO);
}

char *
br_words_error (const GError *error)
{
  if (error == NULL)
    return g_strdup ("");
  if (error->domain == G_IO_ERROR)
    return g_strdup (file_error_sentence (error->code));
  return g_strdup (error_sentence (error->domain == BR_ERROR ? error->code : 0));
}

static char *
offline_text (const BrSyncStatus *status, gint64 now_us)
{
  g_autofree char *since = NULL;
  g_autofree char *waiting = NULL;

  if (status->offline_since_us == 0)
    since = g_strdup (_("Offline"));
  else
    {
      g_autofree char *clock = br_words_clock (status->offline_since_us, now_us);

      since = g_strdup_printf (_("Offline since %s"), clock);
    }
  if (status->waiting_changes == 0)
    return g_steal_pointer (&since);
  waiting = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d change waiting", "%d changes waiting", (gulong) status->waiting_changes),
                             (int) status->waiting_changes);
  return g_strdup_printf ("%s · %s", since, waiting);
}

static char *
working_text (const BrSyncStatus *status)
{
  if (status->total > 0)
    return g_strdup_printf (_("Syncing, %d %%"), (int) (CLAMP (status->progress, 0, status->total) * 100 / status->total));
  return g_strdup (_("Syncing…"));
}

static char *
idle_text (const BrSyncStatus *status, gint64 now_us)
{
  g_autofree char *ago = NULL;

  if (status->last_synced_us == 0)
    return g_strdup (_("Not synced yet"));
  ago = br_words_ago (status->last_synced_us, now_us);
  return g_strdup_printf (_("Synced %s"), ago);
}

void
br_words_sync (const BrSyncStatus *status, gint64 now_us, BrSyncWords *out)
{
  gint64 attention = status->refused + (status->state == BR_SYNC_ATTENTION ? 1 : 0);

  if (status->state == BR_SYNC_REVOKED)
    *out = (BrSyncWords) { g_strdup (_("HQ has locked this device out")), "channel-insecure-symbolic", "error" };
  else if (status->state == BR_SYNC_NOT_ENROLLED)
    *out = (BrSyncWords) { g_strdup (_("Not connected to an HQ")), "media-record-symbolic", "dimmed" };
  else if (status->state == BR_SYNC_OFFLINE)
    *out = (BrSyncWords) { offline_text (status, now_us), "media-record-symbolic", "warning" };
  else if (attention > 0)
    *out = (BrSyncWords) { g_strdup_printf (_("Attention: %d"), (int) attention), "dialog-warning-symbolic", "warning" };
  else if (status->state == BR_SYNC_WORKING)
    *out = (BrSyncWords) { working_text (status), "view-refresh-symbolic", "accent" };
  else if (status->state == BR_SYNC_CONNECTING)
    *out = (BrSyncWords) { g_strdup (_("Connecting…")), "media-record-symbolic", "dimmed" };
  else
    *out = (BrSyncWords) { idle_text (status, now_us), "media-record-symbolic", "success" };
}

void
br_sync_words_clear (BrSyncWords *self)
{
  g_clear_pointer (&self->text, g_free);
}
