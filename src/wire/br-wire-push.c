/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Push requests and answers; the format is in the header. */
#include "config.h"

#include "br-wire-push.h"

#include <string.h>

#include "br-error.h"
#include "br-json-private.h"

#define MAX_OPS 500
#define MAX_PUSH_BYTES (8 * 1024 * 1024)
#define MAX_LINE_BYTES (1024 * 1024)
#define MAX_OP_BYTES (256 * 1024)
#define MAX_EPOCH_BYTES 100
#define MAX_TYPE_BYTES 32
#define MAX_CODE_BYTES 64
#define MAX_TEXT_BYTES 4096

static const char *const status_names[] = { NULL, "ok", "merged", "rejected", "quarantined" };

/* Lines of a body, cut off one by one. */
typedef struct
{
  const char *at;
  const char *end;
} Lines;

void
br_op_free (BrOp *self)
{
  g_free (self->type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

void
br_push_clear (BrPush *self)
{
  g_clear_pointer (&self->epoch, g_free);
  g_clear_pointer (&self->ops, g_ptr_array_unref);
}

/* The next line as a JSON object, or NULL with error. */
static yyjson_doc *
next_object (Lines *lines, GError **error)
{
  const char *line = lines->at;
  const char *stop = line < lines->end ? memchr (line, '\n', lines->end - line) : NULL;
  yyjson_doc *doc;

  if (stop == NULL)
    {
      br_json_fail (error, "line (the body is cut off)");
      return NULL;
    }
  lines->at = stop + 1;
  doc = br_json_parse (line, stop - line, MAX_LINE_BYTES, error);
  if (doc != NULL && !yyjson_is_obj (yyjson_doc_get_root (doc)))
    {
      br_json_fail (error, "object");
      g_clear_pointer (&doc, yyjson_doc_free);
    }
  return doc;
}

static gboolean
read_push_head (Lines *lines, BrPush *out, GError **error)
{
  g_autoptr (yyjson_doc) doc = next_object (lines, error);
  yyjson_val *root = yyjson_doc_get_root (doc);

  return doc != NULL && br_json_get_id (root, "pc", &out->pc, error) && br_json_get_int (root, "inc", 1, G_MAXINT64, &out->inc, error)
         && br_json_get_int (root, "first", 1, G_MAXINT64 - MAX_OPS, &out->first, error) && br_json_get_int (root, "head", 0, G_MAXINT64, &out->head, error)
         && br_json_dup_text (root, "epoch", MAX_EPOCH_BYTES, &out->epoch, error);
}

static gboolean
read_op_body (yyjson_val *root, BrOp *op, GError **error)
{
  yyjson_val *body = yyjson_obj_get (root, "b");
  g_autoptr (GString) text = NULL;

  if (!yyjson_is_obj (body))
    return br_json_fail (error, "b");
  text = g_string_sized_new (256);
  br_json_append_value (text, body);
  if (text->len > MAX_OP_BYTES)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "operation %" G_GINT64_FORMAT " has %" G_GSIZE_FORMAT " bytes", op->seq, text->len);
      return FALSE;
    }
  op->body = g_string_free_to_bytes (g_steal_pointer (&text));
  return TRUE;
}

static gboolean
read_op (yyjson_val *root, gint64 expected, GPtrArray *ops, GError **error)
{
  BrOp *op = g_new0 (BrOp, 1);
  gint64 version;

  g_ptr_array_add (ops, op);
  if (!br_json_get_int (root, "q", expected, expected, &op->seq, error) || !br_json_get_id (root, "id", &op->op_id, error)
      || !br_json_dup_text (root, "t", MAX_TYPE_BYTES, &op->type, error) || !br_json_get_int (root, "v", 1, 1000, &version, error)
      || !br_json_get_int (root, "at", G_MININT64, G_MAXINT64, &op->at_us, error) || !br_json_get_id_or_none (root, "actor", &op->actor, error))
    return FALSE;
  op->version = version;
  return read_op_body (root, op, error);
}

/* Operations until the end line. */
static gboolean
read_ops (Lines *lines, BrPush *out, GError **error)
{
  for (;;)
    {
      g_autoptr (yyjson_doc) doc = next_object (lines, error);
      yyjson_val *root = yyjson_doc_get_root (doc);
      gint64 n;

      if (doc == NULL)
        return FALSE;
      if (yyjson_obj_get (root, "end") != NULL)
        return br_json_get_int (root, "n", out->ops->len, out->ops->len, &n, error);
      if (out->ops->len == MAX_OPS)
        {
          g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "more than %d operations", MAX_OPS);
          return FALSE;
        }
      if (!read_op (root, out->first + out->ops->len, out->ops, error))
        return FALSE;
    }
}

gboolean
br_push_read (GBytes *body, BrPush *out, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  Lines lines = { data, data + length };

  *out = (BrPush) { .ops = g_ptr_array_new_with_free_func ((GDestroyNotify) br_op_free) };
  if (length > MAX_PUSH_BYTES)
    g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "a push of %" G_GSIZE_FORMAT " bytes", length);
  else if (read_push_head (&lines, out, error) && read_ops (&lines, out, error))
    {
      if (lines.at == lines.end && out->head >= out->first + out->ops->len - 1)
        return TRUE;
      br_json_fail (error, "head, or the end of the body");
    }
  br_push_clear (out);
  return FALSE;
}

static void
append_op (GString *out, const BrOp *op)
{
  gsize length;
  const char *body = g_bytes_get_data (op->body, &length);

  g_string_append (out, "{\"q\":");
  br_json_append_int (out, op->seq);
  g_string_append (out, ",\"id\":");
  br_json_append_id (out, &op->op_id);
  g_string_append (out, ",\"t\":");
  br_json_append_text (out, op->type);
  g_string_append_printf (out, ",\"v\":%d,\"at\":", op->version);
  br_json_append_int (out, op->at_us);
  g_string_append (out, ",\"actor\":");
  br_json_append_id (out, &op->actor);
  g_string_append (out, ",\"b\":");
  g_string_append_len (out, body, length);
  g_string_append (out, "}\n");
}

GBytes *
br_push_write (const BrPush *push)
{
  GString *out = g_string_sized_new (1024);

  g_string_append (out, "{\"pc\":");
  br_json_append_id (out, &push->pc);
  g_string_append (out, ",\"inc\":");
  br_json_append_int (out, push->inc);
  g_string_append (out, ",\"epoch\":");
  br_json_append_text (out, push->epoch);
  g_string_append (out, ",\"first\":");
  br_json_append_int (out, push->first);
  g_string_append (out, ",\"head\":");
  br_json_append_int (out, push->head);
  g_string_append (out, "}\n");
  for (guint i = 0; i < push->ops->len; i++)
    append_op (out, g_ptr_array_index (push->ops, i));
  g_string_append_printf (out, "{\"end\":1,\"n\":%u}\n", push->ops->len);
  return g_string_free_to_bytes (out);
}

static void
refusal_free (BrPatchRefusal *self)
{
  g_free (self->code);
  g_free (self->text);
  g_free (self->current);
  g_free (self);
}

static void
result_free (BrOpResult *self)
{
  g_clear_pointer (&self->refusals, g_ptr_array_unref);
  g_free (self);
}

void
br_push_answer_init (BrPushAnswer *self)
{
  *self = (BrPushAnswer) {
    .results = g_ptr_array_new_with_free_func ((GDestroyNotify) result_free),
    .applied = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };
}

BrOpResult *
br_push_answer_add_result (BrPushAnswer *self, gint64 seq, BrOpStatus status)
{
  BrOpResult *result = g_new0 (BrOpResult, 1);

  result->seq = seq;
  result->status = status;
  g_ptr_array_add (self->results, result);
  return result;
}

void
br_op_result_add_refusal (BrOpResult *self, guint patch, const char *code, const char *text, const char *current)
{
  BrPatchRefusal *refusal = g_new0 (BrPatchRefusal, 1);

  if (self->refusals == NULL)
    self->refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) refusal_free);
  refusal->patch = patch;
  refusal->code = g_strdup (code);
  refusal->text = g_strdup (text);
  refusal->current = g_strdup (current);
  g_ptr_array_add (self->refusals, refusal);
}

void
br_push_answer_set_applied (BrPushAnswer *self, const char *feed, gint64 seq)
{
  gint64 *value = g_new (gint64, 1);

  *value = seq;
  g_hash_table_replace (self->applied, g_strdup (feed), value);
}

void
br_push_answer_clear (BrPushAnswer *self)
{
  g_clear_pointer (&self->epoch, g_free);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->applied, g_hash_table_unref);
}

static gboolean
read_status (yyjson_val *item, BrOpStatus *status)
{
  const char *name = yyjson_get_str (yyjson_obj_get (item, "s"));

  for (guint i = 1; i < G_N_ELEMENTS (status_names); i++)
    if (g_strcmp0 (name, status_names[i]) == 0)
      {
        *status = i;
        return TRUE;
      }
  return FALSE;
}

/* [patch index,"code","text",body|null] */
static gboolean
read_refusal (yyjson_val *item, BrOpResult *result)
{
  yyjson_val *current = yyjson_arr_get (item, 3);
  g_autoptr (GString) body = NULL;
  const char *code, *text;
  gint64 patch;

  if (yyjson_arr_size (item) != 4 || !br_json_as_int (yyjson_arr_get (item, 0), &patch) || patch < 0 || patch >= BR_EDIT_MAX_PATCHES
      || !br_json_as_text (yyjson_arr_get (item, 1), &code) || strlen (code) > MAX_CODE_BYTES || !br_json_as_text (yyjson_arr_get (item, 2), &text)
      || strlen (text) > MAX_TEXT_BYTES)
    return FALSE;
  if (!yyjson_is_null (current) && !yyjson_is_arr (current))
    return FALSE;
  if (yyjson_is_arr (current))
    {
      body = g_string_new (NULL);
      br_json_append_value (body, current);
    }
  br_op_result_add_refusal (result, patch, code, text, body != NULL ? body->str : NULL);
  return TRUE;
}

static gboolean
read_result (yyjson_val *item, BrPushAnswer *out, GError **error)
{
  gint64 seq;
  BrOpStatus status;
  BrOpResult *result;
  yyjson_val *why, *refusal;
  yyjson_arr_iter iter;

  if (!br_json_get_int (item, "q", 1, G_MAXINT64, &seq, error))
    return FALSE;
  if (!read_status (item, &status))
    return br_json_fail (error, "s");
  if (!br_json_get_array (item, "why", BR_EDIT_MAX_PATCHES, &why, error))
    return FALSE;
  result = br_push_answer_add_result (out, seq, status);
  yyjson_arr_iter_init (why, &iter);
  while ((refusal = yyjson_arr_iter_next (&iter)) != NULL)
    if (!read_refusal (refusal, result))
      return br_json_fail (error, "why");
  return TRUE;
}

static gboolean
read_applied (yyjson_val *object, BrPushAnswer *out, GError **error)
{
  yyjson_obj_iter iter;
  yyjson_val *key;

  if (!yyjson_is_obj (object))
    return br_json_fail (error, "applied");
  yyjson_obj_iter_init (object, &iter);
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    {
      gint64 seq;

      if (!br_json_as_int (yyjson_obj_iter_get_val (key), &seq) || seq < 0)
        return br_json_fail (error, "applied");
      br_push_answer_set_applied (out, yyjson_get_str (key), seq);
    }
  return TRUE;
}

static gboolean
read_answer (yyjson_val *root, BrPushAnswer *out, GError **error)
{
  yyjson_val *results, *item;
  yyjson_arr_iter iter;

  if (!br_json_get_int (root, "acked", 0, G_MAXINT64, &out->acked, error) || !br_json_get_int (root, "durable", 0, G_MAXINT64, &out->durable, error)
      || !br_json_dup_text (root, "epoch", MAX_EPOCH_BYTES, &out->epoch, error) || !br_json_get_array (root, "res", MAX_OPS, &results, error)
      || !read_applied (yyjson_obj_get (root, "applied"), out, error))
    return FALSE;
  yyjson_arr_iter_init (results, &iter);
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    if (!read_result (item, out, error))
      return FALSE;
  return TRUE;
}

gboolean
br_push_answer_read (GBytes *body, BrPushAnswer *out, GError **error)
{
  gsize length;
  const char *json = g_bytes_get_data (body, &length);
  g_autoptr (yyjson_doc) doc = br_json_parse (json, length, BR_PUSH_ANSWER_MAX_BYTES, error);

  br_push_answer_init (out);
  if (doc != NULL && read_answer (yyjson_doc_get_root (doc), out, error))
    return TRUE;
  br_push_answer_clear (out);
  return FALSE;
}

static void
append_refusals (GString *out, GPtrArray *refusals)
{
  for (guint i = 0; i < refusals->len; i++)
    {
      const BrPatchRefusal *refusal = g_ptr_array_index (refusals, i);

      g_string_append_printf (out, "%s[%u,", i > 0 ? "," : "", refusal->patch);
      br_json_append_text (out, refusal->code);
      g_string_append_c (out, ',');
      br_json_append_text (out, refusal->text);
      g_string_append_c (out, ',');
      g_string_append (out, refusal->current != NULL ? refusal->current : "null");
      g_string_append_c (out, ']');
    }
}

/* "code" repeats the first refusal's, for those who read logs. */
static void
append_result (GString *out, const BrOpResult *result)
{
  g_string_append (out, "{\"q\":");
  br_json_append_int (out, result->seq);
  g_string_append_printf (out, ",\"s\":\"%s\"", status_names[result->status]);
  if (result->refusals != NULL && result->refusals->len > 0)
    {
      g_string_append (out, ",\"code\":");
      br_json_append_text (out, ((BrPatchRefusal *) g_ptr_array_index (result->refusals, 0))->code);
    }
  g_string_append (out, ",\"why\":[");
  if (result->refusals != NULL)
    append_refusals (out, result->refusals);
  g_string_append (out, "]}");
}

static void
append_applied (GString *out, GHashTable *applied)
{
  g_autoptr (GList) feeds = g_list_sort (g_hash_table_get_keys (applied), (GCompareFunc) strcmp);

  g_string_append (out, "\"applied\":{");
  for (GList *l = feeds; l != NULL; l = l->next)
    {
      if (l != feeds)
        g_string_append_c (out, ',');
      br_json_append_text (out, l->data);
      g_string_append_c (out, ':');
      br_json_append_int (out, *(const gint64 *) g_hash_table_lookup (applied, l->data));
    }
  g_string_append_c (out, '}');
}

GBytes *
br_push_answer_write (const BrPushAnswer *answer)
{
  GString *out = g_string_sized_new (256);

  g_string_append (out, "{\"acked\":");
  br_json_append_int (out, answer->acked);
  g_string_append (out, ",\"durable\":");
  br_json_append_int (out, answer->durable);
  g_string_append (out, ",\"epoch\":");
  br_json_append_text (out, answer->epoch);
  g_string_append (out, ",\"res\":[");
  for (guint i = 0; i < answer->results->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_result (out, g_ptr_array_index (answer->results, i));
    }
  g_string_append (out, "],");
  append_applied (out, answer->applied);
  g_string_append_c (out, '}');
  return g_string_free_to_bytes (out);
}
