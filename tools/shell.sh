#: usage: ./dev shell [COMMAND [ARGUMENT…]]
#:
#: Runs COMMAND, or else an interactive shell, where Backroom is built: on this system or in the private Debian 13.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
show_help "${BASH_SOURCE[0]}" "$@"
[ $# -gt 0 ] || set -- bash -i
exec "$@"
