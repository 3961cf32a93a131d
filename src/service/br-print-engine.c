/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stepping: what is done next, and what a person is told. */
#include "config.h"

#include "br-print-engine-private.h"

#include <string.h>

#define IDLE_CLOSE_US (15 * G_USEC_PER_SEC) /* a network printer is left to others after this long without work */

gint64
br_print_engine_now (BrPrintEngine *self)
{
  return self->clock->monotonic_us (self->clock->data);
}

void
br_print_unit_free (BrPrintUnit *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->bitmap, br_bitmap_unref);
  g_free (self);
}

/* A job on the queue's lane that reads settings; HELD labels get another chance when they changed. */
typedef struct
{
  const char *key;
  gboolean release;
  BrPrinter *printer; /* out */
} SettingsJob;

static gboolean
settings_job (BrStoreTx *tx, gpointer data, GError **error)
{
  SettingsJob *job = data;

  job->printer = br_printer_store_find (tx->db, job->key, error);
  if (job->printer == NULL)
    {
      if (error == NULL || *error == NULL)
        g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such printer");
      return FALSE;
    }
  return !job->release || br_print_release_held (tx, job->key, error);
}

static gboolean
is_same_paper (const BrPrinter *a, const BrPrinter *b)
{
  return a->language == b->language && a->media_width == b->media_width && a->media_height == b->media_height && a->tracking == b->tracking
         && memcmp (&a->head, &b->head, sizeof a->head) == 0;
}

static gboolean
load_settings (BrPrintEngine *self, GError **error)
{
  SettingsJob job = { .key = self->params.key };
  gboolean changed;

  if (!br_store_print_write (self->params.store, settings_job, &job, error))
    return FALSE;
  changed = self->printer != NULL && !is_same_paper (self->printer, job.printer);
  g_clear_pointer (&self->printer, br_printer_free);
  self->printer = job.printer;
  self->stale = FALSE;
  self->language = br_printer_language_get (job.printer->language);
  if (!changed)
    return TRUE;
  self->has_setup = FALSE;
  self->mismatch = FALSE;
  g_clear_pointer (&self->ready, br_print_unit_free); /* it was drawn for the other head */
  job = (SettingsJob) { .key = self->params.key, .release = TRUE };
  if (!br_store_print_write (self->params.store, settings_job, &job, error))
    return FALSE;
  br_printer_free (job.printer);
  return TRUE;
}

BrPrintEngine *
br_print_engine_new (const BrPrintEngineParams *params, GError **error)
{
  g_autoptr (BrPrintEngine) self = g_new0 (BrPrintEngine, 1);

  self->params = *params;
  self->clock = params->clock;
  self->flight = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_unit_free);
  self->moves = g_array_new (FALSE, FALSE, sizeof (BrPrintMove));
  self->notes = g_string_chunk_new (256);
  self->queue_dirty = TRUE;
  self->on_demand = !g_str_has_prefix (params->key, "usb:");
  self->present = self->on_demand;
  br_printer_report_init (&self->report);
  self->page = br_print_page_open (params->page_path, error);
  if (self->page == NULL || !load_settings (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
br_print_news_clear (BrPrintNews *self)
{
  g_clear_pointer (&self->error_text, g_free);
}

void
br_print_engine_free (BrPrintEngine *self)
{
  if (self == NULL)
    return;
  if (self->port != NULL)
    br_print_engine_flush (self, NULL, NULL);
  g_clear_pointer (&self->port, br_port_close);
  g_clear_pointer (&self->page, br_print_page_free);
  g_clear_pointer (&self->printer, br_printer_free);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_pointer (&self->ready, br_print_unit_free);
  g_ptr_array_unref (self->flight);
  g_array_unref (self->moves);
  g_string_chunk_free (self->notes);
  g_clear_error (&self->trouble);
  br_print_news_clear (&self->told);
  g_free (self);
}

void
br_print_engine_refresh (BrPrintEngine *self)
{
  self->queue_dirty = TRUE;
  self->stale = TRUE;
  g_clear_pointer (&self->labels, g_ptr_array_unref);
}

void
br_print_engine_set_present (BrPrintEngine *self, gboolean present)
{
  self->present = present;
  self->open_due_us = 0;
  if (!present && self->port != NULL)
    br_print_engine_lose (self, "the printer was taken away");
  br_print_engine_tell (self);
}

gboolean
br_print_engine_is_quiet (BrPrintEngine *self)
{
  return self->flight->len == 0 && self->moves->len == 0 && self->ready == NULL && !self->queue_dirty && self->labels == NULL;
}

static BrPrinterState
decide_state (BrPrintEngine *self)
{
  if (self->language == NULL)
    return BR_PRINTER_UNSET;
  if (self->no_record)
    return BR_PRINTER_NO_RECORD;
  if (self->port == NULL)
    return g_error_matches (self->trouble, BR_ERROR, BR_ERROR_REFUSED) ? BR_PRINTER_NO_ACCESS
           : self->on_demand && self->trouble == NULL                  ? BR_PRINTER_LEFT
                                                                       : BR_PRINTER_GONE;
  if (br_print_engine_stops (self) && (self->answered || self->class_conditions != 0))
    return BR_PRINTER_ATTENTION;
  if (self->printer->paused)
    return BR_PRINTER_PAUSED_HERE;
  if (self->flight->len > 0)
    return BR_PRINTER_PRINTING;
  if (!self->answered)
    return BR_PRINTER_UNKNOWN;
  return self->report.printing ? BR_PRINTER_PRINTING : BR_PRINTER_READY;
}

void
br_print_engine_get_news (BrPrintEngine *self, BrPrintNews *news)
{
  BrPrinterStatus *status = &news->status;

  *news = (BrPrintNews) { 0 };
  status->state = decide_state (self);
  status->conditions = self->conditions | self->class_conditions | (self->mismatch ? BR_COND_MEDIA_MISMATCH : 0);
  status->source = self->port == NULL && self->trouble != NULL ? BR_SOURCE_TRANSPORT : self->source;
  status->at_us = self->said_us;
  status->media_width_mm = self->report.media_width_mm;
  status->media_height_mm = self->report.media_height_mm;
  news->sending = self->flight->len > 0 || (self->ready != NULL && br_print_engine_can_send (self));
  if (self->trouble != NULL)
    {
      news->error_code = self->trouble->code;
      news->error_text = g_strdup (self->trouble->message);
    }
}

void
br_print_engine_tell (BrPrintEngine *self)
{
  BrPrintNews news;

  br_print_engine_get_news (self, &news);
  if (memcmp (&news.status, &self->told.status, sizeof news.status) == 0 && news.sending == self->told.sending && news.error_code == self->told.error_code
      && g_strcmp0 (news.error_text, self->told.error_text) == 0)
    {
      br_print_news_clear (&news);
      return;
    }
  br_print_news_clear (&self->told);
  self->told = news;
  self->params.news (self->params.data);
}

/* Whether anything waits for the port: labels drawn, or labels of which a session before left nothing known. */
static gboolean
is_wanted (BrPrintEngine *self)
{
  if (!self->on_demand)
    return TRUE;
  br_print_engine_prepare (self);
  return self->ready != NULL || self->session == 0;
}

/* Writes what is to be written; after a failure in any case, which tells whether the disk has room again. */
static void
flush_late (BrPrintEngine *self, gboolean wanted)
{
  if ((wanted || self->no_record) && self->retry_us <= br_print_engine_now (self))
    br_print_engine_flush (self, NULL, NULL);
}

static void
step_closed (BrPrintEngine *self, gint64 wait_us)
{
  gint64 due_us = MAX (self->open_due_us, self->retry_us) - br_print_engine_now (self);

  flush_late (self, self->moves->len > 0);
  if (self->present && self->language != NULL && due_us <= 0 && is_wanted (self))
    {
      br_print_engine_open (self);
      return;
    }
  self->params.wait (self->params.data, due_us > 0 ? MIN (due_us, wait_us) : wait_us);
}

/* How long there is nothing to do but listen. */
static gint64
next_us (BrPrintEngine *self, gint64 wait_us)
{
  gint64 now = br_print_engine_now (self), next = MIN (wait_us, br_print_engine_ask_in_us (self));

  if (MAX (self->retry_us, self->settle_us) > now)
    next = MIN (next, MAX (self->retry_us, self->settle_us) - now);
  if (self->flight->len > 0)
    {
      const BrPrintUnit *oldest = self->flight->pdata[0];

      next = MIN (next, MAX (oldest->end_us - now, 20 * 1000));
    }
  return MAX (next, 1000);
}

static void
close_when_unused (BrPrintEngine *self)
{
  gint64 now = br_print_engine_now (self);

  if (!br_print_engine_is_quiet (self))
    self->used_us = now;
  else if (self->on_demand && now - self->used_us > IDLE_CLOSE_US)
    {
      g_clear_pointer (&self->port, br_port_close);
      self->has_setup = FALSE;
    }
}

static void
step_open (BrPrintEngine *self, gint64 wait_us)
{
  if (!br_print_engine_listen (self, 0))
    return;
  br_print_engine_prove (self);
  if (self->port == NULL)
    return;
  br_print_engine_ask (self);
  if (self->port == NULL)
    return;
  flush_late (self, FALSE);
  br_print_engine_prepare (self);
  if (br_print_engine_can_send (self))
    {
      br_print_engine_send (self);
      return;
    }
  if (self->ready == NULL && self->flight->len == 0)
    br_print_engine_end_job (self);
  if (self->port == NULL)
    return;
  flush_late (self, self->moves->len > 0);
  close_when_unused (self);
  br_print_engine_tell (self);
  if (self->port != NULL)
    br_print_engine_listen (self, next_us (self, wait_us));
}

void
br_print_engine_step (BrPrintEngine *self, gint64 wait_us)
{
  g_autoptr (GError) error = NULL;

  if (self->stale && !load_settings (self, &error))
    {
      if (!g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND)) /* forgotten: it is about to be ended */
        g_warning ("the settings of a printer cannot be read: %s", error->message);
      self->params.wait (self->params.data, wait_us);
      return;
    }
  if (self->port == NULL)
    step_closed (self, wait_us);
  else
    step_open (self, wait_us);
  br_print_engine_tell (self);
}
