-- SPDX-License-Identifier: GPL-3.0-or-later
-- The print queue: what was ordered, what became of each label, the printers, and what hangs on the shelves. A file of its own, so
-- that a label's commit never waits for an import. Enumerations: src/domain/br-print.h, br-printer.h, br-label-template.h.

-- settings as BrPrinter; session counts how often it was opened, identity tells one power-up of it from the next (NULL = cannot be told).
CREATE TABLE printer (key TEXT PRIMARY KEY, name TEXT, model TEXT, web TEXT, language INTEGER NOT NULL,
  dots_num INTEGER NOT NULL CHECK (dots_num > 0), dots_den INTEGER NOT NULL CHECK (dots_den > 0), width_dots INTEGER NOT NULL, bar_reduction INTEGER NOT NULL,
  media_width INTEGER NOT NULL, media_height INTEGER NOT NULL, media_gap INTEGER NOT NULL, tracking INTEGER NOT NULL,
  darkness INTEGER NOT NULL, speed INTEGER NOT NULL, offset_x INTEGER NOT NULL, offset_y INTEGER NOT NULL,
  silent INTEGER NOT NULL, cut INTEGER NOT NULL, paused INTEGER NOT NULL, odometer_mm INTEGER NOT NULL, roll_mm INTEGER NOT NULL,
  page_width INTEGER NOT NULL, page_height INTEGER NOT NULL, sheet_left INTEGER NOT NULL, sheet_top INTEGER NOT NULL,
  sheet_columns INTEGER NOT NULL, sheet_rows INTEGER NOT NULL, pitch_x INTEGER NOT NULL, pitch_y INTEGER NOT NULL,
  session INTEGER NOT NULL DEFAULT 0, identity TEXT) STRICT, WITHOUT ROWID;

-- The shop's own templates, as they are now.
CREATE TABLE label_template (key TEXT PRIMARY KEY, revision INTEGER NOT NULL CHECK (revision > 0), name TEXT NOT NULL, json TEXT NOT NULL,
  at_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Templates as they were when labels were ordered; by content, since one that comes with Backroom changes without a revision.
CREATE TABLE job_template (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, key TEXT NOT NULL, revision INTEGER NOT NULL, name TEXT NOT NULL,
  kind INTEGER NOT NULL, json TEXT NOT NULL) STRICT;

-- store: uid of the place whose shelves it is for, NULL = none. now_us: the "now" of its expressions, of a reprint that of the first time.
-- taken: labels written so far: a large order is written in parts, the first of them printing meanwhile. torn: its last part will never be written,
-- nor are total - taken labels: 1 the program ended or the disk was full before, 2 it was cancelled.
-- open: 1 = some label of it still moves, or waits for a person; -1 = it is being taken out.
-- first, whole: what "index" of its first label is and "total" of all of them: of a reprint those of the first time.
-- title: of the first of its `items` lines. start_cell: of an office printer: cells of its first sheet that are used already.
CREATE TABLE print_job (id INTEGER PRIMARY KEY AUTOINCREMENT, at_us INTEGER NOT NULL, now_us INTEGER NOT NULL, source INTEGER NOT NULL, person TEXT,
  printer TEXT NOT NULL, store BLOB CHECK (length(store) = 16), template INTEGER NOT NULL REFERENCES job_template (id), policy INTEGER NOT NULL,
  title TEXT, items INTEGER NOT NULL DEFAULT 1 CHECK (items > 0), currency TEXT, zone TEXT, start_cell INTEGER NOT NULL DEFAULT 0 CHECK (start_cell >= 0), total INTEGER NOT NULL CHECK (total > 0),
  first INTEGER NOT NULL DEFAULT 1, whole INTEGER NOT NULL, taken INTEGER NOT NULL DEFAULT 0, torn INTEGER NOT NULL DEFAULT 0 CHECK (torn IN (0, 1, 2)),
  paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)), open INTEGER NOT NULL DEFAULT 1 CHECK (open IN (-1, 0, 1))) STRICT;
CREATE INDEX print_job_open ON print_job (printer, id) WHERE open = 1;
CREATE INDEX print_job_taking ON print_job (id) WHERE taken < total AND torn = 0;
CREATE INDEX print_job_template ON print_job (template);

-- One line of an order: values as they were, and what they say about a shelf.
CREATE TABLE print_item (job INTEGER NOT NULL REFERENCES print_job (id), item INTEGER NOT NULL, sku BLOB CHECK (length(sku) = 16), copies INTEGER NOT NULL,
  title TEXT, code TEXT, price TEXT, price_minor INTEGER, regular_minor INTEGER, fields TEXT NOT NULL, PRIMARY KEY (job, item)) STRICT, WITHOUT ROWID;

-- One row a physical label. sequences: JSON of counter values reserved for it. session: of the printer, when it was last sent.
CREATE TABLE print_label (job INTEGER NOT NULL, seq INTEGER NOT NULL CHECK (seq > 0), item INTEGER NOT NULL, copy INTEGER NOT NULL,
  state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 9), proof INTEGER NOT NULL DEFAULT 0, attempt INTEGER NOT NULL DEFAULT 0, session INTEGER NOT NULL DEFAULT 0,
  sent_us INTEGER NOT NULL DEFAULT 0, done_us INTEGER NOT NULL DEFAULT 0, sequences TEXT, note TEXT,
  PRIMARY KEY (job, seq), FOREIGN KEY (job, item) REFERENCES print_item (job, item)) STRICT, WITHOUT ROWID;
CREATE INDEX print_label_state ON print_label (job, state, seq);
CREATE INDEX print_label_item ON print_label (job, item);

-- What a person may want to know afterwards; nothing in it is ever changed, and nothing removed but with its order. The ordinary way of a label is in its own row.
CREATE TABLE print_event (id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, printer TEXT, job INTEGER, seq INTEGER,
  from_state INTEGER, to_state INTEGER, note TEXT) STRICT;
CREATE INDEX print_event_job ON print_event (job, seq) WHERE job IS NOT NULL;
CREATE TRIGGER print_event_kept BEFORE UPDATE ON print_event BEGIN SELECT RAISE(ABORT, 'events are not changed'); END;
CREATE TRIGGER print_event_stays BEFORE DELETE ON print_event WHEN NOT EXISTS (SELECT 1 FROM print_job WHERE id = OLD.job AND open = -1)
  BEGIN SELECT RAISE(ABORT, 'events are removed with their order'); END;

-- Counters of templates: the next value each gives.
CREATE TABLE label_sequence (name TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- What hangs on the shelves of a place: the last label printed of each SKU, of the kinds shelf, promotion and clearance. Prices NULL = it shows none.
-- title, code: as printed; the order it came from may be gone long before the label. gone: somebody said that it hangs there no more.
CREATE TABLE shelf_label (store BLOB NOT NULL CHECK (length(store) = 16), sku BLOB NOT NULL CHECK (length(sku) = 16), kind INTEGER NOT NULL, price_minor INTEGER, regular_minor INTEGER,
  title TEXT, code TEXT, template_key TEXT NOT NULL, printed_us INTEGER NOT NULL, job INTEGER NOT NULL, seq INTEGER NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)), PRIMARY KEY (store, sku)) STRICT, WITHOUT ROWID;
