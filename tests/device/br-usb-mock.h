/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A USB bus of this process alone, by umockdev: plug printers in and out, and let their driver fail. Run under umockdev-wrapper. */
#pragma once

#include <umockdev.h>

/** UsbMockPrinter: what is plugged in. `number` 1..9 names the socket and lpN. */
typedef struct
{
  int         number;
  guint       vendor, product;
  const char *product_name, *serial, *device_id; /* NULL = not said */
  gboolean    without_driver; /* no usblp: no lp node */
  gboolean    is_disk;        /* a class 8 interface */
} UsbMockPrinter;

/** UsbMock: faults are read by umockdev's own thread: set them atomically. */
typedef struct
{
  UMockdevTestbed   *testbed;
  UMockdevIoctlBase *driver;     /* what ioctl, read and write of lp nodes do */
  const char        *device_id;  /* of the printer with a driver */
  gint status;        /* LPGETSTATUS */
  gint status_errno;  /* it fails, 0 = it does not */
  gint write_errno;   /* write fails */
  gint read_errno;    /* read fails */
  gint faults;        /* writes that failed by write_errno */
  gint write_most;    /* write takes this many bytes and keeps them for itself, 0 = all go to usb_mock_fd */
  gint swallowed;     /* bytes kept by write_most */
} UsbMock;

/** usb_mock_is_possible: FALSE (and the test is skipped) where umockdev-wrapper did not start us. */
gboolean usb_mock_is_possible (void);
UsbMock *usb_mock_new    (void);
void     usb_mock_free   (UsbMock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsbMock, usb_mock_free)
void     usb_mock_plug   (UsbMock *self, const UsbMockPrinter *printer);
void     usb_mock_unplug (UsbMock *self, const UsbMockPrinter *printer);
/** usb_mock_fd: the printer's end of lpN. */
int      usb_mock_fd     (UsbMock *self, int number);
/** usb_mock_hang_up: the printer's end of lpN is gone. Any thread. */
void     usb_mock_hang_up (UsbMock *self, int number);
