#!/usr/bin/env bash
# The long campaigns of training: runs that are killed at random moments, with their newest files cut short, must end as a run that nobody touched;
# and 200 epochs must not take more memory than the first ones. Figures go into docs/performance.md.
#     scripts/campaign-training.sh [RUNS [SEED [CELLS]]]      default: 20 killed runs, seed 1, demonstration cells
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

runs=${1:-20}
RANDOM=${2:-1}
setup
timed "Building" build dev leukolens >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A copy, so that a build in the meantime does not change the program halfway.
leukolens=$work/leukolens
cp "$LEUKOLENS_SOURCE/build/dev/bin/leukolens" "$leukolens"
export XDG_CACHE_HOME=$work/cache OMP_NUM_THREADS=2
cells=${3:-$work/demo/cells}
[ $# -ge 3 ] || "$leukolens" demo --out "$work/demo" >/dev/null 2>&1
options=("$cells" --folds 3 --epochs 4 --patience 5 --input-px 75 --batch 16 --device cpu --precision fp32 --seed 5)

# What must be the same: every figure but the seconds.
figures() {
    cut -d, -f1-7,9 "$1/history.csv"
    cut -d, -f1-8 "$1/folds.csv"
    cat "$1/predictions.csv"
}

began=$SECONDS
"$leukolens" train "${options[@]}" --out "$work/whole" >/dev/null 2>&1
seconds=$((SECONDS - began + 1))
figures "$work/whole" >"$work/expected"
kills=0 cuts=0 failed=0
for ((run = 1; run <= runs; ++run)); do
    folder=$work/killed
    rm -rf "$folder"
    resume=()
    for ((attempt = 1; attempt <= 60; ++attempt)); do
        "$leukolens" train "${options[@]}" --out "$folder" "${resume[@]}" >/dev/null 2>"$work/errors" &
        pid=$!
        if ((attempt <= 12)); then
            # Anywhere in a run, so that checkpoints of all folds are met.
            sleep "$((RANDOM % seconds)).$((RANDOM % 10))"
            kill -9 "$pid" 2>/dev/null && ((++kills))
        fi
        status=0
        wait "$pid" 2>/dev/null || status=$?
        [ "$status" -eq 0 ] && break
        if [ "$status" -ne 137 ]; then
            say "run $run, attempt $attempt ended with status $status: $(tail -n 1 "$work/errors")"
            break
        fi
        resume=()
        [ ! -e "$folder/settings.json" ] || resume=(--resume)
        # A power cut: the newest checkpoint lost its end.
        newest=$(find "$folder" -name '*.checkpoint' -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -1 | cut -d' ' -f2-) || true  # nothing is there yet
        if [ -n "$newest" ] && ((RANDOM % 3 == 0)); then
            truncate -s "$(($(stat -c %s "$newest") * (RANDOM % 100) / 100))" "$newest"
            ((++cuts))
        fi
    done
    figures "$folder" >"$work/found" 2>/dev/null || true
    if ! cmp -s "$work/expected" "$work/found"; then
        ((++failed))
        say "run $run differs:"
        diff "$work/expected" "$work/found" | head -5 || true
    fi
done
say "$runs runs, $kills kills, $cuts checkpoints cut short: $failed runs differ from the one that nobody touched"

"$leukolens" train "${options[@]}" --epochs 200 --patience 200 --out "$work/soak" >/dev/null 2>&1 &
pid=$!
early=0 most=0
while kill -0 "$pid" 2>/dev/null; do
    epochs=$(($(wc -l 2>/dev/null <"$work/soak/history.csv" || echo 1) - 1))
    resident=$(awk '/VmRSS/ { print $2 }' "/proc/$pid/status" 2>/dev/null || echo 0)
    if ((epochs >= 5 && epochs < 200 && resident > 0)); then
        # The first epochs lay memory out; what comes after the tenth must fit into what these took.
        if ((epochs <= 20)); then ((resident > early)) && early=$resident || true; else ((resident > most)) && most=$resident || true; fi
    fi
    sleep 0.5
done
wait "$pid"
say "memory of one fold: at most $early kB up to epoch 20, at most $most kB from there to epoch 200"
[ "$failed" -eq 0 ] && ((most * 100 <= early * 102))
