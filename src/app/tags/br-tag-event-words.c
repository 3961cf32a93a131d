/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-event-words.h"

#include "br-tag-rows.h"
#include "br-tag-words.h"
#include <glib/gi18n.h>

static const char *
job_words (int state)
{
  switch ((BrTagJobState) state)
    {
    case BR_TAG_JOB_UNKNOWN: return _("It is being found out whether the station took the picture");
    case BR_TAG_JOB_RETRY_WAIT: return _("The picture did not get there and is sent again");
    case BR_TAG_JOB_CONFIRMED: return _("It has its picture");
    case BR_TAG_JOB_EXPIRED: return _("The picture was too late and was withdrawn");
    case BR_TAG_JOB_FAILED: return _("The picture could not be brought to it");
    case BR_TAG_JOB_CANCELLED: return _("The picture was withdrawn");
    case BR_TAG_JOB_SUPERSEDED: return _("A newer picture took its place");
    case BR_TAG_JOB_QUEUED:
    case BR_TAG_JOB_RENDERED:
    case BR_TAG_JOB_SENDING:
    case BR_TAG_JOB_ACCEPTED:
    case BR_TAG_JOB_AT_STATION:
    case BR_TAG_JOB_TRANSFER:
    case BR_TAG_JOB_ACKED:
    case BR_N_TAG_JOB_STATES:
    default: return _("A picture is on its way to it");
    }
}

static const char *
station_words (int state)
{
  switch ((BrStationState) state)
    {
    case BR_STATION_UP: return _("The station is reached and works");
    case BR_STATION_DEGRADED: return _("The station is reached, but cannot do everything");
    case BR_STATION_DOWN: return _("The station is not reached");
    case BR_STATION_LYING: return _("What the station says cannot be true: nothing is sent to it");
    case BR_STATION_PAUSED: return _("The station was paused");
    case BR_STATION_NEW:
    default: return _("The station was set up");
    }
}

const char *
br_tag_event_words (const BrTagEventView *event)
{
  switch ((BrTagEventKind) event->code)
    {
    case BR_TAG_EVENT_JOB: return job_words (event->to);
    case BR_TAG_EVENT_STATION: return station_words (event->to);
    case BR_TAG_EVENT_BOUND: return _("Bound to a product");
    case BR_TAG_EVENT_UNBOUND: return _("Unbound");
    case BR_TAG_EVENT_MOVED: return _("Went to another station");
    case BR_TAG_EVENT_LOST: return _("What it shows is not known any more");
    case BR_TAG_EVENT_FOREIGN: return _("Somebody else changed it");
    case BR_TAG_EVENT_PROOF:
      return event->to > event->from ? _("What it shows is known better than before") : _("What it shows is known less well than before");
    case BR_TAG_EVENT_SEEN_WRONG: return _("Somebody looked and saw another picture");
    case BR_TAG_EVENT_STARTED: return _("Its new look was started");
    case BR_TAG_EVENT_STARTED_LATE: return _("Its new look was started, knowing that it would be late");
    case BR_TAG_EVENT_FINDER: return _("Somebody looks for it: it shows the finder picture");
    case BR_TAG_EVENT_FOUND: return _("It was found");
    case BR_TAG_EVENT_STUCK: return _("Its station does not make its picture ready");
    case BR_TAG_EVENT_TROUBLE: return _("Something is wrong with the station");
    case BR_TAG_EVENT_NOTE:
    default: return _("Note");
    }
}

const char *
br_tag_event_words_detail (const BrTagEventView *event)
{
  switch ((BrTagEventKind) event->code)
    {
    case BR_TAG_EVENT_PROOF: return event->name != NULL && event->to == BR_TAG_PROOF_PERSON ? event->name : br_tag_words_proof ((BrTagProof) event->to);
    case BR_TAG_EVENT_BOUND:
    case BR_TAG_EVENT_UNBOUND:
    case BR_TAG_EVENT_MOVED:
    case BR_TAG_EVENT_SEEN_WRONG:
    case BR_TAG_EVENT_STARTED:
    case BR_TAG_EVENT_STARTED_LATE:
    case BR_TAG_EVENT_FINDER:
    case BR_TAG_EVENT_FOUND: return event->name != NULL ? event->name : "";
    case BR_TAG_EVENT_NOTE: return event->note != NULL ? event->note : "";
    case BR_TAG_EVENT_JOB:
    case BR_TAG_EVENT_STATION:
    case BR_TAG_EVENT_LOST:
    case BR_TAG_EVENT_FOREIGN:
    case BR_TAG_EVENT_STUCK:
    case BR_TAG_EVENT_TROUBLE:
    default: return "";
    }
}
