/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tags get which design: the narrowest rule wins. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TAG_RULES (br_tag_rules_get_type ())
/** BrTagRules: action rules.remove (x id). */
G_DECLARE_FINAL_TYPE (BrTagRules, br_tag_rules, BR, TAG_RULES, AdwPreferencesGroup)

void br_tag_rules_set_context (BrTagRules *self, BrAppContext *context);
/** br_tag_rules_set_designs: of BrLabelTemplate, for their names. */
void br_tag_rules_set_designs (BrTagRules *self, GPtrArray *designs);

#define BR_TYPE_TAG_RULE_DIALOG (br_tag_rule_dialog_get_type ())
/** BrTagRuleDialog: a new rule. */
G_DECLARE_FINAL_TYPE (BrTagRuleDialog, br_tag_rule_dialog, BR, TAG_RULE_DIALOG, AdwDialog)

/** br_tag_rule_dialog_present: a rule for one of `designs` (of BrLabelTemplate), the first chosen. */
void br_tag_rule_dialog_present (GtkWidget *widget, BrAppContext *context, GPtrArray *designs);

G_END_DECLS
