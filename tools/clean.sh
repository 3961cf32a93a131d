#: usage: ./dev clean [--root]
#:
#: Deletes what was built: the folders _build*. With --root also the private Debian 13, which takes about 2 minutes to make again.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
show_help "${BASH_SOURCE[0]}" "$@"
rm -rf "$top"/_build "$top"/_build-*
[ "${1:-}" = --root ] || exit 0
. "$top/tools/root.sh"
mkdir -p "$cache"
(
  flock 8
  for dir in "$cache"/debian13 "$cache"/debian13.partial.*; do
    [ ! -e "$dir" ] || as_owner rm -rf --one-file-system "$dir"
  done
) 8> "$cache/debian13.lock"
