-- SPDX-License-Identifier: GPL-3.0-or-later
-- A cache of schema 1: a product with its SKU and price from HQ, and a price change waiting to be sent.
-- The schema is made by the steps up to the version in the file's name. Lines "-- expect: VALUE = SELECT …" are asked after migrating.
INSERT INTO meta (key, value) VALUES ('pc', '01234567-89ab-7cde-8f01-23456789abcd'), ('inc', '1'), ('epoch', 'e1'), ('next_seq', '2');
INSERT INTO category (id, uid, present, rev, name, margin_floor) VALUES (1, X'0192000000007000800000000000C001', 1, 1, '茶', 1000);
INSERT INTO category (id, uid, present, rev, name, parent) VALUES (2, X'0192000000007000800000000000C002', 1, 1, '绿茶', 1);
INSERT INTO brand (id, uid, present, rev, name) VALUES (1, X'0192000000007000800000000000B001', 1, 1, 'Acme');
INSERT INTO product (id, uid, present, rev, by, at_us, name, name_alt, category, brand, attributes)
  VALUES (1, X'0192000000007000800000000000A001', 1, 3, 'Mei', 1763800000000000, '龙井', 'Longjing', 2, 1, 'origin' || char (9) || '杭州');
INSERT INTO product (id, uid) VALUES (2, X'0192000000007000800000000000A002'); -- only referred to
INSERT INTO sku (id, uid, present, rev, product, code, barcodes, cost, status)
  VALUES (1, X'0192000000007000800000000000D001', 1, 2, 1, 'LJ-100', '6901234567892' || char (9) || 'ean' || char (9) || '1000', 1200, 3);
INSERT INTO price (id, uid, present, rev, pending, by, at_us, sku, kind, priority, amount)
  VALUES (1, X'0192000000007000800000000000E001', 1, 5, 1, 'Ada', 1763800000000001, 1, 1, 0, 2100);
INSERT INTO change_set (id, uid, label, person_name, at_us, origin, n_patches)
  VALUES (1, X'0192000000007000800000000000F001', 'Raise the price', 'Ada', 1763800000000001, 1, 1);
INSERT INTO change_part (id, change, type, version, body) VALUES (1, 1, 'edit', 1, CAST ('{"cs":"01920000-0000-7000-8000-00000000f001","label":"Raise the price","each":0,"p":[["price","01920000-0000-7000-8000-00000000e001",5,0,{"amount":[2000,2100]}]]}' AS BLOB));
INSERT INTO change_touch (kind, record, part) VALUES (8, 1, 1);
INSERT INTO outbox (seq, op_id, part, at_us, state) VALUES (1, X'01920000000070008000000000009001', 1, 1763800000000001, 1);
INSERT INTO shadow (kind, uid, rev, body) VALUES (8, X'0192000000007000800000000000E001', 5, CAST ('[5,"Mei",1763700000000000,null,"01920000-0000-7000-8000-00000000d001",null,null,null,null,"regular",0,2000,null,null,null,null]' AS BLOB));
INSERT INTO replay (kind, uid, seq) VALUES (8, X'0192000000007000800000000000E001', 1);
INSERT INTO feed_cursor (feed, id, epoch, seq, head, n, xsum, synced_us) VALUES ('cat', 1, 'e1', 42, 42, 0, 0, 1763800000000000);
INSERT INTO saved_filter (page, name, query) VALUES ('products', 'Tea', 'cat:茶');
-- expect: 龙井 = SELECT name FROM product WHERE present = 1
-- expect: 1 = SELECT COUNT(*) FROM product WHERE present = 0
-- expect: 绿茶 = SELECT c.name FROM product p JOIN category c ON c.id = p.category
-- expect: 2100 = SELECT amount FROM price
-- expect: 1 = SELECT seq FROM outbox WHERE state = 1
-- expect: 162 = SELECT LENGTH(body) FROM change_part
-- expect: 42 = SELECT seq FROM feed_cursor WHERE feed = 'cat'
-- expect: cat:茶 = SELECT query FROM saved_filter
