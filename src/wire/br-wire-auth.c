/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enrolment, tokens, hello, wait and error answers as JSON; the formats are in the header. */
#include "config.h"

#include "br-wire-auth.h"

#include <string.h>

#include "br-json-private.h"

#define MAX_NAME_BYTES 100  /* names people gave */
#define MAX_TOKEN_BYTES 1024 /* opaque tokens */
#define MAX_FEED_BYTES 64   /* a feed's name: "price:" and a UUID */

static yyjson_doc *
parse_object (GBytes *body, gsize max_bytes, GError **error)
{
  gsize length;
  const char *json = g_bytes_get_data (body, &length);
  yyjson_doc *doc = br_json_parse (json, length, max_bytes, error);

  if (doc != NULL && !yyjson_is_obj (yyjson_doc_get_root (doc)))
    {
      br_json_fail (error, "object");
      g_clear_pointer (&doc, yyjson_doc_free);
    }
  return doc;
}

/* Appends "name": with a comma before it unless it is the first member. */
static void
append_name (GString *out, const char *name)
{
  g_string_append_c (out, out->len == 0 ? '{' : ',');
  br_json_append_text (out, name);
  g_string_append_c (out, ':');
}

static void
append_text_member (GString *out, const char *name, const char *text)
{
  append_name (out, name);
  br_json_append_text (out, text);
}

static void
append_int_member (GString *out, const char *name, gint64 value)
{
  append_name (out, name);
  br_json_append_int (out, value);
}

static void
append_id_member (GString *out, const char *name, const BrId *id)
{
  append_name (out, name);
  br_json_append_id (out, id);
}

static GBytes *
finish_object (GString *out)
{
  g_string_append_c (out, '}');
  return g_string_free_to_bytes (out);
}

void
br_enrol_request_clear (BrEnrolRequest *self)
{
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->app, g_free);
}

GBytes *
br_enrol_request_write (const BrEnrolRequest *self)
{
  GString *out = g_string_new (NULL);

  append_text_member (out, "code", self->code);
  append_name (out, "public_key");
  br_json_append_bytes (out, self->public_key, sizeof self->public_key);
  append_text_member (out, "device", self->device);
  append_text_member (out, "app", self->app);
  return finish_object (out);
}

gboolean
br_enrol_request_read (GBytes *body, BrEnrolRequest *out, GError **error)
{
  g_autoptr (yyjson_doc) doc = parse_object (body, BR_AUTH_MAX_BYTES, error);
  yyjson_val *root = yyjson_doc_get_root (doc);

  *out = (BrEnrolRequest) { 0 };
  if (doc == NULL)
    return FALSE;
  if (br_json_dup_text (root, "code", MAX_NAME_BYTES, &out->code, error)
      && br_json_get_bytes (root, "public_key", out->public_key, sizeof out->public_key, error)
      && br_json_dup_text (root, "device", MAX_NAME_BYTES, &out->device, error) && br_json_dup_text (root, "app", MAX_NAME_BYTES, &out->app, error))
    return TRUE;
  br_enrol_request_clear (out);
  return FALSE;
}

void
br_enrol_answer_clear (BrEnrolAnswer *self)
{
  g_clear_pointer (&self->refresh, g_free);
  g_clear_pointer (&self->epoch, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->feeds, g_strfreev);
}

GBytes *
br_enrol_answer_write (const BrEnrolAnswer *self)
{
  GString *out = g_string_new (NULL);

  append_id_member (out, "pc", &self->pc);
  append_int_member (out, "inc", self->inc);
  append_text_member (out, "refresh", self->refresh);
  append_text_member (out, "epoch", self->epoch);
  append_id_member (out, "store", &self->store);
  append_text_member (out, "name", self->name);
  append_name (out, "feeds");
  g_string_append_c (out, '[');
  for (guint i = 0; self->feeds[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      br_json_append_text (out, self->feeds[i]);
    }
  g_string_append_c (out, ']');
  return finish_object (out);
}

static gboolean
read_feed_names (yyjson_val *array, char ***out, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  yyjson_arr_iter iter;
  yyjson_val *item;
  const char *text;

  yyjson_arr_iter_init (array, &iter);
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (!br_json_as_text (item, &text) || yyjson_get_len (item) > MAX_FEED_BYTES)
        return br_json_fail (error, "feeds");
      g_strv_builder_add (names, text);
    }
  *out = g_strv_builder_end (names);
  return TRUE;
}

gboolean
br_enrol_answer_read (GBytes *body, BrEnrolAnswer *out, GError **error)
{
  g_autoptr (yyjson_doc) doc = parse_object (body, BR_AUTH_MAX_BYTES * 4, error);
  yyjson_val *feeds, *root = yyjson_doc_get_root (doc);

  *out = (BrEnrolAnswer) { 0 };
  if (doc == NULL)
    return FALSE;
  if (br_json_get_id (root, "pc", &out->pc, error) && br_json_get_int (root, "inc", 1, G_MAXINT64, &out->inc, error)
      && br_json_dup_text (root, "refresh", MAX_TOKEN_BYTES, &out->refresh, error) && br_json_dup_text (root, "epoch", MAX_NAME_BYTES, &out->epoch, error)
      && br_json_get_id_or_none (root, "store", &out->store, error) && br_json_dup_text (root, "name", MAX_NAME_BYTES * 2, &out->name, error)
      && br_json_get_array (root, "feeds", BR_MAX_FEEDS, &feeds, error) && read_feed_names (feeds, &out->feeds, error))
    return TRUE;
  br_enrol_answer_clear (out);
  return FALSE;
}

void
br_token_request_clear (BrTokenRequest *self)
{
  g_clear_pointer (&self->refresh, g_free);
}

GBytes *
br_token_request_write (const BrTokenRequest *self)
{
  GString *out = g_string_new (NULL);

  append_id_member (out, "pc", &self->pc);
  append_text_member (out, "refresh", self->refresh);
  append_int_member (out, "at", self->at_us);
  append_name (out, "signature");
  br_json_append_bytes (out, self->signature, sizeof self->signature);
  return finish_object (out);
}

gboolean
br_token_request_read (GBytes *body, BrTokenRequest *out, GError **error)
{
  g_autoptr (yyjson_doc) doc = parse_object (body, BR_AUTH_MAX_BYTES, error);
  yyjson_val *root = yyjson_doc_get_root (doc);

  *out = (BrTokenRequest) { 0 };
  if (doc == NULL)
    return FALSE;
  return br_json_get_id (root, "pc", &out->pc, error) && br_json_get_int (root, "at", G_MININT64, G_MAXINT64, &out->at_us, error)
         && br_json_get_bytes (root, "signature", out->signature, sizeof out->signature, error)
         && br_json_dup_text (root, "refresh", MAX_TOKEN_BYTES, &out->refresh, error);
}

char *
br_token_request_text (const BrTokenRequest *self)
{
  char pc[BR_ID_STRING_LENGTH + 1];

  br_id_write (&self->pc, pc);
  return g_strdup_printf ("backroom-token-1\n%s\n%s\n%" G_GINT64_FORMAT, pc, self->refresh, self->at_us);
}

void
br_token_answer_clear (BrTokenAnswer *self)
{
  g_clear_pointer (&self->access, g_free);
  g_clear_pointer (&self->refresh, g_free);
}

GBytes *
br_token_answer_write (const BrTokenAnswer *self)
{
  GString *out = g_string_new (NULL);

  append_text_member (out, "access", self->access);
  append_int_member (out, "expires_in", self->expires_in_s);
  append_text_member (out, "refresh", self->refresh);
  return finish_object (out);
}

gboolean
br_token_answer_read (GBytes *body, BrTokenAnswer *out, GError **error)
{
  g_autoptr (yyjson_doc) doc = parse_object (body, BR_AUTH_MAX_BYTES, error);
  yyjson_val *root = yyjson_doc_get_root (doc);

  *out = (BrTokenAnswer) { 0 };
  if (doc == NULL)
    return FALSE;
  if (br_json_get_int (root, "expires_in", 0, G_MAXINT32, &out->expires_in_s, error) && br_json_dup_text (root, "access", MAX_TOKEN_BYTES, &out->access, error)
      && br_json_dup_text (root, "refresh", MAX_TOKEN_BYTES, &out->refresh, error))
    return TRUE;
  br_token_answer_clear (out);
  return FALSE;
}

BrFeedState *
br_feed_state_new (const char *feed, gint64 head, gint64 floor)
{
  BrFeedState *self = g_new0 (BrFeedState, 1);

  self->feed = g_strdup (feed);
  self->head = head;
  self->floor = floor;
  return self;
}

void
br_feed_state_free (BrFeedState *self)
{
  g_free (self->feed);
  g_free (self);
}

void
br_hello_clear (BrHello *self)
{
  g_clear_pointer (&self->epoch, g_free);
  g_clear_pointer (&self->feeds, g_ptr_array_unref);
}

static void
append_limits (GString *out, const BrLimits *limits)
{
  g_autoptr (GString) inner = g_string_new (NULL);

  append_int_member (inner, "push_ops", limits->push_ops);
  append_int_member (inner, "push_bytes", limits->push_bytes);
  append_int_member (inner, "op_bytes", limits->op_bytes);
  append_int_member (inner, "page_rows", limits->page_rows);
  append_name (out, "limits");
  g_string_append_len (out, inner->str, inner->len);
  g_string_append_c (out, '}');
}

/* [["cat",head,floor],…], or [["cat",head],…] where floors do not matter. */
static void
append_feeds (GString *out, GPtrArray *feeds, gboolean with_floor)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < feeds->len; i++)
    {
      const BrFeedState *state = g_ptr_array_index (feeds, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      br_json_append_text (out, state->feed);
      g_string_append_c (out, ',');
      br_json_append_int (out, state->head);
      if (with_floor)
        {
          g_string_append_c (out, ',');
          br_json_append_int (out, state->floor);
        }
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

GBytes *
br_hello_write (const BrHello *self)
{
  GString *out = g_string_new (NULL);

  append_text_member (out, "epoch", self->epoch);
  append_int_member (out, "wire", self->wire);
  append_name (out, "schema");
  g_string_append_printf (out, "[%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "]", self->schema_min, self->schema_max);
  append_int_member (out, "now", self->now_us);
  append_int_member (out, "inc", self->inc);
  append_id_member (out, "store", &self->store);
  append_name (out, "feeds");
  append_feeds (out, self->feeds, TRUE);
  append_int_member (out, "last_seq", self->last_seq);
  append_int_member (out, "durable_seq", self->durable_seq);
  append_limits (out, &self->limits);
  return finish_object (out);
}

static GPtrArray *
read_feeds (yyjson_val *array, guint n_items, GError **error)
{
  g_autoptr (GPtrArray) feeds = g_ptr_array_new_with_free_func ((GDestroyNotify) br_feed_state_free);
  yyjson_arr_iter iter;
  yyjson_val *item;

  yyjson_arr_iter_init (array, &iter);
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      const char *feed;
      gint64 head, floor = 0;

      if (yyjson_arr_size (item) != n_items || !br_json_as_text (yyjson_arr_get (item, 0), &feed) || strlen (feed) > MAX_FEED_BYTES
          || !br_json_as_int (yyjson_arr_get (item, 1), &head) || head < 0
          || (n_items > 2 && (!br_json_as_int (yyjson_arr_get (item, 2), &floor) || floor < 0)))
        {
          br_json_fail (error, "feeds");
          return NULL;
        }
      g_ptr_array_add (feeds, br_feed_state_new (feed, head, floor));
    }
  return g_steal_pointer (&feeds);
}

static gboolean
read_limits (yyjson_val *limits, BrLimits *out, GError **error)
{
  if (!yyjson_is_obj (limits))
    return br_json_fail (error, "limits");
  return br_json_get_int (limits, "push_ops", 1, G_MAXINT32, &out->push_ops, error)
         && br_json_get_int (limits, "push_bytes", 1, G_MAXINT32, &out->push_bytes, error)
         && br_json_get_int (limits, "op_bytes", 1, G_MAXINT32, &out->op_bytes, error)
         && br_json_get_int (limits, "page_rows", 1, G_MAXINT32, &out->page_rows, error);
}

static gboolean
read_hello (yyjson_val *root, BrHello *out, GError **error)
{
  yyjson_val *schema, *feeds;

  if (!br_json_get_int (root, "wire", 0, G_MAXINT32, &out->wire, error) || !br_json_get_array (root, "schema", 2, &schema, error))
    return FALSE;
  if (!br_json_as_int (yyjson_arr_get (schema, 0), &out->schema_min) || !br_json_as_int (yyjson_arr_get (schema, 1), &out->schema_max))
    return br_json_fail (error, "schema");
  if (!br_json_get_int (root, "now", G_MININT64, G_MAXINT64, &out->now_us, error) || !br_json_get_int (root, "inc", 1, G_MAXINT64, &out->inc, error)
      || !br_json_get_id_or_none (root, "store", &out->store, error) || !br_json_get_int (root, "last_seq", 0, G_MAXINT64, &out->last_seq, error)
      || !br_json_get_int (root, "durable_seq", 0, G_MAXINT64, &out->durable_seq, error) || !read_limits (yyjson_obj_get (root, "limits"), &out->limits, error)
      || !br_json_get_array (root, "feeds", BR_MAX_FEEDS, &feeds, error))
    return FALSE;
  out->feeds = read_feeds (feeds, 3, error);
  return out->feeds != NULL && br_json_dup_text (root, "epoch", MAX_NAME_BYTES, &out->epoch, error);
}

gboolean
br_hello_read (GBytes *body, BrHello *out, GError **error)
{
  g_autoptr (yyjson_doc) doc = parse_object (body, BR_AUTH_MAX_BYTES * 16, error);

  *out = (BrHello) { 0 };
  if (doc == NULL)
    return FALSE;
  if (read_hello (yyjson_doc_get_root (doc), out, error))
    return TRUE;
  br_hello_clear (out);
  return FALSE;
}

static int
compare_feeds (gconstpointer a, gconstpointer b)
{
  const BrFeedState *first = *(const BrFeedState *const *) a, *second = *(const BrFeedState *const *) b;

  return strcmp (first->feed, second->feed);
}

char *
br_heads_digest (GPtrArray *feeds)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (feeds, NULL, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *digest = NULL;

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_feeds);
  for (guint i = 0; i < sorted->len; i++)
    {
      const BrFeedState *state = g_ptr_array_index (sorted, i);

      g_string_append_printf (text, "%s=%" G_GINT64_FORMAT "\n", state->feed, state->head);
    }
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, text->len);
  return g_strndup (digest, 16);
}

GBytes *
br_heads_write (GPtrArray *feeds)
{
  GString *out = g_string_new (NULL);

  append_name (out, "heads");
  append_feeds (out, feeds, FALSE);
  return finish_object (out);
}

GPtrArray *
br_heads_read (GBytes *body, GError **error)
{
  g_autoptr (yyjson_doc) doc = parse_object (body, BR_AUTH_MAX_BYTES * 16, error);
  yyjson_val *feeds;

  if (doc == NULL || !br_json_get_array (yyjson_doc_get_root (doc), "heads", BR_MAX_FEEDS, &feeds, error))
    return NULL;
  return read_feeds (feeds, 2, error);
}

void
br_wire_error_clear (BrWireError *self)
{
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->text, g_free);
}

GBytes *
br_wire_error_write (const char *code, const char *text)
{
  GString *out = g_string_new (NULL);

  append_text_member (out, "error", code);
  append_text_member (out, "text", text);
  return finish_object (out);
}

void
br_wire_error_read (GBytes *body, BrWireError *out)
{
  /* What cannot be read is no error here: proxies answer with pages of their own. */
  g_autoptr (yyjson_doc) doc = parse_object (body, BR_AUTH_MAX_BYTES, NULL);
  yyjson_val *root = yyjson_doc_get_root (doc);

  *out = (BrWireError) { 0 };
  if (doc == NULL || !br_json_dup_text (root, "error", MAX_NAME_BYTES, &out->code, NULL))
    out->code = g_strdup ("unknown");
  if (doc == NULL || !br_json_dup_text (root, "text", MAX_TOKEN_BYTES, &out->text, NULL))
    out->text = g_strdup ("");
}
