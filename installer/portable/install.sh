#!/bin/sh
# Inside the .run: installs the unpacked files for one person, without root.
#     leukolens-VERSION-x86_64.run [-- --into FOLDER] [-- --no-menu]
set -eu
into=${HOME:?}/.local/opt/leukolens
menu=yes
while [ $# -gt 0 ]; do
    case $1 in
        --into)
            [ $# -gt 1 ] || { echo "error: --into needs a folder" >&2; exit 2; }
            into=$2
            shift
            ;;
        --no-menu) menu=no ;;
        *) echo "error: $1 is not known; there are --into FOLDER and --no-menu" >&2; exit 2 ;;
    esac
    shift
done
case $into in /*) ;; *) into=${USER_PWD:-$PWD}/$into ;; esac

# What is there already is replaced only if it is a Leukolens.
if [ -e "$into" ] && [ ! -x "$into/lib/leukolens/leukolens" ] && [ -n "$(ls -A "$into" 2>/dev/null)" ]; then
    echo "error: $into is there and is no Leukolens. Choose another folder with --into." >&2
    exit 1
fi
glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/[^0-9.]//g')
if [ -z "$glibc" ] || [ "$(printf '2.36\n%s\n' "$glibc" | sort -V | head -n1)" != 2.36 ]; then
    echo "error: this system has the C library ${glibc:-of another kind}, Leukolens needs glibc 2.36 or newer." >&2
    exit 1
fi

# Whole or not at all: copied beside it, then put in its place.
mkdir -p "$(dirname "$into")"
partial=$into.partial
rm -rf "$partial"
trap 'rm -rf "$partial"' EXIT
mkdir "$partial"
cp -R bin lib share uninstall.sh "$partial/"
echo "$menu" >"$partial/menu"
if [ -e "$into" ]; then
    rm -rf "$into.old"
    mv "$into" "$into.old"
fi
mv "$partial" "$into"
rm -rf "$into.old"

if [ "$menu" = yes ]; then
    data=${XDG_DATA_HOME:-$HOME/.local/share}
    mkdir -p "$HOME/.local/bin" "$data/applications" "$data/icons/hicolor/scalable/apps" "$data/mime/packages" "$data/man/man1"
    ln -sf "$into/bin/leukolens" "$HOME/.local/bin/leukolens"
    # A menu does not know of ~/.local/bin.
    sed "s|^Exec=leukolens|Exec=\"$into/bin/leukolens\"|" "$into/share/applications/org.leukolens.Leukolens.desktop" >"$data/applications/org.leukolens.Leukolens.desktop"
    cp "$into/share/icons/hicolor/scalable/apps/leukolens.svg" "$data/icons/hicolor/scalable/apps/"
    cp "$into/share/mime/packages/leukolens.xml" "$data/mime/packages/"
    cp "$into/share/man/man1/leukolens.1.gz" "$data/man/man1/"
    update-mime-database "$data/mime" 2>/dev/null || true  # absent where no desktop is: then nothing asks for it
    update-desktop-database "$data/applications" 2>/dev/null || true
    echo "Leukolens is in the menu now, and starts by: $HOME/.local/bin/leukolens"
else
    echo "Leukolens starts by: $into/bin/leukolens"
fi
echo "To remove it: $into/uninstall.sh (your cases, models and settings stay)"
# By a double click there is no terminal to read that in.
if [ ! -t 1 ] && [ "$menu" = yes ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -z "${LEUKOLENS_NO_START:-}" ]; then
    exec "$into/bin/leukolens"
fi
