/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors: one domain for all layers; the code says what the caller can do, the message says what happened. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_ERROR (br_error_quark ())

/**
 * BrError:
 *
 * What the caller can do about a failure. Only `app` turns codes into translated sentences; messages are
 * English, for logs and tests, and carry no personal data.
 */
typedef enum
{
  BR_ERROR_INVALID = 1,   /* the input is wrong: tell its giver, change nothing */
  BR_ERROR_RANGE,         /* a number or size is outside its limits (overflow included) */
  BR_ERROR_NOT_FOUND,     /* the thing named does not exist */
  BR_ERROR_EXISTS,        /* the thing to be made already exists */
  BR_ERROR_CONFLICT,      /* somebody changed it meanwhile: show both */
  BR_ERROR_REFUSED,       /* the actor may not do this */
  BR_ERROR_AUTH,          /* who the caller is could not be established: sign in or enrol again */
  BR_ERROR_BUSY,          /* try again soon */
  BR_ERROR_FULL,          /* no room on disk: free some, then go on; nothing was lost */
  BR_ERROR_IO,            /* reading or writing failed */
  BR_ERROR_CORRUPT,       /* stored or received bytes are damaged: they were not used */
  BR_ERROR_TOO_NEW,       /* made by a newer Backroom: left untouched */
  BR_ERROR_OFFLINE,       /* the other side cannot be reached: work is kept and sent later */
  BR_ERROR_PROTOCOL,      /* the other side answered something this side does not understand */
  BR_ERROR_FORK,          /* this device is not the one HQ knows by its name (a copy or an old backup) */
  BR_ERROR_CANCELLED_BY_USER, /* a person stopped it; what was kept is in the message */
  BR_ERROR_IN_USE,        /* other records refer to it: remove those first, or keep it */
  BR_ERROR_CROWDED,       /* it has as many as it can serve: use another one, or take some away first */
} BrError;

GQuark br_error_quark (void);

G_END_DECLS
