/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms of a search over sku_list, the search tables and the names that rows refer to. */
#include "config.h"
#include "br-sku-term.h"

#include <string.h>

#include "br-bind.h"
#include "br-id-fill.h"
#include "br-sku-row.h"
#include "br-text-fold.h"

#define NONE G_MININT64
#define MIN_NUMBER 8 /* digits of the shortest GTIN */
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

struct _BrSkuTerm
{
  const BrSearchNode *node;   /* borrowed: lives as long as the query */
  BrIdSet *refs;   /* CATEGORY, BRAND, SUPPLIER, ANY (brands): row ids whose name matches, or NULL */
  GString *match;  /* full-text expression, or NULL */
  const char *table;  /* statement for `match`, or NULL */
  gboolean is_short; /* one or two characters */
  gboolean is_number; /* digits enough for a barcode, so only the beginnings of codes are looked at */
  gint64 now_us;
};

static gboolean
is_ascii (const char *text)
{
  for (; *text; text++)
    if ((guint8) *text >= 0x80)
      return FALSE;
  return TRUE;
}

static void
append_phrase (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (; *text; text++)
    {
      if (*text == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}

/* Three characters or more: parts of words, by trigrams. */
static void
prepare_long (BrSkuTerm *self)
{
  const BrSearchNode *node = self->node;
  gboolean initials = !node->quoted && is_ascii (node->text);

  self->table = "SELECT rowid FROM sku_text WHERE sku_text MATCH ?1";
  self->match = g_string_new (NULL);
  if (node->field == BR_SEARCH_SKU)
    g_string_append (self->match, "code : ");
  else if (node->field == BR_SEARCH_BARCODE)
    g_string_append (self->match, "barcodes : ");
  else if (node->field == BR_SEARCH_NAME)
    g_string_append (self->match, initials ? "{name initials} : " : "name : ");
  else if (!initials)
    g_string_append (self->match, "- initials : ");
  append_phrase (self->match, node->text);
}

static gboolean
is_word (const char *text)
{
  for (; *text; text = g_utf8_next_char (text))
    if (!g_unichar_isalnum (g_utf8_get_char (text)) && !br_text_is_han (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

/* One or two characters: grams of the name. */
static void
prepare_short (BrSkuTerm *self)
{
  const BrSearchNode *node = self->node;
  gboolean one = g_utf8_strlen (node->text, -1) == 1;
  gboolean first_han = br_text_is_han (g_utf8_get_char (node->text));
  gboolean last_han = br_text_is_han (g_utf8_get_char (g_utf8_find_prev_char (node->text, node->text + strlen (node->text))));
  g_autofree char *seam = NULL;

  self->is_short = TRUE;
  if (node->field != BR_SEARCH_ANY && node->field != BR_SEARCH_NAME)
    return;
  if (!is_word (node->text))
    return;
  self->table = "SELECT rowid FROM sku_grams WHERE sku_grams MATCH ?1";
  self->match = g_string_new (node->quoted || first_han || last_han ? "name : " : "");
  seam = one || first_han == last_han ? g_strdup (node->text) : g_strconcat (BR_TEXT_SEAM, node->text, NULL);
  append_phrase (self->match, seam);
  if (one || !(first_han || last_han))
    g_string_append (self->match, " *");
}

static gboolean
name_matches (const char *name, const BrSearchNode *node)
{
  g_autofree char *fold = br_text_fold (name);
  g_autofree char *initials = NULL;

  if (strstr (fold, node->text))
    return TRUE;
  if (node->quoted || !is_ascii (node->text))
    return FALSE;
  initials = br_text_initials (fold);
  return g_str_has_prefix (initials, node->text) || (strlen (node->text) >= 3 && strstr (initials, node->text));
}

/* Row ids of a small table whose name (or other name) matches. */
static gboolean
find_names (BrSkuTerm *self, BrDb *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      gint64 id;

      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      id = sqlite3_column_int64 (statement, 0);
      if (self->refs == NULL) /* the first row has the highest id */
        self->refs = br_id_set_new ((gsize) id + 1);
      for (int column = 1; column <= 2; column++)
        if (br_column_text (statement, column) && name_matches (br_column_text (statement, column), self->node))
          br_id_set_add (self->refs, (guint64) id);
    }
}

/* Adds the categories below those found. Parents may be anywhere, so it goes round until nothing is added. */
static gboolean
add_branches (BrSkuTerm *self, BrDb *db, GError **error)
{
  gsize before;

  do
    {
      sqlite3_stmt *statement = br_db_statement (db, "SELECT id, parent FROM category WHERE parent IS NOT NULL", error);
      gboolean has_row;

      before = self->refs ? self->refs->n : 0;
      if (statement == NULL)
        return FALSE;
      while (TRUE)
        {
          if (!br_db_step (db, statement, &has_row, error))
            return FALSE;
          if (!has_row)
            break;
          if (self->refs && br_id_set_contains (self->refs, (guint64) sqlite3_column_int64 (statement, 1)))
            br_id_set_add (self->refs, (guint64) sqlite3_column_int64 (statement, 0));
        }
    }
  while (self->refs && self->refs->n != before);
  return TRUE;
}

static gboolean
is_number (const BrSearchNode *node)
{
  gsize n = strspn (node->text, "0123456789");

  return (node->field == BR_SEARCH_ANY || node->field == BR_SEARCH_BARCODE) && n >= MIN_NUMBER && node->text[n] == '\0';
}

static gboolean
prepare (BrSkuTerm *self, BrDb *db, GError **error)
{
  static const char brands[] = "SELECT id, name, NULL FROM brand WHERE present = 1 ORDER BY id DESC";
  static const char categories[] = "SELECT id, name, name_alt FROM category ORDER BY id DESC";
  static const char suppliers[] = "SELECT id, name, code FROM supplier WHERE present = 1 ORDER BY id DESC";
  const BrSearchNode *node = self->node;

  if (node->field <= BR_SEARCH_BARCODE)
    {
      self->is_number = is_number (node);
      if (self->is_number)
        return TRUE;
      if (g_utf8_strlen (node->text, -1) < 3)
        prepare_short (self);
      else
        prepare_long (self);
      return node->field != BR_SEARCH_ANY || find_names (self, db, brands, error);
    }
  if (node->field == BR_SEARCH_CATEGORY)
    return find_names (self, db, categories, error) && add_branches (self, db, error);
  if (node->field == BR_SEARCH_BRAND)
    return find_names (self, db, brands, error);
  return node->field != BR_SEARCH_SUPPLIER || find_names (self, db, suppliers, error);
}

BrSkuTerm *
br_sku_term_new (BrDb *db, const BrSearchNode *node, gint64 now_us, GError **error)
{
  BrSkuTerm *self = g_new0 (BrSkuTerm, 1);

  self->node = node;
  self->now_us = now_us;
  if (prepare (self, db, error))
    return self;
  br_sku_term_free (self);
  return NULL;
}

void
br_sku_term_free (BrSkuTerm *self)
{
  if (self->match)
    g_string_free (self->match, TRUE);
  g_clear_pointer (&self->refs, br_id_set_free);
  g_free (self);
}

/* Codes are indexed as written: each way of writing the one or two characters is looked up. */
static gboolean
fill_code_prefix (BrIdFill *fill, const char *text, GError **error)
{
  static const char sql[] = "SELECT id FROM sku WHERE code >= ?1 AND code < ?2";
  char variant[16];
  gsize length = strlen (text);

  for (guint mask = 0; mask < 4; mask++)
    {
      gboolean is_new = TRUE;

      if (length >= sizeof variant)
        return mask > 0 || br_id_fill_prefix (fill, sql, text, error);
      memcpy (variant, text, length + 1);
      for (gsize i = 0; i < 2; i++)
        if (mask & 1u << i)
          {
            is_new = is_new && i < length && g_ascii_islower (text[i]);
            if (is_new)
              variant[i] = g_ascii_toupper (text[i]);
          }
      if (is_new && !br_id_fill_prefix (fill, sql, variant, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill_text (BrSkuTerm *self, BrIdFill *fill, GError **error)
{
  static const char by_barcode[] = "SELECT sku FROM barcode WHERE code >= ?1 AND code < ?2";
  BrSearchField field = self->node->field;

  if (self->is_number)
    return br_id_fill_prefix (fill, by_barcode, self->node->text, error) && (field == BR_SEARCH_BARCODE || fill_code_prefix (fill, self->node->text, error));
  if (self->match)
    {
      sqlite3_stmt *statement = br_db_statement (fill->db, self->table, error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_text (statement, 1, self->match->str, (int) self->match->len, SQLITE_STATIC);
      if (!br_id_fill_from (fill, statement, error))
        return FALSE;
    }
  if (self->is_short && (field == BR_SEARCH_ANY || field == BR_SEARCH_SKU) && !fill_code_prefix (fill, self->node->text, error))
    return FALSE;
  if (self->is_short && field == BR_SEARCH_BARCODE && !br_id_fill_prefix (fill, by_barcode, self->node->text, error))
    return FALSE;
  return field != BR_SEARCH_ANY || br_id_fill_refs (fill, "SELECT id FROM sku_list WHERE brand = ?1", self->refs, error);
}

static gboolean
fill_status (BrSkuTerm *self, BrIdFill *fill, GError **error)
{
  if (self->node->low == BR_STATUS_LISTED)
    return br_id_fill_rest (fill, "SELECT id FROM sku_list WHERE status <> 3", error);
  return br_id_fill_range (fill, "SELECT id FROM sku_list WHERE status <> 3 AND status = ?1", self->node->low, 0, error);
}

static gboolean
fill_has (BrSkuTerm *self, BrIdFill *fill, GError **error)
{
  static const struct
  {
    const char *name, *sql;
  } rows[] = {
    { "picture", "SELECT id FROM sku_list WHERE findings & 16 = 0" }, { "barcode", "SELECT id FROM sku_list WHERE barcode IS NOT NULL" },
    { "brand", "SELECT id FROM sku_list WHERE brand IS NOT NULL" },   { "category", "SELECT id FROM sku_list WHERE category IS NOT NULL" },
    { "price", "SELECT id FROM sku_list WHERE price IS NOT NULL" },   { "cost", "SELECT id FROM sku_list WHERE cost IS NOT NULL" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].name, self->node->text))
      return br_id_fill_range (fill, rows[i].sql, 0, 0, error);
  return TRUE;
}

static gboolean
fill_doctor (BrSkuTerm *self, BrIdFill *fill, GError **error)
{
  if (self->node->low & BR_FINDING_NO_PICTURE)
    return br_id_fill_range (fill, "SELECT id FROM sku_list WHERE findings & ?1 <> 0", self->node->low, 0, error);
  return br_id_fill_range (fill, "SELECT id FROM sku_list WHERE findings NOT IN (0, 16) AND findings & ?1 <> 0", self->node->low, 0, error);
}

static gboolean
fill_attribute (BrSkuTerm *self, BrIdFill *fill, GError **error)
{
  static const char sql[] = "SELECT s.id FROM attribute a JOIN sku s ON s.product = a.product WHERE a.key = ?1 AND instr (a.value, ?2) > 0";
  sqlite3_stmt *statement = br_db_statement (fill->db, sql, error);

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, self->node->key);
  br_bind_text (statement, 2, self->node->text);
  return br_id_fill_from (fill, statement, error);
}

/* changed:N counts whole days back from now. */
static void
get_changed_range (const BrSkuTerm *self, gint64 *low_us, gint64 *high_us)
{
  gint64 most = self->now_us / DAY_US;

  *low_us = self->node->high >= most ? G_MININT64 : self->now_us - (self->node->high + 1) * DAY_US + 1;
  *high_us = self->node->low <= 0 ? G_MAXINT64 : self->now_us - MIN (self->node->low, most) * DAY_US;
}

static gboolean
fill_flags (BrSkuTerm *self, BrIdFill *fill, GError **error)
{
  static const char pending[] = "SELECT id FROM sku_list WHERE pending <> 0";
  static const char elsewhere[] = "SELECT id FROM sku_list WHERE listed_here = 0";

  if (self->node->field == BR_SEARCH_PENDING)
    return self->node->low ? br_id_fill_range (fill, pending, 0, 0, error) : br_id_fill_rest (fill, pending, error);
  return self->node->low ? br_id_fill_rest (fill, elsewhere, error) : br_id_fill_range (fill, elsewhere, 0, 0, error);
}

/* Fields that are one column: a range of numbers, or row ids of what the names refer to. */
static const char *const range_sql[] = {
  [BR_SEARCH_PRICE] = "SELECT id FROM sku_list WHERE price BETWEEN ?1 AND ?2",
  [BR_SEARCH_COST] = "SELECT id FROM sku_list WHERE cost BETWEEN ?1 AND ?2",
  [BR_SEARCH_MARGIN] = "SELECT id FROM sku_list WHERE margin_bp BETWEEN ?1 AND ?2",
  [BR_SEARCH_CHANGED] = "SELECT id FROM sku_list WHERE changed_us BETWEEN ?1 AND ?2",
  [BR_SEARCH_ATTRIBUTE] = NULL,
};
static const char *const refs_sql[] = {
  [BR_SEARCH_CATEGORY] = "SELECT id FROM sku_list WHERE category = ?1",
  [BR_SEARCH_BRAND] = "SELECT id FROM sku_list WHERE brand = ?1",
  [BR_SEARCH_SUPPLIER] = "SELECT id FROM sku_list WHERE supplier IS NOT NULL AND supplier = ?1",
  [BR_SEARCH_ATTRIBUTE] = NULL,
};

static gboolean
fill_field (BrSkuTerm *self, BrIdFill *fill, GError **error)
{
  const BrSearchNode *node = self->node;
  gint64 low = node->low, high = node->high;

  if (br_sku_term_is_text (self))
    return fill_text (self, fill, error);
  if (refs_sql[node->field])
    return br_id_fill_refs (fill, refs_sql[node->field], self->refs, error);
  if (node->field == BR_SEARCH_CHANGED)
    get_changed_range (self, &low, &high);
  if (range_sql[node->field])
    return br_id_fill_range (fill, range_sql[node->field], low, high, error);
  if (node->field == BR_SEARCH_STATUS)
    return fill_status (self, fill, error);
  if (node->field == BR_SEARCH_HAS)
    return fill_has (self, fill, error);
  if (node->field == BR_SEARCH_DOCTOR)
    return fill_doctor (self, fill, error);
  if (node->field != BR_SEARCH_ATTRIBUTE)
    return fill_flags (self, fill, error);
  if (fill->limit != G_MAXSIZE)
    fill->limit /= 8; /* each is a join: dearer */
  return fill_attribute (self, fill, error);
}

gboolean
br_sku_term_fill (BrSkuTerm *self, BrDb *db, gsize limit, BrIdSet *set, gboolean *complete, GError **error)
{
  BrIdFill fill = { db, set, limit, TRUE };
  gboolean ok = fill_field (self, &fill, error);

  *complete = fill.complete;
  return ok;
}

gboolean
br_sku_term_is_text (const BrSkuTerm *self)
{
  return self->node->field <= BR_SEARCH_BARCODE;
}

static gboolean
test_has (const char *what, const BrSkuProbe *probe)
{
  switch (what[0] == 'c' ? what[1] : what[0])
    {
    case 'p': return what[1] == 'i' ? (probe->findings & BR_FINDING_NO_PICTURE) == 0 : probe->price != NONE;
    case 'b': return what[1] == 'a' ? probe->has_barcode : probe->brand != NONE;
    case 'a': return probe->category != NONE;
    default: return probe->cost != NONE;
    }
}

static gboolean
test_attribute (BrSkuTerm *self, BrSkuProbe *probe, gboolean *matches, GError **error)
{
  static const char sql[] = "SELECT 1 FROM attribute WHERE product = ?1 AND key = ?2 AND instr (value, ?3) > 0";
  sqlite3_stmt *statement = br_db_statement (probe->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, probe->product);
  br_bind_text (statement, 2, self->node->key);
  br_bind_text (statement, 3, self->node->text);
  if (!br_db_step (probe->db, statement, matches, error))
    return FALSE;
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
has_word_beginning (const char *text, const char *start)
{
  gboolean inside = FALSE;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_letter = g_unichar_isalnum (c) && !br_text_is_han (c);

      if (is_letter && !inside && g_str_has_prefix (p, start))
        return TRUE;
      inside = is_letter;
    }
  return FALSE;
}

static gboolean
has_line_beginning (const char *lines, const char *start)
{
  for (const char *p = lines; p && *p; p = strchr (p, '\n'))
    {
      p += *p == '\n';
      if (g_str_has_prefix (p, start))
        return TRUE;
    }
  return FALSE;
}

static gboolean
test_name (const BrSearchNode *node, gboolean is_short, const BrSkuProbe *probe)
{
  gboolean has_han = br_text_is_han (g_utf8_get_char (node->text)) || br_text_is_han (g_utf8_get_char (g_utf8_prev_char (node->text + strlen (node->text))));

  if (!is_short)
    return strstr (probe->name, node->text) || (!node->quoted && strstr (probe->initials, node->text));
  if (!is_word (node->text))
    return FALSE;
  if (has_han)
    return strstr (probe->name, node->text) != NULL;
  return has_word_beginning (probe->name, node->text) || (!node->quoted && g_str_has_prefix (probe->initials, node->text));
}

/* The same as the index says, from the texts themselves. */
static gboolean
test_texts (const BrSkuTerm *self, const BrSkuProbe *probe)
{
  const BrSearchNode *node = self->node;
  gboolean begins = self->is_short || self->is_number;
  gboolean in_code = begins ? g_str_has_prefix (probe->code, node->text) : strstr (probe->code, node->text) != NULL;
  gboolean in_barcodes = begins ? has_line_beginning (probe->barcodes, node->text) : strstr (probe->barcodes, node->text) != NULL;

  if (node->field == BR_SEARCH_NAME)
    return test_name (node, self->is_short, probe);
  if (node->field == BR_SEARCH_SKU)
    return in_code;
  if (node->field == BR_SEARCH_BARCODE)
    return in_barcodes;
  if (self->is_number)
    return in_code || in_barcodes;
  return in_code || (!self->is_short && in_barcodes) || test_name (node, self->is_short, probe);
}

static gboolean
is_one_of (const BrIdSet *refs, gint64 id)
{
  return refs && id != NONE && br_id_set_contains (refs, (guint64) id);
}

static gboolean
test_text (const BrSkuTerm *self, BrSkuProbe *probe, guint32 id, gboolean *matches, GError **error)
{
  *matches = FALSE;
  if (self->refs)
    {
      if (!br_sku_probe_read_row (probe, id, error))
        return FALSE;
      *matches = probe->exists && is_one_of (self->refs, probe->brand);
    }
  if (*matches)
    return TRUE;
  if (!br_sku_probe_read_texts (probe, id, error))
    return FALSE;
  *matches = probe->text_id == id && test_texts (self, probe);
  return TRUE;
}

static gboolean
is_within (gint64 value, gint64 low, gint64 high)
{
  return value != NONE && value >= low && value <= high;
}

static gboolean
test_column (const BrSkuTerm *self, const BrSkuProbe *probe)
{
  gint64 low = self->node->low, high = self->node->high;

  switch (self->node->field)
    {
    case BR_SEARCH_CATEGORY: return is_one_of (self->refs, probe->category);
    case BR_SEARCH_BRAND: return is_one_of (self->refs, probe->brand);
    case BR_SEARCH_SUPPLIER: return is_one_of (self->refs, probe->supplier);
    case BR_SEARCH_STATUS: return probe->status == low;
    case BR_SEARCH_PRICE: return is_within (probe->price, low, high);
    case BR_SEARCH_COST: return is_within (probe->cost, low, high);
    case BR_SEARCH_MARGIN: return is_within (probe->margin_bp, low, high);
    case BR_SEARCH_HAS: return test_has (self->node->text, probe);
    case BR_SEARCH_DOCTOR: return (probe->findings & low) != 0;
    case BR_SEARCH_PENDING: return probe->pending == low;
    case BR_SEARCH_LISTED_HERE: return probe->listed_here == low;
    case BR_SEARCH_CHANGED: get_changed_range (self, &low, &high); return is_within (probe->changed_us, low, high);
    case BR_SEARCH_ANY:
    case BR_SEARCH_NAME:
    case BR_SEARCH_SKU:
    case BR_SEARCH_BARCODE:
    case BR_SEARCH_ATTRIBUTE:
    default: g_assert_not_reached ();
    }
}

gboolean
br_sku_term_test (BrSkuTerm *self, BrSkuProbe *probe, guint32 id, gboolean *matches, GError **error)
{
  *matches = FALSE;
  if (br_sku_term_is_text (self))
    return test_text (self, probe, id, matches, error);
  if (!br_sku_probe_read_row (probe, id, error))
    return FALSE;
  if (!probe->exists)
    return TRUE;
  if (self->node->field == BR_SEARCH_ATTRIBUTE)
    return test_attribute (self, probe, matches, error);
  *matches = test_column (self, probe);
  return TRUE;
}
