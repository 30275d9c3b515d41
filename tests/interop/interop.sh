#!/usr/bin/env bash
# interop.sh LEUKOLENS_PROGRAM: runs check_safetensors.py with torchvision itself. Ends with 77 (ctest: skipped) where torchvision is not
# at hand: its packages are 3 GB, which nobody should fetch by running the tests. To have it:
#   LEUKOLENS_INTEROP=1 scripts/test.sh -R interop      makes a virtual environment in the cache folder, once; later runs use it
#   LEUKOLENS_INTEROP_PYTHON=/path/to/python            uses that Python, with torch 2.11.0, torchvision 0.26.0 and safetensors
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
venv=${LEUKOLENS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/leukolens}/interop-venv
log=$venv.log

skip() {
    printf 'SKIPPED: %s\n' "$*" >&2
    exit 77
}

# Complete or not there at all.
make_venv() {
    local partial=$venv.partial
    mkdir -p "$(dirname "$venv")"
    rm -rf "$partial" "$venv"
    # --copies: the folder is moved afterwards. Programs in its bin/ name the old place, but only python itself is used.
    python3 -m venv --copies "$partial" >"$log" 2>&1 || return 1
    "$partial/bin/python" -m pip install -q --disable-pip-version-check --require-hashes --only-binary=:all: -r "$here/requirements.txt" >>"$log" 2>&1 || return 1
    mv "$partial" "$venv"
}

if [ -n "${LEUKOLENS_INTEROP_PYTHON:-}" ]; then
    python=$LEUKOLENS_INTEROP_PYTHON
else
    python=$venv/bin/python
    if [ ! -x "$python" ]; then
        [ "${LEUKOLENS_INTEROP:-}" = 1 ] || skip "torchvision is not installed; LEUKOLENS_INTEROP=1 fetches it (3 GB), or name a Python in LEUKOLENS_INTEROP_PYTHON"
        make_venv || skip "the packages could not be installed: $(tail -n 1 "$log" 2>/dev/null || true) (all of it: $log)"
    fi
fi
missing=$("$python" -c 'import PIL, safetensors.torch, torchvision' 2>&1) || skip "$python cannot import what is needed: ${missing##*$'\n'}"
exec "$python" -B "$here/check_safetensors.py" "$1"
