# SPDX-License-Identifier: GPL-3.0-or-later
# The demo shop behind `run`, `shots` and some benches: HQ with the shop's goods and people, on 127.0.0.1. Sourced.
#
# `backroom-sim demo --dir DIR --skus N` makes HQ's data in DIR if it is not there, serves it, and when it is ready prints one
# line to standard output: "ready URL CODE LOGIN PASSWORD", where CODE enrols one more machine. It ends by SIGTERM.
demo_pid= demo_url= demo_code= demo_login= demo_password=

# start_demo DIR SKUS [OPTION…]: starts it and waits until it is ready, at most 120 s.
start_demo ()
{
  local dir=$1 skus=$2 out
  shift 2
  mkdir -p "$dir"
  out=$dir/demo.out
  : > "$out"
  "$top/_build/src/sim/backroom-sim" demo --dir "$dir" --skus "$skus" "$@" > "$out" 2> "$dir/demo.log" &
  demo_pid=$!
  for _ in $(seq 1200); do
    if read -r _ demo_url demo_code demo_login demo_password < <(grep -m1 '^ready ' "$out"); then return 0; fi
    kill -0 "$demo_pid" 2> /dev/null || break
    sleep 0.1
  done
  tail -5 "$dir/demo.log" >&2
  die "the demo shop did not start"
}

# stop_demo: ends it, by its pid, and waits for that.
stop_demo ()
{
  [ -n "$demo_pid" ] || return 0
  kill "$demo_pid" 2> /dev/null || true
  wait "$demo_pid" 2> /dev/null || true
  demo_pid=
}
