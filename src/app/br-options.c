/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of `backroom`. Those for pictures and checks make runs repeatable: size, clock, page, person. */
#include "config.h"

#include "br-options.h"

#include "br-error.h"
#include <glib/gi18n.h>
#include <stdio.h>

/* The smallest and largest window that can be asked for, pixels. */
#define MIN_SIZE 300
#define MAX_SIZE 8192

static const GOptionEntry entries[] = {
  { "profile", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep the shop’s data in this folder"), N_("FOLDER") },
  { "page", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Open this page"), N_("NAME") },
  { "size", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Size of the window"), N_("WIDTHxHEIGHT") },
  { "dark", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Use dark colours"), NULL },
  { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open the demo shop"), NULL },
  { "sign-in", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Sign in with the password in BACKROOM_PASSWORD"), N_("LOGIN") },
  { "clock", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Let the clock stand at this time"), N_("ISO-8601") },
  { "shot", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Save a picture of the window and quit"), N_("FILE") },
  { "headless-check", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Wait for the first sync, save a picture and quit"), N_("FILE") },
  { "do", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, N_("Before the picture, carry out this action; may be given again"), N_("ACTION") },
  { NULL },
};

const GOptionEntry *
br_options_entries (void)
{
  return entries;
}

static gboolean
parse_size (const char *text, int *width, int *height, GError **error)
{
  char rest;

  if (sscanf (text, "%dx%d%c", width, height, &rest) != 2 || *width < MIN_SIZE || *height < MIN_SIZE || *width > MAX_SIZE || *height > MAX_SIZE)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, _("“%s” is no window size; write it as 1280x800"), text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_clock (const char *text, gint64 *us, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);

  if (time == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, _("“%s” is no time; write it as 2026-11-22T09:00:00Z"), text);
      return FALSE;
    }
  *us = g_date_time_to_unix_usec (time);
  return TRUE;
}

gboolean
br_options_read (BrOptions *self, GVariantDict *dict, GError **error)
{
  g_autofree char *size = NULL;
  g_autofree char *clock = NULL;

  g_variant_dict_lookup (dict, "profile", "^ay", &self->profile);
  g_variant_dict_lookup (dict, "page", "s", &self->page);
  g_variant_dict_lookup (dict, "shot", "^ay", &self->shot);
  g_variant_dict_lookup (dict, "headless-check", "^ay", &self->headless_check);
  g_variant_dict_lookup (dict, "sign-in", "s", &self->sign_in);
  g_variant_dict_lookup (dict, "do", "^as", &self->actions);
  self->dark = g_variant_dict_contains (dict, "dark");
  self->demo = g_variant_dict_contains (dict, "demo");
  if (g_variant_dict_lookup (dict, "size", "s", &size) && !parse_size (size, &self->width, &self->height, error))
    return FALSE;
  if (g_variant_dict_lookup (dict, "clock", "s", &clock) && !parse_clock (clock, &self->clock_us, error))
    return FALSE;
  return TRUE;
}

void
br_options_clear (BrOptions *self)
{
  g_clear_pointer (&self->profile, g_free);
  g_clear_pointer (&self->page, g_free);
  g_clear_pointer (&self->shot, g_free);
  g_clear_pointer (&self->headless_check, g_free);
  g_clear_pointer (&self->sign_in, g_free);
  g_clear_pointer (&self->actions, g_strfreev);
}

gboolean
br_options_is_alone (const BrOptions *self)
{
  return self->profile != NULL || self->shot != NULL || self->headless_check != NULL || self->demo;
}

static gint64
fixed_now_us (gpointer data)
{
  return ((const BrOptions *) data)->clock_us;
}

static gint64
real_monotonic_us (gpointer data)
{
  return g_get_monotonic_time ();
}

static void
real_sleep_us (gpointer data, gint64 us)
{
  g_usleep (us);
}

const BrClock *
br_options_get_clock (const BrOptions *self)
{
  static BrClock fixed = { fixed_now_us, real_monotonic_us, real_sleep_us, NULL };

  if (self->clock_us == 0)
    return br_clock_system ();
  fixed.data = (gpointer) self;
  return &fixed;
}
