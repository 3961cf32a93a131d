/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One printer on main: settings as stored, what its thread says, what waits for it. */
#include "config.h"

#include "br-printer-item-private.h"

#include "br-error.h"

#include <string.h>

struct _BrPrinterItem
{
  GObject parent_instance;

  BrStore *store;
  BrPrinter *printer;
  gboolean known;
  BrUsbPrinter *usb;     /* or NULL */
  BrPrintThread *thread; /* or NULL */
  BrPrintNews news;      /* of the thread */
  GError *trouble;       /* or NULL */
  BrPrintCounts counts;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrPrinterItem, br_printer_item, G_TYPE_OBJECT)

static void
tell (BrPrinterItem *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
news_cb (const BrPrintNews *news, gpointer data)
{
  BrPrinterItem *self = data;

  br_print_news_clear (&self->news);
  self->news = *news;
  self->news.error_text = g_strdup (news->error_text);
  g_clear_error (&self->trouble);
  if (news->error_text != NULL)
    self->trouble = g_error_new_literal (BR_ERROR, news->error_code, news->error_text);
  tell (self);
}

void
br_printer_item_stop (BrPrinterItem *self)
{
  g_clear_pointer (&self->thread, br_print_thread_stop);
  br_print_news_clear (&self->news);
  self->news = (BrPrintNews) { 0 };
  g_clear_error (&self->trouble);
}

static void
br_printer_item_finalize (GObject *object)
{
  BrPrinterItem *self = BR_PRINTER_ITEM (object);

  br_printer_item_stop (self);
  g_clear_pointer (&self->printer, br_printer_free);
  g_clear_pointer (&self->usb, br_usb_printer_unref);
  g_clear_pointer (&self->store, br_store_unref);
  G_OBJECT_CLASS (br_printer_item_parent_class)->finalize (object);
}

static void
br_printer_item_class_init (BrPrinterItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_printer_item_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_printer_item_init (BrPrinterItem *self)
{
}

BrPrinterItem *
br_printer_item_new (BrStore *store, BrPrinter *printer, gboolean known)
{
  BrPrinterItem *self = g_object_new (BR_TYPE_PRINTER_ITEM, NULL);

  self->store = br_store_ref (store);
  br_printer_item_set_printer (self, printer, known);
  return self;
}

/* A printer that can be driven: in a language of its own, or by the pages of an office printer. */
static gboolean
can_run (const BrPrinter *printer)
{
  return br_printer_language_get (printer->language) != NULL || (printer->language == BR_LANGUAGE_PDF && g_str_has_prefix (printer->key, "cups:"));
}

static void
follow_settings (BrPrinterItem *self)
{
  gboolean runs = self->known && can_run (self->printer);

  if (!runs)
    br_printer_item_stop (self);
  else if (self->thread != NULL)
    br_print_thread_wake (self->thread);
  else
    {
      self->thread = br_print_thread_start (self->store, self->printer->key, news_cb, self);
      if (self->usb != NULL)
        br_print_thread_plug (self->thread, self->usb->node);
    }
}

static gboolean
is_same (const BrPrinter *a, const BrPrinter *b)
{
  BrPrinter left = *a, right = *b;

  left.key = left.name = left.model = left.web = NULL;
  right.key = right.name = right.model = right.web = NULL;
  return memcmp (&left, &right, sizeof left) == 0 && g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->model, b->model) == 0
         && g_strcmp0 (a->web, b->web) == 0;
}

void
br_printer_item_set_printer (BrPrinterItem *self, BrPrinter *printer, gboolean known)
{
  gboolean same = self->printer != NULL && self->known == known && is_same (self->printer, printer);

  g_clear_pointer (&self->printer, br_printer_free);
  self->printer = printer;
  self->known = known;
  if (same)
    return;
  follow_settings (self);
  tell (self);
}

void
br_printer_item_plug (BrPrinterItem *self, BrUsbPrinter *usb)
{
  g_clear_pointer (&self->usb, br_usb_printer_unref);
  self->usb = usb != NULL ? br_usb_printer_ref (usb) : NULL;
  if (self->thread != NULL)
    br_print_thread_plug (self->thread, usb != NULL ? usb->node : NULL);
  tell (self);
}

BrUsbPrinter *
br_printer_item_get_usb (BrPrinterItem *self)
{
  return self->usb;
}

void
br_printer_item_set_counts (BrPrinterItem *self, const BrPrintCounts *counts)
{
  if (memcmp (&self->counts, counts, sizeof *counts) == 0)
    return;
  self->counts = *counts;
  tell (self);
}

const BrPrintCounts *
br_printer_item_get_counts (BrPrinterItem *self)
{
  return &self->counts;
}

gboolean
br_printer_item_is_sending (BrPrinterItem *self)
{
  return self->news.sending;
}

BrPrintThread *
br_printer_item_get_thread (BrPrinterItem *self)
{
  return self->thread;
}

const BrPrinter *
br_printer_item_get_printer (BrPrinterItem *self)
{
  return self->printer;
}

BrPrinterStatus
br_printer_item_get_status (BrPrinterItem *self)
{
  BrPrinterStatus status = self->news.status;
  gboolean is_usb = g_str_has_prefix (self->printer->key, "usb:");

  if (self->thread != NULL)
    return status;
  status.state = BR_PRINTER_UNSET;
  if (self->printer->language == BR_LANGUAGE_PDF)
    status.state = BR_PRINTER_UNKNOWN;
  else if (is_usb && self->usb == NULL)
    status.state = BR_PRINTER_GONE;
  else if (is_usb && self->usb->no_access)
    status.state = BR_PRINTER_NO_ACCESS;
  return status;
}

gboolean
br_printer_item_is_known (BrPrinterItem *self)
{
  return self->known;
}

void
br_printer_item_get_progress (BrPrinterItem *self, gint64 *done, gint64 *total, gint64 *job)
{
  gboolean proves = !self->printer->silent;

  *done = self->counts.done + (proves ? 0 : self->counts.sent);
  *total = self->counts.total;
  *job = self->counts.job;
}

guint
br_printer_item_get_uncertain (BrPrinterItem *self)
{
  return (guint) self->counts.uncertain;
}

const GError *
br_printer_item_get_trouble (BrPrinterItem *self)
{
  return self->trouble;
}
