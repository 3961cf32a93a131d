/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-deeds.h"

#include "br-print-dialog.h"
#include "br-tag-words.h"
#include "br-undo-toast.h"
#include "br-window.h"
#include <glib/gi18n.h>

/* A deed under way, and what its toast says when it is done. */
typedef struct
{
  GWeakRef widget;
  BrAppContext *context; /* owned */
  char *done;            /* owned, or NULL = nothing is said */
  GPtrArray *undo;       /* of BrTagView as they were bound before, or NULL */
  BrIdList *forgotten;   /* rows that can be had back, or NULL */
} Deed;

static Deed *
new_deed (GtkWidget *widget, BrAppContext *context, char *done)
{
  Deed *deed = g_new0 (Deed, 1);

  g_weak_ref_init (&deed->widget, widget);
  deed->context = g_object_ref (context);
  deed->done = done;
  return deed;
}

static void
free_deed (Deed *deed)
{
  g_weak_ref_clear (&deed->widget);
  g_object_unref (deed->context);
  g_free (deed->done);
  g_clear_pointer (&deed->undo, g_ptr_array_unref);
  g_clear_pointer (&deed->forgotten, br_id_list_unref);
  g_free (deed);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deed, free_deed)

static void
free_deed_closure (gpointer data, GClosure *closure)
{
  free_deed (data);
}

static BrTagService *
tags_of (Deed *deed)
{
  return br_app_context_get_tags (deed->context);
}

const char *
br_tag_deed_person (BrAppContext *context)
{
  const char *name = br_session_service_get_person_name (br_app_context_get_session (context));

  return name != NULL ? name : "";
}

void
br_tag_toast_error (GtkWidget *widget, const GError *error)
{
  g_autofree char *sentence = br_tag_words_error (error);

  br_toast_show (widget, sentence);
}

static BrIdList *
rows_of (GPtrArray *tags)
{
  guint32 *rows = g_new (guint32, tags->len);

  for (guint i = 0; i < tags->len; i++)
    rows[i] = ((const BrTagView *) tags->pdata[i])->row;
  return br_id_list_new_take (rows, tags->len);
}

/* Undo of unbinding: one by one, each to what it was bound to. */

static void rebind_next (Deed *deed); /* each answer starts the next */

static void
rebound_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deed *deed = user_data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&deed->widget);
  g_autoptr (GError) error = NULL;

  if (!br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error) && widget != NULL)
    br_tag_toast_error (widget, error);
  rebind_next (deed);
}

static void
rebind_next (Deed *deed)
{
  g_autoptr (BrTagView) tag = deed->undo->len > 0 ? g_ptr_array_steal_index (deed->undo, 0) : NULL;
  BrTagBind bind;

  if (tag == NULL)
    {
      free_deed (deed);
      return;
    }
  bind = (BrTagBind) {
    .tag = tag->row,
    .sku = tag->sku,
    .place = tag->place,
    .template_key = tag->template_chosen ? tag->template_key : NULL,
    .person = br_tag_deed_person (deed->context),
  };
  br_tag_service_bind_async (tags_of (deed), &bind, NULL, rebound_cb, deed);
}

static void
unforgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Deed) deed = user_data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&deed->widget);
  g_autoptr (GError) error = NULL;

  if (!br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error) && widget != NULL)
    br_tag_toast_error (widget, error);
}

static void
undo_cb (AdwToast *toast, Deed *deed)
{
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&deed->widget);
  Deed *back = new_deed (widget, deed->context, NULL);

  if (deed->forgotten != NULL)
    {
      br_tag_service_unforget_async (tags_of (back), deed->forgotten, NULL, unforgotten_cb, back);
      return;
    }
  back->undo = g_steal_pointer (&deed->undo);
  rebind_next (back);
}

/* Takes `deed`. */
static void
toast_done (GtkWidget *widget, Deed *deed)
{
  BrWindow *window = widget != NULL ? br_window_of (widget) : NULL;
  AdwToast *toast;

  if (deed->done == NULL || window == NULL)
    {
      free_deed (deed);
      return;
    }
  toast = adw_toast_new (deed->done);
  adw_toast_set_use_markup (toast, FALSE);
  if (deed->undo != NULL || deed->forgotten != NULL)
    {
      adw_toast_set_button_label (toast, _("Undo"));
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), deed, free_deed_closure, 0);
    }
  else
    free_deed (deed);
  br_window_add_toast (window, toast);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deed *deed = user_data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&deed->widget);
  g_autoptr (GError) error = NULL;

  if (br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error))
    {
      toast_done (widget, deed);
      return;
    }
  if (widget != NULL)
    br_tag_toast_error (widget, error);
  free_deed (deed);
}

/* Unbinding */

/* (transfer full) those of `tags` that are bound. */
static GPtrArray *
bound_of (GPtrArray *tags)
{
  GPtrArray *bound = g_ptr_array_new_with_free_func ((GDestroyNotify) br_tag_view_unref);

  for (guint i = 0; i < tags->len; i++)
    if (!br_id_is_none (&((const BrTagView *) tags->pdata[i])->sku))
      g_ptr_array_add (bound, br_tag_view_ref (tags->pdata[i]));
  return bound;
}

/* Takes `deed`, whose `undo` is what is to be unbound. */
static void
start_unbind (Deed *deed)
{
  g_autoptr (BrIdList) rows = rows_of (deed->undo);

  if (deed->undo->len > BR_TAG_UNDO_MAX)
    g_clear_pointer (&deed->undo, g_ptr_array_unref);
  br_tag_service_unbind_async (tags_of (deed), rows, br_tag_deed_person (deed->context), NULL, done_cb, deed);
}

static void
many_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deed *deed = user_data;

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "unbind"))
    start_unbind (deed);
  else
    free_deed (deed);
}

static void
ask_many (GtkWidget *widget, Deed *deed)
{
  g_autofree char *title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Unbind %'u Tag?", "Unbind %'u Tags?", deed->undo->len), deed->undo->len);
  AdwAlertDialog *dialog =
      ADW_ALERT_DIALOG (adw_alert_dialog_new (title, _("They are told to show a blank picture. So many can only be bound again one by one, by scanning.")));

  adw_alert_dialog_add_responses (dialog, "stay", _("_Cancel"), "unbind", _("_Unbind"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "unbind", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (dialog, "stay");
  adw_alert_dialog_choose (dialog, widget, NULL, many_answered_cb, deed);
}

void
br_tag_deed_unbind (GtkWidget *widget, BrAppContext *context, GPtrArray *tags)
{
  g_autoptr (GPtrArray) bound = bound_of (tags);
  Deed *deed;

  if (bound->len == 0)
    return;
  deed = new_deed (widget, context,
                   g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Unbound. Until it is blank, the tag may show an old price.",
                                                 "%'u unbound. Until they are blank, the tags may show old prices.", bound->len),
                                    bound->len));
  deed->undo = g_steal_pointer (&bound);
  if (deed->undo->len > BR_TAG_UNDO_MAX)
    ask_many (widget, deed);
  else
    start_unbind (deed);
}

/* Forgetting */

/* (transfer full) those of `tags` that are dead. */
static GPtrArray *
dead_of (GPtrArray *tags, gint64 now_us)
{
  GPtrArray *dead = g_ptr_array_new ();

  for (guint i = 0; i < tags->len; i++)
    if (br_tag_view_is_dead (tags->pdata[i], now_us))
      g_ptr_array_add (dead, tags->pdata[i]);
  return dead;
}

void
br_tag_deed_forget (GtkWidget *widget, BrAppContext *context, GPtrArray *tags)
{
  g_autoptr (GPtrArray) dead = dead_of (tags, br_app_context_now_us (context));
  Deed *deed;

  if (dead->len == 0)
    {
      br_toast_show (widget, _("Only tags that are bound to nothing and were not heard for a day can be forgotten."));
      return;
    }
  deed = new_deed (widget, context,
                   g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Forgotten. The tag is listed again when it is heard again.",
                                                 "%'u forgotten. They are listed again when they are heard again.", dead->len),
                                    dead->len));
  deed->forgotten = rows_of (dead);
  br_tag_service_forget_async (tags_of (deed), deed->forgotten, NULL, done_cb, deed);
}

void
br_tag_deed_again (GtkWidget *widget, BrAppContext *context, GPtrArray *tags)
{
  g_autoptr (BrIdList) rows = rows_of (tags);
  char *done = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "It is looked at and tried again.", "%'u are looked at and tried again.", tags->len), tags->len);

  br_tag_service_again_async (br_app_context_get_tags (context), rows, NULL, done_cb, new_deed (widget, context, done));
}

/* Finding */

void
br_tag_deed_found (GtkWidget *widget, BrAppContext *context, const BrTagView *tag)
{
  br_tag_service_found_async (br_app_context_get_tags (context), tag->row, br_tag_deed_person (context), NULL, done_cb,
                              new_deed (widget, context, g_strdup (_("Its price comes back when it checks in next."))));
}

/* Takes `deed`, whose only tag of `undo` is looked for. */
static void
picture_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deed *deed = user_data;
  g_autoptr (GPtrArray) tags = g_steal_pointer (&deed->undo);
  const BrTagView *tag = tags->pdata[0];

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "show"))
    br_tag_service_find_picture_async (tags_of (deed), tag->row, br_tag_deed_person (deed->context), NULL, done_cb, deed);
  else
    free_deed (deed);
}

/* Its price is off the shelf meanwhile: that is a question, not a click. */
static void
ask_picture (GtkWidget *widget, BrAppContext *context, const BrTagView *tag)
{
  g_autofree char *next = br_tag_words_next (tag, br_app_context_now_us (context));
  /* Translators: %s is when a tag checks in next, as in "within 12 minutes" */
  g_autofree char *body =
      g_strdup_printf (_("This tag has no light to flash. It can show large squares instead when it checks in next: %s.\n\n"
                          "The shelf does not show the price meanwhile. It comes back when you say that you found the tag, or by itself after "
                          "half an hour. The tag draws twice, which costs battery."),
                       next);
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Show a Picture to Find It?"), body));
  Deed *deed = new_deed (widget, context, g_strdup (_("It will show large squares. Say when you found it.")));

  deed->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) br_tag_view_unref);
  g_ptr_array_add (deed->undo, br_tag_view_ref ((BrTagView *) tag));
  adw_alert_dialog_add_responses (dialog, "stay", _("_Cancel"), "show", _("_Show Picture"), NULL);
  adw_alert_dialog_set_close_response (dialog, "stay");
  adw_alert_dialog_choose (dialog, widget, NULL, picture_answered_cb, deed);
}

static gboolean
is_paused (BrAppContext *context, gint64 station)
{
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (br_app_context_get_tags (context));

  for (guint i = 0; i < stations->len; i++)
    if (((const BrStationView *) stations->pdata[i])->id == station)
      return ((const BrStationView *) stations->pdata[i])->paused;
  return FALSE;
}

void
br_tag_deed_find (GtkWidget *widget, BrAppContext *context, const BrTagView *tag)
{
  if (tag->shows == BR_TAG_SHOWS_FINDER)
    br_tag_deed_found (widget, context, tag);
  else if (!tag->type.has_led && !br_id_is_none (&tag->sku))
    ask_picture (widget, context, tag);
  else
    br_tag_service_find_tag_async (br_app_context_get_tags (context), tag->row, BR_TAG_LED_LONG, NULL, done_cb,
                                   new_deed (widget, context, br_tag_words_blinks (tag, is_paused (context, tag->station), br_app_context_now_us (context))));
}

/* Looking */

void
br_tag_deed_seen_right (GtkWidget *widget, BrAppContext *context, const BrTagView *tag)
{
  br_tag_service_seen_async (br_app_context_get_tags (context), tag->row, TRUE, br_tag_deed_person (context), NULL, done_cb,
                             new_deed (widget, context, g_strdup (_("Noted: you saw the right picture."))));
}

void
br_tag_deed_seen_wrong (GtkWidget *widget, BrAppContext *context, const BrTagView *tag)
{
  br_tag_service_seen_async (br_app_context_get_tags (context), tag->row, FALSE, br_tag_deed_person (context), NULL, done_cb,
                             new_deed (widget, context, g_strdup (_("Noted: the picture is wrong. It is sent again."))));
}

/* One label for each article, however many tags it has. */
void
br_tag_deed_paper (GtkWidget *widget, BrAppContext *context, GPtrArray *tags)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint32 *rows = g_new (guint32, tags->len);
  g_autoptr (BrIdList) ids = NULL;
  gsize n = 0;

  for (guint i = 0; i < tags->len; i++)
    {
      guint32 sku_row = ((const BrTagView *) tags->pdata[i])->sku_row;

      if (sku_row != 0 && g_hash_table_add (seen, GUINT_TO_POINTER (sku_row)))
        rows[n++] = sku_row;
    }
  ids = br_id_list_new_take (rows, n);
  if (n > 0)
    br_print_dialog_present (widget, context, BR_PRINT_SELECTION, ids);
  else
    br_toast_show (widget, _("None of these tags is bound to a product."));
}
