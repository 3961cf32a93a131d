/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-sticker.h"

#include "br-tag-deeds.h"
#include "br-window.h"
#include <glib/gi18n.h>

/* A sticker being forgotten, or what was. */
typedef struct
{
  GWeakRef widget;
  BrTagService *tags; /* owned */
  char *code;
  guint32 tag;
} Sticker;

static void
free_sticker (Sticker *sticker)
{
  g_weak_ref_clear (&sticker->widget);
  g_object_unref (sticker->tags);
  g_free (sticker->code);
  g_free (sticker);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sticker, free_sticker)

static Sticker *
new_sticker (GtkWidget *widget, BrTagService *tags, const char *code, guint32 tag)
{
  Sticker *sticker = g_new0 (Sticker, 1);

  g_weak_ref_init (&sticker->widget, widget);
  sticker->tags = g_object_ref (tags);
  sticker->code = g_strdup (code);
  sticker->tag = tag;
  return sticker;
}

static void
free_sticker_closure (gpointer data, GClosure *closure)
{
  free_sticker (data);
}

static void
put_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sticker) sticker = user_data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&sticker->widget);
  g_autoptr (GError) error = NULL;

  if (!br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error) && widget != NULL)
    br_tag_toast_error (widget, error);
}

static void
undo_cb (AdwToast *toast, Sticker *sticker)
{
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&sticker->widget);

  br_tag_service_put_code_async (sticker->tags, sticker->code, sticker->tag, NULL, put_back_cb,
                                 new_sticker (widget, sticker->tags, sticker->code, sticker->tag));
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sticker) sticker = user_data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&sticker->widget);
  g_autoptr (GError) error = NULL;
  BrWindow *window = widget != NULL ? br_window_of (widget) : NULL;
  g_autofree char *text = g_strdup_printf (_("The sticker “%s” means no tag any more."), sticker->code);
  AdwToast *toast;

  if (!br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error))
    {
      if (widget != NULL)
        br_tag_toast_error (widget, error);
      return;
    }
  if (window == NULL)
    return;
  toast = adw_toast_new (text);
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_button_label (toast, _("Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), g_steal_pointer (&sticker), free_sticker_closure, 0);
  br_window_add_toast (window, toast);
}

void
br_tag_sticker_forget (GtkWidget *widget, BrAppContext *context, const BrTagView *tag)
{
  BrTagService *tags = br_app_context_get_tags (context);

  if (tag->scan_code != NULL)
    br_tag_service_put_code_async (tags, tag->scan_code, 0, NULL, forgotten_cb, new_sticker (widget, tags, tag->scan_code, tag->row));
}
