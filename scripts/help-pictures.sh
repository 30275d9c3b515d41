#!/usr/bin/env bash
# Makes docs/help/images anew from the program as it is: cells are drawn, a network is trained on them, every workspace is used, and each page's picture is
# taken. Some minutes. Look at the pictures before they are committed. Needs no display.
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

setup pngquant
timed "Building" build dev help_pictures
# The same path each time, because it can be read in pictures.
work=${TMPDIR:-/tmp}/leukolens-help
mkdir "$work" || fail "$work is there already: it is left over, or somebody makes pictures now. Remove it and try again."
trap 'rm -rf "$work"' EXIT
mkdir "$work/home" "$work/pictures"
OMP_NUM_THREADS=1 timed "Taking pictures" "$LEUKOLENS_SOURCE/build/dev/bin/help_pictures" "$work/home" "$work/pictures"
mkdir -p "$LEUKOLENS_SOURCE/docs/help/images"
for picture in "$work"/pictures/*.png; do
    # 256 colours, fewer where the file would be larger than a help page should carry.
    for colours in 256 128 64 32; do
        pngquant --force --speed 1 --strip --output "$picture.small" "$colours" "$picture"
        [ "$(stat -c %s "$picture.small")" -gt 153600 ] || break
    done
    mv "$picture.small" "$LEUKOLENS_SOURCE/docs/help/images/$(basename "$picture")"
done
ls -l "$LEUKOLENS_SOURCE/docs/help/images"
