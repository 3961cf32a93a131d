/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Token buckets by caller; callers that have been quiet long enough to be full again are forgotten. */
#include "config.h"

#include "br-hq-limit.h"

#define MAX_CALLERS 20000

/** Bucket: of one caller. */
typedef struct
{
  double tokens;
  gint64 at_us;
} Bucket;

struct _BrHqLimit
{
  double rate;
  double burst;
  GHashTable *buckets; /* key -> Bucket */
};

BrHqLimit *
br_hq_limit_new (double rate, double burst)
{
  BrHqLimit *self = g_new0 (BrHqLimit, 1);

  self->rate = rate;
  self->burst = burst;
  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
br_hq_limit_free (BrHqLimit *self)
{
  g_hash_table_unref (self->buckets);
  g_free (self);
}

static void
refill (const BrHqLimit *self, Bucket *bucket, gint64 now_us)
{
  bucket->tokens = MIN (self->burst, bucket->tokens + self->rate * (double) (now_us - bucket->at_us) / G_USEC_PER_SEC);
  bucket->at_us = now_us;
}

static void
forget_quiet (BrHqLimit *self, gint64 now_us)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->buckets);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      refill (self, value, now_us);
      if (((Bucket *) value)->tokens >= self->burst)
        g_hash_table_iter_remove (&iter);
    }
}

gboolean
br_hq_limit_take (BrHqLimit *self, const char *key, double cost, gint64 now_us)
{
  Bucket *bucket = g_hash_table_lookup (self->buckets, key);

  if (self->rate <= 0)
    return TRUE;
  if (bucket == NULL)
    {
      if (g_hash_table_size (self->buckets) >= MAX_CALLERS)
        forget_quiet (self, now_us);
      if (g_hash_table_size (self->buckets) >= MAX_CALLERS)
        return FALSE;
      bucket = g_new (Bucket, 1);
      *bucket = (Bucket) { .tokens = self->burst, .at_us = now_us };
      g_hash_table_insert (self->buckets, g_strdup (key), bucket);
    }
  refill (self, bucket, now_us);
  if (bucket->tokens < cost)
    return FALSE;
  bucket->tokens -= cost;
  return TRUE;
}
