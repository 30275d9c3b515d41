#!/usr/bin/env bash
# AddressSanitizer and UndefinedBehaviourSanitizer over the parts that read foreign files: base, digest, image, dataset, weights, the model bundle,
# and a minute of spoilt files of weights.
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

setup
timed "Building with sanitizers" build asan asan-tests
cd "$LEUKOLENS_SOURCE"
timed "Testing with sanitizers" ctest --preset asan -L asan -j"$(nproc)" "$@"
