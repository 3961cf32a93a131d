/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feed pages, read line by line and written; the format is in the header. The reader is the first sync's inner loop:
 * one record is reused for all rows, yyjson works in one block of memory that is kept between lines, and the columns
 * of a kind are resolved to fields once, in the head.
 */
#include "config.h"

#include "br-wire-feed.h"

#include <sodium.h>
#include <string.h>

#include "br-error.h"
#include "br-json-private.h"

#define MAX_PAGE_BYTES (64 * 1024 * 1024) /* far above 4 MiB of a page and of what a whole small feed takes */
#define MAX_LINE_BYTES (1024 * 1024)      /* SYNC.md 3.10 */
#define MAX_COLUMNS 64                 /* of one kind, unknown ones included */
#define COLUMN_REV -1
#define COLUMN_BY -2
#define COLUMN_AT -3
#define COLUMN_UNKNOWN -4                 /* of a newer HQ: ignored */

/* What stands at each place of a kind's rows: a field index or one of the above. */
typedef struct
{
  guint n;                     /* 0 = the kind is not in this page's head */
  gint8 columns[MAX_COLUMNS];
} Layout;

struct _BrFeedReader
{
  GBytes *page;             /* owned */
  const char *at;               /* next line */
  const char *end;
  guint8 *memory;           /* owned: yyjson's values of one line */
  gsize memory_size;
  gboolean ended;            /* the end line has been read */
  gint64 last_seq;         /* of the row before */
  BrFeedHead head;
  BrKind last_kind;        /* of the row before: rows come in runs of a kind */
  Layout layouts[BR_N_KINDS];
  BrRecord record;           /* handed out */
};

/* The next line without its line feed, or NULL at the end. A last line without line feed is a truncated one. */
static const char *
next_line (BrFeedReader *self, gsize *length, GError **error)
{
  const char *line = self->at;
  const char *stop = memchr (line, '\n', self->end - line);

  if (stop == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "the page is cut off after number %" G_GINT64_FORMAT, self->last_seq);
      return NULL;
    }
  if (stop - line > MAX_LINE_BYTES)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "a line of %" G_GSIZE_FORMAT " bytes", (gsize) (stop - line));
      return NULL;
    }
  self->at = stop + 1;
  *length = stop - line;
  return line;
}

/* Depth needs no check here: the reader is not recursive and looks at no value deeper than a cell. */
static yyjson_doc *
parse_line (BrFeedReader *self, const char *line, gsize length, GError **error)
{
  gsize needed = yyjson_read_max_memory_usage (length, YYJSON_READ_NOFLAG);
  yyjson_alc allocator;
  yyjson_read_err why;
  yyjson_doc *doc;

  if (needed > self->memory_size)
    {
      self->memory_size = MAX (needed, 2 * self->memory_size);
      g_free (self->memory);
      self->memory = g_malloc (self->memory_size);
    }
  yyjson_alc_pool_init (&allocator, self->memory, self->memory_size);
  doc = yyjson_read_opts ((char *) line, length, YYJSON_READ_NOFLAG, &allocator, &why);
  if (doc == NULL)
    g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "line after number %" G_GINT64_FORMAT " is not JSON: %s", self->last_seq, why.msg);
  return doc; /* lives in self->memory: never freed, replaced by the next line */
}

static int
resolve_column (const BrKindInfo *info, const char *name)
{
  int field;

  if (strcmp (name, "rev") == 0)
    return COLUMN_REV;
  if (strcmp (name, "by") == 0)
    return COLUMN_BY;
  if (strcmp (name, "at") == 0)
    return COLUMN_AT;
  field = br_schema_find_field (info, name);
  return field >= 0 ? field : COLUMN_UNKNOWN;
}

static gboolean
read_layout (BrFeedReader *self, const BrKindInfo *info, yyjson_val *names, GError **error)
{
  Layout *layout = &self->layouts[info->kind];
  guint32 seen = 0;
  yyjson_arr_iter iter;
  yyjson_val *item;

  if (!yyjson_is_arr (names) || yyjson_arr_size (names) == 0 || yyjson_arr_size (names) > MAX_COLUMNS || layout->n > 0)
    return br_json_fail (error, info->name);
  yyjson_arr_iter_init (names, &iter);
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      const char *name;
      int column;

      if (!br_json_as_text (item, &name))
        return br_json_fail (error, info->name);
      column = resolve_column (info, name);
      if (column != COLUMN_UNKNOWN && (seen & (1u << (column + 3))) != 0)
        return br_json_fail (error, "column (twice)");
      if (column != COLUMN_UNKNOWN)
        seen |= 1u << (column + 3);
      layout->columns[layout->n++] = column;
    }
  return TRUE;
}

/* Kinds of a newer HQ have no layout; their rows are errors, so HQ sends them only to those that know them (X-Schema). */
static gboolean
read_layouts (BrFeedReader *self, yyjson_val *columns, GError **error)
{
  yyjson_obj_iter iter;
  yyjson_val *key;

  if (!yyjson_is_obj (columns))
    return br_json_fail (error, "cols");
  yyjson_obj_iter_init (columns, &iter);
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    {
      const BrKindInfo *info = br_schema_find (yyjson_get_str (key));

      if (info != NULL && !read_layout (self, info, yyjson_obj_iter_get_val (key), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_head (BrFeedReader *self, GError **error)
{
  gsize length;
  const char *line = next_line (self, &length, error);
  yyjson_doc *doc = line != NULL ? parse_line (self, line, length, error) : NULL;
  yyjson_val *root = yyjson_doc_get_root (doc);

  if (doc == NULL)
    return FALSE;
  if (!br_json_dup_text (root, "feed", 64, &self->head.feed, error) || !br_json_dup_text (root, "epoch", 100, &self->head.epoch, error)
      || !br_json_get_int (root, "from", 0, G_MAXINT64, &self->head.from, error))
    return FALSE;
  self->last_seq = self->head.from;
  return read_layouts (self, yyjson_obj_get (root, "cols"), error);
}

BrFeedReader *
br_feed_reader_new (GBytes *page, GError **error)
{
  g_autoptr (BrFeedReader) self = g_new0 (BrFeedReader, 1);
  gsize length;

  self->page = g_bytes_ref (page);
  self->at = g_bytes_get_data (page, &length); /* NULL when the page is empty */
  self->end = length > 0 ? self->at + length : self->at;
  if (length > MAX_PAGE_BYTES)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "a feed page of %" G_GSIZE_FORMAT " bytes", length);
      return NULL;
    }
  if (length == 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_PROTOCOL, "an empty feed page");
      return NULL;
    }
  return read_head (self, error) ? g_steal_pointer (&self) : NULL;
}

void
br_feed_reader_free (BrFeedReader *self)
{
  br_record_clear (&self->record);
  g_free (self->head.feed);
  g_free (self->head.epoch);
  g_free (self->memory);
  g_bytes_unref (self->page);
  g_free (self);
}

const BrFeedHead *
br_feed_reader_get_head (BrFeedReader *self)
{
  return &self->head;
}

static const BrKindInfo *
read_kind (BrFeedReader *self, yyjson_val *value)
{
  const char *name = yyjson_get_str (value);
  const BrKindInfo *info = br_schema_get (self->last_kind);

  if (name == NULL)
    return NULL;
  if (info == NULL || strcmp (info->name, name) != 0)
    info = br_schema_find (name);
  if (info != NULL)
    self->last_kind = info->kind;
  return info;
}

/* `by` is the same person for many rows on end: the text is kept while it does not change. */
static gboolean
read_by (BrRecord *record, yyjson_val *value)
{
  const char *by = NULL;

  if (!yyjson_is_null (value) && !br_json_as_text (value, &by))
    return FALSE;
  if (g_strcmp0 (by, record->by) == 0)
    return TRUE;
  g_clear_pointer (&record->by, g_ref_string_release);
  record->by = by != NULL ? g_ref_string_new (by) : NULL;
  return TRUE;
}

static gboolean
read_column (BrRecord *record, const BrKindInfo *info, int column, yyjson_val *value)
{
  switch (column)
    {
    case COLUMN_REV: return br_json_as_int (value, &record->rev) && record->rev >= 0;
    case COLUMN_BY: return read_by (record, value);
    case COLUMN_AT: return br_json_as_int (value, &record->at_us);
    case COLUMN_UNKNOWN: return TRUE;
    default: return br_wire_cell_read (&info->fields[column], value, &record->cells[column]);
    }
}

static void
reset_record (BrRecord *record, BrKind kind)
{
  for (guint i = 0; i < BR_MAX_FIELDS; i++)
    if (record->cells[i].type != BR_VALUE_NULL)
      br_value_clear (&record->cells[i]);
  record->kind = kind;
  record->rev = 0;
  record->at_us = 0;
}

/* Rows are in order of their numbers: a cursor at the last one can then skip none. */
static gboolean
read_seq (BrFeedReader *self, yyjson_val *value, gint64 *seq, GError **error)
{
  if (!br_json_as_int (value, seq) || *seq <= self->last_seq)
    return br_json_fail (error, "row number");
  self->last_seq = *seq;
  return TRUE;
}

/* ["sku","<uuid>",1201,[…]] */
static gboolean
read_row (BrFeedReader *self, yyjson_val *root, gint64 *seq, GError **error)
{
  yyjson_val *kind = yyjson_arr_get_first (root), *id = unsafe_yyjson_get_next (kind);
  yyjson_val *number = unsafe_yyjson_get_next (id), *cells = unsafe_yyjson_get_next (number);
  const BrKindInfo *info = read_kind (self, kind);
  const Layout *layout = info != NULL ? &self->layouts[info->kind] : NULL;
  yyjson_arr_iter iter;
  yyjson_val *value;

  if (layout == NULL || layout->n == 0)
    return br_json_fail (error, "kind of row");
  if (!br_json_as_id (id, &self->record.id) || br_id_is_none (&self->record.id))
    return br_json_fail (error, "id of row");
  if (!read_seq (self, number, seq, error))
    return FALSE;
  if (!yyjson_is_arr (cells) || yyjson_arr_size (cells) > layout->n)
    return br_json_fail (error, "cells of row");
  reset_record (&self->record, info->kind);
  yyjson_arr_iter_init (cells, &iter);
  for (guint i = 0; (value = yyjson_arr_iter_next (&iter)) != NULL; i++)
    if (!read_column (&self->record, info, layout->columns[i], value))
      {
        g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "%s %" G_GINT64_FORMAT ": wrong value in column %u", info->name, *seq, i);
        return FALSE;
      }
  return TRUE;
}

/* ["-","sku","<uuid>",1202] */
static gboolean
read_tombstone (BrFeedReader *self, yyjson_val *root, gint64 *seq, GError **error)
{
  const BrKindInfo *info = read_kind (self, yyjson_arr_get (root, 1));
  BrId id;

  if (info == NULL)
    return br_json_fail (error, "kind of tombstone");
  if (!br_json_as_id (yyjson_arr_get (root, 2), &id) || br_id_is_none (&id))
    return br_json_fail (error, "id of tombstone");
  if (!read_seq (self, yyjson_arr_get (root, 3), seq, error))
    return FALSE;
  reset_record (&self->record, info->kind);
  self->record.id = id;
  return TRUE;
}

static gboolean
read_sum (yyjson_val *root, guint64 *sum, GError **error)
{
  guint8 bytes[8];

  if (!br_json_get_bytes (root, "xsum", bytes, sizeof bytes, error))
    return FALSE;
  memcpy (sum, bytes, sizeof bytes);
  *sum = GUINT64_FROM_BE (*sum);
  return TRUE;
}

/* {"end":1,…}; `last_seq` is the last row's number. */
static gboolean
read_end (yyjson_val *root, gint64 last_seq, BrFeedEnd *end, GError **error)
{
  yyjson_val *more = yyjson_obj_get (root, "more");

  if (!br_json_get_int (root, "next", last_seq, G_MAXINT64, &end->next, error) || !br_json_get_int (root, "head", end->next, G_MAXINT64, &end->head, error)
      || !br_json_get_int (root, "n", 0, G_MAXINT64, &end->n, error) || !read_sum (root, &end->xsum, error))
    return FALSE;
  if (!yyjson_is_bool (more))
    return br_json_fail (error, "more");
  end->more = yyjson_get_bool (more);
  return TRUE;
}

/* {"page":1702} or {"end":1,…} */
static gboolean
read_mark (BrFeedReader *self, yyjson_val *root, BrFeedRowKind *what, gint64 *seq, BrFeedEnd *end, GError **error)
{
  if (yyjson_obj_get (root, "end") != NULL)
    {
      self->ended = TRUE;
      if (!read_end (root, self->last_seq, end, error))
        return FALSE;
      *what = BR_FEED_END;
      return TRUE;
    }
  if (!br_json_get_int (root, "page", self->last_seq, G_MAXINT64, seq, error))
    return FALSE;
  self->last_seq = *seq;
  *what = BR_FEED_MARK;
  return TRUE;
}

gboolean
br_feed_reader_next (BrFeedReader *self, BrFeedRowKind *what, const BrRecord **record, gint64 *seq, BrFeedEnd *end, GError **error)
{
  gsize length;
  const char *line;
  yyjson_doc *doc;
  yyjson_val *root, *first;

  g_return_val_if_fail (!self->ended, FALSE);
  line = next_line (self, &length, error);
  doc = line != NULL ? parse_line (self, line, length, error) : NULL;
  if (doc == NULL)
    return FALSE;
  root = yyjson_doc_get_root (doc);
  *record = &self->record;
  if (yyjson_is_obj (root))
    return read_mark (self, root, what, seq, end, error);
  first = yyjson_arr_get_first (root);
  if (yyjson_arr_size (root) != 4)
    return br_json_fail (error, "line");
  *what = yyjson_equals_str (first, "-") ? BR_FEED_TOMBSTONE : BR_FEED_ROW;
  return *what == BR_FEED_ROW ? read_row (self, root, seq, error) : read_tombstone (self, root, seq, error);
}

gboolean
br_feed_peek_end (GBytes *page, BrFeedEnd *end, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (page, &length);
  const char *before;
  g_autoptr (yyjson_doc) doc = NULL;

  if (length == 0 || data[length - 1] != '\n')
    return br_json_fail (error, "end line (the page is cut off)");
  before = memrchr (data, '\n', length - 1);
  if (before == NULL)
    return br_json_fail (error, "end line");
  doc = br_json_parse (before + 1, data + length - 1 - (before + 1), MAX_LINE_BYTES, error);
  if (doc == NULL)
    return FALSE;
  if (yyjson_obj_get (yyjson_doc_get_root (doc), "end") == NULL)
    return br_json_fail (error, "end line (the page is cut off)");
  return read_end (yyjson_doc_get_root (doc), 0, end, error);
}

gint64
br_feed_count_rows (GBytes *page)
{
  gsize length;
  const char *line = g_bytes_get_data (page, &length);
  const char *end = line + length;
  gint64 n = 0;

  while (line < end)
    {
      const char *stop = memchr (line, '\n', end - line);

      n += *line == '[';
      line = stop != NULL ? stop + 1 : end;
    }
  return n;
}

void
br_feed_write_head (GString *out, const char *feed, const char *epoch, gint64 from, const BrKind *kinds, guint n_kinds)
{
  g_string_append (out, "{\"feed\":");
  br_json_append_text (out, feed);
  g_string_append (out, ",\"epoch\":");
  br_json_append_text (out, epoch);
  g_string_append (out, ",\"from\":");
  br_json_append_int (out, from);
  g_string_append (out, ",\"cols\":{");
  for (guint i = 0; i < n_kinds; i++)
    {
      const BrKindInfo *info = br_schema_get (kinds[i]);

      g_string_append_printf (out, "%s\"%s\":[\"rev\",\"by\",\"at\"", i > 0 ? "," : "", info->name);
      for (guint j = 0; j < info->n_fields; j++)
        g_string_append_printf (out, ",\"%s\"", info->fields[j].name);
      g_string_append_c (out, ']');
    }
  g_string_append (out, "}}\n");
}

void
br_feed_write_row (GString *out, BrKind kind, const BrId *id, gint64 seq, const char *body_json)
{
  g_string_append (out, "[\"");
  g_string_append (out, br_schema_get (kind)->name);
  g_string_append (out, "\",");
  br_json_append_id (out, id);
  g_string_append_c (out, ',');
  br_json_append_int (out, seq);
  g_string_append_c (out, ',');
  g_string_append (out, body_json);
  g_string_append (out, "]\n");
}

void
br_feed_write_tombstone (GString *out, BrKind kind, const BrId *id, gint64 seq)
{
  g_string_append (out, "[\"-\",\"");
  g_string_append (out, br_schema_get (kind)->name);
  g_string_append (out, "\",");
  br_json_append_id (out, id);
  g_string_append_c (out, ',');
  br_json_append_int (out, seq);
  g_string_append (out, "]\n");
}

void
br_feed_write_end (GString *out, const BrFeedEnd *end)
{
  g_string_append (out, "{\"end\":1,\"next\":");
  br_json_append_int (out, end->next);
  g_string_append (out, ",\"head\":");
  br_json_append_int (out, end->head);
  g_string_append (out, ",\"n\":");
  br_json_append_int (out, end->n);
  g_string_append_printf (out, ",\"xsum\":\"%016" G_GINT64_MODIFIER "x\",\"more\":%s}\n", end->xsum, end->more ? "true" : "false");
}

guint64
br_feed_item_sum (BrKind kind, const BrId *id, gint64 seq)
{
  char item[16 + BR_ID_STRING_LENGTH + 24];
  int length = g_snprintf (item, sizeof item, "%d|", kind);
  guint8 digest[crypto_hash_sha256_BYTES];
  guint64 sum;

  br_id_write (id, item + length);
  length += BR_ID_STRING_LENGTH;
  length += g_snprintf (item + length, sizeof item - length, "|%" G_GINT64_FORMAT, seq);
  crypto_hash_sha256 (digest, (const guint8 *) item, length);
  memcpy (&sum, digest, sizeof sum);
  return GUINT64_FROM_BE (sum);
}
