# SPDX-License-Identifier: GPL-3.0-or-later
# Checks of the packaging: each file by its own validator. Sourced by check.sh.

# built FILE: a file of _build, built if need be.
built ()
{
  ensure_build "$top/_build" -Dwerror=true > /dev/null || { echo "it does not build"; return 1; }
  [ -f "_build/$1" ] || { echo "_build/$1 is not made by the build"; return 1; }
}

check_desktop_file ()
{
  built data/app.backroom.Backroom.desktop && desktop-file-validate _build/data/app.backroom.Backroom.desktop
}

check_metainfo ()
{
  built data/app.backroom.Backroom.metainfo.xml && appstreamcli validate --no-net --no-color --override=url-homepage-missing=info _build/data/app.backroom.Backroom.metainfo.xml > /tmp/backroom-metainfo.$$ 2>&1 \
    || { cat /tmp/backroom-metainfo.$$; rm -f /tmp/backroom-metainfo.$$; return 1; }
  rm -f /tmp/backroom-metainfo.$$
}

check_settings_schema () { glib-compile-schemas --strict --dry-run data; }

check_service_file ()
{
  built data/app.backroom.Backroom.service || return 1
  grep -q '^Name=app.backroom.Backroom$' _build/data/app.backroom.Backroom.service && grep -q '^Exec=.*/backroom ' _build/data/app.backroom.Backroom.service \
    || { echo "the D-Bus service file has no Name or Exec"; return 1; }
}

check_icons ()
{
  local file
  for file in data/icons/hicolor/scalable/apps/app.backroom.Backroom.svg data/icons/hicolor/symbolic/apps/app.backroom.Backroom-symbolic.svg; do
    xmllint --noout --nonet "$file" || return 1
  done
}

# Screenshots the README shows are in the tree, and each one there is shown.
check_screenshots ()
{
  local name
  {
    grep -o 'data/screenshots/[^)]*\.png' README.md | while read -r name; do
      [ -f "$name" ] || echo "the README shows $name, which is not there"
    done
    sources '^data/screenshots/.*\.png$' | while read -r name; do grep -qF "($name)" README.md || echo "the README does not show $name"; done
  } | none
}

# The help is well-formed and its links lead somewhere, in both languages.
check_help ()
{
  local work language failed=0
  [ -d help/C ] || return 77
  work=$(mktemp -d)
  cp -r help/C "$work/C"
  mkdir "$work/zh_CN"
  msgfmt -o "$work/zh_CN.mo" help/zh_CN/zh_CN.po && itstool -m "$work/zh_CN.mo" -o "$work/zh_CN" help/C/*.page || failed=1
  for language in "$work/C" "$work/zh_CN"; do
    xmllint --noout --nonet "$language"/*.page || failed=1
    { yelp-check links "$language"; yelp-check orphans "$language"; yelp-check ids "$language"; yelp-check media "$language"; } | none || failed=1
  done
  rm -rf "$work"
  return "$failed"
}

check_man_pages ()
{
  local files
  files=$(sources '\.[18]$|\.[18]\.in$')
  [ -n "$files" ] || return 77
  # shellcheck disable=SC2086 # the list is words
  mandoc -Tlint -Wwarning $files
}

check_udev_rules ()
{
  command -v udevadm > /dev/null || { echo "udevadm is missing"; return 77; }
  udevadm verify --no-summary data/*.rules
}

check_flatpak ()
{
  flatpak-builder --show-manifest flatpak/app.backroom.Backroom.json > /dev/null
}
