#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sign-in, import, pages, palette, list, scans and an edit, by keyboard alone and without HQ, on a cache that synced before; then HQ
# comes back. TAP.
set -u
. "$BR_SOURCE_DIR/tests/e2e/shop.sh"
pid=
at_end () { [ -z "$pid" ] || kill "$pid" 2> /dev/null; }

start_shop 500
need_first_sync
stop_demo

person=$(sqlite3 "$work/profile/cache.db" "SELECT name FROM person WHERE login = '$demo_login'")
# Products with a barcode that is theirs alone: as many as are scanned within a second.
sqlite3 -separator '|' "$work/profile/cache.db" "SELECT MIN(l.barcode), p.name FROM sku_list l JOIN product p ON p.id = l.product
  WHERE l.barcode IN (SELECT barcode FROM sku_list GROUP BY barcode HAVING COUNT(*) = 1) GROUP BY p.id, p.name LIMIT 20" > "$work/goods"
printf 'sku,barcode,name\nTEA-1,2999999999988,Imported tea\n' > "$work/import.csv"
G_MESSAGES_DEBUG=backroom "$build/src/app/backroom" --profile "$work/profile" "$work/import.csv" > "$work/log" 2>&1 &
pid=$!
# A widget that goes away while it is looked at makes the library warn, which is no matter.
env -u G_DEBUG BR_BUILD="$build" timeout 160 python3 "$top/tests/e2e/keys.py" "$pid" "$person" "$demo_password" "$work" "${demo_url##*:}"
