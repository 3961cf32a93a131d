/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "br-tag-bound.h"

#include "br-bind.h"
#include "br-tag-sql.h"
#include "br-tag-store.h"

#define CANCEL_STEP 256 /* tags between two looks at the cancellable */
#define MAX_DEPTH 64    /* of categories; a circle ends here */

void
br_tag_bound_free (BrTagBound *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->tag, br_tag_unref);
  br_tag_binding_clear (&self->binding);
  g_free (self->key);
  g_free (self->next_key);
  g_free (self->wanted_design);
  g_free (self->wanted_fields);
  g_free (self);
}

/* Columns: 0 tag, 1 SKU, 2 store, 3 design, 4 bound at, 5 SKU row, 6 status, 7 listed here, 8 category, 9 key, 10 next key, 11 next from, 13 SKU, 14 price and
 * 15 regular price of what is wanted, 16 next due, 17 held, 18 design, 19 its revision and 20 values, 21 settled of
 * what is wanted. */
static BrTagBound *
read_row (BrDb *db, sqlite3_stmt *row, GError **error)
{
  g_autoptr (BrTag) tag = br_tag_store_load (db, sqlite3_column_int64 (row, 0), error);
  BrTagBound *self;
  int status = sqlite3_column_int (row, 6);

  if (tag == NULL)
    return NULL;
  self = g_new0 (BrTagBound, 1);
  self->binding = (BrTagBinding) { .tag = tag->id, .sku = br_column_id (row, 1), .store = br_column_id (row, 2), .bound_us = sqlite3_column_int64 (row, 4) };
  self->binding.design = g_strdup (br_column_text (row, 3));
  self->tag = g_steal_pointer (&tag);
  self->sku_row = (guint32) sqlite3_column_int64 (row, 5);
  self->sold = (status == BR_STATUS_LISTED || status == BR_STATUS_CLEARANCE) && sqlite3_column_int (row, 7) != 0;
  self->category = sqlite3_column_int64 (row, 8);
  self->key = g_strdup (br_column_text (row, 9));
  self->next_key = g_strdup (br_column_text (row, 10));
  self->next_from_us = sqlite3_column_int64 (row, 11);
  self->next_due_us = sqlite3_column_int64 (row, 16);
  self->held = sqlite3_column_int (row, 17) != 0;
  self->wanted_design = g_strdup (br_column_text (row, 18));
  self->wanted_revision = sqlite3_column_int (row, 19);
  self->settled = sqlite3_column_int (row, 21) != 0;
  self->wanted_fields = g_strdup (br_column_text (row, 20));
  self->wanted_sku = br_column_id (row, 13);
  self->wanted_minor = br_tag_sql_minor (row, 14);
  self->wanted_regular_minor = br_tag_sql_minor (row, 15);
  return self;
}

#define COLUMNS                                                                                                                                                \
  "SELECT b.tag, b.sku, b.store, b.design, b.bound_us, l.id, l.status, l.listed_here, l.category, w.key, n.key, n.from_us, s.id,"                              \
  " w.sku, w.price_minor, w.regular_minor, n.due_us, w.held, w.design, w.revision, w.fields,"                                                                  \
  " coalesce (t.shown_gen = t.wanted_gen OR t.shown_digest = w.digest, 0) AND NOT EXISTS (SELECT 1 FROM tags.tag_job j WHERE j.tag = b.tag AND j.state < 10)"
#define TABLES                                                                                                                                                 \
  " JOIN tags.tag t ON t.id = b.tag LEFT JOIN sku_list l ON l.id = s.id LEFT JOIN tags.tag_want w ON w.tag = b.tag AND w.gen = t.wanted_gen"                   \
  " LEFT JOIN tags.tag_next n ON n.tag = b.tag"

static gboolean
add_rows (BrDb *db, sqlite3_stmt *statement, GPtrArray *list, GCancellable *cancellable, GError **error)
{
  gboolean has_row;

  while (br_db_step (db, statement, &has_row, error))
    {
      BrTagBound *bound;

      if (!has_row)
        return TRUE;
      bound = read_row (db, statement, error);
      if (bound == NULL)
        break;
      g_ptr_array_add (list, bound);
      if (list->len % CANCEL_STEP == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        break;
    }
  sqlite3_reset (statement);
  return FALSE;
}

static gboolean
add_all (BrDb *db, GPtrArray *list, GCancellable *cancellable, GError **error)
{
  static const char sql[] = COLUMNS " FROM tags.tag_binding b LEFT JOIN sku s ON s.uid = b.sku" TABLES " ORDER BY b.sku, b.tag";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  return statement != NULL && add_rows (db, statement, list, cancellable, error);
}

static gboolean
add_of_sku (BrDb *db, gint64 sku, GPtrArray *list, GCancellable *cancellable, GError **error)
{
  static const char sql[] = COLUMNS " FROM sku s JOIN tags.tag_binding b ON b.sku = s.uid" TABLES " WHERE s.id = ?1 ORDER BY b.tag";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  return add_rows (db, statement, list, cancellable, error);
}

GPtrArray *
br_tag_bound_list (BrDb *db, const GArray *skus, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) br_tag_bound_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  if (skus == NULL)
    return add_all (db, list, cancellable, error) ? g_steal_pointer (&list) : NULL;
  for (guint i = 0; i < skus->len; i++)
    {
      gint64 *sku = &g_array_index (skus, gint64, i);

      if (g_hash_table_add (seen, sku) && !add_of_sku (db, *sku, list, cancellable, error))
        return NULL;
    }
  return g_steal_pointer (&list);
}

/* A rule, its category as a row. */
typedef struct
{
  gint64 category; /* 0 = any */
  guint width, height;
  gboolean promotion;
  char *design;
} Rule;

struct _BrTagDesigns
{
  GArray *rules;       /* of Rule */
  GHashTable *parents; /* gint64 category -> gint64 its parent */
};

static void
clear_rule (gpointer data)
{
  g_free (((Rule *) data)->design);
}

void
br_tag_designs_free (BrTagDesigns *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->rules);
  g_hash_table_unref (self->parents);
  g_free (self);
}

/* A rule of a category that is gone fits nothing. */
static gboolean
load_rules (BrTagDesigns *self, BrDb *db, GError **error)
{
  static const char sql[] = "SELECT c.id, d.width, d.height, d.promotion, d.design FROM tags.tag_design d LEFT JOIN category c ON c.uid = d.category"
                            " WHERE d.category IS NULL OR c.id IS NOT NULL";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  while (statement != NULL && br_db_step (db, statement, &has_row, error))
    {
      Rule rule;

      if (!has_row)
        return TRUE;
      rule = (Rule) { sqlite3_column_int64 (statement, 0), (guint) sqlite3_column_int64 (statement, 1), (guint) sqlite3_column_int64 (statement, 2),
                      sqlite3_column_int (statement, 3), g_strdup (br_column_text (statement, 4)) };
      g_array_append_val (self->rules, rule);
    }
  return FALSE;
}

static gboolean
load_parents (BrTagDesigns *self, BrDb *db, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT id, parent FROM category WHERE parent IS NOT NULL", error);
  gboolean has_row;

  while (statement != NULL && br_db_step (db, statement, &has_row, error))
    {
      gint64 pair[2];

      if (!has_row)
        return TRUE;
      pair[0] = sqlite3_column_int64 (statement, 0);
      pair[1] = sqlite3_column_int64 (statement, 1);
      g_hash_table_insert (self->parents, g_memdup2 (&pair[0], sizeof pair[0]), g_memdup2 (&pair[1], sizeof pair[1]));
    }
  return FALSE;
}

BrTagDesigns *
br_tag_designs_load (BrDb *db, GError **error)
{
  g_autoptr (BrTagDesigns) self = g_new0 (BrTagDesigns, 1);

  self->rules = g_array_new (FALSE, FALSE, sizeof (Rule));
  g_array_set_clear_func (self->rules, clear_rule);
  self->parents = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  if (!load_rules (self, db, error) || !load_parents (self, db, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* How narrow the rule is among those of its category; -1 = it does not fit. */
static int
rate (const Rule *rule, gint64 category, const BrTagType *type, gboolean promotion)
{
  gboolean sized = rule->width != 0;

  if (rule->category != category || (rule->promotion && !promotion) || (sized && (rule->width != type->width || rule->height != type->height)))
    return -1;
  return sized * 2 + (rule->promotion != FALSE);
}

const char *
br_tag_designs_find (const BrTagDesigns *self, gint64 category, const BrTagType *type, gboolean promotion)
{
  for (guint depth = 0; depth < MAX_DEPTH; depth++)
    {
      const char *design = NULL;
      const gint64 *parent;
      int best = -1;

      for (guint i = 0; i < self->rules->len; i++)
        {
          const Rule *rule = &g_array_index (self->rules, Rule, i);
          int rating = rate (rule, category, type, promotion);

          if (rating <= best)
            continue;
          best = rating;
          design = rule->design;
        }
      if (design != NULL || category == 0)
        return design;
      parent = g_hash_table_lookup (self->parents, &category);
      category = parent != NULL && depth < MAX_DEPTH - 2 ? *parent : 0;
    }
  return NULL;
}
