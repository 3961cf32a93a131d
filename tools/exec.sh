#: usage: ./dev exec PROGRAM [ARGUMENT…]
#:
#: Builds and runs one of the built programs in the current folder, without installing it:
#:   backroom       the window
#:   backroom-hq    the HQ server
#:   backroom-sim   the demo shop and its traffic; a simulated label printer
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
show_help "${BASH_SOURCE[0]}" "$@"
[ $# -gt 0 ] || { sed -n 's/^#: \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
program=$1
shift
case "$program" in
  backroom) folder=app ;;
  backroom-hq) folder=server ;;
  backroom-sim) folder=sim ;;
  *) die "no such program: $program. There are backroom, backroom-hq and backroom-sim." ;;
esac
[ -n "${BR_NO_BUILD:-}" ] || ensure_build "$top/_build" -Dwerror=true > /dev/null || die "it does not build: see ./dev build"
binary=$top/_build/src/$folder/$program
[ -x "$binary" ] || die "$program is not built"
. "$top/tools/uninstalled.sh"
exec "$binary" "$@"
