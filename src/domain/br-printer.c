/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-printer.h"

int
br_head_dots (const BrHead *head, int length)
{
  gint64 scaled = (gint64) length * head->dots_num, unit = (gint64) 100 * head->dots_den;

  return (int) (scaled >= 0 ? (scaled + unit / 2) / unit : -((-scaled + unit / 2) / unit));
}

BrPrinter *
br_printer_new (const char *key)
{
  BrPrinter *self = g_new0 (BrPrinter, 1);

  self->key = g_strdup (key);
  self->head = (BrHead) { .dots_num = 8, .dots_den = 1 };
  self->darkness = self->speed = -1;
  return self;
}

BrPrinter *
br_printer_copy (const BrPrinter *self)
{
  BrPrinter *copy = g_memdup2 (self, sizeof *self);

  copy->key = g_strdup (self->key);
  copy->name = g_strdup (self->name);
  copy->model = g_strdup (self->model);
  copy->web = g_strdup (self->web);
  return copy;
}

void
br_printer_free (BrPrinter *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->name);
  g_free (self->model);
  g_free (self->web);
  g_free (self);
}
