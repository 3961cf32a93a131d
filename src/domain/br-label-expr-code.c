/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers of goods in label expressions. A null number makes the result null.
 *   gtin(x)        x when it is a GTIN with the right check digit; twelve digits become thirteen
 *   check10(x)     the digit that completes x as in a GTIN · luhn(x) as on cards (ISO/IEC 7812-1, annex B)
 *   ean2x(prefix,item,value)   an in-store number: prefix 20 to 29 or 02, five digits of goods, five of price or weight, check digit
 *   gs1(ai,value[,ai,value…])  an element string, "(01)06901234567892(17)261231(10)A1", as the maker of barcodes takes it: a parenthesis of a
 *                  value is "\(" or "\)". Values are checked by GS1 General Specifications, 3; a GTIN is filled up to 14 digits, a date becomes
 *                  YYMMDD, a measure or price gets the decimals its identifier says (3103: 1.25 → 001250). Empty values are left out.
 *   digital_link(address,ai,value…)  GS1 Digital Link URI: the first pair, and batch, variant and serial of a GTIN, in the path, the rest after "?"
 */
#include "config.h"

#include "br-label-value.h"

#include "br-decimal.h"
#include "br-error.h"
#include "br-gtin.h"

#include <string.h>

static gboolean
is_digits (const char *text)
{
  return *text != '\0' && text[strspn (text, "0123456789")] == '\0';
}

static gboolean
take_digit (BrLabelEval *eval, guint at, char digit, BrLabelValue *out)
{
  return br_label_value_take_text (eval, at, g_strdup_printf ("%c", digit), out);
}

static gboolean
call_gtin (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *text = br_label_value_text (eval, &args[0]);

  if (text == NULL)
    return FALSE;
  switch (br_gtin_check (text))
    {
    case BR_GTIN_OK: return br_label_value_take_text (eval, at, g_strconcat (strlen (text) == 12 ? "0" : "", text, NULL), out);
    case BR_GTIN_BAD_CHECK: return br_label_eval_fail (eval, BR_ERROR_INVALID, args[0].at, "the check digit of this number is wrong");
    case BR_GTIN_NOT_A_GTIN:
    default: return br_label_eval_fail (eval, BR_ERROR_INVALID, args[0].at, "expected a number of 8, 12, 13 or 14 digits");
    }
}

static gboolean
call_check10 (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *text = br_label_value_text (eval, &args[0]);
  char digit = text != NULL ? br_gtin_check_digit (text) : 0;

  return digit != 0 ? take_digit (eval, at, digit, out) : br_label_eval_fail (eval, BR_ERROR_INVALID, args[0].at, "expected 1 to 17 digits");
}

static gboolean
call_luhn (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *text = br_label_value_text (eval, &args[0]);
  gsize length = text != NULL && is_digits (text) ? strlen (text) : 0;
  guint sum = 0;

  if (length == 0 || length > 30)
    return br_label_eval_fail (eval, BR_ERROR_INVALID, args[0].at, "expected 1 to 30 digits");
  for (gsize i = 0; i < length; i++)
    {
      guint digit = (guint) (text[length - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);

      sum += digit / 10 + digit % 10;
    }
  return take_digit (eval, at, (char) ('0' + (10 - sum % 10) % 10), out);
}

static gboolean
call_ean2x (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *prefix = br_label_value_text (eval, &args[0]), *item;
  char body[16];
  gint64 value;

  if (prefix == NULL || !br_label_value_integer (eval, &args[2], 0, 99999, &value))
    return FALSE;
  if (strlen (prefix) != 2 || !is_digits (prefix) || (*prefix != '2' && strcmp (prefix, "02") != 0))
    return br_label_eval_fail (eval, BR_ERROR_INVALID, args[0].at, "expected “02” or “20” to “29”");
  item = br_label_value_text (eval, &args[1]);
  if (item == NULL || !is_digits (item) || strlen (item) > 5)
    return br_label_eval_fail (eval, BR_ERROR_INVALID, args[1].at, "expected at most 5 digits");
  g_snprintf (body, sizeof body, "%s%05d%05d", prefix, (int) g_ascii_strtoll (item, NULL, 10), (int) value);
  return br_label_value_take_text (eval, at, g_strdup_printf ("%s%c", body, br_gtin_check_digit (body)), out);
}

/* What an application identifier asks of its value. */
typedef enum
{
  RULE_DIGITS = 1,
  RULE_TEXT,
  RULE_CHECKED /* digits, the last one a check digit */,
  RULE_GTIN,
  RULE_DATE,
  RULE_SCALED /* the last digit of the identifier: decimals */
} Rule;
typedef struct
{
  guint digits, first, last; /* identifiers: of so many digits, from … to … */
  Rule rule;
  guint least, most;         /* characters */
} Identifier;

static const Identifier identifiers[] = {
  { 2, 0, 0, RULE_CHECKED, 18, 18 },      { 2, 1, 2, RULE_GTIN, 14, 14 },       { 2, 10, 10, RULE_TEXT, 1, 20 },         { 2, 11, 13, RULE_DATE, 6, 6 },
  { 2, 15, 17, RULE_DATE, 6, 6 },         { 2, 20, 20, RULE_DIGITS, 2, 2 },     { 2, 21, 22, RULE_TEXT, 1, 20 },         { 2, 30, 30, RULE_DIGITS, 1, 8 },
  { 2, 37, 37, RULE_DIGITS, 1, 8 },       { 2, 90, 90, RULE_TEXT, 1, 30 },      { 2, 91, 99, RULE_TEXT, 1, 90 },         { 3, 235, 235, RULE_TEXT, 1, 28 },
  { 3, 240, 241, RULE_TEXT, 1, 30 },      { 3, 242, 242, RULE_DIGITS, 1, 6 },   { 3, 243, 243, RULE_TEXT, 1, 20 },       { 3, 250, 251, RULE_TEXT, 1, 30 },
  { 3, 254, 254, RULE_TEXT, 1, 20 },      { 3, 400, 401, RULE_TEXT, 1, 30 },    { 3, 402, 402, RULE_CHECKED, 17, 17 },   { 3, 403, 403, RULE_TEXT, 1, 30 },
  { 3, 410, 417, RULE_CHECKED, 13, 13 },  { 3, 420, 420, RULE_TEXT, 1, 20 },    { 3, 422, 422, RULE_DIGITS, 3, 3 },      { 3, 426, 426, RULE_DIGITS, 3, 3 },
  { 4, 3100, 3369, RULE_SCALED, 6, 6 },   { 4, 3400, 3699, RULE_SCALED, 6, 6 }, { 4, 3900, 3909, RULE_SCALED, 1, 15 },   { 4, 3920, 3929, RULE_SCALED, 1, 15 },
  { 4, 7003, 7003, RULE_DIGITS, 10, 10 }, { 4, 8005, 8005, RULE_DIGITS, 6, 6 }, { 4, 8017, 8018, RULE_CHECKED, 18, 18 }, { 4, 8020, 8020, RULE_TEXT, 1, 25 },
  { 4, 8200, 8200, RULE_TEXT, 1, 70 },
};

static const Identifier *
find_identifier (const char *ai)
{
  gsize n = strlen (ai);
  guint number = (guint) g_ascii_strtoull (ai, NULL, 10);

  for (gsize i = 0; is_digits (ai) && i < G_N_ELEMENTS (identifiers); i++)
    {
      if (identifiers[i].digits == n && number >= identifiers[i].first && number <= identifiers[i].last)
        return &identifiers[i];
    }
  return NULL;
}

static gboolean
fail_value (BrLabelEval *eval, guint at, const char *ai, const char *expected)
{
  return br_label_eval_fail (eval, BR_ERROR_INVALID, at, "the value of (%s) must be %s", ai, expected);
}

/* Not negative, and as many digits after the point as the identifier says. */
static const char *
scale_value (BrLabelEval *eval, const Identifier *identifier, const char *ai, const BrLabelValue *value)
{
  int decimals = ai[3] - '0';
  gint64 number, unit = 1;
  char *text;

  if (!br_label_value_decimal (eval, value, &number))
    return NULL;
  for (int i = decimals; i < BR_DECIMAL_DIGITS; i++)
    unit *= 10;
  if (number < 0 || number % unit != 0 || decimals > BR_DECIMAL_DIGITS)
    {
      br_label_eval_fail (eval, BR_ERROR_INVALID, value->at, "the value of (%s) has %d digits after the point and is not negative", ai, decimals);
      return NULL;
    }
  text = g_strdup_printf ("%0*" G_GINT64_FORMAT, (int) identifier->least, number / unit);
  return br_label_eval_keep (eval, value->at, text);
}

static const char *
write_date (BrLabelEval *eval, const char *ai, const BrLabelValue *value)
{
  BrLabelValue date, year, month, day;

  if (value->type == BR_VALUE_TEXT && is_digits (value->text) && strlen (value->text) == 6)
    return value->text;
  if (value->type != BR_VALUE_DATE && (value->type != BR_VALUE_TEXT || !br_label_date_parse (value->text, &date)))
    {
      fail_value (eval, value->at, ai, "a date");
      return NULL;
    }
  br_label_value_date (eval, value, &date);
  br_label_date_part (&date, "year", &year);
  br_label_date_part (&date, "month", &month);
  br_label_date_part (&date, "day", &day);
  return br_label_eval_keep (
      eval, value->at,
      g_strdup_printf ("%02d%02d%02d", (int) (year.number / BR_DECIMAL_ONE % 100), (int) (month.number / BR_DECIMAL_ONE), (int) (day.number / BR_DECIMAL_ONE)));
}

static const char *
write_gtin (BrLabelEval *eval, const char *ai, const BrLabelValue *value)
{
  const char *text = br_label_value_text (eval, value);
  char full[15];

  if (text == NULL)
    return NULL;
  if (br_gtin_to_14 (text, full))
    return br_label_eval_keep (eval, value->at, g_strdup (full));
  fail_value (eval, value->at, ai, "a GTIN with the right check digit");
  return NULL;
}

/* Digits, or the 82 signs of ISO/IEC 646 that GS1 allows, as many as the identifier says. */
static const char *
check_plain (BrLabelEval *eval, const Identifier *identifier, const char *ai, const BrLabelValue *value)
{
  const char *text = br_label_value_text (eval, value);
  const char *signs = identifier->rule == RULE_TEXT ? "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz" : "0123456789";
  gsize n = text != NULL ? strlen (text) : 0;
  g_autofree char *body = NULL;

  if (text == NULL)
    return NULL;
  if (strspn (text, signs) != n || n < identifier->least || n > identifier->most)
    {
      br_label_eval_fail (eval, BR_ERROR_INVALID, value->at, "the value of (%s) must have %u to %u %s", ai, identifier->least, identifier->most,
                          identifier->rule == RULE_TEXT ? "letters, digits or signs of GS1's set" : "digits");
      return NULL;
    }
  body = g_strndup (text, n - 1);
  if (identifier->rule == RULE_CHECKED && br_gtin_check_digit (body) != text[n - 1])
    {
      fail_value (eval, value->at, ai, "a number with the right check digit");
      return NULL;
    }
  return text;
}

static const char *
write_element (BrLabelEval *eval, const char *ai, guint at, const BrLabelValue *value)
{
  const Identifier *identifier = find_identifier (ai);
  const char *text;

  if (identifier == NULL)
    {
      br_label_eval_fail (eval, BR_ERROR_INVALID, at, "this is no application identifier known here");
      return NULL;
    }
  switch (identifier->rule)
    {
    case RULE_GTIN: return write_gtin (eval, ai, value);
    case RULE_DATE: return write_date (eval, ai, value);
    case RULE_SCALED: text = scale_value (eval, identifier, ai, value); break;
    case RULE_DIGITS:
    case RULE_TEXT:
    case RULE_CHECKED:
    default: return check_plain (eval, identifier, ai, value);
    }
  if (text != NULL && strlen (text) > identifier->most)
    {
      fail_value (eval, value->at, ai, "smaller");
      return NULL;
    }
  return text;
}

/* Reads a pair; `text` is NULL when the value is empty and the pair left out. */
static gboolean
read_pair (BrLabelEval *eval, const BrLabelValue *pair, const char **ai, const char **text)
{
  *ai = br_label_value_text (eval, &pair[0]);
  *text = NULL;
  if (*ai == NULL || br_label_value_is_empty (&pair[1]))
    return *ai != NULL;
  *text = write_element (eval, *ai, pair[0].at, &pair[1]);
  return *text != NULL;
}

static gboolean
check_pairs (BrLabelEval *eval, guint at, guint n)
{
  return n % 2 == 0 || br_label_eval_fail (eval, BR_ERROR_INVALID, at, "expected pairs of application identifier and value");
}

static void
append_element (GString *out, const char *ai, const char *text)
{
  g_string_append_printf (out, "(%s)", ai);
  for (const char *p = text; *p != '\0'; p++)
    g_string_append_printf (out, "%s%c", *p == '(' || *p == ')' ? "\\" : "", *p);
}

static gboolean
call_gs1 (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  g_autoptr (GString) elements = g_string_new (NULL);

  if (!check_pairs (eval, at, n))
    return FALSE;
  for (guint i = 0; i < n; i += 2)
    {
      const char *ai, *text;

      if (!read_pair (eval, &args[i], &ai, &text))
        return FALSE;
      if (text != NULL)
        append_element (elements, ai, text);
    }
  return br_label_value_take_text (eval, at, g_string_free (g_steal_pointer (&elements), FALSE), out);
}

/* Where a pair of a link stands: 0 = the key, then the qualifiers of a GTIN in their order, −1 = after "?" (GS1 Digital Link URI Syntax, 4). */
static int
find_place (guint i, const char *ai)
{
  static const char *const qualifiers[] = { "22", "10", "21", "235" };

  if (i == 0)
    return 0;
  for (gsize k = 0; k < G_N_ELEMENTS (qualifiers); k++)
    {
      if (strcmp (qualifiers[k], ai) == 0)
        return (int) k + 1;
    }
  return -1;
}

static void
append_link (GString *out, const char *before, const char *ai, const char *between, const char *text)
{
  g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);

  g_string_append_printf (out, "%s%s%s%s", before, ai, between, escaped);
}

/* Reads the pairs of a link; the first decides whether there is one. */
static gboolean
read_pairs (BrLabelEval *eval, const BrLabelValue *args, guint n_pairs, const char **ais, const char **texts)
{
  for (guint i = 0; i < n_pairs; i++)
    {
      if (!read_pair (eval, &args[i * 2], &ais[i], &texts[i]))
        return FALSE;
    }
  return TRUE;
}

static void
append_pairs (GString *link, guint n_pairs, const char **ais, const char **texts)
{
  for (int place = 0; place <= 4; place++)
    {
      for (guint i = 0; i < n_pairs; i++)
        {
          if (texts[i] != NULL && find_place (i, ais[i]) == place)
            append_link (link, "/", ais[i], "/", texts[i]);
        }
    }
  for (guint i = 1; i < n_pairs; i++)
    {
      if (texts[i] != NULL && find_place (i, ais[i]) < 0)
        append_link (link, strchr (link->str, '?') == NULL ? "?" : "&", ais[i], "=", texts[i]);
    }
}

static gboolean
call_digital_link (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *address = br_label_value_text (eval, &args[0]), *ais[BR_LABEL_MAX_ARGS], *texts[BR_LABEL_MAX_ARGS];
  g_autoptr (GString) link = g_string_new (address);

  if (address == NULL || !check_pairs (eval, at, n - 1))
    return FALSE;
  if (!g_str_has_prefix (address, "https://") && !g_str_has_prefix (address, "http://"))
    return br_label_eval_fail (eval, BR_ERROR_INVALID, args[0].at, "expected an address that begins with https://");
  if (!read_pairs (eval, args + 1, n / 2, ais, texts))
    return FALSE;
  if (texts[0] == NULL)
    return TRUE;
  if (link->str[link->len - 1] == '/')
    g_string_truncate (link, link->len - 1);
  append_pairs (link, n / 2, ais, texts);
  return br_label_value_take_text (eval, at, g_string_free (g_steal_pointer (&link), FALSE), out);
}

const BrLabelFunction br_label_functions_code[] = {
  { "gtin", 1, 1, 1, call_gtin },   { "check10", 1, 1, 1, call_check10 },         { "luhn", 1, 1, 1, call_luhn },
  { "ean2x", 3, 3, 6, call_ean2x }, { "gs1", 2, BR_LABEL_MAX_ARGS, 0, call_gs1 }, { "digital_link", 3, BR_LABEL_MAX_ARGS, 1, call_digital_link },
  { NULL, 0, 0, 0, NULL },
};
