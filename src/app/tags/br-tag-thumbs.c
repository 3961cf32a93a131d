/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The newest wish is answered first: rows that were scrolled by are asked for last, and beyond MAX_WISHES not at all until they are seen again.
 * A picture is drawn anew when what it depends on has changed.
 */
#include "config.h"

#include "br-tag-thumbs.h"

#include "br-tag-texture.h"

#define MAX_KEPT 256  /* pictures; about 110 KB each at 296 × 128 */
#define MAX_WISHES 64 /* more than a window has rows */
#define AT_ONCE 3

/* A picture that was drawn. */
typedef struct
{
  guint stamp;
  GdkTexture *texture; /* NULL = there is none to show */
} Entry;

struct _BrTagThumbs
{
  GObject parent_instance;

  BrAppContext *context;
  GCancellable *cancellable;
  GHashTable *entries; /* row -> Entry */
  GQueue wishes;       /* of Wish, newest first */
  GHashTable *views;   /* BrLabelView, not owned -> row it is to show */
  guint n_running;
};

typedef struct
{
  BrTagThumbs *thumbs; /* owned while it is being drawn, else NULL */
  guint32 row;
  guint stamp;
} Wish;

G_DEFINE_FINAL_TYPE (BrTagThumbs, br_tag_thumbs, G_TYPE_OBJECT)

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_clear_object (&entry->texture);
  g_free (entry);
}

/* Of all that its picture depends on. */
static guint
stamp_of (const BrTagView *tag)
{
  guint64 prices = (guint64) tag->wanted_minor * 31 + (guint64) tag->wanted_regular_minor * 17 + (guint64) tag->shown_us;
  guint design = tag->template_key != NULL ? g_str_hash (tag->template_key) : 0;
  guint name = tag->name != NULL ? g_str_hash (tag->name) : 0;

  return design ^ (name * 3) ^ (guint) (prices ^ prices >> 32) ^ (guint) tag->shows;
}

static void
show_everywhere (BrTagThumbs *self, guint32 row, GdkTexture *texture)
{
  GHashTableIter iter;
  gpointer view, of;

  g_hash_table_iter_init (&iter, self->views);
  while (g_hash_table_iter_next (&iter, &view, &of))
    if (GPOINTER_TO_UINT (of) == row)
      br_label_view_set_texture (view, texture);
}

static void start_more (BrTagThumbs *self); /* what ends starts the next */

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wish *wish = user_data;
  g_autoptr (BrTagThumbs) self = wish->thumbs;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPictures) pictures = br_tag_service_pictures_finish (BR_TAG_SERVICE (source), result, &error);
  BrTagImage *image = pictures == NULL ? NULL : pictures->wanted != NULL ? pictures->wanted : pictures->shown;
  Entry *entry;

  self->n_running--;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      entry = g_new0 (Entry, 1);
      entry->stamp = wish->stamp;
      entry->texture = image != NULL ? br_tag_texture_new (image) : NULL; /* without: the pane says why */
      if (g_hash_table_size (self->entries) >= MAX_KEPT)
        g_hash_table_remove_all (self->entries);
      g_hash_table_replace (self->entries, GUINT_TO_POINTER (wish->row), entry);
      show_everywhere (self, wish->row, entry->texture);
      start_more (self);
    }
  g_free (wish);
}

static void
start_more (BrTagThumbs *self)
{
  while (self->n_running < AT_ONCE && self->wishes.length > 0)
    {
      Wish *wish = g_queue_pop_head (&self->wishes);

      wish->thumbs = g_object_ref (self);
      self->n_running++;
      br_tag_service_pictures_async (br_app_context_get_tags (self->context), wish->row, self->cancellable, drawn_cb, wish);
    }
}

static void
view_gone_cb (gpointer data, GObject *where_the_view_was)
{
  g_hash_table_remove (BR_TAG_THUMBS (data)->views, where_the_view_was);
}

static void
br_tag_thumbs_dispose (GObject *object)
{
  BrTagThumbs *self = BR_TAG_THUMBS (object);
  GHashTableIter iter;
  gpointer view;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_hash_table_iter_init (&iter, self->views);
  while (g_hash_table_iter_next (&iter, &view, NULL))
    g_object_weak_unref (view, view_gone_cb, self);
  g_hash_table_remove_all (self->views);
  g_queue_clear_full (&self->wishes, g_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_tag_thumbs_parent_class)->dispose (object);
}

static void
br_tag_thumbs_finalize (GObject *object)
{
  BrTagThumbs *self = BR_TAG_THUMBS (object);

  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->views);
  G_OBJECT_CLASS (br_tag_thumbs_parent_class)->finalize (object);
}

static void
br_tag_thumbs_class_init (BrTagThumbsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_tag_thumbs_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_tag_thumbs_finalize;
}

static void
br_tag_thumbs_init (BrTagThumbs *self)
{
  self->cancellable = g_cancellable_new ();
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, free_entry);
  self->views = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->wishes);
}

BrTagThumbs *
br_tag_thumbs_new (BrAppContext *context)
{
  BrTagThumbs *self = g_object_new (BR_TYPE_TAG_THUMBS, NULL);

  self->context = g_object_ref (context);
  return self;
}

static void
follow_view (BrTagThumbs *self, BrLabelView *view, guint32 row)
{
  if (!g_hash_table_contains (self->views, view))
    g_object_weak_ref (G_OBJECT (view), view_gone_cb, self);
  g_hash_table_replace (self->views, view, GUINT_TO_POINTER (row));
}

static void
forget_wish (BrTagThumbs *self, guint32 row)
{
  for (GList *l = self->wishes.head; l != NULL; l = l->next)
    if (((Wish *) l->data)->row == row)
      {
        g_free (l->data);
        g_queue_delete_link (&self->wishes, l);
        return;
      }
}

static void
wish_for (BrTagThumbs *self, const BrTagView *tag)
{
  Wish *wish = g_new0 (Wish, 1);

  forget_wish (self, tag->row);
  wish->row = tag->row;
  wish->stamp = stamp_of (tag);
  g_queue_push_head (&self->wishes, wish);
  if (self->wishes.length > MAX_WISHES)
    g_free (g_queue_pop_tail (&self->wishes));
  start_more (self);
}

void
br_tag_thumbs_show (BrTagThumbs *self, BrLabelView *view, const BrTagView *tag)
{
  Entry *entry = tag != NULL ? g_hash_table_lookup (self->entries, GUINT_TO_POINTER (tag->row)) : NULL;

  g_return_if_fail (BR_IS_TAG_THUMBS (self) && BR_IS_LABEL_VIEW (view));

  follow_view (self, view, tag != NULL ? tag->row : 0);
  br_label_view_set_texture (view, entry != NULL ? entry->texture : NULL); /* an old one rather than none while it is drawn anew */
  if (tag != NULL && (entry == NULL || entry->stamp != stamp_of (tag)))
    wish_for (self, tag);
}
