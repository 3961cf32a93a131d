/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draft, selection, steps back and forth. What edits there are is in br-designer-edit.c. */
#include "config.h"

#include "br-designer-model.h"

#include "br-label-expr.h"

/* The draft at one time, and what was selected in it. */
typedef struct
{
  BrLabelTemplate *template;
  GArray *path;      /* of guint: the way into groups */
  GArray *selection; /* of guint, ascending */
} State;

struct _BrDesignerModel
{
  GObject parent_instance;

  State *now;
  GPtrArray *past, *future; /* of State; the last is the next one back, or forth */
  BrLabelTemplate *saved;   /* a draft of before or now */
  int base;
  char *series;             /* of the last edit, or NULL */
  BrLabelFields *values;    /* shown, or NULL */
  gint64 now_us;            /* the time shown */
};

G_DEFINE_FINAL_TYPE (BrDesignerModel, br_designer_model, G_TYPE_OBJECT)

enum
{
  CHANGED,
  SELECTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static State *
copy_state (const State *from, BrLabelTemplate *template)
{
  State *state = g_new0 (State, 1);

  state->template = template;
  state->path = g_array_copy (from->path);
  state->selection = g_array_copy (from->selection);
  return state;
}

static void
free_state (gpointer data)
{
  State *state = data;

  br_label_template_unref (state->template);
  g_array_unref (state->path);
  g_array_unref (state->selection);
  g_free (state);
}

static guint
nth (const GArray *array, guint i)
{
  return g_array_index (array, guint, i);
}

/* The container `path` leads to, NULL = the label; `objects` gets its list. */
static BrLabelObject *
follow (const BrLabelTemplate *template, const GArray *path, GPtrArray **objects)
{
  BrLabelObject *object = NULL;

  *objects = template->objects;
  for (guint i = 0; i < path->len; i++)
    {
      object = (*objects)->pdata[nth (path, i)];
      *objects = object->children;
    }
  return object;
}

static void
emit_changed (BrDesignerModel *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[SELECTED], 0);
}

BrLabelTemplate *
br_designer_model_get (BrDesignerModel *self)
{
  return self->now->template;
}

gboolean
br_designer_model_is_changed (BrDesignerModel *self)
{
  return self->now->template != self->saved;
}

void
br_designer_model_mark_saved (BrDesignerModel *self, BrLabelTemplate *template, int revision)
{
  br_label_template_ref (template);
  br_label_template_unref (self->saved);
  self->saved = template;
  self->base = revision;
  br_designer_model_end_series (self);
  emit_changed (self);
}

int
br_designer_model_get_base (BrDesignerModel *self)
{
  return self->base;
}

/* Steps */

gboolean
br_designer_model_edit (BrDesignerModel *self, const char *series, BrDesignerEdit edit, gpointer data)
{
  State *next = copy_state (self->now, br_label_template_copy (self->now->template));
  gboolean goes_on = series != NULL && g_strcmp0 (series, self->series) == 0 && self->past->len > 0 && self->now->template != self->saved;
  GPtrArray *objects;

  follow (next->template, next->path, &objects);
  if (!edit (next->template, objects, next->selection, data))
    {
      free_state (next);
      return FALSE;
    }
  if (goes_on)
    free_state (self->now);
  else
    g_ptr_array_add (self->past, self->now);
  self->now = next;
  g_ptr_array_set_size (self->future, 0);
  g_set_str (&self->series, series);
  emit_changed (self);
  return TRUE;
}

void
br_designer_model_end_series (BrDesignerModel *self)
{
  g_clear_pointer (&self->series, g_free);
}

gboolean
br_designer_model_can_undo (BrDesignerModel *self)
{
  return self->past->len > 0;
}

gboolean
br_designer_model_can_redo (BrDesignerModel *self)
{
  return self->future->len > 0;
}

static void
step (BrDesignerModel *self, GPtrArray *from, GPtrArray *to)
{
  if (from->len == 0)
    return;
  g_ptr_array_add (to, self->now);
  self->now = g_ptr_array_steal_index (from, from->len - 1);
  br_designer_model_end_series (self);
  emit_changed (self);
}

void
br_designer_model_undo (BrDesignerModel *self)
{
  step (self, self->past, self->future);
}

void
br_designer_model_redo (BrDesignerModel *self)
{
  step (self, self->future, self->past);
}

/* The list worked on */

GPtrArray *
br_designer_model_get_objects (BrDesignerModel *self)
{
  GPtrArray *objects;

  follow (self->now->template, self->now->path, &objects);
  return objects;
}

BrDesignerArea
br_designer_model_get_area (BrDesignerModel *self)
{
  const GArray *path = self->now->path;
  GPtrArray *objects = self->now->template->objects;
  BrDesignerArea area = { 0 };

  br_label_template_get_canvas (self->now->template, &area.width, &area.height);
  for (guint i = 0; i < path->len; i++)
    {
      const BrLabelObject *object = objects->pdata[nth (path, i)];

      area = (BrDesignerArea) { area.x + object->x, area.y + object->y, object->width, object->height };
      if (object->type == BR_LABEL_OBJECT_TABLE)
        area.height = MIN (object->row_height, object->height);
      objects = object->children;
    }
  return area;
}

gboolean
br_designer_model_enter (BrDesignerModel *self, guint index)
{
  GPtrArray *objects = br_designer_model_get_objects (self);
  const BrLabelObject *object = index < objects->len ? objects->pdata[index] : NULL;

  if (object == NULL || object->turn != 0 || (object->type != BR_LABEL_OBJECT_GROUP && object->type != BR_LABEL_OBJECT_TABLE))
    return FALSE;
  g_array_append_val (self->now->path, index);
  g_array_set_size (self->now->selection, 0);
  br_designer_model_end_series (self);
  g_signal_emit (self, signals[SELECTED], 0);
  return TRUE;
}

gboolean
br_designer_model_leave (BrDesignerModel *self)
{
  GArray *path = self->now->path;
  guint index;

  if (path->len == 0)
    return FALSE;
  index = nth (path, path->len - 1);
  g_array_set_size (path, path->len - 1);
  br_designer_model_select (self, &index, 1);
  return TRUE;
}

/* Selection */

const GArray *
br_designer_model_get_selection (BrDesignerModel *self)
{
  return self->now->selection;
}

gboolean
br_designer_model_is_selected (BrDesignerModel *self, guint index)
{
  for (guint i = 0; i < self->now->selection->len; i++)
    if (nth (self->now->selection, i) == index)
      return TRUE;
  return FALSE;
}

const BrLabelObject *
br_designer_model_get_single (BrDesignerModel *self)
{
  return self->now->selection->len == 1 ? br_designer_model_get_objects (self)->pdata[nth (self->now->selection, 0)] : NULL;
}

static gboolean
holds (const guint *indexes, gsize n, guint index)
{
  for (gsize i = 0; i < n; i++)
    if (indexes[i] == index)
      return TRUE;
  return FALSE;
}

void
br_designer_model_select (BrDesignerModel *self, const guint *indexes, gsize n_indexes)
{
  guint n = br_designer_model_get_objects (self)->len;
  g_autoptr (GArray) selection = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n; i++)
    if (holds (indexes, n_indexes, i))
      g_array_append_val (selection, i);
  g_array_unref (self->now->selection);
  self->now->selection = g_steal_pointer (&selection);
  br_designer_model_end_series (self);
  g_signal_emit (self, signals[SELECTED], 0);
}

void
br_designer_model_toggle (BrDesignerModel *self, guint index)
{
  g_autoptr (GArray) selection = g_array_copy (self->now->selection);
  gboolean was_in = FALSE;

  for (guint i = selection->len; i > 0; i--)
    if (nth (selection, i - 1) == index)
      {
        g_array_remove_index (selection, i - 1);
        was_in = TRUE;
      }
  if (!was_in)
    g_array_append_val (selection, index);
  br_designer_model_select (self, (const guint *) selection->data, selection->len);
}

void
br_designer_model_select_all (BrDesignerModel *self)
{
  guint n = br_designer_model_get_objects (self)->len;
  g_autofree guint *all = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    all[i] = i;
  br_designer_model_select (self, all, n);
}

/* Boxes of no width (lines) touch too. */
static gboolean
touches (const BrLabelObject *object, const BrDesignerArea *area)
{
  int x, y, width, height;

  br_label_object_bounds (object, &x, &y, &width, &height);
  return x <= area->x + area->width && area->x <= x + width && y <= area->y + area->height && area->y <= y + height;
}

void
br_designer_model_select_area (BrDesignerModel *self, const BrDesignerArea *area)
{
  GPtrArray *objects = br_designer_model_get_objects (self);
  g_autoptr (GArray) selection = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < objects->len; i++)
    if (touches (objects->pdata[i], area))
      g_array_append_val (selection, i);
  br_designer_model_select (self, (const guint *) selection->data, selection->len);
}

void
br_designer_model_select_next (BrDesignerModel *self, int by)
{
  const GArray *selection = self->now->selection;
  guint n = br_designer_model_get_objects (self)->len;
  guint index = by > 0 ? 0 : n - 1;

  if (n == 0)
    return;
  if (selection->len > 0)
    index = (nth (selection, by > 0 ? selection->len - 1 : 0) + n + by) % n;
  br_designer_model_select (self, &index, 1);
}

void
br_designer_model_set_values (BrDesignerModel *self, const BrLabelFields *values, gint64 now_us)
{
  g_clear_pointer (&self->values, br_label_fields_free);
  self->values = values != NULL ? br_label_fields_copy (values) : NULL;
  self->now_us = now_us;
}

gboolean
br_designer_model_is_shown (BrDesignerModel *self, const BrLabelObject *object)
{
  BrLabelScope scope = { .template = self->now->template, .fields = self->values, .now_us = self->now_us, .copy = 1, .copies = 1, .index = 1, .total = 1 };
  gboolean is_true = TRUE;

  /* A condition that cannot be worked out is a problem of its own; the object stays where it can be taken hold of. */
  if (object->when == NULL || self->values == NULL || !br_label_when_eval (object->when, &scope, &is_true, NULL))
    return TRUE;
  return is_true;
}

gboolean
br_designer_model_find_at (BrDesignerModel *self, int x, int y, int slack, guint *index)
{
  GPtrArray *objects = br_designer_model_get_objects (self);
  BrDesignerArea spot = { x - slack, y - slack, 2 * slack, 2 * slack };
  gboolean found = FALSE;

  for (guint i = objects->len; i > 0; i--)
    {
      gboolean shown = touches (objects->pdata[i - 1], &spot) && br_designer_model_is_shown (self, objects->pdata[i - 1]);

      if (!shown && (found || !touches (objects->pdata[i - 1], &spot)))
        continue;
      *index = i - 1;
      found = TRUE;
      if (shown)
        break;
    }
  return found;
}

gboolean
br_designer_model_get_bounds (BrDesignerModel *self, BrDesignerArea *out)
{
  GPtrArray *objects = br_designer_model_get_objects (self);
  int left = G_MAXINT, top = G_MAXINT, right = G_MININT, bottom = G_MININT;

  *out = (BrDesignerArea) { 0 };
  if (self->now->selection->len == 0)
    return FALSE;
  for (guint i = 0; i < self->now->selection->len; i++)
    {
      int x, y, width, height;

      br_label_object_bounds (objects->pdata[nth (self->now->selection, i)], &x, &y, &width, &height);
      left = MIN (left, x);
      top = MIN (top, y);
      right = MAX (right, x + width);
      bottom = MAX (bottom, y + height);
    }
  *out = (BrDesignerArea) { left, top, right - left, bottom - top };
  return TRUE;
}

/* Object */

static void
br_designer_model_finalize (GObject *object)
{
  BrDesignerModel *self = BR_DESIGNER_MODEL (object);

  free_state (self->now);
  g_ptr_array_unref (self->past);
  g_ptr_array_unref (self->future);
  br_label_template_unref (self->saved);
  g_clear_pointer (&self->values, br_label_fields_free);
  g_free (self->series);
  G_OBJECT_CLASS (br_designer_model_parent_class)->finalize (object);
}

static void
br_designer_model_class_init (BrDesignerModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_designer_model_finalize;
  signals[CHANGED] = g_signal_new ("changed", BR_TYPE_DESIGNER_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTED] = g_signal_new ("selected", BR_TYPE_DESIGNER_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_designer_model_init (BrDesignerModel *self)
{
  self->past = g_ptr_array_new_with_free_func (free_state);
  self->future = g_ptr_array_new_with_free_func (free_state);
}

BrDesignerModel *
br_designer_model_new (const BrLabelTemplate *template)
{
  BrDesignerModel *self = g_object_new (BR_TYPE_DESIGNER_MODEL, NULL);

  self->now = g_new0 (State, 1);
  self->now->template = br_label_template_copy (template);
  self->now->path = g_array_new (FALSE, FALSE, sizeof (guint));
  self->now->selection = g_array_new (FALSE, FALSE, sizeof (guint));
  self->saved = br_label_template_ref (self->now->template);
  self->base = template->revision;
  return self;
}
