/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card. Settling it goes through the activity service; the page reads its list again when the cache changes. */
#include "config.h"

#include "br-refusal-card.h"

#include "br-chip.h"
#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

struct _BrRefusalCard
{
  AdwBin parent_instance;

  BrAppContext *context;
  gint64 refusal;
  BrKind kind;
  BrId uid;

  GtkLabel *title;
  BrChip *chip;
  GtkLabel *reason;
  GtkGrid *grid;
  GtkLabel *detail;
  GtkWidget *edit_button;
};

G_DEFINE_FINAL_TYPE (BrRefusalCard, br_refusal_card, ADW_TYPE_BIN)

/* HQ's codes (br-wire-push.h) in words. */
static const struct
{
  const char *code;
  const char *words;
} reasons[] = {
  { "conflict", N_("Somebody changed the same thing at HQ first.") },
  { "duplicate_sku", N_("Another article has this SKU code already.") },
  { "duplicate_barcode", N_("Another article has this barcode already.") },
  { "unknown_record", N_("It is no longer there.") },
  { "unknown_reference", N_("It refers to something that is no longer there.") },
  { "in_use", N_("It is still in use elsewhere.") },
  { "invalid", N_("HQ found a value that is not valid.") },
  { "refused_role", N_("The person who made the change may not do this.") },
  { "refused_place", N_("This store may not change this.") },
  { "below_floor", N_("The price is below the floor and nobody approved it.") },
  { "life_cycle", N_("The status cannot take this step, or not by this person.") },
  { "unsupported", N_("HQ does not know this kind of change yet.") },
};

static const char *
reason_text (const BrRefusal *refusal)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].code, refusal->code) == 0)
      return _(reasons[i].words);
  return _("HQ did not accept this change.");
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrRefusalCard) self = BR_REFUSAL_CARD (user_data);
  g_autoptr (GError) error = NULL;
  BrWindow *window = br_window_of (GTK_WIDGET (self));
  g_autofree char *sentence = NULL;

  if (br_activity_service_settle_finish (BR_ACTIVITY_SERVICE (source), result, &error) || window == NULL)
    return;
  sentence = br_words_error (error);
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  br_window_toast (window, sentence);
}

static void
settle (BrRefusalCard *self, BrSettle how)
{
  const BrActor *actor = br_app_context_get_actor (self->context);
  g_autofree char *label = g_strdup_printf (_("Apply again: %s"), gtk_label_get_text (self->title));

  if (actor == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  br_activity_service_settle_async (br_app_context_get_activity (self->context), actor,
                                    br_session_service_get_person_name (br_app_context_get_session (self->context)), label, self->refusal, how, settled_cb,
                                    g_object_ref (self));
}

static void
keep_cb (BrRefusalCard *self)
{
  settle (self, BR_SETTLE_KEEP_HQ);
}

static void
apply_cb (BrRefusalCard *self)
{
  settle (self, BR_SETTLE_APPLY_AGAIN);
}

static void
edit_cb (BrRefusalCard *self)
{
  BrWindow *window = br_window_of (GTK_WIDGET (self));
  GtkWidget *page = window != NULL ? br_window_show_page (window, "products") : NULL;

  if (BR_IS_PAGE (page))
    br_page_open_record (BR_PAGE (page), self->kind, &self->uid);
}

static void
attach_text (BrRefusalCard *self, int column, int row, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
}

static void
show_cells (BrRefusalCard *self, const BrRefusal *refusal)
{
  const BrPatch *patch = refusal->patch;
  guint digits = br_app_context_get_digits (self->context);

  attach_text (self, 0, 0, _("Field"), "dimmed");
  attach_text (self, 1, 0, _("Before"), "dimmed");
  attach_text (self, 2, 0, _("Yours"), "dimmed");
  attach_text (self, 3, 0, _("HQ"), "dimmed");
  for (guint i = 0; i < patch->n_cells; i++)
    {
      const BrCell *cell = &patch->cells[i];
      g_autofree char *before = br_words_value (patch->kind, cell->field, &cell->before, digits);
      g_autofree char *mine = br_words_value (patch->kind, cell->field, &cell->after, digits);
      g_autofree char *theirs =
          refusal->theirs != NULL ? br_words_value (patch->kind, cell->field, &refusal->theirs->cells[cell->field], digits) : g_strdup ("—");

      attach_text (self, 0, (int) i + 1, br_words_field (patch->kind, cell->field), NULL);
      attach_text (self, 1, (int) i + 1, before, "dimmed");
      attach_text (self, 2, (int) i + 1, mine, "heading");
      attach_text (self, 3, (int) i + 1, theirs, NULL);
    }
}

static void
br_refusal_card_dispose (GObject *object)
{
  BrRefusalCard *self = BR_REFUSAL_CARD (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_REFUSAL_CARD);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_refusal_card_parent_class)->dispose (object);
}

static void
br_refusal_card_class_init (BrRefusalCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_refusal_card_dispose;
  g_type_ensure (BR_TYPE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/activity-refusal-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, title);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, chip);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, reason);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, grid);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, detail);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, edit_button);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
}

static void
br_refusal_card_init (BrRefusalCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  br_chip_set_state (self->chip, BR_CHIP_REFUSED);
}

GtkWidget *
br_refusal_card_new (BrAppContext *context, const BrRefusal *refusal)
{
  BrRefusalCard *self = g_object_new (BR_TYPE_REFUSAL_CARD, NULL);
  g_autofree char *when = br_words_ago (refusal->at_us, br_app_context_now_us (context));
  g_autofree char *title = g_strdup_printf ("%s: %s", br_words_kind (refusal->kind), refusal->name != NULL ? refusal->name : "—");
  g_autofree char *detail = g_strdup_printf ("%s · %s", refusal->label, when);

  self->context = g_object_ref (context);
  self->refusal = refusal->id;
  self->kind = refusal->kind;
  self->uid = refusal->uid;
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->reason, reason_text (refusal));
  gtk_label_set_text (self->detail, detail);
  gtk_widget_set_visible (self->edit_button, refusal->kind == BR_KIND_PRODUCT || refusal->kind == BR_KIND_SKU || refusal->kind == BR_KIND_PRICE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  show_cells (self, refusal);
  return GTK_WIDGET (self);
}
