/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of base stations. */
#include "config.h"

#include "br-tag-words.h"

#include "br-error.h"
#include <glib/gi18n.h>

BrChipState
br_tag_words_station_chip (const BrStationView *station)
{
  switch (station->state)
    {
    case BR_STATION_NEW: return BR_CHIP_STATION_NEW;
    case BR_STATION_UP: return station->troubles == 0 ? BR_CHIP_STATION_UP : BR_CHIP_STATION_DEGRADED;
    case BR_STATION_DEGRADED: return BR_CHIP_STATION_DEGRADED;
    case BR_STATION_DOWN: return BR_CHIP_STATION_DOWN;
    case BR_STATION_LYING: return BR_CHIP_STATION_LYING;
    case BR_STATION_PAUSED: return BR_CHIP_JOB_PAUSED;
    default: return BR_CHIP_NONE;
    }
}

static const struct
{
  guint bit;
  const char *sentence;
} troubles[] = {
  { BR_STATION_TROUBLE_STORAGE,
    N_("Its storage is nearly full, so that pictures stop. Restart the station; if it stays full, ask who set it up to clear it.") },
  { BR_STATION_TROUBLE_RADIO, N_("Its radio does not work: no tag hears it. Unplug it, wait ten seconds and plug it in again.") },
  { BR_STATION_TROUBLE_CROWDED, N_("It has as many tags as it serves well, or more. Add another station on a channel of its own.") },
  { BR_STATION_TROUBLE_CLOCK, N_("Its clock is wrong. Backroom sets it; if this stays, the station has no way to the time on its network.") },
  { BR_STATION_TROUBLE_CONFIG,
    N_("A setting of it empties batteries or spoils pictures and could not be put right from here. Set it right on its own page.") },
  { BR_STATION_TROUBLE_FOREIGN, N_("Somebody else writes to our tags through it. Only one program may: find the other and stop it.") },
  { BR_STATION_TROUBLE_TYPE, N_("It has tags of a type neither it nor Backroom knows. These are left alone.") },
  { BR_STATION_TROUBLE_ANSWERS, N_("Its answers are damaged or cannot be true. Restart it; if this stays, have it looked at.") },
  { BR_STATION_TROUBLE_TYPES_DIFFER,
    N_("It describes a type of tags otherwise than Backroom does. Pictures are drawn by its description; if they look wrong on the tags, update the station.") },
  { BR_STATION_TROUBLE_OPEN, N_("It takes in tags of anybody. Close it when your own tags have joined.") },
  { BR_STATION_TROUBLE_FILES,
    N_("Its list of labels, its settings or its database cannot be read. Look at the files in its folder and at the data source of this computer.") },
};

static const char *
state_sentence (BrStationState state)
{
  switch (state)
    {
    case BR_STATION_NEW: return _("It has not been reached yet.");
    case BR_STATION_DOWN: return _("It is not reached. Its tags go on showing what they show; what they should show is kept and sent when it is back.");
    case BR_STATION_LYING: return _("What it says cannot be true. Nothing is sent to it until it has behaved for an hour.");
    case BR_STATION_PAUSED: return _("It is paused here. Its tags go on showing what they show.");
    case BR_STATION_UP:
    case BR_STATION_DEGRADED:
    default: return NULL;
    }
}

char *
br_tag_words_station (const BrStationView *station)
{
  GString *text = g_string_new (state_sentence (station->state));

  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    if ((station->troubles & troubles[i].bit) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", _(troubles[i].sentence));
  if (station->taking_in && (station->troubles & BR_STATION_TROUBLE_OPEN) == 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", _("New tags may join just now."));
  return g_string_free (text, FALSE);
}

/* Takes `part`. */
static void
append_part (GString *text, char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  g_free (part);
}

char *
br_tag_words_load (const BrStationView *station)
{
  GString *text = g_string_new (NULL);

  if (station->uncounted)
    append_part (text, g_strdup (_("tags not counted yet")));
  else
    append_part (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u tag", "%'u tags", station->n_tags), station->n_tags));
  if (station->n_waiting > 0)
    append_part (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u picture to send", "%'u pictures to send", station->n_waiting), station->n_waiting));
  if (station->n_at_station > 0)
    append_part (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u waits for its tag", "%'u wait for their tags", station->n_at_station),
                                        station->n_at_station));
  if (station->n_failed > 0)
    append_part (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u failed", "%'u failed", station->n_failed), station->n_failed));
  return g_string_free (text, FALSE);
}

char *
br_tag_words_fill (const BrStationView *station)
{
  /* Translators: tags a station has, serves well, takes in at most; the plural is of the second */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u of the %'u tag it serves well; it takes in at most %'u",
                                       "%'u of the %'u tags it serves well; it takes in at most %'u", station->capacity),
                          station->n_tags, station->capacity, station->most);
}

const char *
br_tag_words_driver (const char *driver)
{
  if (g_strcmp0 (driver, "oepl") == 0)
    return _("OpenEPaperLink access point");
  if (g_strcmp0 (driver, "opticon") == 0)
    return _("Opticon ESL Server, by its folder");
  if (g_strcmp0 (driver, "exec") == 0)
    return _("External program");
  return driver != NULL ? driver : "—";
}

const char *
br_tag_words_best (BrTagProof proof)
{
  switch (proof)
    {
    case BR_TAG_PROOF_PIXELS: return _("It can prove what a tag downloaded, pixel for pixel.");
    case BR_TAG_PROOF_TAG: return _("It can prove that a tag downloaded its picture, not that it is the right one.");
    case BR_TAG_PROOF_WEAK: return _("It says when a tag has its picture, and is wrong at times.");
    case BR_TAG_PROOF_STATION: return _("It says only that it took a picture. What a tag shows must be looked at.");
    case BR_TAG_PROOF_NONE:
    case BR_TAG_PROOF_PERSON:
    default: return _("It proves nothing. What a tag shows must be looked at.");
    }
}

char *
br_tag_words_station_error (const GError *error)
{
  if (g_error_matches (error, BR_ERROR, BR_ERROR_EXISTS))
    return g_strdup (_("Another station has this address already. Nothing was changed."));
  if (g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND))
    return g_strdup (_("There is no such station any more. Nothing was changed."));
  if (g_error_matches (error, BR_ERROR, BR_ERROR_IN_USE))
    return g_strdup (_("Tags that are bound belong to this station. Unbind or move them first."));
  return br_tag_words_error (error);
}
