#!/usr/bin/env bash
# package.sh STAGED VERSION FOLDER: packs what is installed below STAGED, with every library that it needs, into one file that unpacks and
# installs itself: FOLDER/leukolens-VERSION-x86_64.run. Run by CPack.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
staged=$1 version=$2 out=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/leukolens
cp -a "$staged" "$tree"
private=$tree/lib/leukolens
plugins=$(qtpaths6 --query QT_INSTALL_PLUGINS)

# is_in LIST NAME: whether a pattern of the list fits.
is_in() {
    local pattern
    while read -r pattern; do
        # shellcheck disable=SC2053
        [[ $pattern == \#* || $2 != $pattern ]] || return 0
    done <"$1"
    return 1
}

# Qt loads these by name.
for plugin in platforms/libqxcb platforms/libqoffscreen platforms/libqminimal xcbglintegrations/libqxcb-glx-integration xcbglintegrations/libqxcb-egl-integration \
    imageformats/libqjpeg imageformats/libqsvg iconengines/libqsvgicon printsupport/libcupsprintersupport \
    platforminputcontexts/libcomposeplatforminputcontextplugin platforminputcontexts/libibusplatforminputcontextplugin; do
    install -D "$plugins/$plugin.so" "$private/plugins/$plugin.so"
    strip --strip-unneeded "$private/plugins/$plugin.so"
    patchelf --set-rpath '$ORIGIN/../..' "$private/plugins/$plugin.so"
done
printf '[Paths]\nPrefix = .\nPlugins = plugins\n' >"$private/qt.conf"

install -m 644 "$here/fonts.conf" "$private/"

# ldd follows what needs what to its end.
find "$private" -type f \( -name '*.so*' -o -name leukolens \) -exec env LD_LIBRARY_PATH="$private" ldd {} + |
    sed -n 's/^\t\(.*\) => \(\/.*\) (0x.*)$/\1 \2/p; s/^\t\(.*\) => not found$/\1 MISSING/p' | sort -u >"$work/needed"
! grep MISSING "$work/needed" || { echo "error: libraries are missing" >&2; exit 1; }
: >"$tree/libraries.txt"
while read -r name file; do
    [[ $file != "$private"/* ]] || continue
    ! is_in "$here/system.txt" "$name" || continue
    if is_in "$here/fallback.txt" "$name"; then target=$private/fallback/$name/$name; else target=$private/$name; fi
    install -D "$(readlink -f "$file")" "$target"
    strip --strip-unneeded "$target"
    [[ $target == "$private"/fallback/* ]] || patchelf --set-rpath '$ORIGIN' "$target"
    # Debian names files of /usr/lib by /lib too.
    real=$(readlink -f "$file")
    package=$({ dpkg-query -S "$real" || dpkg-query -S "${real#/usr}"; } 2>/dev/null | head -n1 | cut -d: -f1)
    [ -n "$package" ] || { echo "error: $real belongs to no package" >&2; exit 1; }
    echo "$name $package $(dpkg-query -W -f='${Version}' "$package")" >>"$tree/libraries.txt"
    install -D "/usr/share/doc/$package/copyright" "$tree/share/doc/leukolens/licenses/$package"
done <"$work/needed"
# The list of contents names Debian's packages that went in.
python3 "$here/../contents.py" --version "$version" --libraries "$tree/libraries.txt" --out "$tree/share/doc/leukolens/leukolens.spdx.json"
mv "$tree/libraries.txt" "$tree/share/doc/leukolens/"
install "$here/install.sh" "$tree/install.sh"
install "$here/uninstall.sh" "$tree/uninstall.sh"

# The same bytes from the same files: times, owners and order do not count, nor who packs when.
find "$tree" -exec touch --no-dereference --date="@${SOURCE_DATE_EPOCH:-0}" {} +
chmod -R u=rwX,go=rX "$tree"
mkdir -p "$out"
# Makeself lets gzip write the time, and writes its own command line into the file: no time, and no path of this computer.
mkdir "$work/bin"
printf '#!/bin/sh\nexec %s -n "$@"\n' "$(command -v gzip)" >"$work/bin/gzip"
chmod +x "$work/bin/gzip"
cd "$work"
PATH="$work/bin:$PATH" makeself --quiet --nox11 --gzip --complevel 9 --sha256 --nomd5 --nocrc --tar-quietly \
    --packaging-date "$(date --utc --date="@${SOURCE_DATE_EPOCH:-0}")" \
    --tar-extra "--sort=name --owner=0 --group=0 --numeric-owner --mtime=@${SOURCE_DATE_EPOCH:-0}" \
    leukolens "leukolens-$version-x86_64.run" "Leukolens $version" ./install.sh
mv "leukolens-$version-x86_64.run" "$out/"
