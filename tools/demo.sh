# SPDX-License-Identifier: GPL-3.0-or-later
# The demo shop behind `run`, `shots` and some benches: HQ with the shop's goods and people, on 127.0.0.1. Sourced.
#
# `backroom-sim demo --dir DIR --skus N` makes HQ's data in DIR if it is not there and serves it. When it is ready it has printed
# "hq ADDRESS", "code CODE" (which enrols one more machine), "printer HOST:PORT" and "web URL" of a simulated label printer, and "login NAME
# PASSWORD"; with `--tags N` also "station HOST:PORT" of each station of simulated shelf tags and "tags-web URL". It ends when its standard
# input closes.
demo_pid= demo_url= demo_code= demo_printer= demo_web= demo_stations= demo_tags_web= demo_login= demo_password=

# demo_line FILE WORD: what follows WORD in the first line that begins with it.
demo_line () { sed -n "s/^$2 //p" "$1" | head -1; }

# start_demo DIR SKUS [OPTION…]: starts it and waits until it is ready, at most 120 s.
start_demo ()
{
  local dir=$1 skus=$2 login
  shift 2
  mkdir -p "$dir"
  : > "$dir/demo.out"
  rm -f "$dir/demo.in"
  mkfifo "$dir/demo.in"
  exec 6<> "$dir/demo.in"
  "$build/src/sim/backroom-sim" demo --dir "$dir" --skus "$skus" "$@" < "$dir/demo.in" > "$dir/demo.out" 2> "$dir/demo.log" 6>&- &
  demo_pid=$!
  for _ in $(seq 1200); do
    login=$(demo_line "$dir/demo.out" login)
    [ -z "$login" ] || break
    kill -0 "$demo_pid" 2> /dev/null || break
    sleep 0.1
  done
  [ -n "$login" ] || { tail -5 "$dir/demo.log" >&2; die "the demo shop did not start"; }
  demo_url=$(demo_line "$dir/demo.out" hq)
  demo_code=$(demo_line "$dir/demo.out" code)
  demo_printer=$(demo_line "$dir/demo.out" printer)
  demo_web=$(demo_line "$dir/demo.out" web)
  demo_stations=$(sed -n 's/^station //p' "$dir/demo.out" | paste -sd' ')
  demo_tags_web=$(demo_line "$dir/demo.out" tags-web)
  demo_login=${login%% *}
  demo_password=${login#* }
}

# stop_demo: ends it, by its pid, and waits for that.
stop_demo ()
{
  [ -n "$demo_pid" ] || return 0
  exec 6>&-
  kill "$demo_pid" 2> /dev/null || true
  wait "$demo_pid" 2> /dev/null || true
  demo_pid=
}
