/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Limits are those of br_label_template_check, so what is set here can be saved. */
#include "config.h"

#include "br-designer-member.h"

#include <glib/gi18n.h>

#include "br-designer-edit.h"
#include "br-template-words.h"

#define BIT(type) (1u << (type))
#define TEXT BIT (BR_LABEL_OBJECT_TEXT)
#define CODE BIT (BR_LABEL_OBJECT_CODE)
#define IMAGE BIT (BR_LABEL_OBJECT_IMAGE)
#define LINE BIT (BR_LABEL_OBJECT_LINE)
#define BOX BIT (BR_LABEL_OBJECT_BOX)
#define ELLIPSE BIT (BR_LABEL_OBJECT_ELLIPSE)
#define TABLE BIT (BR_LABEL_OBJECT_TABLE)
#define ALL (~0u)
#define SIDE BR_LABEL_MAX_SIDE
#define AT(name) G_STRUCT_OFFSET (BrLabelObject, name)

#define VALUE BR_MEMBER_GROUP_VALUE
#define LOOK BR_MEMBER_GROUP_LOOK
#define PLACE BR_MEMBER_GROUP_PLACE

static const BrDesignerMember members[] = {
  { N_("Text, with {fields}"), NULL, BR_MEMBER_ROW_LONG, VALUE, AT (value), TEXT },
  { N_("Content, with {fields}"), NULL, BR_MEMBER_ROW_LONG, VALUE, AT (value), CODE },
  { N_("List shown"), NULL, BR_MEMBER_ROW_ENTRY, VALUE, AT (value), TABLE },
  { N_("How much of it, per cent"), N_("Empty: all of it"), BR_MEMBER_ROW_ENTRY, VALUE, AT (value), BOX },
  { N_("Picture"), N_("PNG or JPEG"), BR_MEMBER_ROW_IMAGE, VALUE, AT (image), IMAGE },
  { N_("Shown only when"), NULL, BR_MEMBER_ROW_ENTRY, VALUE, AT (when), ALL },
  { N_("Colour"), N_("Black on tags that do not have it"), BR_MEMBER_ROW_CHOICE, LOOK, AT (ink), TEXT | IMAGE | LINE | BOX | ELLIPSE, BR_TAG_WHITE, 0,
    br_template_inks },
  { N_("Kind of barcode"), NULL, BR_MEMBER_ROW_CHOICE, LOOK, AT (symbology), CODE, BR_CODE_EAN13, 0, br_template_symbologies },
  { N_("Narrowest bar, dots"), N_("0: the widest that fits"), BR_MEMBER_ROW_COUNT, LOOK, AT (module_dots), CODE, 0, 100 },
  { N_("Digits"), NULL, BR_MEMBER_ROW_CHOICE, LOOK, AT (hri), CODE, BR_HRI_NONE, 0, br_template_hris },
  { N_("Error correction of QR"), NULL, BR_MEMBER_ROW_CHOICE, LOOK, AT (ec_level), CODE, 0, 0, br_template_ecs },
  { N_("Font"), N_("Empty: sans"), BR_MEMBER_ROW_ENTRY, LOOK, AT (font), TEXT | CODE },
  { N_("Size, mm"), NULL, BR_MEMBER_ROW_LENGTH, LOOK, AT (size), TEXT | CODE, 50, 20000 },
  { N_("Weight"), N_("400 regular, 700 bold"), BR_MEMBER_ROW_COUNT, LOOK, AT (weight), TEXT | CODE, 100, 1000 },
  { N_("Text that does not fit"), NULL, BR_MEMBER_ROW_CHOICE, LOOK, AT (fit), TEXT, BR_FIT_ERROR, 0, br_template_fits },
  { N_("Smallest size, mm"), N_("0: 0.6 of the size"), BR_MEMBER_ROW_LENGTH, LOOK, AT (min_size), TEXT, 0, 20000 },
  { N_("Lines at most"), N_("0: what the box holds"), BR_MEMBER_ROW_COUNT, LOOK, AT (lines), TEXT, 0, 100 },
  { N_("Across"), NULL, BR_MEMBER_ROW_CHOICE, LOOK, AT (align), TEXT | CODE | IMAGE, BR_LABEL_LEFT, 0, br_template_aligns },
  { N_("Up and down"), NULL, BR_MEMBER_ROW_CHOICE, LOOK, AT (valign), TEXT | CODE | IMAGE, BR_LABEL_LEFT, 0, br_template_valigns },
  { N_("Italic"), NULL, BR_MEMBER_ROW_FLAG, LOOK, AT (italic), TEXT },
  { N_("Crossed out"), NULL, BR_MEMBER_ROW_FLAG, LOOK, AT (struck), TEXT },
  { N_("White on black"), NULL, BR_MEMBER_ROW_FLAG, LOOK, AT (inverted), TEXT },
  { N_("Greys"), NULL, BR_MEMBER_ROW_CHOICE, LOOK, AT (dither), IMAGE, BR_DITHER_THRESHOLD, 0, br_template_dithers },
  { N_("Black from"), N_("0 to 255: darker dots are black"), BR_MEMBER_ROW_COUNT, LOOK, AT (threshold), IMAGE, 0, 255 },
  { N_("Thickness, mm"), NULL, BR_MEMBER_ROW_LENGTH, LOOK, AT (thickness), LINE | BOX | ELLIPSE, 1, 5000 },
  { N_("Filled"), NULL, BR_MEMBER_ROW_FLAG, LOOK, AT (filled), BOX | ELLIPSE },
  { N_("Corner radius, mm"), NULL, BR_MEMBER_ROW_LENGTH, LOOK, AT (corner), BOX, 0, SIDE },
  { N_("Height of a row, mm"), NULL, BR_MEMBER_ROW_LENGTH, LOOK, AT (row_height), TABLE, 1, SIDE },
  { N_("Left, mm"), NULL, BR_MEMBER_ROW_LENGTH, PLACE, AT (x), ALL, -SIDE, SIDE },
  { N_("Top, mm"), NULL, BR_MEMBER_ROW_LENGTH, PLACE, AT (y), ALL, -SIDE, SIDE },
  { N_("Width, mm"), NULL, BR_MEMBER_ROW_LENGTH, PLACE, AT (width), ALL & ~LINE, 1, SIDE },
  { N_("Height, mm"), NULL, BR_MEMBER_ROW_LENGTH, PLACE, AT (height), ALL & ~LINE, 1, SIDE },
  { N_("Way across, mm"), NULL, BR_MEMBER_ROW_LENGTH, PLACE, AT (width), LINE, -SIDE, SIDE },
  { N_("Way down, mm"), NULL, BR_MEMBER_ROW_LENGTH, PLACE, AT (height), LINE, -SIDE, SIDE },
  { N_("Turned"), NULL, BR_MEMBER_ROW_CHOICE, PLACE, AT (turn), ALL & ~LINE, 0, 0, br_template_turns },
  { N_("Name"), N_("For lists of objects and problems"), BR_MEMBER_ROW_ENTRY, PLACE, AT (name), ALL },
};

const BrDesignerMember *
br_designer_members (guint *n_members)
{
  *n_members = G_N_ELEMENTS (members);
  return members;
}

static gpointer
get_place (const BrDesignerMember *member, const BrLabelObject *object)
{
  return (char *) object + member->offset;
}

int
br_designer_member_get_int (const BrDesignerMember *member, const BrLabelObject *object)
{
  return *(int *) get_place (member, object);
}

const char *
br_designer_member_get_text (const BrDesignerMember *member, const BrLabelObject *object)
{
  return *(char **) get_place (member, object);
}

typedef struct
{
  const BrDesignerMember *member;
  BrDesignerArea area;
  int number;
  const char *text;
  GBytes *bytes;
} Value;

static BrLabelObject *
get_only (GPtrArray *objects, GArray *selection)
{
  return selection->len == 1 ? objects->pdata[g_array_index (selection, guint, 0)] : NULL;
}

/* What another member forbids: letters may not shrink to more than their size, a row must hold its cells. */
static void
settle (BrLabelObject *object)
{
  object->min_size = MIN (object->min_size, object->size);
  for (guint i = 0; object->type == BR_LABEL_OBJECT_TABLE && i < object->children->len; i++)
    {
      int x, y, width, height;

      br_label_object_bounds (object->children->pdata[i], &x, &y, &width, &height);
      object->row_height = MAX (object->row_height, y + height);
    }
}

static gboolean
set_int (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Value *value = data;
  BrLabelObject *object = get_only (objects, selection);

  if (object == NULL || br_designer_member_get_int (value->member, object) == value->number)
    return FALSE;
  *(int *) get_place (value->member, object) = value->number;
  settle (object);
  br_designer_fit_object (object, value->area.width, value->area.height);
  return br_designer_has_room (object);
}

gboolean
br_designer_member_set_int (BrDesignerModel *model, const BrDesignerMember *member, int number)
{
  const BrLabelObject *object = br_designer_model_get_single (model);
  Value value = { .member = member, .area = br_designer_model_get_area (model), .number = number };
  BrDesignerArea box;

  if (object == NULL)
    return FALSE;
  if (member->group != PLACE || member->offset == AT (turn))
    return br_designer_model_edit (model, member->title, set_int, &value);
  /* A box changes as by dragging: a group does not get smaller than what is in it. */
  box = (BrDesignerArea) { object->x, object->y, object->width, object->height };
  if (member->offset == AT (x))
    box.x = number;
  else if (member->offset == AT (y))
    box.y = number;
  else if (member->offset == AT (width))
    box.width = number;
  else
    box.height = number;
  return br_designer_place (model, member->title, &box);
}

static gboolean
set_text (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Value *value = data;
  BrLabelObject *object = get_only (objects, selection);
  char **text = object != NULL ? get_place (value->member, object) : NULL;

  if (text == NULL || g_strcmp0 (*text, value->text) == 0)
    return FALSE;
  g_free (*text);
  *text = g_strdup (value->text);
  if (object->type != BR_LABEL_OBJECT_TABLE)
    br_template_declare (draft, object->value, object->when);
  return TRUE;
}

gboolean
br_designer_member_set_text (BrDesignerModel *model, const BrDesignerMember *member, const char *text)
{
  Value value = { .member = member, .text = text != NULL && *text != '\0' ? text : NULL };

  return br_designer_model_edit (model, member->title, set_text, &value);
}

static gboolean
set_bytes (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Value *value = data;
  BrLabelObject *object = get_only (objects, selection);
  GBytes **bytes = object != NULL ? get_place (value->member, object) : NULL;

  if (bytes == NULL)
    return FALSE;
  g_clear_pointer (bytes, g_bytes_unref);
  *bytes = g_bytes_ref (value->bytes);
  return TRUE;
}

gboolean
br_designer_member_set_bytes (BrDesignerModel *model, const BrDesignerMember *member, GBytes *bytes)
{
  Value value = { .member = member, .bytes = bytes };

  return br_designer_model_edit (model, NULL, set_bytes, &value);
}
