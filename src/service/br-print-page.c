/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One page of shared memory over a file: magic, bytes of the picture that is being sent (0 = none), job, seq, bytes of the largest picture
 * that was sent and may not have arrived; eight bytes each, of this machine. Its writes are seen by the next process without a sync, since the kernel keeps the page; after a power cut it may
 * be old, and then the printer's session is another one anyway.
 */
#include "config.h"

#include "br-print-page.h"

#include "br-error.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE_BYTES 4096
#define MAGIC G_GUINT64_CONSTANT (0x32656761706b7262) /* "brkpage2" */
#define MAX_MISSING (G_GUINT64_CONSTANT (64) * 1024 * 1024)

typedef struct
{
  guint64 magic;
  guint64 n_bytes;
  gint64 job, seq;
  guint64 n_sent;
} Content;

struct _BrPrintPage
{
  volatile Content *content; /* mapped */
};

BrPrintPage *
br_print_page_open (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  int code = fd >= 0 ? posix_fallocate (fd, 0, PAGE_BYTES) : errno; /* a page without room on the disk would be a signal when it is written */
  gpointer map = code == 0 ? mmap (NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
  BrPrintPage *self;

  if (map == MAP_FAILED)
    g_set_error (error, BR_ERROR, code == ENOSPC ? BR_ERROR_FULL : BR_ERROR_IO, "cannot map %s: %s", path, g_strerror (code != 0 ? code : errno));
  if (fd >= 0)
    close (fd);
  if (map == MAP_FAILED)
    return NULL;
  self = g_new0 (BrPrintPage, 1);
  self->content = map;
  if (self->content->magic != MAGIC || self->content->n_bytes > MAX_MISSING || self->content->n_sent > MAX_MISSING)
    {
      self->content->n_bytes = self->content->n_sent = 0;
      self->content->job = self->content->seq = 0;
      self->content->magic = MAGIC;
    }
  return self;
}

void
br_print_page_free (BrPrintPage *self)
{
  if (self == NULL)
    return;
  munmap ((gpointer) self->content, PAGE_BYTES);
  g_free (self);
}

void
br_print_page_begin (BrPrintPage *self, gint64 job, gint64 seq, gsize n_bytes)
{
  self->content->job = job;
  self->content->seq = seq;
  self->content->n_bytes = n_bytes;
}

void
br_print_page_sent (BrPrintPage *self)
{
  self->content->n_sent = MAX (self->content->n_sent, self->content->n_bytes);
  self->content->n_bytes = 0;
}

void
br_print_page_arrived (BrPrintPage *self)
{
  self->content->n_sent = 0;
}

gsize
br_print_page_missing (BrPrintPage *self)
{
  return MAX (self->content->n_bytes, self->content->n_sent);
}

gboolean
br_print_page_cut (BrPrintPage *self, gint64 *job, gint64 *seq)
{
  *job = self->content->job;
  *seq = self->content->seq;
  return self->content->n_bytes != 0;
}
