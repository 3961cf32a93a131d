/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there was to do is the most that was on its way at once since nothing was. */
#include "config.h"

#include "br-tag-plan-card.h"

#include "br-tag-plan-words.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define PLAN_S 5 /* at most so often */

struct _BrTagPlanCard
{
  AdwBin parent_instance;

  BrAppContext *context;
  GCancellable *cancellable; /* of the plan being made, or NULL */
  guint plan_id;
  gint64 most; /* on its way at once since nothing was */

  GtkLabel *title_label;
  GtkProgressBar *progress;
  GtkLabel *detail_label;
};

G_DEFINE_FINAL_TYPE (BrTagPlanCard, br_tag_plan_card, ADW_TYPE_BIN)

/* Nothing is on its way, but something waits for a person. */
static void
show_held (BrTagPlanCard *self, gint64 held)
{
  g_autofree char *title = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "The new look of %'d tag waits to be started", "The new look of %'d tags waits to be started", (gulong) held), (int) held);

  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->detail_label, _("The plan says how long it takes. Their prices are right meanwhile."));
}

void
br_tag_plan_card_show (BrTagPlanCard *self, const BrTagCounts *counts, const BrTagPlanView *plan, gint64 now_us)
{
  gint64 left = br_tag_words_under_way (counts), held = counts->shows[BR_TAG_SHOWS_HELD];
  g_autofree char *title = NULL, *where = NULL, *promise = NULL, *detail = NULL;

  g_return_if_fail (BR_IS_TAG_PLAN_CARD (self));

  self->most = left == 0 ? 0 : MAX (self->most, left);
  gtk_widget_set_visible (GTK_WIDGET (self), left > 0 || held > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), left > 0);
  if (left == 0)
    {
      show_held (self, held);
      return;
    }
  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d tag is to show something new", "%'d tags are to show something new", (gulong) left), (int) left);
  where = br_tag_words_progress (counts);
  promise = plan != NULL && plan->n_changes > 0 ? br_tag_plan_words_promise (plan, now_us) : NULL;
  detail = promise != NULL ? g_strdup_printf ("%s · %s", where, promise) : g_strdup (where);
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->detail_label, detail);
  gtk_progress_bar_set_fraction (self->progress, (double) (self->most - left) / (double) self->most);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagPlanCard) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPlanView) plan = br_tag_service_plan_finish (BR_TAG_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->title_label == NULL)
    return;
  g_clear_object (&self->cancellable);
  br_tag_plan_card_show (self, br_tag_service_get_counts (BR_TAG_SERVICE (source)), plan, br_app_context_now_us (self->context));
}

static gboolean
plan_cb (gpointer user_data)
{
  BrTagPlanCard *self = user_data;

  self->plan_id = 0;
  if (self->cancellable == NULL)
    {
      self->cancellable = g_cancellable_new ();
      br_tag_service_plan_async (br_app_context_get_tags (self->context), 0, self->cancellable, planned_cb, g_object_ref (self));
    }
  return G_SOURCE_REMOVE;
}

/* The numbers at once, the plan a little later. */
static void
update (BrTagPlanCard *self)
{
  const BrTagCounts *counts = br_tag_service_get_counts (br_app_context_get_tags (self->context));
  gboolean was_visible = gtk_widget_get_visible (GTK_WIDGET (self));

  if (!was_visible || br_tag_words_under_way (counts) == 0)
    br_tag_plan_card_show (self, counts, NULL, br_app_context_now_us (self->context));
  if (self->plan_id == 0 && br_tag_words_under_way (counts) > 0)
    self->plan_id = g_timeout_add_seconds (was_visible ? PLAN_S : 0, plan_cb, self);
}

static void
br_tag_plan_card_dispose (GObject *object)
{
  BrTagPlanCard *self = BR_TAG_PLAN_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->plan_id, g_source_remove);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_TAG_PLAN_CARD);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_tag_plan_card_parent_class)->dispose (object);
}

static void
br_tag_plan_card_class_init (BrTagPlanCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_tag_plan_card_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-plan-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanCard, progress);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanCard, detail_label);
}

static void
br_tag_plan_card_init (BrTagPlanCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
br_tag_plan_card_set_context (BrTagPlanCard *self, BrAppContext *context)
{
  g_return_if_fail (BR_IS_TAG_PLAN_CARD (self) && self->context == NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (br_app_context_get_tags (context), "tags-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
