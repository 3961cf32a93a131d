/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing a label that is not of goods, such as a waybill or a member card: what is on it is typed. */
#pragma once

#include "br-app-context.h"
#include "br-label-template.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TEMPLATE_PRINT (br_template_print_get_type ())
G_DECLARE_FINAL_TYPE (BrTemplatePrint, br_template_print, BR, TEMPLATE_PRINT, AdwDialog)

BrTemplatePrint *br_template_print_new (BrAppContext *context, BrLabelTemplate *template);

G_END_DECLS
