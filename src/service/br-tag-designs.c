/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs, which tags get them, and pictures: what a tag is known to show, what it should show, and what a design would show. Drawn on the desk. */
#include "config.h"

#include "br-tag-service-private.h"

#include "br-error.h"
#include "br-label-source.h"
#include "br-label-template-list.h"
#include "br-list-task.h"
#include "br-tag-binding-store.h"
#include "br-tag-picture-store.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"

static GPtrArray *
list_designs (BrDb *db, gconstpointer argument, GError **error)
{
  g_autoptr (GPtrArray) all = br_label_templates_load (db, error);
  g_autoptr (GPtrArray) designs = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_template_unref);

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (((const BrLabelTemplate *) all->pdata[i])->kind == BR_LABEL_TAG)
      g_ptr_array_add (designs, br_label_template_ref (all->pdata[i]));
  return all != NULL ? g_steal_pointer (&designs) : NULL;
}

void
br_tag_service_designs_async (BrTagService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_list_task_run (G_OBJECT (self), br_tag_service_get_store (self), list_designs, NULL, cancellable, callback, user_data);
}

GPtrArray *
br_tag_service_designs_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  return br_list_task_finish (result, error);
}

static GPtrArray *
list_rules (BrDb *db, gconstpointer argument, GError **error)
{
  return br_tag_design_list (db, error);
}

void
br_tag_service_rules_async (BrTagService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_list_task_run (G_OBJECT (self), br_tag_service_get_store (self), list_rules, NULL, cancellable, callback, user_data);
}

GPtrArray *
br_tag_service_rules_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  return br_list_task_finish (result, error);
}

static gboolean
put_rule_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_tag_design_put (tx, data, error);
}

void
br_tag_service_put_rule_async (BrTagService *self, const BrTagDesignRule *rule, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  BrTagDesignRule *job = g_memdup2 (rule, sizeof *rule);

  job->category_name = g_strdup (rule->category_name);
  job->template_key = g_strdup (rule->template_key);
  br_tag_task_write (br_tag_task_new (self, job, (GDestroyNotify) br_tag_design_rule_free, NULL, callback, user_data), put_rule_job);
}

static gboolean
delete_rule_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_tag_design_delete (tx, *(gint64 *) data, error);
}

void
br_tag_service_delete_rule_async (BrTagService *self, gint64 rule, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_tag_task_write (br_tag_task_new (self, g_memdup2 (&rule, sizeof rule), g_free, NULL, callback, user_data), delete_rule_job);
}

void
br_tag_pictures_free (BrTagPictures *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->shown, br_tag_image_unref);
  g_clear_pointer (&self->wanted, br_tag_image_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}

/* Pictures being drawn. `service` is held by the task. */
typedef struct
{
  BrTagService *service;
  BrStore *store;
  gint64 now_us;
  guint32 tag;             /* a tag's pictures, or a design's preview: */
  BrLabelTemplate *design; /* or NULL */
  BrTagType type;
  guint32 sku_row;
  BrTag *row;              /* read */
  BrTagWant want;          /* read */
  gboolean has_want;
  BrLabelGoods *goods;     /* read, or NULL */
  BrTagPictures *pictures; /* made */
} PictureJob;

static void
free_picture_job (gpointer data)
{
  PictureJob *job = data;

  g_clear_pointer (&job->design, br_label_template_unref);
  g_clear_pointer (&job->row, br_tag_unref);
  g_clear_pointer (&job->goods, br_label_goods_free);
  br_tag_want_clear (&job->want);
  br_tag_pictures_free (job->pictures);
  br_store_unref (job->store);
  g_free (job);
}

static PictureJob *
new_picture_job (BrTagService *self)
{
  PictureJob *job = g_new0 (PictureJob, 1);

  job->service = self;
  job->store = br_store_ref (br_tag_service_get_store (self));
  job->now_us = br_clock_now_us (br_store_get_clock (job->store));
  job->pictures = g_new0 (BrTagPictures, 1);
  job->pictures->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_problem_free);
  return job;
}

static void
take_picture (PictureJob *job, BrTagPicture *picture)
{
  job->pictures->wanted = br_tag_image_ref (picture->image);
  g_ptr_array_unref (job->pictures->problems);
  job->pictures->problems = g_ptr_array_ref (picture->problems);
  br_tag_picture_free (picture);
}

/* What it shows is drawn no more: it is the very picture that was sent. */
static gboolean
read_tag_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PictureJob *job = data;
  GError *problem = NULL;

  job->row = br_tag_store_load (db, job->tag, &problem);
  if (problem == NULL && job->row == NULL)
    g_set_error_literal (&problem, BR_ERROR, BR_ERROR_NOT_FOUND, "no such tag");
  if (problem == NULL && job->row->shown_digest != NULL)
    job->pictures->shown = br_tag_picture_load (db, job->row->shown_digest, NULL, &problem);
  if (problem == NULL)
    job->has_want = br_tag_want_load (db, job->tag, 0, &job->want, &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}

static gboolean
pictures_work (gpointer data, GCancellable *cancellable, GError **error)
{
  PictureJob *job = data;
  g_autofree char *why = NULL;
  g_autoptr (GError) failure = NULL;
  BrTagPicture *picture;

  if (!br_store_read (job->store, read_tag_job, job, cancellable, error))
    return FALSE;
  if (!job->has_want || !br_tag_type_is_sound (&job->row->type))
    return TRUE;
  picture = br_tag_draw_wanted (br_tag_service_get_draw (job->service), &job->want, &job->row->type, &why, &failure);
  if (picture != NULL)
    take_picture (job, picture);
  else if (why != NULL)
    g_ptr_array_add (job->pictures->problems, br_label_problem_new ("design", NULL, FALSE, "%s", why));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

void
br_tag_service_pictures_async (BrTagService *self, guint32 tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  PictureJob *job = new_picture_job (self);

  job->tag = tag;
  br_tag_task_work (br_tag_task_new (self, job, free_picture_job, cancellable, callback, user_data), br_tag_service_get_desk (self), pictures_work);
}

BrTagPictures *
br_tag_service_pictures_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  PictureJob *job = br_tag_task_finish (result, error);

  return job != NULL ? g_steal_pointer (&job->pictures) : NULL;
}

static gboolean
read_goods_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PictureJob *job = data;
  g_autoptr (BrIdList) ids = br_id_list_new_take (g_memdup2 (&job->sku_row, sizeof job->sku_row), 1);
  g_auto (BrLabelShop) shop = { 0 };
  g_autoptr (GPtrArray) goods = NULL;

  if (!br_label_shop_load (db, &shop, error))
    return FALSE;
  goods = br_label_source_load (db, &shop, ids, cancellable, error);
  if (goods != NULL && goods->pdata[0] != NULL)
    job->goods = g_steal_pointer (&goods->pdata[0]);
  return goods != NULL;
}

static gboolean
preview_work (gpointer data, GCancellable *cancellable, GError **error)
{
  PictureJob *job = data;
  g_autoptr (BrLabelFields) samples = br_label_template_samples (job->design);
  BrTagPicture *picture;

  if (job->sku_row != 0 && !br_store_read (job->store, read_goods_job, job, cancellable, error))
    return FALSE;
  picture = br_tag_draw_design (br_tag_service_get_draw (job->service), job->design, job->goods != NULL ? job->goods->fields : samples, &job->type, job->now_us,
                                error);
  if (picture != NULL)
    take_picture (job, picture);
  return picture != NULL;
}

void
br_tag_service_preview_async (BrTagService *self, BrLabelTemplate *design, const BrTagType *type, guint32 sku_row, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  PictureJob *job = new_picture_job (self);

  job->design = br_label_template_ref (design);
  job->type = *type;
  job->sku_row = sku_row;
  br_tag_task_work (br_tag_task_new (self, job, free_picture_job, cancellable, callback, user_data), br_tag_service_get_desk (self), preview_work);
}

BrTagPictures *
br_tag_service_preview_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  return br_tag_service_pictures_finish (self, result, error);
}
