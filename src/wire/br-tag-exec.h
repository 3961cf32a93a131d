/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What Backroom says to a program that drives tags of another maker, and what it answers: one JSON object in, one out (UTF-8).
 *
 *   in:  {"backroom":1,"list":true}
 *   out: {"tags":{"KEY":{"width":296,"height":128,"colours":["white","black","red"],"signal":-61}, ...}}
 *   in:  {"backroom":1,"send":{"KEY":{"bitmap":"base64 of a PNG with just those colours","title":"Green tea"}, ...}}   at most 50 tags
 *   out: {"sent":{"KEY":{"status":"OK"}}}        the tag says that it has the picture
 *        {"sent":{"KEY":{"status":"TIMEOUT"}}}   the tag was not reached; nothing of it waits any more
 *
 * KEY is the program's own name of a tag, at most 63 bytes. "signal" (dBm) may be missing. Keys nobody knows are passed over. A tag that the answer does
 * not name, or with another status, may have taken the picture or not: it is sent again later.
 */
#pragma once

#include "br-tag-type.h"

G_BEGIN_DECLS

#define BR_TAG_EXEC_MAX_TAGS   10000
#define BR_TAG_EXEC_MAX_ANSWER (4 * 1024 * 1024) /* bytes */
#define BR_TAG_EXEC_MAX_SEND   50                /* tags in one request */

/** BrTagExecTag: a tag the program has. Plain data. */
typedef struct
{
  char      key[BR_TAG_KEY_MAX + 1];
  BrTagType type;   /* n_colours 0 = no picture can be drawn for it */
  int       signal; /* dBm, 0 = not told */
} BrTagExecTag;

/** BrTagExecStatus: what became of a picture. */
typedef enum
{
  BR_TAG_EXEC_NOT_KNOWN = 1,
  BR_TAG_EXEC_OK,
  BR_TAG_EXEC_TIMEOUT,
} BrTagExecStatus;

/** BrTagExecPicture: one of a request. Borrowed. */
typedef struct
{
  const char     *key;
  GBytes         *png;
  const char     *title;  /* or NULL */
  BrTagExecStatus status; /* as answered */
} BrTagExecPicture;

/** br_tag_exec_list: (transfer full) the question for all tags. */
GBytes         *br_tag_exec_list      (void);
/** br_tag_exec_send: (transfer full) pictures, one a tag. */
GBytes         *br_tag_exec_send      (const BrTagExecPicture *pictures, guint n);
/** br_tag_exec_tags_read: (transfer full) of BrTagExecTag; tags whose key cannot be used are left out. Errors: PROTOCOL. */
GArray         *br_tag_exec_tags_read (GBytes *answer, GError **error);
/** br_tag_exec_sent_read: sets the status of each; any bytes. */
void            br_tag_exec_sent_read (GBytes *answer, BrTagExecPicture *pictures, guint n);

G_END_DECLS
