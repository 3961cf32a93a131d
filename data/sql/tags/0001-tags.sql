-- SPDX-License-Identifier: GPL-3.0-or-later
-- Shelf tags: base stations, tags, what each is to show, what is on its way to it, and what it is known to have shown. A file of its own, so that
-- what a station says never waits for an import. Enumerations: src/domain/br-tag.h. Times are microseconds UTC, 0 = not known.

-- A station as a person set it up, then (from state on) how it was found last.
CREATE TABLE station (id INTEGER PRIMARY KEY, driver TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL, settings TEXT,
  paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)), capacity INTEGER NOT NULL CHECK (capacity > 0),
  quiet_from INTEGER NOT NULL DEFAULT -1 CHECK (quiet_from BETWEEN -1 AND 1439), quiet_to INTEGER NOT NULL DEFAULT -1 CHECK (quiet_to BETWEEN -1 AND 1439),
  take_in_until_us INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 5), state_us INTEGER NOT NULL DEFAULT 0, troubles INTEGER NOT NULL DEFAULT 0, note TEXT,
  firmware TEXT, free_bytes INTEGER NOT NULL DEFAULT -1, free_memory INTEGER NOT NULL DEFAULT -1, boot_us INTEGER NOT NULL DEFAULT 0,
  rssi INTEGER NOT NULL DEFAULT 0, n_tags INTEGER NOT NULL DEFAULT 0, channel INTEGER NOT NULL DEFAULT 0, heard_us INTEGER NOT NULL DEFAULT 0,
  UNIQUE (driver, address)) STRICT;

-- Kinds of tags as a station told them; it may know better than Backroom. colours: one byte a colour (BrTagColour), by index.
CREATE TABLE tag_type (station INTEGER NOT NULL REFERENCES station (id) ON DELETE CASCADE, code INTEGER NOT NULL, name TEXT NOT NULL,
  width INTEGER NOT NULL CHECK (width BETWEEN 1 AND 2048), height INTEGER NOT NULL CHECK (height BETWEEN 1 AND 2048),
  rotate_buffer INTEGER NOT NULL CHECK (rotate_buffer BETWEEN 0 AND 3), bits INTEGER NOT NULL CHECK (bits BETWEEN 1 AND 5),
  colours BLOB NOT NULL CHECK (length(colours) BETWEEN 2 AND 8), short_lut INTEGER NOT NULL, zlib_from INTEGER NOT NULL, g5_from INTEGER NOT NULL,
  has_led INTEGER NOT NULL CHECK (has_led IN (0, 1)), has_button INTEGER NOT NULL CHECK (has_button IN (0, 1)),
  PRIMARY KEY (station, code)) STRICT, WITHOUT ROWID;

-- station: the one that has it, NULL = none. rival: another one it was heard at, so often in a row, last at rival_us. interval_us: how long it sleeps, as it was seen to.
-- deaf_us: so much of the time since heard_us nobody listened to its station.
-- low_us, n_low: since when its battery is low without a good reading between, and how many readings that were. attention: BrTagAttention but SILENT, which is a matter of time.
-- n_calls, n_lost: its latest calls, and how many of them or of the answers to them were lost (BrTagCalls).
-- forgotten_us: a person put it away then: it is not listed until it is heard after that, or bound.
-- wanted_gen counts what it was to show (tag_want), 0 = nothing ever. shown_gen, shown_digest: what it shows, 0 and NULL = not known.
CREATE TABLE tag (id INTEGER PRIMARY KEY, driver TEXT NOT NULL, key TEXT NOT NULL, station INTEGER REFERENCES station (id) ON DELETE SET NULL,
  rival INTEGER REFERENCES station (id) ON DELETE SET NULL, n_rival INTEGER NOT NULL DEFAULT 0, rival_us INTEGER NOT NULL DEFAULT 0, type INTEGER NOT NULL DEFAULT 0, alias TEXT,
  first_us INTEGER NOT NULL, heard_us INTEGER NOT NULL DEFAULT 0, forgotten_us INTEGER NOT NULL DEFAULT 0, next_us INTEGER NOT NULL DEFAULT 0, interval_us INTEGER NOT NULL DEFAULT 0,
  deaf_us INTEGER NOT NULL DEFAULT 0 CHECK (deaf_us >= 0), battery_mv INTEGER NOT NULL DEFAULT 0, battery_or_more INTEGER NOT NULL DEFAULT 0 CHECK (battery_or_more IN (0, 1)),
  low_us INTEGER NOT NULL DEFAULT 0, n_low INTEGER NOT NULL DEFAULT 0, rssi INTEGER NOT NULL DEFAULT 0, lqi INTEGER NOT NULL DEFAULT 0,
  temperature INTEGER, firmware INTEGER NOT NULL DEFAULT 0, wake INTEGER NOT NULL DEFAULT 0, hash TEXT, attention INTEGER NOT NULL DEFAULT 0,
  wanted_gen INTEGER NOT NULL DEFAULT 0, shown_gen INTEGER NOT NULL DEFAULT 0, shown_digest TEXT CHECK (length(shown_digest) = 64),
  shown_proof INTEGER NOT NULL DEFAULT 0 CHECK (shown_proof BETWEEN 0 AND 5), shown_us INTEGER NOT NULL DEFAULT 0,
  sequence INTEGER NOT NULL DEFAULT 0, n_calls INTEGER NOT NULL DEFAULT 0, n_lost INTEGER NOT NULL DEFAULT 0 CHECK (n_lost BETWEEN 0 AND n_calls),
  UNIQUE (driver, key)) STRICT;
CREATE INDEX tag_station ON tag (station);
CREATE INDEX tag_key ON tag (key);
CREATE INDEX tag_shown_digest ON tag (shown_digest) WHERE shown_digest IS NOT NULL;
CREATE INDEX tag_rival ON tag (rival) WHERE rival IS NOT NULL;
CREATE INDEX tag_forgotten ON tag (forgotten_us) WHERE forgotten_us > 0;

-- What a scanned sticker means, where it is not the tag's key.
CREATE TABLE tag_code (code TEXT PRIMARY KEY, tag INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE, at_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX tag_code_tag ON tag_code (tag);

-- Which article a tag stands before. store: the place whose prices it shows, NULL = none. design: key of a template, NULL = by the rules.
-- place: where it hangs, as typed.
CREATE TABLE tag_binding (tag INTEGER PRIMARY KEY REFERENCES tag (id), sku BLOB NOT NULL CHECK (length(sku) = 16), store BLOB CHECK (length(store) = 16),
  design TEXT, place TEXT, bound_by TEXT, bound_us INTEGER NOT NULL) STRICT;
CREATE INDEX tag_binding_sku ON tag_binding (sku);
CREATE INDEX tag_binding_design ON tag_binding (design) WHERE design IS NOT NULL;

-- Which design articles of a category (NULL = any; those below it too) get on tags of a size (0, 0 = any); promotion: only while the price is a promotional one.
CREATE TABLE tag_design (id INTEGER PRIMARY KEY, category BLOB CHECK (length(category) = 16), width INTEGER NOT NULL CHECK (width >= 0),
  height INTEGER NOT NULL CHECK (height >= 0), promotion INTEGER NOT NULL CHECK (promotion IN (0, 1)), design TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX tag_design_one ON tag_design (coalesce (category, x''), width, height, promotion);

-- What a tag was to show, one row each time it became something else; gen counts from 1. key: digest over the design and the values it reads.
-- at_us: since when it is wanted; from_us: since when the values hold, later than that when the shelf goes first.
-- fields: the values as JSON, NULL once nobody draws it any more. digest: of its picture, once drawn. priority: of its job. Prices NULL = none. sku NULL = not bound: the picture of a free tag.
-- held: a new look for many tags at once, which begins when a person starts it; it has no job until then.
CREATE TABLE tag_want (tag INTEGER NOT NULL REFERENCES tag (id), gen INTEGER NOT NULL CHECK (gen > 0), key TEXT NOT NULL, at_us INTEGER NOT NULL,
  from_us INTEGER NOT NULL, sku BLOB CHECK (length(sku) = 16), store BLOB CHECK (length(store) = 16), design TEXT, revision INTEGER NOT NULL DEFAULT 0, price_minor INTEGER, regular_minor INTEGER,
  title TEXT, code TEXT, fields TEXT, digest TEXT CHECK (length(digest) = 64), priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)), PRIMARY KEY (tag, gen)) STRICT, WITHOUT ROWID;
CREATE INDEX tag_want_held ON tag_want (tag) WHERE held = 1;
CREATE INDEX tag_want_sku ON tag_want (sku, at_us) WHERE sku IS NOT NULL;

-- What a tag is to show next, by itself, at from_us (the values change then), wanted from due_us on; digest: of its picture once drawn.
CREATE TABLE tag_next (tag INTEGER PRIMARY KEY REFERENCES tag (id), key TEXT NOT NULL, from_us INTEGER NOT NULL, due_us INTEGER NOT NULL,
  sku BLOB CHECK (length(sku) = 16), store BLOB CHECK (length(store) = 16), design TEXT, revision INTEGER NOT NULL DEFAULT 0, price_minor INTEGER, regular_minor INTEGER,
  title TEXT, code TEXT, fields TEXT NOT NULL, digest TEXT CHECK (length(digest) = 64)) STRICT;
CREATE INDEX tag_next_digest ON tag_next (digest) WHERE digest IS NOT NULL;
CREATE INDEX tag_next_due ON tag_next (due_us);

-- A picture on its way. station: the tag's, kept by tag_moves. state: BrTagJobState, 10 and more are final. before, token, expect: the driver's texts.
-- attempt: failures counted since first_us.
CREATE TABLE tag_job (id INTEGER PRIMARY KEY AUTOINCREMENT, tag INTEGER NOT NULL REFERENCES tag (id), station INTEGER REFERENCES station (id) ON DELETE SET NULL, gen INTEGER NOT NULL,
  digest TEXT CHECK (length(digest) = 64), priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3), state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 14),
  proof INTEGER NOT NULL DEFAULT 0 CHECK (proof BETWEEN 0 AND 5), attempt INTEGER NOT NULL DEFAULT 0, first_us INTEGER NOT NULL DEFAULT 0,
  not_before_us INTEGER NOT NULL DEFAULT 0, sequence INTEGER NOT NULL DEFAULT 0, before TEXT, token TEXT, expect TEXT, done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0,
  note TEXT, created_us INTEGER NOT NULL, state_us INTEGER NOT NULL, sent_us INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE UNIQUE INDEX tag_job_active ON tag_job (tag) WHERE state < 10;
CREATE INDEX tag_job_station ON tag_job (station, state);
CREATE INDEX tag_job_digest ON tag_job (digest) WHERE state < 10;
CREATE INDEX tag_job_tag ON tag_job (tag, id);

-- What a station is still to be told of a tag, whatever becomes of the program meanwhile. kind: BrTagErrandKind: 1, throw away what waits for it there, since the tag went to another
-- station with its job; 2, that it stops blinking, which it was ordered to do at at_us.
CREATE TABLE tag_errand (station INTEGER NOT NULL REFERENCES station (id) ON DELETE CASCADE, tag INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  kind INTEGER NOT NULL CHECK (kind IN (1, 2)), at_us INTEGER NOT NULL, PRIMARY KEY (station, tag, kind)) STRICT, WITHOUT ROWID;
CREATE INDEX tag_errand_tag ON tag_errand (tag);

-- A tag goes to another station with its job and its light; what the old one may hold of the job is not delivered any more. An old one that was forgotten holds nothing for us.
CREATE TRIGGER tag_moves AFTER UPDATE OF station ON tag WHEN NEW.station IS NOT OLD.station BEGIN
  INSERT OR IGNORE INTO tag_errand (station, tag, kind, at_us) SELECT s.id, NEW.id, 1, NEW.rival_us FROM station s JOIN tag_job j ON j.tag = NEW.id AND j.state BETWEEN 3 AND 8
    WHERE s.id = OLD.station;
  INSERT OR REPLACE INTO tag_errand (station, tag, kind, at_us) SELECT NEW.station, tag, kind, at_us FROM tag_errand WHERE station = OLD.station AND tag = NEW.id AND kind = 2
    AND NEW.station IS NOT NULL;
  DELETE FROM tag_errand WHERE station = OLD.station AND tag = NEW.id AND kind = 2;
  UPDATE tag_job SET station = NEW.station WHERE tag = NEW.id AND state < 10;
END;

-- What a tag is known to have shown, and by which proof: from from_us until until_us (NULL = still). A better or worse proof begins a row of its own.
CREATE TABLE tag_shown (tag INTEGER NOT NULL REFERENCES tag (id), from_us INTEGER NOT NULL, gen INTEGER NOT NULL, until_us INTEGER CHECK (until_us >= from_us),
  digest TEXT NOT NULL CHECK (length(digest) = 64), proof INTEGER NOT NULL CHECK (proof BETWEEN 1 AND 5), station INTEGER,
  PRIMARY KEY (tag, from_us), FOREIGN KEY (tag, gen) REFERENCES tag_want (tag, gen)) STRICT, WITHOUT ROWID;
CREATE INDEX tag_shown_want ON tag_shown (tag, gen);
CREATE UNIQUE INDEX tag_shown_now ON tag_shown (tag) WHERE until_us IS NULL;
CREATE INDEX tag_shown_until ON tag_shown (until_us) WHERE until_us IS NOT NULL;

-- Pictures by what they show; the ones not used for longest go when they are too many.
CREATE TABLE tag_picture (digest TEXT PRIMARY KEY CHECK (length(digest) = 64), code INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
  rotate_buffer INTEGER NOT NULL, bits INTEGER NOT NULL, colours BLOB NOT NULL, packed BLOB NOT NULL, jpeg BLOB, bytes INTEGER NOT NULL, used_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX tag_picture_used ON tag_picture (used_us, bytes);

-- What a person may want to know afterwards; nothing in it is ever changed. from_state, to_state: of a job; of a station with no tag: BrStationState.
CREATE TABLE tag_event (id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, station INTEGER, tag INTEGER, job INTEGER, kind INTEGER NOT NULL,
  from_state INTEGER, to_state INTEGER, note TEXT) STRICT;
CREATE INDEX tag_event_tag ON tag_event (tag, id) WHERE tag IS NOT NULL;
CREATE INDEX tag_event_station ON tag_event (station, id) WHERE station IS NOT NULL;
CREATE TRIGGER tag_event_kept BEFORE UPDATE ON tag_event BEGIN SELECT RAISE(ABORT, 'events are not changed'); END;
