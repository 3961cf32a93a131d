/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows by id. A batch is what one read brought; the queue of batches is in the order of their last use, newest first. */
#include "config.h"

#include "br-row-cache.h"

typedef struct
{
  GList link;  /* in BrRowCache.batches; data is the batch itself */
  guint n;
  guint32 ids[]; /* the rows this batch brought; some may have moved to a younger batch since */
} Batch;

typedef struct
{
  BrSkuRow *row;   /* owned */
  Batch *batch; /* the batch that brought it */
} Entry;

struct _BrRowCache
{
  guint max_batches;
  GQueue batches;
  GHashTable *entries; /* id -> Entry, owned */
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  br_sku_row_unref (entry->row);
  g_free (entry);
}

BrRowCache *
br_row_cache_new (guint max_batches)
{
  BrRowCache *self = g_new0 (BrRowCache, 1);

  self->max_batches = max_batches;
  g_queue_init (&self->batches);
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, free_entry);
  return self;
}

static void
drop_oldest (BrRowCache *self)
{
  Batch *batch = g_queue_peek_tail (&self->batches);

  g_queue_unlink (&self->batches, &batch->link);
  for (guint i = 0; i < batch->n; i++)
    {
      const Entry *entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (batch->ids[i]));

      if (entry != NULL && entry->batch == batch)
        g_hash_table_remove (self->entries, GUINT_TO_POINTER (batch->ids[i]));
    }
  g_free (batch);
}

void
br_row_cache_clear (BrRowCache *self)
{
  while (self->batches.length > 0)
    drop_oldest (self);
}

void
br_row_cache_free (BrRowCache *self)
{
  br_row_cache_clear (self);
  g_hash_table_unref (self->entries);
  g_free (self);
}

void
br_row_cache_add (BrRowCache *self, GPtrArray *rows)
{
  Batch *batch = g_malloc0 (sizeof (Batch) + rows->len * sizeof (guint32));

  batch->link.data = batch;
  for (guint i = 0; i < rows->len; i++)
    {
      BrSkuRow *row = rows->pdata[i];
      Entry *entry;

      if (row == NULL)
        continue;
      entry = g_new (Entry, 1);
      *entry = (Entry) { br_sku_row_ref (row), batch };
      g_hash_table_insert (self->entries, GUINT_TO_POINTER (row->id), entry);
      batch->ids[batch->n++] = row->id;
    }
  g_queue_push_head_link (&self->batches, &batch->link);
  while (self->batches.length > self->max_batches)
    drop_oldest (self);
}

BrSkuRow *
br_row_cache_find (BrRowCache *self, guint32 id)
{
  Entry *entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (id));

  if (entry == NULL)
    return NULL;
  if (self->batches.head != &entry->batch->link)
    {
      g_queue_unlink (&self->batches, &entry->batch->link);
      g_queue_push_head_link (&self->batches, &entry->batch->link);
    }
  return entry->row;
}

void
br_row_cache_drop (BrRowCache *self, guint32 id)
{
  g_hash_table_remove (self->entries, GUINT_TO_POINTER (id));
}

guint
br_row_cache_get_n_rows (BrRowCache *self)
{
  return g_hash_table_size (self->entries);
}
