# SPDX-License-Identifier: GPL-3.0-or-later
# Brings what `./dev test --kernel` needs into the private root: QEMU, and Debian's kernel, unpacked and not installed.
# Sourced after root.sh. Where it cannot be had, the test says so and is skipped.
kernel_home=/var/lib/backroom-kernel
kernel_modules='usb-common usbcore udc-core configfs libcomposite dummy_hcd usb_f_printer usblp' # in the order they are loaded

kernel_packages () { sed 's/#.*//; s/[[:space:]]//g; /^$/d' "$top/tools/packages-kernel.txt"; }

# prepare_kernel_root: 1 when it cannot be done.
prepare_kernel_root ()
{
  local work=$kernel_home.partial
  [ "$(uname -m)" = x86_64 ] && [ -z "${BACKROOM_IN_FLOOR:-}" ] && [ "${BACKROOM_DEV:-}" != native ] || return 0
  [ ! -f "$root$kernel_home/vmlinuz" ] || return 0
  ensure_root
  say "installing QEMU and a kernel for it in the private Debian 13 (once, about 250 MB)"
  (
    flock 8
    root_apt apt-get update && root_apt apt-get -y --no-install-recommends install $(kernel_packages) && root_apt sh -ec "
      rm -rf $work && mkdir -p $work/all && cd $work
      image=\$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: \(linux-image-[0-9][^ ]*\)/\1/p' | head -1)
      apt-get -o APT::Sandbox::User=root download \$image
      dpkg-deb -x \$image*.deb all
      cp all/boot/vmlinuz-* vmlinuz
      for name in $kernel_modules; do find all -name \$name.ko.xz -exec cp {} . \;; done
      xz -d *.ko.xz
      rm -rf all *.deb
      cd / && rm -rf $kernel_home && mv $work $kernel_home"
  ) 8> "$cache/debian13.lock" || { say "it could not be done; the log is $cache/root.log"; return 1; }
}
