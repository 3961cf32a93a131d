/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of the mismatch list: record, shelf, till. */
#include "config.h"

#include "br-tag-words.h"

#include "br-product-text.h"
#include "br-words.h"
#include <glib/gi18n.h>

BrChipState
br_tag_words_truth_chip (const BrShelfTruth *truth)
{
  if (br_shelf_truth_is_wrong (truth))
    return BR_CHIP_SHELF_WRONG;
  return truth->differs != 0 ? BR_CHIP_SHELF_UNPROVED : BR_CHIP_SHELF_RIGHT;
}

static void
add_sentence (GString *text, const char *sentence)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
}

const char *
br_tag_words_truth_why (const BrShelfTruth *truth)
{
  if ((truth->differs & BR_SHELF_TILL_DIFFERS) != 0)
    return truth->till_waits ? _("Not at HQ yet") : _("Till: look now");
  if ((truth->differs & BR_SHELF_PAPER_DIFFERS) != 0)
    return _("Paper is old");
  if ((truth->differs & (BR_SHELF_TAG_DIFFERS | BR_SHELF_NOT_PROVED)) == 0)
    return "";
  if (truth->record_minor == G_MININT64)
    return _("No price of record");
  switch (truth->tag_shows)
    {
    case BR_TAG_SHOWS_WAITING:
    case BR_TAG_SHOWS_AT_STATION:
    case BR_TAG_SHOWS_FETCHING:
    case BR_TAG_SHOWS_LOOKING:
    case BR_TAG_SHOWS_AGAIN: return _("On its way");
    case BR_TAG_SHOWS_SILENT: return _("Tag not heard");
    case BR_TAG_SHOWS_FAILED: return _("Look at the tag");
    case BR_TAG_SHOWS_FINDER: return _("Being looked for");
    case BR_TAG_SHOWS_WANTED:
    case BR_TAG_SHOWS_HELD: return _("Only not proved");
    case BR_TAG_SHOWS_NOTHING:
    case BR_TAG_SHOWS_BLANKING:
    case BR_N_TAG_SHOWS:
    default: return "";
    }
}

char *
br_tag_words_truth (const BrShelfTruth *truth, gint64 now_us)
{
  GString *text = g_string_new (NULL);
  g_autofree char *since = truth->since_us != 0 ? br_words_ago (truth->since_us, now_us) : NULL;

  if ((truth->differs & BR_SHELF_TAG_DIFFERS) != 0 && truth->tag_minor != G_MININT64)
    add_sentence (text, _("The tag has another price."));
  else if ((truth->differs & BR_SHELF_TAG_DIFFERS) != 0)
    add_sentence (text, _("What the tag shows is not known."));
  if ((truth->differs & BR_SHELF_PAPER_DIFFERS) != 0)
    add_sentence (text, _("The paper label has another price: print a new one or take it away."));
  if ((truth->differs & BR_SHELF_TILL_DIFFERS) != 0)
    add_sentence (text, truth->till_waits ? _("The till still has the price before: the change here has not reached HQ yet.")
                                          : _("The till charges another price: look at it now."));
  if ((truth->differs & BR_SHELF_NOT_PROVED) != 0)
    add_sentence (text, _("What the tag shows is not proved."));
  if (since != NULL && truth->differs != 0)
    {
      /* Translators: since when shelf and record differ: "2 h ago", or a date and time */
      g_autofree char *line = g_strdup_printf (_("Since %s."), since);

      add_sentence (text, line);
    }
  return g_string_free (text, FALSE);
}

char *
br_tag_words_truth_spoken (const BrShelfTruth *truth, guint digits, gint64 now_us)
{
  g_autofree char *record = br_text_money (truth->record_minor, digits);
  g_autofree char *tag = br_text_money (truth->tag_minor, digits);
  g_autofree char *paper = br_text_money (truth->paper_minor, digits);
  g_autofree char *till = br_text_money (truth->till_minor, digits);
  g_autofree char *why = br_tag_words_truth (truth, now_us);

  /* Translators: four prices, then a sentence about what differs */
  return g_strdup_printf (_("Record %s, tag %s, paper %s, till %s. %s"), record, tag, paper, till, why);
}

/* A whole sentence. */
static char *
till_sentence (const BrShelfSum *sum, gint64 now_us)
{
  g_autofree char *said = sum->till_us != 0 ? br_words_ago (sum->till_us, now_us) : NULL;

  /* Translators: when HQ last said the price of the till: "2 h ago", or a date and time */
  return said != NULL ? g_strdup_printf (_("The price at the till is as HQ said %s."), said)
                      : g_strdup (_("The price at the till is not known: HQ has never been heard here."));
}

char *
br_tag_words_agreed (const BrShelfSum *sum, gint64 now_us)
{
  g_autofree char *since = sum->agree_us != 0 ? br_words_clock (sum->agree_us, now_us) : NULL;
  g_autofree char *till = till_sentence (sum, now_us);
  /* Translators: a time of the day, or a date and time */
  g_autofree char *shelf =
      since != NULL ? g_strdup_printf (_("Since %s, every tag is proved to show the price of record, and no paper label has another."), since) : NULL;

  return shelf != NULL ? g_strdup_printf ("%s\n%s", shelf, till) : g_strdup (_("Bind a tag to a product: then its prices are compared here."));
}

static char *
count_words (const BrShelfSum *sum, BrShelfWhich which)
{
  int n = (int) sum->total;

  switch (which)
    {
    case BR_SHELF_WRONG: return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d has a wrong price", "%'d have a wrong price", (gulong) n), n);
    case BR_SHELF_UNPROVED: return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d is not proved", "%'d are not proved", (gulong) n), n);
    case BR_SHELF_ALL: return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d product with a tag", "%'d products with a tag", (gulong) n), n);
    case BR_SHELF_DIFFERING:
    default: return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d differs or is not proved", "%'d differ or are not proved", (gulong) n), n);
    }
}

char *
br_tag_words_truths (const BrShelfSum *sum, BrShelfWhich which, guint n_shown, gint64 now_us)
{
  g_autofree char *all = count_words (sum, which);
  g_autofree char *till = till_sentence (sum, now_us);
  g_autofree char *part = sum->total > n_shown ? g_strdup_printf (_("%s, the first %'u of them are shown"), all, n_shown) : NULL;

  return g_strdup_printf ("%s · %s", part != NULL ? part : all, till);
}
