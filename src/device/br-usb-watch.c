/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Watches the bus: each event is followed by a look at the whole (br-usb-scan.c), and what differs from the last look is told. So one
 * rule serves start, plugging, and a second printer with the same serial number, which changes the key of the first.
 *
 * A printer just plugged in has no driver for a moment. Whether that stays so is looked at when the bus has been quiet for SETTLE_MS.
 */
#include "config.h"

#include "br-usb-scan.h"

#define SETTLE_MS 500

struct _BrUsbWatch
{
  GObject parent_instance;
  GUdevClient *client;
  GPtrArray *printers; /* of BrUsbPrinter, by node, as last seen */
  guint settle_id;
};

G_DEFINE_FINAL_TYPE (BrUsbWatch, br_usb_watch, G_TYPE_OBJECT)

enum
{
  SIGNAL_ADDED,
  SIGNAL_REMOVED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
clear_printer (gpointer data)
{
  BrUsbPrinter *self = data;

  g_free (self->key);
  g_free (self->node);
  g_free (self->device_id);
  g_free (self->maker);
  g_free (self->product);
  g_free (self->serial);
}

BrUsbPrinter *
br_usb_printer_ref (BrUsbPrinter *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
br_usb_printer_unref (BrUsbPrinter *self)
{
  g_atomic_rc_box_release_full (self, clear_printer);
}

static gpointer
copy_printer (gconstpointer printer, gpointer user_data)
{
  return br_usb_printer_ref ((BrUsbPrinter *) printer);
}

static gboolean
is_same (gconstpointer a, gconstpointer b)
{
  const BrUsbPrinter *one = a, *other = b;

  return g_str_equal (one->key, other->key) && g_str_equal (one->node, other->node) && one->by_libusb == other->by_libusb && one->no_access == other->no_access;
}

static void
tell_removed (BrUsbWatch *self, const BrUsbPrinter *printer)
{
  g_debug ("%s at %s is gone", printer->key, printer->node);
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0, printer->key, printer->node);
}

static gboolean
has_key (gconstpointer a, gconstpointer b)
{
  return g_str_equal (((const BrUsbPrinter *) a)->key, ((const BrUsbPrinter *) b)->key);
}

/* A quick look leaves driverless printers out: those of the last look stay until a driver has them. */
static gboolean
is_left_out (GPtrArray *now, BrUsbPrinter *printer, gboolean with_driverless)
{
  return printer->by_libusb && !with_driverless && !g_ptr_array_find_with_equal_func (now, printer, has_key, NULL);
}

static int
compare_nodes (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 ((*(BrUsbPrinter *const *) a)->node, (*(BrUsbPrinter *const *) b)->node);
}

/* What is there still is told as it was seen first: a driver that is sent away takes the device id with it. */
static void
keep_known (GPtrArray *now, GPtrArray *before)
{
  guint at;

  for (guint i = 0; i < now->len; i++)
    if (g_ptr_array_find_with_equal_func (before, now->pdata[i], is_same, &at))
      {
        br_usb_printer_unref (now->pdata[i]);
        now->pdata[i] = br_usb_printer_ref (before->pdata[at]);
      }
}

/* Handlers may ask for the list, so it is whole before anything is told. */
static void
look (BrUsbWatch *self, gboolean with_driverless)
{
  g_autoptr (GPtrArray) now = br_usb_scan (self->client, with_driverless);
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->printers);
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();
  g_autoptr (BrUsbWatch) alive = g_object_ref (self);

  for (guint i = 0; i < before->len; i++)
    {
      BrUsbPrinter *printer = before->pdata[i];

      if (is_left_out (now, printer, with_driverless))
        g_ptr_array_add (now, br_usb_printer_ref (printer));
      else if (!g_ptr_array_find_with_equal_func (now, printer, is_same, NULL))
        g_ptr_array_add (gone, printer);
    }
  keep_known (now, before);
  g_ptr_array_sort (now, compare_nodes);
  self->printers = g_ptr_array_ref (now);
  for (guint i = 0; i < gone->len; i++)
    tell_removed (self, gone->pdata[i]);
  for (guint i = 0; i < now->len; i++)
    if (!g_ptr_array_find_with_equal_func (before, now->pdata[i], is_same, NULL))
      g_signal_emit (self, signals[SIGNAL_ADDED], 0, now->pdata[i]);
}

static gboolean
settled_cb (gpointer user_data)
{
  BrUsbWatch *self = user_data;

  self->settle_id = 0;
  look (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* A removed node is gone even if a look finds another printer there already. */
static void
forget_node (BrUsbWatch *self, const char *node)
{
  for (guint i = 0; node != NULL && i < self->printers->len; i++)
    {
      BrUsbPrinter *printer = self->printers->pdata[i];

      if (g_str_equal (printer->node, node))
        {
          g_autoptr (BrUsbPrinter) gone = br_usb_printer_ref (printer);

          g_ptr_array_remove_index (self->printers, i);
          tell_removed (self, gone);
          return;
        }
    }
}

static void
uevent_cb (BrUsbWatch *self, const char *action, GUdevDevice *device)
{
  if (g_str_equal (action, "remove"))
    forget_node (self, g_udev_device_get_device_file (device));
  look (self, FALSE);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (SETTLE_MS, settled_cb, self);
}

static void
br_usb_watch_dispose (GObject *object)
{
  BrUsbWatch *self = BR_USB_WATCH (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_object (&self->client);
  g_clear_pointer (&self->printers, g_ptr_array_unref);
  G_OBJECT_CLASS (br_usb_watch_parent_class)->dispose (object);
}

static void
br_usb_watch_class_init (BrUsbWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_usb_watch_dispose;
  signals[SIGNAL_ADDED] = g_signal_new ("added", BR_TYPE_USB_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", BR_TYPE_USB_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
br_usb_watch_init (BrUsbWatch *self)
{
  static const char *const subsystems[] = { "usbmisc", "usb", NULL };

  self->client = g_udev_client_new (subsystems);
  self->printers = g_ptr_array_new ();
  look (self, TRUE);
  g_signal_connect_object (self->client, "uevent", G_CALLBACK (uevent_cb), self, G_CONNECT_SWAPPED);
}

BrUsbWatch *
br_usb_watch_new (void)
{
  return g_object_new (BR_TYPE_USB_WATCH, NULL);
}

GPtrArray *
br_usb_watch_list (BrUsbWatch *self)
{
  return g_ptr_array_copy (self->printers, copy_printer, NULL);
}
