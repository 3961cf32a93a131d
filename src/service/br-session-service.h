/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is signed in at this window: people come from HQ by the st: feed, so it works offline. */
#pragma once

#include "br-role.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

#define BR_TYPE_SESSION_SERVICE (br_session_service_get_type ())
/** BrSessionService: emits "changed" on main when somebody signs in or out or their rights change. */
G_DECLARE_FINAL_TYPE (BrSessionService, br_session_service, BR, SESSION_SERVICE, GObject)

BrSessionService *br_session_service_new            (BrStore *store);
/** sign_in: checks login and password (Argon2id, off main). Errors: AUTH (wrong, same message for both), REFUSED (switched off), BUSY (too many tries; says how long). */
void              br_session_service_sign_in_async  (BrSessionService *self, const char *login, const char *password, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean          br_session_service_sign_in_finish (BrSessionService *self, GAsyncResult *result, GError **error);
/** get_wait_s: seconds until `login` may be tried again; 0 = now. */
int               br_session_service_get_wait_s     (BrSessionService *self, const char *login);
void              br_session_service_sign_out       (BrSessionService *self);
/** refresh: reads the person signed in again: people changed in the cache. Signs out who was switched off. */
void              br_session_service_refresh        (BrSessionService *self);
/** get_actor: NULL when nobody is signed in. */
const BrActor    *br_session_service_get_actor      (BrSessionService *self);
const char       *br_session_service_get_person_name (BrSessionService *self);
/** people: names and logins for the sign-in page, as array of BrRecord person (without password). */
void              br_session_service_people_async   (BrSessionService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray        *br_session_service_people_finish  (BrSessionService *self, GAsyncResult *result, GError **error);

G_END_DECLS
