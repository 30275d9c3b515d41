#!/bin/sh
# A drawn slide of SIDE × SIDE px: a pyramid of JPEG tiles as scanners write them. Needs libvips-tools.
#     bench/make_slide.sh BENCH_DRAW_SMEAR_TILE SLIDE.tif [SIDE=60000]        also SLIDE.csv: x,y of each white cell, px of level 0
set -eu
draw=$1 slide=$2 side=${3:-60000} tile=3000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$draw" "$work/tile.ppm" "$work/places.csv" "$tile"
copies=$((side / tile))
vips replicate "$work/tile.ppm" "$work/whole.v" "$copies" "$copies"  # 3 bytes a pixel, until the slide is written
vips tiffsave "$work/whole.v" "$slide" --tile --tile-width 256 --tile-height 256 --pyramid --compression jpeg --Q 80 --bigtiff --xres 4000 --yres 4000
awk -F, -v n="$copies" -v t="$tile" '{ for (i = 0; i <= n; ++i) for (k = 0; k <= n; ++k) if ($1 + i * t <= n * t && $2 + k * t <= n * t) printf "%.1f,%.1f\n", $1 + i * t, $2 + k * t }' "$work/places.csv" > "${slide%.*}.csv"
