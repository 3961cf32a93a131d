-- SPDX-License-Identifier: GPL-3.0-or-later
-- HQ. Records are kept as canonical JSON bodies (positional by br-schema fields, as feeds send them); what must be
-- unique or looked up stands in record_key. Common subset of SQLite and PostgreSQL.

-- epoch, name, token_key and whatever else there is one of.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);

-- One row per record, in exactly one feed: feed_id and seq are its place there, NULL for a deleted record.
CREATE TABLE record (kind INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL, deleted INTEGER NOT NULL,
  feed_id TEXT, seq INTEGER,
  body TEXT NOT NULL,      -- JSON array: rev, by, at, cells in schema order
  marks TEXT NOT NULL,     -- JSON: last change of each field, {"*":[rev,"pc"],"field":[rev,"pc"]}; "*" = of all not named
  PRIMARY KEY (kind, id));
CREATE UNIQUE INDEX record_feed ON record (feed_id, seq);
-- Keys unique among live records: SKU codes, logins.
CREATE TABLE record_key (kind INTEGER NOT NULL, key TEXT NOT NULL, id BLOB NOT NULL, PRIMARY KEY (kind, key));
CREATE INDEX record_key_id ON record_key (kind, id);
-- How many live records refer to a record (br-hq-use.c).
CREATE TABLE record_use (kind INTEGER NOT NULL, id BLOB NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (kind, id));

-- Feeds: the counter row is taken last in every writing transaction (br-hq-feed.c). n and xsum are over live rows.
CREATE TABLE feed (feed_id TEXT PRIMARY KEY, head INTEGER NOT NULL, floor INTEGER NOT NULL, n INTEGER NOT NULL, xsum INTEGER NOT NULL);
-- What left a feed, deleted or moved to another.
CREATE TABLE feed_tombstone (feed_id TEXT NOT NULL, kind INTEGER NOT NULL, id BLOB NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (feed_id, kind, id));
CREATE UNIQUE INDEX feed_tombstone_seq ON feed_tombstone (feed_id, seq);

-- Devices. store_id NULL = all stores. token_at_us: the device's clock in the last token request taken.
CREATE TABLE pc (pc_id BLOB PRIMARY KEY, store_id BLOB, inc INTEGER NOT NULL, last_seq INTEGER NOT NULL, durable_seq INTEGER NOT NULL,
  name TEXT NOT NULL, app TEXT NOT NULL, public_key BLOB NOT NULL, refresh_hash BLOB NOT NULL, refresh_previous_hash BLOB,
  token_at_us INTEGER NOT NULL, enrolled_us INTEGER NOT NULL, seen_us INTEGER NOT NULL, revoked_us INTEGER);
-- What every device pushed and what became of it; result and applied are given again when it repeats itself.
CREATE TABLE op_log (pc_id BLOB NOT NULL, inc INTEGER NOT NULL, seq INTEGER NOT NULL, op_id BLOB NOT NULL, actor BLOB, type TEXT NOT NULL,
  body TEXT NOT NULL, result TEXT NOT NULL, at_us INTEGER NOT NULL, PRIMARY KEY (pc_id, inc, seq));
CREATE UNIQUE INDEX op_log_op_id ON op_log (pc_id, op_id);
-- One-time codes: the first four characters find the row, the hash is of all ten. pc_id: the device that used it.
CREATE TABLE enrol_code (locator TEXT PRIMARY KEY, code_hash BLOB NOT NULL, store_id BLOB, expires_us INTEGER NOT NULL,
  tries_left INTEGER NOT NULL, pc_id BLOB);
-- Pictures by the SHA-256 of their bytes.
CREATE TABLE blob (hash BLOB PRIMARY KEY, data BLOB NOT NULL, at_us INTEGER NOT NULL);
