# SPDX-License-Identifier: GPL-3.0-or-later
# Checks of the C and Blueprint sources: sizes, format, layers, SQL. Sourced by check.sh.

# Complaints on standard input, one a line, are a failure; none is success.
none () { local text; text=$(cat); [ -z "$text" ] || { echo "$text"; return 1; }; }

# Functions: at most 60 lines (lines of text literals and class_init do not count) and complexity 15.
check_function_size ()
{
  sources '^src/.*\.c$' | xargs -r pmccabe 2> /dev/null | python3 "$top/tools/check/functions.py" 60 15 | none
}

# Files: at most 600 lines. Generated ones and data tables (marked "Data table." in the header comment) are excepted.
check_file_size ()
{
  local file lines
  sources '^(src|tests|tools)/.*\.(c|h|sh|py)$' | while read -r file; do
    lines=$(wc -l < "$file")
    [ "$lines" -le 600 ] || head -5 "$file" | grep -q 'Data table\.' || echo "$file has $lines lines; split it where it has a seam (600 is the limit)"
  done | none
}

# Lines: at most 200 columns in sources; the tables of prototypes in headers may be wider.
check_line_length ()
{
  sources '^(src|tests)/.*\.c$' | xargs -r grep -nE '^.{201,}' | sed -E 's/^([^:]*:[0-9]+):.*/\1: longer than 200 columns/' | none
}

check_format_c ()
{
  local file
  sources '^(src|tests)/.*\.c$' | while read -r file; do
    format_c "$file" | cmp -s - "$file" || echo "$file: ./dev format would change it"
  done | none
}

check_format_blueprint ()
{
  local files
  files=$(sources '^ui/.*\.blp$')
  [ -n "$files" ] || return 77
  # shellcheck disable=SC2086 # the list is words
  blueprint-compiler format --no-diff $files 2>&1 | sed 's/\x1b\[[0-9;]*m//g' | sed -n 's/^Would format \(.*\)/\1: .\/dev format would change it/p' | none
}

# Every template in ui/ has the source of its class: $BrTodayPage is src/app/…/br-today-page.c.
check_blueprint_pairs ()
{
  local file name
  [ -d ui ] || return 77
  sources '^ui/.*\.blp$' | while read -r file; do
    name=$(sed -n 's/^template \$\([A-Za-z]*\).*/\1/p' "$file" | sed -E 's/([a-z0-9])([A-Z])/\1-\2/g' | tr '[:upper:]' '[:lower:]')
    [ -z "$name" ] || [ -n "$(find src/app -name "$name.c")" ] || echo "$file has no $name.c in src/app"
  done | none
}

# SQL only where it belongs. Of somebody else's database (br-odbc) the columns are found out by reading.
check_sql_places ()
{
  {
    grep -rnE 'SELECT[[:space:]]+\*' src data/sql --include=*.c --include=*.h --include=*.sql --exclude=br-odbc.c | sed 's/$/   <- list the columns/'
    grep -rnE '"(BEGIN|COMMIT|ROLLBACK|END|SAVEPOINT|RELEASE)\b' src --include=*.c --include=*.h | grep -v '^src/sql/' | sed 's/$/   <- only src\/sql\/ starts and ends transactions/'
    grep -rnE 'sqlite3_mprintf|sqlite3_vmprintf|sqlite3_snprintf' src --include=*.c | sed 's/$/   <- bind values/'
    grep -rnE '\bsqlite3_(exec|open|prepare|close|get_table)[a-z0-9_]*' src --include=*.c | grep -v '^src/sql/' | sed 's/$/   <- only src\/sql\/ does this/'
    grep -rnE '\bsqlite3_[a-z]+|<sqlite3\.h>' src --include=*.c --include=*.h | grep -vE '^src/(sql|store|server)/' | sed 's/$/   <- no SQLite in this layer/'
    grep -rnE '"[^"]*\b(SELECT|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM)\b' src/app src/service src/domain src/wire src/base src/sim --include=*.c | sed 's/$/   <- no SQL in this layer/'
  } | none
}

# Every source says its licence.
check_spdx ()
{
  local file
  { sources '\.(c|h|sql|sh|py|blp|css|js|supp|ui)$|(^|/)(meson\.build|meson\.options|dev|with-display)$|^\.ci/run$'; } | while read -r file; do
    head -20 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || echo "$file has no SPDX-License-Identifier: GPL-3.0-or-later"
  done | none
}

check_header_guard ()
{
  local file
  sources '^src/.*\.h$' | while read -r file; do grep -q '^#pragma once' "$file" || echo "$file has no #pragma once"; done | none
}

# A wrong include does not compile: tried with each layer's own compiler command.
check_layers ()
{
  [ -f _build/compile_commands.json ] || { ensure_build "$top/_build" -Dwerror=true > /dev/null || return 1; }
  python3 "$top/tools/check/layers.py" "$top" _build/compile_commands.json | none
}

# Libraries whose headers every layer could find are included only where they belong.
check_library_includes ()
{
  {
    grep -rnE '#include <libsoup' src --include=*.[ch] | grep -vE '^src/(device|service|server|sim)/'
    grep -rnE '#include <(gtk|adwaita|gdk/)' src --include=*.[ch] | grep -v '^src/app/'
    grep -rnE '#include <(cairo|pango|zint|zbar|gdk-pixbuf|turbojpeg)' src --include=*.[ch] | grep -vE '^src/(render|app)/'
    grep -rnE 'g_get_(real|monotonic)_time|g_get_current_time|g_date_time_new_now|setlocale|g_file_(get|set)_contents|g_random_' src/domain src/wire --include=*.c
  } | sed 's/$/   <- not in this layer/' | none
}

# The emulated station judges the encoder and the driver: it shares no line with them, nor with what they are made of.
check_oracle ()
{
  grep -nE '#include "br-(oepl|tag|opticon|label|frame-reader|web-stream|station-(driver|engine|report))|\bbr_(oepl|tag)_[a-z_]+ \(' src/sim/br-ap*.[ch] \
    | sed 's/$/   <- the oracle shares no code with what it judges/' | none
}

# Two ways in which what belongs to main is touched on another thread, without any sign of it in the code.
check_threads ()
{
  {
    grep -rnE 'g_main_context_invoke(_full)? \(' src --include=*.c | sed 's/$/   <- runs on this thread when nobody iterates the context just then: attach a source/'
    grep -rl 'g_task_run_in_thread' src --include=*.c | xargs -r awk '
      match ($0, /g_task_new \([^,]*/) { source = substr ($0, RSTART + 12, RLENGTH - 12) }
      /g_task_run_in_thread \(/ && source != "NULL" { print FILENAME ":" FNR ": the thread may drop the last reference to \"" source "\": give the task no source object" }'
  } | none
}

check_shell ()
{
  local file
  { sources '\.sh$'; sources '^dev$|^\.ci/run$|^tools/with-display$'; } | while read -r file; do bash -n "$file" 2>&1; done | none
}

# Nothing names the machine it was written on, or a package registry's host.
check_names ()
{
  sources '.' | grep -vE '^(tools/check/code\.sh|COPYING|flatpak/)' | xargs -r -d '\n' grep -nIE \
    '(^|[^a-z0-9_.{}/$-])/(work|root|home/[a-z]+)/|registry\.[a-z]+js|(deb|ftp|security|snapshot)\.debian\.org|pypi\.org|crates\.io' | cut -c1-150 | none
}
