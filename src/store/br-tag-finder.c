/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "br-tag-finder.h"

#include "br-error.h"
#include "br-tag-sql.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"

/* When it is over: the tag wakes once within its interval, and is then looked for. */
static gboolean
find_end (BrStoreTx *tx, gint64 tag, gint64 *until_us, GError **error)
{
  GError *failure = NULL;
  g_autoptr (BrTag) row = br_tag_store_load (tx->db, tag, &failure);

  if (row == NULL)
    {
      g_propagate_error (error, failure != NULL ? failure : g_error_new_literal (BR_ERROR, BR_ERROR_NOT_FOUND, "no such tag"));
      return FALSE;
    }
  *until_us = br_clock_now_us (tx->clock) + (row->interval_us > 0 ? row->interval_us : BR_TAG_INTERVAL_UNKNOWN_US) + BR_TAG_FINDER_US;
  return TRUE;
}

/* What is wanted now, of a tag that stands before goods. */
static gboolean
load_wanted (BrDb *db, gint64 tag, BrTagWant *out, GError **error)
{
  GError *failure = NULL;
  gint64 bound = 0;

  if (!br_tag_sql_number (db, "SELECT count (*) FROM tag_binding WHERE tag = ?1", tag, 0, &bound, error))
    return FALSE;
  if (bound > 0 && br_tag_want_load (db, tag, 0, out, &failure))
    return TRUE;
  g_propagate_error (error, failure != NULL ? failure : g_error_new_literal (BR_ERROR, BR_ERROR_NOT_FOUND, "the tag shows no goods"));
  return FALSE;
}

/* What comes next: what is wanted now, or something to come, if that is sooner. Its picture is drawn already. */
static gboolean
put_next (BrStoreTx *tx, const BrTagWant *wanted, gint64 until_us, GError **error)
{
  BrTagWant next = *wanted;
  gint64 due_us;

  if (!br_tag_sql_number (tx->db, "SELECT coalesce (min (due_us), 9223372036854775807) FROM tag_next WHERE tag = ?1", wanted->tag, 0, &due_us, error))
    return FALSE;
  next.from_us = MIN (due_us, until_us);
  if (next.fields == NULL)
    next.fields = (char *) "{}";
  return br_tag_next_put (tx, &next, next.from_us, error);
}

gboolean
br_tag_finder_show (BrStoreTx *tx, gint64 tag, const char *person, GError **error)
{
  g_auto (BrTagWant) wanted = { 0 };
  BrTagWant finder;
  gint64 until_us;

  if (!find_end (tx, tag, &until_us, error) || !load_wanted (tx->db, tag, &wanted, error) || !br_tag_sql_note (tx, BR_TAG_EVENT_FINDER, tag, person, error))
    return FALSE;
  br_store_tx_note_bindings (tx); /* who watches what is due must hear of the end */
  if (g_str_equal (wanted.key, BR_TAG_KEY_FINDER))
    return br_tag_sql_run (tx->db, "UPDATE tag_next SET due_us = ?2, from_us = ?2 WHERE tag = ?1", tag, until_us, error);
  finder = wanted;
  finder.key = (char *) BR_TAG_KEY_FINDER;
  finder.from_us = br_clock_now_us (tx->clock);
  finder.fields = (char *) "{}";
  finder.digest = NULL;
  finder.held = FALSE;
  return put_next (tx, &wanted, until_us, error) && br_tag_want (tx, &finder, BR_TAG_PRIORITY_PERSON, error);
}

gboolean
br_tag_finder_end (BrStoreTx *tx, gint64 tag, const char *person, GError **error)
{
  g_auto (BrTagWant) wanted = { 0 };
  GError *failure = NULL;
  gboolean found = br_tag_want_load (tx->db, tag, 0, &wanted, &failure) && g_str_equal (wanted.key, BR_TAG_KEY_FINDER);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (!found)
    return TRUE;
  br_store_tx_note_bindings (tx);
  return br_tag_sql_run (tx->db, "UPDATE tag_next SET due_us = 0 WHERE tag = ?1", tag, 0, error)
         && br_tag_sql_note (tx, BR_TAG_EVENT_FOUND, tag, person, error);
}
