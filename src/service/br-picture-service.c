/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-picture-service.h"

#include "br-error.h"
#include "br-picture-store.h"
#include "br-store.h"

typedef struct
{
  BrStore *store;
  GFile *file;   /* or NULL: the bytes are known */
  GBytes *bytes; /* or NULL */
  BrPictureCheck check; /* or NULL */
} Add;

static void
free_add (gpointer data)
{
  Add *add = data;

  br_store_unref (add->store);
  g_clear_object (&add->file);
  g_clear_pointer (&add->bytes, g_bytes_unref);
  g_free (add);
}

/* One byte more than a picture may have, so that a larger file is seen to be larger. */
static GBytes *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, &local);
  g_autofree guint8 *bytes = g_malloc (BR_PICTURE_MAX_BYTES + 1);
  gsize n = 0;

  if (stream != NULL && g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, BR_PICTURE_MAX_BYTES + 1, &n, cancellable, &local))
    return g_bytes_new (bytes, n);
  g_set_error (error, BR_ERROR, BR_ERROR_IO, "the picture file cannot be read: %s", local->message);
  return NULL;
}

static char *
add_picture (const Add *add, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = add->bytes != NULL ? g_bytes_ref (add->bytes) : read_file (add->file, cancellable, error);

  if (bytes == NULL || !br_picture_store_check (bytes, error) || (add->check != NULL && !add->check (bytes, error)))
    return NULL;
  return br_picture_store_put (br_store_get_dir (add->store), bytes, error);
}

static void
add_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  char *name = add_picture (data, cancellable, &error);

  if (name != NULL)
    g_task_return_pointer (task, name, g_free);
  else
    g_task_return_error (task, error);
}

static void
start_add (Add add, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_memdup2 (&add, sizeof add), free_add);
  g_task_run_in_thread (task, add_thread);
}

void
br_picture_add_async (BrStore *store, GFile *file, BrPictureCheck check, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  start_add ((Add) { br_store_ref (store), g_object_ref (file), NULL, check }, cancellable, callback, user_data);
}

void
br_picture_add_bytes_async (BrStore *store, GBytes *bytes, BrPictureCheck check, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  start_add ((Add) { br_store_ref (store), NULL, g_bytes_ref (bytes), check }, cancellable, callback, user_data);
}

char *
br_picture_add_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
br_picture_dup_path (BrStore *store, const char *name)
{
  return br_picture_store_dup_path (br_store_get_dir (store), name);
}
