-- SPDX-License-Identifier: GPL-3.0-or-later
-- HQ. Records are kept as canonical JSON bodies (positional by br-schema fields, as feeds send them); what must be
-- unique or looked up stands in record_key. Common subset of SQLite and PostgreSQL.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE record (kind INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL, deleted INTEGER NOT NULL, feed TEXT NOT NULL,
  body TEXT NOT NULL,      -- JSON array: rev, by, at, cells in schema order
  marks TEXT NOT NULL,     -- JSON: last change of each field, {"field":[rev,"pc"]}
  PRIMARY KEY (kind, id));
CREATE TABLE record_key (kind INTEGER NOT NULL, key TEXT NOT NULL, id BLOB NOT NULL, PRIMARY KEY (kind, key));
CREATE INDEX record_key_id ON record_key (kind, id);
CREATE TABLE feed (feed_id TEXT PRIMARY KEY, head INTEGER NOT NULL, floor INTEGER NOT NULL, n INTEGER NOT NULL, xsum INTEGER NOT NULL);
CREATE TABLE feed_item (feed_id TEXT NOT NULL, kind INTEGER NOT NULL, id BLOB NOT NULL, seq INTEGER NOT NULL, del INTEGER NOT NULL,
  PRIMARY KEY (feed_id, kind, id));
CREATE UNIQUE INDEX feed_item_seq ON feed_item (feed_id, seq);
CREATE TABLE pc (pc_id BLOB PRIMARY KEY, store_id BLOB, inc INTEGER NOT NULL, last_seq INTEGER NOT NULL, durable_seq INTEGER NOT NULL,
  name TEXT NOT NULL, public_key BLOB NOT NULL, refresh_hash BLOB NOT NULL, refresh_previous_hash BLOB, app TEXT, revoked_at_us INTEGER, seen_us INTEGER NOT NULL);
CREATE TABLE op_log (pc_id BLOB NOT NULL, inc INTEGER NOT NULL, seq INTEGER NOT NULL, op_id BLOB NOT NULL, actor BLOB, type TEXT NOT NULL, body TEXT NOT NULL,
  result TEXT NOT NULL, applied TEXT NOT NULL, at_us INTEGER NOT NULL, PRIMARY KEY (pc_id, inc, seq));
CREATE UNIQUE INDEX op_log_op_id ON op_log (pc_id, op_id);
CREATE TABLE enrol_code (code_hash BLOB PRIMARY KEY, store_id BLOB, expires_us INTEGER NOT NULL, tries_left INTEGER NOT NULL, used INTEGER NOT NULL);
