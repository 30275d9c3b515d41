#!/usr/bin/env bash
# Pictures of every workspace and dialog, light and dark, in all languages, at 100 % and 200 %, from drawn data: to be looked at before a release. Nothing of them is kept in the project.
#     scripts/screens.sh [OUT]      default: build/screens
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

out=$(realpath -m "${1:-$LEUKOLENS_SOURCE/build/screens}")
setup "${test_packages[@]}"
timed "Building" build dev screens >&2
export OMP_NUM_THREADS=2 
unset DISPLAY
timed "Pictures at 100 %" "$LEUKOLENS_SOURCE/build/dev/bin/screens" "$out" 100 1440x900 1280x720
timed "Pictures at 200 %" "$LEUKOLENS_SOURCE/build/dev/bin/screens" "$out" 200 1440x900
say "$(find "$out" -name '*.png' | wc -l) pictures are in $out"
