/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The members of an object that a person can set, as a table, and setting them in a draft. */
#pragma once

#include "br-designer-model.h"

G_BEGIN_DECLS

typedef enum
{
  BR_MEMBER_ROW_LENGTH = 1, /* int, hundredths of a millimetre */
  BR_MEMBER_ROW_COUNT,      /* int or guint */
  BR_MEMBER_ROW_ENTRY,      /* char *, "" = NULL */
  BR_MEMBER_ROW_LONG,       /* char *, several lines */
  BR_MEMBER_ROW_CHOICE,     /* enum */
  BR_MEMBER_ROW_FLAG,       /* gboolean */
  BR_MEMBER_ROW_IMAGE,      /* GBytes * */
} BrDesignerRowType;

typedef enum { BR_MEMBER_GROUP_VALUE = 0, BR_MEMBER_GROUP_LOOK, BR_MEMBER_GROUP_PLACE, BR_MEMBER_N_GROUPS } BrDesignerRowGroup;

/** BrDesignerMember: one of them. */
typedef struct
{
  const char        *title;    /* not yet translated */
  const char        *subtitle; /* the same, or NULL */
  BrDesignerRowType  type;
  BrDesignerRowGroup group;
  gsize              offset;   /* in BrLabelObject */
  guint              uses;     /* bits by BrLabelObjectType */
  int                min, max; /* LENGTH, COUNT */
  const char *const *words;    /* CHOICE: from `min` on */
} BrDesignerMember;

const BrDesignerMember *br_designer_members      (guint *n_members);
/** set_int, set_text, set_bytes: of the one object selected, kept within the label and its limits. Values typed in a row are one step. */
gboolean                br_designer_member_set_int   (BrDesignerModel *model, const BrDesignerMember *member, int value);
gboolean                br_designer_member_set_text  (BrDesignerModel *model, const BrDesignerMember *member, const char *text);
gboolean                br_designer_member_set_bytes (BrDesignerModel *model, const BrDesignerMember *member, GBytes *bytes);
int                     br_designer_member_get_int   (const BrDesignerMember *member, const BrLabelObject *object);
const char             *br_designer_member_get_text  (const BrDesignerMember *member, const BrLabelObject *object);

G_END_DECLS
