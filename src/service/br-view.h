/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values the window reads and gives back, in terms of domain only. */
#pragma once

#include "br-record.h"
#include <glib-object.h>

G_BEGIN_DECLS

/** BrProgressFunc: called on main now and then; total 0 = unknown. */
typedef void (*BrProgressFunc) (gint64 done, gint64 total, gpointer user_data);

/** BrViewChange: boxed, immutable. */
#define BR_TYPE_VIEW_CHANGE (br_view_change_get_type ())
typedef struct { guint32 kinds; gboolean all; gsize n_skus; const guint32 *skus; gboolean outbox; gboolean settings; } BrViewChange;
GType br_view_change_get_type (void);
/** br_view_change_new: (transfer full) copies the SKU row ids. */
BrViewChange *br_view_change_new   (guint32 kinds, const guint32 *skus, gsize n_skus);
void          br_view_change_unref (BrViewChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrViewChange, br_view_change_unref)

/** BrProductDetail: a product with everything under it. One owner; the editor's draft is a copy. */
typedef struct
{
  BrRecord  *product;
  GPtrArray *skus;    /* of BrRecord SKU */
  GPtrArray *prices;  /* of BrRecord PRICE, of all its SKUs */
  gboolean   pending; /* some of it is not yet at HQ */
} BrProductDetail;
BrProductDetail *br_product_detail_new  (void);
BrProductDetail *br_product_detail_copy (const BrProductDetail *self);
void             br_product_detail_free (BrProductDetail *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrProductDetail, br_product_detail_free)

/** br_records_find: (transfer none) the record with `id` in an array of BrRecord, or NULL. */
BrRecord *br_records_find (GPtrArray *records, const BrId *id);

/** BrMassPreview: every cell a mass edit changes, or cannot change, up to a limit, and the totals. */
typedef struct { guint32 sku; char *name; char *code; BrKind kind; guint field; BrValue before, after; gboolean below_floor; GError *problem /* why not; NULL = it changes */; } BrMassChange;
typedef struct { GPtrArray *changes /* of BrMassChange, the first `limit` */; gint64 n_changes; gint64 n_unchanged; gint64 n_below_floor; gint64 n_impossible; } BrMassPreview;
BrMassPreview *br_mass_preview_new (void);
void br_mass_preview_free (BrMassPreview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrMassPreview, br_mass_preview_free)

/** BrNamedFilter: a saved filter of a page. */
typedef struct { char *name; char *query; } BrNamedFilter;

G_END_DECLS
