#!/usr/bin/env bash
# Builds base, nn and engine with nothing but a compiler, CMake and LibTorch, and runs their tests. LIBTORCH_ROOT may point to an
# installed LibTorch; otherwise setup.sh's is used.
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

[ -n "${LIBTORCH_ROOT:-}" ] || setup
mkdir -p "$LEUKOLENS_CACHE"
timed "Building engine-only" build engine-only all
cd "$LEUKOLENS_SOURCE"
timed "Testing engine-only" ctest --preset engine-only -j"$(nproc)" "$@"
