/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feed pages: any bytes are read to an end or refused with a reason; what is read can be written and read again. */
#include "config.h"

#include "br-wire-feed.h"
#include "br-wire-record.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
write_again (const BrRecord *record)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  BrRecord back;

  br_wire_record_write (record, body);
  if (!br_wire_record_read (body->str, body->len, record->kind, &record->id, &back, &error))
    g_error ("a record that was read cannot be read again: %s", error->message);
  br_record_clear (&back);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) page = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrFeedReader) reader = br_feed_reader_new (page, &error);
  BrFeedRowKind what = BR_FEED_MARK;
  const BrRecord *record;
  gint64 seq;
  BrFeedEnd end;

  br_feed_peek_end (page, &end, NULL);
  while (reader != NULL && what != BR_FEED_END && br_feed_reader_next (reader, &what, &record, &seq, &end, &error))
    if (what == BR_FEED_ROW)
      write_again (record);
  g_assert ((error == NULL) == (what == BR_FEED_END));
  return 0;
}
