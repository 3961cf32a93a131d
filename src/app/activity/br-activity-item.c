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
  gboolean is_undo; /* its title says so; undoing it is doing it again */
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
    default: return BR_CHIP_NONE; /* what the list is about */
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

/* By its label; HQ's by what they are about. */
static char *
change_title (const BrChangeSummary *change)
{
  g_autofree char *record = NULL;
  int n_more = (int) MIN (change->n_patches - 1, G_MAXINT);

  if (change->label != NULL && *change->label != '\0')
    return g_strdup (change->label);
  if (change->kind == BR_KIND_NONE)
    return g_strdup (_("Changes from HQ"));
  record = br_words_record (change->kind, change->name, change->product_name);
  if (n_more == 0)
    return g_steal_pointer (&record);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s and %d more", "%s and %d more", (gulong) n_more), record, n_more);
}

BrActivityItem *
br_activity_item_new_change (const BrChangeSummary *change, gint64 now_us)
{
  BrActivityItem *self = g_object_new (BR_TYPE_ACTIVITY_ITEM, NULL);

  self->title = change_title (change);
  self->detail = join_detail (change->person_name != NULL ? change->person_name : change->device, change->at_us, now_us, change->n_patches);
  self->tooltip = br_words_instant (change->at_us);
  br_id_write (&change->change_id, self->change);
  if (change->withdrawn)
    self->state = BR_CHIP_WITHDRAWN;
  else if (change->undone)
    self->state = BR_CHIP_UNDONE;
  else if (change->from_hq)
    self->state = BR_CHIP_FROM_HQ;
  self->can_undo = !change->undone && !change->from_hq;
  self->is_undo = change->is_undo;
  self->show_action = "activity.show-done";
  return self;
}

/* The codes the sync engine writes, in words. "feed" and "push" are of older versions. */
static const struct
{
  const char *code;
  const char *words;
} log_words[] = {
  { "enrolled", N_("Connected to HQ for the first time") },
  { "feed", N_("Read changes from HQ") },
  { "push", N_("Sent changes to HQ") },
  { "pictures", N_("Some pictures could not be carried; they are tried again later") },
  { "resync", N_("Something did not match HQ, so that part was read again") },
  { "offline", N_("HQ could not be reached") },
  { "online", N_("HQ can be reached again") },
  { "revoked", N_("HQ has locked this device out; ask HQ to enrol it again") },
  { "attention", N_("Something went wrong with the line to HQ") },
  { "attention-fork", N_("This device is a copy or an old backup of another; enrol it again") },
  { "attention-restored", N_("HQ was restored from a backup; enrol this device again") },
  { "attention-too-new", N_("HQ is newer than this Backroom; update Backroom") },
  { "attention-full", N_("The disk is full; make room, then sync again") },
};

static const char *
log_text (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (log_words); i++)
    if (g_strcmp0 (log_words[i].code, code) == 0)
      return _(log_words[i].words);
  return code;
}

/* Adds what is told of `n`, unless it is nothing. */
G_GNUC_PRINTF (3, 4)
static void
add_part (GPtrArray *parts, gint64 n, const char *format, ...)
{
  va_list arguments;

  if (n == 0)
    return;
  va_start (arguments, format);
  g_ptr_array_add (parts, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* What went and what came. */
static char *
run_text (const BrSyncRun *run)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  add_part (parts, run->sent, g_dngettext (GETTEXT_PACKAGE, "%d change sent", "%d changes sent", (gulong) run->sent), (int) run->sent);
  add_part (parts, run->refused, g_dngettext (GETTEXT_PACKAGE, "%d record refused", "%d records refused", (gulong) run->refused), (int) run->refused);
  add_part (parts, run->received, g_dngettext (GETTEXT_PACKAGE, "%d record received", "%d records received", (gulong) run->received), (int) run->received);
  add_part (parts, run->pictures_sent, g_dngettext (GETTEXT_PACKAGE, "%d picture sent", "%d pictures sent", (gulong) run->pictures_sent),
            (int) run->pictures_sent);
  add_part (parts, run->pictures_fetched, g_dngettext (GETTEXT_PACKAGE, "%d picture received", "%d pictures received", (gulong) run->pictures_fetched),
            (int) run->pictures_fetched);
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

BrActivityItem *
br_activity_item_new_log (const BrSyncLogEntry *entry, gint64 now_us)
{
  BrActivityItem *self = g_object_new (BR_TYPE_ACTIVITY_ITEM, NULL);
  g_autofree char *exact = br_words_instant (entry->at_us);
  BrSyncRun run;

  if (g_strcmp0 (entry->what, "run") == 0 && br_sync_run_read (entry->detail, &run))
    self->title = run_text (&run);
  else
    self->title = g_strdup (log_text (entry->what));
  self->detail = br_words_ago (entry->at_us, now_us);
  /* What exactly went wrong is for support: it is English. */
  self->tooltip = entry->level != BR_SYNC_LOG_INFO && entry->detail != NULL ? g_strdup_printf ("%s\n%s", exact, entry->detail) : g_strdup (exact);
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
  *label = self->can_withdraw ? _("Withdraw") : self->is_undo ? _("Redo") : _("Undo");
  if (self->can_withdraw)
    return "activity.withdraw";
  return self->can_undo ? "activity.undo" : NULL;
}

const char *
br_activity_item_get_show_action (BrActivityItem *self)
{
  return self->show_action;
}
