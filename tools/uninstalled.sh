# SPDX-License-Identifier: GPL-3.0-or-later
# The environment in which a program runs from _build, not installed. Sourced.
export GSETTINGS_SCHEMA_DIR=$top/_build/data
export BR_SOURCE_DIR=$top BR_LOCALE_DIR=$top/_build/po
export XDG_DATA_DIRS=$top/_build/share:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}
