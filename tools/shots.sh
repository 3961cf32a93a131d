#: usage: ./dev shots [--out FOLDER] [PAGE…]
#:
#: Saves every page (or those named) as PNG: English and Chinese, light and dark, 1280×800 and 360×640, from the demo shop, with
#: the clock standing at 14:02 UTC of the day, so that the pictures of two runs are equal. They go to _build/shots, or FOLDER.
#: Besides the pages of the sidebar: product, product-variants, product-prices, product-history, mass-edit, change-price,
#: palette, preferences, shortcuts, sign-in, first-run, labels-stale, labels-printers, labels-templates, labels-history, label-designer,
#: print-labels, printer, product-shelf, tags-mismatch, tags-stations, tags-designs, tags-one, tags-bind, tags-plan, tags-certificate,
#: tags-rule, station, station-add.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
show_help "${BASH_SOURCE[0]}" "$@"
if [ -z "${BR_DISPLAY_READY:-}" ]; then BR_SCREEN=1400x900 exec "$top/tools/with-display" bash "${BASH_SOURCE[0]}" "$@"; fi
out=$top/_build/shots
if [ "${1:-}" = --out ]; then out=$2; shift 2; fi
clock=$(date -u +%F)T14:02:00Z # of today: HQ lives in the present, and takes nothing from a computer whose clock is a day off

ensure_build "$top/_build" -Dwerror=true > /dev/null || die "it does not build: see ./dev build"
. "$top/tools/uninstalled.sh"
. "$top/tools/demo.sh"
# The pages are the ids in the table of pages, and what a person gets to from them.
[ $# -gt 0 ] || set -- $(sed -n 's/^ *{ "\([a-z-]*\)", N_.*/\1/p' "$top/src/app/br-page-table.c") product product-variants product-prices \
  product-history mass-edit change-price palette preferences shortcuts sign-in first-run \
  labels-stale labels-printers labels-templates labels-history label-designer print-labels printer \
  product-shelf tags-mismatch tags-stations tags-designs tags-one tags-bind tags-plan tags-certificate tags-rule station station-add

# scene PAGE: sets `options` to what leads to it.
scene ()
{
  local signed_in=(--headless-check "$file" --sign-in "$demo_login")
  local product=("${signed_in[@]}" --page products --do "list.activate-item(uint32 0)")

  case $1 in
    labels-*) options=("${signed_in[@]}" --page labels --do "labels.show-view('${1#labels-}')") ;;
    tags-one) options=("${signed_in[@]}" --page tags --do "list.select-item((uint32 0, false, false))") ;;
    tags-certificate) options=("${signed_in[@]}" --page tags --do "shelf.show-view('mismatch')" --do truths.certificate) ;;
    tags-rule) options=("${signed_in[@]}" --page tags --do "shelf.show-view('designs')" --do designs.add-rule) ;;
    station) options=("${signed_in[@]}" --page tags --do "shelf.open-station(int64 1)") ;;
    tags-bind | tags-plan) options=("${signed_in[@]}" --page tags --do "shelf.${1#tags-}") ;;
    tags-*) options=("${signed_in[@]}" --page tags --do "shelf.show-view('${1#tags-}')") ;;
    station-add) options=("${signed_in[@]}" --page tags --do stations.add) ;;
    label-designer) options=("${signed_in[@]}" --page labels --do "labels.show-view('templates')" --do templates.open --do "designer.show-object('price')") ;;
    print-labels) options=("${signed_in[@]}" --page products --do products.select-all --do products.print-labels) ;;
    printer) options=("${signed_in[@]}" --page labels --do "labels.open-printer('tcp:$demo_printer')") ;;
    product) options=("${product[@]}") ;;
    product-*) options=("${product[@]}" --do "editor.show-group('${1#product-}')") ;;
    mass-edit | change-price) options=("${signed_in[@]}" --page products --do products.select-all --do "products.$1") ;;
    palette | preferences | shortcuts) options=("${signed_in[@]}" --page today --do "win.$1") ;;
    sign-in | first-run) options=(--shot "$file") ;;
    *) options=("${signed_in[@]}" --page "$1") ;;
  esac
}

work=$(mktemp -d)
trap 'stop_demo; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# shot PAGE FILE LOCALE OPTION…: one picture, from a copy of the synced profile (none for first-run), when all is synced again.
shot ()
{
  local page=$1 file=$2 locale=$3 when=(--clock "$clock")
  shift 3
  case $page in tag* | station* | *shelf) when=() ;; esac # their stations live in the present
  rm -rf "$work/copy"
  [ "$page" = first-run ] || cp -r "$work/profile" "$work/copy"
  scene "$page"
  LC_ALL=$locale LANGUAGE=${locale%.*} TZ=UTC GTK_ENABLE_ANIMATIONS=0 timeout -k 5 60 "$top/_build/src/app/backroom" --profile "$work/copy" \
    "${when[@]}" "${options[@]}" "$@" > "$work/log" 2>&1 && [ -s "$file" ] && return 0
  tail -5 "$work/log" >&2
  say "no picture: $file"
  return 1
}

mkdir -p "$out"
start_demo "$work/hq" 3000 --tags 60
export BACKROOM_DEMO_URL=$demo_url BACKROOM_DEMO_CODE=$demo_code BACKROOM_PASSWORD=$demo_password
export BACKROOM_DEMO_PRINTER=$demo_printer BACKROOM_DEMO_WEB=$demo_web BACKROOM_DEMO_STATIONS=$demo_stations
timeout -k 5 120 "$top/_build/src/app/backroom" --profile "$work/profile" --demo --sign-in "$demo_login" --clock "$clock" \
  --headless-check "$work/first.png" > "$work/log" 2>&1 || { tail -5 "$work/log" >&2; die "the demo shop did not sync"; }


# Shelf tags take their time to show what they should: most of them do before the first picture.
show_tags ()
{
  local pid
  "$top/_build/src/app/backroom" --profile "$work/profile" --demo --sign-in "$demo_login" --page tags > "$work/log" 2>&1 &
  pid=$!
  for _ in $(seq 180); do
    [ "$(sqlite3 "$work/profile/tags.db" 'SELECT COUNT(*) FROM tag WHERE shown_gen > 0 AND shown_gen = wanted_gen' 2> /dev/null || echo 0)" -lt 50 ] || break
    sleep 1
  done
  kill "$pid"
  wait "$pid" 2> /dev/null || true
}
case " $* " in *tag* | *station* | *shelf*) show_tags ;; esac

made=0 missing=0
for page; do
  for locale in en_US zh_CN; do
    for look in light dark; do
      for size in 1280x800 360x640; do
        look_option=()
        [ "$look" = light ] || look_option=(--dark)
        if shot "$page" "$out/$page-${locale%_US}-$look-$size.png" "$locale.UTF-8" --size "$size" "${look_option[@]}"; then
          made=$((made + 1))
        else
          missing=$((missing + 1))
        fi
      done
    done
  done
done
echo "$made pictures in $out, $missing missing"
[ "$missing" = 0 ]
