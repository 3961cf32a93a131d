# SPDX-License-Identifier: GPL-3.0-or-later
# Small shell functions every script of ./dev uses. Sourced, not run.
top=${top:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/backroom
build=${BR_BUILD:-$top/_build} # where the programs are

# say TEXT…: a message for the person at the keyboard, on standard error.
say () { printf 'dev: %s\n' "$*" >&2; }

# die TEXT…: say it and give up.
die () { say "$@"; exit 1; }

# show_help FILE "$@": prints the text of FILE between the lines "#: …" when the first argument asks for help, and exits.
show_help ()
{
  local file=$1
  case "${2:-}" in
    --help | -h) sed -n 's/^#: \{0,1\}//p' "$file"; exit 0 ;;
  esac
}

# ensure_setup DIR [MESON OPTION…]: sets DIR up if it is not, or was with other options.
ensure_setup ()
{
  local dir=$1 options
  shift
  options="$*"
  mkdir -p "$dir"
  (
    flock 9
    [ ! -f "$dir/build.ninja" ] || [ "$(cat "$dir/.dev-options" 2> /dev/null)" = "$options" ] || rm -rf "${dir:?}"/*
    [ -f "$dir/build.ninja" ] || meson setup "$@" "$dir" "$top" || exit 1
    echo "$options" > "$dir/.dev-options"
  ) 9> "$dir/.dev-setup-lock"
}

# ensure_build DIR [MESON OPTION…]: the same, and builds it.
ensure_build ()
{
  ensure_setup "$@" || return 1
  (
    flock 9
    ninja -C "$1"
  ) 9> "$1/.dev-lock"
}

# format_c FILE: prints FILE formatted: clang-format, and gettext's marks without a space, as everywhere in GNOME.
format_c () { clang-format "$1" | sed -E 's/(^|[^A-Za-z0-9_])(_|N_|C_|NC_) \(/\1\2(/g'; }
