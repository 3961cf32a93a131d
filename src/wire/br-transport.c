/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-transport.h"

void
br_response_clear (BrResponse *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  self->status = 0;
  self->retry_after_s = -1;
}
