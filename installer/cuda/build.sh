#!/usr/bin/env bash
# Makes the add-on for computers with an NVIDIA GPU: leukolens-cuda-VERSION-x86_64.run in build/release/packages. LibTorch's library for GPUs, what
# it needs of NVIDIA's, and the program's own code for GPUs where CUDA's compiler is here. Fetches 2.8 GB once.
#     installer/cuda/build.sh
export LEUKOLENS_WITH_CUDA=1
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/setup.sh"

setup makeself patchelf file
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$LEUKOLENS_SOURCE" log -1 --format=%ct)}
version=$(sed -n 's/^project(Leukolens VERSION \([0-9.]*\).*/\1/p' "$LEUKOLENS_SOURCE/CMakeLists.txt")
out=$LEUKOLENS_SOURCE/build/release/packages
work=$(mktemp -d -p "$LEUKOLENS_CACHE")
trap 'rm -rf "$work"' EXIT
tree=$work/leukolens-cuda
mkdir -p "$tree/cuda" "$out"

# What libtorch_cuda.so names, and what the libraries load by name: LibTorch's linear algebra and compiler, cuDNN's parts.
nvidia=$LIBTORCH_ROOT/../nvidia
search=$(find "$nvidia" -name lib -type d | tr '\n' ':')$LIBTORCH_ROOT/lib
cp "$LIBTORCH_ROOT"/lib/{libtorch_cuda,libtorch_cuda_linalg,libc10_cuda,libcaffe2_nvrtc,libtorch_nvshmem}.so "$nvidia"/cudnn/lib/libcudnn*.so.9 "$nvidia"/cu13/lib/libnvrtc-builtins.so.13.0 "$tree/cuda/"
for library in "$tree"/cuda/*.so*; do LD_LIBRARY_PATH=$search ldd "$library" 2>/dev/null; done |
    sed -n "s|^\t.* => \($nvidia/.*\) (0x.*)\$|\1|p" | sort -u | while read -r library; do cp -n "$library" "$tree/cuda/"; done
own=$LEUKOLENS_SOURCE/build/dev/bin/libleukolens_cuda.so
if command -v nvcc >/dev/null || [ -x /usr/local/cuda/bin/nvcc ]; then
    timed "Building the program's own code for GPUs" build dev leukolens_cuda
    cp "$own" "$tree/cuda/"
    strip --strip-unneeded "$tree/cuda/libleukolens_cuda.so"
else
    say "no CUDA compiler here: the add-on computes by LibTorch's operations alone"
fi
# The program's search path leads here, and each finds its neighbours.
for library in "$tree"/cuda/libtorch*.so "$tree"/cuda/libc10_cuda.so; do patchelf --set-rpath '$ORIGIN' "$library"; done
echo "$LIBTORCH_VERSION" >"$tree/cuda/libtorch-version"
mkdir "$tree/cuda/licenses"
cp -r "$LIBTORCH_ROOT/licenses" "$tree/cuda/licenses/libtorch"
find "$nvidia" -iname '*license*' -type f | while read -r file; do cp "$file" "$tree/cuda/licenses/$(echo "${file#"$nvidia/"}" | tr / -)"; done
cp "$LEUKOLENS_SOURCE/installer/cuda/install.sh" "$tree/"
chmod -R u=rwX,go=rX "$tree"
du -sm "$tree/cuda" | cut -f1 >"$tree/megabytes"
find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
# Makeself writes its command line into the file: no path of this computer.
cd "$work"
timed "Packing" makeself --quiet --nox11 --gzip --complevel 6 --sha256 --nomd5 --nocrc --tar-quietly --packaging-date "$(date --utc --date="@$SOURCE_DATE_EPOCH")" \
    --tar-extra "--sort=name --owner=0 --group=0 --numeric-owner --mtime=@$SOURCE_DATE_EPOCH" leukolens-cuda "leukolens-cuda-$version-x86_64.run" "Leukolens: CUDA" ./install.sh
mv "leukolens-cuda-$version-x86_64.run" "$out/"
ls -l "$out" >&2
