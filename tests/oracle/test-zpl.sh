#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-zpl.sh ZPL-SAMPLES TEST-STOCK-RENDER: our ZPL, read by an independent renderer, is our picture: random ones and the labels that come
# with Backroom. The renderer is an npm package, pinned in package.json and used by this test alone; without it the test is skipped.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
home=$BR_BUILD/zpl-oracle
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

command -v npm > /dev/null || { echo "skipped: there is no npm"; exit 77; }
mkdir -p "$home" "$work/stock" "$work/pictures"
if ! cmp -s "$here/package.json" "$home/installed.json"; then
  cp "$here/package.json" "$home/"
  (cd "$home" && timeout 120 npm install --no-audit --no-fund --silent --fetch-retries=1) || { echo "skipped: npm could not install the renderer. Is there a network?"; exit 77; }
  cp "$here/package.json" "$home/installed.json"
fi
cp "$here/compare.js" "$home/"
BACKROOM_PICTURES=$work/stock "$2" > /dev/null
cp "$work"/stock/*-sample-8.pbm "$work"/stock/*-zh-8.pbm "$work/pictures"
"$1" "$work/pictures"
node "$home/compare.js" "$work/pictures" "$1"
