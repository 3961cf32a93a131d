/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON objects <-> structs by one table of members, for files people keep: lengths as exact decimals, words for enums, defaults left out,
 * keys nobody knows kept. */
#pragma once

#include "br-json-private.h"

G_BEGIN_DECLS

/** BrMemberType: what a member is in the struct, and in the file. */
typedef enum
{
  BR_MEMBER_LENGTH = 1, /* int, hundredths of a millimetre; decimal with at most two places */
  BR_MEMBER_INT,        /* int; whole number */
  BR_MEMBER_TEXT,       /* char *, owned; string */
  BR_MEMBER_WORD,       /* enum; one of `words` */
  BR_MEMBER_FLAG,       /* gboolean; true or false */
  BR_MEMBER_TURN,       /* guint, quarters; 0, 90, 180 or 270 */
  BR_MEMBER_MODULE,     /* guint, dots; whole number or "auto" = 0 */
  BR_MEMBER_BYTES,      /* GBytes *; base64 */
} BrMemberType;

/** BrMember: one key. */
typedef struct
{
  const char        *key;
  BrMemberType       type;
  gsize              offset; /* in the struct */
  guint              uses;   /* bits; the key is known where one of them is asked for */
  gboolean           always; /* required when read, and written even when it is the default */
  const char *const *words;  /* WORD: NULL-terminated */
  int                first;  /* WORD: value of the first */
} BrMember;

/** BrMembers: a table, and what it is used for. At most 64 members. */
typedef struct
{
  const BrMember    *members;
  guint              n_members;
  guint              uses;
  const char *const *others; /* NULL-terminated keys the caller reads itself */
} BrMembers;

/** br_json_members_read: reads `object` into `out`, which holds the defaults; `extra` gets unknown keys as JSON text or NULL. Errors: INVALID, RANGE; the message begins with the key. */
gboolean br_json_members_read  (const BrMembers *self, yyjson_val *object, gpointer out, char **extra, GError **error);
/** br_json_members_write: appends `"key": value` after a comma each, without braces; defaults are those of `defaults`. `extra` (or NULL) comes last. */
void     br_json_members_write (const BrMembers *self, gconstpointer from, gconstpointer defaults, const char *extra, GString *out);
/** br_json_word: the number of the word in `value`, counted from `first`; first - 1 when there is none. */
int      br_json_word          (yyjson_val *value, const char *const *words, int first);

G_END_DECLS
