#!/usr/bin/env bash
# Installs what the program needs from Debian, and unpacks LibTorch into a cache folder. May be repeated; asks for sudo only when
# a package is missing. No Python package is installed into the system.
# Sourced by run.sh and test.sh: it exports LIBTORCH_ROOT, OPENVINO_ROOT and UMAPPP_ROOT.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

packages=(
    build-essential ccache cmake ninja-build python3-pip unzip ca-certificates
    qt6-base-dev qt6-pdf-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-translations-l10n libqcustomplot-dev libgl-dev
    libopencv-dev libopenslide-dev libjpeg-dev libpng-dev libtiff-dev libwebp-dev libzip-dev zlib1g-dev libzstd-dev libexpat1-dev libssl-dev libsodium-dev libsoci-dev libsqlite3-dev libqpdf-dev
    nlohmann-json3-dev libcli11-dev libspdlog-dev libfmt-dev libexpected-dev
    fonts-dejavu-core
    libpq-dev libgtest-dev libgmock-dev
)
# What tests run beside the program: nobody who only starts it gets a database server.
test_packages=(poppler-utils postgresql qpdf strace)

missing_packages() {
    # dpkg-query fails for a package it has never heard of: that one is missing.
    { dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true; } |
        awk '$2 == "installed" { print $1 }' | sort -u >"$LEUKOLENS_CACHE/installed.txt"
    printf '%s\n' "$@" | sort -u | comm -23 - "$LEUKOLENS_CACHE/installed.txt"
}

install_packages() {
    as_root apt-get update -q >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2
}

# download REQUIREMENTS FOLDER: wheels with pinned hashes, whatever Python this is.
download() {
    local platforms=() minor
    for minor in $(seq 5 28); do platforms+=(--platform "manylinux_2_${minor}_x86_64"); done
    python3 -m pip download -q --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
        --implementation cp --python-version 3.11 --abi cp311 --abi none "${platforms[@]}" --platform manylinux2014_x86_64 \
        -r "$1" -d "$2" >&2
}

unpack_libtorch() {
    local target=$1 work=$1.partial libraries=(libtorch_cpu.so libc10.so libtorch.so 'libgomp*') wheel
    [ "$(uname -m)" = x86_64 ] || fail "LibTorch is fetched for x86_64 only; set LIBTORCH_ROOT to an unpacked one for $(uname -m)"
    rm -rf "$work" && mkdir -p "$work/wheels"
    download "$LEUKOLENS_SOURCE/scripts/libtorch.txt" "$work/wheels"
    if has_gpu; then
        download "$LEUKOLENS_SOURCE/scripts/libtorch-cuda.txt" "$work/wheels"
        libraries=('*')
    fi
    unzip -q "$work"/wheels/torch-*.whl 'torch/include/*' "${libraries[@]/#/torch/lib/}" 'torch-*.dist-info/licenses/*' -d "$work"
    mv "$work"/torch-*.dist-info/licenses "$work/torch/licenses"
    rmdir "$work"/torch-*.dist-info
    for wheel in "$work"/wheels/nvidia_*.whl; do unzip -q -o "$wheel" 'nvidia/*' -d "$work"; done
    rm -rf "$work/wheels" "$target"
    mv "$work" "$target"
}

# Out of the wheel: the headers, the runtime, the part that computes on processors, the thread library that both use, and their licences.
unpack_openvino() {
    local target=$1 work=$1.partial
    rm -rf "$work" && mkdir -p "$work/wheel"
    download "$LEUKOLENS_SOURCE/scripts/openvino.txt" "$work/wheel"
    unzip -q "$work"/wheel/openvino-*.whl 'openvino/include/openvino/*' 'openvino/libs/libopenvino.so.*' openvino/libs/libopenvino_intel_cpu_plugin.so \
        'openvino/libs/libtbb.so.*' 'openvino-*.dist-info/licenses/*' -d "$work"
    mv "$work"/openvino-*.dist-info/licenses "$work/openvino/licenses"
    rm -rf "$target"
    mv "$work/openvino" "$target"
    rm -rf "$work"
}

# Headers alone: no wheel of them exists, so pip looks into the source archive before it keeps it.
unpack_umappp() {
    local target=$1 work=$1.partial
    rm -rf "$work" && mkdir -p "$work/unpacked"
    python3 -m pip download -q --disable-pip-version-check --no-deps --require-hashes -r "$LEUKOLENS_SOURCE/scripts/umappp.txt" -d "$work" >&2
    tar -xzf "$work"/assorthead-*.tar.gz -C "$work/unpacked" --strip-components=3 --wildcards \
        '*/src/assorthead/include/umappp' '*/src/assorthead/include/irlba' '*/src/assorthead/include/knncolle' '*/src/assorthead/include/subpar' \
        '*/src/assorthead/include/aarand' '*/src/assorthead/include/sanisizer' '*/src/assorthead/include/Eigen' '*/src/assorthead/licenses'
    rm -rf "$target"
    mv "$work/unpacked" "$target"
    rm -rf "$work"
}

# setup [PACKAGE…]: further Debian packages that the caller needs.
setup() {
    local missing
    mkdir -p "$LEUKOLENS_CACHE"
    missing=$(missing_packages "${packages[@]}" "$@")
    # shellcheck disable=SC2086
    [ -z "$missing" ] || timed "Installing Debian packages" install_packages $missing
    if [ -z "${LIBTORCH_ROOT:-}" ]; then
        local target=$LEUKOLENS_CACHE/libtorch-$LIBTORCH_VERSION
        has_gpu && target=$target-cuda
        [ -e "$target/torch/licenses" ] || timed "Fetching LibTorch $LIBTORCH_VERSION (530 MB)" unpack_libtorch "$target"
        export LIBTORCH_ROOT=$target/torch
    fi
    if [ -z "${OPENVINO_ROOT:-}" ]; then
        local runtime=$LEUKOLENS_CACHE/openvino-$OPENVINO_VERSION
        [ -e "$runtime/libs/libopenvino_intel_cpu_plugin.so" ] || timed "Fetching OpenVINO $OPENVINO_VERSION (60 MB)" unpack_openvino "$runtime"
        export OPENVINO_ROOT=$runtime
    fi
    if [ -z "${UMAPPP_ROOT:-}" ]; then
        local headers=$LEUKOLENS_CACHE/umappp-$UMAPPP_VERSION
        [ -e "$headers/include/umappp/umappp.hpp" ] || timed "Fetching the headers of UMAP (2 MB)" unpack_umappp "$headers"
        export UMAPPP_ROOT=$headers
    fi
    [ -e "$LIBTORCH_ROOT/lib/libtorch_cpu.so" ] || fail "LIBTORCH_ROOT=$LIBTORCH_ROOT holds no lib/libtorch_cpu.so"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    setup
    say "LIBTORCH_ROOT=$LIBTORCH_ROOT"
fi
