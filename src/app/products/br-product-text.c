/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and figures of the catalogue as people read them. */
#include "config.h"

#include "br-product-text.h"

#include "br-error.h"
#include "br-money.h"
#include "br-words.h"
#include <glib/gi18n.h>
#include <string.h>

#define UNKNOWN "—"

/* Puts a comma between groups of three digits of the whole part. */
static char *
group_digits (const char *plain)
{
  GString *text = g_string_new (plain);
  const char *point = strchr (text->str, '.');
  gssize first = text->str[0] == '-';
  gssize at = (point != NULL ? point - text->str : (gssize) text->len) - 3;

  for (; at > first; at -= 3)
    g_string_insert_c (text, at, ',');
  return g_string_free (text, FALSE);
}

char *
br_text_money (gint64 minor, guint digits)
{
  g_autofree char *plain = NULL;

  if (minor == G_MININT64)
    return g_strdup (UNKNOWN);
  plain = br_money_format (minor, digits);
  return group_digits (plain);
}

/* The digits that the modulus leaves open are an x; all whole ones but the last are one x together. */
char *
br_text_price_ending (const BrPriceEnding *ending, guint digits)
{
  GString *text = g_string_new (NULL);
  gint64 rest = ending->ending_minor;
  guint place = 0;

  for (gint64 modulus = ending->modulus_minor; modulus > 1 || place <= digits; modulus /= 10, rest /= 10, place++)
    {
      if (place == digits && place > 0)
        g_string_prepend_c (text, '.');
      g_string_prepend_c (text, modulus > 1 ? (char) ('0' + rest % 10) : 'x');
    }
  if (*text->str != 'x')
    g_string_prepend_c (text, 'x');
  return g_string_free (text, FALSE);
}

char *
br_text_percent (gint64 basis_points)
{
  g_autofree char *plain = NULL;

  if (basis_points == G_MININT64)
    return g_strdup (UNKNOWN);
  plain = br_money_format (basis_points / 10, 1);
  return g_strdup_printf (C_("percentage", "%s %%"), plain);
}

typedef struct
{
  const char *word;
  const char *style;
  const char *icon;
} StatusText;

static const StatusText statuses[] = {
  [BR_STATUS_DRAFT] = { NC_("status", "Draft"), NULL, "document-edit-symbolic" },
  [BR_STATUS_SUBMITTED] = { NC_("status", "Submitted"), "accent", "document-send-symbolic" },
  [BR_STATUS_LISTED] = { NC_("status", "Listed"), "success", "object-select-symbolic" },
  [BR_STATUS_CLEARANCE] = { NC_("status", "Clearance"), "warning", "starred-symbolic" },
  [BR_STATUS_DELISTED] = { NC_("status", "Delisted"), "error", "action-unavailable-symbolic" },
  [BR_STATUS_RETIRED] = { NC_("status", "Retired"), NULL, "user-trash-symbolic" },
};

static const StatusText *
find_status (BrLifeCycle status)
{
  return &statuses[status >= BR_STATUS_DRAFT && status <= BR_STATUS_RETIRED ? status : BR_STATUS_DRAFT];
}

const char *
br_text_status (BrLifeCycle status)
{
  return g_dpgettext2 (NULL, "status", find_status (status)->word);
}

const char *
br_text_status_style (BrLifeCycle status)
{
  return find_status (status)->style;
}

const char *
br_text_status_icon (BrLifeCycle status)
{
  return find_status (status)->icon;
}

const char *
br_text_finding (guint bit)
{
  static const char *const findings[BR_N_FINDINGS] = {
    N_("Same barcode on another product"),
    N_("Wrong check digit in a barcode"),
    N_("Price below cost"),
    N_("No unit"),
    N_("No picture"),
    N_("Same SKU code on another product"),
    N_("No price"),
    N_("No category"),
    N_("No name"),
  };

  return bit < BR_N_FINDINGS ? _(findings[bit]) : "";
}

const char *
br_text_price_kind (BrPriceKind kind)
{
  static const char *const kinds[] = { NULL, NC_("price", "Regular"), NC_("price", "Promotional"), NC_("price", "Clearance") };

  return kind >= BR_PRICE_REGULAR && kind <= BR_PRICE_CLEARANCE ? g_dpgettext2 (NULL, "price", kinds[kind]) : UNKNOWN;
}

const char *
br_text_price_reason (BrPriceReason reason)
{
  static const char *const reasons[] = {
    [BR_PRICE_WINS] = N_("Holds"),
    [BR_PRICE_OTHER_PLACE] = N_("For another store or region"),
    [BR_PRICE_OTHER_CHANNEL] = N_("For another channel"),
    [BR_PRICE_OTHER_TIER] = N_("For another member tier"),
    [BR_PRICE_NOT_YET] = N_("Not yet valid"),
    [BR_PRICE_OVER] = N_("No longer valid"),
    [BR_PRICE_LESS_SPECIFIC] = N_("A more specific price holds"),
    [BR_PRICE_WEAKER_KIND] = N_("A promotion or clearance holds"),
    [BR_PRICE_LOWER_PRIORITY] = N_("Another has a higher priority"),
    [BR_PRICE_OLDER] = N_("A newer one holds"),
  };

  return reason >= BR_PRICE_WINS && reason <= BR_PRICE_OLDER ? _(reasons[reason]) : "";
}

char *
br_text_mass_problem (BrKind kind, const GError *error)
{
  if (strstr (error->message, "note") != NULL)
    return g_strdup (_("needs a note"));
  if (strstr (error->message, "life cycle") != NULL)
    return g_strdup (_("no such step from here"));
  if (g_error_matches (error, BR_ERROR, BR_ERROR_REFUSED))
    return g_strdup (kind == BR_KIND_PRICE ? _("below the least price: a manager has to approve it") : _("your role may not change it"));
  if (g_error_matches (error, BR_ERROR, BR_ERROR_CONFLICT))
    return g_strdup (_("somebody else changed it meanwhile"));
  if (g_error_matches (error, BR_ERROR, BR_ERROR_RANGE))
    return g_strdup (_("would be below zero or too large"));
  return g_strdup (_("would not be valid"));
}

char *
br_text_cell_error (BrKind kind, guint field, const GError *error)
{
  if (g_error_matches (error, BR_ERROR, BR_ERROR_EXISTS))
    return g_strdup (_("Two SKUs of this product have the same code"));
  if (error->code == BR_ERROR_RANGE)
    return g_strdup_printf (_("%s is too long or too large"), br_words_field (kind, field));
  if (strstr (error->message, "required") != NULL || strstr (error->message, "must not be empty") != NULL)
    return g_strdup_printf (_("%s must be filled in"), br_words_field (kind, field));
  if (kind == BR_KIND_SKU && field == BR_SKU_BARCODES)
    return g_strdup (_("A barcode is not valid: letters, digits and signs without spaces, each only once"));
  return g_strdup_printf (_("%s is not valid here"), br_words_field (kind, field));
}
