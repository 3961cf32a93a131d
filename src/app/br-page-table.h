/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of pages: a new page is one row in br-page-table.c. */
#pragma once

#include "br-app-context.h"
#include "br-schema.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** BrPageGroup: where in the sidebar. */
typedef enum { BR_PAGE_GROUP_TOP = 1, BR_PAGE_GROUP_STOCK, BR_PAGE_GROUP_SHELF, BR_PAGE_GROUP_KNOW } BrPageGroup;

#define BR_ROLE_BIT(role) (1u << (role))
#define BR_ROLES_ALL (BR_ROLE_BIT (BR_ROLE_MANAGER) | BR_ROLE_BIT (BR_ROLE_CLERK) | BR_ROLE_BIT (BR_ROLE_MERCHANDISER) | BR_ROLE_BIT (BR_ROLE_HQ_ADMIN))

/** BrPageInfo: one page. */
typedef struct
{
  const char *id;     /* for --page, GSettings and br_window_show_page */
  const char *title;  /* marked with N_() */
  const char *icon;   /* symbolic icon name */
  BrPageGroup group;
  guint       roles;  /* BR_ROLE_BIT of the roles that see it */
  GtkWidget *(*create) (BrAppContext *context); /* a widget with its own header bar (AdwToolbarView or AdwNavigationView inside); may implement BrPage */
  gint64     (*badge)  (BrAppContext *context); /* work waiting, 0 = none; or NULL */
} BrPageInfo;

/** br_page_table_get: the rows in the order of the sidebar. */
const BrPageInfo *br_page_table_get         (guint *n_pages);
/** br_page_table_find: by id; NULL if there is none. */
const BrPageInfo *br_page_table_find        (const char *id);
/** br_page_group_get_title: translated; NULL for groups without a title. */
const char       *br_page_group_get_title   (BrPageGroup group);

G_END_DECLS
