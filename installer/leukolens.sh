#!/bin/sh
# Starts Leukolens out of the folder that it was installed into, wherever that is.
here=$(dirname "$(dirname "$(readlink -f "$0")")")/lib/leukolens

add() { LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$1; export LD_LIBRARY_PATH; }

# Libraries that belong to the system, and that a portable copy brings for systems without them: the system's own go first.
if [ -d "$here/fallback" ]; then
    known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null)
    for folder in "$here"/fallback/*/; do
        name=$(basename "$folder")
        case $known in
            *"$name "*) ;;
            *) add "${folder%/}" ;;
        esac
    done
fi
if [ -e "$here/fonts.conf" ] && [ ! -e /etc/fonts/fonts.conf ]; then
    export FONTCONFIG_FILE="$here/fonts.conf"  # otherwise no font would be found
fi
# The add-on for NVIDIA GPUs (installer/cuda), if it fits this LibTorch.
for cuda in "${XDG_DATA_HOME:-$HOME/.local/share}/leukolens/cuda" /usr/lib/leukolens-cuda; do
    if cmp -s "$cuda/libtorch-version" "$here/libtorch-version"; then
        add "$cuda"
        break
    fi
done
exec "$here/leukolens" "$@"
