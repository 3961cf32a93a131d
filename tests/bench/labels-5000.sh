#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# labels-5000: labels-1000.sh with five times the goods, in the same memory.
exec bash "$(dirname "$0")/labels-1000.sh" 5000
