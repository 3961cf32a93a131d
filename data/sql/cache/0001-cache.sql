-- SPDX-License-Identifier: GPL-3.0-or-later
-- The local cache. Entity tables mirror src/domain/br-schema.c: one column per field, same names.
-- Every entity row: id (joins), uid (UUIDv7), present (0 = only referred to, or deleted), rev (HQ's revision, 0 = not there
-- yet), pending (own unacknowledged changes touching it), feed/feed_seq (feed_cursor.id and number of the feed row it came by; NULL = HQ
-- has it in no feed read here; no index: looked for by reading all, and only when a feed is read anew), by/at_us (who changed it last and when).
-- Nothing here is unique but ids: HQ decides about duplicates; here they are findings.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE category (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), rev INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0, feed INTEGER, feed_seq INTEGER,
  by TEXT, at_us INTEGER NOT NULL DEFAULT 0, deleted INTEGER,
  name TEXT, name_alt TEXT, parent INTEGER REFERENCES category (id), margin_floor INTEGER) STRICT;
CREATE INDEX category_parent ON category (parent);

CREATE TABLE brand (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), rev INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0, feed INTEGER, feed_seq INTEGER,
  by TEXT, at_us INTEGER NOT NULL DEFAULT 0, deleted INTEGER, name TEXT) STRICT;

CREATE TABLE unit (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), rev INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0, feed INTEGER, feed_seq INTEGER,
  by TEXT, at_us INTEGER NOT NULL DEFAULT 0, deleted INTEGER, name TEXT, decimals INTEGER) STRICT;

CREATE TABLE tax_class (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), rev INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0, feed INTEGER, feed_seq INTEGER,
  by TEXT, at_us INTEGER NOT NULL DEFAULT 0, deleted INTEGER, name TEXT, rate INTEGER) STRICT;

CREATE TABLE supplier (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), rev INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0, feed INTEGER, feed_seq INTEGER,
  by TEXT, at_us INTEGER NOT NULL DEFAULT 0, deleted INTEGER, name TEXT, code TEXT) STRICT;

CREATE TABLE product (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), rev INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0, feed INTEGER, feed_seq INTEGER,
  by TEXT, at_us INTEGER NOT NULL DEFAULT 0, deleted INTEGER,
  name TEXT, name_alt TEXT,
  category INTEGER REFERENCES category (id), brand INTEGER REFERENCES brand (id), unit INTEGER REFERENCES unit (id),
  tax_class INTEGER REFERENCES tax_class (id), supplier INTEGER REFERENCES supplier (id),
  description TEXT, options TEXT, pictures TEXT, attributes TEXT) STRICT;
-- Every picture a product here ever referred to. settled: HQ has it, and so has this device; else it is put to HQ when its file is here, or
-- fetched when it is not, once due_us has come. Written in the transaction that makes a product refer to it; not by triggers, with which
-- SQLite keeps a journal of every single INSERT: a first sync took twice as long.
CREATE TABLE picture (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),
  tries INTEGER NOT NULL DEFAULT 0, due_us INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX picture_open ON picture (tries, id DESC) WHERE settled = 0;
CREATE INDEX product_category ON product (category);
CREATE INDEX product_brand ON product (brand);
CREATE INDEX product_unit ON product (unit);
CREATE INDEX product_tax_class ON product (tax_class);
CREATE INDEX product_supplier ON product (supplier);

CREATE TABLE sku (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), rev INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0, feed INTEGER, feed_seq INTEGER,
  by TEXT, at_us INTEGER NOT NULL DEFAULT 0, deleted INTEGER,
  product INTEGER REFERENCES product (id), code TEXT, option_values TEXT, barcodes TEXT,
  cost INTEGER, status INTEGER CHECK (status BETWEEN 1 AND 6), status_note TEXT) STRICT;
CREATE INDEX sku_product ON sku (product);
CREATE INDEX sku_code ON sku (code);

CREATE TABLE zone (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), rev INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0, feed INTEGER, feed_seq INTEGER,
  by TEXT, at_us INTEGER NOT NULL DEFAULT 0, deleted INTEGER, name TEXT, code TEXT) STRICT;

CREATE TABLE store (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), rev INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0, feed INTEGER, feed_seq INTEGER,
  by TEXT, at_us INTEGER NOT NULL DEFAULT 0, deleted INTEGER,
  name TEXT, code TEXT, zone INTEGER REFERENCES zone (id), time_zone TEXT, currency TEXT) STRICT;
CREATE INDEX store_zone ON store (zone);

CREATE TABLE person (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), rev INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0, feed INTEGER, feed_seq INTEGER,
  by TEXT, at_us INTEGER NOT NULL DEFAULT 0, deleted INTEGER,
  name TEXT, login TEXT, role INTEGER, store INTEGER REFERENCES store (id), password TEXT, active INTEGER) STRICT;
CREATE INDEX person_store ON person (store);

CREATE TABLE price (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), rev INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0, feed INTEGER, feed_seq INTEGER,
  by TEXT, at_us INTEGER NOT NULL DEFAULT 0, deleted INTEGER,
  sku INTEGER REFERENCES sku (id), zone INTEGER REFERENCES zone (id), store INTEGER REFERENCES store (id),
  channel TEXT, tier TEXT, kind INTEGER CHECK (kind BETWEEN 1 AND 3), priority INTEGER, amount INTEGER,
  valid_from INTEGER, valid_to INTEGER, time_rule TEXT, approved_by INTEGER REFERENCES person (id)) STRICT;
CREATE INDEX price_sku ON price (sku);
CREATE INDEX price_zone ON price (zone) WHERE zone IS NOT NULL;
CREATE INDEX price_store ON price (store) WHERE store IS NOT NULL;
CREATE INDEX price_approved_by ON price (approved_by) WHERE approved_by IS NOT NULL;

CREATE TABLE assortment (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), rev INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0, feed INTEGER, feed_seq INTEGER,
  by TEXT, at_us INTEGER NOT NULL DEFAULT 0, deleted INTEGER,
  store INTEGER REFERENCES store (id), sku INTEGER REFERENCES sku (id), listed INTEGER) STRICT;
CREATE INDEX assortment_sku ON assortment (sku, store);
CREATE INDEX assortment_store ON assortment (store);

-- What lists show, sort and filter by: a projection of the tables above for the store this cache stands in, kept by one
-- function (br_projection_refresh) and rebuildable at any time. id = sku.id; only present SKUs have a row.
CREATE TABLE sku_list (id INTEGER PRIMARY KEY REFERENCES sku (id), product INTEGER NOT NULL,
  name_key BLOB NOT NULL,      -- ICU collation key of the name shown, at most 32 bytes
  code TEXT NOT NULL, barcode TEXT,               -- the first barcode
  category INTEGER, brand INTEGER, supplier INTEGER, status INTEGER NOT NULL,
  price INTEGER, price_entry INTEGER, price_until_us INTEGER NOT NULL, -- the winner now, and until when that holds
  cost INTEGER, margin_bp INTEGER, pending INTEGER NOT NULL, listed_here INTEGER NOT NULL,
  findings INTEGER NOT NULL,   -- BrFinding bits
  changed_us INTEGER NOT NULL) STRICT;
-- Orders and narrow filters only: wide filters look at rows in order instead, so common values need no entry.
CREATE INDEX sku_list_name ON sku_list (name_key);
CREATE INDEX sku_list_category ON sku_list (category);
CREATE INDEX sku_list_brand ON sku_list (brand);
CREATE INDEX sku_list_supplier ON sku_list (supplier) WHERE supplier IS NOT NULL;
CREATE INDEX sku_list_status ON sku_list (status) WHERE status <> 3;
CREATE INDEX sku_list_price ON sku_list (price);
CREATE INDEX sku_list_margin ON sku_list (margin_bp, cost); -- cost alone is looked for by reading all of it, a tenth of the table
CREATE INDEX sku_list_until ON sku_list (price_until_us) WHERE price_until_us < 9223372036854775807;
CREATE INDEX sku_list_findings ON sku_list (findings) WHERE findings NOT IN (0, 16); -- 16: only a picture is missing
CREATE INDEX sku_list_pending ON sku_list (pending) WHERE pending <> 0;
CREATE INDEX sku_list_elsewhere ON sku_list (listed_here) WHERE listed_here = 0;
CREATE INDEX sku_list_changed ON sku_list (changed_us);
-- How often each order (BrSkuSort) changed: readers keep the ids in order until this moves.
CREATE TABLE list_version (sort INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;
INSERT INTO list_version (sort, n) VALUES (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 0);

-- Every barcode of every present SKU; gtin = its 14-digit form as a number, NULL for codes that are not GTINs.
CREATE TABLE barcode (sku INTEGER NOT NULL REFERENCES sku (id), code TEXT NOT NULL, gtin INTEGER, pack INTEGER NOT NULL,
  PRIMARY KEY (code, sku)) STRICT, WITHOUT ROWID;
CREATE INDEX barcode_sku ON barcode (sku);
CREATE INDEX barcode_gtin ON barcode (gtin) WHERE gtin IS NOT NULL;

CREATE TABLE attribute (product INTEGER NOT NULL REFERENCES product (id), key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (product, key)) STRICT, WITHOUT ROWID;
CREATE INDEX attribute_key ON attribute (key, value);

-- Search, rowid = sku.id. Contentless: the words are made from the tables above, folded. Brands are searched by name in their
-- own table, so that renaming one rewrites nothing here.
CREATE VIRTUAL TABLE sku_text USING fts5 (name, code, barcodes, initials, content='', contentless_delete=1, tokenize='trigram case_sensitive 1', detail='full');
-- One- and two-character queries: pairs of Han characters and beginnings of words of the name (br_text_add_grams) and the
-- first two pinyin initials.
CREATE VIRTUAL TABLE sku_grams USING fts5 (name, initials, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0', detail='column');

-- Change-sets: the audit trail and the source of undo. origin 1 = a person here, 2 = HQ.
CREATE TABLE change_set (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, label TEXT NOT NULL, person BLOB, person_name TEXT,
  device TEXT, at_us INTEGER NOT NULL, origin INTEGER NOT NULL CHECK (origin IN (1, 2)),
  undo_of INTEGER REFERENCES change_set (id), n_patches INTEGER NOT NULL) STRICT;
CREATE INDEX change_set_undo_of ON change_set (undo_of) WHERE undo_of IS NOT NULL;
CREATE INDEX change_set_at ON change_set (at_us);
-- A part = one operation's body (wire format, never rewritten).
CREATE TABLE change_part (id INTEGER PRIMARY KEY, change INTEGER NOT NULL REFERENCES change_set (id), type TEXT NOT NULL,
  version INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE INDEX change_part_change ON change_part (change);
-- Which parts touch a record: history of one product.
CREATE TABLE change_touch (kind INTEGER NOT NULL, record INTEGER NOT NULL, part INTEGER NOT NULL REFERENCES change_part (id),
  PRIMARY KEY (kind, record, part)) STRICT, WITHOUT ROWID;
CREATE INDEX change_touch_part ON change_touch (part);

-- Outbox: seq is dense per device and incarnation. state 1 queued, 2 sent (perhaps), 3 acknowledged (kept until the cursor
-- reaches applied_seq and HQ says durable), 4 refused, 5 withdrawn (sent as an empty operation to keep the sequence dense).
-- result: ok, merged, rejected or quarantined, once answered. applied: lines of "feed\tseq" until the cursors have reached them all,
-- then NULL.
CREATE TABLE outbox (seq INTEGER PRIMARY KEY, op_id BLOB NOT NULL UNIQUE, part INTEGER NOT NULL REFERENCES change_part (id),
  person BLOB, at_us INTEGER NOT NULL, state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 5), result TEXT,
  applied TEXT) STRICT;
CREATE INDEX outbox_part ON outbox (part);
CREATE INDEX outbox_state ON outbox (state);
CREATE INDEX outbox_applied ON outbox (seq) WHERE applied IS NOT NULL;
-- Server's version of records that pending operations touch; body NULL = HQ has no such record.
CREATE TABLE shadow (kind INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, body BLOB, PRIMARY KEY (kind, uid)) STRICT, WITHOUT ROWID;
-- Which pending operations touch a record, in order: what is replayed over the shadow.
CREATE TABLE replay (kind INTEGER NOT NULL, uid BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (kind, uid, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX replay_seq ON replay (seq);

-- What HQ refused, until a person has dealt with it: base and mine are in the part's body, theirs is `current` (a record body).
CREATE TABLE refusal (id INTEGER PRIMARY KEY, part INTEGER NOT NULL REFERENCES change_part (id), kind INTEGER NOT NULL, uid BLOB NOT NULL,
  code TEXT NOT NULL, text TEXT, current BLOB, at_us INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1, 2, 3))) STRICT; -- 1 kept HQ's, 2 applied again, 3 edited
CREATE INDEX refusal_part ON refusal (part);
CREATE INDEX refusal_open ON refusal (settled) WHERE settled = 0;

-- id is what rows of the feed carry; reading a feed anew gives it another one, and what still carries old_id at the end is gone at HQ.
-- n, xsum: the live rows that carry id, and the sum over them (br_feed_item_sum), which HQ's must equal at the head.
CREATE TABLE feed_cursor (feed TEXT PRIMARY KEY, id INTEGER NOT NULL UNIQUE, old_id INTEGER, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
  head INTEGER NOT NULL, n INTEGER NOT NULL, xsum INTEGER NOT NULL, synced_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE sync_log (id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, level INTEGER NOT NULL, what TEXT NOT NULL, detail TEXT) STRICT;

CREATE TABLE saved_filter (id INTEGER PRIMARY KEY, page TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, UNIQUE (page, name)) STRICT;
CREATE TABLE import_mapping (shape TEXT PRIMARY KEY, mapping TEXT NOT NULL, used_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;
