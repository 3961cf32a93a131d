/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-truth-columns.h"

#include "br-chip.h"
#include "br-product-text.h"
#include "br-tag-words.h"
#include "br-words.h"
#include <glib/gi18n.h>

static gpointer
ref_truth (gpointer view)
{
  return br_shelf_truth_ref (view);
}

static void
unref_truth (gpointer view)
{
  br_shelf_truth_unref (view);
}

static gboolean
is_same_truth (gconstpointer a, gconstpointer b)
{
  return br_id_equal (&((const BrShelfTruth *) a)->sku, &((const BrShelfTruth *) b)->sku);
}

const BrViewType br_view_type_truth = { ref_truth, unref_truth, is_same_truth, NULL };

static const char *
name_of (gconstpointer view)
{
  const BrShelfTruth *truth = view;

  return truth->name != NULL ? truth->name : _("Its product is gone");
}

static GtkWidget *
make_product (void)
{
  GtkWidget *label = gtk_label_new ("\n");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return label;
}

static void
show_product (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrShelfTruth *truth = view;
  g_autofree char *tags = truth->n_tags > 1 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u tag", "%'u tags", truth->n_tags), truth->n_tags) : NULL;
  g_autofree char *tag = tags == NULL && truth->tag_key != NULL ? g_strdup_printf (_("Tag %s"), br_tag_sticker_key (truth->tag_key)) : NULL;
  const char *second = tags != NULL ? tags : tag;
  g_autofree char *detail = g_strdup_printf ("%s%s%s", truth->code != NULL ? truth->code : "—", second != NULL ? " · " : "", second != NULL ? second : "");

  br_view_cell_two_lines (GTK_LABEL (cell), name_of (view), detail);
  gtk_widget_set_tooltip_text (cell, gtk_label_get_text (GTK_LABEL (cell))); /* a long code leaves no room for the tag's key */
}

static void
show_state (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  g_autofree char *sentence = br_tag_words_truth (view, br_app_context_now_us (context));

  br_chip_set_state (BR_CHIP (cell), br_tag_words_truth_chip (view));
  gtk_widget_set_tooltip_text (cell, sentence);
}

static void
show_why (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  gtk_label_set_text (GTK_LABEL (cell), br_tag_words_truth_why (view));
}

/* Red, and in the tooltip why: colour is never the only sign, the chip says it too. */
static void
show_money (GtkWidget *cell, gint64 minor, BrAppContext *context, gboolean differs)
{
  g_autofree char *text = br_text_money (minor, br_app_context_get_digits (context));

  gtk_label_set_text (GTK_LABEL (cell), text);
  if (differs && minor != G_MININT64)
    gtk_widget_add_css_class (cell, "error");
  else
    gtk_widget_remove_css_class (cell, "error");
}

static void
show_record (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  show_money (cell, ((const BrShelfTruth *) view)->record_minor, context, FALSE);
}

static void
show_tag (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrShelfTruth *truth = view;

  show_money (cell, truth->tag_minor, context, (truth->differs & BR_SHELF_TAG_DIFFERS) != 0);
  gtk_widget_set_tooltip_text (cell, truth->tag_row != 0 ? br_tag_words_proof_sentence (truth->tag_proof) : NULL);
}

static void
show_proof (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrShelfTruth *truth = view;

  gtk_label_set_text (GTK_LABEL (cell), truth->tag_row != 0 ? br_tag_words_proof (truth->tag_proof) : "—");
}

static void
show_paper (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrShelfTruth *truth = view;

  show_money (cell, truth->paper_minor, context, (truth->differs & BR_SHELF_PAPER_DIFFERS) != 0);
}

static void
show_till (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrShelfTruth *truth = view;
  g_autofree char *when = truth->till_us != 0 ? br_words_ago (truth->till_us, br_app_context_now_us (context)) : NULL;
  /* Translators: when HQ last said the price of the till: "2 h ago", or a date and time */
  g_autofree char *said = when != NULL ? g_strdup_printf (_("As HQ said %s"), when) : NULL;

  show_money (cell, truth->till_minor, context, (truth->differs & BR_SHELF_TILL_DIFFERS) != 0);
  gtk_widget_set_tooltip_text (cell, said);
}

static void
show_since (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrShelfTruth *truth = view;
  g_autofree char *text = truth->since_us != 0 ? br_words_ago (truth->since_us, br_app_context_now_us (context)) : g_strdup ("—");

  gtk_label_set_text (GTK_LABEL (cell), text);
}

static char *
describe (gconstpointer view, BrAppContext *context)
{
  return br_tag_words_truth_spoken (view, br_app_context_get_digits (context), br_app_context_now_us (context));
}

/* In a window of 1280 pixels, which leaves 1024 to them, nothing of it is cut but a long name. */
static const BrViewColumn columns[] = {
  { "product", N_("Product"), BR_SHELF_SORT_NAME, 168, TRUE, TRUE, FALSE, make_product, show_product },
  { "state", N_("State"), 0, 119, FALSE, TRUE, FALSE, br_chip_new, show_state },
  { "why", N_("Why"), 0, 133, FALSE, FALSE, FALSE, br_view_cell_text, show_why },
  { "record", N_("Record"), BR_SHELF_SORT_RECORD, 78, FALSE, FALSE, FALSE, br_view_cell_number, show_record },
  { "tag", N_("On the tag"), BR_SHELF_SORT_TAG, 99, FALSE, FALSE, FALSE, br_view_cell_number, show_tag },
  { "proof", N_("Proof"), 0, 136, FALSE, FALSE, TRUE, br_view_cell_text, show_proof },
  { "paper", N_("On paper"), BR_SHELF_SORT_PAPER, 90, FALSE, FALSE, TRUE, br_view_cell_number, show_paper },
  { "till", N_("At the till"), BR_SHELF_SORT_TILL, 92, FALSE, FALSE, FALSE, br_view_cell_number, show_till },
  { "since", N_("Since"), BR_SHELF_SORT_SINCE, 109, FALSE, FALSE, TRUE, br_view_cell_text, show_since },
};

const BrViewTable br_truth_columns = { columns, G_N_ELEMENTS (columns), name_of, describe };
