/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-label-draw.h"

#include <string.h>

#include "br-printer-language.h"
#include "br-wire-template.h"

static GTimeZone *
find_zone (const char *name)
{
  GTimeZone *zone = name != NULL ? g_time_zone_new_identifier (name) : NULL;

  return zone != NULL ? zone : g_time_zone_new_utc ();
}

BrLabelPicture *
br_label_draw (BrLabelRenderer *renderer, const BrLabelDraw *draw, GError **error)
{
  g_autoptr (GTimeZone) zone = find_zone (draw->zone);
  const char *price = draw->fields != NULL ? br_label_fields_get (draw->fields, "price") : NULL;
  BrLabelScope scope = {
    .template = draw->template,
    .fields = draw->fields,
    .now_us = draw->now_us,
    .zone = zone,
    .currency = draw->currency,
    .index = MAX (draw->index, 1),
    .total = MAX (draw->total, 1),
    .copy = MAX (draw->copy, 1),
    .copies = MAX (draw->copies, 1),
    .sequence = draw->sequence,
    .sequence_data = draw->sequence_data,
  };
  g_autoptr (GError) no_paper = NULL;
  BrPrintArea area;
  gboolean has_area = draw->printer != NULL && br_printer_print_area (draw->printer, &draw->template->media, &area, &no_paper);
  BrLabelPicture *picture = br_label_render (renderer, &scope, draw->head, has_area ? &area : NULL, error);

  if (picture == NULL)
    return NULL;
  if (no_paper != NULL)
    g_ptr_array_add (picture->problems, br_label_problem_new ("media", NULL, FALSE, "%s", no_paper->message));
  br_label_preflight (renderer, picture, &scope, draw->head, price);
  return picture;
}

BrLabelPicture *
br_label_draw_ordered (BrLabelRenderer *renderer, const BrLabelTemplate *template, const BrPrintLabel *label, const BrPrinter *printer, GError **error)
{
  g_autoptr (BrLabelFields) fields = br_wire_fields_read (label->fields, strlen (label->fields), error);
  BrLabelDraw draw = { .template = template,
                       .fields = fields,
                       .head = &printer->head,
                       .printer = printer,
                       .now_us = label->now_us,
                       .currency = label->currency,
                       .zone = label->zone,
                       .index = label->index,
                       .total = label->whole,
                       .copy = label->copy,
                       .copies = label->copies,
                       .sequence = br_print_label_sequence,
                       .sequence_data = (gpointer) label };

  return fields != NULL ? br_label_draw (renderer, &draw, error) : NULL;
}

const BrLabelProblem *
br_label_picture_stop (const BrLabelPicture *picture)
{
  for (guint i = 0; i < picture->problems->len; i++)
    {
      const BrLabelProblem *problem = g_ptr_array_index (picture->problems, i);

      if (!problem->warning)
        return problem;
    }
  return NULL;
}
