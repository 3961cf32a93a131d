/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-list-status.h"

#include "br-words.h"
#include <glib/gi18n.h>

char *
br_list_status_count (gsize n, gsize total)
{
  if (n < total)
    return g_strdup_printf (_("%'u of %'u"), (guint) n, (guint) total);
  return g_strdup_printf (ngettext ("%'u SKU", "%'u SKUs", n), (guint) n);
}

static char *
describe_age (BrAppContext *context)
{
  BrSyncService *sync = br_app_context_get_sync (context);
  const BrSyncStatus *status = sync != NULL ? br_sync_service_get_status (sync) : NULL;
  g_autofree char *age = NULL;

  if (status == NULL || status->last_synced_us == 0)
    return NULL;
  age = br_words_clock (status->last_synced_us, br_app_context_now_us (context));
  if (status->waiting_changes == 0)
    return g_strdup_printf (_("as of %s"), age);
  return g_strdup_printf (ngettext ("as of %s + %d local change", "as of %s + %d local changes", status->waiting_changes), age, (int) status->waiting_changes);
}

char *
br_list_status_line (BrAppContext *context, const char *count)
{
  g_autofree char *age = describe_age (context);

  return age != NULL ? g_strdup_printf ("%s · %s", count, age) : g_strdup (count);
}
