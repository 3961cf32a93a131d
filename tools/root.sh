# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command where Backroom can be built: natively where the floor is there, else in a private Debian 13 root that is made
# once by mmdebstrap and entered by bwrap. Works as root and as an ordinary user (user namespaces), with or without a terminal.
#
# The root is made in two steps, so that it can be resumed and brought up to date: a minimal Debian in a temporary folder that
# is renamed when whole, then apt inside it. The stamp in it holds the SHA-256 of the package list; when the list changes, the
# second step runs again. One lock, held only while changing the root, makes concurrent calls safe.
. "$top/tools/floor.sh"
root=$cache/debian13
stamp=$root/etc/backroom-packages.sha256

package_list () { sed 's/#.*//; s/[[:space:]]//g; /^$/d' "$top/tools/packages.txt" | sort -u; }
package_sum () { package_list | sha256sum | cut -d' ' -f1; }

# as_owner CMD…: runs CMD as the owner of the root's files: root itself, or root of a user namespace.
as_owner ()
{
  if [ "$(id -u)" = 0 ]; then "$@"; else unshare --map-root-user --map-auto -- "$@"; fi
}

# need_tools: mmdebstrap and bwrap, installed when that is possible without asking.
need_tools ()
{
  local tools=() keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  command -v mmdebstrap > /dev/null || tools+=(mmdebstrap)
  command -v bwrap > /dev/null || tools+=(bubblewrap)
  command -v flock > /dev/null || tools+=(util-linux)
  [ -f "$keyring" ] || ! command -v apt-get > /dev/null || tools+=(debian-archive-keyring)
  [ "$(id -u)" = 0 ] || command -v newuidmap > /dev/null || tools+=(uidmap)
  [ ${#tools[@]} -gt 0 ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    say "installing ${tools[*]}"
    apt-get -qq update > /dev/null || die "no network? Could not read the package lists to install ${tools[*]}. Run this again when there is one."
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${tools[@]}" > /dev/null < /dev/null \
      || die "could not install ${tools[*]}"
    return 0
  fi
  say "a private Debian 13 is needed to build here, and for that: ${tools[*]}. Please run once:"
  if command -v apt-get > /dev/null; then say "  sudo apt-get install ${tools[*]}"
  elif command -v dnf > /dev/null; then say "  sudo dnf install mmdebstrap bubblewrap debian-keyring"
  else say "  (with this system's package manager) mmdebstrap bubblewrap"; fi
  exit 1
}

# need_maps: an ordinary user needs a range of subordinate ids for the files of the root.
need_maps ()
{
  [ "$(id -u)" = 0 ] && return 0
  grep -q "^$(id -un):" /etc/subuid 2> /dev/null && grep -q "^$(id -un):" /etc/subgid 2> /dev/null && return 0
  die "$(id -un) has no subordinate ids. Please run once: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $(id -un)"
}

# make_base: a minimal Debian 13 in $root. The mirror is the system's or mmdebstrap's own default.
make_base ()
{
  local partial mode=unshare
  [ "$(id -u)" = 0 ] && mode=root
  for partial in "$cache"/debian13.partial.*; do
    [ ! -e "$partial" ] || as_owner rm -rf --one-file-system "$partial"
  done
  partial=$cache/debian13.partial.$$
  say "making a private Debian 13 in $root (once, about 2 minutes)"
  mmdebstrap --quiet --mode="$mode" --variant=apt --skip=check/empty \
    --aptopt='APT::Install-Recommends "false"' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt=force-unsafe-io \
    --customize-hook='printf "#!/bin/sh\nexit 101\n" > "$1/usr/sbin/policy-rc.d"; chmod 755 "$1/usr/sbin/policy-rc.d"' \
    trixie "$partial" > "$cache/root.log" 2>&1 < /dev/null \
    || { tail -5 "$cache/root.log" >&2; as_owner rm -rf --one-file-system "$partial"; \
         die "could not make the Debian 13 root. Is there a network? The log is $cache/root.log; run this again to go on."; }
  as_owner mv "$partial" "$root" 2> /dev/null || mv "$partial" "$root"
}

# root_apt CMD…: runs CMD as the super-user of the root, with network and a writable system.
root_apt ()
{
  as_owner bwrap --bind "$root" / --dev /dev --proc /proc --perms 1777 --tmpfs /tmp --tmpfs /run \
    --ro-bind "$(realpath /etc/resolv.conf)" /etc/resolv.conf --setenv DEBIAN_FRONTEND noninteractive \
    --setenv PATH /usr/sbin:/usr/bin:/sbin:/bin --setenv LC_ALL C.UTF-8 --die-with-parent -- "$@" >> "$cache/root.log" 2>&1 < /dev/null
}

# packages_missing: those of the list that are not installed in the root.
packages_missing ()
{
  awk '/^Package: /{name=$2} /^Status: install ok installed/{print name}' "$root/var/lib/dpkg/status" | sort -u \
    | comm -13 - <(package_list)
}

# bring_up_to_date: installs what the list has and the root has not; then locales and the stamp.
bring_up_to_date ()
{
  local missing
  missing=$(packages_missing)
  if [ -n "$missing" ]; then
    say "installing $(wc -w <<< "$missing") packages in the private Debian 13"
    root_apt dpkg --configure -a || true
    # shellcheck disable=SC2086 # the list is words
    { root_apt apt-get update && root_apt apt-get -y --no-install-recommends install $missing; } \
      || { tail -5 "$cache/root.log" >&2; die "could not install the packages. Is there a network? The log is $cache/root.log; run this again to go on."; }
    root_apt apt-get clean || true
  fi
  root_apt sh -c 'locale -a | grep -q zh_CN || { printf "en_US.UTF-8 UTF-8\nzh_CN.UTF-8 UTF-8\n" > /etc/locale.gen; locale-gen; }
    [ -s /etc/machine-id ] || dbus-uuidgen > /etc/machine-id' || die "could not set the root up; the log is $cache/root.log"
  as_owner sh -c "echo $(package_sum) > '$stamp'"
}

# ensure_root: the root is there and has every package of the list.
ensure_root ()
{
  need_tools
  mkdir -p "$cache"
  if [ "$(cat "$stamp" 2> /dev/null)" = "$(package_sum)" ]; then return 0; fi
  need_maps
  (
    flock -n 8 || { say "waiting for another ./dev that prepares the root"; flock 8; }
    [ -d "$root/usr" ] || make_base
    bring_up_to_date
  ) 8> "$cache/debian13.lock"
}

# bind_args "$@": fills `binds`: the project, its neighbours, the home folder, the files named in the arguments.
bind_args ()
{
  local path paths=("$HOME" "$(dirname "$top")" "$top" "$PWD" "$cache" "${BACKROOM_TEST_DATA:-}" "${XDG_RUNTIME_DIR:-}" "${TMPDIR:-}")
  paths+=("$(realpath -q "$top/../shared" || true)")
  paths+=("$(git -C "$top" rev-parse --path-format=absolute --git-common-dir 2> /dev/null || true)")
  for path; do
    case "$path" in
      /* | ./* | ../*) [ ! -e "$path" ] && [ ! -d "$(dirname "$path")" ] || paths+=("$(realpath -m "$(dirname "$path")")") ;;
    esac
  done
  binds=()
  for path in "${paths[@]}"; do
    case "$path/" in
      / | // | /usr/* | /etc/* | /proc/* | /sys/* | /dev/* | /var/lib/* | /bin/* | /sbin/* | /lib/*) continue ;;
    esac
    [ ! -d "$path" ] || binds+=(--bind "$path" "$path")
  done
}

# in_root COMMAND CMD…: runs CMD in the root. Signals reach it, its exit status is ours. Commands that start servers of their
# own get their own process table, so that nothing outlives them.
in_root ()
{
  local kind=$1 dir name pid status options=()
  shift
  bind_args "$@"
  case "$kind" in run | test | shots | bench | check) options+=(--unshare-pid) ;; esac
  for dir in bin sbin lib lib64; do [ ! -L "$root/$dir" ] || options+=(--symlink "usr/$dir" "/$dir"); done
  name=/etc/ssl/certs/ca-certificates.crt # whom this system trusts: a proxy's certificate, for one
  [ ! -f "$name" ] || [ ! -f "$root$name" ] || options+=(--ro-bind "$name" "$name")
  for name in passwd group hosts; do [ ! -f "$root/etc/$name" ] || options+=(--ro-bind "/etc/$name" "/etc/$name"); done
  ( trap - INT QUIT
    exec bwrap --ro-bind "$root/usr" /usr --ro-bind "$root/etc" /etc --ro-bind "$root/var" /var --tmpfs /var/tmp --tmpfs /run \
      --dev-bind /dev /dev --proc /proc --ro-bind-try /sys /sys --bind /tmp /tmp "${options[@]}" "${binds[@]}" \
      --ro-bind "$(realpath /etc/resolv.conf)" /etc/resolv.conf --die-with-parent --chdir "$PWD" \
      --setenv PATH /usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin --setenv LANG "${LANG_IN_ROOT:-C.UTF-8}" \
      --unsetenv LC_ALL --setenv BACKROOM_IN_FLOOR root --setenv CCACHE_BASEDIR "$top" --setenv CCACHE_NOHASHDIR 1 \
      --setenv CCACHE_DIR "$cache/ccache" --info-fd 7 -- "$@" 7> "$info" ) <&0 &
  pid=$!
  for name in TERM INT HUP QUIT USR1; do trap "forward_signal $name" "$name"; done
  status=0
  wait "$pid" || status=$?
  while [ "$status" -gt 128 ] && kill -0 "$pid" 2> /dev/null; do status=0; wait "$pid" || status=$?; done
  exit "$status"
}

# forward_signal NAME: to the process in the root, not to bwrap, which would only kill it, nor to the first process of a process
# table of its own, which would not hear it.
forward_signal ()
{
  local child below
  child=$(sed -n 's/.*"child-pid": *\([0-9]*\).*/\1/p' "$info")
  below=$(cut -d' ' -f1 "/proc/$child/task/$child/children" 2> /dev/null || true)
  [ -z "$below" ] || [ "$(cat "/proc/$child/comm" 2> /dev/null)" != bwrap ] || child=$below
  [ -z "$child" ] || kill -s "$1" "$child" 2> /dev/null || true
}

# enter_floor COMMAND CMD…: the one public function: runs CMD where Backroom can be built.
enter_floor ()
{
  local kind=$1 choice=${BACKROOM_DEV:-} hint
  shift
  [ -z "${BACKROOM_IN_FLOOR:-}" ] || exec "$@"
  [ -n "${BACKROOM_TEST_DATA:-}" ] || [ ! -d "$top/../shared/data" ] || export BACKROOM_TEST_DATA="$(realpath "$top/../shared/data")"
  if [ -z "$choice" ]; then
    if [ -z "$(floor_missing | head -1)" ]; then choice=native; else choice=root; fi
  fi
  if [ "$choice" = native ]; then export BACKROOM_IN_FLOOR=native; exec "$@"; fi
  hint=$(floor_install_hint)
  [ -z "$hint" ] || [ -d "$root/usr" ] || say "this system is new enough to build on directly: $hint"
  ensure_root
  info=$(mktemp "${TMPDIR:-/tmp}/backroom-dev.XXXXXX")
  trap 'rm -f "$info"' EXIT
  in_root "$kind" "$@"
}
