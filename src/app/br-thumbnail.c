/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an image is to show stands in its data "br-picture"; a picture that comes when another one is wanted by then is dropped. */
#include "config.h"

#include "br-thumbnail.h"

#include "br-picture-service.h"

#define ICON "image-x-generic-symbolic"

typedef struct
{
  char *name; /* owned */
  char *path; /* owned */
  int size; /* device-independent pixels */
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_free (self->name);
  g_free (self->path);
  g_free (self);
}

/* Twice the size: sharp on a screen of scale 2. */
static void
scale_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file_at_scale (request->path, 2 * request->size, 2 * request->size, TRUE, NULL);

  g_task_return_pointer (task, pixbuf != NULL ? gdk_texture_new_for_pixbuf (pixbuf) : NULL, g_object_unref);
}

/* Without a texture the icon stays: the picture has not come yet, or cannot be drawn here. */
static void
scaled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GObject) image = user_data;
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_strcmp0 (g_object_get_data (image, "br-picture"), request->name) != 0)
    return;
  if (texture == NULL)
    {
      g_object_set_data (image, "br-picture", NULL); /* the next call tries again: it may have come */
      return;
    }
  gtk_image_set_pixel_size (GTK_IMAGE (image), request->size);
  gtk_image_set_from_paintable (GTK_IMAGE (image), GDK_PAINTABLE (texture));
}

void
br_thumbnail_show (GtkImage *image, BrStore *store, const char *name, int size)
{
  g_autofree char *path = name != NULL ? br_picture_dup_path (store, name) : NULL;
  g_autoptr (GTask) task = NULL;
  Request *request;

  if (path != NULL && g_strcmp0 (g_object_get_data (G_OBJECT (image), "br-picture"), name) == 0)
    return;
  gtk_image_set_pixel_size (image, -1);
  gtk_image_set_from_icon_name (image, ICON);
  g_object_set_data_full (G_OBJECT (image), "br-picture", path != NULL ? g_strdup (name) : NULL, g_free);
  if (path == NULL)
    return;
  request = g_new0 (Request, 1);
  request->name = g_strdup (name);
  request->path = g_steal_pointer (&path);
  request->size = size;
  /* Not as the task's source: a task run in a thread may end there, and a widget must not end with it. */
  task = g_task_new (NULL, NULL, scaled_cb, g_object_ref (image));
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, scale_thread);
}
