#!/bin/sh
# Removes what install.sh put there. Cases, models, runs and settings are the person's, and stay.
set -eu
into=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
[ -x "$into/lib/leukolens/leukolens" ] || { echo "error: $into is no Leukolens." >&2; exit 1; }
if [ "$(cat "$into/menu")" = yes ]; then
    if [ "$(readlink -f "$HOME/.local/bin/leukolens")" = "$into/bin/leukolens" ]; then rm -f "$HOME/.local/bin/leukolens"; fi
    rm -f "$data/applications/org.leukolens.Leukolens.desktop" "$data/icons/hicolor/scalable/apps/leukolens.svg" \
        "$data/mime/packages/leukolens.xml" "$data/man/man1/leukolens.1.gz"
    update-mime-database "$data/mime" 2>/dev/null || true
    update-desktop-database "$data/applications" 2>/dev/null || true
fi
rm -rf "$into"
echo "Leukolens is removed. Your cases, models and settings are still in $data/leukolens and ${XDG_CONFIG_HOME:-$HOME/.config}/leukolens."
