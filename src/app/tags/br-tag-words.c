/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of tags and of what is known of them; those of stations are in br-tag-words-station.c. */
#include "config.h"

#include "br-tag-words.h"

#include "br-error.h"
#include "br-product-text.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define MINUTE_US (60ll * G_USEC_PER_SEC)

/* A picture a tag is said to have is called shown only when its pixels were read back, or somebody looked. */
static BrChipState
proved_chip (BrTagProof proof)
{
  switch (proof)
    {
    case BR_TAG_PROOF_PIXELS:
    case BR_TAG_PROOF_PERSON: return BR_CHIP_TAG_SHOWN;
    case BR_TAG_PROOF_TAG: return BR_CHIP_TAG_TAKEN;
    case BR_TAG_PROOF_NONE:
    case BR_TAG_PROOF_STATION:
    case BR_TAG_PROOF_WEAK:
    default: return BR_CHIP_TAG_UNPROVED;
    }
}

BrChipState
br_tag_words_chip (const BrTagView *tag)
{
  switch (tag->shows)
    {
    case BR_TAG_SHOWS_NOTHING: return BR_CHIP_TAG_UNBOUND;
    case BR_TAG_SHOWS_WANTED: return proved_chip (tag->proof);
    case BR_TAG_SHOWS_BLANKING: return BR_CHIP_TAG_BLANKING;
    case BR_TAG_SHOWS_WAITING: return BR_CHIP_TAG_WAITING;
    case BR_TAG_SHOWS_AT_STATION: return BR_CHIP_TAG_AT_STATION;
    case BR_TAG_SHOWS_FETCHING: return BR_CHIP_TAG_FETCHING;
    case BR_TAG_SHOWS_LOOKING: return BR_CHIP_TAG_LOOKING;
    case BR_TAG_SHOWS_AGAIN: return BR_CHIP_TAG_AGAIN;
    case BR_TAG_SHOWS_SILENT: return BR_CHIP_TAG_SILENT;
    case BR_TAG_SHOWS_FAILED: return BR_CHIP_TAG_FAILED;
    case BR_TAG_SHOWS_HELD: return BR_CHIP_TAG_HELD;
    case BR_TAG_SHOWS_FINDER: return BR_CHIP_TAG_FINDER;
    case BR_N_TAG_SHOWS:
    default: return BR_CHIP_NONE;
    }
}

const char *
br_tag_words_title (const BrTagView *tag)
{
  if (tag->name != NULL && *tag->name != '\0')
    return tag->name;
  return br_id_is_none (&tag->sku) ? _("Not bound to a product") : _("Its product is gone");
}

char *
br_tag_words_detail (const BrTagView *tag)
{
  const char *type = tag->type.name[0] != '\0' ? tag->type.name : _("type not known");

  /* Translators: the key of a shelf tag, then its type */
  return g_strdup_printf (_("Tag %s · %s"), br_tag_sticker_key (tag->key), type);
}

static const char *
colour_word (BrTagColour colour)
{
  switch (colour)
    {
    case BR_TAG_WHITE: return C_("ink", "white");
    case BR_TAG_BLACK: return C_("ink", "black");
    case BR_TAG_RED: return C_("ink", "red");
    case BR_TAG_YELLOW: return C_("ink", "yellow");
    case BR_TAG_GREEN: return C_("ink", "green");
    case BR_TAG_BLUE: return C_("ink", "blue");
    case BR_TAG_ORANGE: return C_("ink", "orange");
    case BR_N_TAG_COLOURS:
    default: return "—";
    }
}

char *
br_tag_words_type (const BrTagType *type)
{
  GString *text = g_string_new (NULL);

  if (type->n_colours == 0)
    return g_string_free (g_string_append (text, _("Type not known")), FALSE);
  g_string_append_printf (text, "%u × %u", type->width, type->height);
  for (guint i = 0; i < MIN (type->n_colours, BR_TAG_MAX_COLOURS); i++)
    g_string_append_printf (text, "%s%s", i == 0 ? " · " : ", ", colour_word (type->colours[i]));
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *icon, *word, *sentence;
} proofs[] = {
  [BR_TAG_PROOF_NONE] = { "view-conceal-symbolic", N_("No proof"), N_("Nothing is known of what the tag shows.") },
  [BR_TAG_PROOF_STATION] = { "network-wireless-symbolic", N_("At the station only"), N_("The station has the picture. No tag was seen to take it.") },
  [BR_TAG_PROOF_WEAK] = { "dialog-warning-symbolic", N_("Said to have it"),
                          N_("The tag is said to have the picture, in a way that is known to be wrong at times. Look at it to be sure.") },
  [BR_TAG_PROOF_TAG] = { "folder-download-symbolic", N_("Tag downloaded it"),
                         N_("The tag was seen to download the picture and said that it has all of it. That it drew it is not proved.") },
  [BR_TAG_PROOF_PIXELS] = { "view-reveal-symbolic", N_("Pixels verified"),
                            N_("What the tag downloaded was read back and is this picture, pixel for pixel.") },
  [BR_TAG_PROOF_PERSON] = { "avatar-default-symbolic", N_("Somebody looked"), N_("A person stood before the tag and saw this picture.") },
};

const char *
br_tag_words_proof (BrTagProof proof)
{
  return _(proofs[proof < G_N_ELEMENTS (proofs) ? proof : BR_TAG_PROOF_NONE].word);
}

const char *
br_tag_words_proof_icon (BrTagProof proof)
{
  return proofs[proof < G_N_ELEMENTS (proofs) ? proof : BR_TAG_PROOF_NONE].icon;
}

const char *
br_tag_words_proof_sentence (BrTagProof proof)
{
  return _(proofs[proof < G_N_ELEMENTS (proofs) ? proof : BR_TAG_PROOF_NONE].sentence);
}

char *
br_tag_words_known (const BrTagView *tag, guint digits)
{
  g_autofree char *price = NULL;

  if (tag->shows == BR_TAG_SHOWS_NOTHING)
    return g_strdup ("—");
  if (tag->shows == BR_TAG_SHOWS_WANTED)
    return g_strdup (br_tag_words_proof (tag->proof));
  if (tag->shown_us == 0 || tag->shown_minor == G_MININT64)
    return g_strdup (tag->shows == BR_TAG_SHOWS_AT_STATION ? br_tag_words_proof (BR_TAG_PROOF_STATION) : _("Not known"));
  price = br_text_money (tag->shown_minor, digits);
  /* Translators: the price a shelf tag is known to show instead of the wanted one */
  return g_strdup_printf (tag->proof >= BR_TAG_PROOF_PIXELS ? _("Shows %s") : _("Last had %s"), price);
}

/* "in 12 min", from now on */
static char *
within (gint64 at_us, gint64 now_us)
{
  gint64 minutes = MAX (1, (at_us - now_us + MINUTE_US - 1) / MINUTE_US);

  if (minutes < 120)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "within %d minute", "within %d minutes", (gulong) minutes), (int) minutes);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "within %d hour", "within %d hours", (gulong) ((minutes + 59) / 60)), (int) ((minutes + 59) / 60));
}

/* A check-in that should have been is no promise any more. */
static gboolean
is_promised (const BrTagView *tag, gint64 now_us)
{
  return tag->next_us != 0 && tag->next_us != G_MAXINT64 && tag->next_us > now_us && tag->shows != BR_TAG_SHOWS_SILENT;
}

char *
br_tag_words_next (const BrTagView *tag, gint64 now_us)
{
  if (tag->next_us == G_MAXINT64)
    return g_strdup (_("sleeps until its button is pressed"));
  if (is_promised (tag, now_us))
    return within (tag->next_us, now_us);
  return g_strdup (tag->next_us != 0 ? _("overdue") : _("not known"));
}

char *
br_tag_words_blinks (const BrTagView *tag, gboolean is_paused, gint64 now_us)
{
  g_autofree char *when = NULL;

  if (is_paused)
    return g_strdup (_("Its station is paused: it will blink after that is resumed"));
  if (tag->next_us == G_MAXINT64)
    return g_strdup (_("It sleeps: it will blink when somebody has pressed its button"));
  if (!is_promised (tag, now_us))
    return g_strdup (_("It will blink when it checks in next; when that is, is not known"));
  when = within (tag->next_us, now_us);
  /* Translators: %s is "within 12 minutes" */
  return g_strdup_printf (_("It will blink %s"), when);
}

char *
br_tag_words_state (const BrTagView *tag, gint64 now_us)
{
  g_autofree char *next = br_tag_words_next (tag, now_us);

  switch (tag->shows)
    {
    case BR_TAG_SHOWS_NOTHING:
      if (br_tag_view_is_dead (tag, now_us))
        return g_strdup (_("It is bound to nothing and was not heard for a day. If it is gone, forget it: it is listed again when it is heard again."));
      return g_strdup (_("Bind it to a product: scan the tag, then the product."));
    case BR_TAG_SHOWS_WANTED: return g_strdup (br_tag_words_proof_sentence (tag->proof));
    case BR_TAG_SHOWS_BLANKING: return g_strdup (_("It was unbound. Until it is blank it may still show an old price: turn it round or take it away."));
    case BR_TAG_SHOWS_WAITING: return g_strdup (_("Its picture waits its turn at the station."));
    case BR_TAG_SHOWS_AT_STATION: return g_strdup_printf (_("The station has its picture. The tag fetches it when it checks in next: %s."), next);
    case BR_TAG_SHOWS_FETCHING: return g_strdup (_("The tag is downloading its picture now."));
    case BR_TAG_SHOWS_LOOKING: return g_strdup (_("It is being found out what became of the picture. Nothing is sent meanwhile."));
    case BR_TAG_SHOWS_AGAIN: return g_strdup (_("The picture did not get there. It is sent again by itself."));
    case BR_TAG_SHOWS_SILENT: return g_strdup (_("The tag is not heard. What it should show is kept and sent when it is heard again."));
    case BR_TAG_SHOWS_FAILED: return g_strdup (_("It was tried several times and did not work. Look at the tag, then try again, or hang up a paper label."));
    case BR_TAG_SHOWS_HELD: return g_strdup (_("It shows the right price in its old look. Its new look waits to be started: see Plan."));
    case BR_TAG_SHOWS_FINDER:
      return g_strdup_printf (_("It is looked for: it shows large squares instead of its price as soon as it checks in: %s. Say so when it is found."), next);
    case BR_N_TAG_SHOWS:
    default: return g_strdup ("");
    }
}

char *
br_tag_words_battery (const BrTagView *tag)
{
  if (tag->battery_mv <= 0)
    return g_strdup ("—");
  /* Translators: volts of a battery; the second when a tag only says that it has at least that */
  return g_strdup_printf (tag->battery_or_more ? _("≥ %.1f V") : _("%.2f V"), tag->battery_mv / 1000.0);
}

gboolean
br_tag_words_is_battery_low (const BrTagView *tag)
{
  return (tag->attention & (BR_TAG_ATTENTION_BATTERY | BR_TAG_ATTENTION_BATTERY_OUT)) != 0;
}

static const struct
{
  guint bit;
  const char *word, *remedy;
} attentions[] = {
  { BR_TAG_ATTENTION_PRICE, N_("No price"), N_("Its product has no price here. Give it one: the tag then shows it by itself.") },
  { BR_TAG_ATTENTION_FAILED, N_("Could not be shown"), N_("What it should show did not get there. Look at the tag, try again, or hang up a paper label.") },
  { BR_TAG_ATTENTION_GOODS, N_("Product gone"), N_("Its product is gone or is not sold here any more. Unbind the tag, or bind it to another product.") },
  { BR_TAG_ATTENTION_DESIGN, N_("No design"), N_("No design fits this tag, or its design cannot be drawn. Choose one under Designs.") },
  { BR_TAG_ATTENTION_TYPE, N_("Unknown type"), N_("Backroom does not know this type of tag and cannot draw for it. Use another tag.") },
  { BR_TAG_ATTENTION_SILENT, N_("Not heard"),
    N_("It has not been heard for three times as long as usual. Press its button near the station; if that does not help, replace it.") },
  { BR_TAG_ATTENTION_FOREIGN, N_("Changed by others"),
    N_("Something else writes to this tag again and again. Find the other program and stop it: only one may.") },
  { BR_TAG_ATTENTION_STUCK, N_("Held up at the station"),
    N_("Its station has the picture and does not make it ready for the tag. Look at the station, and restart it if nothing else is wrong with it.") },
  { BR_TAG_ATTENTION_NEVER, N_("Never confirmed"), N_("It is bound and was never known to show anything. Look at it, and say whether it is right.") },
  { BR_TAG_ATTENTION_BATTERY_OUT, N_("Battery empty"),
    N_("Its battery is nearly empty and it may stop at any time. Change the battery, or replace the tag.") },
  { BR_TAG_ATTENTION_BATTERY, N_("Battery low"), N_("Have a battery or another tag at hand for the next weeks.") },
  { BR_TAG_ATTENTION_SIGNAL, N_("Weak signal"), N_("It hears its station badly, which empties its battery. Move the tag or the station, or add a station.") },
};

const char *
br_tag_words_attention (guint attention)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attentions); i++)
    if (attentions[i].bit == attention)
      return _(attentions[i].word);
  return "";
}

char *
br_tag_words_remedies (guint attention)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (attentions); i++)
    if ((attention & attentions[i].bit) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", _(attentions[i].remedy));
  return g_string_free (text, FALSE);
}

char *
br_tag_words_spoken (const BrTagView *tag, guint digits)
{
  g_autofree char *wanted = br_text_money (tag->wanted_minor, digits);
  g_autofree char *known = br_tag_words_known (tag, digits);
  g_autofree char *battery = br_tag_words_battery (tag);
  const char *state = br_chip_state_get_word (br_tag_words_chip (tag));

  if (br_id_is_none (&tag->sku))
    /* Translators: key of a shelf tag, state, battery */
    return g_strdup_printf (_("Tag %s. %s. Battery %s"), br_tag_sticker_key (tag->key), state, battery);
  /* Translators: key of a shelf tag, wanted price, state, what is known of its picture, battery */
  return g_strdup_printf (_("Tag %s should show %s. %s, %s. Battery %s"), br_tag_sticker_key (tag->key), wanted, state, known, battery);
}

char *
br_tag_words_picture (const BrTagView *tag, gint64 minor, guint digits)
{
  g_autofree char *price = br_text_money (minor, digits);

  /* Translators: the picture of a shelf tag, for who does not see it: product, price */
  return minor != G_MININT64 ? g_strdup_printf (_("Picture of the tag: %s, price %s"), br_tag_words_title (tag), price)
                             : g_strdup (_("Picture of the tag, without a price"));
}

char *
br_tag_words_wanted (const BrTagView *tag, gint64 now_us)
{
  g_autofree char *from = NULL;

  if (tag->wanted_from_us <= now_us)
    return g_strdup (_("Should show"));
  from = br_words_clock (tag->wanted_from_us, now_us);
  /* Translators: a time of the day, or a date and time */
  return g_strdup_printf (_("Should show from %s"), from);
}

char *
br_tag_words_shown (const BrTagView *tag, gint64 now_us)
{
  g_autofree char *at = tag->shown_us != 0 ? br_words_clock (tag->shown_us, now_us) : NULL;

  if (at == NULL)
    return g_strdup (_("What it shows is not known"));
  switch (tag->proof)
    {
    case BR_TAG_PROOF_PIXELS: return g_strdup_printf (_("Shown now, pixels verified %s"), at);
    case BR_TAG_PROOF_PERSON: return g_strdup_printf (_("Shown now, somebody looked %s"), at);
    case BR_TAG_PROOF_TAG: return g_strdup_printf (_("Downloaded by the tag %s"), at);
    case BR_TAG_PROOF_WEAK: return g_strdup_printf (_("Said to be shown since %s"), at);
    case BR_TAG_PROOF_STATION:
    case BR_TAG_PROOF_NONE:
    default: return g_strdup_printf (_("Not proved, since %s"), at);
    }
}

static const struct
{
  BrError code;
  const char *sentence;
} errors[] = {
  { BR_ERROR_OFFLINE, N_("The station cannot be reached. Look at its power and network. What waits for it is kept.") },
  { BR_ERROR_PROTOCOL, N_("What answers there is not a station of this kind, or its answers make no sense. Nothing was changed.") },
  { BR_ERROR_REFUSED, N_("This kind of station or tag cannot do that. Nothing was changed.") },
  { BR_ERROR_EXISTS, N_("The tag is bound to another product already. Nothing was changed.") },
  { BR_ERROR_IN_USE, N_("The tag is bound to another product already. Nothing was changed.") },
  { BR_ERROR_NOT_FOUND, N_("There is no such tag or product any more. Nothing was changed.") },
  { BR_ERROR_CROWDED,
    N_("The base station has as many tags as it can serve. Set up another one on a channel of its own, move some tags to it, and try again. Nothing was changed.") },
  { BR_ERROR_RANGE, N_("Nothing is kept of a moment so long ago. Choose a later one.") },
};

char *
br_tag_words_error (const GError *error)
{
  for (gsize i = 0; error != NULL && i < G_N_ELEMENTS (errors); i++)
    if (g_error_matches (error, BR_ERROR, (int) errors[i].code))
      return g_strdup (_(errors[i].sentence));
  return br_words_error (error);
}
