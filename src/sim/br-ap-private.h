/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the emulated access point share. Within br-ap-*.c only. */
#pragma once

#include "br-ap-flash.h"
#include "br-ap-form.h"
#include "br-ap-paint.h"
#include "br-ap.h"

G_BEGIN_DECLS

#define SECOND    G_GINT64_CONSTANT (1000000)
#define MINUTE    (60 * SECOND)
#define HOUR      (60 * MINUTE)
#define AP_NEVER  G_GINT64_CONSTANT (3216153600) /* a station's "never", in seconds */
#define AP_PRELOAD 0x04 /* of a picture's argument: kept by the tag, not shown */
#define AP_CONFIG_TEXT 320 /* bytes of a record's modecfgjson */

/* Events: the world calls them in order of time, then of making. Objects live as long as the world; a call that is out of date knows by `arg`. */
typedef void (*ApEventFunc) (gpointer object, guint64 arg);
void   ap_air_at      (BrAir *air, gint64 at_us, ApEventFunc func, gpointer object, guint64 arg);
gint64 ap_air_now     (const BrAir *air);
/* The clock has moved: everything due happens. */
void   ap_air_catch_up (BrAir *air);
G_GNUC_PRINTF (2, 3)
void   ap_air_log     (BrAir *air, const char *format, ...);
/* Below `limit`; every call is a decision of the seed. */
guint  ap_air_below   (BrAir *air, guint limit);
gboolean ap_air_chance (BrAir *air, guint per_mille);
GPtrArray *ap_air_aps (BrAir *air);
/* (transfer full) br_ap_paint_jpeg, remembered by content. */
GBytes *ap_air_paint  (BrAir *air, const BrApPaint *paint, GBytes *jpeg, guint8 *data_type);

/* A rule asked: whether the fault is now. */
gboolean ap_rule_fires (BrAir *air, BrApRule *rule);

/* A station. */

typedef enum { AP_STOP = 0, AP_PAUSE, AP_RUN, AP_INIT } ApRunState;

/* The record of a tag as it is kept in the database: plain data. Times are seconds of the station's clock. */
typedef struct
{
  guint64 mac;
  guint8  hash[16];
  gint64  last_seen, next_update, next_check_in, update_last;
  guint   update_count;
  guint   pending;
  char    alias[32];
  guint   content_mode;
  int     lqi, rssi, temperature, battery_mv;
  guint   hw_type, wake, capabilities, channel, version;
  char    config[AP_CONFIG_TEXT];
  gboolean external;
  char    where[24];
  guint   rotate, lut, invert;
} ApRecord;

/* What waits for a tag. */
typedef struct
{
  char   *path;       /* of its file, or NULL: a command */
  GBytes *payload;    /* as sent by radio */
  guint8  version[8]; /* first bytes of the payload's MD5, or of a command */
  guint8  data_type, argument;
  guint   next_s;     /* until the next check-in, as told to the tag; 0 = its own */
  gboolean foreign;   /* somebody else's picture */
  gint64  queued_us;
} ApItem;

/* A record and what is not kept. */
typedef struct
{
  ApRecord record;
  GQueue   queue;      /* of ApItem, owned */
  gint64   work_us;    /* when it is looked at next; G_MAXINT64 = not by itself */
  gint64   ordered_for; /* the next_check_in that an idle order was given for */
  guint    ordered_s;  /* how long it is to sleep */
  gboolean foreign;    /* what it is to show is somebody else's */
  gboolean untold;     /* its tag said that it was reset, and nobody was told its record since */
} ApEntry;

/* What the radio holds for a tag. */
typedef struct
{
  guint8  data_type, argument;
  guint8  version[8];
  gsize   size;       /* bytes; 0 of a command or an order to sleep */
  guint   next_s;
  gint64  expires_us;
  gint64  timer_us; /* an event waits for that */
} ApSlot;

struct _BrAp
{
  BrAir      *air;
  BrApParams  params;
  char       *name;
  char        address[24];
  guint64     mac;
  gboolean    powered;
  guint       turn;        /* counts boots: what was meant for the one before is out of date */
  gint64      up_us;       /* booted then */
  gint64      listens_us;  /* answers HTTP from then on */
  gint64      shift_us;    /* its clock is wrong by that */
  ApRunState  run_state;
  BrApFlash  *flash;
  GPtrArray  *entries;     /* of ApEntry: the database, in order */
  GHashTable *by_mac;      /* guint64 -> ApEntry */
  GArray     *saved;       /* of ApRecord: the database as on flash */
  GHashTable *slots;       /* guint64 -> ApSlot */
  guint64     last_xfc;    /* of the radio; 0 = none */
  gint64      air_until_us; /* a transfer has the air until then */
  guint64     air_mac;
  GPtrArray  *clients;     /* of BrApClient, borrowed */
  GHashTable *config;      /* name -> int */
  gint64      busy_until_us; /* an answer is under way */
  gint64      upload_us;   /* the last one began */
  gboolean    tells_changed; /* the description of a type that it told last was not as it draws */
  BrApRule    rules[BR_AP_N_FAULTS];
  guint       n_fired[BR_AP_N_FAULTS];
  BrApCounts  counts;
};

gint64   ap_epoch        (const BrAp *self);  /* seconds, as it believes */
gint64   ap_to_air_us    (const BrAp *self, gint64 epoch_s);
gboolean ap_is_running   (const BrAp *self);  /* powered and past its boot */
gboolean ap_radio_works  (BrAp *self);
guint    ap_apstate      (BrAp *self);
gboolean ap_fires        (BrAp *self, BrApFault fault);
/* A rule that is a state, not a decision each time: chance is not asked. */
gboolean ap_lasts        (BrAp *self, BrApFault fault);
gsize    ap_flash_free   (BrAp *self);
gboolean ap_flash_write  (BrAp *self, const char *path, GBytes *bytes);
int      ap_config       (const BrAp *self, const char *name);

/* Settings: br-ap-config.c */
typedef struct { const char *name; int usual; } ApSetting;
const ApSetting *ap_setting_nth (guint n); /* NULL after the last */
void     ap_config_init  (BrAp *self);
void     ap_config_json  (BrAp *self, GString *json); /* members, each after a comma */

/* Life: br-ap-life.c */
void ap_free      (BrAp *self);
void ap_save      (BrAp *self);

/* Records: br-ap-record.c */
void     ap_mac_text     (guint64 mac, char text[17]);
ApEntry *ap_entry_find   (BrAp *self, guint64 mac);
ApEntry *ap_entry_add    (BrAp *self, guint64 mac);
void     ap_entry_remove (BrAp *self, ApEntry *entry);
void     ap_entry_free   (gpointer entry);
void     ap_record_json  (const ApRecord *record, GString *json);
char    *ap_list_json    (BrAp *self, guint8 pos);       /* (transfer full) a page */
char    *ap_one_json     (BrAp *self, guint64 mac);      /* (transfer full) */
char    *ap_backup_json  (BrAp *self);                   /* (transfer full) */
void     ap_json_text    (GString *json, const char *text); /* quoted */

/* Content: br-ap-content.c */
void ap_schedule     (BrAp *self, ApEntry *entry);
void ap_schedule_all (BrAp *self);
void ap_queue_item   (BrAp *self, ApEntry *entry, ApItem *item); /* takes it */
void ap_queue_command (BrAp *self, ApEntry *entry, guint8 argument, const guint8 *bytes, gsize n);
void ap_queue_clear  (BrAp *self, ApEntry *entry);
ApItem *ap_queue_find (ApEntry *entry, const guint8 version[8]); /* or NULL */
void ap_complete     (BrAp *self, guint64 mac); /* XFC arrived from the radio */
void ap_timed_out    (BrAp *self, guint64 mac); /* XTO */

/* Radio: br-ap-radio.c */
void     ap_radio_offer  (BrAp *self, guint64 mac, const ApSlot *offer, gint64 lives_us);
/* What the radio tells of a check-in. */
typedef struct
{
  guint64  mac;
  guint    hw_type, wake, capabilities, version;
  int      rssi, lqi, temperature, battery_mv;
  gboolean full;   /* with battery and temperature */
} ApReport;
/* FALSE: nobody answers. *offer: what the tag is told; data_type NONE and next_s 0 = nothing. */
gboolean ap_radio_check_in (BrAp *self, const ApReport *report, ApSlot *offer);
/* A block asked for: how long it takes; -1: refused. */
gint64   ap_radio_block (BrAp *self, guint64 mac, const ApSlot *offer, guint block);
/* (transfer full) all of it, after its blocks; NULL: it is gone. */
GBytes  *ap_radio_payload (BrAp *self, guint64 mac, const ApSlot *offer);
void     ap_radio_complete (BrAp *self, guint64 mac);

/* Stream: br-ap-stream.c */
void ap_stream_tags  (BrAp *self, ApEntry *entry);
G_GNUC_PRINTF (3, 4)
void ap_stream_text  (BrAp *self, const char *member, const char *format, ...);
void ap_stream_sys   (BrAp *self);
void ap_stream_peer  (BrAp *self, const BrAp *peer);
void ap_stream_end   (BrAp *self); /* all clients are closed */

/* HTTP: br-ap-http.c; the status and text of a request that is neither broken off nor changed by a fault. */
typedef struct
{
  guint  status;
  char  *text;     /* owned, or NULL: `bytes` */
  GBytes *bytes;   /* owned, or NULL */
  const char *type; /* media type */
  const char *cache;
  gboolean is_json;
} ApAnswer;
void ap_http_serve (BrAp *self, const BrApRequest *request, ApAnswer *answer);
void ap_http_admin (BrAp *self, const char *path, const BrApForm *form, ApAnswer *answer); /* br-ap-admin.c */
void ap_answer_set (ApAnswer *answer, guint status, const char *text);
void ap_upload     (BrAp *self, const BrApRequest *request, ApAnswer *answer); /* br-ap-upload.c */
void ap_upload_orphan (BrAp *self, const BrApRequest *request);
/* Somebody else sends a picture to a tag. */
void ap_upload_foreign (BrAp *self, ApEntry *entry);
/* The pixels of what a template makes: stripes of its own. (transfer full) width * height indices. */
guint8 *ap_upload_stripes (const BrApType *type, GBytes *text);

/* Tags: br-ap-tag.c */
BrApTag *ap_air_tag   (BrAir *air, guint64 mac); /* or NULL */
void     ap_air_keep_tag (BrAir *air, BrApTag *tag, const guint64 *mac); /* takes the tag; its `mac` lies in it */
void     ap_tag_count_upload (BrApTag *self, gboolean foreign);
void     ap_tag_count_hidden (BrApTag *self);
void     ap_tag_calm  (BrApTag *self);
void     ap_tag_free  (gpointer tag);
GPtrArray *ap_air_tags (BrAir *air);

G_END_DECLS
