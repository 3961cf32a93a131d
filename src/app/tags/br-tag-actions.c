/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-actions.h"

#include "br-actions.h"
#include "br-tag-bind-dialog.h"
#include "br-tag-deeds.h"
#include "br-tag-sticker.h"

#define MAX_CHOSEN 2000 /* tags something is done to at once */

typedef void (*DeedFunc) (GtkWidget *widget, BrAppContext *context, GPtrArray *tags);
typedef void (*DeedOfOneFunc) (GtkWidget *widget, BrAppContext *context, const BrTagView *tag);

static void
replace (GtkWidget *widget, BrAppContext *context, const BrTagView *tag)
{
  br_tag_bind_dialog_present_replace (widget, context, tag);
}

/* Either is set. */
static const struct
{
  const char *name;
  DeedFunc func;
  DeedOfOneFunc of_one;
} actions[] = {
  { "tags.unbind", br_tag_deed_unbind, NULL },
  { "tags.again", br_tag_deed_again, NULL },
  { "tags.forget", br_tag_deed_forget, NULL },
  { "tags.paper", br_tag_deed_paper, NULL },
  { "tags.find", NULL, br_tag_deed_find },
  { "tags.found", NULL, br_tag_deed_found },
  { "tags.seen-right", NULL, br_tag_deed_seen_right },
  { "tags.seen-wrong", NULL, br_tag_deed_seen_wrong },
  { "tags.replace", NULL, replace },
  { "tags.forget-sticker", NULL, br_tag_sticker_forget },
};

void
br_tag_actions_install (GtkWidgetClass *klass, GtkWidgetActionActivateFunc activate)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i].name, NULL, activate);
}

void
br_tag_actions_update (GtkWidget *widget, gsize n_tags)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    br_action_set_enabled (widget, actions[i].name, actions[i].of_one != NULL ? n_tags == 1 : n_tags > 0 && n_tags <= MAX_CHOSEN);
}

/* Tags being read, and what is to be done to them. */
typedef struct
{
  GtkWidget *widget;     /* owned */
  BrAppContext *context; /* owned */
  gsize action;          /* in the table */
} Chosen;

static void
free_chosen (Chosen *chosen)
{
  g_object_unref (chosen->widget);
  g_object_unref (chosen->context);
  g_free (chosen);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Chosen, free_chosen)

static GPtrArray *
keep_those_there (GPtrArray *rows)
{
  GPtrArray *there = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    if (rows->pdata[i] != NULL)
      g_ptr_array_add (there, rows->pdata[i]);
  return there;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Chosen) chosen = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = br_tag_service_rows_finish (BR_TAG_SERVICE (source), result, &error);
  g_autoptr (GPtrArray) there = NULL;

  if (gtk_widget_get_root (chosen->widget) == NULL)
    return; /* it was closed meanwhile */
  if (rows == NULL)
    {
      br_tag_toast_error (chosen->widget, error);
      return;
    }
  there = keep_those_there (rows);
  if (there->len > 0 && actions[chosen->action].of_one != NULL)
    actions[chosen->action].of_one (chosen->widget, chosen->context, there->pdata[0]);
  else if (there->len > 0)
    actions[chosen->action].func (chosen->widget, chosen->context, there);
}

void
br_tag_actions_run (GtkWidget *widget, BrAppContext *context, const char *action, BrIdList *tags)
{
  Chosen *chosen;
  gsize i = 0;

  while (i < G_N_ELEMENTS (actions) && !g_str_equal (actions[i].name, action))
    i++;
  g_return_if_fail (i < G_N_ELEMENTS (actions));

  chosen = g_new0 (Chosen, 1);
  *chosen = (Chosen) { g_object_ref (widget), g_object_ref (context), i };
  br_tag_service_rows_async (br_app_context_get_tags (context), tags, NULL, read_cb, chosen);
}
