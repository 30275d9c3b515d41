#!/usr/bin/env bash
# Gathers the header-only libraries and GoogleTest's sources from Debian's packages into .third-party/, for machines that carry neither
# (preset engine-only on a GPU machine or a cluster). Run on Debian, then copy the tree.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

target=$LEUKOLENS_SOURCE/.third-party
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -q libexpected-dev nlohmann-json3-dev googletest >&2
for package in *.deb; do dpkg -x "$package" unpacked; done
rm -rf "$target" && mkdir -p "$target/include"
cp -r unpacked/usr/include/tl unpacked/usr/include/nlohmann "$target/include/"
cp -r unpacked/usr/src/googletest "$target/googletest"
say "gathered into $target"
