/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pinyin comes from ICU's Han-Latin transliterator, asked once for each character and remembered in a table of one byte per
 * character. Collation is ICU's for Chinese, whose default order is by pinyin (CLDR, collation/zh).
 */
#include "config.h"

#include "br-text-fold.h"

#include <unicode/ucol.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define HAN_FIRST 0x3400  /* CJK extension A */
#define HAN_LAST 0x9fff  /* end of CJK unified ideographs */
#define NO_INITIAL 1       /* asked, and there is none */

static gboolean
is_ascii (const char *text)
{
  for (; *text; text++)
    if ((guint8) *text >= 0x80)
      return FALSE;
  return TRUE;
}

char *
br_text_fold (const char *text)
{
  g_autofree char *normal = NULL;

  if (text == NULL)
    return g_strdup ("");
  if (is_ascii (text))
    return g_ascii_strdown (text, -1);
  normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  return normal ? g_utf8_strdown (normal, -1) : g_strdup ("");
}

char *
br_text_shown_name (const char *product_name, const char *option_values)
{
  char *name;

  if (option_values == NULL || *option_values == '\0')
    return g_strdup (product_name ? product_name : "");
  name = g_strconcat (product_name ? product_name : "", " ", option_values, NULL);
  g_strdelimit (name, "\n\t", ' ');
  return g_strchug (name);
}

static void
close_collator (gpointer data)
{
  ucol_close (data);
}

static UCollator *
get_collator (void)
{
  static GPrivate private = G_PRIVATE_INIT (close_collator);
  UCollator *collator = g_private_get (&private);
  UErrorCode status = U_ZERO_ERROR;

  if (collator)
    return collator;
  collator = ucol_open ("zh", &status);
  g_assert (U_SUCCESS (status));
  ucol_setAttribute (collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);
  ucol_setAttribute (collator, UCOL_STRENGTH, UCOL_SECONDARY, &status);
  g_private_set (&private, collator);
  return collator;
}

gsize
br_text_sort_key (const char *text, guint8 out[BR_NAME_KEY_MAX])
{
  UChar wide[128];
  int32_t length = 0;
  UErrorCode status = U_ZERO_ERROR;
  int32_t n;

  /* What does not fit would not reach the key's first 32 bytes either. */
  u_strFromUTF8Lenient (wide, G_N_ELEMENTS (wide), &length, text ? text : "", -1, &status);
  n = ucol_getSortKey (get_collator (), wide, MIN (length, (int32_t) G_N_ELEMENTS (wide)), out, BR_NAME_KEY_MAX);
  return MIN (n, BR_NAME_KEY_MAX);
}

gboolean
br_text_is_han (gunichar c)
{
  return (c >= HAN_FIRST && c <= 0x4dbf) || (c >= 0x4e00 && c <= HAN_LAST) || c == 0x3007 || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x323af);
}

static char
ask_initial (gunichar c)
{
  static UTransliterator *han_latin = NULL; /* kept for the life of the process, used under the lock */
  static GMutex lock;
  UErrorCode status = U_ZERO_ERROR;
  UChar text[32] = { (UChar) c };
  int32_t length = 1, limit = 1;
  char initial = NO_INITIAL;

  g_mutex_lock (&lock);
  if (han_latin == NULL)
    han_latin = utrans_openU (u"Han-Latin; Latin-ASCII; Lower", -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  g_assert (U_SUCCESS (status));
  utrans_transUChars (han_latin, text, &length, G_N_ELEMENTS (text), 0, &limit, &status);
  g_mutex_unlock (&lock);
  if (U_SUCCESS (status) && length > 0 && text[0] >= 'a' && text[0] <= 'z')
    initial = (char) text[0];
  return initial;
}

/* The pinyin initial of a Han character, or 0. */
static char
get_initial (gunichar c)
{
  static char initials[HAN_LAST - HAN_FIRST + 1]; /* 0 = not asked yet; each byte is written whole and always the same */
  char *known;
  char initial;

  if (c < HAN_FIRST || c > HAN_LAST)
    return 0;
  known = &initials[c - HAN_FIRST];
  initial = __atomic_load_n (known, __ATOMIC_RELAXED);
  if (initial == 0)
    {
      initial = ask_initial (c);
      __atomic_store_n (known, initial, __ATOMIC_RELAXED);
    }
  return initial == NO_INITIAL ? 0 : initial;
}

char *
br_text_initials (const char *folded)
{
  GString *out = g_string_new (NULL);
  gboolean has_han = FALSE;

  for (const char *p = folded; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x80)
        {
          if (g_ascii_isalnum ((char) c))
            g_string_append_c (out, (char) c);
        }
      else if (br_text_is_han (c))
        {
          char initial = get_initial (c);

          has_han = TRUE;
          if (initial)
            g_string_append_c (out, initial);
        }
    }
  if (!has_han)
    g_string_truncate (out, 0);
  return g_string_free_and_steal (out);
}

static const char *
add_han_run (GString *out, const char *p)
{
  while (TRUE)
    {
      const char *next = g_utf8_next_char (p);
      gboolean more = *next && br_text_is_han (g_utf8_get_char (next));
      const char *end = more ? g_utf8_next_char (next) : next;

      g_string_append_c (out, ' ');
      g_string_append_len (out, p, end - p);
      if (!more)
        return next;
      p = next;
    }
}

static gboolean
is_word (gunichar c)
{
  return g_unichar_isalnum (c) && !br_text_is_han (c);
}

static const char *
add_word (GString *out, const char *p)
{
  guint n = 0;

  g_string_append_c (out, ' ');
  for (; *p && is_word (g_utf8_get_char (p)); p = g_utf8_next_char (p))
    if (n++ < 2)
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
  return p;
}

/* The pair where Han and other writing meet: "3包". */
static void
add_seam (GString *out, const char *start, const char *p)
{
  const char *last = g_utf8_find_prev_char (start, p);
  gunichar c = g_utf8_get_char (p);

  if (*p == '\0' || last == NULL || !(br_text_is_han (c) || is_word (c)))
    return;
  g_string_append (out, " " BR_TEXT_SEAM);
  g_string_append_len (out, last, g_utf8_next_char (p) - last);
}

void
br_text_add_grams (GString *out, const char *folded)
{
  const char *p = folded;

  while (*p)
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_run = br_text_is_han (c) || is_word (c);

      if (!is_run)
        {
          p = g_utf8_next_char (p);
          continue;
        }
      p = br_text_is_han (c) ? add_han_run (out, p) : add_word (out, p);
      add_seam (out, folded, p);
    }
}
