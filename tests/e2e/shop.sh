# SPDX-License-Identifier: GPL-3.0-or-later
# A demo shop for the tests that use the program as a person does. Sourced, with BR_SOURCE_DIR set.
. "$BR_SOURCE_DIR/tools/lib.sh"
. "$BR_SOURCE_DIR/tools/uninstalled.sh"
. "$BR_SOURCE_DIR/tools/demo.sh"

# start_shop SKUS: makes the folder `work` (removed at the end, when the shop ends, too; `at_end` may do more before), starts the shop in
# $work/hq and tells the program of it by the environment. Without a demo the test is skipped.
start_shop ()
{
  [ -x "$build/src/sim/backroom-sim" ] || { echo "1..0 # SKIP no demo shop"; exit 0; }
  work=$(mktemp -d)
  trap 'at_end; stop_demo; rm -rf "$work"' EXIT
  start_demo "$work/hq" "$1"
  export BACKROOM_DEMO_URL=$demo_url BACKROOM_DEMO_CODE=$demo_code BACKROOM_PASSWORD=$demo_password
}

at_end () { :; }

# first_sync: enrols and fetches the goods into $work/profile; the exit status says whether the window came up and all was fetched.
first_sync ()
{
  timeout -k 5 120 "$build/src/app/backroom" --profile "$work/profile" --demo --sign-in "$demo_login" --headless-check "$work/first.png" > "$work/log" 2>&1
}

# need_first_sync: for tests of what comes after it.
need_first_sync () { first_sync || { tail -5 "$work/log" >&2; echo "Bail out! the demo shop did not sync"; exit 1; }; }
