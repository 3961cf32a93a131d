#: usage: ./dev bench [NAME… | all]
#:
#: Runs benches; without a name it lists them. Each prints lines "name value unit"; its last line is the figure of the table in
#: the goals. A bench with a limit says at the end whether the figure is within it.
# SPDX-License-Identifier: GPL-3.0-or-later
# A bench is an executable _build/tests/bench/bench-NAME, or a script tests/bench/NAME.sh. The first line of tests/bench/LIMITS for
# a name holds its limit and a word on what it measures: "NAME LIMIT TEXT".
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
show_help "${BASH_SOURCE[0]}" "$@"
limits=$top/tests/bench/LIMITS

if [ $# -eq 0 ]; then
  grep -v '^#' "$limits" | grep . | while read -r name limit text; do
    state=
    [ -f "$top/tests/bench/$name.sh" ] || [ -f "$top/tests/bench/bench-$name.c" ] || state='  (not written yet)'
    printf '%-20s at most %-6s %s%s\n' "$name" "$limit" "$text" "$state"
  done
  exit 0
fi

# Some open windows.
if [ -z "${BR_DISPLAY_READY:-}" ]; then BR_SCREEN=1400x900 exec "$top/tools/with-display" bash "${BASH_SOURCE[0]}" "$@"; fi

# Figures are of optimized code: a build folder of its own.
build=$top/_build-bench
ensure_build "$build" -Dbuildtype=release > /dev/null || die "it does not build: ninja -C $build"
export BR_BENCH_BUILD=$build BR_SOURCE_DIR=$top GSETTINGS_SCHEMA_DIR=$build/data

# run_bench NAME: its lines, then whether its last one is within the limit.
run_bench ()
{
  local name=$1 figure limit status=0 log
  log=$(mktemp)
  echo "# $name"
  if [ -f "$top/tests/bench/$name.sh" ]; then bash "$top/tests/bench/$name.sh" | tee "$log" || status=$?
  elif [ -x "$build/tests/bench/bench-$name" ]; then "$build/tests/bench/bench-$name" | tee "$log" || status=$?
  else rm -f "$log"; say "no bench is named $name; ./dev bench lists them"; return 1; fi
  figure=$(awk 'NF >= 2 && $2 ~ /^[0-9.]+$/ { value = $2 } END { print value }' "$log")
  limit=$(awk -v name="$name" '$1 == name { print $2 }' "$limits")
  rm -f "$log"
  [ -n "$figure" ] && [ "$status" = 0 ] || { echo "# $name: no figure"; return 1; }
  [ -n "$limit" ] || return 0
  if awk "BEGIN { exit !($figure <= $limit) }"; then echo "# $name: $figure, within $limit"; else echo "# $name: $figure, MISSED $limit"; return 1; fi
}

[ "$1" != all ] || set -- $(grep -v '^#' "$limits" | awk 'NF { print $1 }')
failed=0
for name; do run_bench "$name" || failed=1; done
exit "$failed"
