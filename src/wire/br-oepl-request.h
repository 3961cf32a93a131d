/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is sent to an OpenEPaperLink access point (esl.md 2.4, 2.5, 2.13), as plain structs: the link turns them into HTTP. The order of the
 * fields of an upload matters: the station reads the MAC when the file begins and the rest when it ends.
 */
#pragma once

#include "br-oepl-record.h"

G_BEGIN_DECLS

#define BR_OEPL_MAX_FIELDS 8
#define BR_OEPL_MAX_ALIAS  31 /* ASCII characters */

/** BrOeplField: a field of a form; `name` is static, `value` inside the request. */
typedef struct { const char *name; const char *value; } BrOeplField;

/** BrOeplRequest: a method, path and fields. Plain data, but not to be copied: the fields point into it. */
typedef struct
{
  const char *method;     /* "GET" or "POST" */
  char        path[160];  /* with its query */
  BrOeplField fields[BR_OEPL_MAX_FIELDS];
  guint       n_fields;
  char        text[256];  /* the fields' values */
  gsize       text_used;
  const char *file_name;  /* of the file that follows the fields, or NULL; "image/jpeg" */
} BrOeplRequest;

/** BrOeplCommand: of /tag_cmd. Those that forget tags of others are left out on purpose. */
typedef enum { BR_OEPL_COMMAND_CLEAR = 1, BR_OEPL_COMMAND_REFRESH, BR_OEPL_COMMAND_REBOOT, BR_OEPL_COMMAND_DELETE } BrOeplCommand;

/** BrOeplSetting: one of /save_apcfg. */
typedef enum { BR_OEPL_SET_STOP_SLEEP = 1, BR_OEPL_SET_SHOW_TIMESTAMP, BR_OEPL_SET_PREVIEW, BR_OEPL_SET_LOCK, BR_OEPL_SET_MAX_SLEEP } BrOeplSetting;

/* All overwrite `out`. `mac` is 16 upper-case hex digits (br_oepl_mac_read). */

/** br_oepl_request_upload: POST /imgupload; the JPEG is added by the caller. `title` becomes the alias, only its printable ASCII and cut; NULL or nothing left: no alias is sent. */
void br_oepl_request_upload  (BrOeplRequest *out, const char *mac, const char *title);
/** br_oepl_request_tag, _page: GET /get_db of one tag; from a position (0..255). */
void br_oepl_request_tag     (BrOeplRequest *out, const char *mac);
void br_oepl_request_page    (BrOeplRequest *out, guint pos);
/** br_oepl_request_backup, _info, _config: GET. */
void br_oepl_request_backup  (BrOeplRequest *out);
void br_oepl_request_info    (BrOeplRequest *out);
void br_oepl_request_config  (BrOeplRequest *out);
/** br_oepl_request_type: GET /tagtypes/HH.json. */
void br_oepl_request_type    (BrOeplRequest *out, guint code);
/** br_oepl_request_queued: GET /getdata: the payload that waits for a tag. `hash`: its first 16 hex digits are the version asked for, sent with their bytes reversed; NULL = whatever is first. */
void br_oepl_request_queued  (BrOeplRequest *out, const char *mac, const char *hash);
/** br_oepl_request_shown: GET /current/MAC.raw: the payload the tag fetched last; `now_us` keeps caches out. */
void br_oepl_request_shown   (BrOeplRequest *out, const char *mac, gint64 now_us);
/** br_oepl_request_command: POST /tag_cmd. */
void br_oepl_request_command (BrOeplRequest *out, const char *mac, BrOeplCommand command);
/** br_oepl_request_led: GET /led_flash. */
void br_oepl_request_led     (BrOeplRequest *out, const char *mac, BrTagLed led);
/** br_oepl_request_setting: POST /save_apcfg of one setting. */
void br_oepl_request_setting (BrOeplRequest *out, BrOeplSetting setting, guint value);
/** br_oepl_request_time: POST /set_time. */
void br_oepl_request_time    (BrOeplRequest *out, gint64 now_us);

/** br_oepl_led_hex: the 12 bytes of a built-in pattern as 24 hex digits (`out` holds 25 bytes). */
void br_oepl_led_hex         (BrTagLed led, char *out);

G_END_DECLS
