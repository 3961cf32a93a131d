/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ports on a file descriptor share: waiting that can be woken, answers that come while writing, the end of a session. Private to device. */
#pragma once

#include "br-port.h"

G_BEGIN_DECLS

/** BrFdPort: the first member of such a port. Once a session is lost, every call says so again: nothing is retried on a dead descriptor. */
typedef struct
{
  BrPort      port;
  int         fd;         /* non-blocking; owned */
  int         wake_fd;    /* an eventfd: br_port_wake */
  gsize       chunk;      /* most bytes given to one write() */
  gboolean    counts_late;/* bytes are taken only when the descriptor can be written again (usblp), not when write() returns */
  gsize       in_flight;  /* bytes written that are not known to be taken yet */
  GByteArray *inbox;      /* answers that came while writing, at most INBOX_MAX */
  GError     *lost;       /* why the session is over, or NULL */
  gboolean  (*is_there) (BrPort *port); /* asked when reading failed: a device that is still there goes on; NULL = it does not */
  gint64      listen_from_us; /* monotonic: after such a failure it is not listened to before this */
  gint64    (*slept_us) (void); /* how long the machine has slept since it started; NULL = sleep does not end this session */
  gint64      slept_at_open_us;
} BrFdPort;

/** br_fd_port_init: takes `fd`. */
void     br_fd_port_init  (BrFdPort *self, const BrPortOps *ops, int fd);
/** br_fd_port_clear: closes both descriptors and frees what is inside. */
void     br_fd_port_clear (BrFdPort *self);
/** br_fd_port_ends_with_sleep: from now on the session is lost when the machine slept: the kernel drops what is on the wire then. `slept_us` NULL: the real clocks. */
void     br_fd_port_ends_with_sleep (BrFdPort *self, gint64 (*slept_us) (void));
/** br_fd_port_is_alive: FALSE with the error of the session's end. */
gboolean br_fd_port_is_alive (BrFdPort *self, GError **error);
/** br_fd_port_fail: ends the session for the reason in `errno_value`; always FALSE. */
gboolean br_fd_port_fail  (BrFdPort *self, int errno_value, const char *doing, GError **error);

/* The operations, as in BrPortOps. */
gboolean br_fd_port_write (BrPort *port, const guint8 *bytes, gsize n, int timeout_ms, gsize *taken, GError **error);
gboolean br_fd_port_read  (BrPort *port, guint8 *bytes, gsize size, int timeout_ms, gsize *n_read, GError **error);
/** br_fd_port_settle: waits until nothing is in flight. Errors: as write. */
gboolean br_fd_port_settle (BrPort *port, int timeout_ms, GError **error);
void     br_fd_port_wake  (BrPort *port);

/** br_fd_port_pause: waits `pause_ms`, though not beyond the deadline. Errors: BUSY (time is up, or woken), or the session is lost. */
gboolean br_fd_port_pause (BrFdPort *self, int pause_ms, gint64 deadline_us, GError **error);
/** br_port_deadline_us: `timeout_ms` from now. */
gint64   br_port_deadline_us (int timeout_ms);

/** br_port_slept_us: how long the machine has slept since it started. More than BR_PORT_SLEPT_US of it between two looks was a suspend: the clocks are read
 *  one after the other. */
#define BR_PORT_SLEPT_US (G_USEC_PER_SEC / 10)
gint64   br_port_slept_us (void);
/** br_port_device_id_text: (transfer full) of an answer to GET_DEVICE_ID, whose first two bytes are its length, both included; NULL = it is empty. */
char    *br_port_device_id_text (const guint8 *answer, gsize size);

/** br_port_take_answers: moves at most `size` bytes out of what has come; returns how many. */
gsize    br_port_take_answers (GByteArray *inbox, guint8 *bytes, gsize size);

/* The kinds, for br_port_open. */
BrPort *br_port_usblp_open (const char *node, GError **error);
BrPort *br_port_tcp_open   (const char *address, int timeout_ms, GError **error);
BrPort *br_port_file_open  (const char *path, GError **error);
/** br_port_usblp_new: on an open descriptor (taken); for tests. `slept_us` NULL: the real clocks. */
BrPort *br_port_usblp_new  (int fd, gint64 (*slept_us) (void));
/** br_port_usblp_fail_open: what an errno of open() means to a person; always NULL. */
BrPort *br_port_usblp_fail_open (const char *node, int errno_value, GError **error);

G_END_DECLS
