#!/usr/bin/env bash
# Makes docs/help/images anew from the program as it is: cells are drawn, a network is trained on them, every workspace is used, and each page's picture is
# taken. Some minutes. Look at the pictures before they are committed. Needs no display.
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

setup pngquant
timed "Building" build dev help_pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/pictures"
# Paths can be read in pictures: one that could be a laboratory's, the same each time, in a mount that only this program sees.
alone=(unshare --mount)
[ "$(id -u)" = 0 ] || alone=(unshare --user --map-root-user --mount)
# shellcheck disable=SC2016  # the inner shell expands it
OMP_NUM_THREADS=1 timed "Taking pictures" "${alone[@]}" sh -euc 'mount -t tmpfs none /mnt; mkdir /mnt/lab; exec "$0" /mnt/lab "$1"' "$LEUKOLENS_SOURCE/build/dev/bin/help_pictures" "$work/pictures"
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
