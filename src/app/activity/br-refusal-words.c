/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table: HQ's codes (br-wire-push.h), the sentence for each, and what helps. */
#include "config.h"

#include "br-refusal-words.h"

#include "br-words.h"
#include <glib/gi18n.h>

/* What may help. */
typedef enum
{
  HELP_NOTHING = 0,
  HELP_EDIT = 1 << 0,  /* another value */
  HELP_AGAIN = 1 << 1, /* the same, once more */
} Help;

static const struct
{
  const char *code;
  const char *words;
  Help help;
} reasons[] = {
  { "conflict", N_("Somebody changed the same thing at HQ first."), HELP_EDIT | HELP_AGAIN },
  { "duplicate_sku", N_("Another article has this SKU code already. Give this one another code."), HELP_EDIT },
  { "duplicate_barcode", N_("Another article has this barcode already."), HELP_EDIT },
  { "unknown_record", N_("It is no longer there."), HELP_NOTHING },
  { "unknown_reference", N_("It belongs to something that HQ does not have, perhaps because that was refused too."), HELP_AGAIN },
  { "in_use", N_("It is still in use elsewhere."), HELP_AGAIN },
  { "invalid", N_("HQ found a value that is not valid."), HELP_EDIT | HELP_AGAIN },
  { "refused_role", N_("Whoever made the change may not do this, or not any more. Somebody who may can apply it again."), HELP_AGAIN },
  { "refused_place", N_("This store may not change this."), HELP_NOTHING },
  { "below_floor", N_("The price is below the floor and nobody approved it."), HELP_EDIT | HELP_AGAIN },
  { "life_cycle", N_("The status cannot take this step, or not by this person."), HELP_AGAIN },
  { "unsupported", N_("HQ does not know this kind of change yet."), HELP_AGAIN },
};

static Help
find_help (const BrRefusal *refusal)
{
  if (br_refusal_is_gone (refusal))
    return HELP_NOTHING;
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].code, refusal->code) == 0)
      return reasons[i].help;
  return HELP_EDIT | HELP_AGAIN;
}

char *
br_refusal_reason (const BrRefusal *refusal)
{
  if (br_refusal_is_gone (refusal))
    return g_strdup (_("It was deleted at HQ meanwhile."));
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].code, refusal->code) == 0)
      return g_strdup (_(reasons[i].words));
  return g_strdup (_("HQ did not accept this change."));
}

char *
br_refusal_value (const BrRefusal *refusal, guint field, const BrValue *value, guint digits)
{
  const char *name = value->type == BR_VALUE_ID ? g_hash_table_lookup (refusal->names, &value->id) : NULL;

  if (name != NULL)
    return g_strdup (name);
  if (field == BR_FIELD_DELETED)
    return g_strdup (value->type == BR_VALUE_INT && value->integer != 0 ? _("Yes") : _("No"));
  return br_words_value (refusal->kind, field, value, digits);
}

gboolean
br_refusal_can_apply (const BrRefusal *refusal)
{
  return (find_help (refusal) & HELP_AGAIN) != 0;
}

gboolean
br_refusal_can_fix (const BrRefusal *refusal)
{
  if ((find_help (refusal) & HELP_EDIT) == 0)
    return FALSE;
  for (guint i = 0; i < refusal->patch->n_cells; i++)
    if (br_refusal_is_editable (refusal->kind, refusal->patch->cells[i].field))
      return TRUE;
  return FALSE;
}

gboolean
br_refusal_is_editable (BrKind kind, guint field)
{
  switch (br_schema_get (kind)->fields[field].type)
    {
    case BR_FIELD_TEXT:
    case BR_FIELD_MULTILINE:
    case BR_FIELD_INT:
    case BR_FIELD_MONEY:
    case BR_FIELD_QUANTITY:
    case BR_FIELD_RATE: return field != BR_FIELD_DELETED;
    case BR_FIELD_LINES:
    case BR_FIELD_TIME:
    case BR_FIELD_FLAG:
    case BR_FIELD_ENUM:
    case BR_FIELD_REF:
    default: return FALSE;
    }
}
