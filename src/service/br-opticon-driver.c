/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A picture's files are named MAC_SEQUENCE_SECONDS: never twice the same, so that what lies in Completed from before is not taken for ours. The name is
 * `before`, committed before the first byte is written; all else is found out by looking where the files are.
 */
#include "config.h"

#include "br-opticon-driver.h"

#include <string.h>

#include "br-drop-folder.h"
#include "br-error.h"
#include "br-opticon.h"
#include "br-station-nap.h"
#include "br-tag-png.h"

#define LABELS_FILE "backroom-labels.csv"
#define MAX_WAITING 50                                        /* pictures in its folder */
#define STOPPED_US (G_GINT64_CONSTANT (600) * G_USEC_PER_SEC) /* one that waits longer: the server does not work */
#define PICTURE_GAP_US (G_USEC_PER_SEC / 5)

/** OpticonDriver: an open folder. */
typedef struct
{
  BrStationDriver driver;
  char *root;
  const BrClock *clock;
  GArray *labels; /* BrOpticonLabel, as listed last; NULL = not read yet */
  BrStationNap nap;
} OpticonDriver;

static gboolean
read_labels (OpticonDriver *self, GError **error)
{
  g_autoptr (GBytes) csv = br_drop_folder_read (self->root, LABELS_FILE, BR_OPTICON_MAX_LIST, error);
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
  gint64 oldest_us;
  guint n_waiting;

  *health = (BrStationHealth) { .free_bytes = -1, .free_memory = -1, .uptime_s = -1, .max_in_flight = MAX_WAITING };
  if (!br_drop_folder_count (self->root, &n_waiting, &oldest_us, error))
    return FALSE;
  /* A list that cannot be read now leaves what was read before. */
  if (!read_labels (self, &local) && self->labels == NULL)
    health->troubles |= BR_STATION_TROUBLE_CONFIG;
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

  if (need_label (self, shipment->tag, error) == NULL || !br_drop_folder_check (self->root, error))
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
  g_autofree char *name = g_strconcat (shipment->before, ".png", NULL), *xml = NULL, *older = g_strconcat (shipment->tag, "_", NULL);
  g_autoptr (GBytes) png = NULL;

  if (label == NULL || !check_picture (label, shipment->image, error))
    return FALSE;
  png = br_tag_png_encode (shipment->image);
  xml = br_opticon_xml (label, name, shipment->title, shipment->sequence);
  /* One that waits still would be sent too, and perhaps after this one. */
  return br_drop_folder_remove (self->root, older, error) && br_drop_folder_put (self->root, shipment->before, png, xml, error);
}

static gboolean
opticon_look (BrStationDriver *driver, BrTagShipment *shipment, BrShipmentReport *report, GError **error)
{
  OpticonDriver *self = (OpticonDriver *) driver;
  g_autofree char *complaint = NULL;
  BrDropPlace place;

  *report = (BrShipmentReport) { .stage = BR_STAGE_NOT_TAKEN };
  if (shipment->before == NULL)
    return TRUE;
  if (!br_drop_folder_look (self->root, shipment->before, &place, &complaint, error))
    return FALSE;
  switch (place)
    {
    case BR_DROP_TAKEN:
      report->stage = BR_STAGE_SHOWN;
      report->proof = BR_TAG_PROOF_STATION;
      g_strlcpy (report->note, "the server took it; whether the label shows it is not asked", sizeof report->note);
      break;
    case BR_DROP_WAITING:
      report->stage = complaint != NULL ? BR_STAGE_BAD : BR_STAGE_ACCEPTED;
      report->proof = BR_TAG_PROOF_NONE;
      g_utf8_strncpy (report->note, complaint != NULL ? complaint : "", 30); /* at most four bytes each */
      break;
    case BR_DROP_HALF: report->stage = BR_STAGE_NOT_TAKEN; break;
    case BR_DROP_NOWHERE:
    default: report->stage = BR_STAGE_DROPPED; break;
    }
  return TRUE;
}

static gboolean
opticon_cancel (BrStationDriver *driver, const char *tag, GError **error)
{
  g_autofree char *prefix = g_strconcat (tag, "_", NULL);

  return br_drop_folder_remove (((OpticonDriver *) driver)->root, prefix, error);
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
  br_station_nap_init (&self->nap);
  return &self->driver;
}
