/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a person may set of the folder, and the list of its labels, are read again with each probe. A picture's files are named MAC_SEQUENCE_SECONDS: never
 * twice the same, so that what lies in Completed from before is not taken for ours. The name is `before`, committed before the first byte is written; all
 * else is found out by looking where the files are, and in the server's database where that may be read.
 */
#include "config.h"

#include "br-opticon-driver.h"

#include <string.h>

#include "br-drop-folder.h"
#include "br-error.h"
#include "br-odbc.h"
#include "br-opticon-settings.h"
#include "br-opticon-status.h"
#include "br-opticon.h"
#include "br-station-nap.h"
#include "br-tag-png.h"

#define LABELS_FILE "backroom-labels.csv"
#define SETTINGS_FILE "backroom-station.ini"
#define MAX_WAITING 50                                        /* pictures in its folder */
#define STOPPED_US (G_GINT64_CONSTANT (600) * G_USEC_PER_SEC) /* one that waits longer: the server does not work */
#define PICTURE_GAP_US (G_USEC_PER_SEC / 5)
#define READ_US (10 * G_USEC_PER_SEC)                         /* the database is read no more often */
#define BLIND_US (G_GINT64_CONSTANT (600) * G_USEC_PER_SEC)   /* for so long it is waited for until files alone must do */

/** OpticonDriver: an open folder. */
typedef struct
{
  BrStationDriver driver;
  char *root;
  const BrClock *clock;
  BrOpticonSettings settings;
  gboolean bad_settings; /* those read before hold on */
  GArray *labels; /* BrOpticonLabel, as listed last; NULL = not read yet */
  GHashTable *statuses; /* label -> BrOpticonStatus, as read last */
  gint64 read_us; /* when it was tried to, monotonic; 0 = never */
  gint64 blind_us; /* since when it cannot be, monotonic; 0 = it can */
  BrStationNap nap;
} OpticonDriver;

static BrDropFolder
folder_of (OpticonDriver *self)
{
  return (BrDropFolder) { self->root, self->settings.input, self->settings.completed, self->settings.log };
}

/* There need not be any. */
static void
read_settings (OpticonDriver *self)
{
  BrDropFolder folder = folder_of (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) ini = br_drop_folder_read (&folder, SETTINGS_FILE, BR_OPTICON_MAX_SETTINGS, &error);
  BrOpticonSettings read = { 0 };

  if (ini == NULL && g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      br_opticon_settings_default (&read);
    }
  else if (ini == NULL || !br_opticon_settings_read (ini, &read, &error))
    {
      self->bad_settings = !g_error_matches (error, BR_ERROR, BR_ERROR_OFFLINE);
      return;
    }
  br_opticon_settings_clear (&self->settings);
  self->settings = read;
  self->bad_settings = FALSE;
}

static gboolean
read_labels (OpticonDriver *self, GError **error)
{
  BrDropFolder folder = folder_of (self);
  g_autoptr (GBytes) csv = br_drop_folder_check (&folder, error) ? br_drop_folder_read (&folder, LABELS_FILE, BR_OPTICON_MAX_LIST, error) : NULL;
  GArray *labels = csv != NULL ? br_opticon_labels_read (csv, error) : NULL;

  if (labels == NULL)
    return FALSE;
  g_clear_pointer (&self->labels, g_array_unref);
  self->labels = labels;
  return TRUE;
}

static gboolean
opticon_probe (BrStationDriver *driver, BrStationHealth *health, GError **error)
{
  OpticonDriver *self = (OpticonDriver *) driver;
  g_autoptr (GError) local = NULL;
  BrDropFolder folder;
  gint64 oldest_us;
  guint n_waiting;

  read_settings (self);
  folder = folder_of (self);
  *health = (BrStationHealth) { .free_bytes = -1, .free_memory = -1, .uptime_s = -1, .max_in_flight = MAX_WAITING };
  if (!br_drop_folder_count (&folder, &n_waiting, &oldest_us, error))
    return FALSE;
  /* A list that cannot be read now leaves what was read before. */
  if (!read_labels (self, &local) || self->bad_settings || self->blind_us != 0)
    health->troubles |= BR_STATION_TROUBLE_FILES;
  health->n_tags = self->labels != NULL ? self->labels->len : 0;
  health->ready = self->labels != NULL && n_waiting < MAX_WAITING && (oldest_us == 0 || br_clock_now_us (self->clock) - oldest_us < STOPPED_US);
  return TRUE;
}

static const BrOpticonLabel *
find_label (OpticonDriver *self, const char *tag)
{
  for (guint i = 0; self->labels != NULL && i < self->labels->len; i++)
    {
      const BrOpticonLabel *label = &g_array_index (self->labels, BrOpticonLabel, i);

      if (strcmp (label->mac, tag) == 0)
        return label;
    }
  return NULL;
}

static const BrOpticonLabel *
need_label (OpticonDriver *self, const char *tag, GError **error)
{
  const BrOpticonLabel *label;

  if (self->labels == NULL && !read_labels (self, error))
    return NULL;
  label = find_label (self, tag);
  if (label == NULL)
    g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "%s does not list the label %s", LABELS_FILE, tag);
  return label;
}

/* Nothing is known of when it was heard, or how it is. */
static void
sight (const BrOpticonLabel *label, BrTagSighting *out)
{
  *out = (BrTagSighting) { .type = label->type, .type_code = label->type.code, .temperature = G_MININT };
  g_strlcpy (out->tag, label->mac, sizeof out->tag);
}

static gboolean
opticon_list (BrStationDriver *driver, BrSightingFunc func, gpointer data, GError **error)
{
  OpticonDriver *self = (OpticonDriver *) driver;

  if (!read_labels (self, error))
    return FALSE;
  for (guint i = 0; i < self->labels->len; i++)
    {
      BrTagSighting sighting;

      sight (&g_array_index (self->labels, BrOpticonLabel, i), &sighting);
      func (&sighting, data);
    }
  return TRUE;
}

static gboolean
opticon_find (BrStationDriver *driver, const char *tag, BrTagSighting *sighting, GError **error)
{
  const BrOpticonLabel *label = need_label ((OpticonDriver *) driver, tag, error);

  if (label == NULL)
    return FALSE;
  sight (label, sighting);
  return TRUE;
}

static gboolean
opticon_prepare (BrStationDriver *driver, BrTagShipment *shipment, GError **error)
{
  OpticonDriver *self = (OpticonDriver *) driver;

  BrDropFolder folder = folder_of (self);

  if (need_label (self, shipment->tag, error) == NULL || !br_drop_folder_check (&folder, error))
    return FALSE;
  g_free (shipment->before);
  shipment->before = g_strdup_printf ("%s_%u_%" G_GINT64_FORMAT, shipment->tag, shipment->sequence, br_clock_now_us (self->clock) / G_USEC_PER_SEC);
  return TRUE;
}

/* What cannot be shown as it is drawn is not sent. */
static gboolean
check_picture (const BrOpticonLabel *label, const BrTagImage *image, GError **error)
{
  if (image->type.width == label->type.width && image->type.height == label->type.height && image->type.n_colours == label->type.n_colours
      && memcmp (image->type.colours, label->type.colours, label->type.n_colours * sizeof label->type.colours[0]) == 0)
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the picture is not one for the label %s as %s lists it", label->mac, LABELS_FILE);
  return FALSE;
}

static gboolean
opticon_submit (BrStationDriver *driver, BrTagShipment *shipment, GError **error)
{
  OpticonDriver *self = (OpticonDriver *) driver;
  const BrOpticonLabel *label = need_label (self, shipment->tag, error);
  g_autofree char *name = g_strconcat (shipment->before, ".png", NULL), *xml = NULL;
  BrDropFolder folder = folder_of (self);
  g_autoptr (GBytes) png = NULL;

  if (label == NULL || !check_picture (label, shipment->image, error))
    return FALSE;
  png = br_tag_png_encode (shipment->image);
  xml = br_opticon_xml (label, name, shipment->title, shipment->sequence);
  /* One that waits still would be sent too, and perhaps after this one. */
  return br_drop_folder_remove (&folder, shipment->tag, error) && br_drop_folder_put (&folder, shipment->before, png, xml, error);
}

static void
take_row (const char *const *names, const char *const *cells, guint n, gpointer data)
{
  BrOpticonStatus status, *kept;

  if (!br_opticon_status_read (names, cells, n, &status))
    return;
  kept = g_memdup2 (&status, sizeof status);
  g_hash_table_replace (((OpticonDriver *) data)->statuses, kept->mac, kept);
}

/* All labels at once, and not for each picture anew. */
static void
read_statuses (OpticonDriver *self)
{
  BrOdbcTable table = { .source = self->settings.database, .name = BR_OPTICON_STATUS_TABLE, .max_rows = BR_OPTICON_MAX_LABELS };
  gint64 now_us = self->clock->monotonic_us (self->clock->data);
  g_autoptr (GError) error = NULL;

  if (self->read_us != 0 && now_us - self->read_us < READ_US)
    return;
  self->read_us = now_us;
  g_hash_table_remove_all (self->statuses);
  if (br_odbc_read_table (&table, take_row, self, &error) && g_hash_table_size (self->statuses) > 0)
    {
      self->blind_us = 0;
      return;
    }
  if (self->blind_us == 0)
    g_info ("what labels say cannot be read: %s", error != NULL ? error->message : "the table has none");
  self->blind_us = self->blind_us != 0 ? self->blind_us : now_us;
}

/* When the picture was handed over, by its name; -1 = not by us. */
static gint64
read_sent (const char *before)
{
  const char *seconds = strrchr (before, '_');

  return seconds != NULL ? g_ascii_strtoll (seconds + 1, NULL, 10) * G_USEC_PER_SEC : -1;
}

static void
say (BrShipmentReport *report, BrShipmentStage stage, BrTagProof proof, const char *note)
{
  report->stage = stage;
  report->proof = proof;
  g_strlcpy (report->note, note, sizeof report->note);
}

/* The server took it: what became of it then is in its database, or not known. */
static void
look_further (OpticonDriver *self, const BrTagShipment *shipment, BrShipmentReport *report)
{
  const BrOpticonStatus *status;
  BrOpticonVerdict verdict;

  say (report, BR_STAGE_SHOWN, BR_TAG_PROOF_STATION, "the server took it; whether the label shows it is not asked");
  if (self->settings.database == NULL)
    return;
  read_statuses (self);
  if (self->blind_us != 0 && self->read_us - self->blind_us >= BLIND_US)
    {
      g_strlcpy (report->note, "the server took it; its database cannot be read", sizeof report->note);
      return;
    }
  status = g_hash_table_lookup (self->statuses, shipment->tag);
  verdict = status != NULL ? br_opticon_status_judge (status, br_opticon_index (shipment->sequence), read_sent (shipment->before)) : BR_OPTICON_WAITS;
  if (verdict == BR_OPTICON_SHOWN)
    say (report, BR_STAGE_SHOWN, BR_TAG_PROOF_TAG, "the server's database says that the label has it");
  else if (verdict == BR_OPTICON_FAILED)
    say (report, BR_STAGE_POPPED, BR_TAG_PROOF_NONE, "the server's database says that the label did not take it");
  else
    say (report, BR_STAGE_AT_STATION, BR_TAG_PROOF_NONE, self->blind_us != 0 ? "its database cannot be read just now" : "");
}

/* A label that belongs to nothing and says so is the server's no more. */
static gboolean
unlink_label (OpticonDriver *self, const char *tag, GError **error)
{
  const BrOpticonLabel *label = need_label (self, tag, error);
  g_autofree char *xml = label != NULL ? br_opticon_unlink_xml (label) : NULL;
  BrDropFolder folder = folder_of (self);

  return xml != NULL && br_drop_folder_put_alone (&folder, tag, xml, error);
}

static gboolean
opticon_look (BrStationDriver *driver, BrTagShipment *shipment, BrShipmentReport *report, GError **error)
{
  OpticonDriver *self = (OpticonDriver *) driver;
  BrDropFolder folder = folder_of (self);
  g_autofree char *complaint = NULL;
  BrDropPlace place;

  *report = (BrShipmentReport) { .stage = BR_STAGE_NOT_TAKEN };
  if (shipment->before == NULL)
    return TRUE;
  if (!br_drop_folder_look (&folder, shipment->before, &place, &complaint, error))
    return FALSE;
  switch (place)
    {
    case BR_DROP_TAKEN: look_further (self, shipment, report); break;
    case BR_DROP_WAITING:
      report->stage = complaint != NULL ? BR_STAGE_BAD : BR_STAGE_ACCEPTED;
      g_utf8_strncpy (report->note, complaint != NULL ? complaint : "", 30); /* at most four bytes each */
      break;
    case BR_DROP_HALF: report->stage = BR_STAGE_NOT_TAKEN; break;
    case BR_DROP_NOWHERE:
    default: report->stage = BR_STAGE_DROPPED; break;
    }
  return report->stage != BR_STAGE_SHOWN || !shipment->is_free || unlink_label (self, shipment->tag, error);
}

static gboolean
opticon_cancel (BrStationDriver *driver, const char *tag, GError **error)
{
  BrDropFolder folder = folder_of ((OpticonDriver *) driver);

  return br_drop_folder_remove (&folder, tag, error);
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_REFUSED, "an Opticon ESL Server cannot be told that by files");
  return FALSE;
}

static gboolean
opticon_led (BrStationDriver *driver, const char *tag, BrTagLed led, GError **error)
{
  return refuse (error);
}

/* Which labels there are is written in the list. */
static gboolean
opticon_take_in (BrStationDriver *driver, gboolean open, GError **error)
{
  return !open || refuse (error);
}

static gboolean
opticon_wait (BrStationDriver *driver, gint64 wait_us, BrStationEvent *event, GError **error)
{
  br_station_nap_take (&((OpticonDriver *) driver)->nap, wait_us);
  return FALSE;
}

static void
opticon_wake (BrStationDriver *driver)
{
  br_station_nap_wake (&((OpticonDriver *) driver)->nap);
}

static void
opticon_close (BrStationDriver *driver)
{
  OpticonDriver *self = (OpticonDriver *) driver;

  br_station_nap_clear (&self->nap);
  g_clear_pointer (&self->labels, g_array_unref);
  g_hash_table_unref (self->statuses);
  br_opticon_settings_clear (&self->settings);
  g_free (self->root);
  g_free (self);
}

static const BrStationDriverOps OPTICON = {
  .id = "opticon",
  .caps = BR_STATION_CAN_IMAGE | BR_STATION_CAN_CANCEL | BR_STATION_CAN_LIST,
  .best_proof = BR_TAG_PROOF_STATION,
  .request_gap_us = PICTURE_GAP_US,
  .probe = opticon_probe,
  .list = opticon_list,
  .find = opticon_find,
  .prepare = opticon_prepare,
  .submit = opticon_submit,
  .look = opticon_look,
  .cancel = opticon_cancel,
  .led = opticon_led,
  .take_in = opticon_take_in,
  .wait = opticon_wait,
  .wake = opticon_wake,
  .stop = opticon_wake,
  .close = opticon_close,
};

/* People give the folder the server watches as often as the one it is in. */
static char *
dup_root (const char *folder)
{
  g_autofree char *path = g_canonicalize_filename (folder, NULL), *name = g_path_get_basename (path);

  return g_strcmp0 (name, "Input") == 0 ? g_path_get_dirname (path) : g_steal_pointer (&path);
}

BrStationDriver *
br_opticon_driver_new (const char *folder, const BrClock *clock, GError **error)
{
  OpticonDriver *self;

  if (!g_path_is_absolute (folder))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the folder of a label server is given with its whole path: %s", folder);
      return NULL;
    }
  self = g_new0 (OpticonDriver, 1);
  self->driver.ops = &OPTICON;
  self->root = dup_root (folder);
  self->clock = clock;
  self->statuses = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  br_opticon_settings_default (&self->settings);
  br_station_nap_init (&self->nap);
  return &self->driver;
}
