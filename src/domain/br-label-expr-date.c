/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dates in label expressions: "2026-11-23", or with a time "2026-11-23 08:30[:15]" ("T" between them is fine), of the years 1 to 9999, in
 * the shop's own time. A null date makes the result null.
 *   date(d)              a text as a date · date(d,"yyyy-MM-dd") a date as text: yyyy yy MM M dd d HH H mm ss; other letters in '…' or "…",
 *                        other signs as they are
 *   add(d,n,"d|w|m|y")   days, weeks, months, years later; the 31st becomes the last day of a shorter month
 *   eom(d)               the last day of its month · weekday(d) 1 = Monday … 7 = Sunday
 *   today() now()        the day, and the time, of printing
 *   cn_date(d[,style])   2026年11月23日; "han" 二〇二六年十一月二十三日; "upper" 贰零贰陆年壹拾壹月贰拾叁日, as on bills (支付结算办法, 附件一)
 */
#include "config.h"

#include "br-label-value.h"

#include "br-decimal.h"
#include "br-error.h"

#include <string.h>

#define DAY 86400
#define LAST_YEAR 9999

static gboolean
set_date (const GDate *date, gint64 seconds, BrLabelValue *out)
{
  *out = (BrLabelValue) { .type = BR_VALUE_DATE, .number = (gint64) g_date_get_julian (date) * DAY + seconds };
  return TRUE;
}

static void
get_date (const BrLabelValue *value, GDate *out)
{
  g_date_clear (out, 1);
  g_date_set_julian (out, (guint32) (value->number / DAY));
}

/* Reads exactly `n` digits and the sign after them, 0 for none. */
static gboolean
read_part (const char **p, guint n, const char *after, int *out)
{
  *out = 0;
  for (guint i = 0; i < n; i++, (*p)++)
    {
      if (!g_ascii_isdigit (**p))
        return FALSE;
      *out = *out * 10 + (**p - '0');
    }
  if (after == NULL)
    return TRUE;
  return **p != '\0' && strchr (after, *(*p)++) != NULL;
}

static gboolean
read_time (const char *p, gint64 *seconds)
{
  int hour, minute, second = 0;

  if (!read_part (&p, 2, ":", &hour) || !read_part (&p, 2, NULL, &minute))
    return FALSE;
  if (*p == ':')
    {
      p++;
      if (!read_part (&p, 2, NULL, &second))
        return FALSE;
    }
  *seconds = hour * 3600 + minute * 60 + second;
  return *p == '\0' && hour < 24 && minute < 60 && second < 60;
}

gboolean
br_label_date_parse (const char *text, BrLabelValue *out)
{
  const char *p = text;
  int year, month, day;
  gint64 seconds = 0;
  gboolean has_time;
  GDate date;

  if (!read_part (&p, 4, "-", &year) || !read_part (&p, 2, "-", &month) || !read_part (&p, 2, NULL, &day))
    return FALSE;
  has_time = *p == ' ' || *p == 'T';
  if (has_time ? !read_time (p + 1, &seconds) : *p != '\0')
    return FALSE;
  if (year == 0 || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  set_date (&date, seconds, out);
  out->has_time = has_time;
  out->text = text;
  return TRUE;
}

char *
br_label_date_text (const BrLabelValue *value)
{
  GDate date;
  int minutes = (int) (value->number % DAY / 60);
  char *day;

  get_date (value, &date);
  day = g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&date), (int) g_date_get_month (&date), g_date_get_day (&date));
  if (value->has_time)
    {
      g_autofree char *only_day = day;

      day = g_strdup_printf ("%s %02d:%02d", only_day, minutes / 60, minutes % 60);
    }
  return day;
}

void
br_label_date_now (const BrLabelScope *scope, BrLabelValue *out)
{
  gint64 seconds = scope->now_us / G_USEC_PER_SEC;
  GDate date;

  if (scope->zone != NULL)
    seconds += g_time_zone_get_offset (scope->zone, g_time_zone_find_interval (scope->zone, G_TIME_TYPE_UNIVERSAL, seconds));
  /* The clock of a shop is between these; a clock that is not says so by the year. */
  seconds = CLAMP (seconds, 0, G_GINT64_CONSTANT (250000000000));
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, 1970);
  set_date (&date, seconds, out);
  out->has_time = TRUE;
}

gboolean
br_label_date_part (const BrLabelValue *value, const char *name, BrLabelValue *out)
{
  static const char *const names[] = { "year", "month", "day", "weekday", "hour", "minute" };
  gint64 parts[G_N_ELEMENTS (names)];
  GDate date;

  get_date (value, &date);
  parts[0] = g_date_get_year (&date);
  parts[1] = g_date_get_month (&date);
  parts[2] = g_date_get_day (&date);
  parts[3] = (gint64) g_date_get_weekday (&date);
  parts[4] = value->number % DAY / 3600;
  parts[5] = value->number % 3600 / 60;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (strcmp (names[i], name) == 0)
        {
          *out = br_label_value_of_number (parts[i] * BR_DECIMAL_ONE);
          return TRUE;
        }
    }
  return FALSE;
}

static gint64
last_julian (void)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 31, G_DATE_DECEMBER, LAST_YEAR);
  return g_date_get_julian (&date);
}

gboolean
br_label_date_move (BrLabelEval *eval, guint at, const BrLabelValue *date, gint64 days, BrLabelValue *out)
{
  gint64 julian = date->number / DAY + days;

  if (julian < 1 || julian > last_julian ())
    return br_label_eval_fail (eval, BR_ERROR_RANGE, at, "the date leaves the years 1 to %d", LAST_YEAR);
  *out = *date;
  out->number += days * DAY;
  out->text = NULL;
  return TRUE;
}

static gboolean
move_months (BrLabelEval *eval, guint at, const BrLabelValue *value, gint64 months, BrLabelValue *out)
{
  GDate date;
  gint64 year;

  get_date (value, &date);
  year = g_date_get_year (&date) + (g_date_get_month (&date) - 1 + months - (months < 0 ? 11 : 0)) / 12;
  if (year < 1 || year > LAST_YEAR)
    return br_label_eval_fail (eval, BR_ERROR_RANGE, at, "the date leaves the years 1 to %d", LAST_YEAR);
  if (months < 0)
    g_date_subtract_months (&date, (guint) -months);
  else
    g_date_add_months (&date, (guint) months);
  set_date (&date, value->number % DAY, out);
  out->has_time = value->has_time;
  return TRUE;
}

static gboolean
call_add (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *unit = br_label_value_text (eval, &args[2]);
  BrLabelValue date;
  gint64 count;

  if (unit == NULL || !br_label_value_date (eval, &args[0], &date) || !br_label_value_integer (eval, &args[1], -BR_LABEL_MAX_DAYS, BR_LABEL_MAX_DAYS, &count))
    return FALSE;
  if (strcmp (unit, "d") == 0 || strcmp (unit, "w") == 0)
    return br_label_date_move (eval, args[1].at, &date, *unit == 'w' ? count * 7 : count, out);
  if (strcmp (unit, "m") == 0 || strcmp (unit, "y") == 0)
    return move_months (eval, args[1].at, &date, *unit == 'y' ? count * 12 : count, out);
  return br_label_eval_fail (eval, BR_ERROR_INVALID, args[2].at, "expected “d”, “w”, “m” or “y”");
}

static gboolean
call_eom (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  BrLabelValue value;
  GDate date;

  if (!br_label_value_date (eval, &args[0], &value))
    return FALSE;
  get_date (&value, &date);
  g_date_set_day (&date, g_date_get_days_in_month (g_date_get_month (&date), g_date_get_year (&date)));
  return set_date (&date, 0, out);
}

static gboolean
call_weekday (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  BrLabelValue date;

  return br_label_value_date (eval, &args[0], &date) && br_label_date_part (&date, "weekday", out);
}

static gboolean
call_now (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  br_label_date_now (eval->scope, out);
  return TRUE;
}

static gboolean
call_today (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  br_label_date_now (eval->scope, out);
  out->number -= out->number % DAY;
  out->has_time = FALSE;
  return TRUE;
}

/* Appends the part of a date that a run of one letter stands for; FALSE when it stands for none. */
static gboolean
append_part (GString *out, const BrLabelValue *value, const char *run, gsize n)
{
  static const struct
  {
    const char *run, *part;
    int digits;
  } table[] = { { "yyyy", "year", 4 }, { "yy", "year", 2 }, { "MM", "month", 2 }, { "M", "month", 1 },  { "dd", "day", 2 },
                { "d", "day", 1 },     { "HH", "hour", 2 }, { "H", "hour", 1 },   { "mm", "minute", 2 } };
  BrLabelValue part;

  if (n == 2 && strncmp (run, "ss", 2) == 0)
    {
      g_string_append_printf (out, "%02d", (int) (value->number % 60));
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (strlen (table[i].run) != n || strncmp (table[i].run, run, n) != 0)
        continue;
      br_label_date_part (value, table[i].part, &part);
      g_string_append_printf (out, "%0*d", table[i].digits, (int) (part.number / BR_DECIMAL_ONE % (n == 2 ? 100 : 10000)));
      return TRUE;
    }
  return FALSE;
}

static char *
format_date (const BrLabelValue *value, const char *pattern)
{
  g_autoptr (GString) out = g_string_new (NULL);
  char quote = 0;

  for (const char *p = pattern; *p != '\0';)
    {
      gsize n = 1;

      if (*p == quote || (quote == 0 && (*p == '\'' || *p == '"')))
        quote = quote == 0 ? *p : 0;
      else if (quote != 0 || !g_ascii_isalpha (*p))
        g_string_append_c (out, *p);
      else
        {
          while (p[n] == *p)
            n++;
          if (!append_part (out, value, p, n))
            return NULL;
        }
      p += n;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
call_date (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *pattern = n > 1 ? br_label_value_text (eval, &args[1]) : NULL;
  BrLabelValue date;
  char *text;

  if ((n > 1 && pattern == NULL) || !br_label_value_date (eval, &args[0], &date))
    return FALSE;
  *out = date;
  if (n == 1)
    return TRUE;
  text = format_date (&date, pattern);
  if (text == NULL)
    return br_label_eval_fail (eval, BR_ERROR_INVALID, args[1].at,
                               "the pattern of a date is made of yyyy yy MM M dd d HH H mm ss; other letters stand in quotes");
  return br_label_value_take_text (eval, at, text, out);
}

/* 1..99 as people write it: 十一, 二十三. */
static void
append_han (GString *out, int number)
{
  static const char *const digits[] = { "", "一", "二", "三", "四", "五", "六", "七", "八", "九" };

  if (number >= 10)
    g_string_append_printf (out, "%s十", number >= 20 ? digits[number / 10] : "");
  g_string_append (out, digits[number % 10]);
}

/* 1..99 as on bills: nothing can be written before it. `zero`: numbers that get a 零. */
static void
append_upper (GString *out, int number, gboolean zero)
{
  static const char *const digits[] = { "", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };

  g_string_append (out, zero ? "零" : "");
  if (number >= 10)
    g_string_append_printf (out, "%s拾", digits[number / 10]);
  g_string_append (out, digits[number % 10]);
}

static char *
spell_date (const GDate *date, gboolean upper)
{
  static const char *const plain[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
  static const char *const bills[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };
  GString *out = g_string_new (NULL);
  int month = g_date_get_month (date), day = g_date_get_day (date);

  for (int scale = 1000; scale > 0; scale /= 10)
    g_string_append (out, (upper ? bills : plain)[g_date_get_year (date) / scale % 10]);
  g_string_append (out, "年");
  if (upper)
    append_upper (out, month, month <= 2 || month == 10);
  else
    append_han (out, month);
  g_string_append (out, "月");
  if (upper)
    append_upper (out, day, day < 10 || day % 10 == 0);
  else
    append_han (out, day);
  g_string_append (out, "日");
  return g_string_free (out, FALSE);
}

static gboolean
call_cn_date (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *style = n > 1 ? br_label_value_text (eval, &args[1]) : "";
  BrLabelValue value;
  GDate date;

  if (style == NULL || !br_label_value_date (eval, &args[0], &value))
    return FALSE;
  get_date (&value, &date);
  if (strcmp (style, "han") == 0 || strcmp (style, "upper") == 0)
    return br_label_value_take_text (eval, at, spell_date (&date, *style == 'u'), out);
  if (*style != '\0')
    return br_label_eval_fail (eval, BR_ERROR_INVALID, args[1].at, "expected “han” or “upper”");
  return br_label_value_take_text (eval, at, g_strdup_printf ("%d年%d月%d日", g_date_get_year (&date), (int) g_date_get_month (&date), g_date_get_day (&date)),
                                   out);
}

const BrLabelFunction br_label_functions_date[] = {
  { "date", 1, 2, 1, call_date },   { "add", 3, 3, 3, call_add }, { "eom", 1, 1, 1, call_eom },         { "weekday", 1, 1, 1, call_weekday },
  { "today", 0, 0, 0, call_today }, { "now", 0, 0, 0, call_now }, { "cn_date", 1, 2, 1, call_cn_date }, { NULL, 0, 0, 0, NULL },
};
