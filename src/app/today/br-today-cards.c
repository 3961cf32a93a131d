/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards of what exists so far: refused changes, the line to HQ, findings of the doctor. */
#include "config.h"

#include "br-today-cards.h"

#include <glib/gi18n.h>

/* Unsent changes older than this are worth a card, microseconds. */
#define STALE_US (15ll * 60 * G_USEC_PER_SEC)

static const BrSyncStatus *
sync_status (BrAppContext *context)
{
  return br_sync_service_get_status (br_app_context_get_sync (context));
}

static gint64
count_refused (BrAppContext *context)
{
  return sync_status (context)->refused;
}

static gint64
count_locked_out (BrAppContext *context)
{
  return sync_status (context)->state == BR_SYNC_REVOKED ? 1 : 0;
}

static gint64
count_trouble (BrAppContext *context)
{
  return sync_status (context)->state == BR_SYNC_ATTENTION && sync_status (context)->refused == 0 ? 1 : 0;
}

/* Being offline is normal; a card says so only when work has been waiting for a while, also over a restart of the program. */
static gint64
count_unsent (BrAppContext *context)
{
  const BrSyncStatus *status = sync_status (context);
  gboolean stale = status->offline_since_us != 0 && status->waiting_since_us != 0 && br_app_context_now_us (context) - status->waiting_since_us > STALE_US;

  return stale ? status->waiting_changes : 0;
}

static gint64
count_stopped (BrAppContext *context)
{
  return br_print_watch_get (br_app_context_get_print_watch (context))->stopped;
}

static gint64
count_uncertain (BrAppContext *context)
{
  return br_print_watch_get (br_app_context_get_print_watch (context))->uncertain;
}

static gint64
count_stale_labels (BrAppContext *context)
{
  return br_print_watch_get (br_app_context_get_print_watch (context))->stale;
}

static const BrShelfWatchCounts *
tag_counts (BrAppContext *context)
{
  return br_shelf_watch_get (br_app_context_get_tag_watch (context));
}

static gint64
count_tags_to_look_at (BrAppContext *context)
{
  return tag_counts (context)->attention;
}

static gint64
count_mismatch (BrAppContext *context)
{
  return tag_counts (context)->mismatch;
}

static gint64
count_late_tags (BrAppContext *context)
{
  return tag_counts (context)->late;
}

static gint64
count_down_stations (BrAppContext *context)
{
  return tag_counts (context)->down;
}

#define DOCTOR(name, chip, one, many, text, ...)                                                                                                               \
  { name, "dialog-warning-symbolic", chip, NULL, "doctor:" name, one, many, text, "products", "doctor:" name, ##__VA_ARGS__ }

static const BrTodayCard cards[] = {
  { "locked-out", "channel-insecure-symbolic", BR_CHIP_DECIDE, count_locked_out, NULL, N_("HQ has locked this device out"),
    N_("HQ has locked this device out"), N_("Your work is kept here. Ask HQ to enrol the device again."), "activity", "log" },
  { "refused", "dialog-question-symbolic", BR_CHIP_DECIDE, count_refused, NULL, N_("HQ refused {n} change"), N_("HQ refused {n} changes"),
    N_("Keep what HQ has, or apply yours again"), "activity", "refused" },
  { "trouble", "network-error-symbolic", BR_CHIP_FIX, count_trouble, NULL, N_("The line to HQ needs a person"), N_("The line to HQ needs a person"),
    N_("The sync log says what happened"), "activity", "log" },
  { "printer-stopped", "printer-symbolic", BR_CHIP_FIX, count_stopped, NULL, N_("{n} printer has stopped with labels waiting"),
    N_("{n} printers have stopped with labels waiting"), N_("What it needs stands beside it; it goes on with the same label"), "labels", "printers" },
  { "uncertain-labels", "dialog-question-symbolic", BR_CHIP_DECIDE, count_uncertain, NULL, N_("{n} label may or may not have come out"),
    N_("{n} labels may or may not have come out"), N_("Look at the paper and say which is the last"), "labels", "queue" },
  { "stations-down", "network-offline-symbolic", BR_CHIP_FIX, count_down_stations, NULL, N_("{n} station of shelf tags does not work"),
    N_("{n} stations of shelf tags do not work"), N_("Its tags go on showing old prices"), "tags", "stations" },
  { "tags-attention", "video-display-symbolic", BR_CHIP_FIX, count_tags_to_look_at, NULL, N_("{n} shelf tag needs a look"), N_("{n} shelf tags need a look"),
    N_("Not changed, not heard, a battery or no price: each says why"), "tags", "attention" },
  { "tags-late", "video-display-symbolic", BR_CHIP_FIX, count_late_tags, NULL, N_("{n} shelf tag will not show its new price when the shop opens"),
    N_("{n} shelf tags will not show their new prices when the shop opens"), N_("The plan says when they will; hang up paper labels for what matters most"),
    "tags", "" },
  { "tags-mismatch", "dialog-warning-symbolic", BR_CHIP_CHECK, count_mismatch, NULL, N_("{n} shelf price differs or is not proved"),
    N_("{n} shelf prices differ or are not proved"), N_("See what shelf, record and till say"), "tags", "mismatch" },
  { "stale-labels", "dialog-warning-symbolic", BR_CHIP_FIX, count_stale_labels, NULL, N_("{n} shelf label shows an old price"),
    N_("{n} shelf labels show an old price"), N_("Print new ones before customers see the difference"), "labels", "stale" },
  { "unsent", "network-offline-symbolic", BR_CHIP_WAIT, count_unsent, NULL, N_("{n} change waits for HQ"), N_("{n} changes wait for HQ"),
    N_("They are kept here and sent as soon as HQ answers"), "activity", "waiting" },
  DOCTOR ("below-cost", BR_CHIP_FIX, N_("{n} article is priced below cost"), N_("{n} articles are priced below cost"),
          N_("Raise the price, or have it approved"), .tells_cost = TRUE),
  DOCTOR ("no-price", BR_CHIP_FIX, N_("{n} article has no price"), N_("{n} articles have no price"), N_("They cannot be sold yet")),
  DOCTOR ("duplicate-barcode", BR_CHIP_FIX, N_("{n} article shares its barcode with another"), N_("{n} articles share a barcode with another"),
          N_("A scan cannot tell them apart")),
  DOCTOR ("duplicate-sku", BR_CHIP_FIX, N_("{n} article shares its SKU code with another"), N_("{n} articles share a SKU code with another"),
          N_("One of them needs a new code")),
  DOCTOR ("bad-check-digit", BR_CHIP_CHECK, N_("{n} barcode has a wrong check digit"), N_("{n} barcodes have a wrong check digit"),
          N_("Probably typed by hand; scan the package")),
  DOCTOR ("no-name", BR_CHIP_CHECK, N_("{n} article has no name"), N_("{n} articles have no name"), N_("Labels and receipts would be empty")),
  DOCTOR ("no-unit", BR_CHIP_CHECK, N_("{n} article has no unit"), N_("{n} articles have no unit"), N_("Weighed or counted? Quantities need it")),
  DOCTOR ("no-category", BR_CHIP_CHECK, N_("{n} article has no category"), N_("{n} articles have no category"), N_("Reports leave them out")),
};

const BrTodayCard *
br_today_cards_get (guint *n_cards)
{
  *n_cards = G_N_ELEMENTS (cards);
  return cards;
}

char *
br_today_card_title (const BrTodayCard *card, gint64 count)
{
  g_autoptr (GString) title = g_string_new (g_dngettext (GETTEXT_PACKAGE, card->singular, card->plural, (gulong) count));
  g_autofree char *number = g_strdup_printf ("%'" G_GINT64_FORMAT, count);

  g_string_replace (title, "{n}", number, 1);
  return g_strdup (title->str);
}
