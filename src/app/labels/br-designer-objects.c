/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects that come and go: new ones, copies, groups. */
#include "config.h"

#include "br-designer-edit.h"

#include <glib/gi18n.h>

#define STEP (2 * BR_LABEL_MM) /* a copy lies this far from its original */

/* What the edits below get; each uses what it needs. */
typedef struct
{
  BrDesignerArea area;
  BrDesignerArea bounds;
  GPtrArray *objects; /* borrowed */
  BrLabelObjectType type;
} Arguments;

static gboolean
run (BrDesignerModel *self, BrDesignerEdit edit, Arguments *arguments)
{
  arguments->area = br_designer_model_get_area (self);
  br_designer_model_get_bounds (self, &arguments->bounds);
  return br_designer_model_edit (self, NULL, edit, arguments);
}

static void
take_out (GPtrArray *objects, GArray *selection, GPtrArray *out)
{
  for (guint i = selection->len; i > 0; i--)
    {
      BrLabelObject *object = g_ptr_array_steal_index (objects, g_array_index (selection, guint, i - 1));

      if (out != NULL)
        g_ptr_array_insert (out, 0, object);
      else
        br_label_object_free (object);
    }
  g_array_set_size (selection, 0);
}

/* Adds and selects. */
static void
put_in (GPtrArray *objects, GArray *selection, BrLabelObject *object)
{
  guint index = objects->len;

  g_ptr_array_add (objects, object);
  g_array_append_val (selection, index);
}

static guint
count (GPtrArray *objects)
{
  guint n = objects->len;

  for (guint i = 0; i < objects->len; i++)
    n += count (((BrLabelObject *) objects->pdata[i])->children);
  return n;
}

/* New ones */

static const char *
find_list (const BrLabelTemplate *draft)
{
  for (guint i = 0; i < draft->fields->len; i++)
    if (((BrLabelField *) draft->fields->pdata[i])->type == BR_LABEL_FIELD_LIST)
      return ((BrLabelField *) draft->fields->pdata[i])->name;
  return NULL;
}

/* A table needs a list to show; a new one brings one with it. */
static void
fill_table (BrLabelTemplate *draft, BrLabelObject *table)
{
  BrLabelObject *cell = br_label_object_new (BR_LABEL_OBJECT_TEXT);
  BrLabelField *field;

  if (find_list (draft) == NULL)
    {
      field = br_label_field_new ("items", BR_LABEL_FIELD_LIST);
      field->sample = g_strdup (_("Tea; qty=2\nCup; qty=1"));
      g_ptr_array_add (draft->fields, field);
    }
  table->value = g_strdup (find_list (draft));
  cell->value = g_strdup ("{name}");
  cell->width = table->width;
  cell->height = table->row_height = MIN (table->row_height, table->height);
  g_ptr_array_add (table->children, cell);
}

static BrLabelObject *
make_object (BrLabelTemplate *draft, BrLabelObjectType type)
{
  static const struct
  {
    int width, height;
    const char *value;
  } shapes[] = {
    [BR_LABEL_OBJECT_TEXT] = { 30, 5, NULL },   [BR_LABEL_OBJECT_CODE] = { 32, 14, "6901234567892" },
    [BR_LABEL_OBJECT_IMAGE] = { 15, 15, NULL }, [BR_LABEL_OBJECT_LINE] = { 30, 0, NULL },
    [BR_LABEL_OBJECT_BOX] = { 20, 10, NULL },   [BR_LABEL_OBJECT_ELLIPSE] = { 15, 15, NULL },
    [BR_LABEL_OBJECT_GROUP] = { 20, 10, NULL }, [BR_LABEL_OBJECT_TABLE] = { 40, 20, NULL },
  };
  BrLabelObject *object = br_label_object_new (type);

  object->width = shapes[type].width * BR_LABEL_MM;
  object->height = shapes[type].height * BR_LABEL_MM;
  object->value = g_strdup (shapes[type].value);
  if (type == BR_LABEL_OBJECT_TEXT)
    object->value = g_strdup (_("Text"));
  if (type == BR_LABEL_OBJECT_CODE)
    object->align = object->valign = BR_LABEL_CENTRE;
  return object;
}

static gboolean
add (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Arguments *arguments = data;
  gboolean holds = arguments->type == BR_LABEL_OBJECT_GROUP || arguments->type == BR_LABEL_OBJECT_TABLE;
  BrLabelObject *object;

  if (count (draft->objects) + 2 > BR_LABEL_MAX_OBJECTS || (holds && objects != draft->objects))
    return FALSE;
  object = make_object (draft, arguments->type);
  br_designer_fit_object (object, arguments->area.width, arguments->area.height);
  object->x = (arguments->area.width - object->width) / 2;
  object->y = (arguments->area.height - object->height) / 2;
  if (arguments->type == BR_LABEL_OBJECT_TABLE)
    fill_table (draft, object);
  g_array_set_size (selection, 0);
  put_in (objects, selection, object);
  return TRUE;
}

gboolean
br_designer_add (BrDesignerModel *self, BrLabelObjectType type)
{
  Arguments arguments = { .type = type };

  return run (self, add, &arguments);
}

static gboolean
remove_selected (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  gboolean some = selection->len > 0;

  take_out (objects, selection, NULL);
  return some;
}

gboolean
br_designer_remove (BrDesignerModel *self)
{
  Arguments arguments = { 0 };

  return run (self, remove_selected, &arguments);
}

/* Copies */

GPtrArray *
br_designer_copy (BrDesignerModel *self)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_object_free);
  const GArray *selection = br_designer_model_get_selection (self);

  for (guint i = 0; i < selection->len; i++)
    g_ptr_array_add (copies, br_label_object_copy (br_designer_model_get_objects (self)->pdata[g_array_index (selection, guint, i)]));
  return copies;
}

static gboolean
has_name (GPtrArray *objects, const char *name)
{
  for (guint i = 0; i < objects->len; i++)
    {
      const BrLabelObject *object = objects->pdata[i];

      if (g_strcmp0 (object->name, name) == 0 || has_name (object->children, name))
        return TRUE;
    }
  return FALSE;
}

/* "price" becomes "price 2" where there is a price already: names are for people and problems, and say one thing each. */
static void
rename_object (const BrLabelTemplate *draft, BrLabelObject *object)
{
  g_autofree char *name = g_steal_pointer (&object->name);
  guint n = 2;

  for (guint i = 0; i < object->children->len; i++)
    rename_object (draft, object->children->pdata[i]);
  if (name == NULL)
    return;
  object->name = g_strdup (name);
  while (has_name (draft->objects, object->name))
    {
      g_free (object->name);
      object->name = g_strdup_printf ("%s %u", name, n++);
    }
}

static gboolean
holds_room (const BrLabelObject *object, const BrDesignerArea *area)
{
  gboolean lies = object->turn % 2 == 1;

  return object->children->len == 0 || ((lies ? object->height : object->width) <= area->width && (lies ? object->width : object->height) <= area->height);
}

static gboolean
paste (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Arguments *arguments = data;
  gboolean nested = objects != draft->objects;

  if (count (draft->objects) + count (arguments->objects) > BR_LABEL_MAX_OBJECTS)
    return FALSE;
  g_array_set_size (selection, 0);
  for (guint i = 0; i < arguments->objects->len; i++)
    {
      const BrLabelObject *from = arguments->objects->pdata[i];
      BrLabelObject *object;

      if (!holds_room (from, &arguments->area) || (nested && (from->type == BR_LABEL_OBJECT_GROUP || from->type == BR_LABEL_OBJECT_TABLE)))
        continue;
      object = br_label_object_copy (from);
      object->x += STEP;
      object->y += STEP;
      br_designer_fit_object (object, arguments->area.width, arguments->area.height);
      rename_object (draft, object);
      if (object->type == BR_LABEL_OBJECT_TABLE && br_label_template_find_field (draft, object->value) == NULL)
        g_ptr_array_add (draft->fields, br_label_field_new (object->value, BR_LABEL_FIELD_LIST));
      put_in (objects, selection, object);
    }
  return selection->len > 0;
}

gboolean
br_designer_paste (BrDesignerModel *self, GPtrArray *objects)
{
  Arguments arguments = { .objects = objects };

  return objects != NULL && run (self, paste, &arguments);
}

gboolean
br_designer_duplicate (BrDesignerModel *self)
{
  g_autoptr (GPtrArray) copies = br_designer_copy (self);

  return br_designer_paste (self, copies);
}

/* Groups */

static guint
depth_of (const BrLabelObject *object)
{
  guint deepest = 0;

  for (guint i = 0; i < object->children->len; i++)
    deepest = MAX (deepest, depth_of (object->children->pdata[i]) + 1);
  return deepest;
}

static gboolean
group (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Arguments *arguments = data;
  BrLabelObject *object;

  if (selection->len < 2 || objects != draft->objects || count (draft->objects) >= BR_LABEL_MAX_OBJECTS)
    return FALSE;
  for (guint i = 0; i < selection->len; i++)
    if (depth_of (objects->pdata[g_array_index (selection, guint, i)]) >= BR_LABEL_MAX_DEPTH)
      return FALSE;
  object = br_label_object_new (BR_LABEL_OBJECT_GROUP);
  object->x = arguments->bounds.x;
  object->y = arguments->bounds.y;
  object->width = MAX (arguments->bounds.width, 1);
  object->height = MAX (arguments->bounds.height, 1);
  take_out (objects, selection, object->children);
  for (guint i = 0; i < object->children->len; i++)
    {
      ((BrLabelObject *) object->children->pdata[i])->x -= object->x;
      ((BrLabelObject *) object->children->pdata[i])->y -= object->y;
    }
  br_designer_fit_object (object, arguments->area.width, arguments->area.height); /* one of lines only may be a point wide, and at the edge */
  put_in (objects, selection, object);
  return TRUE;
}

gboolean
br_designer_group (BrDesignerModel *self)
{
  Arguments arguments = { 0 };

  return run (self, group, &arguments);
}

static gboolean
ungroup (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new ();
  gboolean came_apart = FALSE;

  take_out (objects, selection, taken);
  for (guint i = 0; i < taken->len; i++)
    {
      BrLabelObject *object = taken->pdata[i];

      if (object->type != BR_LABEL_OBJECT_GROUP || object->turn != 0)
        {
          put_in (objects, selection, object);
          continue;
        }
      while (object->children->len > 0)
        {
          BrLabelObject *child = g_ptr_array_steal_index (object->children, 0);

          child->x += object->x;
          child->y += object->y;
          put_in (objects, selection, child);
        }
      br_label_object_free (object);
      came_apart = TRUE;
    }
  return came_apart;
}

gboolean
br_designer_ungroup (BrDesignerModel *self)
{
  Arguments arguments = { 0 };

  return run (self, ungroup, &arguments);
}
