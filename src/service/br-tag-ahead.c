/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read, drawn and committed in parts: a change that comes meanwhile waits for one part only. */
#include "config.h"

#include "br-tag-ahead.h"

#include "br-tag-jpeg.h"
#include "br-tag-picture-store.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"

#define PART 50 /* pictures a transaction */

/* What is to be drawn. */
typedef struct
{
  gint64 from_us, until_us;
  GArray *tags; /* gint64 */
} ListJob;

/* One of them. */
typedef struct
{
  gint64 tag;
  BrTagWant want;
  BrTag *row;      /* or NULL: it is gone, or nothing comes next any more */
  char *digest;    /* NULL: it cannot be drawn */
  BrTagImage *image;
  GBytes *jpeg;
} Picture;

static gboolean
list_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ListJob *job = data;

  job->tags = br_tag_next_undrawn (db, job->from_us, job->until_us, error);
  return job->tags != NULL;
}

static gboolean
load_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Picture *picture = data;
  GError *failure = NULL;

  if (br_tag_next_load (db, picture->tag, &picture->want, &failure))
    picture->row = br_tag_store_load (db, picture->tag, &failure);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

static void
clear_picture (gpointer data)
{
  Picture *picture = data;

  br_tag_want_clear (&picture->want);
  g_clear_pointer (&picture->row, br_tag_unref);
  g_clear_pointer (&picture->digest, g_free);
  g_clear_pointer (&picture->image, br_tag_image_unref);
  g_clear_pointer (&picture->jpeg, g_bytes_unref);
}

/* FALSE: the store failed. */
static gboolean
draw_one (BrStore *store, BrTagDraw *draw, Picture *out, GError **error)
{
  g_autoptr (BrTagPicture) picture = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *problem = NULL;

  if (!br_store_read (store, load_job, out, NULL, error))
    return FALSE;
  if (out->row == NULL)
    return TRUE;
  picture = br_tag_draw_wanted (draw, &out->want, &out->row->type, &problem, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (picture != NULL && br_tag_picture_stop (picture) == NULL)
    out->jpeg = br_tag_jpeg_encode (picture->image, NULL); /* why there is none is said when it is wanted */
  if (out->jpeg == NULL)
    return TRUE;
  out->image = br_tag_image_ref (picture->image);
  out->digest = br_tag_image_digest (out->image);
  return TRUE;
}

static gboolean
keep_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const GArray *pictures = data;

  for (guint i = 0; i < pictures->len; i++)
    {
      const Picture *picture = &g_array_index (pictures, Picture, i);

      if (picture->digest != NULL
          && (!br_tag_picture_put (tx, picture->digest, picture->image, picture->jpeg, error)
              || !br_tag_next_drawn (tx, picture->tag, picture->want.key, picture->digest, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
draw_part (BrStore *store, BrTagDraw *draw, const gint64 *tags, guint n, GError **error)
{
  g_autoptr (GArray) pictures = g_array_sized_new (FALSE, TRUE, sizeof (Picture), n);

  g_array_set_clear_func (pictures, clear_picture);
  g_array_set_size (pictures, n);
  for (guint i = 0; i < n; i++)
    {
      Picture *picture = &g_array_index (pictures, Picture, i);

      picture->tag = tags[i];
      if (!draw_one (store, draw, picture, error))
        return FALSE;
    }
  return br_store_tags_write (store, keep_job, pictures, error);
}

gboolean
br_tag_ahead_draw (BrTagAhead *self, BrStore *store, BrTagDraw *draw, gboolean (*is_called) (gpointer data), gpointer data, GError **error)
{
  ListJob job = { .from_us = self->tried_us, .until_us = br_clock_now_us (br_store_get_clock (store)) + BR_TAG_AHEAD_US };
  g_autoptr (GArray) tags = NULL;

  if (!br_store_read (store, list_job, &job, NULL, error))
    return FALSE;
  tags = job.tags;
  for (guint i = 0; i < tags->len; i += PART)
    {
      if (is_called != NULL && is_called (data))
        return TRUE;
      if (!draw_part (store, draw, &g_array_index (tags, gint64, i), MIN (PART, tags->len - i), error))
        return FALSE;
    }
  self->tried_us = job.until_us;
  return TRUE;
}
