/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-event-words.h"

#include "br-tag-rows.h"
#include <glib/gi18n.h>

const char *
br_tag_event_words (guint code)
{
  switch ((BrTagEventKind) code)
    {
    case BR_TAG_EVENT_JOB: return _("A picture was sent");
    case BR_TAG_EVENT_STATION: return _("The station changed");
    case BR_TAG_EVENT_BOUND: return _("Bound to a product");
    case BR_TAG_EVENT_UNBOUND: return _("Unbound");
    case BR_TAG_EVENT_MOVED: return _("Went to another station");
    case BR_TAG_EVENT_LOST: return _("What it shows is not known any more");
    case BR_TAG_EVENT_FOREIGN: return _("Somebody else changed it");
    case BR_TAG_EVENT_PROOF: return _("What it shows is known better, or worse, than before");
    case BR_TAG_EVENT_NOTE:
    default: return _("Note");
    }
}
