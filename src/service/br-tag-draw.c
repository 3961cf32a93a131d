/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The design is read once for many tags: the next one mostly has the same. */
#include "config.h"

#include "br-tag-draw.h"

#include "br-error.h"
#include "br-label-source.h"
#include "br-label-template-list.h"
#include "br-stock-templates.h"
#include "br-tag-store.h"
#include "br-wire-template.h"

#include <string.h>

struct _BrTagDraw
{
  BrStore *store;
  BrLabelRenderer *renderer; /* or NULL: not needed yet */
  BrLabelTemplate *design;   /* the one used last, or NULL */
};

/* What is read for one picture. */
typedef struct
{
  const char *key; /* of the design to read, or NULL */
  gint64 tag;      /* whose key to read, or 0 */
  char *tag_key;   /* NULL: the tag is gone */
  BrLabelTemplate *design;
  BrLabelShop shop;
} ReadJob;

static void
clear_read_job (ReadJob *self)
{
  g_clear_pointer (&self->design, br_label_template_unref);
  g_free (self->tag_key);
  br_label_shop_clear (&self->shop);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReadJob, clear_read_job)

BrTagDraw *
br_tag_draw_new (BrStore *store)
{
  BrTagDraw *self = g_new0 (BrTagDraw, 1);

  self->store = br_store_ref (store);
  return self;
}

void
br_tag_draw_free (BrTagDraw *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->design, br_label_template_unref);
  g_clear_pointer (&self->renderer, br_label_renderer_free);
  br_store_unref (self->store);
  g_free (self);
}

static char *
read_tag_key (BrDb *db, gint64 id, GError **error)
{
  g_autoptr (BrTag) tag = br_tag_store_load (db, id, error);

  return tag != NULL ? g_strdup (tag->key) : NULL;
}

static gboolean
read_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ReadJob *job = data;
  GError *problem = NULL;

  if (job->key != NULL)
    job->design = br_label_templates_find (db, job->key, &problem);
  if (problem == NULL && job->tag != 0)
    job->tag_key = read_tag_key (db, job->tag, &problem);
  if (problem == NULL)
    return br_label_shop_load (db, &job->shop, error);
  g_propagate_error (error, problem);
  return FALSE;
}

static BrLabelScope
scope_of (const BrLabelTemplate *design, const BrLabelFields *fields, const BrLabelShop *shop, gint64 now_us)
{
  return (BrLabelScope) {
    .template = design, .fields = fields, .now_us = now_us, .zone = shop->zone, .currency = shop->currency, .index = 1, .total = 1, .copy = 1, .copies = 1
  };
}

static BrTagPicture *
draw (BrTagDraw *self, const BrLabelScope *scope, const BrTagType *type, GError **error)
{
  if (self->renderer == NULL)
    self->renderer = br_label_renderer_new ();
  return br_tag_render (self->renderer, scope, type, error);
}

BrTagPicture *
br_tag_draw_design (BrTagDraw *self, const BrLabelTemplate *design, const BrLabelFields *fields, const BrTagType *type, gint64 now_us, GError **error)
{
  g_auto (ReadJob) job = { 0 };
  BrLabelScope scope;

  if (!br_store_read (self->store, read_job, &job, NULL, error))
    return NULL;
  scope = scope_of (design, fields, &job.shop, now_us);
  return draw (self, &scope, type, error);
}

/* Takes `image`, which may be NULL. */
static BrTagPicture *
new_picture (BrTagImage *image)
{
  BrTagPicture *picture;

  if (image == NULL)
    return NULL;
  picture = g_new0 (BrTagPicture, 1);
  picture->image = image;
  picture->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_problem_free);
  return picture;
}

/* Its key, so that it can be bound by what it shows; but whatever becomes of that, never an old price. */
static BrTagPicture *
draw_free_tag (BrTagDraw *self, const BrTagType *type, const ReadJob *job, GError **error)
{
  g_autoptr (BrLabelTemplate) design = br_stock_templates_find (BR_STOCK_TAG_BLANK);
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();
  BrLabelScope scope = scope_of (design, fields, &job->shop, 0);
  g_autoptr (BrTagPicture) picture = NULL;

  br_label_fields_set (fields, "tag", job->tag_key);
  if (br_label_template_tag_room (design, type) >= 0)
    picture = draw (self, &scope, type, NULL);
  return picture != NULL && br_tag_picture_stop (picture) == NULL ? g_steal_pointer (&picture) : new_picture (br_tag_image_new (type, error)); /* white */
}

/* With the design of its key at hand. */
static BrTagPicture *
draw_values (BrTagDraw *self, const BrTagWant *want, const BrTagType *type, const BrLabelShop *shop, GError **error)
{
  g_autoptr (BrLabelFields) fields = NULL;
  BrLabelScope scope;

  if (self->design == NULL || want->fields == NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, want->fields == NULL ? "its values are not kept any more" : "its design is gone");
      return NULL;
    }
  fields = br_wire_fields_read (want->fields, strlen (want->fields), error);
  if (fields == NULL)
    return NULL;
  scope = scope_of (self->design, fields, shop, want->from_us);
  return draw (self, &scope, type, error);
}

static gboolean
has_design (const BrTagDraw *self, const BrTagWant *want)
{
  return self->design != NULL && g_strcmp0 (self->design->key, want->design) == 0 && self->design->revision == want->revision;
}

BrTagPicture *
br_tag_draw_wanted (BrTagDraw *self, const BrTagWant *want, const BrTagType *type, char **problem, GError **error)
{
  gboolean is_free = br_id_is_none (&want->sku), is_finder = g_strcmp0 (want->key, BR_TAG_KEY_FINDER) == 0;
  g_auto (ReadJob) job = { .key = is_free || is_finder || has_design (self, want) ? NULL : want->design, .tag = is_free ? want->tag : 0 };
  g_autoptr (GError) failure = NULL;
  BrTagPicture *picture;

  if (!br_store_read (self->store, read_job, &job, NULL, error))
    return NULL;
  if (is_finder)
    picture = new_picture (br_tag_image_new_finder (type, &failure));
  else if (is_free)
    picture = draw_free_tag (self, type, &job, &failure);
  else
    {
      if (job.key != NULL)
        {
          g_clear_pointer (&self->design, br_label_template_unref);
          self->design = g_steal_pointer (&job.design);
        }
      picture = draw_values (self, want, type, &job.shop, &failure);
    }
  if (picture == NULL)
    *problem = g_strdup (failure->message);
  return picture;
}
