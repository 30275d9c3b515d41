#!/usr/bin/env bash
# The long campaign of the case store: a program that is killed at random moments of its work (migration, backup and signing among it) must leave a store that opens, is sound and has its trail whole.
# Its figures go into docs/performance.md.
#     scripts/campaign-cases.sh [KILLS [SEED]]      default: 300 kills, seed 1
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

setup
timed "Building" build dev store_survival >&2
OMP_NUM_THREADS=1 "$LEUKOLENS_SOURCE/build/dev/bin/store_survival" "${1:-300}" "${2:-1}"
