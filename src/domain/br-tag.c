/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag.h"

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
