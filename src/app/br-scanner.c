/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A wedge scanner types its code within a few milliseconds a key and ends with Enter or Tab; people do not. Keys that follow each
 * other within the interval are a burst, told by the times at which the keys were pressed and by nothing else. A burst is held back
 * while it may still be a scan. It is one if the end key follows in time and enough characters were held. In every other case the
 * keys go to the focus in their order.
 *
 * Some scanners end a code with two keys, Enter and Tab or Enter twice: those that follow the end in time belong to it. Let through, they
 * would answer what the code has just asked.
 *
 * A burst that was let go cannot become a scan any more: what is left of it is let through too, so that a code whose keys were
 * delayed on their way may be typed, but never opens as half a code.
 */
#include "config.h"

#include "br-scanner.h"

void
br_scanner_init (BrScanner *self, guint min_length, guint max_interval_ms)
{
  *self = (BrScanner) { .min_length = min_length, .max_interval_ms = max_interval_ms, .held = g_string_new (NULL) };
}

void
br_scanner_clear (BrScanner *self)
{
  g_string_free (self->held, TRUE);
  *self = (BrScanner) { 0 };
}

static void
forget (BrScanner *self)
{
  g_string_truncate (self->held, 0);
  self->n_held = 0;
}

/* Ends what was held; the burst goes on as typing. */
static BrScanVerdict
let_go (BrScanner *self)
{
  BrScanVerdict verdict = self->n_held > 0 ? BR_SCAN_FLUSH : 0;

  forget (self);
  return verdict;
}

/* Spaces are for selecting and for pressing buttons, at once; no code begins with one. */
static BrScanVerdict
take_text (BrScanner *self, gunichar character, gboolean in_burst)
{
  BrScanVerdict verdict = 0;
  gboolean may_begin = !in_burst && character != ' ';
  gboolean may_go_on = in_burst && self->n_held > 0 && self->n_held < BR_SCANNER_MAX_LENGTH;

  if (!may_go_on)
    verdict = let_go (self);
  if (!may_begin && !may_go_on)
    return verdict | BR_SCAN_PASS;
  g_string_append_unichar (self->held, character);
  self->n_held++;
  return verdict | BR_SCAN_HOLD;
}

BrScanVerdict
br_scanner_key (BrScanner *self, BrScanKey key, gunichar character, guint32 time_ms, char **code)
{
  gboolean in_time = time_ms - self->last_ms <= self->max_interval_ms; /* right across the wrap of the time */
  gboolean in_burst = self->bursting && in_time, ends_again = self->ended && in_time && key == BR_SCAN_KEY_END;

  *code = NULL;
  self->bursting = key == BR_SCAN_KEY_TEXT;
  self->ended = ends_again;
  self->last_ms = time_ms;
  if (key == BR_SCAN_KEY_TEXT)
    return take_text (self, character, in_burst);
  if (ends_again)
    return BR_SCAN_DROP;
  if (key == BR_SCAN_KEY_END && in_burst && self->n_held >= self->min_length)
    {
      *code = g_strdup (self->held->str);
      forget (self);
      self->ended = TRUE;
      return BR_SCAN_CODE;
    }
  return let_go (self) | BR_SCAN_PASS;
}

BrScanVerdict
br_scanner_timeout (BrScanner *self)
{
  return let_go (self);
}
