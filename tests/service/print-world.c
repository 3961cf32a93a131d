/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print-world.h"

#include "br-error.h"
#include "br-label-template.h"
#include "world.h"
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define ID_BITS 24 /* of the number in a label's picture */

static gint64
get_us (gpointer data)
{
  return ((PrintWorld *) data)->now_us;
}

static void
sleep_us (gpointer data, gint64 us)
{
  ((PrintWorld *) data)->now_us += us;
}

/* A picture that says which label it is: a frame that marks its corners, and the number in squares of one dot. */
static BrBitmap *
draw_number (gint64 number, const BrHead *head, const BrMedia *media, int inset)
{
  BrBitmap *bitmap = br_bitmap_new ((guint) br_head_dots (head, media->width), (guint) br_head_dots (head, media->height), NULL);
  int at = br_head_dots (head, inset), width = br_head_dots (head, media->width - 2 * inset), height = br_head_dots (head, media->height - 2 * inset);

  br_bitmap_fill (bitmap, at, at, width, 1);
  br_bitmap_fill (bitmap, at, at + height - 1, width, 1);
  for (int i = 0; i < ID_BITS; i++)
    if ((number >> i & 1) != 0)
      br_bitmap_fill (bitmap, at + 2 + i, at + 2, 1, height - 4);
  return bitmap;
}

static gint64
label_number (gint64 job, gint64 seq)
{
  return job * 100000 + seq;
}

static BrBitmap *
draw_cb (gpointer data, const BrPrintLabel *label, const BrPrinter *printer, BrMedia *media, char **problem, GError **error)
{
  PrintWorld *self = data;

  *media = self->media;
  if (strstr (label->fields, "bad") != NULL)
    {
      *problem = g_strdup ("it is bad");
      return NULL;
    }
  return draw_number (label_number (label->job, label->seq), &printer->head, media, self->inset);
}

/* A port over the simulated one that dies at a byte. */
typedef struct
{
  BrPort port;
  BrPort *inner;
  PrintWorld *world;
} MortalPort;

static gboolean
die (GError **error)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_IO, "dead");
  return FALSE;
}

/* The network takes all of it, and delivers what it still does. */
static gboolean
network_write (MortalPort *self, const guint8 *bytes, gsize n, int timeout_ms, gsize *taken, GError **error)
{
  PrintWorld *world = self->world;
  gsize delivered = 0;

  if (world->lost_after < 0 || (gint64) n <= world->lost_after)
    {
      gboolean ok = br_port_write (self->inner, bytes, n, timeout_ms, taken, error);

      world->lost_after -= world->lost_after < 0 ? 0 : (gint64) *taken;
      return ok;
    }
  if (world->lost_after > 0 && !br_port_write (self->inner, bytes, (gsize) world->lost_after, timeout_ms, &delivered, error))
    {
      *taken = delivered;
      world->lost_after -= (gint64) delivered;
      return FALSE;
    }
  world->lost_after = 0;
  *taken = n;
  return TRUE;
}

static gboolean
mortal_write (BrPort *port, const guint8 *bytes, gsize n, int timeout_ms, gsize *taken, GError **error)
{
  MortalPort *self = (MortalPort *) port;
  PrintWorld *world = self->world;
  gboolean last = world->bytes_left >= 0 && (gint64) n > world->bytes_left;
  gboolean ok;

  if (world->dead)
    return die (error);
  ok = network_write (self, bytes, last ? (gsize) world->bytes_left : n, timeout_ms, taken, error);
  if (world->bytes_left >= 0)
    world->bytes_left -= (gint64) *taken;
  if (!last || !ok)
    return ok;
  world->dead = TRUE;
  return die (error);
}

static gboolean
mortal_read (BrPort *port, guint8 *bytes, gsize size, int timeout_ms, gsize *n_read, GError **error)
{
  MortalPort *self = (MortalPort *) port;

  return self->world->dead ? die (error) : br_port_read (self->inner, bytes, size, timeout_ms, n_read, error);
}

static gboolean
mortal_class_status (BrPort *port, guint *bits, GError **error)
{
  MortalPort *self = (MortalPort *) port;

  return self->world->dead ? die (error) : br_port_class_status (self->inner, bits, error);
}

static gboolean
mortal_drain (BrPort *port, int timeout_ms, GError **error)
{
  MortalPort *self = (MortalPort *) port;

  if (self->world->dead)
    return die (error);
  if (!self->world->held_back && self->world->lost_after != 0)
    return br_port_drain (self->inner, timeout_ms, error);
  g_set_error_literal (error, BR_ERROR, BR_ERROR_BUSY, "held back");
  return FALSE;
}

static void
mortal_wake (BrPort *port)
{
  br_port_wake (((MortalPort *) port)->inner);
}

static void
mortal_close (BrPort *port)
{
  br_port_close (((MortalPort *) port)->inner);
  g_free (port);
}

static const BrPortOps mortal_ops = {
  .write = mortal_write,
  .read = mortal_read,
  .class_status = mortal_class_status,
  .drain = mortal_drain,
  .wake = mortal_wake,
  .close = mortal_close,
};

static BrPort *
open_cb (gpointer data, char **identity, GError **error)
{
  PrintWorld *self = data;
  BrPort *inner = br_sim_printer_open_port (self->sim, error);
  BrSimState state;
  MortalPort *port;

  if (inner == NULL)
    return NULL;
  br_sim_printer_get_state (self->sim, &state);
  if (g_str_has_prefix (self->key, "usb:")) /* of a network printer nothing tells one power-up from the next */
    *identity = g_strdup_printf ("%u", state.n_cuts);
  port = g_new0 (MortalPort, 1);
  port->port.ops = &mortal_ops;
  port->port.one_way = self->held_back;
  port->inner = inner;
  port->world = self;
  return &port->port;
}

static void
wait_cb (gpointer data, gint64 us)
{
  sleep_us (data, us);
}

static gboolean
is_ending_cb (gpointer data)
{
  return ((PrintWorld *) data)->dead;
}

static void
news_cb (gpointer data)
{
  ((PrintWorld *) data)->n_news++;
}

static int
before_io (gpointer data, const char *path, const char *what, gint64 offset, int n_bytes)
{
  PrintWorld *self = data;

  if (self->writes_left > 0 && --self->writes_left == 0)
    self->dead = TRUE;
  if (self->dead)
    return SQLITE_IOERR_WRITE;
  if (self->room > 0)
    self->room--;
  else if (self->room == 0)
    return SQLITE_FULL;
  return SQLITE_OK;
}

static void
committed_cb (BrChange *change, gpointer data)
{
  ((PrintWorld *) data)->dirty = TRUE;
}

static void
open_store (PrintWorld *self)
{
  BrStoreParams params = { .dir = self->dir, .clock = &self->clock, .random = &self->random, .faults = &self->faults };
  g_autoptr (GError) error = NULL;

  self->store = br_store_open (&params, &error);
  g_assert_no_error (error);
  self->listener = br_store_listen (self->store, committed_cb, self);
}

static void
close_store (PrintWorld *self)
{
  if (self->store != NULL)
    br_store_unlisten (self->store, self->listener);
  g_clear_pointer (&self->store, br_store_unref);
}

void
print_world_write (PrintWorld *self, BrStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (br_store_print_write (self->store, func, data, &error));
  g_assert_no_error (error);
}

static gboolean
put_printer_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_printer_store_put (tx, data, error);
}

PrintWorld *
print_world_new_at (const BrSimPrinterParams *sim, const char *key, guint64 seed)
{
  PrintWorld *self = g_new0 (PrintWorld, 1);
  g_autoptr (BrPrinter) printer = br_printer_new (key);
  const char *fast = "/dev/shm"; /* commits cost little there; what is tested is their order */

  self->key = key;
  self->dir = g_build_filename (g_access (fast, W_OK) == 0 ? fast : g_get_tmp_dir (), "br-print-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (self->dir));
  self->now_us = G_GINT64_CONSTANT (1763800000000000);
  self->clock = (BrClock) { get_us, get_us, sleep_us, self };
  self->faults = (BrDbFaults) { before_io, self };
  br_xorshift_init (&self->xorshift, seed);
  self->random = br_xorshift_random (&self->xorshift);
  self->bytes_left = self->writes_left = self->room = self->lost_after = -1;
  self->media = (BrMedia) { .width = WORLD_MEDIA_W, .height = WORLD_MEDIA_H, .gap = WORLD_MEDIA_GAP, .tracking = BR_MEDIA_GAP, .across = 1 };
  self->policy = BR_POLICY_ASK;
  self->sim = br_sim_printer_new (sim, &self->clock);
  g_assert_nonnull (self->sim);
  open_store (self);
  printer->language = sim->paper.language;
  printer->head = sim->paper.head;
  print_world_write (self, put_printer_job, printer);
  return self;
}

PrintWorld *
print_world_new (const BrSimPrinterParams *sim, guint64 seed)
{
  return print_world_new_at (sim, WORLD_KEY, seed);
}

static void
remove_dir (const char *dir)
{
  g_autoptr (GDir) list = g_dir_open (dir, 0, NULL);
  const char *name;

  while (list != NULL && (name = g_dir_read_name (list)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

void
print_world_free (PrintWorld *self)
{
  g_clear_pointer (&self->engine, br_print_engine_free);
  close_store (self);
  br_sim_printer_free (self->sim);
  remove_dir (self->dir);
  g_free (self->dir);
  g_free (self);
}

void
print_world_start (PrintWorld *self)
{
  g_autofree char *page = g_build_filename (self->dir, "page", NULL);
  BrPrintEngineParams params = { .clock = &self->clock,
                                 .key = self->key,
                                 .page_path = page,
                                 .open = open_cb,
                                 .draw = draw_cb,
                                 .wait = wait_cb,
                                 .is_ending = is_ending_cb,
                                 .news = news_cb,
                                 .data = self };
  g_autoptr (GError) error = NULL;

  if (self->store == NULL)
    open_store (self);
  params.store = self->store;
  self->engine = br_print_engine_new (&params, &error);
  g_assert_no_error (error);
  br_print_engine_set_present (self->engine, TRUE);
}

void
print_world_die (PrintWorld *self)
{
  self->dead = TRUE;
  g_clear_pointer (&self->engine, br_print_engine_free);
  close_store (self);
  self->dead = FALSE;
  self->bytes_left = self->writes_left = self->lost_after = -1;
}

typedef struct
{
  BrPrintOrder order;
  gint64 job, written;
} OrderJob;

static gboolean
order_job (BrStoreTx *tx, gpointer data, GError **error)
{
  OrderJob *job = data;

  return br_print_enqueue (tx, &job->order, BR_PRINT_PART, &job->job, &job->written, error);
}

static gint64
order_named (PrintWorld *self, const char *name, guint n_labels, GError **error)
{
  g_autoptr (BrLabelTemplate) template = br_label_template_new ();
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_item_free);
  BrPrintItem *item = g_new0 (BrPrintItem, 1);
  OrderJob job = { .order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = self->key, .items = items } };

  template->key = g_strdup ("shelf");
  template->name = g_strdup ("Shelf");
  template->kind = BR_LABEL_SHELF;
  template->policy = self->policy;
  template->media = self->media;
  item->fields = br_label_fields_new ();
  br_label_fields_set (item->fields, "name", name);
  item->copies = n_labels;
  g_ptr_array_add (items, item);
  return br_store_print_write (self->store, order_job, &job, error) ? job.job : 0;
}

gint64
print_world_order (PrintWorld *self, guint n_labels)
{
  g_autoptr (GError) error = NULL;
  gint64 job = order_named (self, "牛奶", n_labels, &error);

  g_assert_no_error (error);
  return job;
}

gint64
print_world_try_order (PrintWorld *self, guint n_labels, GError **error)
{
  return order_named (self, "牛奶", n_labels, error);
}

gint64
print_world_order_bad (PrintWorld *self)
{
  return order_named (self, "bad", 1, NULL);
}

gboolean
print_world_run (PrintWorld *self, gint64 us)
{
  gint64 until = self->now_us + us;

  while (self->now_us < until && !self->dead)
    {
      if (self->dirty)
        {
          self->dirty = FALSE;
          br_print_engine_refresh (self->engine);
        }
      br_print_engine_step (self->engine, MIN (until - self->now_us, 1000 * 1000));
      if (!self->dirty && !self->dead && br_print_engine_is_quiet (self->engine))
        return TRUE;
    }
  return FALSE;
}

gint64
print_world_int (PrintWorld *self, const char *sql)
{
  return world_int (self->store, sql);
}

/* The label whose picture has its upper left corner at (x, y); -1 = none. */
static gint64
read_number (const BrBitmap *sheet, int x, int y, int width, int height)
{
  gint64 number = 0;

  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      {
        gboolean black = br_bitmap_get (sheet, x + column, y + row), frame = row == 0 || row == height - 1;
        gboolean in_code = column >= 2 && column < 2 + ID_BITS && row >= 2 && row < height - 2;

        if (black && row == 2 && in_code)
          number |= G_GINT64_CONSTANT (1) << (column - 2);
        if (black != (frame || (in_code && (number >> (column - 2) & 1) != 0)))
          return -1;
      }
  return number;
}

static gboolean
find_corner (const BrBitmap *sheet, int *x, int *y)
{
  for (*y = 0; *y < (int) sheet->height; (*y)++)
    for (*x = 0; *x < (int) sheet->width; (*x)++)
      if (br_bitmap_get (sheet, *x, *y))
        return TRUE;
  return FALSE;
}

static void
read_sheet (PrintWorld *self, const BrHead *head, const BrBitmap *sheet, GArray *paper)
{
  int width = br_head_dots (head, self->media.width - 2 * self->inset), height = br_head_dots (head, self->media.height - 2 * self->inset), x, y;
  gint64 number = -1;

  if (!find_corner (sheet, &x, &y))
    {
      g_array_append_val (paper, number);
      return;
    }
  for (int i = 0; i < (int) self->media.across; i++)
    {
      int at = x + br_head_dots (head, i * (self->media.width + self->media.column_gap));

      if (i > 0 && !br_bitmap_get (sheet, at, y))
        return; /* the last row of a job may have fewer */
      number = read_number (sheet, at, y, width, height);
      g_array_append_val (paper, number);
    }
}

typedef struct
{
  const char *key;
  BrHead head; /* out */
} HeadJob;

static gboolean
head_job (BrStoreTx *tx, gpointer data, GError **error)
{
  HeadJob *job = data;
  BrPrinter *printer = br_printer_store_find (tx->db, job->key, error);

  job->head = printer->head;
  br_printer_free (printer);
  return TRUE;
}

GArray *
print_world_paper (PrintWorld *self)
{
  GArray *paper = g_array_new (FALSE, FALSE, sizeof (gint64));
  BrSimState state;
  HeadJob job = { .key = self->key };

  print_world_write (self, head_job, &job);
  br_sim_printer_get_state (self->sim, &state);
  for (guint i = 0; i < state.n_sheets; i++)
    {
      g_auto (BrSimSheet) sheet = { 0 };

      g_assert_true (br_sim_printer_get_sheet (self->sim, i, &sheet));
      if (sheet.complete && sheet.order > 0)
        read_sheet (self, &job.head, sheet.bitmap, paper);
    }
  return paper;
}

void
print_world_assert_paper (PrintWorld *self, const char *expected)
{
  g_autoptr (GArray) paper = print_world_paper (self);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < paper->len; i++)
    {
      gint64 number = g_array_index (paper, gint64, i);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, i > 0 ? " " : "", number / 100000, number % 100000);
    }
  g_assert_cmpstr (text->str, ==, expected);
}
