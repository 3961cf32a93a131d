/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of the search language's fields and of the values some of them take, in English and Chinese. */
#pragma once

#include "br-search.h"

G_BEGIN_DECLS

/** BrSearchValueKind: how the value of a field is read. */
typedef enum { BR_SEARCH_TEXT = 1, BR_SEARCH_MONEY, BR_SEARCH_PERCENT, BR_SEARCH_DAYS, BR_SEARCH_CHOICE, BR_SEARCH_YES_NO } BrSearchValueKind;

/** BrSearchChoice: one value of a choice field; the canonical name comes first, then other names for it. */
typedef struct
{
  const char *name;    /* canonical: what the parsed term holds */
  const char *alias;   /* in Chinese, or NULL */
  gint64      number;  /* what low and high hold: an enum value, 0 where there is none */
} BrSearchChoice;

/** BrSearchFieldInfo: one field. */
typedef struct
{
  BrSearchField         field;
  const char           *names[5];  /* lower case; the first is the canonical one; NULL-terminated */
  BrSearchValueKind     kind;
  const BrSearchChoice *choices;   /* for CHOICE: ended by a NULL name */
} BrSearchFieldInfo;

/** br_search_field_find: by any of its names (lower case), or NULL. "attr.<key>" is not in the table. */
const BrSearchFieldInfo *br_search_field_find   (const char *name);
/** br_search_field_list: the whole table. */
const BrSearchFieldInfo *br_search_field_list   (gsize *n);
/** br_search_choice_find: a choice by canonical name or alias (lower case), or NULL. */
const BrSearchChoice    *br_search_choice_find  (const BrSearchFieldInfo *info, const char *name);

G_END_DECLS
