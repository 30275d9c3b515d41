#!/usr/bin/env bash
# The long campaigns: spoilt files of weights through the readers under AddressSanitizer and UndefinedBehaviourSanitizer, first by mutation with
# fixed seeds, then by libFuzzer. Their figures go into docs/performance.md.
#     scripts/campaign.sh [FILES [FUZZ_SECONDS]]      default: 1000000 files, 600 seconds
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

files=${1:-1000000}
fuzz_seconds=${2:-600}
packages+=(clang libclang-rt-14-dev)
setup
timed "Building with sanitizers" build asan mutate_weights >&2
timed "Building for libFuzzer" build fuzz fuzz_weights >&2
cd "$LEUKOLENS_SOURCE"
for seed in 1 2 3 4; do
    build/asan/bin/mutate_weights tests/core/weights --seed "$seed" --count $((files / 4))
done
corpus=$LEUKOLENS_CACHE/fuzz-corpus
mkdir -p "$corpus"
cp tests/core/weights/small*.pth "$corpus/"
build/fuzz/bin/fuzz_weights -max_total_time="$fuzz_seconds" -timeout=1 -rss_limit_mb=512 -max_len=65536 -print_final_stats=1 "$corpus"
