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

passed=0 failed=0 skipped=0
for name in ${*:-$all}; do
  declare -F "check_${name//-/_}" > /dev/null || die "no check is named $name; see ./dev check --list"
  status=0
  output=$("check_${name//-/_}" 2>&1) || status=$?
  case "$status" in
    0) passed=$((passed + 1)); echo "ok       $name" ;;
    77) skipped=$((skipped + 1)); echo "skipped  $name: ${output:-nothing to check}" ;;
    *) failed=$((failed + 1)); echo "FAILED   $name"; sed 's/^/           /' <<< "$output" | head -40 ;;
  esac
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
