/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A barcode in its box: modules are whole dots, the box holds quiet zones and digits, and what does not fit is said, not made smaller.
 * Digits stand as in the General Specifications, 5.2.5: of EAN and UPC each under its own seven modules, the long guard bars between.
 */
#include "config.h"

#include "br-label-draw-private.h"

#include "br-label-symbol.h"
#include <string.h>

/* In modules. */
enum
{
  DIGIT_SIZE = 11 /* letters under EAN and UPC: a digit has 7 modules */,
  TEXT_SIZE = 10,
  GUARD = 5 /* how far guard bars go down */,
  BEARER = 2,
  STACKED_BARS = 34 /* least height of each row of bars of DataBar Expanded Stacked */
};

/* Where things are, in dots of the box. */
typedef struct
{
  int option;             /* the symbol was encoded with */
  int module, reduction;
  int left, top;          /* of the first module */
  int width, height;      /* of all modules */
  int text_top, text_height, text_size; /* of the digits; height 0 = none */
  int bearer;             /* thickness of the bars above and below, 0 = none */
} Plan;

static gboolean
has_guards (BrLabelSymbology symbology)
{
  return symbology == BR_CODE_EAN13 || symbology == BR_CODE_EAN8 || symbology == BR_CODE_UPCA;
}

static void
complain (const BrLabelPass *pass, const BrLabelObject *object, const char *what, const char *text)
{
  br_label_pass_problem (pass, br_label_problem_new (what, object->name, FALSE, "%s", text));
}

/* Dots as millimetres, for a person. */
static double
to_mm (const BrHead *head, int dots)
{
  return (double) dots * head->dots_den / head->dots_num;
}

static int
choose_module (const BrLabelObject *object, int across, int down, const BrLabelFrame *box)
{
  int widest = MIN (box->width / across, down > 0 ? box->height / down : G_MAXINT);

  return object->module_dots > 0 && (int) object->module_dots <= widest ? (int) object->module_dots : object->module_dots > 0 ? 0 : widest;
}

/* The digits' strip and the bars share the height. */
static void
plan_text (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelSymbol *symbol, const BrLabelCanvas *canvas, Plan *plan)
{
  gboolean guards = has_guards (symbol->symbology);
  int size = (guards ? DIGIT_SIZE : TEXT_SIZE) * plan->module;

  if (object->hri != BR_HRI_BELOW && object->hri != BR_HRI_ABOVE)
    return;
  if (object->size > 0)
    size = MIN (br_head_dots (pass->head, object->size), guards ? size : G_MAXINT);
  plan->text_size = size;
  plan->text_height = (guards ? size * 4 / 5 : size * 11 / 10) + plan->module;
  if (object->hri == BR_HRI_ABOVE)
    plan->top += plan->text_height;
  else
    plan->text_top = canvas->frame.height - plan->text_height;
}

/* The rows of a stacked symbol are of one height. FALSE: there is no room. */
static gboolean
plan_rows (const BrLabelSymbol *symbol, Plan *plan)
{
  int n_rows = (int) symbol->modules->height, top, bars;

  if (n_rows == 1)
    return plan->height >= plan->module;
  br_label_symbol_place_row (symbol, 0, plan->module, plan->height, &top, &bars);
  br_label_symbol_place_row (symbol, n_rows - 1, plan->module, plan->height, &top, &plan->height);
  plan->height += top;
  return bars >= STACKED_BARS * plan->module;
}

static gboolean
make_plan (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelSymbol *symbol, const BrLabelCanvas *canvas, Plan *plan)
{
  const BrLabelFrame *box = &canvas->frame;
  gboolean linear = br_label_symbol_is_linear (symbol->symbology);
  int across = (int) symbol->modules->width + symbol->quiet_left + symbol->quiet_right;
  int down = linear ? 0 : (int) symbol->modules->height + 2 * symbol->quiet_above;

  *plan = (Plan) { .module = choose_module (object, across, down, box) };
  if (plan->module == 0)
    return FALSE;
  plan->reduction = MIN ((int) pass->head->bar_reduction, plan->module - 1);
  plan->width = (int) symbol->modules->width * plan->module;
  plan->left = br_label_share_room (box->width - across * plan->module, object->align) + symbol->quiet_left * plan->module;
  if (linear)
    {
      plan->bearer = symbol->symbology == BR_CODE_ITF14 ? BEARER * plan->module : 0;
      plan_text (pass, object, symbol, canvas, plan);
      plan->top += plan->bearer;
      plan->height = box->height - plan->text_height - 2 * plan->bearer;
      return plan_rows (symbol, plan);
    }
  plan->top = br_label_share_room (box->height - down * plan->module, object->valign) + symbol->quiet_above * plan->module;
  plan->height = (int) symbol->modules->height * plan->module;
  return TRUE;
}

static void
complain_of_room (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelSymbol *symbol, const BrLabelCanvas *canvas)
{
  int module = MAX (1, (int) object->module_dots);
  int across = ((int) symbol->modules->width + symbol->quiet_left + symbol->quiet_right) * module;
  g_autofree char *text = NULL;

  if (across > canvas->frame.width || br_label_symbol_is_linear (symbol->symbology))
    text = g_strdup_printf ("the barcode does not fit: it is %.1f mm wide with its quiet zones, its box %.1f × %.1f mm", to_mm (pass->head, across),
                            to_mm (pass->head, canvas->frame.width), to_mm (pass->head, canvas->frame.height));
  else
    text = g_strdup_printf ("the barcode does not fit: it is %.1f mm high with its quiet zones, its box %.1f mm",
                            to_mm (pass->head, ((int) symbol->modules->height + 2 * symbol->quiet_above) * module), to_mm (pass->head, canvas->frame.height));
  complain (pass, object, "clip", text);
}

/* Guard bars of EAN and UPC go down between the digits; those of UPC take their outer digits with them. */
static gboolean
is_guard (const BrLabelSymbol *symbol, int module)
{
  int n = (int) symbol->modules->width, outer = symbol->symbology == BR_CODE_UPCA ? 10 : 3;

  return has_guards (symbol->symbology) && (module < outer || module >= n - outer || (module >= n / 2 - 2 && module <= n / 2 + 2));
}

/* One row of modules; runs of black ones are one bar. */
static void
draw_row (const BrLabelSymbol *symbol, const Plan *plan, const BrLabelCanvas *canvas, int row, int guard)
{
  BrLabelRect bar = { 0 };

  br_label_symbol_place_row (symbol, row, plan->module, plan->height, &bar.y, &bar.height);
  bar.y += plan->top;
  for (int from = 0, to; from < (int) symbol->modules->width; from = to)
    {
      for (to = from + 1; br_bitmap_get (symbol->modules, to, row) == br_bitmap_get (symbol->modules, from, row) && to < (int) symbol->modules->width;)
        to++;
      if (!br_bitmap_get (symbol->modules, from, row))
        continue;
      bar.x = plan->left + from * plan->module;
      bar.width = (to - from) * plan->module - plan->reduction;
      br_label_canvas_fill (canvas, bar);
      if (guard > 0 && is_guard (symbol, from))
        br_label_canvas_fill (canvas, (BrLabelRect) { bar.x, bar.y + bar.height, bar.width, guard });
    }
}

/* A code makes its own white ground. On a black one that is what is wanted; of a text it would take letters away, and a price would say something else. */
static void
make_ground (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelCanvas *canvas, BrLabelRect ground)
{
  guint n_black = br_label_canvas_count (canvas, ground);

  if (n_black > 0 && n_black < (guint) (ground.width * ground.height))
    complain (pass, object, "quiet-zone", "something is printed in the quiet zone of the barcode");
  br_label_canvas_erase (canvas, ground);
}

static void
draw_bars (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelSymbol *symbol, const Plan *plan, const BrLabelCanvas *canvas)
{
  int quiet_left = symbol->quiet_left * plan->module, quiet_right = symbol->quiet_right * plan->module, quiet_above = symbol->quiet_above * plan->module;
  BrLabelRect all = { plan->left - quiet_left, plan->top - quiet_above, plan->width + quiet_left + quiet_right, plan->height + 2 * quiet_above };
  int guard = object->hri == BR_HRI_BELOW ? MIN (GUARD * plan->module, plan->text_height) : 0;

  make_ground (pass, object, canvas, br_label_symbol_is_linear (symbol->symbology) ? (BrLabelRect) { all.x, 0, all.width, canvas->frame.height } : all);
  if (plan->bearer > 0)
    {
      br_label_canvas_fill (canvas, (BrLabelRect) { all.x, plan->top - plan->bearer, all.width, plan->bearer });
      br_label_canvas_fill (canvas, (BrLabelRect) { all.x, plan->top + plan->height, all.width, plan->bearer });
    }
  for (int row = 0; row < (int) symbol->modules->height; row++)
    draw_row (symbol, plan, canvas, row, guard);
}

/* The digits' strip without the gap of one module between it and the bars. */
static BrTextSpec
spec_people (const BrLabelObject *object, const Plan *plan)
{
  return (BrTextSpec) {
    .family = object->font,
    .size = plan->text_size,
    .min_size = plan->text_size / 2,
    .weight = object->weight > 0 ? object->weight : 400,
    .align = BR_LABEL_CENTRE,
    .valign = BR_LABEL_CENTRE,
    .fit = BR_FIT_SHRINK,
    .lines = 1,
    .height = plan->text_height - plan->module,
  };
}

static gboolean
stamp_text (const BrLabelPass *pass, const BrLabelCanvas *canvas, const BrTextSpec *spec, int x, int y)
{
  const BrTextRaster *raster = br_text_setter_set (pass->setter, spec);

  if (raster->ink != NULL)
    br_label_canvas_stamp (canvas, raster->ink, x + raster->x, y + raster->y, BR_INK_BLACK);
  return !raster->clipped;
}

/* Where the seven modules of digit `i` begin: the first digit of EAN-13 and the outer ones of UPC-A stand in the quiet zones. */
static int
place_digit (const BrLabelSymbol *symbol, int i, int n)
{
  int outside = n == 8 ? 0 : 1, half = (n - outside) / 2;
  int middle = (int) symbol->modules->width / 2 + 3;

  if (i < outside)
    return -10;
  if (n == 12 && i == n - 1)
    return (int) symbol->modules->width + 2;
  if (n == 12)
    return i < 6 ? 10 + 7 * (i - 1) : middle + 7 * (i - 6);
  i -= outside;
  return i < half ? 3 + 7 * i : middle + 7 * (i - half);
}

static gboolean
draw_digits (const BrLabelPass *pass, const BrLabelSymbol *symbol, const Plan *plan, const BrLabelCanvas *canvas, BrTextSpec *spec, int y)
{
  int n = (int) strlen (symbol->people);
  gboolean ok = TRUE;

  spec->width = 7 * plan->module;
  for (int i = 0; i < n; i++)
    {
      char digit[2] = { symbol->people[i], '\0' };

      spec->text = digit;
      ok &= stamp_text (pass, canvas, spec, plan->left + place_digit (symbol, i, n) * plan->module, y);
    }
  return ok;
}

static void
draw_people (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelSymbol *symbol, const Plan *plan, const BrLabelCanvas *canvas)
{
  BrTextSpec spec = spec_people (object, plan);
  int y = plan->text_top + (object->hri == BR_HRI_BELOW ? plan->module : 0);
  gboolean ok;

  if (has_guards (symbol->symbology))
    ok = draw_digits (pass, symbol, plan, canvas, &spec, y);
  else
    {
      int left = plan->left - symbol->quiet_left * plan->module;

      spec.text = symbol->people;
      spec.width = ((int) symbol->modules->width + symbol->quiet_left + symbol->quiet_right) * plan->module;
      ok = stamp_text (pass, canvas, &spec, left, y);
    }
  if (!ok)
    br_label_pass_problem (pass, br_label_problem_new ("clip", object->name, TRUE, "the text of the barcode does not fit beside it"));
}

/* What the picture says of the symbol: as it lies in it. */
static void
note_code (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelSymbol *symbol, const Plan *plan, const BrLabelCanvas *canvas)
{
  BrLabelCode *code = g_new0 (BrLabelCode, 1);
  BrLabelRect rect = br_label_frame_map (&canvas->frame, (BrLabelRect) { plan->left, plan->top, plan->width, plan->height });
  int quiet[4] = { symbol->quiet_left, symbol->quiet_above, symbol->quiet_right, symbol->quiet_above };

  *code = (BrLabelCode) {
    .object = g_strdup (object->name),
    .symbology = symbol->symbology,
    .text = g_strdup (symbol->text),
    .x = rect.x,
    .y = rect.y,
    .width = rect.width,
    .height = rect.height,
    .turn = canvas->frame.turn,
    .module_dots = (guint) plan->module,
    .option = plan->option,
  };
  for (guint i = 0; i < 4; i++)
    code->quiet[(i + canvas->frame.turn) % 4] = quiet[i] * plan->module;
  g_ptr_array_add (pass->picture->codes, code);
}

/* One row that has bars of at least 0.25 mm, or the fewest rows that have; else whatever fits. */
static BrLabelSymbol *
plan_stacked (const BrLabelPass *pass, const BrLabelObject *object, const char *value, const BrLabelCanvas *canvas, Plan *plan)
{
  int least = object->module_dots > 0 ? 1 : MAX (1, br_head_dots (pass->head, BR_LABEL_MM / 4));

  for (int pairs = BR_LABEL_SYMBOL_MAX_PAIRS; pairs > 0; pairs--)
    {
      g_autoptr (BrLabelSymbol) symbol = br_label_symbol_new (object->symbology, value, pairs, NULL);
      Plan stacked;

      if (symbol == NULL || !make_plan (pass, object, symbol, canvas, &stacked) || stacked.module < least)
        continue;
      *plan = stacked;
      plan->option = pairs;
      return g_steal_pointer (&symbol);
    }
  return NULL;
}

static gboolean
needs_stack (const BrLabelPass *pass, const BrLabelObject *object, const Plan *plan, gboolean fits)
{
  return object->symbology == BR_CODE_DATABAR_EXPANDED && (!fits || (object->module_dots == 0 && plan->module < br_head_dots (pass->head, BR_LABEL_MM / 4)));
}

void
br_label_draw_code (const BrLabelPass *pass, const BrLabelObject *object, const char *value, const BrLabelCanvas *canvas)
{
  g_autoptr (GError) error = NULL;
  int option = object->symbology == BR_CODE_QR ? object->ec_level : 0;
  g_autoptr (BrLabelSymbol) symbol = br_label_symbol_new (object->symbology, value, option, &error), stacked = NULL;
  const BrLabelSymbol *drawn = symbol;
  gboolean fits;
  Plan plan;

  if (symbol == NULL)
    {
      complain (pass, object, "code", error->message);
      return;
    }
  fits = make_plan (pass, object, symbol, canvas, &plan);
  plan.option = option;
  if (needs_stack (pass, object, &plan, fits))
    stacked = plan_stacked (pass, object, value, canvas, &plan);
  if (stacked != NULL)
    drawn = stacked;
  else if (!fits)
    {
      complain_of_room (pass, object, symbol, canvas);
      return;
    }
  draw_bars (pass, object, drawn, &plan, canvas);
  if (plan.text_height > 0)
    draw_people (pass, object, drawn, &plan, canvas);
  note_code (pass, object, drawn, &plan, canvas);
}
