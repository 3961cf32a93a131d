/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo's shelf tags: their simulated stations in the profile, and goods on the tags, as both become known. */
#pragma once

#include "br-catalogue-service.h"
#include "br-tag-service.h"

G_BEGIN_DECLS

#define BR_TYPE_DEMO_TAGS (br_demo_tags_get_type ())
/** BrDemoTags: lives as long as the service of tags it was started for. */
G_DECLARE_FINAL_TYPE (BrDemoTags, br_demo_tags, BR, DEMO_TAGS, GObject)

/** br_demo_tags_start: sets up the stations at these addresses ("host:port", NULL-terminated) and binds up to 200 of their tags to the first goods
 *  there are. Once for a service. */
void br_demo_tags_start (BrTagService *tags, BrCatalogueService *catalogue, const char *const *addresses);

G_END_DECLS
