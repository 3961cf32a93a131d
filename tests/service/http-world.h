/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An HQ on a socket of this process, and the PCs of stores that talk with it. */
#pragma once

#include "br-hq-http.h"
#include "br-store.h"
#include "br-sync-service.h"

G_BEGIN_DECLS

/** WAIT_FOR: runs the main loop until the condition holds; aborts when it takes too long. */
#define WAIT_FOR(condition)                                                                                                                                    \
  G_STMT_START                                                                                                                                                 \
  {                                                                                                                                                            \
    guint wait_ = wait_begin (#condition);                                                                                                                     \
    while (!(condition))                                                                                                                                       \
      g_main_context_iteration (NULL, TRUE);                                                                                                                   \
    g_source_remove (wait_);                                                                                                                                   \
  }                                                                                                                                                            \
  G_STMT_END
guint    wait_begin       (const char *what);

/** Hq: an HQ with a product and a person, and a second handle on its database for what an administrator does. */
typedef struct
{
  char     *dir;
  BrHq     *admin;
  BrHqHttp *http;
  BrId      product; /* "Green tea" */
} Hq;

/** Pc: a store's PC. */
typedef struct
{
  BrStore       *store;
  BrSyncService *service;
} Pc;

/** hq_open: with a certificate and its key it talks TLS; NULL = it does not. */
void     hq_open          (Hq *self, const char *certificate, const char *key);
void     hq_close         (Hq *self);

/** pc_open: a PC that knows no HQ yet, in a folder of its own. */
void     pc_open          (Hq *hq, Pc *self, const char *name);
gboolean pc_enrol         (Hq *hq, Pc *pc, const char *code, GError **error);
/** pc_open_enrolled: a PC that is enrolled and has read everything. */
void     pc_open_enrolled (Hq *hq, Pc *self, const char *name);
void     pc_close         (Pc *self);

/** pc_has_name: whether the cache knows the product by this name. */
gboolean pc_has_name      (Pc *pc, const BrId *id, const char *expected);
/** pc_set_text, pc_rename: a person's edit of a product. */
void     pc_set_text      (Pc *pc, const BrId *id, guint field, const char *text);
void     pc_rename        (Pc *pc, const BrId *id, const char *name);

G_END_DECLS
