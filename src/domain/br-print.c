/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-print.h"

#include "br-error.h"

void
br_print_item_free (BrPrintItem *self)
{
  if (self == NULL)
    return;
  br_label_fields_free (self->fields);
  g_free (self);
}

BrPrintJobView *
br_print_job_view_new (void)
{
  return g_atomic_rc_box_new0 (BrPrintJobView);
}

BrPrintJobView *
br_print_job_view_ref (BrPrintJobView *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_job_view (gpointer data)
{
  BrPrintJobView *self = data;

  g_free (self->person);
  g_free (self->title);
  g_free (self->template_name);
  g_free (self->template_key);
  g_free (self->printer_key);
}

void
br_print_job_view_unref (BrPrintJobView *self)
{
  g_atomic_rc_box_release_full (self, clear_job_view);
}

gboolean
br_print_job_view_is_done (const BrPrintJobView *self)
{
  return self->n[BR_LABEL_PRINTED] + self->n[BR_LABEL_FAILED] + self->n[BR_LABEL_CANCELLED] == self->total;
}

BrPrintLabelView *
br_print_label_view_new (void)
{
  return g_atomic_rc_box_new0 (BrPrintLabelView);
}

BrPrintLabelView *
br_print_label_view_ref (BrPrintLabelView *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_label_view (gpointer data)
{
  BrPrintLabelView *self = data;

  g_free (self->title);
  g_free (self->code);
  g_free (self->price);
  g_free (self->note);
}

void
br_print_label_view_unref (BrPrintLabelView *self)
{
  g_atomic_rc_box_release_full (self, clear_label_view);
}

BrStaleLabel *
br_stale_label_new (void)
{
  BrStaleLabel *self = g_atomic_rc_box_new0 (BrStaleLabel);

  self->printed_minor = self->now_minor = G_MININT64;
  self->printed_regular_minor = self->now_regular_minor = G_MININT64;
  return self;
}

BrStaleLabel *
br_stale_label_ref (BrStaleLabel *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_stale_label (gpointer data)
{
  BrStaleLabel *self = data;

  g_free (self->name);
  g_free (self->code);
  g_free (self->barcode);
  g_free (self->template_key);
}

void
br_stale_label_unref (BrStaleLabel *self)
{
  g_atomic_rc_box_release_full (self, clear_stale_label);
}

gboolean
br_printer_fits_paper (const BrPrinter *printer, const BrMedia *media)
{
  int across = (int) MAX (media->across, 1);
  int width = media->width * across + media->column_gap * (across - 1);

  /* On a sheet a label may be smaller than its cell, but not reach into the next. */
  if (printer->language == BR_LANGUAGE_PDF)
    return printer->sheet.columns == 0
           || (media->width <= (printer->sheet.columns > 1 ? printer->sheet.pitch_x : printer->sheet.page_width)
               && media->height <= (printer->sheet.rows > 1 ? printer->sheet.pitch_y : printer->sheet.page_height));
  if (printer->media_width > 0 && ABS (printer->media_width - width) > BR_LABEL_MM)
    return FALSE;
  return printer->media_height == 0 || media->tracking == BR_MEDIA_CONTINUOUS || ABS (printer->media_height - media->height) <= BR_LABEL_MM;
}

BrLabelProblem *
br_label_problem_new (const char *what, const char *object, gboolean warning, const char *format, ...)
{
  BrLabelProblem *self = g_new0 (BrLabelProblem, 1);
  va_list arguments;

  self->row = -1;
  self->what = g_strdup (what);
  self->object = g_strdup (object);
  self->warning = warning;
  self->code = BR_ERROR_INVALID;
  va_start (arguments, format);
  self->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return self;
}

char *
br_label_problem_write (const BrLabelProblem *self)
{
  g_autofree char *object = g_strdup (self->object != NULL ? self->object : "");

  return g_strdup_printf ("%s\t%s\t%s", self->what, g_strdelimit (object, "\t", ' '), self->text);
}

BrLabelProblem *
br_label_problem_read (const char *note)
{
  g_auto (GStrv) parts = note != NULL ? g_strsplit (note, "\t", 3) : NULL;

  if (parts == NULL || g_strv_length (parts) != 3)
    return NULL;
  return br_label_problem_new (parts[0], *parts[1] != '\0' ? parts[1] : NULL, FALSE, "%s", parts[2]);
}

void
br_label_problem_free (BrLabelProblem *self)
{
  if (self == NULL)
    return;
  g_free (self->what);
  g_free (self->object);
  g_free (self->text);
  g_free (self);
}
