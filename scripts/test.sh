#!/usr/bin/env bash
# Sets up what is missing, builds everything and runs all tests. Arguments go to ctest.
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

setup "${test_packages[@]}"
# Tests that need it say why they are skipped, if this fails.
"$LEUKOLENS_SOURCE/tests/interop/exports.sh" --set-up || true
timed "Building" build dev all
cd "$LEUKOLENS_SOURCE"
timed "Testing" ctest --preset dev -j"$(nproc)" "$@"
