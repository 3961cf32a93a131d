/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-label-draw-private.h"

#include "br-decimal.h"

struct _BrLabelRenderer
{
  BrTextSetter *setter;
  BrLabelImages *images;
};

/* The objects of one level: of the label, of a group, or of one row of a table. */
typedef struct
{
  const BrLabelPass *pass;
  const BrLabelScope *scope;
  const BrLabelFrame *frame; /* in units of length */
  guint depth;
} Level;

BrLabelRenderer *
br_label_renderer_new (void)
{
  BrLabelRenderer *self = g_new0 (BrLabelRenderer, 1);

  self->setter = br_text_setter_new ();
  self->images = br_label_images_new ();
  return self;
}

void
br_label_renderer_free (BrLabelRenderer *self)
{
  if (self == NULL)
    return;
  br_text_setter_free (self->setter);
  br_label_images_free (self->images);
  g_free (self);
}

static void
free_code (gpointer data)
{
  BrLabelCode *code = data;

  g_free (code->object);
  g_free (code->text);
  g_free (code);
}

void
br_label_picture_free (BrLabelPicture *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->bitmap, br_bitmap_unref);
  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->problems);
  br_label_inks_clear (&self->inks);
  g_free (self);
}

void
br_label_pass_problem (const BrLabelPass *pass, BrLabelProblem *problem)
{
  g_ptr_array_add (pass->picture->problems, problem);
}

int
br_label_share_room (int room, BrLabelAlign align)
{
  return align == BR_LABEL_CENTRE ? room / 2 : align == BR_LABEL_RIGHT ? room : 0;
}

/* The ends of a line may be above or left of its beginning. */
static BrLabelRect
box_of (const BrLabelObject *object)
{
  int x = MIN (object->x, object->x + object->width), y = MIN (object->y, object->y + object->height);

  return (BrLabelRect) { x, y, ABS (object->width), ABS (object->height) };
}

/* Both edges are rounded, so that boxes that touch on the label touch in dots. */
static BrLabelRect
to_dots (const BrHead *head, BrLabelRect rect)
{
  int x = br_head_dots (head, rect.x), y = br_head_dots (head, rect.y);

  return (BrLabelRect) { x, y, br_head_dots (head, rect.x + rect.width) - x, br_head_dots (head, rect.y + rect.height) - y };
}

static BrLabelFrame
frame_in_dots (const BrHead *head, const BrLabelFrame *frame)
{
  BrLabelRect rect = to_dots (head, br_label_frame_rect (frame));
  gboolean lies = frame->turn % 2 == 1;

  return (BrLabelFrame) { rect.x, rect.y, lies ? rect.height : rect.width, lies ? rect.width : rect.height, frame->turn };
}

static int
dots_of_thickness (const BrHead *head, int thickness)
{
  return MAX (1, br_head_dots (head, thickness));
}

/* What the paper will not show: of a text or a barcode it is what it says, of the rest an edge. */
static void
complain_of_lost (const BrLabelPass *pass, const BrLabelObject *object, BrLabelLost lost)
{
  gboolean says = object->type == BR_LABEL_OBJECT_CODE || (object->type == BR_LABEL_OBJECT_TEXT && (lost & BR_LOST_INK) != 0);

  if (lost != BR_LOST_NOTHING)
    br_label_pass_problem (pass, br_label_problem_new ("head", object->name, !says, "a part of it lies where the printer cannot print"));
}

/* Of a line, a box or an ellipse that was drawn in there. */
static void
check_shape (const BrLabelPass *pass, const BrLabelObject *object, BrLabelRect rect)
{
  BrLabelRect whole = { 0, 0, (int) pass->picture->bitmap->width, (int) pass->picture->bitmap->height };
  BrLabelRect drawn = br_label_rect_common (rect, whole), kept = br_label_rect_common (drawn, pass->area);

  complain_of_lost (pass, object, kept.width * kept.height < drawn.width * drawn.height ? BR_LOST_GROUND : BR_LOST_NOTHING);
}

/* The ink the object is drawn in: its own where there is that colour, else black. Bars are black: the light of scanners is red. */
static BrTagColour
find_ink (const BrLabelPass *pass, const BrLabelObject *object)
{
  if (object->type == BR_LABEL_OBJECT_CODE || object->ink == 0 || object->ink == BR_TAG_BLACK)
    return BR_TAG_BLACK;
  if (object->ink == BR_TAG_WHITE || pass->tag == NULL)
    return object->ink == BR_TAG_WHITE ? BR_TAG_WHITE : BR_TAG_BLACK;
  if (br_tag_type_index (pass->tag, object->ink) >= 0)
    return object->ink;
  br_label_pass_problem (pass, br_label_problem_new ("ink", object->name, TRUE, "this tag does not have its colour; it is shown in black"));
  return BR_TAG_BLACK;
}

static BrLabelCanvas
open_canvas (const BrLabelPass *pass, const BrLabelObject *object, BrLabelFrame frame)
{
  return (BrLabelCanvas) {
    .bitmap = pass->picture->bitmap,
    .frame = frame,
    .area = pass->area,
    .inks = pass->tag != NULL ? &pass->picture->inks : NULL,
    .ink = find_ink (pass, object),
  };
}

/* For what is drawn in places of the picture. */
static BrLabelCanvas
open_whole (const BrLabelPass *pass, const BrLabelObject *object)
{
  const BrBitmap *bitmap = pass->picture->bitmap;

  return open_canvas (pass, object, (BrLabelFrame) { 0, 0, (int) bitmap->width, (int) bitmap->height, 0 });
}

static void
draw_line (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelFrame *frame)
{
  int right = frame->width, below = frame->height, thickness = dots_of_thickness (pass->head, object->thickness);
  BrLabelRect from = { object->width < 0 ? right : 0, object->height < 0 ? below : 0, 0, 0 };
  BrLabelRect to = { right - from.x, below - from.y, 0, 0 };
  BrLabelCanvas whole = open_whole (pass, object);

  from = to_dots (pass->head, br_label_frame_map (frame, from));
  to = to_dots (pass->head, br_label_frame_map (frame, to));
  br_label_draw_line (&whole, (int[2]) { from.x, from.y }, (int[2]) { to.x, to.y }, thickness);
  check_shape (pass, object, (BrLabelRect) { MIN (from.x, to.x), MIN (from.y, to.y), MAX (ABS (to.x - from.x), 1), MAX (ABS (to.y - from.y), 1) });
}

static void
draw_round (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelFrame *frame)
{
  BrLabelCanvas whole = open_whole (pass, object);
  BrLabelRect rect = to_dots (pass->head, br_label_frame_rect (frame));
  double corner = br_head_dots (pass->head, object->corner);
  BrLabelRound round = { rect, corner, corner, object->filled ? 0 : dots_of_thickness (pass->head, object->thickness) };

  if (object->type == BR_LABEL_OBJECT_ELLIPSE)
    {
      round.rx = rect.width / 2.0;
      round.ry = rect.height / 2.0;
    }
  br_label_draw_round (&whole, &round);
  check_shape (pass, object, rect);
}

static void
complain (const Level *level, const BrLabelObject *object, const char *what, const GError *error)
{
  br_label_pass_problem (level->pass, br_label_problem_new (what, object->name, FALSE, "%s", error->message));
}

/* The text of the object with its expressions worked out, or NULL after saying why not. */
static char *
eval_value (const Level *level, const BrLabelObject *object)
{
  g_autoptr (GError) error = NULL;
  char *text = br_label_text_eval (object->value != NULL ? object->value : "", level->scope, &error);

  if (text == NULL)
    complain (level, object, "expression", error);
  return text;
}

static gboolean
is_there (const Level *level, const BrLabelObject *object)
{
  g_autoptr (GError) error = NULL;
  gboolean there = TRUE;

  if (object->when != NULL && !br_label_when_eval (object->when, level->scope, &there, &error))
    {
      complain (level, object, "expression", error);
      return FALSE;
    }
  return there;
}

static void
draw_valued (const Level *level, const BrLabelObject *object, const BrLabelFrame *frame)
{
  BrLabelLost lost = BR_LOST_NOTHING;
  g_autofree char *text = eval_value (level, object);
  BrLabelCanvas canvas;

  if (text == NULL)
    return;
  canvas = open_canvas (level->pass, object, frame_in_dots (level->pass->head, frame));
  canvas.lost = &lost;
  if (object->type == BR_LABEL_OBJECT_TEXT)
    br_label_draw_text (level->pass, object, text, &canvas);
  else
    br_label_draw_code (level->pass, object, text, &canvas);
  complain_of_lost (level->pass, object, lost);
}

static void
draw_image (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelFrame *frame)
{
  BrLabelLost lost = BR_LOST_NOTHING;
  BrLabelCanvas canvas = open_canvas (pass, object, frame_in_dots (pass->head, frame));

  canvas.lost = &lost;
  br_label_draw_image (pass, object, &canvas);
  complain_of_lost (pass, object, lost);
}

/* How much of a box there is, in ten thousandths of its width; -1 after saying why it cannot be told. */
static int
eval_share (const Level *level, const BrLabelObject *object)
{
  g_autofree char *text = eval_value (level, object);
  gint64 micro;

  if (text == NULL)
    return -1;
  if (g_strstrip (text)[0] == '\0')
    return 0;
  if (!br_decimal_parse (text, &micro, NULL))
    {
      br_label_pass_problem (level->pass, br_label_problem_new ("expression", object->name, FALSE, "how much of the box there is, is no number"));
      return -1;
    }
  return (int) CLAMP (micro / 10000, 0, 10000);
}

static void
draw_box (const Level *level, const BrLabelObject *object, const BrLabelFrame *frame)
{
  int share = object->value != NULL && object->value[0] != '\0' ? eval_share (level, object) : 10000;
  BrLabelRect part = { 0, 0, (int) ((gint64) frame->width * share / 10000), frame->height };
  BrLabelFrame shown = share == 10000 ? *frame : br_label_frame_inside (frame, part, 0);

  if (part.width > 0)
    draw_round (level->pass, object, &shown);
}

static void draw_level (const Level *level, const GPtrArray *objects);

/* The children of a group, or the cells of one row. */
static void
draw_inside (const Level *level, const BrLabelObject *object, const BrLabelFrame *frame, const BrLabelScope *scope)
{
  Level inner = { level->pass, scope, frame, level->depth + 1 };

  if (object->children != NULL && inner.depth <= BR_LABEL_MAX_DEPTH)
    draw_level (&inner, object->children);
}

/* A row for each of the list's, as many as there is room for. */
static void
draw_table (const Level *level, const BrLabelObject *object, const BrLabelFrame *frame)
{
  const BrLabelFields *fields = level->scope->fields;
  GPtrArray *rows = fields != NULL && object->value != NULL ? br_label_fields_get_list (fields, object->value) : NULL;
  guint n = rows != NULL ? rows->len : 0, room = object->row_height > 0 ? (guint) (object->height / object->row_height) : 0;

  for (guint i = 0; i < MIN (n, room); i++)
    {
      BrLabelRect box = { 0, (int) i * object->row_height, object->width, object->row_height };
      BrLabelFrame row = br_label_frame_inside (frame, box, 0);
      BrLabelScope scope = *level->scope;

      scope.row = rows->pdata[i];
      draw_inside (level, object, &row, &scope);
    }
  if (n > room)
    br_label_pass_problem (level->pass, br_label_problem_new ("clip", object->name, FALSE, "the table has room for %u of its %u rows", room, n));
}

static void
draw_object (const Level *level, const BrLabelObject *object, const BrLabelFrame *frame)
{
  switch (object->type)
    {
    case BR_LABEL_OBJECT_TEXT:
    case BR_LABEL_OBJECT_CODE: draw_valued (level, object, frame); break;
    case BR_LABEL_OBJECT_LINE: draw_line (level->pass, object, frame); break;
    case BR_LABEL_OBJECT_BOX: draw_box (level, object, frame); break;
    case BR_LABEL_OBJECT_ELLIPSE: draw_round (level->pass, object, frame); break;
    case BR_LABEL_OBJECT_IMAGE: draw_image (level->pass, object, frame); break;
    case BR_LABEL_OBJECT_GROUP: draw_inside (level, object, frame, level->scope); break;
    case BR_LABEL_OBJECT_TABLE: draw_table (level, object, frame); break;
    default: break;
    }
}

static void
draw_level (const Level *level, const GPtrArray *objects)
{
  for (guint i = 0; i < objects->len; i++)
    {
      const BrLabelObject *object = objects->pdata[i];
      BrLabelFrame frame = br_label_frame_inside (level->frame, box_of (object), object->turn % 4);

      if (is_there (level, object))
        draw_object (level, object, &frame);
    }
}

/* What must be said on the label and is not. */
static void
check_required (const BrLabelPass *pass, const BrLabelScope *scope)
{
  for (guint i = 0; scope->fields != NULL && i < scope->template->fields->len; i++)
    {
      const BrLabelField *field = scope->template->fields->pdata[i];
      const char *value = br_label_fields_get (scope->fields, field->name);
      gboolean empty = field->type == BR_LABEL_FIELD_LIST ? br_label_fields_get_list (scope->fields, field->name) == NULL : value == NULL || value[0] == '\0';

      if (field->required && empty)
        br_label_pass_problem (pass, br_label_problem_new ("field", field->name, FALSE, "it is empty"));
    }
}

/* Codes lie where the turned picture has them. */
static void
turn_code (BrLabelCode *code, const BrLabelFrame *whole)
{
  BrLabelRect rect = br_label_frame_map (whole, (BrLabelRect) { code->x, code->y, code->width, code->height });
  int quiet[4];

  memcpy (quiet, code->quiet, sizeof quiet);
  for (guint i = 0; i < 4; i++)
    code->quiet[(i + whole->turn) % 4] = quiet[i];
  code->x = rect.x;
  code->y = rect.y;
  code->width = rect.width;
  code->height = rect.height;
  code->turn = (code->turn + whole->turn) % 4;
}

/* What objects are placed on; once turned it is the paper. */
static BrLabelFrame
frame_of (const BrLabelTemplate *template)
{
  BrLabelFrame frame = { 0 };

  br_label_template_get_canvas (template, &frame.width, &frame.height);
  return frame;
}

static void
turn_bitmap (BrBitmap **bitmap, guint turn)
{
  BrBitmap *turned = *bitmap != NULL ? br_bitmap_turn (*bitmap, turn) : NULL;

  g_clear_pointer (bitmap, br_bitmap_unref);
  *bitmap = turned;
}

static void
turn_picture (BrLabelPicture *picture, guint turn)
{
  BrLabelFrame whole = { 0, 0, (int) picture->bitmap->width, (int) picture->bitmap->height, turn };

  if (turn == 0)
    return;
  turn_bitmap (&picture->bitmap, turn);
  for (guint i = 0; i < BR_N_TAG_COLOURS; i++)
    turn_bitmap (&picture->inks.planes[i], turn);
  for (guint i = 0; i < picture->codes->len; i++)
    turn_code (picture->codes->pdata[i], &whole);
}

/* An area of the paper, on the picture before it is turned to it. */
static BrLabelRect
turn_area_back (const BrPrintArea *area, const BrBitmap *bitmap, guint turn)
{
  BrLabelRect whole = { 0, 0, (int) bitmap->width, (int) bitmap->height };
  BrLabelFrame paper = { 0, 0, turn % 2 == 1 ? whole.height : whole.width, turn % 2 == 1 ? whole.width : whole.height, (4 - turn) % 4 };

  return area != NULL ? br_label_frame_map (&paper, (BrLabelRect) { area->x, area->y, area->width, area->height }) : whole;
}

BrLabelPicture *
br_label_render (BrLabelRenderer *self, const BrLabelScope *scope, const BrHead *head, const BrPrintArea *area, GError **error)
{
  return br_label_render_for (self, scope, &(BrLabelTarget) { .head = head, .area = area }, error);
}

BrLabelPicture *
br_label_render_for (BrLabelRenderer *self, const BrLabelScope *scope, const BrLabelTarget *target, GError **error)
{
  const BrHead *head = target->head;
  const BrLabelTemplate *template = scope->template;
  BrLabelFrame label = frame_of (template);
  int width = br_head_dots (head, label.width), height = br_head_dots (head, label.height);
  BrBitmap *bitmap = br_bitmap_new ((guint) MAX (width, 0), (guint) MAX (height, 0), error);
  BrLabelPicture *picture;
  BrLabelPass pass;

  if (bitmap == NULL)
    return NULL;
  picture = g_new0 (BrLabelPicture, 1);
  picture->bitmap = bitmap;
  picture->codes = g_ptr_array_new_with_free_func (free_code);
  picture->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_problem_free);
  pass = (BrLabelPass) {
    .setter = self->setter,
    .images = self->images,
    .head = head,
    .picture = picture,
    .area = turn_area_back (target->area, bitmap, template->turn % 4),
    .tag = target->tag,
  };
  check_required (&pass, scope);
  draw_level (&(Level) { &pass, scope, &label, 0 }, template->objects);
  turn_picture (picture, template->turn % 4);
  return picture;
}

GArray *
br_label_render_bounds (const BrLabelTemplate *template, const BrHead *head)
{
  GArray *bounds = g_array_sized_new (FALSE, FALSE, 4 * sizeof (int), template->objects->len);
  BrLabelFrame label = frame_of (template);

  for (guint i = 0; i < template->objects->len; i++)
    {
      const BrLabelObject *object = template->objects->pdata[i];
      BrLabelFrame frame = br_label_frame_inside (&label, box_of (object), object->turn % 4);
      BrLabelRect rect = to_dots (head, br_label_frame_rect (&frame));
      int four[4] = { rect.x, rect.y, rect.width, rect.height };

      g_array_append_vals (bounds, four, 1);
    }
  return bounds;
}
