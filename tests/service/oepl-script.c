/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scripted station answers, and the link it is behind. */
#include "oepl-script.h"

#include "br-error.h"
#include "br-oepl-image.h"

#include <string.h>

typedef struct
{
  BrStationLink parent;
  Script *script; /* borrowed */
} ScriptLink;

static void
free_tag (gpointer data)
{
  ScriptTag *tag = data;

  g_clear_pointer (&tag->queued, g_bytes_unref);
  g_clear_pointer (&tag->shown, g_bytes_unref);
  g_free (tag);
}

static void
free_answer (gpointer data)
{
  ScriptAnswer *answer = data;

  g_free (answer->begins);
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_free (answer);
}

static void add_member (const ScriptTag *tag, GString *out, const char *name, const char *format, ...) G_GNUC_PRINTF (4, 5);

static void
add_member (const ScriptTag *tag, GString *out, const char *name, const char *format, ...)
{
  va_list args;

  if (g_strcmp0 (tag->leave_out, name) == 0)
    return;
  g_string_append_printf (out, "%s\"%s\":", out->str[out->len - 1] == '{' ? "" : ",", name);
  va_start (args, format);
  g_string_append_vprintf (out, format, args);
  va_end (args);
}

static void
add_record (const ScriptTag *tag, GString *out)
{
  g_string_append_c (out, '{');
  add_member (tag, out, "mac", "\"%s\"", tag->mac);
  add_member (tag, out, "hash", "\"%s\"", tag->hash);
  add_member (tag, out, "lastseen", "%" G_GINT64_FORMAT, tag->last_seen_s);
  add_member (tag, out, "nextupdate", "%" G_GINT64_FORMAT, tag->next_update_s);
  add_member (tag, out, "nextcheckin", "%" G_GINT64_FORMAT, tag->next_checkin_s);
  add_member (tag, out, "pending", "%d", tag->pending);
  add_member (tag, out, "alias", "\"Shelf\"");
  add_member (tag, out, "contentMode", "%d", tag->content_mode);
  add_member (tag, out, "LQI", "%d", 200);
  add_member (tag, out, "RSSI", "%d", tag->rssi);
  add_member (tag, out, "temperature", "%d", 21);
  add_member (tag, out, "batteryMv", "%d", tag->battery_mv);
  add_member (tag, out, "hwType", "%d", tag->type_code);
  add_member (tag, out, "wakeupReason", "%d", tag->wakeup);
  add_member (tag, out, "capabilities", "%u", tag->capabilities);
  if (tag->file_name[0] != '\0')
    add_member (tag, out, "modecfgjson", "\"{\\\"filename\\\":\\\"%s\\\",\\\"dither\\\":\\\"0\\\"}\"", tag->file_name);
  else
    add_member (tag, out, "modecfgjson", "\"\"");
  add_member (tag, out, "isexternal", tag->external ? "true" : "false");
  add_member (tag, out, "apip", "\"%s\"", tag->external ? "10.0.0.9" : "0.0.0.0");
  add_member (tag, out, "updatecount", "%" G_GINT64_FORMAT, tag->update_count);
  add_member (tag, out, "ver", "%d", tag->firmware);
  g_string_append_c (out, '}');
}

static ScriptTag *
find_tag (Script *self, const char *mac)
{
  for (guint i = 0; mac != NULL && i < self->tags->len; i++)
    if (g_str_has_prefix (mac, ((ScriptTag *) self->tags->pdata[i])->mac))
      return self->tags->pdata[i];
  return NULL;
}

/* What follows `key` in a path. */
static const char *
get_parameter (const char *path, const char *key)
{
  const char *at = strstr (path, key);

  return at != NULL ? at + strlen (key) : NULL;
}

static const char *
get_field (const BrLinkRequest *request, const char *name)
{
  for (gsize i = 0; i < request->n_fields; i++)
    if (g_str_equal (request->fields[i].name, name))
      return request->fields[i].value;
  return NULL;
}

static void
say_page (Script *self, const char *path, GString *out)
{
  const char *mac = get_parameter (path, "mac="), *pos = get_parameter (path, "pos=");
  guint from = pos != NULL ? (guint) g_ascii_strtoull (pos, NULL, 10) : 0, to = MIN (from + self->page_size, self->tags->len);
  const ScriptTag *tag = find_tag (self, mac);

  g_string_append (out, "{\"tags\":[");
  if (tag != NULL)
    add_record (tag, out);
  for (guint i = from; mac == NULL && i < to; i++)
    {
      g_string_append (out, i > from ? "," : "");
      add_record (self->tags->pdata[i], out);
    }
  g_string_append_c (out, ']');
  if (mac == NULL && (to < self->tags->len || self->wraps))
    g_string_append_printf (out, ",\"continu\":%u", to < self->tags->len && to < 256 ? to : to % MIN (256, self->tags->len) + (self->wraps ? to + 1 : 0));
  g_string_append_c (out, '}');
}

static void
say_backup (Script *self, GString *out)
{
  g_string_append (out, "[,");
  for (guint i = 0; i < self->tags->len; i++)
    {
      g_string_append (out, i > 0 ? ",[" : "[");
      add_record (self->tags->pdata[i], out);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

static void
say_type (const char *path, GString *out)
{
  const BrTagType *type = br_tag_type_find ((guint) g_ascii_strtoull (path + strlen ("/tagtypes/"), NULL, 16));
  static const char *const COLOURS[] = {
    [BR_TAG_WHITE] = "\"white\":[255,255,255]", [BR_TAG_BLACK] = "\"black\":[0,0,0]",   [BR_TAG_RED] = "\"red\":[255,0,0]",
    [BR_TAG_YELLOW] = "\"yellow\":[255,255,0]", [BR_TAG_GREEN] = "\"green\":[0,255,0]", [BR_TAG_BLUE] = "\"blue\":[0,0,255]",
    [BR_TAG_ORANGE] = "\"orange\":[255,128,0]"
  };

  g_assert_nonnull (type);
  g_string_append_printf (out, "{\"name\":\"a tag\",\"width\":%u,\"height\":%u,\"rotatebuffer\":%u,\"bpp\":%u,\"shortlut\":2,\"colortable\":{", type->width,
                          type->height, type->rotate_buffer, type->bits);
  for (guint i = 0; i < type->n_colours; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "", COLOURS[type->colours[i]]);
  g_string_append (out, "}}");
}

static void
say_config (Script *self, GString *out)
{
  g_string_append_printf (out,
                          "{\"C6\":\"1\",\"H2\":\"0\",\"apstate\":\"%d\",\"alias\":\"Front\",\"channel\":11,\"maxsleep\":10,\"stopsleep\":%d,\"preview\":%d,"
                          "\"nightlyreboot\":1,\"lock\":%d,\"sleeptime1\":0,\"sleeptime2\":0,\"showtimestamp\":%d,\"timezone\":\"UTC0\"}",
                          self->state, self->stopsleep, self->preview, self->lock, self->showtimestamp);
}

static void
take_setting (Script *self, const BrLinkRequest *request)
{
  struct
  {
    const char *name;
    int *at;
  } settings[] = { { "stopsleep", &self->stopsleep }, { "showtimestamp", &self->showtimestamp }, { "preview", &self->preview }, { "lock", &self->lock } };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (!self->keeps_settings && get_field (request, settings[i].name) != NULL)
      *settings[i].at = atoi (get_field (request, settings[i].name));
}

static void
take_upload (Script *self, const BrLinkRequest *request)
{
  ScriptTag *tag = find_tag (self, get_field (request, "mac"));

  if (tag == NULL || self->keeps_uploads)
    return;
  tag->content_mode = atoi (get_field (request, "contentmode"));
  tag->next_update_s = 0;
  g_snprintf (tag->file_name, sizeof tag->file_name, "/temp/%s_%u.jpg", tag->mac, 1000 + ++self->n_uploads);
}

static void
take_command (Script *self, const BrLinkRequest *request)
{
  ScriptTag *tag = find_tag (self, get_field (request, "mac"));

  if (tag != NULL && g_strcmp0 (get_field (request, "cmd"), "clear") == 0)
    {
      tag->pending = 0;
      g_clear_pointer (&tag->queued, g_bytes_unref);
    }
  else if (tag != NULL && g_strcmp0 (get_field (request, "cmd"), "refresh") == 0)
    {
      g_strlcpy (tag->hash, BR_OEPL_ZERO_HASH, sizeof tag->hash);
      tag->next_update_s = 0;
    }
}

static guint
give_bytes (GBytes *bytes, guint none, BrLinkAnswer *answer)
{
  if (bytes != NULL)
    answer->body = g_bytes_ref (bytes);
  return bytes != NULL ? 200 : none;
}

static guint
do_request (Script *self, const BrLinkRequest *request, BrLinkAnswer *answer)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *path = request->path;
  ScriptTag *tag = find_tag (self, g_str_has_prefix (path, "/current/") ? path + strlen ("/current/") : get_parameter (path, "mac="));

  if (g_str_has_prefix (path, "/getdata"))
    return give_bytes (tag->queued, 400, answer);
  if (g_str_has_prefix (path, "/current/"))
    return give_bytes (tag->shown, 404, answer);
  if (g_str_has_prefix (path, "/led_flash"))
    tag->pending++;
  else if (g_str_has_prefix (path, "/get_db"))
    say_page (self, path, text);
  else if (g_str_equal (path, "/backup_db"))
    say_backup (self, text);
  else if (g_str_equal (path, "/get_ap_config"))
    say_config (self, text);
  else if (g_str_equal (path, "/sysinfo"))
    g_string_append (text, "{\"alias\":\"Front\",\"env\":\"ESP32_S3\",\"buildversion\":\"2.91\",\"ap_version\":26,\"psramsize\":8388608}");
  else if (g_str_has_prefix (path, "/tagtypes/"))
    say_type (path, text);
  else if (g_str_equal (path, "/save_apcfg"))
    take_setting (self, request);
  else if (g_str_equal (path, "/imgupload"))
    take_upload (self, request);
  else if (g_str_equal (path, "/tag_cmd"))
    take_command (self, request);
  else if (g_str_equal (path, "/set_time"))
    self->clock_off_s = g_ascii_strtoll (get_field (request, "epoch"), NULL, 10) - self->now_us / G_USEC_PER_SEC;
  else
    return 404;
  answer->body = g_bytes_new (text->str, text->len);
  return 200;
}

static void
note_request (Script *self, const BrLinkRequest *request)
{
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "%s %s", request->method, request->path);
  for (gsize i = 0; i < request->n_fields; i++)
    g_string_append_printf (line, " %s=%s", request->fields[i].name, request->fields[i].value);
  if (request->file != NULL)
    g_string_append_printf (line, " file=%s", request->file_type);
  g_ptr_array_add (self->log, g_string_free (line, FALSE));
}

/* What the test wants answered instead, if anything; it stays the caller's until it is used up. */
static ScriptAnswer *
find_answer (Script *self)
{
  const char *line = self->log->pdata[self->log->len - 1];

  for (guint i = 0; i < self->answers->len; i++)
    {
      ScriptAnswer *answer = self->answers->pdata[i];

      if (answer->n_left > 0 && g_str_has_prefix (line, answer->begins))
        {
          answer->n_left--;
          return answer;
        }
    }
  return NULL;
}

/* Cut, doubled, with other bytes in it, or as it is. */
static char *
spoil (Script *self, const char *bytes, gsize *size)
{
  gsize cut = *size > 0 ? (gsize) g_rand_int_range (self->spoiler, 0, (gint32) *size) : 0, old = *size;
  GString *out = g_string_new_len (bytes, (gssize) old);

  switch (g_rand_int_range (self->spoiler, 0, 5))
    {
    case 0: g_string_truncate (out, cut); break;
    case 1: g_string_append_len (out, bytes, (gssize) cut); break;
    case 2: g_string_insert (out, (gssize) cut, "-99999999999999999999"); break;
    case 3:
      for (guint i = 0; i < 8 && old > 0; i++)
        out->str[g_rand_int_range (self->spoiler, 0, (gint32) old)] = (char) g_rand_int_range (self->spoiler, 0, 256);
      break;
    default: break;
    }
  *size = out->len;
  return g_string_free (out, FALSE);
}

static void
spoil_answer (Script *self, BrLinkAnswer *answer)
{
  gsize size = 0;
  const char *bytes = answer->body != NULL ? g_bytes_get_data (answer->body, &size) : NULL;
  char *spoilt = bytes != NULL ? spoil (self, bytes, &size) : NULL;

  if (spoilt == NULL)
    return;
  g_bytes_unref (answer->body);
  answer->body = g_bytes_new_take (spoilt, size);
}

static gboolean
request_script (BrStationLink *link, const BrLinkRequest *request, BrLinkAnswer *answer, GError **error)
{
  Script *self = ((ScriptLink *) link)->script;
  const ScriptAnswer *instead;

  note_request (self, request);
  instead = find_answer (self);
  if (instead == NULL)
    {
      answer->status = do_request (self, request, answer);
      if (self->spoiler != NULL)
        spoil_answer (self, answer);
      return TRUE;
    }
  answer->status = instead->status;
  answer->body = instead->body != NULL ? g_bytes_ref (instead->body) : NULL;
  if (instead->status != 0)
    return TRUE;
  /* Broken off after the last byte: it may have had its effect. */
  if (instead->fate == BR_LINK_NOT_KNOWN)
    do_request (self, request, answer);
  br_link_answer_clear (answer);
  answer->fate = instead->fate;
  g_set_error_literal (error, BR_ERROR, instead->code, "broken by the test");
  return FALSE;
}

static gboolean
open_script (BrStationLink *link, const char *path, GError **error)
{
  Script *self = ((ScriptLink *) link)->script;

  g_assert_cmpstr (path, ==, "/ws");
  self->has_stream = !self->refuses_stream;
  if (!self->has_stream)
    {
      g_set_error_literal (error, BR_ERROR, self->breaks_stream ? BR_ERROR_PROTOCOL : BR_ERROR_OFFLINE, "no stream");
      return FALSE;
    }
  self->n_opened++;
  self->opened_awake |= self->stopsleep != 0;
  return TRUE;
}

/* A link gives valid UTF-8 only. */
static char *
take_message (Script *self)
{
  g_autofree char *text = g_queue_pop_head (&self->messages), *spoilt = NULL;
  gsize size = text != NULL ? strlen (text) : 0;

  if (text == NULL || self->spoiler == NULL)
    return g_steal_pointer (&text);
  spoilt = spoil (self, text, &size);
  return g_utf8_make_valid (spoilt, (gssize) size);
}

static char *
receive_script (BrStationLink *link, gint64 wait_us, guint *n_lost, GError **error)
{
  Script *self = ((ScriptLink *) link)->script;

  if (!self->has_stream)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "the stream ended");
      return NULL;
    }
  *n_lost = self->n_lost;
  self->n_lost = 0;
  if (g_queue_is_empty (&self->messages))
    self->now_us += wait_us;
  return take_message (self);
}

static void
close_stream (BrStationLink *link)
{
  ((ScriptLink *) link)->script->has_stream = FALSE;
}

static void
wake_script (BrStationLink *link)
{
  (void) link;
}

static void
close_link (BrStationLink *link)
{
  g_free (link);
}

static gint64
read_now (gpointer data)
{
  return ((Script *) data)->now_us;
}

static void
sleep_now (gpointer data, gint64 us)
{
  ((Script *) data)->now_us += us;
}

Script *
script_new (void)
{
  static const BrStationLinkOps OPS = { request_script, open_script, receive_script, close_stream, wake_script, wake_script, close_link };
  Script *self = g_new0 (Script, 1);
  ScriptLink *link = g_new0 (ScriptLink, 1);

  self->now_us = SCRIPT_START_US;
  self->clock = (BrClock) { read_now, read_now, sleep_now, self };
  self->tags = g_ptr_array_new_with_free_func (free_tag);
  self->answers = g_ptr_array_new_with_free_func (free_answer);
  self->log = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&self->messages);
  self->preview = self->lock = self->state = 1;
  self->run = 2;
  self->page_size = 8;
  self->free_bytes = 1200000;
  self->free_memory = 150000;
  self->boot_us = self->now_us - G_TIME_SPAN_DAY;
  link->parent.ops = &OPS;
  link->script = self;
  self->driver = br_oepl_driver_new (&link->parent, &self->clock);
  return self;
}

void
script_free (Script *self)
{
  self->driver->ops->close (self->driver);
  g_ptr_array_unref (self->tags);
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->log);
  g_queue_clear_full (&self->messages, g_free);
  g_clear_pointer (&self->spoiler, g_rand_free);
  g_free (self);
}

ScriptTag *
script_add_tag (Script *self, const char *mac)
{
  ScriptTag *tag = g_new0 (ScriptTag, 1);

  g_strlcpy (tag->mac, mac, sizeof tag->mac);
  g_strlcpy (tag->hash, BR_OEPL_ZERO_HASH, sizeof tag->hash);
  tag->last_seen_s = self->now_us / G_USEC_PER_SEC - 60 + self->clock_off_s;
  tag->next_checkin_s = tag->last_seen_s + 300;
  tag->next_update_s = BR_OEPL_NEVER;
  tag->rssi = -60;
  tag->battery_mv = 2950;
  tag->type_code = 1;
  tag->firmware = 0x20;
  g_ptr_array_add (self->tags, tag);
  return tag;
}

void
script_advance (Script *self, gint64 us)
{
  self->now_us += us;
}

void
script_answer (Script *self, guint n, const char *begins, guint status, const char *body)
{
  ScriptAnswer *answer = g_new0 (ScriptAnswer, 1);

  *answer = (ScriptAnswer) { .begins = g_strdup (begins), .status = status, .body = g_bytes_new (body, strlen (body)), .n_left = n };
  g_ptr_array_add (self->answers, answer);
}

void
script_break (Script *self, guint n, const char *begins, BrLinkFate fate, int code)
{
  ScriptAnswer *answer = g_new0 (ScriptAnswer, 1);

  *answer = (ScriptAnswer) { .begins = g_strdup (begins), .fate = fate, .code = code, .n_left = n };
  g_ptr_array_add (self->answers, answer);
}

void
script_say (Script *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_queue_push_tail (&self->messages, g_strdup_vprintf (format, args));
  va_end (args);
}

void
script_say_sys (Script *self)
{
  script_say (self,
              "{\"sys\":{\"currtime\":%" G_GINT64_FORMAT ",\"heap\":%" G_GINT64_FORMAT ",\"recordcount\":%u,\"littlefsfree\":%" G_GINT64_FORMAT
              ",\"apstate\":%d,\"runstate\":%d,\"rssi\":-50,\"uptime\":%" G_GINT64_FORMAT "}}",
              self->now_us / G_USEC_PER_SEC + self->clock_off_s, self->free_memory, self->tags->len, self->free_bytes, self->state, self->run,
              (self->now_us - self->boot_us) / G_USEC_PER_SEC);
}

void
script_say_tag (Script *self, const ScriptTag *tag)
{
  g_autoptr (GString) text = g_string_new ("{\"tags\":[");

  add_record (tag, text);
  g_string_append (text, "]}");
  script_say (self, "%s", text->str);
}

guint
script_count (Script *self, const char *begins)
{
  guint n = 0;

  for (guint i = 0; i < self->log->len; i++)
    n += g_str_has_prefix (self->log->pdata[i], begins);
  return n;
}

guint
script_wait (Script *self, BrStationEventKind kind, BrStationEvent *last)
{
  BrStationEvent event;
  guint n = 0, n_all = 0;

  while (self->driver->ops->wait (self->driver, 0, &event, NULL))
    {
      g_assert_cmpuint (++n_all, <, 10000);
      if (event.kind != kind)
        continue;
      n++;
      if (last != NULL)
        *last = event;
    }
  return n;
}

void
script_listen (Script *self)
{
  g_autoptr (GError) error = NULL;
  BrStationHealth health;

  g_assert_true (self->driver->ops->probe (self->driver, &health, &error));
  g_assert_no_error (error);
  script_wait (self, BR_STATION_EVENT_HEALTH, NULL);
  for (guint i = 0; i < 60 && !self->has_stream; i++)
    {
      script_advance (self, G_USEC_PER_SEC);
      script_wait (self, BR_STATION_EVENT_HEALTH, NULL);
    }
  g_assert_true (self->has_stream);
  script_say_sys (self);
  g_assert_cmpuint (script_wait (self, BR_STATION_EVENT_HEALTH, NULL), ==, 1);
}
