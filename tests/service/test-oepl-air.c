/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The OpenEPaperLink driver against the emulated access point, whose tags' screens are the truth, on a virtual clock: tags of several kinds are made to show
 * two pictures one after the other by the simplest program that obeys the driver, under each fault alone. What is claimed must be so, nothing forbidden is
 * asked, and when the faults are over every screen is right.
 */
#include "config.h"

#include "br-ap-link.h"
#include "br-error.h"
#include "br-oepl-driver.h"
#include "br-tag-jpeg.h"

#include <string.h>

#define START_US (G_GINT64_CONSTANT (1790000000) * G_USEC_PER_SEC) /* 13:33 UTC */
#define N_TAGS 4
#define FAULTS_US (G_TIME_SPAN_HOUR) /* so long there are faults */
#define PATIENCE_US (5 * G_TIME_SPAN_HOUR)
#define DRAW_US (60 * G_USEC_PER_SEC) /* a tag draws after it said that it has all */
#define MAX_WEAK 2                     /* weak proofs after which a picture is let be */

/* A tag and what it is to show. */
typedef struct
{
  BrApTag *tag;
  char mac[17];
  BrTagImage *image;   /* NULL = nothing to do yet */
  GBytes *jpeg;
  BrTagShipment shipment;
  gboolean sent;    /* to be looked at; else to be sent */
  gint64 due_us;
  guint n_weak;
  BrTagProof proof;   /* of what it shows; NONE = not done */
  gint64 shown_us; /* when that was claimed */
} Job;

typedef struct
{
  BrClock clock;
  gint64 now_us;
  BrXorshift xorshift;
  BrRandom random;
  BrAir *air;
  BrAp *ap;
  BrStationDriver *driver;
  BrStationHealth health;
  gint64 probe_us, list_us;
  Job jobs[N_TAGS];
  gboolean is_blind; /* a tag that does not draw: nobody can know */
  gboolean has_others; /* somebody else uploads, too, and asks nobody */
  guint n_false;  /* claims by TAG or PIXELS that are not so */
} World;

static gint64
now_cb (gpointer data)
{
  return ((World *) data)->now_us;
}

static void
sleep_cb (gpointer data, gint64 us)
{
  World *self = data;

  self->now_us += us;
  br_air_run (self->air, self->now_us);
}

static World *
world_new_by (guint64 seed, BrApProfile profile, gboolean is_ble)
{
  static const guint TYPES[N_TAGS] = { 0x01, 0x33, 0x07, 0x27 }; /* raw, zlib, four colours, black and white */
  World *self = g_new0 (World, 1);

  self->now_us = START_US;
  self->clock = (BrClock) { now_cb, now_cb, sleep_cb, self };
  br_xorshift_init (&self->xorshift, seed);
  self->random = br_xorshift_random (&self->xorshift);
  self->air = br_air_new (&self->clock, &self->random);
  self->ap = br_air_add_ap (self->air, &(BrApParams) { .profile = profile, .ready = TRUE });
  for (guint i = 0; i < N_TAGS; i++)
    {
      Job *job = &self->jobs[i];

      g_snprintf (job->mac, sizeof job->mac, "00007E1F25C0A1%02X", i);
      job->tag = br_air_add_tag (self->air, &(BrApTagParams) { .mac = job->mac, .hw_type = TYPES[i], .ap = self->ap, .is_ble = is_ble });
      g_assert_nonnull (job->tag);
    }
  self->driver = br_oepl_driver_new (br_ap_link_new (self->air, self->ap, &self->clock), &self->clock);
  return self;
}

static World *
world_new (guint64 seed, BrApProfile profile)
{
  return world_new_by (seed, profile, FALSE);
}

static void
job_clear (Job *job)
{
  g_clear_pointer (&job->image, br_tag_image_unref);
  g_clear_pointer (&job->jpeg, g_bytes_unref);
  g_clear_pointer (&job->shipment.before, g_free);
  g_clear_pointer (&job->shipment.token, g_free);
  g_clear_pointer (&job->shipment.expect, g_free);
}

static void
world_free (World *self)
{
  self->driver->ops->close (self->driver);
  for (guint i = 0; i < N_TAGS; i++)
    job_clear (&self->jobs[i]);
  br_air_free (self->air);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static void
want (World *self, guint variant)
{
  for (guint i = 0; i < N_TAGS; i++)
    {
      Job *job = &self->jobs[i];
      const BrTagType *type = br_tag_type_find (br_ap_tag_get_hw_type (job->tag));

      job_clear (job);
      job->image = br_tag_image_new (type, NULL);
      for (guint at = 0; at < type->width * type->height; at++)
        job->image->pixels[at] = (guint8) ((at / 5 + at / type->width / 3 * variant) % type->n_colours);
      job->jpeg = br_tag_jpeg_encode (job->image, NULL);
      job->shipment = (BrTagShipment) { .tag = job->mac, .image = job->image, .jpeg = job->jpeg, .title = "Milk", .sequence = variant };
      job->sent = FALSE;
      job->proof = BR_TAG_PROOF_NONE;
      job->n_weak = 0;
      job->due_us = self->now_us;
    }
}

static gboolean
is_on_screen (const Job *job)
{
  BrApFrame frame;

  br_ap_tag_get_frame (job->tag, &frame);
  return frame.pixels != NULL && frame.width == job->image->type.width && frame.height == job->image->type.height
         && memcmp (frame.pixels, job->image->pixels, (gsize) frame.width * frame.height) == 0;
}

static void
again (World *self, Job *job, gint64 in_us)
{
  job->sent = FALSE;
  job->due_us = self->now_us + in_us;
}

/* What is claimed may be drawn only some time later; a weak claim is tried anew, but not for ever. */
static void
settle (World *self, Job *job, BrTagProof proof)
{
  if (proof == BR_TAG_PROOF_WEAK && ++job->n_weak <= MAX_WEAK && !is_on_screen (job))
    {
      self->driver->ops->cancel (self->driver, job->mac, NULL);
      again (self, job, 5 * G_TIME_SPAN_MINUTE);
      return;
    }
  job->proof = proof;
  job->shown_us = self->now_us;
}

static void
send (World *self, Job *job)
{
  g_autoptr (GError) error = NULL;

  job->due_us = self->now_us + 10 * G_USEC_PER_SEC;
  if (!self->health.ready || self->health.max_in_flight == 0)
    return;
  if (!self->driver->ops->prepare (self->driver, &job->shipment, &error))
    {
      if (g_error_matches (error, BR_ERROR, BR_ERROR_EXISTS) && self->driver->ops->cancel (self->driver, job->mac, NULL))
        job->due_us = self->now_us + BR_STATION_CANCEL_US;
      return;
    }
  if (self->driver->ops->submit (self->driver, &job->shipment, &error) || g_error_matches (error, BR_ERROR, BR_ERROR_IO))
    job->sent = TRUE;
}

static void
look (World *self, Job *job)
{
  g_autoptr (GError) error = NULL;
  BrShipmentReport report;

  job->due_us = self->now_us + 20 * G_USEC_PER_SEC;
  if (!self->driver->ops->look (self->driver, &job->shipment, &report, &error))
    {
      g_debug ("%s: %s", job->mac, error->message);
      return;
    }
  g_debug ("%" G_GINT64_FORMAT " %s: stage %d, proof %d, %s", (self->now_us - START_US) / G_USEC_PER_SEC, job->mac, report.stage, report.proof, report.note);
  switch (report.stage)
    {
    case BR_STAGE_SHOWN: settle (self, job, report.proof); break;
    case BR_STAGE_NOT_TAKEN:
    case BR_STAGE_DROPPED: again (self, job, 5 * G_USEC_PER_SEC); break;
    case BR_STAGE_FOREIGN:
    case BR_STAGE_POPPED: again (self, job, G_TIME_SPAN_MINUTE); break;
    case BR_STAGE_TIMED_OUT:
    case BR_STAGE_STALE:
      if (self->driver->ops->cancel (self->driver, job->mac, NULL))
        again (self, job, BR_STATION_CANCEL_US);
      break;
    case BR_STAGE_BAD: g_assert_not_reached ();
    case BR_STAGE_ACCEPTED:
    case BR_STAGE_AT_STATION:
    case BR_STAGE_TRANSFER:
    default: break;
    }
}

/* A picture that is lost, or another one there, is sent again. */
static void
hear (World *self, const BrTagSighting *sighting)
{
  for (guint i = 0; i < N_TAGS; i++)
    {
      Job *job = &self->jobs[i];

      if (g_str_equal (job->mac, sighting->tag) && job->proof != BR_TAG_PROOF_NONE && (sighting->lost_picture || sighting->foreign || sighting->unconfirmed))
        {
          job->proof = BR_TAG_PROOF_NONE;
          again (self, job, 0);
        }
    }
}

static void
hear_cb (const BrTagSighting *sighting, gpointer data)
{
  hear (data, sighting);
}

static void
take_event (World *self, const BrStationEvent *event)
{
  switch (event->kind)
    {
    case BR_STATION_EVENT_TAG: hear (self, &event->sighting); break;
    case BR_STATION_EVENT_HEALTH: self->health = event->health; break;
    case BR_STATION_EVENT_MISSED: self->list_us = 0; break;
    case BR_STATION_EVENT_SHIPMENT:
    case BR_STATION_EVENT_RESTARTED:
    default: break;
    }
  for (guint i = 0; i < N_TAGS; i++)
    if (event->kind == BR_STATION_EVENT_RESTARTED || (event->kind == BR_STATION_EVENT_SHIPMENT && g_str_equal (event->tag, self->jobs[i].mac)))
      self->jobs[i].due_us = MIN (self->jobs[i].due_us, self->now_us);
}

static void
check_claims (World *self)
{
  for (guint i = 0; i < N_TAGS; i++)
    {
      Job *job = &self->jobs[i];

      if (job->image == NULL || job->proof < BR_TAG_PROOF_TAG || self->now_us - job->shown_us < DRAW_US || self->now_us - job->shown_us > 2 * DRAW_US)
        continue;
      if (!is_on_screen (job) && !self->is_blind)
        self->n_false++;
    }
}

static void
step (World *self)
{
  BrStationEvent event;

  for (guint i = 0; i < 200 && self->driver->ops->wait (self->driver, 0, &event, NULL); i++)
    take_event (self, &event);
  if (self->now_us - self->probe_us >= 60 * G_USEC_PER_SEC)
    {
      self->probe_us = self->now_us;
      self->driver->ops->probe (self->driver, &self->health, NULL);
    }
  if (self->now_us - self->list_us >= 15 * G_TIME_SPAN_MINUTE && self->driver->ops->list (self->driver, hear_cb, self, NULL))
    self->list_us = self->now_us;
  for (guint i = 0; i < N_TAGS; i++)
    {
      Job *job = &self->jobs[i];

      if (job->image == NULL || job->proof != BR_TAG_PROOF_NONE || job->due_us > self->now_us)
        continue;
      if (job->sent)
        look (self, job);
      else
        send (self, job);
    }
  check_claims (self);
}

static gboolean
is_done (World *self)
{
  for (guint i = 0; i < N_TAGS; i++)
    if (self->jobs[i].proof == BR_TAG_PROOF_NONE)
      return FALSE;
  return TRUE;
}

/* Until all is done and the clock is at least there; FALSE: patience ran out. */
static gboolean
run (World *self, gint64 until_us)
{
  gint64 last = self->now_us + PATIENCE_US;

  while (self->now_us < last && (self->now_us < until_us || !is_done (self)))
    {
      step (self);
      sleep_cb (self, 2 * G_USEC_PER_SEC);
    }
  return is_done (self);
}

static void
check_manners (World *self)
{
  BrApCounts counts;

  br_ap_get_counts (self->ap, &counts);
  g_assert_cmpuint (counts.n_forbidden, ==, 0);
  g_assert_cmpuint (counts.n_concurrent, ==, 0);
  g_assert_cmpuint (counts.n_too_close, ==, 0);
  g_assert_cmpuint (counts.n_no_mac, ==, 0);
  if (!self->has_others)
    g_assert_cmpuint (counts.n_queued_twice, ==, 0);
}

static void
check_screens (World *self, const char *what)
{
  g_assert_cmpuint (self->n_false, ==, 0);
  for (guint i = 0; i < N_TAGS; i++)
    if (!is_on_screen (&self->jobs[i]) && !self->is_blind)
      g_error ("%s: tag %u does not show its picture (proof %d)", what, i, self->jobs[i].proof);
}

static void
test_calm (void)
{
  for (BrApProfile profile = BR_AP_MODERN; profile <= BR_AP_LEGACY; profile++)
    {
      g_autoptr (World) world = world_new (1, profile);
      BrApCounts counts;

      for (guint variant = 1; variant <= 3; variant++)
        {
          want (world, variant);
          g_assert_true (run (world, 0));
          run (world, world->now_us + DRAW_US);
          check_screens (world, "calm");
          for (guint i = 0; i < N_TAGS; i++)
            g_assert_cmpint (world->jobs[i].proof, ==, BR_TAG_PROOF_PIXELS);
        }
      check_manners (world);
      br_ap_get_counts (world->ap, &counts);
      g_assert_cmpuint (counts.n_uploads, ==, 3 * N_TAGS); /* nothing twice */
      g_assert_cmpint (br_ap_get_config (world->ap, "stopsleep"), ==, 0);
      /* Once shown, an hour of peace: no upload, no read. */
      run (world, world->now_us + G_TIME_SPAN_HOUR);
      br_ap_get_counts (world->ap, &counts);
      g_assert_cmpuint (counts.n_uploads, ==, 3 * N_TAGS);
    }
}

/* Under one fault for an hour, then without. */
static void
suffer (World *world, const char *what)
{
  want (world, 1);
  run (world, world->now_us + FAULTS_US / 2);
  want (world, 2);
  run (world, START_US + FAULTS_US);
  br_air_calm (world->air);
  /* A tag in deep sleep stays so; everything else goes on by itself. */
  if (!run (world, world->now_us + 30 * G_TIME_SPAN_MINUTE))
    g_error ("%s: not done", what);
  run (world, world->now_us + 2 * DRAW_US);
  check_screens (world, what);
  check_manners (world);
}

static void
test_station_faults (void)
{
  for (guint fault = 1; fault < BR_AP_N_FAULTS; fault++)
    {
      g_autoptr (World) world = world_new (fault, fault % 3 == 0 ? BR_AP_LEGACY : BR_AP_MODERN);
      const char *name = br_ap_fault_name ((BrApFault) fault);

      g_test_message ("%s", name);
      world->has_others = fault == BR_AP_FAULT_FOREIGN;
      /* A tag deleted there may join again only while the station takes in tags. */
      if (fault == BR_AP_FAULT_FOREIGN_DELETE)
        world->driver->ops->take_in (world->driver, TRUE, NULL);
      br_ap_set_fault (world->ap, (BrApFault) fault, &(BrApRule) { .per_mille = 200, .from_us = START_US, .until_us = START_US + FAULTS_US });
      suffer (world, name);
    }
}

static void
test_tag_faults (void)
{
  for (guint fault = 1; fault < BR_AP_N_TAG_FAULTS; fault++)
    {
      g_autoptr (World) world = world_new (100 + fault, BR_AP_MODERN);
      const char *name = br_ap_tag_fault_name ((BrApTagFault) fault);

      g_test_message ("%s", name);
      world->is_blind = fault == BR_AP_TAG_FAULT_NO_DRAW;
      for (guint i = 0; i < N_TAGS; i++)
        br_ap_tag_set_fault (world->jobs[i].tag, (BrApTagFault) fault, &(BrApRule) { .per_mille = 300, .from_us = START_US, .until_us = START_US + FAULTS_US });
      suffer (world, name);
    }
}

static guint
draw (World *self, guint below)
{
  return (guint) (br_random_u64 (&self->random) % below);
}

/* Two faults of the station and one of the tags together, at random; BACKROOM_OEPL_SEEDS of them, or just BACKROOM_OEPL_SEED. */
static void
test_campaign (void)
{
  const char *many = g_getenv ("BACKROOM_OEPL_SEEDS"), *one = g_getenv ("BACKROOM_OEPL_SEED");
  guint n = many != NULL ? (guint) g_ascii_strtoull (many, NULL, 10) : 4, first = one != NULL ? (guint) g_ascii_strtoull (one, NULL, 10) : 1;

  for (guint seed = first; seed <= (one != NULL ? first : n); seed++)
    {
      g_autoptr (World) world = world_new (1000 + seed, seed % 2 == 0 ? BR_AP_LEGACY : BR_AP_MODERN);
      guint faults[] = { 1 + draw (world, BR_AP_N_FAULTS - 1), 1 + draw (world, BR_AP_N_FAULTS - 1) };
      guint of_tags = 1 + draw (world, BR_AP_N_TAG_FAULTS - 1);
      g_autofree char *what = g_strdup_printf ("seed %u: %s, %s, %s", seed, br_ap_fault_name ((BrApFault) faults[0]), br_ap_fault_name ((BrApFault) faults[1]),
                                               br_ap_tag_fault_name ((BrApTagFault) of_tags));

      g_test_message ("%s", what);
      for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
        {
          world->has_others |= faults[i] == BR_AP_FAULT_FOREIGN;
          if (faults[i] == BR_AP_FAULT_FOREIGN_DELETE)
            world->driver->ops->take_in (world->driver, TRUE, NULL);
          br_ap_set_fault (world->ap, (BrApFault) faults[i], &(BrApRule) { .per_mille = 100, .from_us = START_US, .until_us = START_US + FAULTS_US });
        }
      world->is_blind = of_tags == BR_AP_TAG_FAULT_NO_DRAW;
      for (guint i = 0; i < N_TAGS; i++)
        br_ap_tag_set_fault (world->jobs[i].tag, (BrApTagFault) of_tags,
                             &(BrApRule) { .per_mille = 100, .from_us = START_US, .until_us = START_US + FAULTS_US });
      suffer (world, what);
    }
}

/* Restarts, in order and not, while pictures are on their way. */
static void
test_restarts (void)
{
  for (guint crash = 0; crash < 2; crash++)
    {
      g_autoptr (World) world = world_new (200 + crash, BR_AP_MODERN);

      for (guint i = 0; i < 6; i++)
        {
          want (world, 1 + i);
          run (world, world->now_us + (40 + 60 * i) * G_USEC_PER_SEC);
          if (crash)
            br_ap_crash (world->ap);
          else
            br_ap_restart (world->ap);
        }
      g_assert_true (run (world, world->now_us + 30 * G_TIME_SPAN_MINUTE));
      run (world, world->now_us + 2 * DRAW_US);
      check_screens (world, "restarts");
      check_manners (world);
    }
}

/* Trap o: by Bluetooth the station says "complete" also when it failed, so that this proves little, whether the picture is there or not. */
static void
test_bluetooth (void)
{
  for (guint fails = 0; fails < 2; fails++)
    {
      g_autoptr (World) world = world_new_by (300 + fails, BR_AP_MODERN, TRUE);

      for (guint i = 0; i < N_TAGS && fails; i++)
        br_ap_tag_set_fault (world->jobs[i].tag, BR_AP_TAG_FAULT_BLE_FAILS, &(BrApRule) { .per_mille = 1000 });
      want (world, 1);
      g_assert_true (run (world, 0));
      run (world, world->now_us + DRAW_US);
      for (guint i = 0; i < N_TAGS; i++)
        {
          g_assert_cmpint (world->jobs[i].proof, ==, BR_TAG_PROOF_WEAK);
          g_assert_cmpint (is_on_screen (&world->jobs[i]), ==, !fails);
        }
      check_manners (world);
    }
}

/* Trap p: a clock over our pictures is switched off before they are made; one that comes between is seen in what waits for the tag. */
static void
test_stamp (void)
{
  g_autoptr (World) world = world_new (310, BR_AP_MODERN);

  br_ap_set_config (world->ap, "showtimestamp", 1);
  for (guint variant = 1; variant <= 4; variant++)
    {
      want (world, variant);
      for (guint i = 0; i <= variant; i++)
        {
          step (world);
          sleep_cb (world, 2 * G_USEC_PER_SEC);
        }
      br_ap_set_config (world->ap, "showtimestamp", variant < 4); /* somebody at its web page */
      g_assert_true (run (world, 0));
      run (world, world->now_us + DRAW_US);
      check_screens (world, "stamp");
      g_assert_cmpint (br_ap_get_config (world->ap, "showtimestamp"), ==, 0);
    }
  check_manners (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oepl-air/calm", test_calm);
  g_test_add_func ("/oepl-air/station-faults", test_station_faults);
  g_test_add_func ("/oepl-air/tag-faults", test_tag_faults);
  g_test_add_func ("/oepl-air/campaign", test_campaign);
  g_test_add_func ("/oepl-air/restarts", test_restarts);
  g_test_add_func ("/oepl-air/bluetooth", test_bluetooth);
  g_test_add_func ("/oepl-air/stamp", test_stamp);
  return g_test_run ();
}
