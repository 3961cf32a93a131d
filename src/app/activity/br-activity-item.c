/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of the activity lists, worded once when they are read. */
#include "config.h"

#include "br-activity-item.h"

#include "br-words.h"
#include <glib/gi18n.h>

struct _BrActivityItem
{
  GObject parent_instance;

  char *title;
  char *detail;
  char *tooltip;
  char change[BR_ID_STRING_LENGTH + 1]; /* "" = none */
  BrChipState state;
  gboolean can_withdraw;
  gboolean can_undo;
  const char *show_action; /* or NULL */
};

G_DEFINE_FINAL_TYPE (BrActivityItem, br_activity_item, G_TYPE_OBJECT)

static void
br_activity_item_finalize (GObject *object)
{
  BrActivityItem *self = BR_ACTIVITY_ITEM (object);

  g_free (self->title);
  g_free (self->detail);
  g_free (self->tooltip);
  G_OBJECT_CLASS (br_activity_item_parent_class)->finalize (object);
}

static void
br_activity_item_class_init (BrActivityItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_activity_item_finalize;
}

static void
br_activity_item_init (BrActivityItem *self)
{
}

/* "Li Na · 2 min ago · 12 changes"; who may be unknown. */
static char *
join_detail (const char *who, gint64 at_us, gint64 now_us, gint64 n_patches)
{
  g_autofree char *when = br_words_ago (at_us, now_us);
  g_autofree char *records = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d record", "%d records", (gulong) n_patches), (int) n_patches);

  if (who == NULL)
    return g_strdup_printf ("%s · %s", when, records);
  return g_strdup_printf ("%s · %s · %s", who, when, records);
}

static BrChipState
outbox_chip (BrOutboxState state)
{
  switch (state)
    {
    case BR_OUTBOX_SENT: return BR_CHIP_SENT;
    case BR_OUTBOX_ACKED: return BR_CHIP_ACKED;
    case BR_OUTBOX_REFUSED: return BR_CHIP_REFUSED;
    case BR_OUTBOX_WITHDRAWN: return BR_CHIP_WITHDRAWN;
    case BR_OUTBOX_QUEUED:
    default: return BR_CHIP_QUEUED;
    }
}

BrActivityItem *
br_activity_item_new_waiting (const BrOutboxEntry *entry, gint64 now_us)
{
  BrActivityItem *self = g_object_new (BR_TYPE_ACTIVITY_ITEM, NULL);

  self->title = g_strdup (entry->label);
  self->detail = join_detail (entry->person_name, entry->at_us, now_us, entry->n_patches);
  self->tooltip = br_words_instant (entry->at_us);
  br_id_write (&entry->change_id, self->change);
  self->state = outbox_chip (entry->state);
  self->can_withdraw = entry->state == BR_OUTBOX_QUEUED;
  self->show_action = "activity.show-waiting";
  return self;
}

BrActivityItem *
br_activity_item_new_change (const BrChangeSummary *change, gint64 now_us)
{
  BrActivityItem *self = g_object_new (BR_TYPE_ACTIVITY_ITEM, NULL);

  self->title = g_strdup (change->label != NULL && *change->label != '\0' ? change->label : _("Changes from HQ"));
  self->detail = join_detail (change->person_name != NULL ? change->person_name : change->device, change->at_us, now_us, change->n_patches);
  self->tooltip = br_words_instant (change->at_us);
  br_id_write (&change->change_id, self->change);
  if (change->undone)
    self->state = BR_CHIP_UNDONE;
  else if (change->is_undo)
    self->state = BR_CHIP_UNDO;
  else if (change->from_hq)
    self->state = BR_CHIP_FROM_HQ;
  self->can_undo = !change->undone && !change->from_hq;
  self->show_action = "activity.show-done";
  return self;
}

/* The codes the sync engine writes, in words. */
static const struct
{
  const char *code;
  const char *words;
} log_words[] = {
  { "enrolled", N_("Connected to HQ for the first time") },
  { "feed", N_("Read changes from HQ") },
  { "push", N_("Sent changes to HQ") },
  { "offline", N_("HQ could not be reached") },
  { "online", N_("HQ can be reached again") },
  { "revoked", N_("HQ has locked this device out") },
  { "attention", N_("Something went wrong with the line to HQ") },
};

static const char *
log_text (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (log_words); i++)
    if (g_strcmp0 (log_words[i].code, code) == 0)
      return _(log_words[i].words);
  return code;
}

BrActivityItem *
br_activity_item_new_log (const BrSyncLogEntry *entry, gint64 now_us)
{
  BrActivityItem *self = g_object_new (BR_TYPE_ACTIVITY_ITEM, NULL);
  g_autofree char *when = br_words_ago (entry->at_us, now_us);

  self->title = g_strdup (log_text (entry->what));
  self->detail = entry->detail != NULL ? g_strdup_printf ("%s · %s", when, entry->detail) : g_strdup (when);
  self->tooltip = br_words_instant (entry->at_us);
  if (entry->level == BR_SYNC_LOG_WARNING)
    self->state = BR_CHIP_WARNING;
  else if (entry->level == BR_SYNC_LOG_ERROR)
    self->state = BR_CHIP_ERROR;
  return self;
}

const char *
br_activity_item_get_title (BrActivityItem *self)
{
  return self->title;
}

const char *
br_activity_item_get_detail (BrActivityItem *self)
{
  return self->detail;
}

const char *
br_activity_item_get_tooltip (BrActivityItem *self)
{
  return self->tooltip;
}

BrChipState
br_activity_item_get_state (BrActivityItem *self)
{
  return self->state;
}

const char *
br_activity_item_get_change (BrActivityItem *self)
{
  return *self->change != '\0' ? self->change : NULL;
}

const char *
br_activity_item_get_action (BrActivityItem *self, const char **label)
{
  *label = self->can_withdraw ? _("Withdraw") : _("Undo");
  if (self->can_withdraw)
    return "activity.withdraw";
  return self->can_undo ? "activity.undo" : NULL;
}

const char *
br_activity_item_get_show_action (BrActivityItem *self)
{
  return self->show_action;
}
