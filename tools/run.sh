#: usage: ./dev run [OPTION…] [-- ARGUMENT…]
#:
#: Builds Backroom and opens it on a demo shop with its HQ, a simulated label printer and simulated shelf tags, whose paper and pictures can
#: be looked at in a browser.
#: Everything it started ends with it. Arguments go to backroom.
#: Without a display, the window is served on 127.0.0.1 for a browser, and the address is printed.
#:
#:   --skus N                how many articles the demo shop has (3000)
#:   --fresh                 forget the demo of last time
#:   --headless-check [PNG]  on an invisible display: start everything, wait for the first frame and a completed sync, save a
#:                           picture (_build/headless-check.png), end everything; exit 0 when all of that went well
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
show_help "${BASH_SOURCE[0]}" "$@"
skus=3000 check= fresh=
while [ $# -gt 0 ]; do
  case "$1" in
    --skus) skus=${2:?--skus needs a number}; shift ;;
    --fresh) fresh=1 ;;
    --headless-check)
      check=$top/_build/headless-check.png
      if [ $# -gt 1 ] && [ "${2#-}" = "$2" ]; then check=$2; shift; fi ;;
    --) shift; break ;;
    *) die "unknown option $1; see ./dev run --help" ;;
  esac
  shift
done

ensure_build "$top/_build" -Dwerror=true > "$top/_build.log" 2>&1 || { tail -40 "$top/_build.log" >&2; die "it does not build"; }
rm -f "$top/_build.log"
. "$top/tools/uninstalled.sh"
. "$top/tools/demo.sh"

dir=$cache/demo-$skus
if [ -n "$check" ]; then dir=$(mktemp -d); fi
# Before a release the first schema changes in place: a demo made with another one cannot be opened.
schema=$(cat "$top"/data/sql/*/*.sql | cksum)
if [ -d "$dir" ] && [ -z "$check" ] && [ "$(cat "$dir/schema" 2> /dev/null)" != "$schema" ]; then
  say "the demo of last time has another schema; a new one is made"
  fresh=1
fi
[ -z "$fresh" ] || rm -rf "$dir"
broadway_pid= app_pid=
# end_window: by the pid it wrote itself, for it may run in a D-Bus session of its own; HQ waits for its last answer.
end_window ()
{
  [ -n "$app_pid" ] || return 0
  kill "$(cat "$dir/window.pid")" 2> /dev/null || true
  wait "$app_pid" 2> /dev/null || true
  app_pid=
}

clean_up ()
{
  end_window
  stop_demo
  [ -z "$broadway_pid" ] || kill "$broadway_pid" 2> /dev/null || true
  [ -z "$check" ] || rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# serve_broadway: a browser's page as the display, on a free port of this machine only.
serve_broadway ()
{
  local display port
  for display in $(seq 5 60); do
    port=$((8080 + display))
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null && continue
    gtk4-broadwayd --address 127.0.0.1 --port "$port" ":$display" > "$dir/broadway.log" 2>&1 &
    broadway_pid=$!
    sleep 1
    kill -0 "$broadway_pid" 2> /dev/null || continue
    export GDK_BACKEND=broadway BROADWAY_DISPLAY=:$display
    echo "Open this address in a browser:  http://127.0.0.1:$port/"
    return 0
  done
  die "could not serve the window: see $dir/broadway.log"
}

mkdir -p "$dir"
echo "$schema" > "$dir/schema"
tags=200
if [ -n "$check" ]; then tags=0; fi
start_demo "$dir/hq" "$skus" --tags "$tags"
say "HQ of the demo shop: $demo_url; sign in as $demo_login, password $demo_password"
[ -z "$demo_web" ] || say "Labels come out at $demo_web"
[ -z "$demo_tags_web" ] || say "Shelf tags can be seen at $demo_tags_web"
export BACKROOM_DEMO_URL=$demo_url BACKROOM_DEMO_CODE=$demo_code BACKROOM_PASSWORD=$demo_password
export BACKROOM_DEMO_PRINTER=$demo_printer BACKROOM_DEMO_WEB=$demo_web BACKROOM_DEMO_STATIONS=$demo_stations
app=("$top/_build/src/app/backroom" --profile "$dir/profile" --demo --sign-in "$demo_login")

if [ -n "$check" ]; then
  timeout -k 5 "${BACKROOM_CHECK_SECONDS:-120}" "$top/tools/with-display" "${app[@]}" --headless-check "$check" "$@" || die "the window did not get there"
  [ -s "$check" ] || die "no picture was saved"
  echo "first frame and sync done; the picture is $check"
  exit 0
fi
window='echo $$ > "$BR_WINDOW_PID"; exec "$@"'
export BR_WINDOW_PID=$dir/window.pid
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  serve_broadway
  export GSK_RENDERER=cairo
  set -- dbus-run-session -- bash -c "$window" bash "${app[@]}" "$@"
else
  set -- bash -c "$window" bash "${app[@]}" "$@"
fi
"$@" &
app_pid=$!
status=0
wait "$app_pid" || status=$?
app_pid=
exit "$status"
