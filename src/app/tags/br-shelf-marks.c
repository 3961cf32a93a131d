/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one frame asks for is read together. Stations and tills speak often: what is shown is read again at most every REFRESH_MS, and what was
 * known stays until the new is there.
 */
#include "config.h"

#include "br-shelf-marks.h"

#include "br-list-reader.h"
#include "br-tag-words.h"

#define REFRESH_MS 1000
#define MAX_KEPT 4096 /* answers, for scrolling back */
#define MAX_ASKED 512 /* articles read at once: more than a list has rows in use */
#define MARKS_KEY "br-shelf-marks"

typedef struct
{
  gatomicrefcount refs; /* of the view and of each read under way */
  GtkColumnView *view;  /* not owned; NULL = it is gone */
  BrAppContext *context;
  BrListReader *reader;
  GHashTable *cells;    /* BrChip, not owned -> article */
  GHashTable *known;    /* article -> BrShelfTruth, or NULL = neither tag nor label */
  GArray *asked;        /* of guint32: articles to be read in this frame */
  guint ask_id;
} Marks;

static void
unref_truth (gpointer data)
{
  if (data != NULL)
    br_shelf_truth_unref (data);
}

static void
unref_marks (gpointer data)
{
  Marks *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_hash_table_unref (self->cells);
  g_hash_table_unref (self->known);
  g_array_unref (self->asked);
  g_object_unref (self->context);
  g_free (self);
}

static Marks *
ref_marks (Marks *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/* The till is no shelf. */
static BrChipState
state_of (const BrShelfTruth *truth)
{
  BrShelfTruth shelf;

  if (truth == NULL)
    return BR_CHIP_SHELF_NONE;
  shelf = *truth;
  shelf.differs &= ~(guint) BR_SHELF_TILL_DIFFERS;
  return br_tag_words_truth_chip (&shelf);
}

static void
show_truth (Marks *self, BrChip *cell, const BrShelfTruth *truth)
{
  g_autofree char *sentence =
      truth != NULL ? br_tag_words_truth_spoken (truth, br_app_context_get_digits (self->context), br_app_context_now_us (self->context)) : NULL;

  br_chip_set_state (cell, state_of (truth));
  gtk_widget_set_tooltip_text (GTK_WIDGET (cell), sentence);
}

/* Reading */

typedef struct
{
  Marks *marks;      /* owned */
  BrIdList *articles; /* owned */
  gboolean is_again; /* all that is shown, for the reader */
} Reading;

static void
free_reading (Reading *reading)
{
  unref_marks (reading->marks);
  br_id_list_unref (reading->articles);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, free_reading)

static void
take (Marks *self, const BrIdList *articles, GPtrArray *truths)
{
  GHashTableIter iter;
  gpointer cell, article;

  if (g_hash_table_size (self->known) > MAX_KEPT)
    g_hash_table_remove_all (self->known);
  for (guint i = 0; i < truths->len; i++)
    g_hash_table_replace (self->known, GUINT_TO_POINTER (articles->ids[i]), truths->pdata[i] != NULL ? br_shelf_truth_ref (truths->pdata[i]) : NULL);
  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &cell, &article))
    {
      gpointer truth;

      if (g_hash_table_lookup_extended (self->known, article, NULL, &truth))
        show_truth (self, cell, truth);
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  Marks *self = reading->marks;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) truths = br_tag_service_shelves_finish (BR_TAG_SERVICE (source), result, &error);

  if (self->view == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (truths != NULL)
    take (self, reading->articles, truths);
  else
    g_warning ("What shelves say cannot be read: %s", error->message); /* the list itself says more of a broken cache */
  if (reading->is_again)
    br_list_reader_ended (self->reader);
}

static void
read_articles (Marks *self, GArray *articles, GCancellable *cancellable)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->marks = ref_marks (self);
  reading->articles = br_id_list_new_take (g_memdup2 (articles->data, articles->len * sizeof (guint32)), articles->len);
  reading->is_again = cancellable != NULL;
  br_tag_service_shelves_async (br_app_context_get_tags (self->context), reading->articles, cancellable, read_cb, reading);
}

static gboolean
ask_cb (gpointer user_data)
{
  Marks *self = user_data;

  self->ask_id = 0;
  read_articles (self, self->asked, NULL);
  g_array_set_size (self->asked, 0);
  return G_SOURCE_REMOVE;
}

static void
ask (Marks *self, guint32 article)
{
  for (guint i = 0; i < self->asked->len; i++)
    if (g_array_index (self->asked, guint32, i) == article)
      return;
  if (self->asked->len >= MAX_ASKED)
    return;
  g_array_append_val (self->asked, article);
  if (self->ask_id == 0)
    self->ask_id = g_idle_add_full (G_PRIORITY_DEFAULT, ask_cb, self, NULL);
}

/* All that is shown. */
static void
read_again (GtkWidget *view, GCancellable *cancellable)
{
  Marks *self = g_object_get_data (G_OBJECT (view), MARKS_KEY);
  g_autoptr (GHashTable) articles = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (guint32));
  GHashTableIter iter;
  gpointer article;

  g_hash_table_remove_all (self->known);
  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, NULL, &article))
    if (g_hash_table_add (articles, article))
      g_array_append_val (list, (guint32) { GPOINTER_TO_UINT (article) });
  read_articles (self, list, cancellable);
}

static void
changed (GtkColumnView *view)
{
  Marks *self = g_object_get_data (G_OBJECT (view), MARKS_KEY);

  if (self != NULL)
    br_list_reader_changed (self->reader);
}

/* Cells */

static void
cell_gone_cb (gpointer data, GObject *where_the_cell_was)
{
  g_hash_table_remove (((Marks *) data)->cells, where_the_cell_was);
}

/* The view goes: what is still being read is shown nowhere. */
static void
detach (gpointer data)
{
  Marks *self = data;
  GHashTableIter iter;
  gpointer cell;

  self->view = NULL;
  g_clear_handle_id (&self->ask_id, g_source_remove);
  g_clear_pointer (&self->reader, br_list_reader_free);
  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    g_object_weak_unref (cell, cell_gone_cb, self);
  g_hash_table_remove_all (self->cells);
  unref_marks (self);
}

static void
view_gone_cb (GtkColumnView *view)
{
  g_object_set_data (G_OBJECT (view), MARKS_KEY, NULL);
}

void
br_shelf_marks_attach (GtkColumnView *view, BrAppContext *context)
{
  Marks *self = g_new0 (Marks, 1);

  g_atomic_ref_count_init (&self->refs);
  self->view = view;
  self->context = g_object_ref (context);
  self->cells = g_hash_table_new (NULL, NULL);
  self->known = g_hash_table_new_full (NULL, NULL, NULL, unref_truth);
  self->asked = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->reader = br_list_reader_new (GTK_WIDGET (view), REFRESH_MS, read_again);
  g_object_set_data_full (G_OBJECT (view), MARKS_KEY, self, detach);
  g_signal_connect (view, "destroy", G_CALLBACK (view_gone_cb), NULL);
  g_signal_connect_object (br_app_context_get_tags (context), "tags-changed", G_CALLBACK (changed), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (br_app_context_get_print_watch (context), "changed", G_CALLBACK (changed), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (br_app_context_get_catalogue (context), "changed", G_CALLBACK (changed), view, G_CONNECT_SWAPPED);
}

void
br_shelf_marks_show (GtkColumnView *view, BrChip *cell, guint32 article)
{
  Marks *self = g_object_get_data (G_OBJECT (view), MARKS_KEY);
  gpointer truth;

  if (self == NULL)
    return;
  if (!g_hash_table_contains (self->cells, cell))
    g_object_weak_ref (G_OBJECT (cell), cell_gone_cb, self);
  g_hash_table_replace (self->cells, cell, GUINT_TO_POINTER (article));
  if (g_hash_table_lookup_extended (self->known, GUINT_TO_POINTER (article), NULL, &truth))
    {
      show_truth (self, cell, truth);
      return;
    }
  br_chip_set_state (cell, BR_CHIP_NONE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (cell), NULL);
  ask (self, article);
}
