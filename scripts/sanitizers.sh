#!/usr/bin/env bash
# AddressSanitizer and UndefinedBehaviourSanitizer over the parts that read foreign files: base, digest, image, pictures as slides, dataset, weights,
# the model bundle, a minute of spoilt files of weights and one of spoilt pictures.
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

setup "${test_packages[@]}"
timed "Building with sanitizers" build asan asan-tests
cd "$LEUKOLENS_SOURCE"
timed "Testing with sanitizers" ctest --preset asan -L asan -j"$(nproc)" "$@"
