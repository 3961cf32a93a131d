/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers and money in label expressions. A null number makes the result null.
 *   money(x[,currency])  with the currency's sign and decimals, halves up: "¥12.30"; the shop's currency, or "" for the digits alone
 *   num(x,"#,##0.00")    by a pattern (br-decimal.h)
 *   round(x[,n[,mode]])  to n digits after the point (0); "half-up", "half-even", "up", "down" (from and to zero), "floor", "ceil"
 *   unit_price(price,qty,unit,per)   what `per` ("kg", "100 g", "l") costs when `qty` of `unit` cost `price`, in the decimals of money
 *   percent_off(was,now) whole per cent saved, never more than is true
 *   rmb_upper(x)         人民币大写, to the fen: 壹仟陆佰捌拾元零叁角贰分 (支付结算办法, 附件一)
 */
#include "config.h"

#include "br-label-value.h"

#include "br-decimal.h"
#include "br-error.h"
#include "br-money.h"

#include <string.h>

static char *
format_digits (gint64 value, guint digits, GError **error)
{
  static const char *const patterns[] = { "0", "0.0", "0.00", "0.000" };

  return br_decimal_format (value, patterns[digits], error);
}

static const char *
find_currency_sign (const char *currency)
{
  static const char *const signs[][2] = { { "CNY", "¥" },    { "JPY", "¥" },  { "USD", "$" },  { "EUR", "€" }, { "GBP", "£" },   { "KRW", "₩" },
                                          { "INR", "₹" },    { "VND", "₫" },  { "THB", "฿" },  { "RUB", "₽" }, { "HKD", "HK$" }, { "TWD", "NT$" },
                                          { "MOP", "MOP$" }, { "SGD", "S$" }, { "AUD", "A$" }, { "CAD", "C$" } };

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      if (strcmp (signs[i][0], currency) == 0)
        return signs[i][1];
    }
  return NULL;
}

static gboolean
call_money (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *currency = n > 1 ? br_label_value_text (eval, &args[1]) : eval->scope->currency;
  g_autofree char *digits = NULL;
  const char *sign, *minus;
  GError *error = NULL;
  gint64 value;

  if ((n > 1 && currency == NULL) || !br_label_value_decimal (eval, &args[0], &value))
    return FALSE;
  if (currency == NULL || *currency == '\0')
    currency = NULL;
  digits = format_digits (value, br_money_digits (currency != NULL ? currency : eval->scope->currency), &error);
  if (digits == NULL)
    return br_label_eval_pass (eval, at, error);
  sign = currency != NULL ? find_currency_sign (currency) : NULL;
  minus = *digits == '-' ? "-" : "";
  return br_label_value_take_text (eval, at,
                                   g_strconcat (minus,
                                                sign != NULL       ? sign
                                                : currency != NULL ? currency
                                                                   : "",
                                                sign == NULL && currency != NULL ? " " : "", digits + strlen (minus), NULL),
                                   out);
}

static gboolean
call_num (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *pattern = br_label_value_text (eval, &args[1]);
  GError *error = NULL;
  char *text;
  gint64 value;

  if (pattern == NULL || !br_label_value_decimal (eval, &args[0], &value))
    return FALSE;
  text = br_decimal_format (value, pattern, &error);
  return text != NULL ? br_label_value_take_text (eval, at, text, out) : br_label_eval_pass (eval, args[1].at, error);
}

static gboolean
read_rounding (BrLabelEval *eval, const BrLabelValue *value, BrDecimalRounding *out)
{
  static const char *const names[] = { "", "half-up", "half-even", "up", "down", "floor", "ceil" };
  const char *name = br_label_value_text (eval, value);

  for (guint i = 1; name != NULL && i < G_N_ELEMENTS (names); i++)
    {
      if (strcmp (names[i], name) == 0)
        {
          *out = (BrDecimalRounding) i;
          return TRUE;
        }
    }
  return br_label_eval_fail (eval, BR_ERROR_INVALID, value->at, "expected “half-up”, “half-even”, “up”, “down”, “floor” or “ceil”");
}

static gboolean
call_round (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  BrDecimalRounding rounding = BR_DECIMAL_HALF_UP;
  gint64 value, digits = 0, rounded;
  GError *error = NULL;

  if (!br_label_value_decimal (eval, &args[0], &value) || (n > 1 && !br_label_value_integer (eval, &args[1], -12, BR_DECIMAL_DIGITS, &digits))
      || (n > 2 && !read_rounding (eval, &args[2], &rounding)))
    return FALSE;
  if (!br_decimal_round (value, (int) digits, rounding, &rounded, &error))
    return br_label_eval_pass (eval, at, error);
  *out = br_label_value_of_number (rounded);
  return TRUE;
}

/* Units of one kind, in units of the smallest. */
typedef struct
{
  const char *name;
  char kind;      /* m mass, v volume, l length, a area */
  gint64 size;
} Unit;

static const Unit *
find_unit (const char *name)
{
  static const Unit units[] = {
    { "mg", 'm', 1 },         { "g", 'm', 1000 },       { "kg", 'm', 1000000 }, { "t", 'm', 1000000000 }, { "毫克", 'm', 1 },        { "克", 'm', 1000 },
    { "千克", 'm', 1000000 }, { "公斤", 'm', 1000000 }, { "斤", 'm', 500000 },  { "两", 'm', 50000 },     { "吨", 'm', 1000000000 }, { "ml", 'v', 1 },
    { "cl", 'v', 10 },        { "dl", 'v', 100 },       { "l", 'v', 1000 },     { "毫升", 'v', 1 },       { "升", 'v', 1000 },       { "mm", 'l', 1 },
    { "cm", 'l', 10 },        { "m", 'l', 1000 },       { "毫米", 'l', 1 },     { "厘米", 'l', 10 },      { "米", 'l', 1000 },       { "cm2", 'a', 1 },
    { "m2", 'a', 10000 },     { "cm²", 'a', 1 },        { "m²", 'a', 10000 },   { "平方厘米", 'a', 1 },   { "平方米", 'a', 10000 },
  };
  g_autofree char *lower = g_utf8_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (strcmp (units[i].name, lower) == 0)
        return &units[i];
    }
  return NULL;
}

/* Takes "100 g" apart; without a number it is 1. */
static gboolean
read_per (BrLabelEval *eval, const BrLabelValue *value, gint64 *amount, const char **unit)
{
  const char *text = br_label_value_text (eval, value);
  gsize n = text != NULL ? strspn (text, "0123456789.") : 0;
  g_autofree char *digits = g_strndup (text != NULL ? text : "", n);

  *amount = BR_DECIMAL_ONE;
  if (text == NULL)
    return FALSE;
  if (n > 0 && (!br_decimal_parse (digits, amount, NULL) || *amount == 0))
    return br_label_eval_fail (eval, BR_ERROR_INVALID, value->at, "expected a unit such as “kg” or “100 g”");
  *unit = text + n + strspn (text + n, " ");
  return TRUE;
}

/* How much of `unit` one `per` is, as num / den. */
static gboolean
compare_units (BrLabelEval *eval, const BrLabelValue *args, const char *per, gint64 *num, gint64 *den)
{
  const char *unit = br_label_value_text (eval, &args[2]);
  const Unit *from, *to;

  if (unit == NULL)
    return FALSE;
  *num = *den = 1;
  if (strcmp (unit, per) == 0)
    return TRUE;
  from = find_unit (unit);
  to = find_unit (per);
  if (from == NULL || to == NULL)
    return br_label_eval_fail (eval, BR_ERROR_INVALID, args[from == NULL ? 2 : 3].at,
                               "this unit is not known: expected mg g kg t ml cl dl l mm cm m m2 or 克 千克 斤 升 …");
  if (from->kind != to->kind)
    return br_label_eval_fail (eval, BR_ERROR_INVALID, args[3].at, "“%s” cannot be counted in “%s”", unit, per);
  *num = to->size;
  *den = from->size;
  return TRUE;
}

static gboolean
multiply (gint64 a, gint64 b, gint64 *out, GError **error)
{
  return br_money_mul_ratio (a, b, 1, BR_ROUND_DOWN, out, error);
}

static gboolean
call_unit_price (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  gint64 price, quantity, amount, num, den;
  GError *error = NULL;
  const char *per = NULL;
  char *text;

  if (!br_label_value_decimal (eval, &args[0], &price) || !br_label_value_decimal (eval, &args[1], &quantity) || !read_per (eval, &args[3], &amount, &per)
      || !compare_units (eval, args, per, &num, &den))
    return FALSE;
  if (quantity <= 0)
    return br_label_eval_fail (eval, BR_ERROR_INVALID, args[1].at, "the quantity must be more than 0");
  /* One fraction, price × (amount × num) / (quantity × den), so that nothing is rounded before the end. */
  if (!multiply (amount, num, &num, &error) || !multiply (quantity, den, &den, &error)
      || !br_money_mul_ratio (price, num, den, BR_ROUND_HALF_UP, &price, &error) || !br_decimal_add (price, 0, &price, &error)
      || !br_decimal_round (price, (int) br_money_digits (eval->scope->currency), BR_DECIMAL_HALF_UP, &price, &error))
    return br_label_eval_pass (eval, at, error);
  text = format_digits (price, br_money_digits (eval->scope->currency), NULL);
  *out = br_label_value_of_number (price);
  out->text = br_label_eval_keep (eval, at, text);
  return out->text != NULL;
}

static gboolean
call_percent_off (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  gint64 was, now, saved;
  GError *error = NULL;

  if (!br_label_value_decimal (eval, &args[0], &was) || !br_label_value_decimal (eval, &args[1], &now))
    return FALSE;
  if (was <= 0)
    return br_label_eval_fail (eval, BR_ERROR_INVALID, args[0].at, "the price before must be more than 0");
  if (!br_decimal_sub (was, now, &saved, &error) || !br_money_mul_ratio (saved, 100, was, BR_ROUND_DOWN, &saved, &error)
      || !multiply (saved, BR_DECIMAL_ONE, &saved, &error) || !br_decimal_add (saved, 0, &saved, &error))
    return br_label_eval_pass (eval, at, error);
  *out = br_label_value_of_number (saved);
  return TRUE;
}

/* Writes a whole number of yuan, in groups of four digits. A run of zeros between digits is one 零. */
static void
append_yuan (GString *out, gint64 yuan)
{
  static const char *const digits[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };
  static const char *const places[] = { "", "拾", "佰", "仟" };
  static const char *const groups[] = { "", "万", "亿" };
  gboolean zero = FALSE, in_group = FALSE;
  gint64 scale = G_GINT64_CONSTANT (100000000000);

  for (int i = 11; i >= 0; i--, scale /= 10)
    {
      gint64 digit = yuan / scale % 10;

      if (digit != 0)
        {
          g_string_append_printf (out, "%s%s%s", zero && out->len > 0 ? digits[0] : "", digits[digit], places[i % 4]);
          in_group = TRUE;
        }
      zero = digit == 0;
      if (i % 4 == 0 && in_group)
        {
          g_string_append (out, groups[i / 4]);
          in_group = FALSE;
        }
    }
}

static char *
spell_yuan (gint64 fen)
{
  static const char *const digits[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };
  GString *out = g_string_new (NULL);
  gint64 magnitude = ABS (fen), yuan = magnitude / 100;
  int jiao = (int) (magnitude / 10 % 10), rest = (int) (magnitude % 10);

  append_yuan (out, yuan);
  if (yuan > 0 || magnitude == 0)
    g_string_append (out, yuan > 0 ? "元" : "零元");
  if (yuan > 0 && magnitude % 100 != 0 && (jiao == 0 || yuan % 10 == 0))
    g_string_append (out, "零");
  if (jiao > 0)
    g_string_append_printf (out, "%s角", digits[jiao]);
  if (rest > 0)
    g_string_append_printf (out, "%s分", digits[rest]);
  else
    g_string_append (out, "整");
  if (fen < 0)
    g_string_prepend (out, "负");
  return g_string_free (out, FALSE);
}

static gboolean
call_rmb_upper (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  GError *error = NULL;
  gint64 value;

  if (!br_label_value_decimal (eval, &args[0], &value))
    return FALSE;
  if (!br_decimal_round (value, 2, BR_DECIMAL_HALF_UP, &value, &error))
    return br_label_eval_pass (eval, at, error);
  return br_label_value_take_text (eval, at, spell_yuan (value / (BR_DECIMAL_ONE / 100)), out);
}

const BrLabelFunction br_label_functions_number[] = {
  { "money", 1, 2, 1, call_money },
  { "num", 2, 2, 1, call_num },
  { "round", 1, 3, 1, call_round },
  { "unit_price", 4, 4, 7, call_unit_price },
  { "percent_off", 2, 2, 3, call_percent_off },
  { "rmb_upper", 1, 1, 1, call_rmb_upper },
  { NULL, 0, 0, 0, NULL },
};
