# SPDX-License-Identifier: GPL-3.0-or-later
# The environment in which a program runs from _build, not installed. Sourced.
export GSETTINGS_SCHEMA_DIR=$build/data
export XDG_DATA_DIRS=$top/data:${XDG_DATA_DIRS:-/usr/local/share:/usr/share} # our icons
