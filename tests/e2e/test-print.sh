#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-print.sh SCRIPT [small-disk]: labels printed from the window, by keyboard alone, on a simulated printer whose paper is read back;
# SCRIPT, in this folder, says what is done. "small-disk": the profile is on a disk of its own that can be filled. TAP.
set -u
. "$BR_SOURCE_DIR/tests/e2e/shop.sh"
command -v ZXingReader > /dev/null || { echo "1..0 # SKIP no ZXingReader to read the paper with"; exit 0; }

start_shop 500
export BACKROOM_DEMO_PRINTER=$demo_printer BACKROOM_DEMO_WEB=$demo_web
need_first_sync
export BR_LOGIN=$demo_login BR_BUILD="$build" BR_PROGRAM_DEBUG=fatal-criticals
# A widget that goes away while it is looked at makes the library warn, which is no matter; GTK does so when a focused field goes away.
run=(env -u G_DEBUG timeout 160 python3 "$top/tests/e2e/$1" "$work" "$demo_web")
if [ "${2:-}" = small-disk ]; then
  # With a name space of our own no special right is needed to mount.
  own=(unshare --map-current-user --keep-caps --mount)
  "${own[@]}" mount -t tmpfs tmpfs "$work/hq" 2> /dev/null || { echo "1..0 # SKIP no disk can be mounted here"; exit 0; }
  mv "$work/profile" "$work/synced"
  mkdir "$work/profile"
  "${own[@]}" bash -c 'work=$1; shift; mount -t tmpfs -o size=24m tmpfs "$work/profile" && cp -a "$work/synced/." "$work/profile" && exec "$@"' \
    bash "$work" "${run[@]}"
else
  "${run[@]}"
fi
