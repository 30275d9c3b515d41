# Sourced by the other scripts: where things are, and how they speak.
set -euo pipefail

LEUKOLENS_SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
LEUKOLENS_CACHE=${LEUKOLENS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/leukolens}
LIBTORCH_VERSION=2.11.0
UMAPPP_VERSION=3.2.0
OPENVINO_VERSION=2026.4.1
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
# Clones that lie elsewhere share what was compiled.
export CCACHE_BASEDIR=$LEUKOLENS_SOURCE CCACHE_NOHASHDIR=1

say() { printf '==> %s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# timed WHAT COMMAND…: says what is done, and afterwards how long it took.
timed() {
    local what=$1 start=$SECONDS
    shift
    say "$what"
    "$@"
    say "$what: done in $((SECONDS - start)) s"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Also where a package for computers with one is made (installer/cuda.sh).
has_gpu() { [ -n "${LEUKOLENS_WITH_CUDA:-}" ] || [ -e /dev/nvidiactl ] || [ -e /dev/nvidia0 ]; }

has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }

# build PRESET TARGET…
build() {
    local preset=$1
    shift
    cd "$LEUKOLENS_SOURCE"
    cmake --preset "$preset" >"$LEUKOLENS_CACHE/configure.log" 2>&1 || { cat "$LEUKOLENS_CACHE/configure.log" >&2; fail "configuring failed"; }
    cmake --build --preset "$preset" --target "$@"
}
