/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag.h"

#include <string.h>

#define MAC_DIGITS 16

const char *
br_tag_sticker_key (const char *key)
{
  gboolean is_padded = strlen (key) == MAC_DIGITS && strspn (key, "0123456789ABCDEF") == MAC_DIGITS && g_str_has_prefix (key, "0000");

  return is_padded ? key + 4 : key;
}

gboolean
br_tag_job_is_final (BrTagJobState state)
{
  return state >= BR_TAG_JOB_CONFIRMED;
}

gboolean
br_tag_job_may_be_out (BrTagJobState state)
{
  return state >= BR_TAG_JOB_SENDING && state <= BR_TAG_JOB_ACKED;
}
