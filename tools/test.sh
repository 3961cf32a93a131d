#: usage: ./dev test [OPTION…] [SUITE…]
#:
#: Runs the tests three times: as built, built with ASan + UBSan, and under Valgrind; the last for the layers below the window.
#: Suites are the layers: base sql domain wire store service server sim app, and `slow`. Without any, all of them run.
#: The last line counts the single test cases of all runs: N passed, N failed, N skipped.
#:
#:   --quick          only the normal run
#:   --asan           only the run with sanitizers
#:   --valgrind       only the run under Valgrind
#:   --fuzz SECONDS   every fuzz target for SECONDS, one a core at a time (alone: only that; with the others: after them)
#:   --kernel         the way to a USB printer with a real kernel in a virtual machine (alone)
#:   --all            the three runs; useful with --fuzz
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
show_help "${BASH_SOURCE[0]}" "$@"

runs=() suites=() fuzz_seconds=
while [ $# -gt 0 ]; do
  case "$1" in
    --quick) runs+=(normal) ;;
    --asan | --valgrind) runs+=("${1#--}") ;;
    --all) runs=(normal asan valgrind) ;;
    --fuzz) fuzz_seconds=${2:?--fuzz needs seconds}; shift ;;
    -*) die "unknown option $1; see ./dev test --help" ;;
    *) suites+=(--suite "$1") ;;
  esac
  shift
done
if [ ${#runs[@]} -eq 0 ] && [ -z "$fuzz_seconds" ]; then runs=(normal asan valgrind); fi

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
# Whatever a test leaves behind, killed or not, goes with the run.
mkdir "$results/tmp"
export TMPDIR=$results/tmp

# run_suites RUN DIR MESON-TEST-OPTION…: one run; its log of results is kept for the count.
run_suites ()
{
  local run=$1 dir=$2 started=$SECONDS
  shift 2
  say "tests: $run"
  rm -f "$dir"/meson-logs/testlog*.json
  meson test -C "$dir" --no-rebuild --print-errorlogs "$@" "${suites[@]}" || true
  cat "$dir"/meson-logs/testlog*.json > "$results/$run.json" 2> /dev/null || true
  say "tests: $run took $((SECONDS - started)) s"
}

# build_failed RUN: a run that does not build counts as one failed test.
build_failed ()
{
  say "tests: $1 does not build"
  echo "{\"name\": \"build of $1\", \"result\": \"FAIL\", \"stdout\": \"\"}" > "$results/$1.json"
}

run_normal ()
{
  ensure_build "$top/_build" -Dwerror=true || { build_failed normal; return; }
  run_suites normal "$top/_build" --timeout-multiplier 4
}

run_asan ()
{
  ensure_build "$top/_build-asan" -Db_sanitize=address,undefined || { build_failed asan; return; }
  run_suites asan "$top/_build-asan" --setup sanitizers
}

run_valgrind ()
{
  ensure_build "$top/_build" -Dwerror=true || { build_failed valgrind; return; }
  BR_UNDER_VALGRIND=1 run_suites valgrind "$top/_build" --setup valgrind
}

for run in "${runs[@]}"; do "run_$run"; done
if [ -n "$fuzz_seconds" ]; then . "$top/tools/fuzz.sh"; run_fuzz "$fuzz_seconds" > "$results/fuzz.json"; fi
python3 "$top/tools/count-tests.py" "$results"/*.json
