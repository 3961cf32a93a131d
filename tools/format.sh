#: usage: ./dev format
#:
#: Formats the C sources (clang-format, .clang-format) and the Blueprint files in place. Headers are aligned by hand.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
show_help "${BASH_SOURCE[0]}" "$@"
cd "$top"
formatted=$(mktemp)
trap 'rm -f "$formatted"' EXIT
find src tests -name '*.c' | while read -r file; do
  format_c "$file" > "$formatted"
  cmp -s "$formatted" "$file" || cat "$formatted" > "$file"
done
[ ! -d ui ] || find ui -name '*.blp' -print0 | xargs -0r blueprint-compiler format --fix > /dev/null
