#!/usr/bin/env bash
# Builds the packages of the current commit twice, in two clones at different places, from nothing, and compares them byte by byte.
#     installer/reproduce.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"

work=$(mktemp -d)
differ=0
# Packages that differ are left for looking at what does.
trap '[ "$differ" = 1 ] && say "both builds are left in $work" || rm -rf "$work"' EXIT
for place in first "another place"; do git clone -q "$LEUKOLENS_SOURCE" "$work/$place"; done
for place in first "another place"; do
    # What was compiled earlier would prove nothing.
    CCACHE_DISABLE=1 TZ=$([ "$place" = first ] && echo UTC || echo Asia/Jakarta) "$work/$place/installer/build.sh"
done
for package in "$work"/first/build/release/packages/*; do
    other="$work/another place/build/release/packages/$(basename "$package")"
    if cmp -s "$package" "$other"; then
        say "$(basename "$package"): the same $(stat -c %s "$package") bytes, SHA-256 $(sha256sum "$package" | cut -d' ' -f1)"
    else
        differ=1
        say "$(basename "$package"): differs"
    fi
done
exit "$differ"
