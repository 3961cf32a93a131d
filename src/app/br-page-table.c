/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of pages. Pages that are not built yet are not in it. */
#include "config.h"

#include "br-page-table.h"

#include "br-activity-page.h"
#include "br-import-page.h"
#include "br-labels-page.h"
#include "br-products-page.h"
#include "br-tags-page.h"
#include "br-today-page.h"
#include <glib/gi18n.h>

static const BrPageInfo pages[] = {
  { "today", N_("Today"), "user-home-symbolic", BR_PAGE_GROUP_TOP, BR_ROLES_ALL, br_today_page_new, NULL },
  { "products", N_("Products"), "view-grid-symbolic", BR_PAGE_GROUP_STOCK, BR_ROLES_ALL, br_products_page_new, NULL },
  { "import", N_("Import"), "document-open-symbolic", BR_PAGE_GROUP_STOCK, BR_ROLES_ALL & ~BR_ROLE_BIT (BR_ROLE_CLERK), br_import_page_new, NULL },
  { "labels", N_("Labels"), "printer-symbolic", BR_PAGE_GROUP_SHELF, BR_ROLES_ALL, br_labels_page_new, br_labels_page_badge },
  { "tags", N_("Shelf Tags"), "video-display-symbolic", BR_PAGE_GROUP_SHELF, BR_ROLES_ALL, br_tags_page_new, br_tags_page_badge },
  { "activity", N_("Activity"), "document-open-recent-symbolic", BR_PAGE_GROUP_KNOW, BR_ROLES_ALL, br_activity_page_new, br_activity_page_badge },
};

const BrPageInfo *
br_page_table_get (guint *n_pages)
{
  *n_pages = G_N_ELEMENTS (pages);
  return pages;
}

const BrPageInfo *
br_page_table_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].id, id) == 0)
      return &pages[i];
  return NULL;
}

const char *
br_page_group_get_title (BrPageGroup group)
{
  switch (group)
    {
    case BR_PAGE_GROUP_STOCK: return _("Stock");
    case BR_PAGE_GROUP_SHELF: return _("Shelf");
    case BR_PAGE_GROUP_KNOW: return _("Know");
    case BR_PAGE_GROUP_TOP:
    default: return NULL;
    }
}
