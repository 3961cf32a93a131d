# SPDX-License-Identifier: GPL-3.0-or-later
# Does this system have what Backroom needs? Sourced by root.sh.

# The floor: pkg-config modules with their least version, and programs (ARCHITECTURE, Platform).
floor_modules='gtk4>=4.18 libadwaita-1>=1.7 glib-2.0>=2.84 libsoup-3.0>=3.6 sqlite3>=3.46 yyjson icu-uc icu-i18n libsecret-1
  libsodium xlsxwriter libarchive libxml-2.0 gudev-1.0 libusb-1.0'
floor_programs='gcc clang clang-format meson ninja pkg-config ccache msgfmt blueprint-compiler itstool xmllint Xvfb dbus-run-session
  valgrind pmccabe desktop-file-validate appstreamcli yelp-check mandoc glib-compile-schemas python3 sqlite3 node npm git'

# floor_missing: prints what is missing, one a line; nothing when the floor is there.
floor_missing ()
{
  local item
  command -v pkg-config > /dev/null || { echo pkg-config; return; }
  for item in $floor_modules; do
    pkg-config --exists "${item/>=/ >= }" || echo "$item"
  done
  for item in $floor_programs; do
    command -v "$item" > /dev/null || echo "$item"
  done
}

# floor_install_hint: on a system new enough, how to install the rest instead of making a root; else nothing.
floor_install_hint ()
{
  if command -v apt-cache > /dev/null && apt-cache policy libgtk-4-dev 2> /dev/null | grep -Eq 'Candidate: 4\.(1[89]|[2-9][0-9])'; then
    echo "sudo apt-get install $(package_list | tr '\n' ' ')"
  elif command -v dnf > /dev/null && dnf -q --cacheonly list gtk4-devel 2> /dev/null | grep -Eq ' 4\.(1[89]|[2-9][0-9])'; then
    echo "sudo dnf builddep and the programs: $(floor_missing | tr '\n' ' ')"
  fi
}
