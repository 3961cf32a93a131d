#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole program at once: demo HQ, enrolment, first sync, first frame, and every page walked by its accessible names and by Tab. TAP.
# Runs on the display that tools/with-display made.
set -u
export G_DEBUG=fatal-criticals # GTK itself warns when a focused field goes away
top=$BR_SOURCE_DIR
. "$top/tools/lib.sh"
. "$top/tools/uninstalled.sh"
. "$top/tools/demo.sh"
[ -x "$build/src/sim/backroom-sim" ] || { echo "1..0 # SKIP no demo shop"; exit 0; }
pages=$(sed -n 's/^ *{ "\([a-z-]*\)", N_.*/\1/p' "$top/src/app/br-page-table.c")
work=$(mktemp -d)
number=0
trap 'stop_demo; rm -rf "$work"' EXIT

# result STATUS TEXT: one line of TAP; what was logged follows a failure.
result ()
{
  number=$((number + 1))
  if [ "$1" = 0 ]; then echo "ok $number $2"; else echo "not ok $number $2"; sed 's/^/# /' "$work/log" | tail -20; fi
}

# walk PAGE: opens the page on the synced cache and walks it.
walk ()
{
  local pid status=0
  "$build/src/app/backroom" --profile "$work/profile" --sign-in "$demo_login" --page "$1" > "$work/log" 2>&1 &
  pid=$!
  timeout 60 python3 "$top/tests/e2e/walk.py" "$pid" >> "$work/log" 2>&1 || status=1
  kill "$pid"
  wait "$pid" 2> /dev/null
  return "$status"
}

: > "$work/log"
echo "1..$((2 + $(wc -w <<< "$pages")))"
start_demo "$work/hq" 500
export BACKROOM_DEMO_URL=$demo_url BACKROOM_DEMO_CODE=$demo_code BACKROOM_PASSWORD=$demo_password
timeout -k 5 120 "$build/src/app/backroom" --profile "$work/profile" --demo --sign-in "$demo_login" --headless-check "$work/first.png" \
  > "$work/log" 2>&1
result $? "the window comes up and the first sync completes"
[ "$(head -c 4 "$work/first.png" | tail -c 3)" = PNG ]
result $? "a picture is saved"
for page in $pages; do
  walk "$page"
  result $? "every control of the page $page has a name and is reached by Tab"
done
