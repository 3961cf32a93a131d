/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Devices: enrolment by a one-time code, tokens, revocation (SYNC.md 3.10).
 *
 * Code: 10 characters of a 32-letter alphabet (no I, L, O, U), 15 minutes, one device, 5 tries. The first four find the code's
 * row, so that guessing wears out only the code that is guessed at. The same device (the same key) that asks again with the
 * same code, because the answer was lost, is given the same answer until it has used it.
 * Device key: Ed25519, because libsodium, which HQ and the app need for Argon2id anyway, has it ready to use and hard to use
 * wrongly; P-256 would need another library and buys hardware keys, which a later wire version may add beside it.
 * Refresh token: the next one is an HMAC of the present one, so a repeated request gets a repeated answer. The previous one
 * stays valid until the new one is first used. One older than that, signed by the device's key and newer than the last
 * request, means two devices have the same key: the device is revoked.
 */
#pragma once

#include "br-hq-apply.h"
#include "br-hq-handle.h"

G_BEGIN_DECLS

#define BR_HQ_CODE_LENGTH  10
#define BR_HQ_CODE_LIFE_US (15 * 60 * G_USEC_PER_SEC)
#define BR_HQ_CODE_TRIES   5

/** br_hq_auth_make_code: a fresh code for a device of `store` (none: of all stores). Errors: storage. */
gboolean br_hq_auth_make_code (BrHq *hq, const BrId *store, char code[BR_HQ_CODE_LENGTH + 1], GError **error);
/** br_hq_auth_revoke: from now on the device is refused. Errors: NOT_FOUND, storage. */
gboolean br_hq_auth_revoke    (BrHq *hq, const BrId *pc, GError **error);

/* The endpoints. Errors: of the storage; everything else is in the response. */
gboolean br_hq_auth_enrol     (BrHq *hq, GBytes *body, BrHqResponse *response, GError **error);
gboolean br_hq_auth_token     (BrHq *hq, GBytes *body, BrHqResponse *response, GError **error);

/** br_hq_auth_identify: the device behind a bearer token. *known FALSE: the response says why not (401, 403, 409). */
gboolean br_hq_auth_identify  (BrHq *hq, const char *token, BrHqDevice *device, gboolean *known, BrHqResponse *response, GError **error);

G_END_DECLS
