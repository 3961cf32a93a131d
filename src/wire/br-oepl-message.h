/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an OpenEPaperLink access point says by its WebSocket (esl.md 2.8). The stream is a hint: the station drops messages silently, so
 * nothing here proves anything by itself. Untrusted as all its words are; a message nobody knows is OTHER, never an error.
 */
#pragma once

#include "br-oepl-record.h"

G_BEGIN_DECLS

/** BrOeplMessageKind: what it is about. */
typedef enum
{
  BR_OEPL_SAYS_OTHER = 0,    /* nothing that matters */
  BR_OEPL_SAYS_TAGS,         /* `records` */
  BR_OEPL_SAYS_SYS,          /* `sys`; every 5 s, its absence means that the stream is dead */
  BR_OEPL_SAYS_BLOCK,        /* `mac` asks for `block` of `file_name` ("/current/MAC_N.pending") */
  BR_OEPL_SAYS_COMPLETE,     /* `mac` says that it has all of something, of whatever kind */
  BR_OEPL_SAYS_UPDATING,     /* it draws for `mac` */
  BR_OEPL_SAYS_READY,        /* a picture was made ready: `file_name`; `mac` from it, or "" */
  BR_OEPL_SAYS_SAME,         /* the picture is the one the tag has already: not sent; it does not say which tag */
  BR_OEPL_SAYS_MOVED,        /* `mac` is at another station now */
  BR_OEPL_SAYS_REBOOTING,    /* all that waits there will be lost */
  BR_OEPL_SAYS_TIMEOUT,      /* `mac` did not fetch; its queue was dropped, `pending` stays wrong */
  BR_OEPL_SAYS_FILE_MISSING, /* "Not found", "File not found", "File has size 0": `file_name` and `mac` when it says which */
  BR_OEPL_SAYS_BAD_JPEG,     /* it does not say which */
  BR_OEPL_SAYS_LOW_MEMORY,   /* it fell back to fewer colours */
  BR_OEPL_SAYS_PEER,         /* `peer` */
  BR_OEPL_SAYS_PROGRESS,     /* `mac` has `block` of `n_blocks` blocks (`upload`) */
} BrOeplMessageKind;

/** BrOeplState, BrOeplRun: apstate and runstate. */
typedef enum { BR_OEPL_STATE_OFFLINE = 0, BR_OEPL_STATE_ONLINE, BR_OEPL_STATE_FLASHING, BR_OEPL_STATE_RESET, BR_OEPL_STATE_POWER, BR_OEPL_STATE_FAILED, BR_OEPL_STATE_COMING, BR_OEPL_STATE_NO_RADIO } BrOeplState;
typedef enum { BR_OEPL_RUN_STOP = 0, BR_OEPL_RUN_PAUSE, BR_OEPL_RUN_RUN, BR_OEPL_RUN_INIT } BrOeplRun;

/** BrOeplSys: how the station is. -1 = not told. */
typedef struct
{
  gint64 now_s;          /* currtime: its clock */
  gint64 free_memory;    /* heap, bytes */
  gint64 free_bytes;     /* littlefsfree */
  gint64 free_psram;     /* boards that have it */
  gint64 uptime_s;
  int    n_records;      /* recordcount */
  int    state;          /* BrOeplState */
  int    run;            /* BrOeplRun */
  int    rssi;           /* of its Wi-Fi, dBm; 0 = not told */
  int    n_low_battery, n_timeout; /* told once a minute */
} BrOeplSys;

/** BrOeplPeer: another station it knows. */
typedef struct
{
  char address[64], alias[64];
  int  n_tags, channel, version; /* -1 = not told */
} BrOeplPeer;

/** BrOeplMessage: one message; only what its kind names is set. */
typedef struct
{
  BrOeplMessageKind kind;
  char       mac[17];
  char       file_name[96];
  int        block, n_blocks;
  BrOeplSys  sys;
  BrOeplPeer peer;
  GArray    *records; /* BrOeplRecord, owned, or NULL */
} BrOeplMessage;
void br_oepl_message_clear (BrOeplMessage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrOeplMessage, br_oepl_message_clear)

/** br_oepl_message_read: `out` is overwritten; clear it afterwards. Errors: PROTOCOL (no JSON object); then there is nothing to clear. */
gboolean br_oepl_message_read (const char *text, gsize length, BrOeplMessage *out, GError **error);

G_END_DECLS
