#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shelf tags from the window, by keyboard and scanner alone, on a simulated station whose tags wake every two seconds. TAP.
set -u
. "$BR_SOURCE_DIR/tests/e2e/shop.sh"
esl_pid=
at_end () { [ -z "$esl_pid" ] || { exec 7>&-; kill "$esl_pid"; wait "$esl_pid"; } 2> /dev/null; }

start_shop 500
need_first_sync
mkfifo "$work/esl.in"
exec 7<> "$work/esl.in"
"$build/src/sim/backroom-sim" esl --tags 3 --wakes 2 < "$work/esl.in" > "$work/esl.out" 2> "$work/esl.log" 7>&- &
esl_pid=$!
for _ in $(seq 100); do grep -q '^tags-web ' "$work/esl.out" && break; sleep 0.1; done
# Products of one SKU, with a barcode that is theirs alone and one price for everybody.
sqlite3 -separator '|' "$work/profile/cache.db" "SELECT l.barcode, p.name FROM sku_list l JOIN product p ON p.id = l.product JOIN price e ON e.id = l.price_entry
  WHERE e.kind = 1 AND l.barcode IN (SELECT barcode FROM sku_list GROUP BY barcode HAVING COUNT(*) = 1)
    AND p.id IN (SELECT product FROM sku GROUP BY product HAVING COUNT(*) = 1)
    AND p.id NOT IN (SELECT k.product FROM sku k JOIN price q ON q.sku = k.id GROUP BY k.product HAVING COUNT(*) > 1)
  ORDER BY l.id LIMIT 2" > "$work/goods"
export BR_LOGIN=$demo_login BR_BUILD="$build" BR_PROGRAM_DEBUG=fatal-criticals
# A widget that goes away while it is looked at makes the library warn, which is no matter; GTK does so when a focused field goes away.
env -u G_DEBUG timeout 100 python3 "$top/tests/e2e/shelf.py" "$work" "$(demo_line "$work/esl.out" station)"
