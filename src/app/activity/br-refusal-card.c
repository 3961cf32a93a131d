/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card. Settling it goes through the activity service; the page reads its list again when the cache changes. */
#include "config.h"

#include "br-refusal-card.h"

#include "br-change-dialog.h"
#include "br-refusal-fix.h"
#include "br-refusal-words.h"
#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define MAX_FIELDS 8 /* of one record that are shown; "What Was Sent" has them all */

struct _BrRefusalCard
{
  AdwBin parent_instance;

  BrAppContext *context;
  GPtrArray *refusals; /* of BrRefusal, never empty */
  GWeakRef window;     /* it was in when a dialog was opened: the list may be read anew meanwhile */
  GPtrArray *values;   /* of GtkBox, borrowed: one for each field, with base, mine and HQ's */

  GtkLabel *title;
  GtkLabel *reason;
  GtkBox *records;
  GtkLabel *detail;
  GtkButton *keep_button;
  GtkWidget *apply_button;
  GtkWidget *fix_button;
  GtkWidget *show_button;
};

G_DEFINE_FINAL_TYPE (BrRefusalCard, br_refusal_card, ADW_TYPE_BIN)

static const BrRefusal *
first (BrRefusalCard *self)
{
  return g_ptr_array_index (self->refusals, 0);
}

/* A decision on its way, and the window that will say so: the card may be gone by then. */
typedef struct
{
  BrRefusalCard *card; /* owned */
  BrWindow *window;    /* owned */
  BrSettle how;
} Settling;

static void
free_settling (Settling *settling)
{
  g_object_unref (settling->card);
  g_object_unref (settling->window);
  g_free (settling);
}

static void
reopened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (br_activity_service_write_finish (BR_ACTIVITY_SERVICE (source), result, &error))
    return;
  sentence = br_words_error (error);
  br_window_toast (window, sentence);
}

static void
reopen_cb (AdwToast *toast, BrRefusalCard *self)
{
  BrWindow *window = g_object_get_data (G_OBJECT (toast), "br-window");

  br_activity_service_reopen_async (br_app_context_get_activity (self->context), first (self)->id, reopened_cb, g_object_ref (window));
}

static void
toast_settled (const Settling *settling)
{
  AdwToast *toast = adw_toast_new (settling->how == BR_SETTLE_KEEP_HQ ? _("Your change was dropped") : _("On its way to HQ again"));

  if (settling->how == BR_SETTLE_KEEP_HQ)
    {
      adw_toast_set_button_label (toast, _("Undo"));
      g_object_set_data_full (G_OBJECT (toast), "br-window", g_object_ref (settling->window), g_object_unref);
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (reopen_cb), g_object_ref (settling->card), (GClosureNotify) (void (*) (void)) g_object_unref,
                             0);
    }
  br_window_add_toast (settling->window, toast);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Settling *settling = user_data;
  g_autoptr (GError) error = NULL;

  if (br_activity_service_write_finish (BR_ACTIVITY_SERVICE (source), result, &error))
    toast_settled (settling);
  else
    {
      g_autofree char *sentence = br_words_error (error);

      gtk_widget_set_sensitive (GTK_WIDGET (settling->card), TRUE);
      br_window_toast (settling->window, sentence);
    }
  free_settling (settling);
}

static void
remember_window (BrRefusalCard *self)
{
  BrWindow *window = br_window_of (GTK_WIDGET (self));

  if (window != NULL)
    g_weak_ref_set (&self->window, window);
}

static void
settle (BrRefusalCard *self, BrSettle how, BrEdit *edited)
{
  const BrActor *actor = br_app_context_get_actor (self->context);
  g_autoptr (BrWindow) window = g_weak_ref_get (&self->window);
  g_autofree char *record = br_words_record (first (self)->kind, first (self)->name, first (self)->product_name);
  g_autofree char *label = g_strdup_printf (_("Apply again: %s"), record);
  BrDecision decision = { .refusal = first (self)->id, .how = how, .edited = edited };
  BrActivityPerson person = { .name = br_session_service_get_person_name (br_app_context_get_session (self->context)), .label = label };
  Settling *settling;

  if (actor == NULL || window == NULL)
    return;
  person.actor = *actor;
  settling = g_new0 (Settling, 1);
  *settling = (Settling) { g_object_ref (self), g_object_ref (window), how };
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  br_activity_service_settle_async (br_app_context_get_activity (self->context), &person, &decision, settled_cb, settling);
}

static void
keep_cb (BrRefusalCard *self)
{
  remember_window (self);
  settle (self, BR_SETTLE_KEEP_HQ, NULL);
}

static void
apply_cb (BrRefusalCard *self)
{
  remember_window (self);
  settle (self, BR_SETTLE_APPLY_AGAIN, NULL);
}

static void
fixed_cb (BrEdit *edited, gpointer user_data)
{
  settle (user_data, BR_SETTLE_EDITED, edited);
}

static void
fix_cb (BrRefusalCard *self)
{
  BrRefusalFix *dialog = br_refusal_fix_new (self->context, self->refusals, fixed_cb, G_OBJECT (self));

  remember_window (self);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static void
show_cb (BrRefusalCard *self)
{
  BrWindow *window = br_window_of (GTK_WIDGET (self));
  GtkWidget *page = window != NULL ? br_window_show_page (window, "products") : NULL;

  if (BR_IS_PAGE (page))
    br_page_open_record (BR_PAGE (page), first (self)->kind, &first (self)->uid);
}

static void
sent_cb (BrRefusalCard *self)
{
  adw_dialog_present (ADW_DIALOG (br_change_dialog_new (self->context, &first (self)->change_id, _("What Was Sent"))), GTK_WIDGET (self));
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
add_value (GtkWidget *values, const char *whose, const char *text, const char *style)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), make_label (whose, "caption"));
  gtk_widget_add_css_class (gtk_widget_get_first_child (box), "dimmed");
  gtk_box_append (GTK_BOX (box), make_label (text, style));
  gtk_box_append (GTK_BOX (values), box);
}

/* What would have been made has only one version. */
static void
add_new_field (BrRefusalCard *self, const BrRefusal *refusal, const BrCell *cell)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *mine = br_refusal_value (refusal, cell->field, &cell->after, br_app_context_get_digits (self->context));
  GtkWidget *name = make_label (br_words_field (refusal->kind, cell->field), "dimmed");
  GtkWidget *value = make_label (mine, "body");

  gtk_label_set_width_chars (GTK_LABEL (name), 14);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (self->records, box);
}

static void
add_field (BrRefusalCard *self, const BrRefusal *refusal, const BrCell *cell)
{
  guint digits = br_app_context_get_digits (self->context);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *values = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *base = br_refusal_value (refusal, cell->field, &cell->before, digits);
  g_autofree char *mine = br_refusal_value (refusal, cell->field, &cell->after, digits);

  gtk_box_append (GTK_BOX (box), make_label (br_words_field (refusal->kind, cell->field), "caption-heading"));
  if (!refusal->patch->create)
    add_value (values, _("Before"), base, "body");
  add_value (values, _("Yours"), mine, "heading");
  if (refusal->theirs != NULL && !br_refusal_is_gone (refusal))
    {
      g_autofree char *theirs = br_refusal_value (refusal, cell->field, &refusal->theirs->cells[cell->field], digits);

      add_value (values, _("HQ"), theirs, "body");
    }
  gtk_box_append (GTK_BOX (box), values);
  gtk_box_append (self->records, box);
  g_ptr_array_add (self->values, values);
}

/* A deletion has no values to compare. */
static gboolean
is_deletion (const BrPatch *patch)
{
  return patch->n_cells == 1 && patch->cells[0].field == BR_FIELD_DELETED && !patch->create;
}

static void
add_record (BrRefusalCard *self, const BrRefusal *refusal)
{
  const BrPatch *patch = refusal->patch;

  if (refusal != first (self))
    {
      g_autofree char *title = br_words_record (refusal->kind, refusal->name, refusal->product_name);

      gtk_box_append (self->records, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
      gtk_box_append (self->records, make_label (title, "heading"));
    }
  if (is_deletion (patch))
    {
      gboolean deletes = patch->cells[0].after.type == BR_VALUE_INT && patch->cells[0].after.integer != 0;

      gtk_box_append (self->records, make_label (deletes ? _("You deleted it; HQ still has it.") : _("You brought it back; HQ has deleted it."), "body"));
      return;
    }
  for (guint i = 0; i < MIN (patch->n_cells, MAX_FIELDS); i++)
    if (!br_app_context_sees_field (self->context, refusal->kind, patch->cells[i].field))
      gtk_box_append (self->records, make_label (_("A value you may not see is left out."), "dimmed"));
    else if (patch->create && refusal->theirs == NULL)
      add_new_field (self, refusal, &patch->cells[i]);
    else
      add_field (self, refusal, &patch->cells[i]);
  if (patch->n_cells > MAX_FIELDS)
    {
      guint n = patch->n_cells - MAX_FIELDS;
      g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %u more field", "and %u more fields", n), n);

      gtk_box_append (self->records, make_label (text, "dimmed"));
    }
}

static void
show_buttons (BrRefusalCard *self)
{
  gboolean can_apply = TRUE, can_fix = FALSE;
  const BrRefusal *refusal = first (self);

  for (guint i = 0; i < self->refusals->len; i++)
    {
      can_apply = can_apply && br_refusal_can_apply (g_ptr_array_index (self->refusals, i));
      can_fix = can_fix || br_refusal_can_fix (g_ptr_array_index (self->refusals, i));
    }
  gtk_button_set_label (self->keep_button, refusal->theirs == NULL || br_refusal_is_gone (refusal) ? _("_Withdraw Mine") : _("_Keep HQ’s"));
  gtk_widget_set_visible (self->apply_button, can_apply);
  gtk_widget_set_visible (self->fix_button, can_fix);
  gtk_widget_set_visible (self->show_button, refusal->theirs != NULL && !br_refusal_is_gone (refusal)
                                                 && (refusal->kind == BR_KIND_PRODUCT || refusal->kind == BR_KIND_SKU || refusal->kind == BR_KIND_PRICE));
}

static void
show_texts (BrRefusalCard *self)
{
  const BrRefusal *refusal = first (self);
  g_autofree char *record = br_words_record (refusal->kind, refusal->name, refusal->product_name);
  g_autofree char *title = refusal->patch->create ? g_strdup_printf (_("New: %s"), record) : g_strdup (record);
  g_autofree char *reason = br_refusal_reason (refusal);
  g_autofree char *when = br_words_ago (refusal->at_us, br_app_context_now_us (self->context));
  g_autofree char *exact = br_words_instant (refusal->at_us);
  const char *who = refusal->person_name;
  g_autofree char *detail = who != NULL ? g_strdup_printf ("%s · %s · %s", refusal->label, who, when) : g_strdup_printf ("%s · %s", refusal->label, when);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->reason, reason);
  gtk_label_set_text (self->detail, detail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->detail), exact);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason, -1);
}

static void
br_refusal_card_dispose (GObject *object)
{
  BrRefusalCard *self = BR_REFUSAL_CARD (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_REFUSAL_CARD);
  g_clear_object (&self->context);
  g_ptr_array_set_size (self->values, 0);
  G_OBJECT_CLASS (br_refusal_card_parent_class)->dispose (object);
}

static void
br_refusal_card_finalize (GObject *object)
{
  BrRefusalCard *self = BR_REFUSAL_CARD (object);

  g_weak_ref_clear (&self->window);
  g_ptr_array_unref (self->values);
  g_clear_pointer (&self->refusals, g_ptr_array_unref);
  G_OBJECT_CLASS (br_refusal_card_parent_class)->finalize (object);
}

static void
br_refusal_card_class_init (BrRefusalCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_refusal_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_refusal_card_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/activity-refusal-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, title);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, reason);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, records);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, detail);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, keep_button);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, apply_button);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, fix_button);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalCard, show_button);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, fix_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, sent_cb);
}

static void
br_refusal_card_init (BrRefusalCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_weak_ref_init (&self->window, NULL);
  self->values = g_ptr_array_new ();
}

GtkWidget *
br_refusal_card_new (BrAppContext *context, GPtrArray *refusals)
{
  BrRefusalCard *self = g_object_new (BR_TYPE_REFUSAL_CARD, NULL);

  self->context = g_object_ref (context);
  self->refusals = g_ptr_array_ref (refusals);
  show_texts (self);
  for (guint i = 0; i < refusals->len; i++)
    add_record (self, g_ptr_array_index (refusals, i));
  show_buttons (self);
  br_refusal_card_set_orientation (self, GTK_ORIENTATION_HORIZONTAL);
  return GTK_WIDGET (self);
}

gboolean
br_refusal_card_is_about (BrRefusalCard *self, GPtrArray *refusals)
{
  for (guint i = 0; i < refusals->len; i++)
    if (i >= self->refusals->len || ((BrRefusal *) g_ptr_array_index (refusals, i))->id != ((BrRefusal *) g_ptr_array_index (self->refusals, i))->id)
      return FALSE;
  return gtk_widget_get_sensitive (GTK_WIDGET (self)) && refusals->len == self->refusals->len;
}

void
br_refusal_card_set_orientation (BrRefusalCard *self, GtkOrientation orientation)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      GtkBox *values = g_ptr_array_index (self->values, i);

      gtk_orientable_set_orientation (GTK_ORIENTABLE (values), orientation);
      gtk_box_set_homogeneous (values, orientation == GTK_ORIENTATION_HORIZONTAL);
      gtk_box_set_spacing (values, orientation == GTK_ORIENTATION_HORIZONTAL ? 12 : 4);
    }
}
