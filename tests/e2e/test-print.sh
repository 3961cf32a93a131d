#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-print.sh SCRIPT: labels printed from the window, by keyboard alone, on a simulated printer whose paper is read back; SCRIPT, in this
# folder, says what is done. TAP.
set -u
. "$BR_SOURCE_DIR/tests/e2e/shop.sh"
command -v ZXingReader > /dev/null || { echo "1..0 # SKIP no ZXingReader to read the paper with"; exit 0; }

start_shop 500
export BACKROOM_DEMO_PRINTER=$demo_printer BACKROOM_DEMO_WEB=$demo_web
need_first_sync
# A widget that goes away while it is looked at makes the library warn, which is no matter; GTK does so when a focused field goes away.
export BR_LOGIN=$demo_login BR_BUILD="$build"
env -u G_DEBUG BR_PROGRAM_DEBUG=fatal-criticals timeout 160 python3 "$top/tests/e2e/$1" "$work" "$demo_web"
