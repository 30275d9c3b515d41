#!/usr/bin/env bash
# The long campaigns: spoilt files of weights, pictures and slides through the readers under AddressSanitizer and UndefinedBehaviourSanitizer, first by mutation with
# fixed seeds, then by libFuzzer. Their figures go into docs/performance.md.
#     scripts/campaign.sh [FILES [FUZZ_SECONDS]]      default: 1000000 files, 600 seconds
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

files=${1:-1000000}
fuzz_seconds=${2:-600}
packages+=(clang libclang-rt-14-dev)
setup "${test_packages[@]}"
timed "Building with sanitizers" build asan mutate_weights mutate_pictures mutate_slides >&2
timed "Building for libFuzzer" build fuzz fuzz_weights fuzz_pictures >&2
cd "$LEUKOLENS_SOURCE"
for seed in 1 2 3 4; do
    build/asan/bin/mutate_weights tests/core/weights --seed "$seed" --count $((files / 4))
    build/asan/bin/mutate_pictures tests/core/image --seed "$seed" --count $((files / 4))
    build/asan/bin/mutate_slides --seed "$seed" --count $((files / 100))  # a library of others unpacks them: each takes some ten milliseconds
done
corpus=$LEUKOLENS_CACHE/fuzz-corpus
mkdir -p "$corpus" "$corpus-pictures"
cp tests/core/weights/small*.pth "$corpus/"
python3 - tests/core/image/formats.json "$corpus-pictures" << 'END'
import base64, json, pathlib, sys
for i, picture in enumerate(json.load(open(sys.argv[1]))["pictures"]):
    pathlib.Path(sys.argv[2], f"{i:03}").write_bytes(base64.b64decode(picture["file"]))
END
for kind in weights pictures; do
    folder=$corpus
    [[ $kind == pictures ]] && folder=$corpus-pictures
    build/fuzz/bin/fuzz_$kind -max_total_time="$fuzz_seconds" -timeout=1 -rss_limit_mb=512 -max_len=65536 -print_final_stats=1 "$folder"
done
