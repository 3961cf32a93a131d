#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# labels-1000 [N]: shelf labels 60×40 of N goods, from the cache through the print queue to the bytes of a printer; beside it gLabels' batch
# program, which makes a PDF of the same goods (name, price, EAN-13) from a CSV file: less than a printer needs, and fewer fields. At 5,000
# gLabels takes minutes and 18 GB: that is run only with BR_BENCH_GLABELS_5000 set, else it makes 1,000 and the ratio is that of one label.
set -eu
n=${1:-1000}
theirs_n=$n
[ "$n" -le 1000 ] || [ -n "${BR_BENCH_GLABELS_5000:-}" ] || theirs_n=1000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$BR_BENCH_BUILD/tests/bench/bench-labels" "$n" tspl "$work/all.csv" > "$work/ours"
head -n $((theirs_n + 1)) "$work/all.csv" > "$work/goods.csv"
# Objects without a0…a5 are invisible; the source must be an absolute path.
visible='a0="1" a1="0" a2="0" a3="1" a4="0" a5="0"'
cat > "$work/shelf.glabels" <<TEMPLATE
<?xml version="1.0"?>
<Glabels-document xmlns="http://glabels.org/xmlns/3.0/">
  <Template brand="Backroom" part="shelf" size="Other" width="60mm" height="40mm" description="Shelf 60 x 40">
    <Label-rectangle id="0" width="60mm" height="40mm" round="0mm" x_waste="0mm" y_waste="0mm"><Layout nx="1" ny="1" x0="0mm" y0="0mm" dx="60mm" dy="40mm"/></Label-rectangle>
  </Template>
  <Objects id="0" rotate="False">
    <Object-text x="2mm" y="2mm" w="56mm" h="9mm" justify="left" valign="top" auto_shrink="False" $visible>
      <Span font_family="Sans" font_size="10" font_weight="Bold" font_italic="False" color="0xff" line_spacing="1"><Field name="name"/></Span>
    </Object-text>
    <Object-text x="2mm" y="12mm" w="56mm" h="12mm" justify="right" valign="top" auto_shrink="False" $visible>
      <Span font_family="Sans" font_size="24" font_weight="Bold" font_italic="False" color="0xff" line_spacing="1"><Field name="price"/></Span>
    </Object-text>
    <Object-barcode x="15mm" y="26mm" w="43mm" h="13mm" style="EAN-13" text="True" checksum="True" color="0xff" field="ean" $visible/>
  </Objects>
  <Merge type="Text/Comma/Line1Keys" src="$work/goods.csv"/>
</Glabels-document>
TEMPLATE

# The wall time of a command, and its most resident memory.
measure ()
{
  python3 -c '
import resource, subprocess, sys, time
start = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print("%.2f %.0f" % (time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024))' "$@"
}

grep -v '^labels [0-9.]* s$' "$work/ours"
ours=$(awk '$1 == "labels" && $3 == "s" { print $2 }' "$work/ours")
if command -v glabels-3-batch > /dev/null; then
  read -r theirs memory < <(measure glabels-3-batch -o "$work/out.pdf" "$work/shelf.glabels")
  [ -s "$work/out.pdf" ] || { echo "glabels-3-batch made nothing" >&2; exit 1; }
  echo "glabels-batch-$theirs_n $theirs s"
  echo "glabels-batch-$theirs_n-memory-peak $memory MiB"
  awk "BEGIN { printf \"labels-to-glabels %.3f ratio\\n\", ($ours / $n) / ($theirs / $theirs_n) }"
else
  echo "# glabels-3-batch is not installed"
fi
echo "labels-$n $ours s"
