#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# first-sync-pouchdb: our first sync of 100,000 products ÷ PouchDB (leveldb) replicating the same documents, both over loopback
# HTTP, in the same run. The figure is of PouchDB as it comes; what it does with batches of 1,000 instead of its 100, which is
# the best it did here, is told beside it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
home=$BR_BENCH_BUILD/pouchdb
work=$(mktemp -d)
server=
trap 'exec 5>&-; [ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT

mkdir -p "$home"
if ! cmp -s "$here/pouchdb/package.json" "$home/package.json" || [ ! -d "$home/node_modules/pouchdb" ]; then
  cp "$here/pouchdb/package.json" "$home/"
  (cd "$home" && npm install --no-audit --no-fund --silent) || { echo "npm could not install PouchDB. Is there a network?" >&2; exit 1; }
fi
cp "$here/pouchdb/replicate.js" "$home/"

BR_BENCH_DOCUMENTS=$work/documents.ndjson "$BR_BENCH_BUILD/tests/bench/bench-first-sync" > "$work/ours"
ours=$(awk '$1 == "first-sync-seconds" { print $2 }' "$work/ours")

mkdir "$work/server" "$work/client" "$work/client-tuned"
mkfifo "$work/in"
exec 5<> "$work/in"
node "$home/replicate.js" serve "$work/server" "$work/documents.ndjson" < "$work/in" > "$work/out" 5>&- &
server=$!
until grep -q '^ready' "$work/out"; do kill -0 "$server"; sleep 0.2; done
read -r _ port count < <(grep '^ready' "$work/out")
tuned=$(node "$home/replicate.js" pull "$work/client-tuned" "http://127.0.0.1:$port/shop" "$count" 1000)
theirs=$(node "$home/replicate.js" pull "$work/client" "http://127.0.0.1:$port/shop" "$count" 100)

echo "documents $count documents"
echo "first-sync-seconds $ours s"
echo "pouchdb-seconds $theirs s"
echo "pouchdb-tuned-seconds $tuned s"
awk "BEGIN { printf \"first-sync-pouchdb-tuned %.4f ratio\\n\", $ours / $tuned }"
awk "BEGIN { printf \"first-sync-pouchdb %.4f ratio\\n\", $ours / $theirs }"
