#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole program at once: demo HQ, enrolment, first sync, first frame, and every page walked by its accessible names and by Tab. TAP.
# Runs on the display that tools/with-display made.
set -u
export G_DEBUG=fatal-criticals # GTK itself warns when a focused field goes away
. "$BR_SOURCE_DIR/tests/e2e/shop.sh"
pages=$(sed -n 's/^ *{ "\([a-z-]*\)", N_.*/\1/p' "$top/src/app/br-page-table.c")
number=0

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

start_shop 500
echo "1..$((2 + $(wc -w <<< "$pages")))"
first_sync
result $? "the window comes up and the first sync completes"
[ "$(head -c 4 "$work/first.png" | tail -c 3)" = PNG ]
result $? "a picture is saved"
for page in $pages; do
  walk "$page"
  result $? "every control of the page $page has a name and is reached by Tab"
done
