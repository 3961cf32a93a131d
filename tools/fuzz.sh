# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the fuzz targets (tests/fuzz). Sourced by test.sh.

# run_fuzz SECONDS: each target for SECONDS on its corpus; prints a line of results, as Meson would, for each. A warning of
# GLib ends a run like a crash.
run_fuzz ()
{
  local seconds=$1 dir=$top/_build-fuzz target name status
  CC=clang ensure_build "$dir" -Dfuzz=true -Dapp=false -Db_sanitize=address,undefined >&2 \
    || { echo '{"name": "build of the fuzz targets", "result": "FAIL", "stdout": ""}'; return 0; }
  for target in "$dir"/tests/fuzz/fuzz-*; do
    [ -f "$target" ] && [ -x "$target" ] || continue
    name=$(basename "$target")
    say "fuzz: $name for $seconds s"
    mkdir -p "$dir/corpus/$name" "$dir/crashes/$name"
    status=OK
    G_DEBUG=fatal-warnings "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 -print_funcs=0 \
      -artifact_prefix="$dir/crashes/$name/" "$dir/corpus/$name" "$top/tests/fuzz/corpus/${name#fuzz-}" > "$dir/$name.log" 2>&1 || status=FAIL
    if [ "$status" = OK ]; then grep -E '^stat::number_of_executed_units' "$dir/$name.log" >&2; else tail -60 "$dir/$name.log" >&2; fi
    [ "$status" = OK ] || say "fuzz: $name failed; the input is in $dir/crashes/$name"
    echo "{\"name\": \"$name\", \"result\": \"$status\", \"stdout\": \"\"}"
  done
}
