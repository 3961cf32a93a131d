/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-columns.h"

#include "br-chip.h"
#include "br-tag-thumbs.h"
#include "br-product-text.h"
#include "br-tag-words.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define THUMB_WIDTH 72
#define THUMB_HEIGHT 32

static gpointer
ref_tag (gpointer view)
{
  return br_tag_view_ref (view);
}

static void
unref_tag (gpointer view)
{
  br_tag_view_unref (view);
}

static gboolean
is_same_tag (gconstpointer a, gconstpointer b)
{
  return ((const BrTagView *) a)->row == ((const BrTagView *) b)->row;
}

static guint32
tag_id (gconstpointer view)
{
  return ((const BrTagView *) view)->row;
}

const BrViewType br_view_type_tag = { ref_tag, unref_tag, is_same_tag, tag_id };

/* Picture, and two lines in one label: every widget of a cell counts. */
static GtkWidget *
make_tag (void)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *room = adw_clamp_new (), *picture = br_label_view_new ();
  GtkWidget *lines = gtk_label_new ("\n");

  gtk_widget_set_size_request (picture, THUMB_WIDTH, THUMB_HEIGHT);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  adw_clamp_set_maximum_size (ADW_CLAMP (room), THUMB_WIDTH); /* a large tag does not take the room of its name */
  adw_clamp_set_tightening_threshold (ADW_CLAMP (room), THUMB_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (room), picture);
  gtk_label_set_xalign (GTK_LABEL (lines), 0);
  gtk_label_set_ellipsize (GTK_LABEL (lines), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (cell), room);
  gtk_box_append (GTK_BOX (cell), lines);
  return cell;
}

static void
show_tag (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrTagView *tag = view;
  BrLabelView *picture = BR_LABEL_VIEW (adw_clamp_get_child (ADW_CLAMP (gtk_widget_get_first_child (cell))));
  GtkLabel *lines = GTK_LABEL (gtk_widget_get_last_child (cell));
  const char *title = br_tag_words_title (tag);
  guint digits = br_app_context_get_digits (context);
  g_autofree char *detail = br_tag_words_detail (tag);
  g_autofree char *seen = br_tag_words_picture (tag, tag->wanted_minor, digits);

  br_view_cell_two_lines (lines, title, detail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (lines), tag->place);
  br_label_view_set_description (picture, seen);
  gtk_widget_set_opacity (GTK_WIDGET (picture), tag->shows == BR_TAG_SHOWS_WANTED ? 1 : 0.5); /* paler while it is only wanted */
  br_tag_thumbs_show (BR_TAG_THUMBS (data), picture, tag);
}

static void
show_price (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrTagView *tag = view;
  g_autofree char *text = br_text_money (tag->wanted_minor, br_app_context_get_digits (context));

  gtk_label_set_text (GTK_LABEL (cell), text);
}

static void
show_state (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrTagView *tag = view;
  g_autofree char *sentence = br_tag_words_state (tag, br_app_context_now_us (context));

  br_chip_set_state (BR_CHIP (cell), br_tag_words_chip (tag));
  gtk_widget_set_tooltip_text (cell, sentence);
}

static GtkWidget *
make_proof (void)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 12);
  gtk_widget_add_css_class (icon, "dimmed");
  gtk_box_append (GTK_BOX (cell), icon);
  gtk_box_append (GTK_BOX (cell), br_view_cell_text ());
  return cell;
}

static void
show_proof (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrTagView *tag = view;
  g_autofree char *text = br_tag_words_known (tag, br_app_context_get_digits (context));

  gtk_image_set_from_icon_name (GTK_IMAGE (gtk_widget_get_first_child (cell)), br_tag_words_proof_icon (tag->proof));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (cell)), text);
  gtk_widget_set_tooltip_text (cell, tag->shows == BR_TAG_SHOWS_WANTED ? br_tag_words_proof_sentence (tag->proof) : NULL);
}

static void
show_battery (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrTagView *tag = view;
  g_autofree char *text = br_tag_words_battery (tag);
  gboolean low = br_tag_words_is_battery_low (tag);

  gtk_label_set_text (GTK_LABEL (cell), text);
  gtk_widget_set_tooltip_text (cell, low ? br_tag_words_attention (BR_TAG_ATTENTION_BATTERY) : NULL);
  if (low)
    gtk_widget_add_css_class (cell, "error");
  else
    gtk_widget_remove_css_class (cell, "error");
}

static void
show_seen (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrTagView *tag = view;
  g_autofree char *text = tag->heard_us != 0 ? br_words_ago (tag->heard_us, br_app_context_now_us (context)) : g_strdup ("—");
  g_autofree char *exact = tag->heard_us != 0 ? br_words_instant (tag->heard_us) : NULL;

  gtk_label_set_text (GTK_LABEL (cell), text);
  gtk_widget_set_tooltip_text (cell, exact);
}

static void
show_station (GtkWidget *cell, gconstpointer view, BrAppContext *context, GObject *data)
{
  const BrTagView *tag = view;
  gtk_label_set_text (GTK_LABEL (cell), tag->station_name != NULL ? tag->station_name : "—");
}

static const BrViewColumn columns[] = {
  { "tag", N_("Tag and product"), BR_TAG_SORT_NAME, 190, TRUE, TRUE, FALSE, make_tag, show_tag },
  { "price", N_("Should show"), BR_TAG_SORT_PRICE, 110, FALSE, FALSE, FALSE, br_view_cell_number, show_price },
  { "state", N_("State"), BR_TAG_SORT_SHOWS, 142, FALSE, TRUE, FALSE, br_chip_new, show_state },
  { "proof", N_("Proof"), 0, 165, FALSE, FALSE, FALSE, make_proof, show_proof },
  { "battery", N_("Battery"), BR_TAG_SORT_BATTERY, 80, FALSE, FALSE, TRUE, br_view_cell_number, show_battery },
  { "seen", N_("Heard"), BR_TAG_SORT_HEARD, 90, FALSE, FALSE, TRUE, br_view_cell_number, show_seen },
  { "station", N_("Station"), BR_TAG_SORT_STATION, 110, FALSE, FALSE, TRUE, br_view_cell_text, show_station },
};

static const char *
name_of (gconstpointer view)
{
  return br_tag_words_title (view);
}

static char *
describe (gconstpointer view, BrAppContext *context)
{
  return br_tag_words_spoken (view, br_app_context_get_digits (context));
}

const BrViewTable br_tag_columns = { columns, G_N_ELEMENTS (columns), name_of, describe };
