/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog does what br-tag-bind-flow says. Codes are looked up one after the other, in the order they were scanned. */
#include "config.h"

#include "br-tag-bind-dialog.h"

#include "br-actions.h"
#include "br-page.h"
#include "br-tag-bind-words.h"
#include "br-tag-deeds.h"
#include "br-tag-words.h"
#include "br-undo-toast.h"
#include <glib/gi18n.h>

#define TICK_MS 250
#define UNREAD_MS 600 /* so long nobody can have read a question */
#define MAX_CODES 16 /* scanned faster than they can be looked up; more are dropped, with a sound */

struct _BrTagBindDialog
{
  AdwDialog parent_instance;

  BrAppContext *context;
  GCancellable *cancellable; /* of looking codes up; until it is closed */
  GCancellable *learning;    /* set only while the button of a tag is waited for */
  BrBindFlow flow;
  GQueue codes;              /* of char, to be looked up */
  gboolean looking;          /* one of them is */
  gint64 asked_us;           /* monotonic: when what is seen was last another question */
  BrTagView *before;         /* the tag as it was before the last binding, or NULL */
  char *why;                 /* it failed, or NULL */
  guint tick_id;

  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *detail_label;
  GtkProgressBar *left_bar;
  GtkWidget *agree_button;
  GtkWidget *learn_button;
  GtkWidget *undo_button;
  GtkWidget *restart_button;
  AdwEntryRow *code_row;
  AdwEntryRow *place_row;
};

G_DEFINE_FINAL_TYPE (BrTagBindDialog, br_tag_bind_dialog, ADW_TYPE_DIALOG)

static BrTagService *
get_tags (BrTagBindDialog *self)
{
  return br_app_context_get_tags (self->context);
}

static gint64
now_us (BrTagBindDialog *self)
{
  return br_app_context_now_us (self->context);
}

/* Sounds: one says yes, two say look here. */

static gboolean
second_bell_cb (gpointer data)
{
  gdk_display_beep (data);
  return G_SOURCE_REMOVE;
}

static void
sound (BrTagBindDialog *self)
{
  const guint twice = 1u << BR_BIND_ASKS | 1u << BR_BIND_UNKNOWN | 1u << BR_BIND_MANY | 1u << BR_BIND_IS_GOODS | 1u << BR_BIND_FAILED;
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));

  if (self->flow.state == BR_BIND_WORKS || self->flow.state == BR_BIND_READY)
    return;
  gdk_display_beep (display);
  if ((twice & 1u << self->flow.state) != 0)
    g_timeout_add_full (G_PRIORITY_DEFAULT, 200, second_bell_cb, g_object_ref (display), g_object_unref);
}

/* Else a button that is pressed for another sticker would be taken for this one's. */
static void
stop_learning (BrTagBindDialog *self)
{
  g_cancellable_cancel (self->learning);
  g_clear_object (&self->learning);
}

/* What is seen */

static void
update_left (BrTagBindDialog *self)
{
  gint64 left = br_bind_flow_get_left_us (&self->flow, now_us (self));

  gtk_widget_set_visible (GTK_WIDGET (self->left_bar), left > 0);
  gtk_progress_bar_set_fraction (self->left_bar, (double) left / (double) BR_BIND_WINDOW_US);
}

/* A style is one of a few: the others are taken away. */
static void
set_style (GtkWidget *widget, const char *style)
{
  static const char *const styles[] = { "success", "warning", "error", "accent" };

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_widget_remove_css_class (widget, styles[i]);
  if (style != NULL)
    gtk_widget_add_css_class (widget, style);
}

static void
show_button (BrTagBindDialog *self, GtkWidget *button, const char *action, gboolean shown)
{
  gtk_widget_set_visible (button, shown);
  br_action_set_enabled (GTK_WIDGET (self), action, shown);
}

/* A button that was pressed and goes must not leave the keyboard to the next one: Enter, once more from the scanner, would press that. */
static void
keep_keyboard (BrTagBindDialog *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == self->agree_button || focus == self->learn_button || focus == self->undo_button || focus == self->restart_button)
    gtk_widget_grab_focus (GTK_WIDGET (self->code_row));
}

/* After each change of the flow. */
static void
update (BrTagBindDialog *self)
{
  BrBindState state = self->flow.state;
  BrBindWords words;

  if (state != BR_BIND_LEARNS)
    stop_learning (self);
  keep_keyboard (self);
  br_bind_words (&self->flow, br_app_context_get_digits (self->context), &words);
  gtk_label_set_text (self->title_label, words.title);
  gtk_label_set_text (self->detail_label, state == BR_BIND_FAILED && self->why != NULL ? self->why : words.detail);
  gtk_image_set_from_icon_name (self->icon, words.icon);
  set_style (GTK_WIDGET (self->icon), words.style);
  set_style (GTK_WIDGET (self->title_label), words.style);
  show_button (self, self->agree_button, "bind.agree", state == BR_BIND_ASKS && self->flow.broken == NULL);
  show_button (self, self->learn_button, "bind.learn", state == BR_BIND_UNKNOWN);
  show_button (self, self->undo_button, "bind.undo", state == BR_BIND_DONE && self->before != NULL && self->flow.broken == NULL);
  show_button (self, self->restart_button, "bind.restart", state != BR_BIND_READY && state != BR_BIND_WORKS && state != BR_BIND_DONE);
  adw_dialog_set_default_widget (ADW_DIALOG (self), state == BR_BIND_ASKS ? self->agree_button : state == BR_BIND_UNKNOWN ? self->learn_button : NULL);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words.title, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
  update_left (self);
  br_bind_words_clear (&words);
}

/* Takes `why`. */
static void
fail (BrTagBindDialog *self, char *why)
{
  g_free (self->why);
  self->why = why;
  br_bind_flow_failed (&self->flow);
  update (self);
  sound (self);
}

static gboolean
tick_cb (gpointer user_data)
{
  BrTagBindDialog *self = user_data;

  if (br_bind_flow_tick (&self->flow, now_us (self)))
    update (self);
  update_left (self);
  return G_SOURCE_CONTINUE;
}

/* Storing */

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagBindDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error);

  if (self->icon == NULL)
    return; /* closed meanwhile; the list shows what came of it */
  if (!ok)
    {
      fail (self, br_tag_words_error (error));
      return;
    }
  g_clear_pointer (&self->before, br_tag_view_unref);
  self->before = self->flow.tag != NULL ? br_tag_view_ref (self->flow.tag) : NULL;
  br_bind_flow_stored (&self->flow);
  update (self);
  sound (self);
}

static void
store (BrTagBindDialog *self)
{
  const char *person = br_tag_deed_person (self->context), *place = gtk_editable_get_text (GTK_EDITABLE (self->place_row));
  BrTagBind bind = { .tag = self->flow.tag->row, .person = person, .place = *place != '\0' ? place : NULL, .rebind = self->flow.rebind };

  if (self->flow.broken != NULL)
    {
      br_tag_service_replace_async (get_tags (self), self->flow.broken->row, self->flow.tag->row, person, NULL, stored_cb, g_object_ref (self));
      return;
    }
  bind.sku = self->flow.goods->uid;
  br_tag_service_bind_async (get_tags (self), &bind, NULL, stored_cb, g_object_ref (self));
}

static void
take_step (BrTagBindDialog *self, BrBindStep step)
{
  self->asked_us = g_get_monotonic_time ();
  update (self);
  sound (self);
  if (step == BR_BIND_STEP_STORE)
    store (self);
}

/* Looking codes up */

static void look_up_next (BrTagBindDialog *self); /* each answer starts the next */

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagBindDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagScan) scan = br_tag_service_scan_finish (BR_TAG_SERVICE (source), result, &error);
  g_autofree char *code = g_queue_pop_head (&self->codes);

  self->looking = FALSE;
  if (self->icon == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (scan == NULL)
    fail (self, br_tag_words_error (error));
  else
    take_step (self, br_bind_flow_scanned (&self->flow, code, scan, now_us (self)));
  look_up_next (self);
}

static void
look_up_next (BrTagBindDialog *self)
{
  const char *code = g_queue_peek_head (&self->codes);

  if (self->looking || code == NULL)
    return;
  self->looking = TRUE;
  br_tag_service_scan_async (get_tags (self), code, self->cancellable, looked_up_cb, g_object_ref (self));
}

void
br_tag_bind_dialog_scan (BrTagBindDialog *self, const char *code)
{
  g_return_if_fail (BR_IS_TAG_BIND_DIALOG (self));

  if (self->codes.length >= MAX_CODES)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  g_queue_push_tail (&self->codes, g_strdup (code));
  look_up_next (self);
}

static void
take_code_cb (GtkWidget *widget, const char *code, gpointer user_data)
{
  br_tag_bind_dialog_scan (user_data, code);
}

/* Enter with nothing typed answers the question. The row has the keyboard, so the default button would not hear of it. While a code is looked up
 * the question is no longer what somebody sees answered, and one just asked was not read: scanners may end a code with two keys. */
static void
answer_by_key (BrTagBindDialog *self)
{
  GtkWidget *button = adw_dialog_get_default_widget (ADW_DIALOG (self));

  if (button != NULL && !self->looking && g_get_monotonic_time () - self->asked_us >= UNREAD_MS * 1000)
    gtk_widget_activate_action (button, gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), NULL);
}

static void
entered_cb (BrTagBindDialog *self)
{
  g_autofree char *code = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->code_row))));

  if (*code == '\0')
    {
      answer_by_key (self);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->code_row), "");
  br_tag_bind_dialog_scan (self, code);
}

/* Learning */

static void
learnt_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagBindDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagView) tag = br_tag_service_learn_finish (BR_TAG_SERVICE (source), result, &error);

  if (self->icon == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* closed, or something else is done meanwhile */
  if (tag == NULL)
    fail (self, br_bind_words_not_learned (error));
  else
    take_step (self, br_bind_flow_learnt (&self->flow, tag, now_us (self)));
}

static void
learn_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTagBindDialog *self = BR_TAG_BIND_DIALOG (widget);

  stop_learning (self);
  self->learning = g_cancellable_new ();
  self->flow.state = BR_BIND_LEARNS;
  update (self);
  br_tag_service_learn_async (get_tags (self), self->flow.code, self->learning, learnt_cb, g_object_ref (self));
}

static void
agree_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTagBindDialog *self = BR_TAG_BIND_DIALOG (widget);

  take_step (self, br_bind_flow_agree (&self->flow));
}

static void
restart_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTagBindDialog *self = BR_TAG_BIND_DIALOG (widget);

  br_bind_flow_restart (&self->flow);
  update (self);
}

/* Undoing: back to the product it was bound to, or to none */

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagBindDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->icon == NULL)
    return;
  if (!br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error))
    {
      fail (self, br_tag_words_error (error));
      return;
    }
  br_bind_flow_restart (&self->flow);
  update (self);
  br_toast_show (GTK_WIDGET (self), _("Undone"));
}

static void
undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTagBindDialog *self = BR_TAG_BIND_DIALOG (widget);
  g_autoptr (BrTagView) before = g_steal_pointer (&self->before);
  const char *person = br_tag_deed_person (self->context);
  BrTagBind bind = { .tag = before->row, .sku = before->sku, .place = before->place, .person = person, .rebind = TRUE };
  g_autoptr (BrIdList) one = br_id_list_new_take (g_memdup2 (&before->row, sizeof before->row), 1);

  bind.template_key = before->template_chosen ? before->template_key : NULL;
  if (br_id_is_none (&before->sku))
    br_tag_service_unbind_async (get_tags (self), one, person, NULL, undone_cb, g_object_ref (self));
  else
    br_tag_service_bind_async (get_tags (self), &bind, NULL, undone_cb, g_object_ref (self));
}

/* Object */

/* It was closed, or its window is gone. What is under way holds it, so that waiting for its end would be waiting for that. */
static void
br_tag_bind_dialog_unroot (GtkWidget *widget)
{
  BrTagBindDialog *self = BR_TAG_BIND_DIALOG (widget);

  g_cancellable_cancel (self->cancellable);
  stop_learning (self);
  GTK_WIDGET_CLASS (br_tag_bind_dialog_parent_class)->unroot (widget);
}

static void
br_tag_bind_dialog_dispose (GObject *object)
{
  BrTagBindDialog *self = BR_TAG_BIND_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->learning);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_pointer (&self->before, br_tag_view_unref);
  g_clear_pointer (&self->why, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TAG_BIND_DIALOG);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_tag_bind_dialog_parent_class)->dispose (object);
}

static void
br_tag_bind_dialog_finalize (GObject *object)
{
  BrTagBindDialog *self = BR_TAG_BIND_DIALOG (object);

  br_bind_flow_clear (&self->flow);
  g_queue_clear_full (&self->codes, g_free);
  G_OBJECT_CLASS (br_tag_bind_dialog_parent_class)->finalize (object);
}

static void
br_tag_bind_dialog_class_init (BrTagBindDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_tag_bind_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_tag_bind_dialog_finalize;
  widget_class->unroot = br_tag_bind_dialog_unroot;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-bind.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTagBindDialog, icon);
  gtk_widget_class_bind_template_child (widget_class, BrTagBindDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagBindDialog, detail_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagBindDialog, left_bar);
  gtk_widget_class_bind_template_child (widget_class, BrTagBindDialog, agree_button);
  gtk_widget_class_bind_template_child (widget_class, BrTagBindDialog, learn_button);
  gtk_widget_class_bind_template_child (widget_class, BrTagBindDialog, undo_button);
  gtk_widget_class_bind_template_child (widget_class, BrTagBindDialog, restart_button);
  gtk_widget_class_bind_template_child (widget_class, BrTagBindDialog, code_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagBindDialog, place_row);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_install_action (widget_class, "bind.agree", NULL, agree_cb);
  gtk_widget_class_install_action (widget_class, "bind.learn", NULL, learn_cb);
  gtk_widget_class_install_action (widget_class, "bind.restart", NULL, restart_cb);
  gtk_widget_class_install_action (widget_class, "bind.undo", NULL, undo_cb);
}

static void
br_tag_bind_dialog_init (BrTagBindDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->flow.state = BR_BIND_READY;
  g_queue_init (&self->codes);
  gtk_widget_init_template (GTK_WIDGET (self));
  br_widget_set_takes_code (GTK_WIDGET (self), take_code_cb, self);
}

BrTagBindDialog *
br_tag_bind_dialog_new (BrAppContext *context)
{
  BrTagBindDialog *self = g_object_new (BR_TYPE_TAG_BIND_DIALOG, NULL);

  self->context = g_object_ref (context);
  self->tick_id = g_timeout_add (TICK_MS, tick_cb, self);
  update (self);
  return self;
}

void
br_tag_bind_dialog_present (GtkWidget *widget, BrAppContext *context, const char *code)
{
  BrTagBindDialog *self = br_tag_bind_dialog_new (context);

  adw_dialog_present (ADW_DIALOG (self), widget);
  if (code != NULL)
    br_tag_bind_dialog_scan (self, code);
}

void
br_tag_bind_dialog_present_replace (GtkWidget *widget, BrAppContext *context, const BrTagView *broken)
{
  BrTagBindDialog *self = br_tag_bind_dialog_new (context);

  self->flow.broken = br_tag_view_ref ((BrTagView *) broken);
  adw_dialog_set_title (ADW_DIALOG (self), _("Replace Tag"));
  gtk_widget_set_visible (GTK_WIDGET (self->place_row), FALSE);
  update (self);
  adw_dialog_present (ADW_DIALOG (self), widget);
}
