#: usage: ./dev build [NINJA ARGUMENT…]
#:
#: Builds everything in _build, warnings as errors. Arguments go to ninja: a target, -v, -k 0 …
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
show_help "${BASH_SOURCE[0]}" "$@"
ensure_setup "$top/_build" -Dwerror=true
exec ninja -C "$top/_build" "$@"
