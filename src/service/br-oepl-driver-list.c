/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Listing tags. /get_db gives 7 to 10 a page, and its position has 8 bits: beyond 255 records pages begin again (trap m), which shows as a position that
 * does not grow or a tag that comes twice. Then /backup_db gives them all, which costs its flash a little and is asked seldom.
 */
#include "config.h"

#include "br-oepl-driver-private.h"

#define MAX_PAGES 256
#define PAGED_RECORDS 240 /* more are not worth beginning with pages */
#define BACKUP_GAP_US (6 * G_TIME_SPAN_HOUR)

static void
tell_all (BrOeplDriver *self, const BrOeplPage *page, GHashTable *seen, BrSightingFunc func, gpointer data)
{
  for (guint i = 0; i < page->records->len; i++)
    {
      const BrOeplRecord *record = &g_array_index (page->records, BrOeplRecord, i);
      BrTagSighting sighting;

      if (record->content_mode == BR_OEPL_MODE_DELETED || !g_hash_table_add (seen, g_strdup (record->mac)))
        continue;
      br_oepl_driver_take (self, record, &sighting);
      func (&sighting, data);
    }
}

static gboolean
has_seen (const BrOeplPage *page, GHashTable *seen)
{
  for (guint i = 0; i < page->records->len; i++)
    if (g_hash_table_contains (seen, g_array_index (page->records, BrOeplRecord, i).mac))
      return TRUE;
  return FALSE;
}

static gboolean
read_page (BrOeplDriver *self, const BrOeplRequest *request, BrOeplPage *page, GError **error)
{
  g_autoptr (GBytes) body = br_oepl_driver_get (self, request, BR_LINK_MAX_JSON, error);
  g_autoptr (GError) cause = NULL;

  if (body == NULL)
    return FALSE;
  /* That it was asked wrongly is no answer either: it was not. */
  if (!br_oepl_page_read (body, page, &cause))
    {
      br_oepl_driver_damage (self, "/get_db");
      g_set_error_literal (error, BR_ERROR, BR_ERROR_PROTOCOL, cause->message);
      return FALSE;
    }
  if (page->n_bad > 0)
    br_oepl_driver_damage (self, "records of /get_db that are none");
  return TRUE;
}

/* *whole: FALSE when pages began again before the end. */
static gboolean
list_pages (BrOeplDriver *self, GHashTable *seen, BrSightingFunc func, gpointer data, gboolean *whole, GError **error)
{
  guint pos = 0;

  *whole = FALSE;
  for (guint i = 0; i < MAX_PAGES; i++)
    {
      g_auto (BrOeplPage) page = { 0 };
      BrOeplRequest request;

      br_oepl_request_page (&request, pos);
      if (!read_page (self, &request, &page, error))
        return FALSE;
      if (has_seen (&page, seen))
        return TRUE;
      tell_all (self, &page, seen, func, data);
      if (page.next_pos == 0)
        {
          *whole = TRUE;
          return TRUE;
        }
      if (page.next_pos <= (int) pos || page.next_pos > 255)
        return TRUE;
      pos = (guint) page.next_pos;
    }
  return TRUE;
}

/* A tag deleted at the station is announced by nothing but its absence. */
static void
forget_absent (BrOeplDriver *self, GHashTable *seen)
{
  GHashTableIter iter;
  gpointer mac, tag;

  g_hash_table_iter_init (&iter, self->tags);
  while (g_hash_table_iter_next (&iter, &mac, &tag))
    if (!g_hash_table_contains (seen, mac))
      ((BrOeplTag *) tag)->told = FALSE;
}

/* TRUE as well when it was asked for too short a time ago: the stream tells of the others. */
static gboolean
list_backup (BrOeplDriver *self, GHashTable *seen, BrSightingFunc func, gpointer data, GError **error)
{
  gint64 now = br_oepl_driver_mono (self);
  g_auto (BrOeplPage) page = { 0 };
  g_autoptr (GBytes) body = NULL;
  BrOeplRequest request;

  if (self->backup_mono_us != 0 && now - self->backup_mono_us < BACKUP_GAP_US)
    return TRUE;
  br_oepl_request_backup (&request);
  body = br_oepl_driver_get (self, &request, BR_LINK_MAX_BACKUP, error);
  if (body == NULL)
    return FALSE;
  self->backup_mono_us = now;
  if (!br_oepl_backup_read (body, &page, error))
    {
      br_oepl_driver_damage (self, "/backup_db");
      return FALSE;
    }
  tell_all (self, &page, seen, func, data);
  forget_absent (self, seen);
  return TRUE;
}

gboolean
br_oepl_driver_list (BrStationDriver *driver, BrSightingFunc func, gpointer data, GError **error)
{
  BrOeplDriver *self = (BrOeplDriver *) driver;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean many = self->has_sys && self->sys.n_records > PAGED_RECORDS, whole = FALSE;

  if (!many && !list_pages (self, seen, func, data, &whole, error))
    return FALSE;
  if (whole)
    {
      forget_absent (self, seen);
      return TRUE;
    }
  return list_backup (self, seen, func, data, error);
}

BrOeplTag *
br_oepl_driver_read (BrOeplDriver *self, const char *mac, BrTagSighting *sighting, GError **error)
{
  g_auto (BrOeplPage) page = { 0 };
  const BrOeplRecord *record;
  BrOeplRequest request;
  char sound[17];

  if (!br_oepl_mac_read (mac, sound))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "%s is no tag of this kind", mac);
      return NULL;
    }
  br_oepl_request_tag (&request, sound);
  if (!read_page (self, &request, &page, error))
    return NULL;
  if (page.records->len == 0)
    {
      if (page.n_bad > 0)
        g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "the record of %s is damaged", mac);
      else
        g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "the station does not know %s", mac);
      return NULL;
    }
  record = &g_array_index (page.records, BrOeplRecord, 0);
  if (!g_str_equal (record->mac, sound))
    {
      br_oepl_driver_doubt (self, sound, "it was asked for, and another one is told");
      g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "asked for %s, the station tells of %s", sound, record->mac);
      return NULL;
    }
  br_oepl_driver_take (self, record, sighting);
  return br_oepl_driver_peek (self, sound);
}

gboolean
br_oepl_driver_find (BrStationDriver *driver, const char *mac, BrTagSighting *sighting, GError **error)
{
  return br_oepl_driver_read ((BrOeplDriver *) driver, mac, sighting, error) != NULL;
}
