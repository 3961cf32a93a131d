/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A wedge scanner types its code within a few milliseconds a key and ends with Enter or Tab; people do not. So every
 * printable key is held back for at most the interval. If the next one follows in time it is held too; if the end key
 * follows in time and enough were held, they were a scan. In every other case they go to the focus in their order, so
 * typing loses nothing and lags by the interval at most.
 */
#include "config.h"

#include "br-scanner.h"

void
br_scanner_init (BrScanner *self, guint min_length, gint64 max_interval_us)
{
  *self = (BrScanner) { .min_length = min_length, .max_interval_us = max_interval_us, .held = g_string_new (NULL) };
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

static void
hold (BrScanner *self, gunichar character, gint64 now_us)
{
  g_string_append_unichar (self->held, character);
  self->n_held++;
  self->last_us = now_us;
}

BrScanVerdict
br_scanner_timeout (BrScanner *self)
{
  BrScanVerdict verdict = self->n_held > 0 ? BR_SCAN_FLUSH : 0;

  forget (self);
  return verdict;
}

BrScanVerdict
br_scanner_key (BrScanner *self, BrScanKey key, gunichar character, gint64 now_us, char **code)
{
  gboolean in_time = self->n_held > 0 && now_us - self->last_us <= self->max_interval_us;
  BrScanVerdict verdict = 0;

  *code = NULL;
  if (key == BR_SCAN_KEY_END && in_time && self->n_held >= self->min_length)
    {
      *code = g_strdup (self->held->str);
      forget (self);
      return BR_SCAN_CODE;
    }
  if (key == BR_SCAN_KEY_TEXT && in_time && self->n_held < BR_SCANNER_MAX_LENGTH)
    {
      hold (self, character, now_us);
      return BR_SCAN_HOLD;
    }
  verdict = br_scanner_timeout (self);
  if (key != BR_SCAN_KEY_TEXT)
    return verdict | BR_SCAN_PASS;
  hold (self, character, now_us);
  return verdict | BR_SCAN_HOLD;
}
