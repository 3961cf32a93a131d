/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The port by libusb, and what of libusb it calls, so that tests can stand in for the bus. Private to device. */
#pragma once

#include "br-port.h"
#include <libusb.h>

G_BEGIN_DECLS

/** BrLibusbCalls: as the functions of libusb they are named after. */
typedef struct
{
  int  (*submit)        (struct libusb_transfer *transfer);
  int  (*cancel)        (struct libusb_transfer *transfer);
  int  (*handle_events) (libusb_context *context, struct timeval *timeout, int *completed);
  int  (*control)       (libusb_device_handle *handle, uint8_t type, uint8_t request, uint16_t value, uint16_t index, unsigned char *data, uint16_t size, unsigned timeout_ms);
  int  (*clear_halt)    (libusb_device_handle *handle, unsigned char endpoint);
  void (*interrupt)     (libusb_context *context);
} BrLibusbCalls;

/** BrLibusbPlace: where in the device the printer is. */
typedef struct
{
  guint8 interface, alternate;
  guint8 out, in; /* bulk endpoints; in 0: it cannot be read */
  guint8 protocol;/* 1 one way, 2 both ways */
} BrLibusbPlace;

/** br_port_libusb_find: the printer in a configuration, two-way rather than one-way. FALSE: there is none. */
gboolean br_port_libusb_find (const struct libusb_config_descriptor *config, BrLibusbPlace *place);
/** br_port_libusb_new: takes context, handle (either may be NULL in tests) and `fd`. */
BrPort  *br_port_libusb_new  (const BrLibusbCalls *calls, libusb_context *context, libusb_device_handle *handle, int fd, const BrLibusbPlace *place);
BrPort  *br_port_libusb_open (const char *node, GError **error);

G_END_DECLS
