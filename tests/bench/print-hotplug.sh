#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
exec umockdev-wrapper "$BR_BENCH_BUILD/tests/bench/bench-print-usb" hotplug
