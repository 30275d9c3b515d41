#!/usr/bin/env bash
# Makes the packages of this commit in build/release/packages: leukolens_VERSION_amd64.deb for Debian 12, and leukolens-VERSION-x86_64.run for
# other distributions.
#     installer/build.sh
# The same commit gives the same bytes (installer/reproduce.sh).
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/setup.sh"

setup dpkg-dev file makeself patchelf
# Times inside the packages are those of the commit. Those that Qt writes into compiled resources are the same always: they are not written anew where the resources have not changed since an earlier commit.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$LEUKOLENS_SOURCE" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH QT_RCC_SOURCE_DATE_OVERRIDE=1
umask 022
timed "Building the release" build release all
cd "$LEUKOLENS_SOURCE/build/release" || exit
rm -rf packages
say "Packing"
cpack -G 'DEB;External' >cpack.log 2>&1 || { cat cpack.log >&2; fail "packing failed"; }
rm -rf packages/_CPack_Packages packages/*.json
ls -l packages >&2
