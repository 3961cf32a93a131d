/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Label expressions: what they say, what is wrong with them, and their limits. */
#include "config.h"

#include "br-error.h"
#include "label-scope.h"

#include <string.h>

typedef struct
{
  const char *text, *result;
} Case;

static void
check_cases (const Case *cases, gsize n)
{
  g_autoptr (LabelScope) label = label_scope_new ();

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *result = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_true (br_label_text_check (cases[i].text, NULL, &error));
      g_assert_no_error (error);
      result = br_label_text_eval (cases[i].text, &label->scope, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (result, ==, cases[i].result);
    }
}

static void
test_grammar (void)
{
  static const Case cases[] = {
    { "", "" },
    { "no braces, 中文", "no braces, 中文" },
    { "{{name}}", "{name}" },
    { "{{{name}}}", "{茉莉花茶 Jasmine}" },
    { "a{1}b{2}c", "a1b2c" },
    { "{ 1 + 2 * 3 }", "7" },
    { "{(1 + 2) * 3}", "9" },
    { "{10 - 4 - 3}", "3" },        /* from the left */
    { "{100 / 10 / 5}", "2" },
    { "{7 % 4}", "3" },
    { "{-7 % 4}", "-3" },           /* the sign of the left side */
    { "{1 / 3}", "0.333333" },
    { "{2 / 3}", "0.666667" },      /* half up at the sixth digit */
    { "{-2 / 3}", "-0.666667" },
    { "{0.1 + 0.2}", "0.3" },       /* no floating point */
    { "{--3}", "3" },
    { "{2 - -3}", "5" },
    { "{1 < 2}{2 < 1}{1 <= 1}{1 >= 2}{1 > 0}", "10101" },
    { "{1 = 1}{1 == 1}{1 != 1}{1 <> 2}", "1101" },
    { "{'b' > 'a'}{'a' = 'a'}{'茶' != '茶'}", "110" },
    { "{true}{false}{null}", "10" },
    { "{not true}{not not true}{not 1 = 2}", "011" },
    { "{1 and 0}{1 or 0}{0 or ''}{null and 1}", "0100" },
    { "{0 and 1 or 1}", "1" },      /* `and` first */
    { "{1 > 2 ? 'a' : 2 > 1 ? 'b' : 'c'}", "b" },
    { "{1 ? 'a' : 'b'}", "a" },
    { "{'it''s'}{\"say \"\"hi\"\"\"}", "it'ssay \"hi\"" },
    { "{'}'}{'{'}", "}{" },
    { "{'a' + 'b'}{'a' + 1}{1 + 'a'}{null + 'a'}", "aba11aa" },
    { "{'3' * '4'}", "12" },        /* texts that read as numbers */
    { "{null + 1}{1 - null}{-null}{'' * 2}", "" },
    { "{null = ''}{null = 0}{null < 1}{null > 1}{null != 1}", "10001" },
    { "{'07' = 7}{7 = 'x'}{'10' > 9}", "101" },
    { "{'10' > '9'}", "0" },        /* two texts compare as texts */
    { "{true = true}{true = false}{true = 1}", "100" },
    { "{false and 1 / 0}{true or 1 / 0}{false ? 1 / 0 : 3}", "013" }, /* what is not chosen is not worked out */
    { "{ \n\t1\r\n}", "1" },
    { "{999999999999.999999}", "999999999999.999999" },
    { "{00012.500}", "12.5" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_fields (void)
{
  static const Case cases[] = {
    { "{name}", "茉莉花茶 Jasmine" },
    { "{price}", "12.30" },         /* as it was written */
    { "{price + 0}", "12.3" },
    { "{price * 2}", "24.6" },
    { "{regular}", "" },
    { "{missing}", "" },
    { "{empty}", "" },
    { "{empty = null}", "1" },
    { "{organic ? 'bio' : ''}", "bio" },
    { "{organic}", "1" },
    { "{best}", "2027-01-31" },
    { "{best.year}/{best.month}/{best.day} {best.weekday}", "2027/1/31 7" },
    { "{now.hour}:{now.minute}", "16:30" },
    { "{name.length}", "12" },
    { "{lines.count}{lines.first.name}{lines.last.name}", "2FirstLast" },
    { "{lines.first.nothing}{regular.year}", "" },
    { "{lines ? 'some' : 'none'}", "some" },
    { "{loose + 1}", "71" },        /* not declared: a text */
    { "{loose * 2}", "14" },
    { "{best > today}{best > '2028-01-01'}{'2027-01-31' = best}", "101" },
    { "{best - today}", "69" },
    { "{today + 1}", "2026-11-24" },
    { "{1 + today}", "2026-11-24" },
    { "{today - 23}", "2026-10-31" },
    { "{now}", "2026-11-23 16:30" },
    { "{today}{today()}", "2026-11-232026-11-23" },
    { "{copy}/{copies} {index}/{total}", "2/3 7/40" },
    { "{copy()}/{copies()} {index()}/{total()}", "2/3 7/40" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_choices (void)
{
  static const Case cases[] = {
    { "{if(price > 10, 'dear', 'cheap')}{if(price < 10, 'x')}", "dear" },
    { "{if(false, 1 / 0, 2)}{if(true, 1, 1 / 0)}", "21" },
    { "{switch(unit, 'kg', 'kilo', 'g', 'gram', '?')}", "gram" },
    { "{switch(3, 1, 'a', 2, 'b', 'other')}{switch(3, 1, 'a')}", "other" },
    { "{switch(1, 1, 'a', 1 / 0, 'b', 1 / 0)}", "a" },
    { "{switch(2, 1, 1 / 0, 2, 'b')}", "b" },
    { "{coalesce(regular, empty, '', price, 1 / 0)}", "12.30" },
    { "{coalesce(null)}", "" },
    { "{has(price)}{has(regular)}{has(empty)}{has('')}{has(0)}", "10001" },
    { "{if(true, if(false, 1, 2), 3)}", "2" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_number_functions (void)
{
  static const Case cases[] = {
    { "{money(price)}", "¥12.30" },
    { "{money(-1.005)}", "-¥1.01" },
    { "{money(1234567.5)}", "¥1234567.50" },
    { "{money(price, '')}", "12.30" },
    { "{money(price, 'USD')}{money(price, 'JPY')}{money(price, 'BHD')}", "$12.30¥12BHD 12.300" },
    { "{money(regular)}{num(regular, '0')}{round(regular)}", "" },
    { "{num(1234.5, '#,##0.00')}", "1,234.50" },
    { "{num(1234567, '#,##0')}{num(12, '#,##0')}", "1,234,56712" },
    { "{num(7, '000')}{num(0.5, '#.##')}{num(0.5, '0.##')}{num(2, '0.##')}", "007.50.52" },
    { "{num(2.345, '0.00')}{num(-2.345, '0.00')}", "2.35-2.35" },
    { "{num(3.5, '¥0.00/kg')}", "¥3.50/kg" },
    { "{num(-0.001, '0.00')}", "0.00" },
    { "{round(2.5)}{round(-2.5)}{round(2.4)}", "3-32" },
    { "{round(2.345, 2)}{round(1250, -2)}", "2.351300" },
    { "{round(2.5, 0, 'half-even')}{round(3.5, 0, 'half-even')}{round(2.51, 0, 'half-even')}", "243" },
    { "{round(2.1, 0, 'up')}{round(-2.1, 0, 'up')}{round(2.9, 0, 'down')}{round(-2.9, 0, 'down')}", "3-32-2" },
    { "{round(-2.1, 0, 'floor')}{round(2.9, 0, 'floor')}{round(-2.9, 0, 'ceil')}{round(2.1, 0, 'ceil')}", "-32-23" },
    { "{unit_price(price, qty, unit, 'kg')}", "24.60" },
    { "{money(unit_price(price, qty, unit, 'kg'))}/kg", "¥24.60/kg" },
    { "{unit_price(4.99, 500000, 'mg', 'kg')}", "9.98" },
    { "{unit_price(3, 330, 'ml', '100 ml')}{unit_price(3, 1.5, 'L', 'l')}", "0.912.00" },
    { "{unit_price(10, 2, '斤', '公斤')}{unit_price(10, 500, '克', '斤')}", "10.0010.00" },
    { "{unit_price(10, 4, 'pc', 'pc')}{unit_price(9, 3, '个', '个')}", "2.503.00" },
    { "{unit_price(10, 50, 'cm', 'm')}{unit_price(10, 5000, 'cm2', 'm²')}", "20.0020.00" },
    { "{unit_price(regular, qty, unit, 'kg')}{unit_price(price, null, unit, 'kg')}", "" },
    { "{percent_off(10, 7.5)}{percent_off(9.99, 6.66)}{percent_off(3, 2)}", "253333" }, /* never more than is true */
    { "{percent_off(10, 12)}{percent_off(regular, price)}", "-20" },
    { "{rmb_upper(1680.32)}", "壹仟陆佰捌拾元零叁角贰分" },
    { "{rmb_upper(1409.5)}", "壹仟肆佰零玖元伍角整" },
    { "{rmb_upper(6007.14)}", "陆仟零柒元壹角肆分" },
    { "{rmb_upper(107000.53)}", "壹拾万零柒仟元零伍角叁分" },
    { "{rmb_upper(16409.02)}", "壹万陆仟肆佰零玖元零贰分" },
    { "{rmb_upper(325.04)}", "叁佰贰拾伍元零肆分" },
    { "{rmb_upper(100000005)}", "壹亿零伍元整" },
    { "{rmb_upper(200030000)}", "贰亿零叁万元整" },
    { "{rmb_upper(10)}{rmb_upper(0)}{rmb_upper(0.05)}{rmb_upper(0.5)}", "壹拾元整零元整伍分伍角整" },
    { "{rmb_upper(-3.005)}", "负叁元零壹分" },
    { "{rmb_upper(999999999999.99)}", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分" },
    { "{rmb_upper(regular)}", "" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_text_functions (void)
{
  static const Case cases[] = {
    { "{upper('straße')}{lower('ÄB')}{upper(null)}", "STRASSEäb" },
    { "[{trim('  a b\t ')}][{trim('　茶　')}][{trim('')}][{trim('   ')}]", "[a b][茶][][]" },
    { "{left(name, 4)}|{left('ab', 5)}|{left('ab', 0)}", "茉莉花茶|ab|" },
    { "{right(name, 7)}|{right('ab', 5)}|{right('ab', 0)}", "Jasmine|ab|" },
    { "{mid(name, 2, 2)}|{mid(name, 6)}|{mid('ab', 3)}|{mid('ab', 9, 1)}", "莉花|Jasmine||" },
    { "{mid('一二三四五六日', weekday(best), 1)}", "日" },
    { "[{pad('7', 3)}][{pad(7, 3, '0')}][{pad('茶', 3, '·', 'right')}][{pad('long', 2)}]", "[  7][007][茶··][long]" },
    { "{replace('a-b-c', '-', '+')}{replace('aaa', 'a', 'aa')}{replace('x', '', 'y')}{replace('茶茶', '茶', '')}", "a+b+caaaaaax" },
    { "{join(' / ', name, regular, '', unit)}", "茉莉花茶 Jasmine / g" },
    { "{join(', ', null)}", "" },
    { "{len('茶a')}{len('')}{len(null)}{len(lines)}{len(price)}", "20025" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_date_functions (void)
{
  static const Case cases[] = {
    { "{date(best, 'dd.MM.yy')}", "31.01.27" },
    { "{date('2026-03-05', 'd/M/yyyy')}", "5/3/2026" },
    { "{date(now, 'yyyy年M月d日 HH:mm:ss')}", "2026年11月23日 16:30:15" },
    { "{date(now, \"H 'o''clock' 'M'\")}", "16 oclock M" },
    { "{date('2026-11-23 08:05') }|{date('2026-11-23T08:05:09').hour}", "2026-11-23 08:05|8" },
    { "{date(null, 'yyyy')}{date(regular)}", "" },
    { "{add(best, 1, 'd')} {add(best, -1, 'w')}", "2027-02-01 2027-01-24" },
    { "{add(best, 1, 'm')} {add(best, -11, 'm')} {add(best, -12, 'm')}", "2027-02-28 2026-02-28 2026-01-31" },
    { "{add('2024-02-29', 1, 'y')} {add('2024-02-29', 4, 'y')}", "2025-02-28 2028-02-29" },
    { "{add(now, 1, 'm')}", "2026-12-23 16:30" },
    { "{add('9999-12-31', 0, 'd')}{add('0001-01-31', -0, 'm')}", "9999-12-310001-01-31" },
    { "{eom('2024-02-10')}{eom(now)}", "2024-02-292026-11-30" },
    { "{weekday(today)}{weekday('2026-11-29')}", "17" },
    { "{cn_date(today)}", "2026年11月23日" },
    { "{cn_date(today, 'han')}{cn_date('2030-10-20', 'han')}", "二〇二六年十一月二十三日二〇三〇年十月二十日" },
    { "{cn_date(today, 'upper')}", "贰零贰陆年壹拾壹月贰拾叁日" },
    { "{cn_date('2026-10-20', 'upper')}{cn_date('2026-02-15', 'upper')}{cn_date('2026-03-08', 'upper')}",
      "贰零贰陆年零壹拾月零贰拾日贰零贰陆年零贰月壹拾伍日贰零贰陆年叁月零捌日" },
    { "{cn_date(null)}{add(null, 1, 'd')}{eom(null)}{weekday(null)}", "" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_code_functions (void)
{
  static const Case cases[] = {
    { "{gtin(gtin)}{gtin('96385074')}{gtin('036000291452')}", "6901234567892963850740036000291452" },
    { "{check10('690123456789')}{check10('37610425002123456')}", "29" },
    { "{luhn('7992739871')}{luhn('0')}", "30" },
    { "{ean2x('21', '123', 1999)}", "2100123019991" },
    { "{ean2x(20, 12345, 0)}", "2012345000001" },
    { "{gtin(ean2x('02', '1', 99999))}", "0200001999994" },
    { "{gtin(null)}{check10(null)}{luhn('')}{ean2x('21', null, 1)}", "" },
    { "{gs1('01', gtin, '17', best, '10', 'A1/b')}", "(01)06901234567892(17)270131(10)A1/b" },
    { "{gs1('01', '96385074', '10', regular)}", "(01)00000096385074" }, /* empty values are left out */
    { "{gs1('3103', 1.25, '3922', 12.3)}", "(3103)001250(3922)1230" },
    { "{gs1('00', '376104250021234569')}", "(00)376104250021234569" },
    { "{gs1('17', '261231', '15', '2026-12-31')}", "(17)261231(15)261231" },
    { "{gs1('37', 12, '21', 'x', '410', '4012345000009')}", "(37)12(21)x(410)4012345000009" },
    { "{gs1('10', 'A(1)')}", "(10)A\\(1\\)" },
    { "{gs1('10', null)}", "" },
    { "{digital_link('https://id.gs1.org/', '01', gtin)}", "https://id.gs1.org/01/06901234567892" },
    { "{digital_link('https://x.cn', '01', gtin, '17', best, '21', 'a/b', '10', 'L1', '3103', 1)}",
      "https://x.cn/01/06901234567892/10/L1/21/a%2Fb?17=270131&3103=001000" },
    { "{digital_link('https://x.cn', '01', null, '10', 'a')}", "" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static const struct
{
  const char *text;
  BrError code;
  const char *message; /* its beginning */
} errors[] = {
  { "a}", BR_ERROR_INVALID, "at character 2: “}” closes nothing" },
  { "茶{", BR_ERROR_INVALID, "at character 3: the expression ends too early: a value" }, /* characters, not bytes */
  { "{1", BR_ERROR_INVALID, "at character 3: the expression ends too early: “}”" },
  { "{1 2}", BR_ERROR_INVALID, "at character 4: expected “}”, found “2”" },
  { "{}", BR_ERROR_INVALID, "at character 2: expected a value, found “}”" },
  { "{and}", BR_ERROR_INVALID, "at character 2: expected a value, found “and”" },
  { "{(1}", BR_ERROR_INVALID, "at character 4: expected “)”, found “}”" },
  { "{1 +}", BR_ERROR_INVALID, "at character 5: expected a value, found “}”" },
  { "{1 ? 2}", BR_ERROR_INVALID, "at character 7: expected “:”" },
  { "{'abc}", BR_ERROR_INVALID, "at character 2: this text does not end: ' is missing" },
  { "{1 & 2}", BR_ERROR_INVALID, "at character 4: “&” means nothing here" },
  { "{“x”}", BR_ERROR_INVALID, "at character 2: ““” means nothing here" },
  { "{1.1234567}", BR_ERROR_INVALID, "at character 2: the number has more than 6 digits" },
  { "{1234567890123}", BR_ERROR_RANGE, "at character 2: the number is too large" },
  { "{nofunction(1)}", BR_ERROR_INVALID, "at character 2: there is no function “nofunction”" },
  { "{money()}", BR_ERROR_INVALID, "at character 2: money() takes 1 to 2 values, not 0" },
  { "{eom(1, 2)}", BR_ERROR_INVALID, "at character 2: eom() takes 1 values, not 2" },
  { "{if(1)}", BR_ERROR_INVALID, "at character 2: if() takes 2 to 3 values, not 1" },
  { "{has()}", BR_ERROR_INVALID, "at character 2: has() takes 1 values, not 0" },
  { "{upper('a',)}", BR_ERROR_INVALID, "at character 12: expected a value, found “)”" },
  { "{join('',1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24)}", BR_ERROR_INVALID, "at character 70: there are too many values" },
  { "{best.}", BR_ERROR_INVALID, "at character 7: expected the name of a part" },
  { "{best.century}", BR_ERROR_INVALID, "at character 7: this value has no part “century”" },
  { "{price.year}", BR_ERROR_INVALID, "at character 8: this value has no part" },
  { "{name * 2}", BR_ERROR_INVALID, "at character 2: expected a number, found a text that is none" },
  { "{true + 1}", BR_ERROR_INVALID, "at character 2: expected a number, found yes or no" },
  { "{1 / (1 - 1)}", BR_ERROR_INVALID, "at character 6: division by zero" },
  { "{1 % 0}", BR_ERROR_INVALID, "at character 6: division by zero" },
  { "{999999999999 * 2}", BR_ERROR_RANGE, "at character 17: the number is too large" },
  { "{999999999999 + 1}", BR_ERROR_RANGE, "at character 17: the number is too large" },
  { "{999999999999 * 999999999999}", BR_ERROR_RANGE, "at character 17: " },
  { "{1 < 'x'}", BR_ERROR_INVALID, "at character 6: these two values cannot be put in order" },
  { "{true < false}", BR_ERROR_INVALID, "at character 9: these two values" },
  { "{best * 2}", BR_ERROR_INVALID, "at character 9: a date can only be moved" },
  { "{best + best}", BR_ERROR_INVALID, "at character 9: a date can only be moved" },
  { "{-best}", BR_ERROR_INVALID, "at character 1: expected a date" },
  { "{best + 0.5}", BR_ERROR_RANGE, "at character 9: expected a whole number" },
  { "{best + 3650000}", BR_ERROR_RANGE, "at character 9: the date leaves the years 1 to 9999" },
  { "{lines}", BR_ERROR_INVALID, "at character 2: expected a text, found a list" },
  { "{lines.first}", BR_ERROR_INVALID, "at character 2: expected a text, found a row" },
  { "{wrong_number}", BR_ERROR_INVALID, "at character 2: the field “wrong_number” holds no number" },
  { "{wrong_date}", BR_ERROR_INVALID, "at character 2: the field “wrong_date” holds no date" },
  { "{wrong_flag}", BR_ERROR_INVALID, "at character 2: the field “wrong_flag” holds neither yes nor no" },
  { "{num(1, 'x')}", BR_ERROR_INVALID, "at character 9: the pattern of a number" },
  { "{num(1, '0.0000000')}", BR_ERROR_INVALID, "at character 9: the pattern of a number" },
  { "{money('x')}", BR_ERROR_INVALID, "at character 8: expected a number" },
  { "{round(1, 7)}", BR_ERROR_RANGE, "at character 11: expected a whole number from -12 to 6" },
  { "{round(999999999999, -12)}", BR_ERROR_RANGE, "at character 2: the number is too large" },
  { "{round(1, 0, 'x')}", BR_ERROR_INVALID, "at character 14: expected “half-up”" },
  { "{unit_price(1, 0, 'g', 'kg')}", BR_ERROR_INVALID, "at character 16: the quantity must be more than 0" },
  { "{unit_price(1, 1, 'x', 'kg')}", BR_ERROR_INVALID, "at character 19: this unit is not known" },
  { "{unit_price(1, 1, 'g', 'x')}", BR_ERROR_INVALID, "at character 24: this unit is not known" },
  { "{unit_price(1, 1, 'g', 'l')}", BR_ERROR_INVALID, "at character 24: “g” cannot be counted in “l”" },
  { "{unit_price(1, 1, 'g', '0 kg')}", BR_ERROR_INVALID, "at character 24: expected a unit" },
  { "{unit_price(999999999999, 0.000001, 'mg', 't')}", BR_ERROR_RANGE, "at character 2: " },
  { "{percent_off(0, 1)}", BR_ERROR_INVALID, "at character 14: the price before must be more than 0" },
  { "{percent_off(0.000001, 999999999999)}", BR_ERROR_RANGE, "at character 2: " },
  { "{left('a', -1)}", BR_ERROR_RANGE, "at character 12: expected a whole number from 0 to 4096" },
  { "{mid('a', 0)}", BR_ERROR_RANGE, "at character 11: expected a whole number from 1" },
  { "{pad('a', 5, 'xy')}", BR_ERROR_INVALID, "at character 14: expected one character" },
  { "{pad('a', 5, 'x', 'up')}", BR_ERROR_INVALID, "at character 19: expected “left” or “right”" },
  { "{pad('', 4096, '茶')}", BR_ERROR_RANGE, "at character 2: the text gets longer" },
  { "{join('', lines)}", BR_ERROR_INVALID, "at character 11: expected a text, found a list" },
  { "{date('x')}", BR_ERROR_INVALID, "at character 7: expected a date such as 2026-11-23, found another text" },
  { "{date('2026-11-23 25:00')}", BR_ERROR_INVALID, "at character 7: expected a date" },
  { "{date(1)}", BR_ERROR_INVALID, "at character 7: expected a date such as 2026-11-23, found a number" },
  { "{date(today, 'yyy')}", BR_ERROR_INVALID, "at character 14: the pattern of a date" },
  { "{add(today, 1, 'h')}", BR_ERROR_INVALID, "at character 16: expected “d”, “w”, “m” or “y”" },
  { "{add(today, 8000, 'y')}", BR_ERROR_RANGE, "at character 13: the date leaves" },
  { "{add(today, -2027, 'y')}", BR_ERROR_RANGE, "at character 13: the date leaves" },
  { "{add('0001-01-01', -1, 'd')}", BR_ERROR_RANGE, "at character 20: the date leaves" },
  { "{add('0001-01-01', -1, 'm')}", BR_ERROR_RANGE, "at character 20: the date leaves" },
  { "{cn_date(today, 'x')}", BR_ERROR_INVALID, "at character 17: expected “han” or “upper”" },
  { "{gtin('6901234567893')}", BR_ERROR_INVALID, "at character 7: the check digit of this number is wrong" },
  { "{gtin('123')}", BR_ERROR_INVALID, "at character 7: expected a number of 8, 12, 13 or 14 digits" },
  { "{check10('x')}", BR_ERROR_INVALID, "at character 10: expected 1 to 17 digits" },
  { "{luhn('1a')}", BR_ERROR_INVALID, "at character 7: expected 1 to 30 digits" },
  { "{ean2x('31', '1', 1)}", BR_ERROR_INVALID, "at character 8: expected “02” or “20” to “29”" },
  { "{ean2x('21', '123456', 1)}", BR_ERROR_INVALID, "at character 14: expected at most 5 digits" },
  { "{ean2x('21', '1', 100000)}", BR_ERROR_RANGE, "at character 19: expected a whole number from 0 to 99999" },
  { "{gs1('01')}", BR_ERROR_INVALID, "at character 2: gs1() takes 2 to 24 values" },
  { "{gs1('01', gtin, '10')}", BR_ERROR_INVALID, "at character 2: expected pairs" },
  { "{gs1('05', '1')}", BR_ERROR_INVALID, "at character 6: this is no application identifier known here" },
  { "{gs1('x', '1')}", BR_ERROR_INVALID, "at character 6: this is no application identifier" },
  { "{gs1('01', '123')}", BR_ERROR_INVALID, "at character 12: the value of (01) must be a GTIN" },
  { "{gs1('17', 'soon')}", BR_ERROR_INVALID, "at character 12: the value of (17) must be a date" },
  { "{gs1('10', '茶')}", BR_ERROR_INVALID, "at character 12: the value of (10) must have 1 to 20 letters" },
  { "{gs1('10', '123456789012345678901')}", BR_ERROR_INVALID, "at character 12: the value of (10) must have 1 to 20 letters" },
  { "{gs1('37', '1a')}", BR_ERROR_INVALID, "at character 12: the value of (37) must have 1 to 8 digits" },
  { "{gs1('00', '376104250021234568')}", BR_ERROR_INVALID, "at character 12: the value of (00) must be a number with the right check digit" },
  { "{gs1('3103', 1.2345)}", BR_ERROR_INVALID, "at character 14: the value of (3103) has 3 digits" },
  { "{gs1('3103', -1)}", BR_ERROR_INVALID, "at character 14: the value of (3103) has 3 digits" },
  { "{gs1('3929', 1)}", BR_ERROR_INVALID, "at character 14: the value of (3929)" },
  { "{gs1('3103', 1000)}", BR_ERROR_INVALID, "at character 14: the value of (3103) must be smaller" },
  { "{digital_link('ftp://x', '01', gtin)}", BR_ERROR_INVALID, "at character 15: expected an address that begins with https://" },
  { "{digital_link('https://x', '01', gtin, '10')}", BR_ERROR_INVALID, "at character 2: expected pairs" },
  { "{seq('')}", BR_ERROR_INVALID, "at character 2: a counter has a name" },
  { "{seq('a', 1, 0)}", BR_ERROR_INVALID, "at character 2: a counter has a name and a step" },
  { "{seq('a', 1, 1, 19)}", BR_ERROR_RANGE, "at character 17: expected a whole number from 0 to 18" },
};

static void
test_errors (void)
{
  g_autoptr (LabelScope) label = label_scope_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *result = br_label_text_eval (errors[i].text, &label->scope, &error);

      g_test_message ("%s: %s: %s", errors[i].text, result, error != NULL ? error->message : "");
      g_assert_null (result);
      g_assert_error (error, BR_ERROR, (int) errors[i].code);
      g_assert_true (g_str_has_prefix (error->message, errors[i].message));
    }
}

static void
test_limits (void)
{
  g_autoptr (LabelScope) label = label_scope_new ();
  g_autofree char *ones = g_strnfill (BR_LABEL_MAX_TEXT + 1, '1');
  g_autofree char *deep = NULL, *flat = NULL, *many = NULL, *nots = NULL;
  g_autofree char *result = NULL, *left = g_strnfill (31, '('), *right = g_strnfill (31, ')');
  g_autoptr (GString) work = g_string_new ("{0");
  GError *error = NULL;

  g_assert_null (br_label_text_eval (ones, &label->scope, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  g_clear_error (&error);

  ones[BR_LABEL_MAX_TEXT] = '\0';
  result = br_label_text_eval (ones, &label->scope, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (result, ==, ones);

  deep = g_strdup_printf ("{(%s1%s)}", left, right); /* 33 expressions within each other */
  g_assert_null (br_label_text_eval (deep, &label->scope, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  g_assert_nonnull (strstr (error->message, "nested too deeply"));
  g_clear_error (&error);
  flat = g_strdup_printf ("{%s1%s}", left, right);
  g_free (result);
  result = br_label_text_eval (flat, &label->scope, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (result, ==, "1");

  nots = g_strdup_printf ("{%s1}", left);
  for (char *p = nots; (p = strchr (p, '(')) != NULL;)
    *p = '-';
  g_assert_true (br_label_text_check (nots, NULL, NULL));
  nots[0] = '-';
  g_assert_false (br_label_when_check (
      "not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not 1", NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  g_clear_error (&error);

  /* 4 KiB made over and over is work, though the text is short. */
  while (work->len < 4000)
    g_string_append (work, "+len(pad('',4000))");
  g_string_append_c (work, '}');
  g_assert_null (br_label_text_eval (work->str, &label->scope, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  g_assert_nonnull (strstr (error->message, "too much work"));
  g_clear_error (&error);

  many = g_strdup ("{pad('', 3000)}{pad('', 3000)}");
  g_assert_null (br_label_text_eval (many, &label->scope, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  g_clear_error (&error);

  g_assert_null (br_label_text_eval ("\xff", &label->scope, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_clear_error (&error);
}

static void
test_when (void)
{
  static const struct
  {
    const char *expression;
    gboolean is_true;
  } table[] = {
    { "qty > 0", TRUE }, { "regular > 0", FALSE }, { "has(regular)", FALSE }, { "price", TRUE },        { "empty", FALSE },
    { "0", FALSE },      { "''", FALSE },          { "organic", TRUE },       { "not organic", FALSE }, { "best > today", TRUE },
    { "null", FALSE },   { "lines", TRUE },        { "missing", FALSE },      { "today", TRUE },        { "lines.first", TRUE },
  };
  g_autoptr (LabelScope) label = label_scope_new ();
  gboolean is_true;
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_test_message ("%s", table[i].expression);
      g_assert_true (br_label_when_check (table[i].expression, NULL, NULL));
      g_assert_true (br_label_when_eval (table[i].expression, &label->scope, &is_true, &error));
      g_assert_no_error (error);
      g_assert_cmpint (is_true, ==, table[i].is_true);
    }
  g_assert_false (br_label_when_eval ("1 }", &label->scope, &is_true, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "at character 3: expected an operator or the end, found “}”");
  g_clear_error (&error);
  g_assert_false (br_label_when_eval ("", &label->scope, &is_true, &error));
  g_clear_error (&error);
  g_assert_false (br_label_when_check ("\xff", NULL, &error));
  g_clear_error (&error);
}

static void
test_scope (void)
{
  g_autoptr (LabelScope) label = label_scope_new ();
  BrLabelScope scope = label->scope;
  g_autofree char *row = NULL, *samples = NULL, *untyped = NULL, *utc = NULL, *no_currency = NULL;

  scope.row = label->row;
  row = br_label_text_eval ("{name} {qty + 1} {price}", &scope, NULL);
  g_assert_cmpstr (row, ==, "Row 4 12.30"); /* the row first, by the declared types; then the label */

  scope = label->scope;
  scope.fields = NULL;
  samples = br_label_text_eval ("{name} {price * 2} {best.year} {regular}", &scope, NULL);
  g_assert_cmpstr (samples, ==, "Sample tea 19.8 2026 ");

  scope = label->scope;
  scope.template = NULL;
  untyped = br_label_text_eval ("{price + 1} {price * 1}", &scope, NULL);
  g_assert_cmpstr (untyped, ==, "12.301 12.3");

  scope = (BrLabelScope) { .now_us = label->scope.now_us };
  utc = br_label_text_eval ("{now}", &scope, NULL);
  g_assert_cmpstr (utc, ==, "2026-11-23 08:30");
  no_currency = br_label_text_eval ("{money(1.5)}", &scope, NULL);
  g_assert_cmpstr (no_currency, ==, "1.50");
}

static void
test_declared_names (void)
{
  g_autoptr (LabelScope) label = label_scope_new ();
  BrLabelField total = { .name = (char *) "total", .type = BR_LABEL_FIELD_DECIMAL };
  g_autofree char *result = NULL;

  /* A field of that name is meant when the template declares it; with brackets it is the function. */
  g_ptr_array_add (label->template.fields, g_memdup2 (&total, sizeof total));
  br_label_fields_set (label->fields, "total", "99.00");
  result = br_label_text_eval ("{total} {total()}", &label->scope, NULL);
  g_assert_cmpstr (result, ==, "99.00 40");
}

static gboolean
give_next (gpointer data, const char *name, gint64 start, gint64 step, gint64 *value, GError **error)
{
  gint64 *calls = data;

  if (strcmp (name, "broken") == 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_FULL, "no room");
      return FALSE;
    }
  *value = start + step * (*calls)++;
  return TRUE;
}

static void
test_sequence (void)
{
  g_autoptr (LabelScope) label = label_scope_new ();
  BrLabelScope scope = label->scope;
  g_autofree char *preview = br_label_text_eval ("{seq('box', 100, 5, 6)}", &scope, NULL);
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (GError) error = NULL;
  gint64 calls = 0;

  g_assert_cmpstr (preview, ==, "000100"); /* without a counter: its start */
  scope.sequence = give_next;
  scope.sequence_data = &calls;
  first = br_label_text_eval ("{seq('box', 100, 5, 6)}{false ? seq('box') : ''}", &scope, NULL);
  second = br_label_text_eval ("{seq('box', 100, 5) + 1}", &scope, NULL);
  g_assert_cmpstr (first, ==, "000100");
  g_assert_cmpstr (second, ==, "106");
  g_assert_cmpint (calls, ==, 2); /* a branch not taken uses up no number */
  g_assert_null (br_label_text_eval ("{seq('broken')}", &scope, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_FULL);
}

static void
test_names (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *all = NULL;

  g_assert_true (br_label_text_check ("{name} {if(price > 0, regular, best.year)} {today} {money(price)}", names, NULL));
  g_assert_true (br_label_when_check ("true and qty", names, NULL));
  g_ptr_array_add (names, NULL);
  all = g_strjoinv (" ", (char **) names->pdata);
  g_assert_cmpstr (all, ==, "name price regular best price qty");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label-expr/grammar", test_grammar);
  g_test_add_func ("/label-expr/fields", test_fields);
  g_test_add_func ("/label-expr/choices", test_choices);
  g_test_add_func ("/label-expr/number", test_number_functions);
  g_test_add_func ("/label-expr/text", test_text_functions);
  g_test_add_func ("/label-expr/date", test_date_functions);
  g_test_add_func ("/label-expr/code", test_code_functions);
  g_test_add_func ("/label-expr/errors", test_errors);
  g_test_add_func ("/label-expr/limits", test_limits);
  g_test_add_func ("/label-expr/when", test_when);
  g_test_add_func ("/label-expr/scope", test_scope);
  g_test_add_func ("/label-expr/declared-names", test_declared_names);
  g_test_add_func ("/label-expr/sequence", test_sequence);
  g_test_add_func ("/label-expr/names", test_names);
  return g_test_run ();
}
