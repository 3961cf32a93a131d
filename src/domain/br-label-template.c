/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates, their objects and fields: made, copied, freed. What makes one good is in br-label-check.c. */
#include "config.h"

#include "br-label-template.h"

#include <string.h>

BrLabelField *
br_label_field_new (const char *name, BrLabelFieldType type)
{
  BrLabelField *self = g_new0 (BrLabelField, 1);

  self->name = g_strdup (name);
  self->type = type;
  return self;
}

BrLabelField *
br_label_field_copy (const BrLabelField *self)
{
  BrLabelField *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->title = g_strdup (self->title);
  copy->sample = g_strdup (self->sample);
  copy->extra = g_strdup (self->extra);
  return copy;
}

void
br_label_field_free (BrLabelField *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->title);
  g_free (self->sample);
  g_free (self->extra);
  g_free (self);
}

static GPtrArray *
new_objects (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_object_free);
}

BrLabelObject *
br_label_object_new (BrLabelObjectType type)
{
  BrLabelObject *self = g_new0 (BrLabelObject, 1);

  self->type = type;
  self->size = 3 * BR_LABEL_MM;
  self->weight = 400;
  self->align = self->valign = BR_LABEL_LEFT;
  self->fit = BR_FIT_SHRINK;
  self->symbology = BR_CODE_EAN13;
  self->hri = BR_HRI_BELOW;
  self->ec_level = 1;
  self->dither = BR_DITHER_THRESHOLD;
  self->threshold = 128;
  self->thickness = BR_LABEL_MM / 4;
  self->ink = BR_TAG_BLACK;
  self->row_height = 4 * BR_LABEL_MM;
  self->children = new_objects ();
  return self;
}

static GPtrArray *
copy_objects (GPtrArray *objects)
{
  GPtrArray *copy = new_objects ();

  for (guint i = 0; i < objects->len; i++)
    g_ptr_array_add (copy, br_label_object_copy (objects->pdata[i]));
  return copy;
}

BrLabelObject *
br_label_object_copy (const BrLabelObject *self)
{
  BrLabelObject *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->value = g_strdup (self->value);
  copy->when = g_strdup (self->when);
  copy->font = g_strdup (self->font);
  copy->image = self->image != NULL ? g_bytes_ref (self->image) : NULL;
  copy->children = copy_objects (self->children);
  copy->extra = g_strdup (self->extra);
  return copy;
}

void
br_label_object_free (BrLabelObject *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->value);
  g_free (self->when);
  g_free (self->font);
  g_clear_pointer (&self->image, g_bytes_unref);
  g_ptr_array_unref (self->children);
  g_free (self->extra);
  g_free (self);
}

void
br_label_object_bounds (const BrLabelObject *self, int *x, int *y, int *width, int *height)
{
  *x = self->x;
  *y = self->y;
  *width = ABS (self->width);
  *height = ABS (self->height);
  if (self->type == BR_LABEL_OBJECT_LINE)
    {
      *x = MIN (self->x, self->x + self->width);
      *y = MIN (self->y, self->y + self->height);
    }
  else if (self->turn % 2 == 1)
    {
      *x = self->x + (self->width - self->height) / 2;
      *y = self->y + (self->height - self->width) / 2;
      *width = self->height;
      *height = self->width;
    }
}

BrLabelTemplate *
br_label_template_new (void)
{
  BrLabelTemplate *self = g_atomic_rc_box_new0 (BrLabelTemplate);

  self->kind = BR_LABEL_OTHER;
  self->media = (BrMedia) { .width = 60 * BR_LABEL_MM, .height = 40 * BR_LABEL_MM, .gap = 2 * BR_LABEL_MM, .tracking = BR_MEDIA_GAP, .across = 1 };
  self->policy = BR_POLICY_ASK;
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_field_free);
  self->objects = new_objects ();
  return self;
}

BrLabelTemplate *
br_label_template_copy (const BrLabelTemplate *self)
{
  BrLabelTemplate *copy = g_atomic_rc_box_new (BrLabelTemplate);

  *copy = *self;
  copy->key = g_strdup (self->key);
  copy->name = g_strdup (self->name);
  copy->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_field_free);
  for (guint i = 0; i < self->fields->len; i++)
    g_ptr_array_add (copy->fields, br_label_field_copy (self->fields->pdata[i]));
  copy->objects = copy_objects (self->objects);
  copy->media_extra = g_strdup (self->media_extra);
  copy->extra = g_strdup (self->extra);
  return copy;
}

BrLabelTemplate *
br_label_template_ref (BrLabelTemplate *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_template (gpointer data)
{
  BrLabelTemplate *self = data;

  g_free (self->key);
  g_free (self->name);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->objects);
  g_free (self->media_extra);
  g_free (self->extra);
}

void
br_label_template_unref (BrLabelTemplate *self)
{
  g_atomic_rc_box_release_full (self, clear_template);
}

void
br_label_template_get_canvas (const BrLabelTemplate *self, int *width, int *height)
{
  *width = self->turn % 2 == 0 ? self->media.width : self->media.height;
  *height = self->turn % 2 == 0 ? self->media.height : self->media.width;
}

int
br_label_template_tag_room (const BrLabelTemplate *self, const BrTagType *type)
{
  int width = (self->media.width + BR_LABEL_TAG_PIXEL - 1) / BR_LABEL_TAG_PIXEL, height = (self->media.height + BR_LABEL_TAG_PIXEL - 1) / BR_LABEL_TAG_PIXEL;

  if (self->kind != BR_LABEL_TAG || !br_tag_type_is_sound (type) || width > (int) type->width || height > (int) type->height)
    return -1;
  return (int) (type->width * type->height) - width * height;
}

const BrLabelField *
br_label_template_find_field (const BrLabelTemplate *self, const char *name)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const BrLabelField *field = self->fields->pdata[i];

      if (strcmp (field->name, name) == 0)
        return field;
    }
  return NULL;
}
