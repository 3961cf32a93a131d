/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * draft → submitted → listed → clearance → delisted → retired. Back: submitted → draft (sent back), listed → submitted (taken down
 * for review), clearance → listed (clearance called off), delisted → listed or clearance (sold again), retired → delisted (retired
 * by mistake). Short cuts forward: draft → listed by who may list, listed → delisted, draft and submitted → retired (never sold).
 */
#include "br-life-cycle.h"

#include "br-error.h"

#define BIT(value) (1u << (value))
#define ANYBODY (BIT (BR_ROLE_MANAGER) | BIT (BR_ROLE_MERCHANDISER) | BIT (BR_ROLE_HQ_ADMIN))
#define MERCHANTS (BIT (BR_ROLE_MERCHANDISER) | BIT (BR_ROLE_HQ_ADMIN))

/* The roles that may take the step from the row's status to the column's; clerks take none. */
static const guint8 steps[BR_STATUS_RETIRED + 1][BR_STATUS_RETIRED + 1] = {
  [BR_STATUS_DRAFT] = { [BR_STATUS_SUBMITTED] = ANYBODY, [BR_STATUS_LISTED] = ANYBODY, [BR_STATUS_RETIRED] = ANYBODY },
  [BR_STATUS_SUBMITTED] = { [BR_STATUS_DRAFT] = ANYBODY, [BR_STATUS_LISTED] = ANYBODY, [BR_STATUS_RETIRED] = ANYBODY },
  [BR_STATUS_LISTED] = { [BR_STATUS_SUBMITTED] = ANYBODY, [BR_STATUS_CLEARANCE] = ANYBODY, [BR_STATUS_DELISTED] = ANYBODY },
  [BR_STATUS_CLEARANCE] = { [BR_STATUS_LISTED] = ANYBODY, [BR_STATUS_DELISTED] = ANYBODY },
  [BR_STATUS_DELISTED] = { [BR_STATUS_LISTED] = ANYBODY, [BR_STATUS_CLEARANCE] = ANYBODY, [BR_STATUS_RETIRED] = ANYBODY },
  [BR_STATUS_RETIRED] = { [BR_STATUS_DELISTED] = MERCHANTS },
};

static guint
roles_for (BrLifeCycle from, BrLifeCycle to)
{
  if (from < BR_STATUS_DRAFT || from > BR_STATUS_RETIRED || to < BR_STATUS_DRAFT || to > BR_STATUS_RETIRED)
    return 0;
  return steps[from][to];
}

gboolean
br_life_cycle_allows (BrLifeCycle from, BrLifeCycle to)
{
  return roles_for (from, to) != 0;
}

gboolean
br_life_cycle_check (BrLifeCycle from, BrLifeCycle to, BrRole role, GError **error)
{
  guint roles = roles_for (from, to);

  if (roles == 0)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the life cycle has no such step");
  else if ((roles & BIT (role)) == 0)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_REFUSED, "this role may not take this step of the life cycle");
  else
    return TRUE;
  return FALSE;
}

/* The step between two records, if they are a SKU whose status changes. */
static gboolean
find_step (const BrRecord *before, const BrRecord *after, BrLifeCycle *from, BrLifeCycle *to)
{
  if (after->kind != BR_KIND_SKU || before == NULL || before->cells[BR_SKU_STATUS].type != BR_VALUE_INT)
    return FALSE;
  *from = (BrLifeCycle) br_record_int (before, BR_SKU_STATUS);
  *to = (BrLifeCycle) br_record_int (after, BR_SKU_STATUS);
  return *from != *to;
}

gboolean
br_life_cycle_check_record (const BrRecord *before, const BrRecord *after, BrRole role, GError **error)
{
  BrLifeCycle from, to;

  return !find_step (before, after, &from, &to) || br_life_cycle_check (from, to, role, error);
}

gboolean
br_life_cycle_check_undo (const BrRecord *before, const BrRecord *after, BrRole role, GError **error)
{
  BrLifeCycle from, to;

  return !find_step (before, after, &from, &to) || br_life_cycle_check (to, from, role, NULL) || br_life_cycle_check (from, to, role, error);
}

gboolean
br_life_cycle_wants_note (BrLifeCycle from, BrLifeCycle to)
{
  return to == BR_STATUS_CLEARANCE || to == BR_STATUS_DELISTED || to == BR_STATUS_RETIRED || (to == BR_STATUS_DRAFT && from == BR_STATUS_SUBMITTED)
         || (to == BR_STATUS_SUBMITTED && from == BR_STATUS_LISTED);
}

guint
br_life_cycle_next (BrLifeCycle from, BrRole role, BrLifeCycle out[BR_STATUS_RETIRED])
{
  guint n = 0;

  for (int to = BR_STATUS_DRAFT; to <= BR_STATUS_RETIRED; to++)
    {
      if ((roles_for (from, (BrLifeCycle) to) & BIT (role)) != 0)
        out[n++] = (BrLifeCycle) to;
    }
  return n;
}
