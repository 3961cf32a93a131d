/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an administrator does at HQ itself: zones, stores, people, devices. Every change is a record put by HQ and reaches the
 * devices by the feeds. Codes and logins name things, as people type them. */
#pragma once

#include "br-hq-record.h"

G_BEGIN_DECLS

/** BrHqPerson: a person to add. */
typedef struct
{
  const char *login;
  const char *name;
  BrRole      role;
  const char *store;    /* code of the store, NULL = all stores */
  const char *password; /* plain, 8 bytes or more */
} BrHqPerson;

/** BrHqStore: a store to add. */
typedef struct
{
  const char *code;
  const char *name;
  const char *zone;      /* code of the zone, or NULL */
  const char *time_zone; /* "Asia/Shanghai" */
  const char *currency;  /* "CNY" */
} BrHqStore;

/** br_hq_admin_put: makes `record` what HQ has of it, after all checks but rights and floor; INVALID, EXISTS or NOT_FOUND tell what is wrong. */
gboolean br_hq_admin_put          (BrHqTx *tx, BrRecord *record, gboolean *changed, gboolean *created, GError **error);

gboolean br_hq_admin_add_zone     (BrHq *hq, const char *code, const char *name, GError **error);
gboolean br_hq_admin_add_store    (BrHq *hq, const BrHqStore *store, GError **error);
gboolean br_hq_admin_add_person   (BrHq *hq, const BrHqPerson *person, GError **error);
/** br_hq_admin_set_password: and makes the person active again. Errors: NOT_FOUND, INVALID (too short). */
gboolean br_hq_admin_set_password (BrHq *hq, const char *login, const char *password, GError **error);
/** br_hq_admin_set_role: from now on; what was made before with the old role and comes later is judged by the new one. Errors: NOT_FOUND. */
gboolean br_hq_admin_set_role     (BrHq *hq, const char *login, BrRole role, GError **error);
/** br_hq_admin_deactivate: the person may sign in nowhere any more, and the password is forgotten. */
gboolean br_hq_admin_deactivate   (BrHq *hq, const char *login, GError **error);
/** br_hq_admin_find_place: the zone or store with a code; NOT_FOUND. */
gboolean br_hq_admin_find_place   (BrSql *sql, BrKind kind, const char *code, BrId *out, GError **error);
/** br_hq_admin_dup_place_code: (transfer full) the code of a zone or store; NOT_FOUND. */
char    *br_hq_admin_dup_place_code (BrSql *sql, BrKind kind, const BrId *id, GError **error);

G_END_DECLS
