/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The emulated access point's HTTP endpoints that a driver uses, and what faults make of their answers. */
#include "config.h"

#include "br-ap-private.h"

#include <string.h>

#define LATENCY_US (20 * 1000)
#define BYTES_A_SECOND (300 * 1000)
#define HUGE_USUAL (100 * 1000 * 1000)
#define SLOW_USUAL (10 * SECOND)
#define EARLY_US (50 * 1000)

void
br_ap_reply_clear (BrApReply *self)
{
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->cache, g_free);
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
}

void
ap_answer_set (ApAnswer *answer, guint status, const char *text)
{
  g_free (answer->text);
  answer->status = status;
  answer->text = g_strdup (text);
  answer->type = "text/plain";
}

static void
answer_json (ApAnswer *answer, char *json)
{
  ap_answer_set (answer, 200, NULL);
  answer->text = json;
  answer->type = "application/json";
  answer->is_json = TRUE;
}

static void
get_db (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  guint64 mac;
  gboolean is_there;

  if (br_ap_form_get_mac (form, &mac, &is_there))
    answer_json (answer, ap_one_json (self, mac));
  else if (is_there)
    answer_json (answer, g_strdup ("{\"error\":\"malformatted parameter\"}"));
  else
    answer_json (answer, ap_list_json (self, (guint8) br_ap_form_get_int (form, "pos", 0)));
}

/* The version is asked for with its bytes reversed; zero is the first of the queue. */
static const ApItem *
find_item (ApEntry *entry, const char *version)
{
  guint64 number = version != NULL ? g_ascii_strtoull (version, NULL, 16) : 0;
  guint8 bytes[8];

  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (number >> 8 * i);
  return number == 0 ? g_queue_peek_head (&entry->queue) : ap_queue_find (entry, bytes);
}

static void
get_data (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  guint64 mac;
  gboolean is_there;
  ApEntry *entry = br_ap_form_get_mac (form, &mac, &is_there) ? ap_entry_find (self, mac) : NULL;
  const ApItem *item = entry != NULL ? find_item (entry, br_ap_form_get (form, "md5")) : NULL;

  if (item == NULL)
    ap_answer_set (answer, 400, "No data available");
  else if (item->path != NULL && br_ap_flash_read (self->flash, item->path) == NULL)
    ap_answer_set (answer, 404, "File not found");
  else
    {
      ap_answer_set (answer, 200, NULL);
      answer->bytes = g_bytes_ref (item->payload);
      answer->type = "application/octet-stream";
    }
}

static void
get_file (BrAp *self, const char *path, ApAnswer *answer)
{
  GBytes *file = g_str_has_suffix (path, ".raw") ? br_ap_flash_read (self->flash, path) : NULL;

  if (file == NULL)
    {
      ap_answer_set (answer, 404, "");
      return;
    }
  ap_answer_set (answer, 200, NULL);
  answer->bytes = g_bytes_ref (file);
  answer->type = "application/octet-stream";
  answer->cache = "max-age=604800";
}

/* Only the name with upper-case digits is there. */
static void
get_type (BrAp *self, const char *name, ApAnswer *answer)
{
  char *end;
  guint64 code = g_ascii_strtoull (name, &end, 16);
  const BrApType *type =
      end == name + 2 && g_str_equal (end, ".json") && !g_ascii_islower (name[0]) && !g_ascii_islower (name[1]) ? br_ap_type_find ((guint) code) : NULL;
  BrApType changed;

  if (type == NULL || ap_fires (self, BR_AP_FAULT_TYPE_MISSING))
    {
      ap_answer_set (answer, 404, "");
      return;
    }
  changed = *type;
  self->tells_changed = ap_fires (self, BR_AP_FAULT_TYPE_CHANGED);
  if (self->tells_changed)
    changed.rotate_buffer = (guint8) ((changed.rotate_buffer + 1) % 4);
  answer_json (answer, br_ap_type_json (&changed));
  answer->cache = "max-age=300";
}

static gboolean
serve_get (BrAp *self, const char *path, const BrApForm *form, ApAnswer *answer)
{
  if (g_str_equal (path, "/get_db"))
    get_db (self, form, answer);
  else if (g_str_equal (path, "/backup_db"))
    {
      ap_save (self);
      answer_json (answer, ap_backup_json (self));
    }
  else if (g_str_equal (path, "/getdata"))
    get_data (self, form, answer);
  else if (g_str_has_prefix (path, "/current/"))
    get_file (self, path, answer);
  else if (g_str_has_prefix (path, "/tagtypes/"))
    get_type (self, path + strlen ("/tagtypes/"), answer);
  else
    return FALSE;
  return TRUE;
}

void
ap_http_serve (BrAp *self, const BrApRequest *request, ApAnswer *answer)
{
  const char *query = strchr (request->path, '?');
  g_autofree char *path = query != NULL ? g_strndup (request->path, (gsize) (query - request->path)) : g_strdup (request->path);
  g_autoptr (BrApForm) form = br_ap_form_new (query != NULL ? query + 1 : NULL);
  gboolean is_post = g_str_equal (request->method, "POST");

  if (is_post && g_str_equal (path, "/imgupload"))
    ap_upload (self, request, answer);
  else if (is_post || !serve_get (self, path, form, answer))
    {
      br_ap_form_read (form, request->content_type, request->body, NULL, NULL);
      ap_http_admin (self, path, form, answer);
    }
}

static GBytes *
spoil_garbage (BrAp *self)
{
  static const char *const samples[] = { "{\"tags\":[{\"mac\":",        "NaN", "{\"tags\":[{\"mac\":\"\xC3\x28\",\"hash\":\"\xFF\xFE\"}]}", "<html>",
                                         "{\"tags\":[{\"RSSI\":NaN}]}", "" };
  const char *sample = samples[ap_air_below (self->air, G_N_ELEMENTS (samples))];

  return g_bytes_new (sample, strlen (sample));
}

/* A string where a number was, or a member that is gone. */
static GBytes *
spoil_types (BrAp *self, const char *text)
{
  static const struct
  {
    const char *before, *after;
  } samples[] = { { "\"pending\":", "\"pending\":\"x\",\"was\":" },  { "\"hash\":", "\"hush\":" },
                  { "\"mac\":\"", "\"mac\":7,\"was\":\"" },          { "\"hwType\":", "\"hwType\":-1,\"was\":" },
                  { "\"lastseen\":", "\"lastseen\":1e99,\"was\":" }, { "\"modecfgjson\":", "\"modecfgjson\":[],\"was\":" } };
  guint i = ap_air_below (self->air, G_N_ELEMENTS (samples));
  g_auto (GStrv) parts = g_strsplit (text, samples[i].before, -1);
  char *spoilt = g_strjoinv (samples[i].after, parts);

  return g_bytes_new_take (spoilt, strlen (spoilt));
}

static void
spoil (BrAp *self, ApAnswer *answer)
{
  gint64 huge = self->rules[BR_AP_FAULT_HUGE_REPLY].amount;

  if (answer->bytes == NULL)
    answer->bytes = g_bytes_new (answer->text != NULL ? answer->text : "", answer->text != NULL ? strlen (answer->text) : 0);
  if (ap_fires (self, BR_AP_FAULT_HALF_REPLY))
    {
      g_autoptr (GBytes) whole = g_steal_pointer (&answer->bytes);

      answer->bytes = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
    }
  if (answer->is_json && answer->text != NULL && ap_fires (self, BR_AP_FAULT_WRONG_TYPE))
    {
      g_clear_pointer (&answer->bytes, g_bytes_unref);
      answer->bytes = spoil_types (self, answer->text);
    }
  if (answer->is_json && ap_fires (self, BR_AP_FAULT_GARBAGE_JSON))
    {
      g_clear_pointer (&answer->bytes, g_bytes_unref);
      answer->bytes = spoil_garbage (self);
    }
  if (ap_fires (self, BR_AP_FAULT_HUGE_REPLY))
    {
      gsize n = huge > 0 ? (gsize) huge : HUGE_USUAL;

      g_clear_pointer (&answer->bytes, g_bytes_unref);
      answer->bytes = g_bytes_new_take (g_malloc0 (n), n);
    }
}

static void
count_request (BrAp *self, const BrApRequest *request)
{
  gint64 now = ap_air_now (self->air);
  gboolean is_upload = g_str_has_prefix (request->path, "/imgupload") || g_str_has_prefix (request->path, "/jsonupload");

  self->counts.n_requests++;
  if (now < self->busy_until_us)
    {
      ap_air_log (self->air, "%s concurrent %s", self->name, request->path);
      self->counts.n_concurrent++;
    }
  if (!g_str_equal (request->method, "POST"))
    return;
  self->counts.n_posts++;
  if (!is_upload)
    return;
  if (self->upload_us != 0 && now - self->upload_us < SECOND)
    self->counts.n_too_close++;
  self->upload_us = now;
}

BrApOutcome
br_ap_foresee (BrAp *self)
{
  ap_air_catch_up (self->air);
  if (!self->powered || ap_air_now (self->air) < self->listens_us)
    return BR_AP_REFUSED;
  if (ap_fires (self, BR_AP_FAULT_HANG))
    return BR_AP_HANGS;
  return ap_fires (self, BR_AP_FAULT_DROP_EARLY) ? BR_AP_DROPPED_EARLY : BR_AP_ANSWERED;
}

/* TRUE: the request has no effect, and the reply says how it ended. */
static gboolean
breaks (BrAp *self, const BrApRequest *request, BrApReply *reply)
{
  reply->outcome = request->foreseen != 0 ? request->foreseen : br_ap_foresee (self);
  if (reply->outcome == BR_AP_REFUSED)
    return TRUE;
  count_request (self, request);
  if (reply->outcome != BR_AP_DROPPED_EARLY)
    return reply->outcome == BR_AP_HANGS;
  reply->delay_us = EARLY_US;
  if (g_str_has_prefix (request->path, "/imgupload"))
    ap_upload_orphan (self, request);
  return TRUE;
}

static gsize
size_of (GBytes *bytes)
{
  return bytes != NULL ? g_bytes_get_size (bytes) : 0;
}

void
br_ap_request (BrAp *self, const BrApRequest *request, BrApReply *reply)
{
  ApAnswer answer = { 0 };

  ap_air_catch_up (self->air);
  *reply = (BrApReply) { 0 };
  if (breaks (self, request, reply))
    return;
  ap_http_serve (self, request, &answer);
  spoil (self, &answer);
  ap_air_log (self->air, "%s %s %s: %u", self->name, request->method, request->path, answer.status);
  reply->outcome = ap_fires (self, BR_AP_FAULT_DROP_LATE) ? BR_AP_DROPPED_LATE : BR_AP_ANSWERED;
  reply->status = answer.status;
  reply->content_type = g_strdup (answer.type);
  reply->cache = g_strdup (answer.cache);
  reply->etag = answer.cache != NULL ? g_strdup_printf ("W/\"%" G_GSIZE_MODIFIER "x\"", g_bytes_get_size (answer.bytes)) : NULL;
  reply->body = g_steal_pointer (&answer.bytes);
  reply->delay_us = LATENCY_US + (gint64) (size_of (request->body) + MIN (size_of (reply->body), 1000000)) * SECOND / BYTES_A_SECOND;
  if (ap_fires (self, BR_AP_FAULT_SLOW))
    reply->delay_us += self->rules[BR_AP_FAULT_SLOW].amount > 0 ? self->rules[BR_AP_FAULT_SLOW].amount : SLOW_USUAL;
  self->busy_until_us = ap_air_now (self->air) + reply->delay_us;
  g_free (answer.text);
}
