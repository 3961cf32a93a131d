/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an OpenEPaperLink access point answers, as structs: tag records, its own state and settings, tag types (esl.md 2.3, 2.4, 2.7, 2.9, 2.14,
 * 2.17). Everything in it is untrusted: a member that is missing or wrong is "not told", texts are made valid UTF-8 and cut to size; only a
 * document that is no such document is an error. Times stay as the station says them, seconds since 1970 by its own clock.
 */
#pragma once

#include "br-tag-type.h"

G_BEGIN_DECLS

#define BR_OEPL_MAX_RECORDS 8192 /* of one document; more is an error */
#define BR_OEPL_NEVER       G_GINT64_CONSTANT (3216153600) /* seconds: what the station writes for "never" */
#define BR_OEPL_ZERO_HASH   "00000000000000000000000000000000"

/** BrOeplContentMode: what of `content_mode` matters here. */
typedef enum { BR_OEPL_MODE_STATION = 21, BR_OEPL_MODE_IMAGE = 24, BR_OEPL_MODE_DELETED = 255 } BrOeplContentMode;

/** BrOeplCapability: bits of `capabilities`. */
typedef enum { BR_OEPL_CAN_LED = 0x01, BR_OEPL_CAN_COMPRESSION = 0x02, BR_OEPL_HAS_BUTTON = 0x20, BR_OEPL_HAS_NFC = 0x40, BR_OEPL_IS_BLE = 0x100 } BrOeplCapability;

/** BrOeplRecord: one tag as the station knows it. Plain data. Numbers not told are -1 where nothing else is said. */
typedef struct
{
  char     mac[17];         /* 16 upper-case hex digits; always told */
  char     hash[33];        /* 32 lower-case hex digits; BR_OEPL_ZERO_HASH = it shows nothing known; "" = not told */
  gint64   last_seen_s;     /* 0 = never */
  gint64   next_update_s;   /* 0 = due now; BR_OEPL_NEVER = what was uploaded is made ready */
  gint64   next_checkin_s;  /* BR_OEPL_NEVER = deep sleep */
  int      pending;         /* items in its queue */
  int      content_mode;    /* BrOeplContentMode or another */
  int      lqi;             /* 0..255, 0 = not told */
  int      rssi;            /* dBm, 0 = not told, or never fully heard: the station draws nothing for it */
  int      temperature;     /* degrees Celsius, G_MININT = not told */
  int      battery_mv;      /* 0 = not known (the station's 0 and 1337 too) */
  gboolean battery_or_more; /* 2600 of an M2 tag: "2.6 V or more" */
  int      type_code;       /* hwType, 0..255 */
  int      wakeup;          /* code, 0..255: see br_oepl_record_wake */
  guint    capabilities;    /* BrOeplCapability and others; 0 = none told */
  int      rotate, lut, invert;
  gint64   update_count;    /* acknowledged transfers of any kind, LED commands too */
  gint64   update_last_s;
  int      channel;
  int      firmware;        /* decides about compression */
  gboolean is_external;     /* another station has it now */
  gboolean is_station;      /* the station's own record: never a tag */
  gboolean is_ble;          /* reached by Bluetooth: its acknowledgements are weak */
  char     alias[64];
  char     station[64];     /* address of the one that has it now, or "" */
  char     file_name[96];   /* `filename` of modecfgjson: of the picture taken last; "" = none or not told */
} BrOeplRecord;

/** BrOeplWake: why a tag woke. */
typedef enum { BR_OEPL_WAKE_TIMER = 0, BR_OEPL_WAKE_BOOT, BR_OEPL_WAKE_BUTTON, BR_OEPL_WAKE_FIRST_BOOT, BR_OEPL_WAKE_LOST, BR_OEPL_WAKE_OTHER } BrOeplWake;
/** br_oepl_record_wake: GPIO and buttons are BUTTON; 0xFC is FIRST_BOOT; other codes from 0xE0 (crash, failed update: it forgot its picture) are LOST. */
BrOeplWake br_oepl_record_wake (const BrOeplRecord *self);

/** br_oepl_mac_read: 12 or 16 hex digits of any case to 16 upper-case ones (`out` holds 17 bytes). FALSE when it is no MAC. */
gboolean br_oepl_mac_read (const char *text, char *out);

/** BrOeplPage: an answer of /get_db or /backup_db. */
typedef struct
{
  GArray *records;  /* BrOeplRecord, owned; each MAC as often as the station said it */
  guint   n_bad;    /* entries that were no records */
  int     next_pos; /* `continu`: where the next page begins; 0 = there is none */
} BrOeplPage;
void br_oepl_page_clear (BrOeplPage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrOeplPage, br_oepl_page_clear)

/** br_oepl_page_read: /get_db. `out` is overwritten, cleared on error. Errors: PROTOCOL; INVALID (the station says that it was asked wrongly). */
gboolean br_oepl_page_read   (GBytes *json, BrOeplPage *out, GError **error);
/** br_oepl_backup_read: /backup_db, an array of arrays of one record each, with or without a comma too many before the first. Errors: PROTOCOL. */
gboolean br_oepl_backup_read (GBytes *json, BrOeplPage *out, GError **error);

/** BrOeplInfo: /sysinfo. */
typedef struct
{
  char   alias[64];
  char   board[64];         /* `env` */
  char   build_version[64];
  int    radio_version;     /* ap_version, -1 = not told */
  gint64 psram_bytes;       /* -1 = not told, 0 = none: it never compresses */
  gint64 flash_bytes;       /* -1 = not told */
} BrOeplInfo;
/** br_oepl_info_read: errors: PROTOCOL. */
gboolean br_oepl_info_read (GBytes *json, BrOeplInfo *out, GError **error);

/** BrOeplConfig: /get_ap_config. -1 = not told. */
typedef struct
{
  char alias[64];
  int  state;          /* apstate, see BrOeplSys */
  int  save_space;     /* 1 = little storage */
  int  has_ble, has_sub_ghz;
  int  channel;        /* 0 = it chooses itself */
  int  max_sleep;      /* minutes */
  int  stop_sleep;     /* 1 = an open stream keeps every tag awake: must be 0 */
  int  preview;        /* 1 = what a tag fetched last can be read back */
  int  nightly_reboot;
  int  lock;           /* 0 takes in any tag, 1 none, 2 only new ones */
  int  sleep_from, sleep_to; /* sleeptime1, 2: hours of the night in which nothing is drawn; equal = none */
  int  show_timestamp; /* 1 = it draws a clock over pictures: must be 0 */
  char time_zone[64];
} BrOeplConfig;
/** br_oepl_config_read: numbers may be strings of digits, as the hardware flags are. Errors: PROTOCOL. */
gboolean br_oepl_config_read (GBytes *json, BrOeplConfig *out, GError **error);

/** br_oepl_tag_type_read: /tagtypes/HH.json of type `code`. Colours end before the first that Backroom does not have, and where `bpp` ends them.
 *  Errors: PROTOCOL; INVALID (it is told, but no picture can be drawn for it: br_tag_type_is_sound). */
gboolean br_oepl_tag_type_read (GBytes *json, guint code, BrTagType *out, GError **error);

G_END_DECLS
