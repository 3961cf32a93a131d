/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printers speak often while they print; only what changes a number is passed on. */
#include "config.h"

#include "br-print-watch.h"

struct _BrPrintWatch
{
  GObject parent_instance;

  BrLabelService *labels;
  BrPrinterService *printers;
  GPtrArray *followed; /* of BrPrinterItem */
  BrPrintWatchCounts counts;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrPrintWatch, br_print_watch, G_TYPE_OBJECT)

static void
count (BrPrintWatch *self)
{
  BrPrintWatchCounts now = { .stale = br_label_service_n_stale (self->labels), .stopped = br_printer_service_n_stopped (self->printers) };

  for (guint i = 0; i < self->followed->len; i++)
    now.uncertain += br_printer_item_get_uncertain (self->followed->pdata[i]);
  if (now.stale == self->counts.stale && now.stopped == self->counts.stopped && now.uncertain == self->counts.uncertain)
    return;
  self->counts = now;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
follow (BrPrintWatch *self)
{
  GListModel *list = br_printer_service_get_printers (self->printers);

  for (guint i = 0; i < self->followed->len; i++)
    g_signal_handlers_disconnect_by_func (self->followed->pdata[i], count, self);
  g_ptr_array_set_size (self->followed, 0);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      BrPrinterItem *item = g_list_model_get_item (list, i);

      g_signal_connect_object (item, "changed", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->followed, item);
    }
  count (self);
}

static void
br_print_watch_dispose (GObject *object)
{
  BrPrintWatch *self = BR_PRINT_WATCH (object);

  g_clear_pointer (&self->followed, g_ptr_array_unref);
  g_clear_object (&self->printers);
  g_clear_object (&self->labels);
  G_OBJECT_CLASS (br_print_watch_parent_class)->dispose (object);
}

static void
br_print_watch_class_init (BrPrintWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_print_watch_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_print_watch_init (BrPrintWatch *self)
{
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
}

BrPrintWatch *
br_print_watch_new (BrLabelService *labels, BrPrinterService *printers)
{
  BrPrintWatch *self = g_object_new (BR_TYPE_PRINT_WATCH, NULL);

  self->labels = g_object_ref (labels);
  self->printers = g_object_ref (printers);
  g_signal_connect_object (labels, "stale-changed", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (labels, "queue-changed", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (br_printer_service_get_printers (printers), "items-changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  follow (self);
  return self;
}

const BrPrintWatchCounts *
br_print_watch_get (BrPrintWatch *self)
{
  g_return_val_if_fail (BR_IS_PRINT_WATCH (self), NULL);
  return &self->counts;
}
