#!/usr/bin/env bash
# exports.sh EXPORT_SAMPLES_PROGRAM: runs check_exports.py with fhir.resources and hl7apy. exports.sh --set-up: fetches them (6 MB) into the
# cache folder, once, and nothing else; scripts/test.sh does that. Ends with 77 (ctest: skipped) where they are not at hand, or with 1 if
# LEUKOLENS_EXPORTS_REQUIRED=1, as in CI.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
requirements=$here/requirements-exports.txt
packages=${LEUKOLENS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/leukolens}/exports-$(sha256sum "$requirements" | cut -c1-12)
log=$packages.log

unavailable() {
    printf 'SKIPPED: %s\n' "$*" >&2
    [ "${LEUKOLENS_EXPORTS_REQUIRED:-}" = 1 ] && exit 1
    exit 77
}

# Complete or not there at all. No virtual environment: nothing of Python is installed for it.
fetch() {
    printf '==> Fetching what reads exports (6 MB)\n' >&2
    mkdir -p "$(dirname "$packages")"
    rm -rf "$packages.partial"
    python3 -m pip install -q --disable-pip-version-check --no-cache-dir --no-deps --require-hashes --only-binary=:all: --target "$packages.partial" -r "$requirements" >"$log" 2>&1 || return 1
    mv "$packages.partial" "$packages"
}

[ -d "$packages" ] || fetch || unavailable "the packages that read exports could not be fetched: $(tail -n 1 "$log" 2>/dev/null || true) (all of it: $log)"
[ "${1:-}" = --set-up ] && exit 0
exec env PYTHONPATH="$packages" python3 -B "$here/check_exports.py" "$1"
