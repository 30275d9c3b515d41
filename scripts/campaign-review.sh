#!/usr/bin/env bash
# The long campaign of reviewing: a window that is killed at random moments must open again with all that it showed, but for the last action at most.
# Its figures go into docs/performance.md.
#     scripts/campaign-review.sh [KILLS [SEED]]      default: 200 kills, seed 1
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

setup
timed "Building" build dev review_survival >&2
OMP_NUM_THREADS=1 "$LEUKOLENS_SOURCE/build/dev/bin/review_survival" "${1:-200}" "${2:-1}"
