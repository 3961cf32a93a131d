#: usage: ./dev test --kernel [ports] [watch] [service]
#:
#: Tests the way to a USB printer in a virtual machine of its own (QEMU without KVM): Debian's kernel with its usblp driver on one
#: side, the kernel's printer gadget on the other. About a minute. Where there is no QEMU and none can be installed, it is skipped.
#: The last line: N passed, N failed, N skipped.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$top/tools/kernel-root.sh"
show_help "${BASH_SOURCE[0]}" "$@"

# skip WHY: the one result.
skip () { say "tests: kernel is skipped: $*"; echo "0 passed, 0 failed, 1 skipped"; exit 0; }

for name in qemu-system-x86_64 busybox cpio; do
  command -v "$name" > /dev/null || skip "there is no $name (packages: $(kernel_packages | tr '\n' ' '))"
done
[ -f "$kernel_home/vmlinuz" ] || skip "there is no kernel in $kernel_home; only the private Debian 13 brings one"
ensure_build "$top/_build" -Dwerror=true > /dev/null || { say "tests: kernel does not build"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
tests=${*:-ports watch service}
programs=$(printf "$top/_build/tests/kernel/test-%s " $tests)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# fill_guest DIR: all the machine has: busybox, modules, udev with our rule, two fonts, the tests and the libraries of all.
fill_guest ()
{
  local dir=$1 library udev=/usr/lib/systemd/systemd-udevd
  mkdir -p "$dir"/{bin,dev,proc,sys,tmp,run,modules,etc,usr/lib/udev/rules.d}
  cp "$(command -v busybox)" "$dir/bin/busybox"
  cp $programs "$dir/bin"
  cp -L "$udev" "$dir/bin/systemd-udevd"
  cp /usr/lib/udev/rules.d/50-udev-default.rules "$top/data/70-backroom-label.rules" "$dir/usr/lib/udev/rules.d"
  echo 'root:x:0:0::/:/bin/sh' > "$dir/etc/passwd"
  grep -E '^(root|tty|disk|lp|dialout|cdrom|tape|audio|video|render|kvm|sgx|input|kmem|floppy):' /etc/group > "$dir/etc/group"
  mkdir -p "$dir/usr/share/fonts"
  cp -r /etc/fonts "$dir/etc"
  cp -rL /usr/share/fontconfig "$dir/usr/share"
  cp $(fc-match -f '%{file} ' Cantarell) $(fc-match -f '%{file} ' sans:charset=6c38) "$dir/usr/share/fonts" # the latter for Chinese
  cp "$kernel_home"/*.ko "$dir/modules"
  ldd $programs "$udev" | grep -o '/[^ :]*' | grep '\.so' | sort -u | while read -r library; do mkdir -p "$dir$(dirname "$library")"; cp -L "$library" "$dir$library"; done
  cat > "$dir/init" << END
#!/bin/busybox sh
for fs in proc sysfs:sys devtmpfs:dev tmpfs:tmp tmpfs:run; do /bin/busybox mount -t \${fs%:*} none /\${fs#*:}; done
for name in $kernel_modules; do
  options=
  [ \$name != dummy_hcd ] || options="is_high_speed=0 is_super_speed=0"
  /bin/busybox insmod /modules/\$name.ko \$options
done
/bin/busybox mount -t configfs none /sys/kernel/config
/bin/systemd-udevd --daemon
for program in $tests; do
  /bin/busybox timeout 120 /bin/test-\$program --tap
  echo "guest: \$program: status \$?"
done
/bin/busybox reboot -f
END
  chmod 755 "$dir/init"
}

say "tests: kernel"
fill_guest "$work/guest"
(cd "$work/guest" && find . | cpio --quiet -o -H newc | gzip -1) > "$work/initrd"
status=0
timeout 240 qemu-system-x86_64 -accel tcg -m 768 -smp 2 -kernel "$kernel_home/vmlinuz" -initrd "$work/initrd" -nographic -no-reboot -nodefaults \
  -serial stdio -append "console=ttyS0 panic=-1 quiet loglevel=1" < /dev/null 2>&1 | tr -d '\r' | tee "$work/log" | grep --line-buffered -E '^(ok|not ok|# noticed|# ready|guest:)|ERROR' || status=$?

# A machine that did not get to its end is a failure of its own.
passed=$(grep -c '^ok ' "$work/log" || true)
failed=$(grep -c '^not ok ' "$work/log" || true)
if [ "$(grep -c '^guest: .*: status 0$' "$work/log")" != "$(wc -w <<< "$programs")" ]; then
  [ "$failed" != 0 ] || failed=1
  tail -40 "$work/log" >&2
fi
say "tests: kernel took $SECONDS s"
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
