/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A printer's thread: a linear loop around its engine, or around the sheets of an office printer. What main wants of it is left under the mutex and the wait of the moment is ended,
 * be it at the port or at the condition.
 */
#include "config.h"

#include "br-print-thread.h"

#include "br-error.h"
#include "br-print-draw.h"
#include "br-print-sheets.h"

#include <sys/stat.h>

#define STEP_US (60 * G_USEC_PER_SEC) /* of waiting at most; everything that matters wakes it */
#define OPEN_MS 3000
#define BEGIN_US G_USEC_PER_SEC /* between two tries to begin */

/* What a person wants done. */
typedef struct
{
  BrPrinterCommand command;
  GTask *task;   /* owned; main lets it go, since the last reference to whoever ordered may go with it */
  char *text;    /* the printer's answer, or NULL */
  GError *error; /* why it failed, or NULL */
} Order;

/* The port as the engine sees it: known to other threads for as long as it is open, so that they can end its waits. */
typedef struct
{
  BrPort port;
  BrPort *inner;
  BrPrintThread *thread;
} WakePort;

struct _BrPrintThread
{
  BrStore *store;
  char *key;
  GThread *thread;
  BrPrintThreadFunc func;
  gpointer data;
  BrPrintDraw *draw;     /* of the thread */
  BrPrintEngine *engine; /* of the thread, or NULL */
  BrPrintSheets *sheets; /* of the thread, or NULL */
  GCancellable *ending;  /* ends the wait for a network printer that does not answer */

  GMutex mutex; /* of all below */
  GCond cond;
  BrPort *port;     /* the one open now, or NULL */
  GQueue orders;    /* of Order */
  char *node;       /* of a USB printer, NULL = not there */
  gboolean plugged; /* `node` is another */
  gboolean dirty;   /* the queue or the settings may have changed */
  gboolean stopping;
  BrPrintNews news;
  guint idle; /* source that delivers the news */
};

static gboolean
forward_write (BrPort *port, const guint8 *bytes, gsize n, int timeout_ms, gsize *taken, GError **error)
{
  return br_port_write (((WakePort *) port)->inner, bytes, n, timeout_ms, taken, error);
}

static gboolean
forward_read (BrPort *port, guint8 *bytes, gsize size, int timeout_ms, gsize *n_read, GError **error)
{
  return br_port_read (((WakePort *) port)->inner, bytes, size, timeout_ms, n_read, error);
}

static gboolean
forward_class_status (BrPort *port, guint *bits, GError **error)
{
  return br_port_class_status (((WakePort *) port)->inner, bits, error);
}

static char *
forward_device_id (BrPort *port)
{
  return br_port_device_id (((WakePort *) port)->inner);
}

static gboolean
forward_drain (BrPort *port, int timeout_ms, GError **error)
{
  return br_port_drain (((WakePort *) port)->inner, timeout_ms, error);
}

static void
forward_wake (BrPort *port)
{
  br_port_wake (((WakePort *) port)->inner);
}

static void
forward_close (BrPort *port)
{
  WakePort *self = (WakePort *) port;

  g_mutex_lock (&self->thread->mutex);
  self->thread->port = NULL;
  if (self->thread->stopping)
    br_port_wake (self->inner); /* nobody waits for what a stuck printer has not taken */
  g_mutex_unlock (&self->thread->mutex);
  br_port_close (self->inner);
  g_free (self);
}

static const BrPortOps wake_ops = {
  .write = forward_write,
  .read = forward_read,
  .class_status = forward_class_status,
  .device_id = forward_device_id,
  .drain = forward_drain,
  .wake = forward_wake,
  .close = forward_close,
};

/* A device file is made anew each time a printer is switched on or plugged in: the file and the boot tell one power-up from the next. */
static char *
identify_node (const char *node)
{
  g_autofree char *boot = NULL;
  struct stat info;

  if (node == NULL || stat (node, &info) != 0 || !g_file_get_contents ("/proc/sys/kernel/random/boot_id", &boot, NULL, NULL))
    return NULL;
  return g_strdup_printf ("%s %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld", g_strchomp (boot), (guint64) info.st_ino, (gint64) info.st_ctim.tv_sec,
                          info.st_ctim.tv_nsec);
}

static BrPort *
open_cb (gpointer data, char **identity, GError **error)
{
  BrPrintThread *self = data;
  g_autofree char *node = NULL;
  BrPort *inner;
  WakePort *port;

  g_mutex_lock (&self->mutex);
  node = g_strdup (self->node);
  g_mutex_unlock (&self->mutex);
  inner = br_port_open (self->key, node, OPEN_MS, error);
  if (inner == NULL)
    return NULL;
  *identity = identify_node (node);
  port = g_new0 (WakePort, 1);
  port->port.ops = &wake_ops;
  port->port.one_way = inner->one_way;
  port->inner = inner;
  port->thread = self;
  g_mutex_lock (&self->mutex);
  self->port = inner;
  g_mutex_unlock (&self->mutex);
  return &port->port;
}

static BrBitmap *
draw_cb (gpointer data, const BrPrintLabel *label, const BrPrinter *printer, BrMedia *media, char **problem, GError **error)
{
  return br_print_draw_label (((BrPrintThread *) data)->draw, label, printer, media, problem, error);
}

/* With the mutex held. */
static gboolean
has_errand (BrPrintThread *self)
{
  return self->stopping || self->dirty || self->plugged || self->orders.length > 0;
}

static void
wait_cb (gpointer data, gint64 us)
{
  BrPrintThread *self = data;
  gint64 until = g_get_monotonic_time () + us;

  g_mutex_lock (&self->mutex);
  while (!has_errand (self) && g_cond_wait_until (&self->cond, &self->mutex, until))
    ;
  g_mutex_unlock (&self->mutex);
}

static gboolean
is_ending_cb (gpointer data)
{
  BrPrintThread *self = data;
  gboolean stopping;

  g_mutex_lock (&self->mutex);
  stopping = self->stopping;
  g_mutex_unlock (&self->mutex);
  return stopping;
}

static gboolean
deliver_cb (gpointer data)
{
  BrPrintThread *self = data;
  BrPrintNews news;

  g_mutex_lock (&self->mutex);
  news = self->news;
  news.error_text = g_strdup (news.error_text);
  self->idle = 0;
  g_mutex_unlock (&self->mutex);
  self->func (&news, self->data);
  br_print_news_clear (&news);
  return G_SOURCE_REMOVE;
}

/* Takes `news`. */
static void
publish (BrPrintThread *self, const BrPrintNews *news)
{
  g_mutex_lock (&self->mutex);
  br_print_news_clear (&self->news);
  self->news = *news;
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, deliver_cb, self, NULL);
  g_mutex_unlock (&self->mutex);
}

static void
news_cb (gpointer data)
{
  BrPrintThread *self = data;
  BrPrintNews news;

  if (self->sheets != NULL)
    br_print_sheets_get_news (self->sheets, &news);
  else
    br_print_engine_get_news (self->engine, &news);
  publish (self, &news);
}

/* On main. */
static gboolean
end_order_cb (gpointer data)
{
  Order *order = data;

  if (order->error == NULL)
    g_task_return_pointer (order->task, order->text, g_free);
  else
    g_task_return_error (order->task, order->error);
  g_object_unref (order->task);
  g_free (order);
  return G_SOURCE_REMOVE;
}

static void
refuse_order (Order *order, int code, const char *why)
{
  order->error = g_error_new_literal (BR_ERROR, code, why);
  g_idle_add (end_order_cb, order);
}

static void
run_order (BrPrintThread *self, Order *order)
{
  if (self->sheets != NULL)
    br_print_sheets_command (self->sheets, order->command, &order->text, &order->error);
  else
    br_print_engine_command (self->engine, order->command, &order->text, &order->error);
  g_idle_add (end_order_cb, order);
}

static void
refresh (BrPrintThread *self)
{
  if (self->sheets != NULL)
    br_print_sheets_refresh (self->sheets);
  else
    br_print_engine_refresh (self->engine);
}

/* What main left; FALSE: the thread is to end. */
static gboolean
do_errands (BrPrintThread *self)
{
  gboolean dirty, plugged, present, stopping;
  Order *order;

  g_mutex_lock (&self->mutex);
  dirty = self->dirty;
  plugged = self->plugged;
  present = self->node != NULL;
  stopping = self->stopping;
  order = g_queue_pop_head (&self->orders);
  self->dirty = self->plugged = FALSE;
  g_mutex_unlock (&self->mutex);
  if (plugged && self->engine != NULL)
    br_print_engine_set_present (self->engine, FALSE); /* another node is another session */
  if (plugged && present && self->engine != NULL)
    br_print_engine_set_present (self->engine, TRUE);
  if (dirty)
    refresh (self);
  if (order != NULL)
    run_order (self, order);
  return !stopping;
}

static BrCupsQueue *
look_cb (gpointer data, const char *name, GError **error)
{
  g_autoptr (GPtrArray) queues = br_cups_list (NULL, error);

  if (queues == NULL)
    return NULL;
  for (guint i = 0; i < queues->len; i++)
    {
      const BrCupsQueue *queue = queues->pdata[i];

      if (g_str_equal (queue->name, name))
        return g_ptr_array_steal_index (queues, i);
    }
  g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "the office printer is not set up on this computer any more");
  return NULL;
}

static gboolean
submit_cb (gpointer data, const BrCupsOrder *order, GError **error)
{
  int job;

  return br_cups_submit (order, &job, error);
}

static void
begin_sheets (BrPrintThread *self, GError **error)
{
  BrPrintSheetsParams params = { .store = self->store,
                                 .clock = br_store_get_clock (self->store),
                                 .key = self->key,
                                 .look = look_cb,
                                 .submit = submit_cb,
                                 .draw = draw_cb,
                                 .wait = wait_cb,
                                 .is_ending = is_ending_cb,
                                 .news = news_cb,
                                 .data = self };

  self->sheets = br_print_sheets_new (&params, error);
}

/* `page`: the file of its BrPrintPage. */
static void
begin_engine (BrPrintThread *self, const char *page, GError **error)
{
  BrPrintEngineParams params = { .store = self->store,
                                 .clock = br_store_get_clock (self->store),
                                 .key = self->key,
                                 .page_path = page,
                                 .open = open_cb,
                                 .draw = draw_cb,
                                 .wait = wait_cb,
                                 .is_ending = is_ending_cb,
                                 .news = news_cb,
                                 .data = self };

  self->engine = br_print_engine_new (&params, error);
}

static void
step (BrPrintThread *self)
{
  if (self->sheets != NULL)
    br_print_sheets_step (self->sheets, STEP_US);
  else
    br_print_engine_step (self->engine, STEP_US);
}

/* Waits a while before it is tried again; orders are refused meanwhile. FALSE: the thread is to end. */
static gboolean
wait_to_begin (BrPrintThread *self, const GError *why)
{
  gint64 until = g_get_monotonic_time () + BEGIN_US;
  gboolean stopping;

  g_mutex_lock (&self->mutex);
  while (!self->stopping && self->orders.length == 0 && g_cond_wait_until (&self->cond, &self->mutex, until))
    ;
  while (!self->stopping && self->orders.length > 0)
    refuse_order (g_queue_pop_head (&self->orders), why->code, why->message);
  stopping = self->stopping;
  g_mutex_unlock (&self->mutex);
  return !stopping;
}

static gboolean
try_begin (BrPrintThread *self, GError **error)
{
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->key, -1);
  g_autofree char *page = NULL;

  if (!br_store_claim_printing (self->store, error))
    return FALSE;
  name[16] = '\0';
  page = g_strdup_printf ("%s/print-%s.page", br_store_get_dir (self->store), name);
  if (g_str_has_prefix (self->key, "cups:"))
    begin_sheets (self, error);
  else
    begin_engine (self, page, error);
  return self->sheets != NULL || self->engine != NULL;
}

/* What keeps it from beginning passes: another program on this profile, started in another session of the same person, say, ends; a full disk is made
 * room on. FALSE: the thread is to end. */
static gboolean
begin (BrPrintThread *self)
{
  while (TRUE)
    {
      g_autoptr (GError) error = NULL;
      BrPrintNews news = { .status = { .state = BR_PRINTER_GONE, .source = BR_SOURCE_TRANSPORT } };

      if (try_begin (self, &error))
        return TRUE;
      news.error_code = error->code;
      news.error_text = g_strdup (error->message);
      publish (self, &news);
      if (!wait_to_begin (self, error))
        return FALSE;
    }
}

static gpointer
thread_main (gpointer data)
{
  BrPrintThread *self = data;

  g_cancellable_push_current (self->ending);
  self->draw = br_print_draw_new (self->store);
  if (begin (self))
    while (do_errands (self))
      step (self);
  g_clear_pointer (&self->engine, br_print_engine_free);
  g_clear_pointer (&self->sheets, br_print_sheets_free);
  g_clear_pointer (&self->draw, br_print_draw_free);
  g_cancellable_pop_current (self->ending);
  return NULL;
}

/* With the mutex held: ends whatever the thread waits for. */
static void
end_wait (BrPrintThread *self)
{
  g_cond_signal (&self->cond);
  if (self->port != NULL)
    br_port_wake (self->port);
}

BrPrintThread *
br_print_thread_start (BrStore *store, const char *key, BrPrintThreadFunc func, gpointer data)
{
  BrPrintThread *self = g_new0 (BrPrintThread, 1);

  br_assert_main ();
  self->store = br_store_ref (store);
  self->key = g_strdup (key);
  self->ending = g_cancellable_new ();
  self->func = func;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->orders);
  self->thread = g_thread_new ("print-device", thread_main, self);
  return self;
}

static void
refuse_orders (BrPrintThread *self)
{
  Order *order;

  while ((order = g_queue_pop_head (&self->orders)) != NULL)
    refuse_order (order, BR_ERROR_OFFLINE, "the printer was put away");
}

void
br_print_thread_stop (BrPrintThread *self)
{
  br_assert_main ();
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  end_wait (self);
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (self->ending);
  g_thread_join (self->thread);
  if (self->idle != 0)
    g_source_remove (self->idle);
  refuse_orders (self);
  br_print_news_clear (&self->news);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_object_unref (self->ending);
  br_store_unref (self->store);
  g_free (self->node);
  g_free (self->key);
  g_free (self);
}

void
br_print_thread_wake (BrPrintThread *self)
{
  g_mutex_lock (&self->mutex);
  self->dirty = TRUE;
  end_wait (self);
  g_mutex_unlock (&self->mutex);
}

void
br_print_thread_plug (BrPrintThread *self, const char *node)
{
  g_mutex_lock (&self->mutex);
  g_set_str (&self->node, node);
  self->plugged = TRUE;
  end_wait (self);
  g_mutex_unlock (&self->mutex);
}

void
br_print_thread_command (BrPrintThread *self, BrPrinterCommand command, GTask *task)
{
  Order *order = g_new0 (Order, 1);

  order->command = command;
  order->task = task;
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->orders, order);
  end_wait (self);
  g_mutex_unlock (&self->mutex);
}
