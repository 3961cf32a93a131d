/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handing over: what the station had before, the upload whose reply proves nothing, taking back, and blinking. */
#include "config.h"

#include "br-oepl-driver-private.h"

#include <string.h>

#define MAX_JPEG (1024 * 1024)

static char *
write_before (const BrOeplRecord *record)
{
  return g_strdup_printf ("%.16s %" G_GINT64_FORMAT " %s", record->hash[0] != '\0' ? record->hash : BR_OEPL_ZERO_HASH, record->update_count, record->file_name);
}

gboolean
br_oepl_before_read (const char *text, BrOeplBefore *out)
{
  char *end = NULL;

  memset (out, 0, sizeof *out);
  if (text == NULL || strlen (text) < 18 || strspn (text, "0123456789abcdef") != 16 || text[16] != ' ')
    return FALSE;
  memcpy (out->hash, text, 16);
  out->update_count = g_ascii_strtoll (text + 17, &end, 10);
  if (end == text + 17 || *end != ' ')
    return FALSE;
  return g_strlcpy (out->file_name, end + 1, sizeof out->file_name) < sizeof out->file_name;
}

/* The picture is for what the station says the tag is; a type it does not know is never drawn. Of one that is another than the picture was drawn for it may have told
 * wrongly, then or now: it is asked anew, and what it says is told, so that the picture is drawn for that. */
static gboolean
check_type (BrOeplDriver *self, const BrOeplRecord *record, const BrTagImage *image, GError **error)
{
  const BrOeplTypeEntry *entry;

  if (record->type_code < 0)
    return TRUE;
  entry = br_oepl_driver_type (self, (guint) record->type_code);
  if (entry->source == BR_OEPL_TYPE_NONE)
    g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the station has no description of tags of type %02X", (guint) record->type_code);
  else if (entry->type.n_colours > 0 && !br_tag_type_equal (&entry->type, &image->type))
    {
      g_set_error (error, BR_ERROR, br_tag_type_is_sound (&entry->type) ? BR_ERROR_CONFLICT : BR_ERROR_INVALID,
                   "the picture is for a tag of type %02X, not for this one of type %02X", image->type.code, (guint) record->type_code);
      g_hash_table_remove (self->types, GINT_TO_POINTER (record->type_code));
      br_oepl_driver_retell (self, record);
    }
  else
    return TRUE;
  return FALSE;
}

/* What decides whether something is sent was told. A tag that shows pictures by us names its file. */
static gboolean
is_whole (const BrOeplRecord *record)
{
  return record->hash[0] != '\0' && record->pending >= 0 && record->content_mode >= 0 && record->next_update_s >= 0 && record->update_count >= 0
         && (record->content_mode != BR_OEPL_MODE_IMAGE || record->file_name[0] != '\0');
}

BrOeplTag *
br_oepl_driver_read_own (BrOeplDriver *self, const char *mac, GError **error)
{
  BrTagSighting sighting;
  BrOeplTag *tag = br_oepl_driver_read (self, mac, &sighting, error);

  if (tag == NULL)
    return NULL;
  /* A tag that went to another station is that one's (trap n). */
  if (tag->record.is_external)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_CONFLICT, "%s is at %s now", mac, tag->record.station[0] != '\0' ? tag->record.station : "another station");
      return NULL;
    }
  if (!is_whole (&tag->record))
    {
      br_oepl_driver_damage (self, "a record that leaves out what matters");
      g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "the record of %s leaves out what matters", mac);
      return NULL;
    }
  return tag;
}

static gboolean
command (BrOeplDriver *self, const char *mac, BrOeplCommand what, GError **error)
{
  BrOeplRequest request;

  br_oepl_request_command (&request, mac, what);
  return br_oepl_driver_post (self, &request, error);
}

/* It takes the picture for the one the tag has, and is wrong, or cannot prove it (trap k): the hash by which it does is made zero. As nothing waits there, nothing is
 * thrown away by that, and the picture may follow at once: while the tag that says it has it is awake yet. */
static BrOeplTag *
make_forget (BrOeplDriver *self, BrOeplTag *tag, const char *mac, GError **error)
{
  if (!command (self, tag->record.mac, BR_OEPL_COMMAND_REFRESH, error))
    return NULL;
  tag->forget = FALSE;
  tag->forgotten = TRUE;
  return br_oepl_driver_read_own (self, mac, error);
}

/* The station never replaces what waits: both would be shown, one after the other (trap a). */
gboolean
br_oepl_driver_prepare (BrStationDriver *driver, BrTagShipment *shipment, GError **error)
{
  BrOeplDriver *self = (BrOeplDriver *) driver;
  BrOeplTag *tag = br_oepl_driver_read_own (self, shipment->tag, error);

  if (tag == NULL || !check_type (self, &tag->record, shipment->image, error))
    return FALSE;
  if (tag->forget && tag->record.pending == 0)
    tag = make_forget (self, tag, shipment->tag, error);
  if (tag == NULL)
    return FALSE;
  if (tag->record.pending > 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_EXISTS, "something still waits for %s", shipment->tag);
      return FALSE;
    }
  g_clear_pointer (&shipment->before, g_free);
  g_clear_pointer (&shipment->token, g_free);
  g_clear_pointer (&shipment->expect, g_free);
  shipment->before = write_before (&tag->record);
  return TRUE;
}

static void
begin (BrOeplDriver *self, const BrTagShipment *shipment)
{
  BrOeplTag *tag = br_oepl_driver_tag (self, shipment->tag);

  tag->out = TRUE;
  tag->sent_mono_us = br_oepl_driver_mono (self);
  tag->sent_life = self->life;
  tag->sent_count = tag->record.update_count; /* read by prepare */
  tag->completed[0] = '\0';
  tag->waited = tag->timed_out = tag->same = FALSE;
  tag->fault = BR_OEPL_FAULT_NONE;
  tag->block_file[0] = tag->doubted[0] = '\0';
  memset (tag->blocks, 0, sizeof tag->blocks);
}

/* A modern station answers 200 whatever became of it; an old one says what it thinks. Only a refusal is believed, and the engine looks in any case. */
static gboolean
weigh_reply (const BrLinkAnswer *answer, const char *mac, GError **error)
{
  g_autofree char *body = NULL;

  if (answer->status == 200)
    return TRUE;
  if (answer->status == 409 || answer->status == 503)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_BUSY, "the station takes no pictures now");
      return FALSE;
    }
  if (answer->body != NULL && g_bytes_get_size (answer->body) > 0)
    body = g_utf8_make_valid (g_bytes_get_data (answer->body, NULL), (gssize) MIN (g_bytes_get_size (answer->body), 64));
  if (answer->status == 400 && body != NULL && strstr (body, "mac not found") != NULL)
    g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "the station does not know %s", mac);
  else
    g_set_error (error, BR_ERROR, BR_ERROR_IO, "HTTP status %u: it must be looked what became of it", answer->status);
  return FALSE;
}

gboolean
br_oepl_driver_submit (BrStationDriver *driver, BrTagShipment *shipment, GError **error)
{
  BrOeplDriver *self = (BrOeplDriver *) driver;
  g_auto (BrLinkAnswer) answer = { 0 };
  BrOeplBefore before;
  BrOeplRequest request;
  gsize size = shipment->jpeg != NULL ? g_bytes_get_size (shipment->jpeg) : 0;
  char mac[17];

  if (!br_oepl_mac_read (shipment->tag, mac) || size == 0 || size > MAX_JPEG || !br_oepl_before_read (shipment->before, &before))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "nothing that could be sent to %s", shipment->tag);
      return FALSE;
    }
  self->largest = MAX (self->largest, (gint64) size + (gint64) shipment->image->type.width * shipment->image->type.height * shipment->image->type.bits / 8);
  begin (self, shipment);
  br_oepl_request_upload (&request, mac, shipment->title);
  return br_oepl_driver_ask (self, &request, shipment->jpeg, BR_LINK_MAX_JSON, &answer, error) && weigh_reply (&answer, mac, error);
}

/* What the radio holds already is not taken back: the tag's next question for a block ends it, and empties the queue again, with all that came meanwhile
 * (trap b). So nothing is sent for a while, by the engine. */
gboolean
br_oepl_driver_cancel (BrStationDriver *driver, const char *mac, GError **error)
{
  BrOeplDriver *self = (BrOeplDriver *) driver;
  BrOeplTag *tag = br_oepl_driver_peek (self, mac);
  char sound[17];

  if (!br_oepl_mac_read (mac, sound))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "%s is no tag of this kind", mac);
      return FALSE;
    }
  if (!command (self, sound, BR_OEPL_COMMAND_CLEAR, error))
    return FALSE;
  if (tag != NULL)
    tag->timed_out = FALSE;
  return TRUE;
}

/* A picture it took and did not make ready yet: that may be an old one that nothing takes back, and it would queue up behind whatever is ordered now. */
static gboolean
is_unready (const BrOeplRecord *record)
{
  return record->content_mode == BR_OEPL_MODE_IMAGE && record->next_update_s != BR_OEPL_NEVER;
}

/* A blink is told as done like a picture, and leaves its pattern as the hash (trap c): one after the other, never both. */
gboolean
br_oepl_driver_led (BrStationDriver *driver, const char *mac, BrTagLed led, GError **error)
{
  BrOeplDriver *self = (BrOeplDriver *) driver;
  BrOeplTag *tag = br_oepl_driver_read_own (self, mac, error);
  g_auto (BrLinkAnswer) answer = { 0 };
  BrOeplRequest request;
  char pattern[25];

  if (tag == NULL)
    return FALSE;
  if (tag->record.pending > 0 || is_unready (&tag->record))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_EXISTS, "something still waits for %s", mac);
      return FALSE;
    }
  if (g_str_equal (tag->record.hash, BR_OEPL_ZERO_HASH))
    br_oepl_driver_retell (self, &tag->record); /* a stop is told by zeros as well: from then on nobody could tell that it was reset before */
  br_oepl_led_hex (led, pattern);
  br_oepl_request_led (&request, tag->record.mac, led);
  if (!br_oepl_driver_ask (self, &request, NULL, BR_LINK_MAX_JSON, &answer, error))
    return FALSE;
  if (answer.status != 200)
    {
      g_set_error (error, BR_ERROR, answer.status == 400 ? BR_ERROR_REFUSED : BR_ERROR_BUSY, "the station does not blink: HTTP status %u", answer.status);
      return FALSE;
    }
  for (guint i = 0; i < 16; i++)
    tag->led_hash[i] = g_ascii_tolower (pattern[i]);
  return TRUE;
}
