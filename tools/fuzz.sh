# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the fuzz targets (tests/fuzz). Sourced by test.sh.

# fuzz_target TARGET SECONDS DIR: one target on its corpus; prints a line of results as Meson would. A warning of GLib ends a run like a crash.
fuzz_target ()
{
  local target=$1 seconds=$2 dir=$3 name status=OK
  name=$(basename "$target")
  say "fuzz: $name for $seconds s"
  mkdir -p "$dir/corpus/$name" "$dir/crashes/$name"
  G_DEBUG=fatal-warnings "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 -print_funcs=0 \
    -artifact_prefix="$dir/crashes/$name/" "$dir/corpus/$name" "$top/tests/fuzz/corpus/${name#fuzz-}" > "$dir/$name.log" 2>&1 || status=FAIL
  if [ "$status" = OK ]; then
    say "fuzz: $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$dir/$name.log") inputs"
  else
    tail -60 "$dir/$name.log" >&2
    say "fuzz: $name failed; the input is in $dir/crashes/$name"
  fi
  echo "{\"name\": \"$name\", \"result\": \"$status\", \"stdout\": \"\"}"
}

# run_fuzz SECONDS: builds the targets and nothing else, then each for SECONDS, one a core at a time; prints a line of results for each.
run_fuzz ()
{
  local seconds=$1 dir=$top/_build-fuzz source target
  local -a targets=()
  for source in "$top"/tests/fuzz/fuzz-*.c; do
    [ "$source" = "$top/tests/fuzz/fuzz-main.c" ] || targets+=("tests/fuzz/$(basename "$source" .c)")
  done
  { CC=clang ensure_setup "$dir" -Dfuzz=true -Dapp=false -Db_sanitize=address,undefined && ninja -C "$dir" "${targets[@]}"; } >&2 \
    || { echo '{"name": "build of the fuzz targets", "result": "FAIL", "stdout": ""}'; return 0; }
  for target in "${targets[@]/#/$dir/}"; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n || true; done
    fuzz_target "$target" "$seconds" "$dir" &
  done
  wait
}
