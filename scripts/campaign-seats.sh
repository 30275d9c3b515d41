#!/usr/bin/env bash
# The long campaign of the case store: several programs change the same rows of one store at once, first of a case file, then on a temporary PostgreSQL server; no change may be lost.
# Its figures go into docs/performance.md.
#     scripts/campaign-seats.sh [SECONDS [SEATS]]      default: 60 seconds, 4 seats
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

setup "${test_packages[@]}"
timed "Building" build dev store_seats >&2
OMP_NUM_THREADS=1 "$LEUKOLENS_SOURCE/build/dev/bin/store_seats" "${1:-60}" "${2:-4}"
