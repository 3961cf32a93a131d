/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who this device is at HQ, and its secrets: the Ed25519 key (RFC 8032) and the refresh token. Kept in the file
 * "device.key" of the profile folder, readable by its owner only (0600), a GKeyFile with one group:
 *
 *   [device]  url=…  pc=<uuid>  inc=1  epoch=…  store=<uuid>, absent = all stores  name=<HQ's name>
 *             refresh=…  seed=<64 hex>  ca-file=<path>, absent = the system's certificates
 */
#pragma once

#include <gio/gio.h>
#include "br-wire-auth.h"

G_BEGIN_DECLS

/** BrDevice: one owner, one thread. */
typedef struct
{
  char  *dir;      /* owned: profile folder; NULL = nothing is kept */
  char  *url;      /* owned: of HQ, without a path */
  char  *ca_file;  /* owned: PEM of the authority that signs HQ's certificate, or NULL */
  BrId   pc;       /* id at HQ; none = not enrolled */
  gint64 inc;      /* incarnation */
  char  *epoch;    /* owned: HQ's epoch at enrolment */
  BrId   store;    /* none = all stores */
  char  *name;     /* owned: HQ's name */
  char  *refresh;  /* owned: refresh token */
  guint8 seed[32]; /* secret key */
} BrDevice;

/** br_device_new: a device with a fresh key, not enrolled, not saved. */
BrDevice *br_device_new        (const char *dir, const char *url, const BrRandom *random);
/** br_device_load: *out = NULL when there is no file. Errors: IO, CORRUPT. */
gboolean  br_device_load       (const char *dir, BrDevice **out, GError **error);
/** br_device_save: replaces the file whole, synced to disk. Errors: IO, FULL. */
gboolean  br_device_save       (const BrDevice *self, GError **error);
void      br_device_free       (BrDevice *self);
void      br_device_public_key (const BrDevice *self, guint8 out[BR_PUBLIC_KEY_BYTES]);
/** br_device_take_answer: what HQ said at enrolment. */
void      br_device_take_answer (BrDevice *self, const BrEnrolAnswer *answer);
/** br_device_sign: fills in pc, refresh, time and signature of a token request. */
void      br_device_sign       (const BrDevice *self, gint64 now_us, BrTokenRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrDevice, br_device_free)

G_END_DECLS
