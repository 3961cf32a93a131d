/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An HQ in memory with a clock and a random source the test holds, a small shop in it, and devices with keys. */
#pragma once

#include "br-hq-apply.h"
#include "br-hq-handle.h"
#include "br-wire-auth.h"

G_BEGIN_DECLS

/** Who and what stands at HQ at the start. */
typedef struct
{
  BrHq      *hq;
  gint64     now_us;       /* the test's clock */
  BrClock    clock;
  BrXorshift xorshift;
  BrRandom   random;
  BrId       zone_a, zone_b;         /* two zones */
  BrId       store_a, store_b;       /* a store in each */
  BrId       admin, merchandiser;    /* of all stores */
  BrId       manager_a, clerk_a, manager_b, leaver; /* bound to a store; the leaver is not active */
  BrId       category, unit;         /* category "Tea" with a margin floor of 10 % */
  BrId       product, sku, price;    /* cost 1000, code "A-1", base price 2000 */
} Shop;

/** A device. */
typedef struct
{
  Shop   *shop;
  BrId    pc;
  BrId    store;
  guint8  public_key[BR_PUBLIC_KEY_BYTES];
  guint8  secret_key[64];
  char   *refresh; /* owned */
  char   *access;  /* owned */
  gint64  seq;     /* last operation made */
} Device;

/** shop_new: `database` is a file (then the test's clock starts at the real time), or NULL for memory. */
Shop   *shop_new         (const char *database, guint64 seed);
void    shop_free        (Shop *self);
void    shop_id          (Shop *self, BrId *out);
/** shop_put: HQ itself puts a record. */
void    shop_put         (Shop *self, BrRecord *record);
/** shop_call: one request; the caller clears the response. */
void    shop_call        (Shop *self, const char *method, const char *path, const char *token, GBytes *body, BrHqResponse *response);
/** shop_load: the stored record; the caller clears it. */
void    shop_load        (Shop *self, BrKind kind, const BrId *id, BrHqRecord *out);

/** device_new: enrolled for `store` (none: all), with an access token. */
Device *device_new       (Shop *shop, const BrId *store);
void    device_free      (Device *self);
/** device_token: asks for an access token with `refresh` at clock `at_us`; takes over both tokens on 200. Returns the status. */
guint   device_token     (Device *self, const char *refresh, gint64 at_us);

/** op_new: an operation with the next number. */
BrOp   *op_new           (Device *device, const BrId *actor, const char *type, GBytes *body);
/** op_edit: the same for an edit; takes it over. */
BrOp   *op_edit          (Device *device, const BrId *actor, BrEdit *edit);
/** device_push_body: the body of a push of those operations (borrowed). */
GBytes *device_push_body (Device *self, BrOp **ops, guint n_ops);
/** device_push_ops: pushes operations (borrowed); the answer is read into `answer` on 200. Returns the status. */
guint   device_push_ops  (Device *self, BrOp **ops, guint n_ops, BrPushAnswer *answer);
/** device_edit: pushes one edit by `actor` and returns the first code of its result, or "ok"; static or interned. */
const char *device_edit  (Device *self, const BrId *actor, BrEdit *edit);

/** edit_cells: an edit of one record. */
BrEdit *edit_new         (Shop *shop, BrEditMode mode);
BrPatch *edit_patch      (BrEdit *edit, BrKind kind, const BrId *id, gint64 base_rev, gboolean create);
void    patch_text       (BrPatch *patch, guint field, const char *before, const char *after);
void    patch_int        (BrPatch *patch, guint field, gint64 before, gint64 after);
void    patch_new_int    (BrPatch *patch, guint field, gint64 after);
void    patch_ref        (BrPatch *patch, guint field, const BrId *after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Shop, shop_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Device, device_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrOp, br_op_free)

G_END_DECLS
