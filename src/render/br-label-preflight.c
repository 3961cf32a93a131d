/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looks at a finished picture as a scanner will look at the paper. Nothing here knows how the picture was drawn.
 *
 * Of each barcode:
 *   clip        its bars lie on the picture;
 *   quiet-zone  every dot of its quiet zones is white and on the label;
 *   decode      a reader of other people's making gives its text (br-code-reader.h); linear codes are read at a quarter, half and three quarters
 *               of their height. Also the dots are the modules of its text, encoded anew: damage that leaves most rows whole and readable is a
 *               warning. Of QR only the reading counts;
 *   module      the width of a module and the height of the bars against the GS1 General Specifications, 5.12.3 (a warning); not on tags, of whose
 *               glass only pixels are known.
 * Of the label: price (br-label-price-check.h). What lies where the printer cannot print is found while it is drawn.
 */
#include "config.h"

#include "br-label-render.h"

#include "br-code-reader.h"
#include "br-label-canvas.h"
#include "br-label-price-check.h"
#include "br-label-symbol.h"

#include <string.h>

/* One code being looked at. */
typedef struct
{
  const BrLabelCode *code;
  GPtrArray *problems;
  const BrHead *head;
  BrBitmap *upright;  /* the symbol with its quiet zones, turned upright */
  int quiet[4];       /* dots left, above, right, below of it there */
  guint width, height; /* of the symbol there */
} Look;

static void
add_problem (const Look *look, const char *what, gboolean warning, const char *text)
{
  g_ptr_array_add (look->problems, br_label_problem_new (what, look->code->object, warning, "%s", text));
}

static gboolean
look_init (Look *self, const BrLabelPicture *picture, const BrLabelCode *code, const BrHead *head)
{
  const int *quiet = code->quiet;
  BrBitmap *lying = br_bitmap_cut (picture->bitmap, code->x - quiet[0], code->y - quiet[1], (guint) (code->width + quiet[0] + quiet[2]),
                                   (guint) (code->height + quiet[1] + quiet[3]));
  gboolean lies = code->turn % 2 == 1;

  *self = (Look) { .code = code, .problems = picture->problems, .head = head, .upright = lying };
  if (lying == NULL)
    return FALSE;
  if (code->turn % 4 != 0)
    {
      self->upright = br_bitmap_turn (lying, 4 - code->turn % 4);
      br_bitmap_unref (lying);
    }
  for (guint i = 0; i < 4; i++)
    self->quiet[i] = quiet[(i + code->turn) % 4];
  self->width = (guint) (lies ? code->height : code->width);
  self->height = (guint) (lies ? code->width : code->height);
  return TRUE;
}

static gboolean
check_place (const Look *look, const BrBitmap *bitmap)
{
  const BrLabelCode *code = look->code;

  if (code->x >= 0 && code->y >= 0 && code->x + code->width <= (int) bitmap->width && code->y + code->height <= (int) bitmap->height)
    return TRUE;
  add_problem (look, "clip", FALSE, "the barcode lies partly beside the label");
  return FALSE;
}

static void
check_quiet (const Look *look, const BrBitmap *bitmap)
{
  const BrLabelCode *code = look->code;
  const BrBitmap *upright = look->upright;
  const int *quiet = look->quiet;
  int below = quiet[1] + (int) look->height, right = quiet[0] + (int) look->width;

  if (code->x < code->quiet[0] || code->y < code->quiet[1] || code->x + code->width + code->quiet[2] > (int) bitmap->width
      || code->y + code->height + code->quiet[3] > (int) bitmap->height)
    add_problem (look, "quiet-zone", FALSE, "the quiet zone of the barcode goes over the edge of the label");
  if (br_bitmap_count (upright, 0, 0, quiet[0], (int) upright->height) > 0 || br_bitmap_count (upright, right, 0, quiet[2], (int) upright->height) > 0
      || br_bitmap_count (upright, 0, 0, (int) upright->width, quiet[1]) > 0 || br_bitmap_count (upright, 0, below, (int) upright->width, quiet[3]) > 0)
    add_problem (look, "quiet-zone", FALSE, "something is printed in the quiet zone of the barcode");
}

/* Draws one row of modules as it must lie in `upright`: from its left edge, bars narrowed as the head asks for. */
static void
expect_row (const Look *look, const BrBitmap *modules, guint row, BrBitmap *out)
{
  int module = (int) look->code->module_dots, reduction = MIN ((int) look->head->bar_reduction, module - 1);

  memset (out->rows, 0, out->stride);
  for (int from = 0, to; from < (int) modules->width; from = to)
    {
      for (to = from + 1; to < (int) modules->width && br_bitmap_get (modules, to, (int) row) == br_bitmap_get (modules, from, (int) row);)
        to++;
      if (br_bitmap_get (modules, from, (int) row))
        br_bitmap_fill (out, from * module, 0, (to - from) * module - reduction, 1);
    }
}

/* The text as the encoder takes it: of DataBar, without the identifier 01 that a reader puts before it. */
static const char *
find_value (const BrLabelCode *code)
{
  return code->symbology == BR_CODE_DATABAR && strlen (code->text) == 16 ? code->text + 2 : code->text;
}

/* Rows of dots within the symbol that differ from its text encoded anew; all of them when the sizes differ. */
static guint
count_damaged (const Look *look)
{
  g_autoptr (BrLabelSymbol) symbol = br_label_symbol_new (look->code->symbology, find_value (look->code), look->code->option, NULL);
  g_autoptr (BrBitmap) expected = br_bitmap_new (look->width, 1, NULL);
  g_autoptr (BrBitmap) drawn = br_bitmap_cut (look->upright, look->quiet[0], look->quiet[1], look->width, look->height);
  gboolean linear = br_label_symbol_is_linear (look->code->symbology);
  guint damaged = 0, module = look->code->module_dots;
  int row_of = -1, top = 0, height = 0;

  if (symbol == NULL || expected == NULL || drawn == NULL || symbol->modules->width * module != look->width
      || (!linear && symbol->modules->height * module != look->height))
    return look->height;
  for (guint y = 0; y < look->height; y++)
    {
      if ((int) y >= top + height)
        {
          if (++row_of == (int) symbol->modules->height)
            return look->height;
          br_label_symbol_place_row (symbol, row_of, (int) module, (int) look->height, &top, &height);
          expect_row (look, symbol->modules, (guint) row_of, expected);
        }
      damaged += memcmp (drawn->rows + (gsize) y * drawn->stride, expected->rows, expected->stride) != 0 ? 1 : 0;
    }
  return damaged;
}

/* Whether a reader gives the text at a quarter, half and three quarters of the height; `wrong`: it gave another one. */
static guint
count_read (const Look *look, gboolean *wrong)
{
  guint n_read = 0;

  *wrong = FALSE;
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *text = br_code_reader_read_row (look->code->symbology, look->upright, (guint) look->quiet[1] + look->height * i / 4);

      n_read += g_strcmp0 (text, look->code->text) == 0 ? 1 : 0;
      *wrong |= text != NULL && strcmp (text, look->code->text) != 0;
    }
  return n_read;
}

/* The same of a symbol that is read as a whole: it can be read or not. */
static guint
count_whole_read (const Look *look, gboolean *wrong)
{
  g_autofree char *text = br_code_reader_read_whole (look->code->symbology, look->upright);

  *wrong = text != NULL && strcmp (text, look->code->text) != 0;
  return text != NULL && !*wrong ? 3 : 0;
}

static void
check_text (const Look *look)
{
  gboolean wrong;
  guint n_read = br_code_reader_by_rows (look->code->symbology) ? count_read (look, &wrong) : count_whole_read (look, &wrong);
  guint damaged = look->code->symbology != BR_CODE_QR ? count_damaged (look) : 0;

  if (wrong)
    add_problem (look, "decode", FALSE, "the barcode reads as something else");
  else if (n_read < 2)
    add_problem (look, "decode", FALSE, "the barcode could not be read back");
  else if (damaged > 0)
    add_problem (look, "decode", damaged * 2 <= look->height, "something is printed over a part of the barcode");
}

/* Widths of a module, heights of bars, and widths with quiet zones, micrometres; 0 = not limited. Narrower than `least`, down to `low`, is
 * allowed to on-demand thermal printers only, and then height and width must be those of `least`. */
typedef struct
{
  BrLabelSymbology symbology;
  int low, least, most, height, width;
} ModuleRule;

static const ModuleRule *
find_rule (BrLabelSymbology symbology, BrLabelKind kind)
{
  static const ModuleRule rules[] = {
    { BR_CODE_EAN13, 250, 264, 660, 18280, 29830 },
    { BR_CODE_EAN8, 250, 264, 660, 14580, 21380 },
    { BR_CODE_UPCA, 250, 264, 660, 18280, 29830 },
    { BR_CODE_GS1_128, 250, 250, 1016 },
    { BR_CODE_ITF14, 250, 250, 1016 },
    { BR_CODE_GS1_DATAMATRIX, 375, 375, 990 },
    { BR_CODE_DATABAR, 250, 264, 660 },
    { BR_CODE_DATABAR_EXPANDED, 250, 264, 660 },
  };
  static const ModuleRule logistics[] = { { BR_CODE_GS1_128, 495, 495, 1016, 31750 }, { BR_CODE_ITF14, 495, 495, 1016, 31750 } };

  for (gsize i = 0; kind == BR_LABEL_WAYBILL && i < G_N_ELEMENTS (logistics); i++)
    {
      if (logistics[i].symbology == symbology)
        return &logistics[i];
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (rules[i].symbology == symbology)
        return &rules[i];
    }
  return NULL;
}

/* Labels on shelves and cards are read by hand, never by a fixed scanner: their bars may be low, and have less white. */
static gboolean
asks_for_height (BrLabelKind kind)
{
  return kind == BR_LABEL_PRODUCT || kind == BR_LABEL_PROMOTION || kind == BR_LABEL_CLEARANCE || kind == BR_LABEL_WAYBILL;
}

static int
to_micrometres (const BrHead *head, guint dots)
{
  return (int) ((gint64) dots * 1000 * head->dots_den / head->dots_num);
}

/* Narrow bars need the white of wider ones: what they lack of `rule->width` is shared as the quiet zones are, 11 to 7 of EAN-13. */
static void
check_white (const Look *look, const BrLabelPicture *picture, const ModuleRule *rule)
{
  const BrLabelCode *code = look->code;
  int least = (int) ((gint64) rule->width * look->head->dots_num / (1000 * look->head->dots_den)), wide = look->quiet[0] + look->quiet[2];
  int lack = least - (int) look->width, before = (lack * look->quiet[0] + wide - 1) / wide;
  int lead = code->turn % 4 == 0 || code->turn % 4 == 1 ? before : lack - before; /* on the left, or above */
  gboolean lies = code->turn % 2 == 1;
  BrLabelRect zone = { code->x - (lies ? 0 : lead), code->y - (lies ? lead : 0), code->width + (lies ? 0 : lack), code->height + (lies ? lack : 0) };
  guint bars = br_bitmap_count (picture->bitmap, code->x, code->y, code->width, code->height);

  if (zone.x < 0 || zone.y < 0 || zone.x + zone.width > (int) picture->bitmap->width || zone.y + zone.height > (int) picture->bitmap->height
      || br_bitmap_count (picture->bitmap, zone.x, zone.y, zone.width, zone.height) > bars)
    g_ptr_array_add (look->problems, br_label_problem_new ("module", code->object, TRUE,
                                                           "with the white beside them its bars are to be %d.%02d mm wide when they are this narrow",
                                                           rule->width / 1000, rule->width % 1000 / 10));
}

static void
check_module (const Look *look, const BrLabelPicture *picture, BrLabelKind kind)
{
  const ModuleRule *rule = find_rule (look->code->symbology, kind);
  int width = to_micrometres (look->head, look->code->module_dots), height = to_micrometres (look->head, look->height);

  if (rule == NULL)
    return;
  if (width < rule->low || width > rule->most)
    g_ptr_array_add (look->problems,
                     br_label_problem_new ("module", look->code->object, TRUE, "its narrowest bar is %d.%03d mm wide, GS1 asks for %d.%03d to %d.%03d",
                                           width / 1000, width % 1000, rule->low / 1000, rule->low % 1000, rule->most / 1000, rule->most % 1000));
  if (rule->height > 0 && height < rule->height && (width < rule->least || kind == BR_LABEL_WAYBILL) && asks_for_height (kind))
    g_ptr_array_add (look->problems,
                     br_label_problem_new ("module", look->code->object, TRUE, "its bars are %d.%02d mm high, GS1 asks for %d.%02d when they are this narrow",
                                           height / 1000, height % 1000 / 10, rule->height / 1000, rule->height % 1000 / 10));
  if (rule->width > 0 && width >= rule->low && width < rule->least && asks_for_height (kind))
    check_white (look, picture, rule);
}

static void
check_code (const BrLabelPicture *picture, const BrLabelCode *code, const BrLabelScope *scope, const BrHead *head)
{
  Look look;

  if (!look_init (&look, picture, code, head))
    return;
  if (check_place (&look, picture->bitmap))
    {
      check_quiet (&look, picture->bitmap);
      check_text (&look);
    }
  if (scope->template->kind != BR_LABEL_TAG)
    check_module (&look, picture, scope->template->kind);
  br_bitmap_unref (look.upright);
}

void
br_label_preflight (BrLabelRenderer *self, BrLabelPicture *picture, const BrLabelScope *scope, const BrHead *head, const char *price)
{
  for (guint i = 0; i < picture->codes->len; i++)
    check_code (picture, picture->codes->pdata[i], scope, head);
  if (price != NULL)
    br_label_price_check (scope, price, picture->problems);
}
