/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "exchange.h"

#include "br-feed-store.h"
#include "br-outbox-store.h"

gboolean
exchange_take (BrStoreTx *tx, gpointer exchange, GError **error)
{
  Exchange *self = exchange;

  return br_outbox_store_take (tx, self->max_ops, self->max_bytes, &self->push, &self->empty, error);
}

gboolean
exchange_answer (BrStoreTx *tx, gpointer exchange, GError **error)
{
  Exchange *self = exchange;

  return br_outbox_store_answer (tx, &self->push, &self->answer, error);
}

void
exchange_clear (Exchange *self)
{
  br_push_clear (&self->push);
  br_push_answer_clear (&self->answer);
}

void
exchange_push_all (Fixture *fixture, ModelHq *hq)
{
  Exchange exchange = { .max_ops = 500, .max_bytes = G_MAXSIZE };

  fixture_write (fixture, exchange_take, &exchange);
  model_hq_push (hq, &exchange.push, &exchange.answer);
  fixture_write (fixture, exchange_answer, &exchange);
  exchange_clear (&exchange);
}

typedef struct
{
  GBytes *page; /* owned */
  gboolean applied, more;
} Pull;

static gboolean
page_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Pull *pull = data;

  return br_feed_store_apply_page (tx, pull->page, &pull->applied, &pull->more, error);
}

void
exchange_pull_all (Fixture *fixture, ModelHq *hq)
{
  Pull pull = { .more = TRUE };

  while (pull.more)
    {
      gint64 cursor = fixture_int (fixture, "SELECT COALESCE ((SELECT seq FROM feed_cursor WHERE feed = 'cat'), 0)");

      pull.page = model_hq_page (hq, cursor, 100, 0);
      fixture_write (fixture, page_job, &pull);
      g_assert_true (pull.applied);
      g_bytes_unref (pull.page);
    }
}
