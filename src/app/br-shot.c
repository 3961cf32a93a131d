/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture is taken when no frame was drawn for QUIET_MS: lists have their rows by then, spinners are gone. */
#include "config.h"

#include "br-shot.h"

#include "br-actions.h"
#include "br-error.h"

#define QUIET_MS 800 /* what changed is counted and listed anew after half a second */
#define POLL_MS 100

typedef struct
{
  GtkWindow *window; /* owned */
  char *path;
  GStrv actions;      /* detailed names */
  guint n_done;       /* of the actions */
  BrShotReadyFunc ready;
  BrShotDoneFunc done;
  gpointer user_data;
  gint64 frame_us;    /* monotonic, last frame drawn; 0 = none yet */
  gint64 deadline_us; /* monotonic */
} Shot;

static void
free_shot (Shot *shot)
{
  g_object_unref (shot->window);
  g_free (shot->path);
  g_strfreev (shot->actions);
  g_free (shot);
}

static void
frame_cb (GdkFrameClock *clock, gpointer user_data)
{
  ((Shot *) user_data)->frame_us = g_get_monotonic_time ();
}

static gboolean
write_png (GtkWindow *window, const char *path, GError **error)
{
  int width = gtk_widget_get_width (GTK_WIDGET (window));
  int height = gtk_widget_get_height (GTK_WIDGET (window));
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_IO, "the window drew nothing");
      return FALSE;
    }
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (!gdk_texture_save_to_png (texture, path))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "cannot write %s", path);
      return FALSE;
    }
  return TRUE;
}

/* Ends it. */
static gboolean
finish (Shot *shot, const GError *error)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (GTK_WIDGET (shot->window)), shot);
  shot->done (error, shot->user_data);
  free_shot (shot);
  return G_SOURCE_REMOVE;
}

static gboolean
is_settled (Shot *shot, gint64 now)
{
  return shot->frame_us != 0 && now - shot->frame_us > QUIET_MS * 1000 && (shot->ready == NULL || shot->ready (shot->window, shot->user_data));
}

static gboolean
poll_cb (gpointer user_data)
{
  Shot *shot = user_data;
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  if (now > shot->deadline_us)
    {
      write_png (shot->window, shot->path, NULL); /* what it looks like may tell why */
      g_set_error_literal (&error, BR_ERROR, BR_ERROR_BUSY, "what the picture waited for did not happen in time");
      return finish (shot, error);
    }
  if (!is_settled (shot, now))
    return G_SOURCE_CONTINUE;
  if (shot->actions != NULL && shot->actions[shot->n_done] != NULL)
    {
      shot->frame_us = now; /* what it brings needs time to be drawn */
      if (br_action_activate (GTK_WIDGET (shot->window), shot->actions[shot->n_done++]))
        return G_SOURCE_CONTINUE;
      g_set_error (&error, BR_ERROR, BR_ERROR_INVALID, "the window has no action “%s” now", shot->actions[shot->n_done - 1]);
      return finish (shot, error);
    }
  /* Between two layouts the window draws nothing for a moment. */
  return write_png (shot->window, shot->path, &error) ? finish (shot, NULL) : G_SOURCE_CONTINUE;
}

void
br_shot_take (GtkWindow *window, const BrShotParams *params)
{
  Shot *shot = g_new0 (Shot, 1);

  shot->window = g_object_ref (window);
  shot->path = g_strdup (params->path);
  shot->actions = g_strdupv ((char **) params->actions);
  shot->ready = params->ready;
  shot->done = params->done;
  shot->user_data = params->user_data;
  shot->deadline_us = g_get_monotonic_time () + params->timeout_s * G_USEC_PER_SEC;
  gtk_widget_realize (GTK_WIDGET (window));
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (frame_cb), shot);
  g_timeout_add (POLL_MS, poll_cb, shot);
}
