/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the station's tags can show. The station's word counts, since it draws by its own: a type it has no file for is never drawn, whatever Backroom
 * knows of it. Asked once a life of the stream, when it could be and there was one.
 */
#include "config.h"

#include "br-oepl-driver-private.h"

#define ASK_AGAIN_US (G_TIME_SPAN_MINUTE)      /* what could not be asked */
#define NONE_AGAIN_US (5 * G_TIME_SPAN_MINUTE) /* what it has no file for: a person may have added it */

static void
use_ours (BrOeplTypeEntry *entry, guint code)
{
  const BrTagType *known = br_tag_type_find (code);

  entry->source = BR_OEPL_TYPE_OURS;
  entry->differs = FALSE;
  entry->type = known != NULL ? *known : (BrTagType) { 0 };
}

static void
use_theirs (BrOeplTypeEntry *entry, const BrTagType *theirs)
{
  const BrTagType *known = br_tag_type_find (theirs->code);

  entry->type = *theirs;
  entry->source = BR_OEPL_TYPE_THEIRS;
  entry->differs = known != NULL && !br_tag_type_equal (known, theirs);
  if (entry->differs)
    g_info ("a station's tags of type %02X are not as Backroom knows them: %ux%u, not %ux%u, or other colours", theirs->code, theirs->width, theirs->height,
            known->width, known->height);
}

/* What could not be asked is ours until it can. */
static void
ask_type (BrOeplDriver *self, BrOeplTypeEntry *entry, guint code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  BrOeplRequest request;
  BrTagType theirs;

  br_oepl_request_type (&request, code);
  body = br_oepl_driver_get (self, &request, BR_LINK_MAX_JSON, &error);
  if (body != NULL && br_oepl_tag_type_read (body, code, &theirs, &error))
    use_theirs (entry, &theirs);
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND) || g_error_matches (error, BR_ERROR, BR_ERROR_INVALID))
    *entry = (BrOeplTypeEntry) { .source = BR_OEPL_TYPE_NONE }; /* no file, or one by which nothing can be drawn */
  else if (body != NULL)
    br_oepl_driver_damage (self, "a tag type");
  entry->asked_mono_us = br_oepl_driver_mono (self);
}

static gboolean
is_settled (BrOeplDriver *self, const BrOeplTypeEntry *entry)
{
  gint64 age = br_oepl_driver_mono (self) - entry->asked_mono_us;

  return entry->source == BR_OEPL_TYPE_THEIRS || age < (entry->source == BR_OEPL_TYPE_NONE ? NONE_AGAIN_US : ASK_AGAIN_US);
}

const BrOeplTypeEntry *
br_oepl_driver_type (BrOeplDriver *self, guint code)
{
  BrOeplTypeEntry *entry = g_hash_table_lookup (self->types, GUINT_TO_POINTER (code));

  if (entry != NULL && is_settled (self, entry))
    return entry;
  if (entry == NULL)
    {
      entry = g_new0 (BrOeplTypeEntry, 1);
      use_ours (entry, code);
      g_hash_table_insert (self->types, GUINT_TO_POINTER (code), entry);
    }
  ask_type (self, entry, code);
  return entry;
}
