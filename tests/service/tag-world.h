/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A store, engines and stations that are not there on one virtual clock, with a way to die, and to look at what the tags show: the oracle of the
 * shelf tag tests. What must hold (esl.md 7), and where it is checked; by number, so that each is found by searching for it:
 *   I1 faults over, every reachable tag shows what it should within 2 intervals + 25 min    tag_world_calm
 *   I2 no proof TAG or PIXELS while the frame buffer differs                               tag_world_check, but for what is drawn wrongly while it is out
 *   I3 nothing is sent that the tag is proved to show                                      tag_world_check_upload, at each upload
 *   I4 never two things queued for one tag                                                 TagAirOps.check
 *   I5 an older price never after a newer one on a frame buffer                            TagAirOps.check
 *   I6 one request at a time, 1 s between uploads, no forbidden endpoint                   TagAirOps.check
 *   I7 one final state a job, and no wish without a job, whenever the program dies         tag_world_check, and a trigger of the store
 *   I8 memory bounded                                                                      tag_world_check_memory
 *   I9 tags are not kept awake for more than 2 min                                         TagAirOps.check
 */
#pragma once

#include "br-station-engine.h"
#include "br-tag-job-store.h"
#include "br-tag-store.h"
#include "fake-station.h"

G_BEGIN_DECLS

#define WORLD_SECOND G_GINT64_CONSTANT (1000000)
#define WORLD_MINUTE (60 * WORLD_SECOND)
#define WORLD_HOUR   (60 * WORLD_MINUTE)
#define WORLD_MAX_STATIONS 64

typedef struct _TagWorld TagWorld;

/** TagAirOps: the stations and tags of a world, and what can be seen of them from outside. */
typedef struct
{
  const char *driver;      /* BrStation.driver */
  gpointer (*create)      (const BrClock *clock, const BrRandom *random);
  void     (*destroy)     (gpointer air);
  void     (*add_station) (gpointer air);
  /** add_tag: *sighting: what its station says of it. */
  void     (*add_tag)     (gpointer air, guint station, gint64 interval_us, BrTagSighting *sighting);
  BrStationDriver *(*open) (gpointer air, guint station, const BrClock *clock);
  gint64   (*next_due)    (gpointer air);
  void     (*run)         (gpointer air, gint64 until_us);
  /** has_news: the station told something, or may have; asking changes nothing. */
  gboolean (*has_news)    (gpointer air, guint station);
  /** shown: the number of the picture on a tag; 0 = its start screen, -1 = something else, G_MININT64 = nobody reaches the tag. */
  gint64   (*shown)       (gpointer air, const char *key);
  void     (*calm)        (gpointer air);
  /** check: nothing was done that must not be (I4, I5, I6, I9). */
  void     (*check)       (gpointer air);
  /** disturbed: how often something happened to what the tag shows behind its station's back; and how often what nobody can know. NULL: never. */
  guint    (*disturbed)   (gpointer air, const char *key, guint *n_unknowable);
  /** reach: tags that gave up looking for their station are made to look for it now; how many. NULL: they never give up. */
  guint    (*reach)       (gpointer air);
} TagAirOps;
/** tag_air_fake: a FakeAir. tag_air_ap: emulated access points, spoken to as in production but for the network; a BrAir and its stations. */
extern const TagAirOps tag_air_fake, tag_air_ap;

/** WorldStation: a station and its engine. Its clock runs ahead of the world's while it waits for an answer, as a thread of its own would. */
typedef struct
{
  TagWorld        *world;
  guint            number;
  gint64           id;        /* stored */
  gint64           local_us;
  gint64           heard_us;  /* when it last took what the station had told */
  BrClock          clock;
  BrStationDriver *driver;    /* owned */
  BrStationEngine *engine;    /* owned, NULL = the program is not running */
} WorldStation;

/** WorldTag: a tag and what it is to show. */
typedef struct
{
  char     key[BR_TAG_KEY_MAX + 1];
  FakeTag *fake;   /* NULL in another air */
  gint64   id;     /* stored */
  gint64   wanted; /* number */
  guint    n_wants;
  guint    n_disturbed, n_unknowable; /* as of the last calm */
} WorldTag;

struct _TagWorld
{
  char        *dir;
  gint64       now_us;
  gint64       ahead_us;    /* the computer's clock shows so much more; stations and tags have their own */
  BrClock      clock;
  BrClock      air_clock;   /* the air's: as far as the station that is just asking it */
  gint64       air_us;
  WorldStation *acting;     /* whose engine makes a step just now, or NULL */
  BrXorshift   xorshift;
  BrRandom     random;
  BrDbFaults   faults;
  BrStore     *store;       /* owned */
  const TagAirOps *ops;
  gpointer     air;         /* owned; a FakeAir where nothing else was asked for */
  gint64       interval_us; /* between check-ins */
  guint        n_stations;
  WorldStation stations[WORLD_MAX_STATIONS];
  GArray      *tags;        /* of WorldTag */
  BrTagProof   accepted;
  guint        n_draws;
  GBytes    *(*encode) (const BrTagImage *image, GError **error); /* for stations that take no planes, or NULL */
  gint64       draw_fails;  /* number that cannot be drawn; 0 = none */
  int          minute;      /* of the shop's day */
  gboolean     refresh;
  gint64       writes_left; /* to the disk, until the program dies; < 0 = it does not */
  gboolean     dead;
  gint64       room;        /* writes to tags.db until the disk is full; < 0 = it is not */
  guint64      n_steps;
  gboolean     measures;    /* the time the engines take */
  gint64       cpu_us;      /* of the processor, in their steps */
  guint        check_each;  /* steps between two looks at what must always hold, 1 = after every one; all of them are looked at */
  gboolean     written;     /* to the disk, since it was checked */
  gsize        heap;        /* bytes in use when the memory was looked at first; 0 = not yet */
  gboolean     proofs_hold; /* proofs are checked; FALSE where things happen behind the stations' backs that the air does not tell */
};

/** tag_world_new: with stations and tags (the same number at each); engines are not started. */
TagWorld *tag_world_new    (guint n_stations, guint n_tags_each, gint64 interval_us, guint64 seed);
/** tag_world_new_in: the same in another air. */
TagWorld *tag_world_new_in (const TagAirOps *ops, guint n_stations, guint n_tags_each, gint64 interval_us, guint64 seed);
/** tag_world_new_started: whose engines have run for a minute. */
TagWorld *tag_world_new_started (guint n_stations, guint n_tags_each, gint64 interval_us);
/** tag_world_add_station: one without tags; before the start. */
void      tag_world_add_station (TagWorld *self);
void      tag_world_add_tag (TagWorld *self, guint station);
void      tag_world_free   (TagWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TagWorld, tag_world_free)
void      tag_world_start  (TagWorld *self);
/** tag_world_die: as by kill -9. */
void      tag_world_die    (TagWorld *self);
WorldTag *tag_world_tag    (TagWorld *self, guint n);
/** tag_world_want: tag n is to show that number, not less than the one before (the same: by another key). FALSE: the program died of it, or the disk is full. */
gboolean  tag_world_want   (TagWorld *self, guint n, gint64 number);
gboolean  tag_world_want_by (TagWorld *self, guint n, gint64 number, BrTagPriority priority);
/** tag_world_run: lets happen what happens in that time, or until the program is dead. */
void      tag_world_run    (TagWorld *self, gint64 us);
/** tag_world_int: the one number `sql` gives. */
gint64    tag_world_int    (TagWorld *self, const char *sql);
BrTagJob *tag_world_job    (TagWorld *self, guint n);
/** tag_world_assert_job: tag n has a job, in that state. */
void      tag_world_assert_job (TagWorld *self, guint n, BrTagJobState state);
BrTag    *tag_world_stored (TagWorld *self, guint n);
void      tag_world_write  (TagWorld *self, BrStoreFunc func, gpointer data);
/** tag_world_check: what must hold at any time. */
void      tag_world_check  (TagWorld *self);
/** tag_world_check_upload: of a picture that is just sent to that tag. */
void      tag_world_check_upload (TagWorld *self, const char *key);
/** tag_world_check_memory: it does not grow by more than a little since this was called first. */
void      tag_world_check_memory (TagWorld *self);
/** tag_world_list_out: (transfer full) keys of a station's tags of which a picture may be out, as a set. */
GHashTable *tag_world_list_out (TagWorld *self, gint64 station);
/** tag_world_calm: nothing goes wrong any more; a person tries again what failed. Then all tags show what they should, within the time the invariant gives, and nothing is left to do. */
void      tag_world_calm   (TagWorld *self);

G_END_DECLS
