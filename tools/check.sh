#: usage: ./dev check [NAME…]
#:
#: Checks what a machine can check about the sources, the texts and the packaging; says what is wrong and where.
#: With names, only those checks. The last line: N passed, N failed, N skipped.
#:
#:   --list   list the checks
# SPDX-License-Identifier: GPL-3.0-or-later
# A check is a function check_NAME in tools/check/*.sh: silent and 0 when all is well, else it prints what is wrong and returns
# 1; 77 means there is nothing to check yet. Names are the functions' with dashes.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
show_help "${BASH_SOURCE[0]}" "$@"
cd "$top"
for part in tools/check/*.sh; do . "$part"; done
all=$(compgen -A function check_ | sed 's/^check_//; s/_/-/g' | sort)
if [ "${1:-}" = --list ]; then echo "$all"; exit 0; fi

# sources [PATTERN…]: the project's own files (known to git or new), by extended pattern on the path.
sources () { git ls-files --cached --others --exclude-standard --deduplicate | grep -E "${1:-.}" | while read -r f; do [ ! -f "$f" ] || echo "$f"; done; }

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# run_check NAME: one check; what it says and its status are kept for the count.
run_check ()
{
  local status=0
  "check_${1//-/_}" > "$results/$1" 2>&1 || status=$?
  echo "$status" > "$results/$1.status"
}

# tell NAME: what became of it, counted.
tell ()
{
  case "$(cat "$results/$1.status")" in
    0) passed=$((passed + 1)); echo "ok       $1" ;;
    77) skipped=$((skipped + 1)); echo "skipped  $1: $(grep . "$results/$1" || echo 'nothing to check')" ;;
    *) failed=$((failed + 1)); echo "FAILED   $1"; sed 's/^/           /' "$results/$1" | head -40 ;;
  esac
}

passed=0 failed=0 skipped=0
names=${*:-$all}
for name in $names; do declare -F "check_${name//-/_}" > /dev/null || die "no check is named $name; see ./dev check --list"; done
for name in $names; do
  while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
  run_check "$name" &
done
wait
for name in $names; do tell "$name"; done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
