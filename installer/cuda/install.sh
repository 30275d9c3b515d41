#!/bin/sh
# Inside the add-on: puts CUDA's libraries where the program looks for them.
#     leukolens-cuda-VERSION-x86_64.run [-- --for-all] [-- --remove]
set -eu
place=${XDG_DATA_HOME:-${HOME:?}/.local/share}/leukolens/cuda
remove=no
while [ $# -gt 0 ]; do
    case $1 in
        --for-all) place=/usr/lib/leukolens-cuda ;;
        --remove) remove=yes ;;
        *) echo "error: $1 is not known; there are --for-all and --remove" >&2; exit 2 ;;
    esac
    shift
done
if [ "$remove" = yes ]; then
    rm -rf "$place"
    echo "CUDA is removed from $place."
    exit 0
fi
need=$(cat megabytes)
mkdir -p "$place" || { echo "error: $place cannot be made. With --for-all this needs root." >&2; exit 1; }
free=$(df -Pm "$place" | awk 'NR == 2 { print $4 }')
if [ "$free" -lt "$need" ]; then
    echo "error: $place has $free MB free, CUDA needs $need MB." >&2
    exit 1
fi
echo "CUDA takes $need MB in $place."
# Whole or not at all.
rm -rf "$place.partial"
trap 'rm -rf "$place.partial"' EXIT
cp -R cuda "$place.partial"
rm -rf "$place"
mv "$place.partial" "$place"
echo "Leukolens uses an NVIDIA GPU from its next start on, where the driver is installed. To undo: this file with -- --remove"
