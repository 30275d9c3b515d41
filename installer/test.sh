#!/usr/bin/env bash
# Installs each package on a fresh system, starts the window, runs the selftest, upgrades over an older version, removes it. Needs root (for
# chroot) or sudo, and Debian's archive. Builds the packages first where they are missing.
#     installer/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"

packages=$LEUKOLENS_SOURCE/build/release/packages
[ -n "$(ls "$packages"/*.deb "$packages"/*.run 2>/dev/null)" ] || "$LEUKOLENS_SOURCE/installer/build.sh"
deb=$(echo "$packages"/leukolens_*.deb) run=$(echo "$packages"/leukolens-*.run)
for tool in mmdebstrap dpkg-deb appstreamcli desktop-file-validate lintian; do
    command -v "$tool" >/dev/null || as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends mmdebstrap dpkg-dev appstream desktop-file-utils lintian >&2
done
mirror=${LEUKOLENS_MIRROR:-http://deb.debian.org/debian}
work=$(mktemp -d)
roots=()

# Whatever happens, nothing stays mounted.
finish() {
    local root
    for root in "${roots[@]}"; do
        as_root umount "$root/proc" 2>/dev/null || true
    done
    as_root rm -rf --one-file-system "$work"
}
trap finish EXIT

# system NAME SUITE PACKAGE…: a fresh one in $work/NAME with a person "lab" in it.
system() {
    local root=$work/$1 suite=$2
    shift 2
    as_root mmdebstrap --quiet --variant=apt --include="$(IFS=,; echo "passwd,$*")" "$suite" "$root" "$mirror" >&2
    roots+=("$root")
    as_root mount -t proc proc "$root/proc"
    as_root chroot "$root" useradd --create-home lab
    # A chroot has no devices of its own but those that mmdebstrap made.
    as_root install -d -m 1777 "$root/dev/shm" "$root/tmp/.X11-unix"
}

# in_system NAME USER COMMAND: as that person, in a shell.
in_system() {
    as_root chroot "$work/$1" setpriv --reuid="$2" --regid="$2" --init-groups env -i HOME="$([ "$2" = root ] && echo /root || echo "/home/$2")" \
        PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 USER="$2" sh -euc "$3"
}

passed=0
check() { # check WHAT NAME USER COMMAND
    say "$1"
    in_system "$2" "$3" "$4" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "$1"; }
    passed=$((passed + 1))
}

# Starts the program under a display of its own, waits until its window is there, and closes it as a person would.
# shellcheck disable=SC2016  # the shell in the chroot expands it
window='
    # A number that is free: displays of other systems on this computer can be reached from here.
    rm -f /tmp/display
    Xvfb -displayfd 3 -screen 0 1280x720x24 -nolisten tcp 3>/tmp/display >/tmp/xvfb.log 2>&1 & server=$!
    # Gone before the next one starts: a server that ends removes the socket of its number, whoever has that by then.
    trap "kill $server; wait $server || true" EXIT
    for i in $(seq 600); do [ -s /tmp/display ] && break; sleep 0.1; done
    export DISPLAY=:$(cat /tmp/display)
    '"PROGRAM"' FILES >/tmp/window.log 2>&1 & program=$!
    shown=
    for i in $(seq 300); do
        shown=$(xdotool search --onlyvisible --name "^Leukolens" 2>/dev/null | head -n1) && [ -n "$shown" ] && break
        kill -0 $program 2>/dev/null || break
        sleep 0.1
    done
    [ -n "$shown" ] || { cat /tmp/window.log; exit 1; }
    sleep 2
    kill -0 $program
    xdotool windowfocus $shown key ctrl+q
    for i in $(seq 200); do kill -0 $program 2>/dev/null || break; sleep 0.1; done
    ! kill -0 $program 2>/dev/null
    wait $program
    ! grep -iE "error|warning|cannot|could not" /tmp/window.log'
opens() { local words=${window//PROGRAM/$1}; echo "${words//FILES/${2:-}}"; }
# shellcheck disable=SC2016
selftest='out=$(PROGRAM selftest --json) && echo "$out" && case $out in *"\"failed\":0"*) ;; *) exit 1 ;; esac'

say "What the packages are"
desktop-file-validate "$LEUKOLENS_SOURCE"/installer/desktop/*.desktop
dpkg-deb --fsys-tarfile "$deb" | tar -xO ./usr/share/metainfo/org.leukolens.Leukolens.metainfo.xml >"$work/org.leukolens.Leukolens.metainfo.xml"
appstreamcli validate --no-net "$work/org.leukolens.Leukolens.metainfo.xml" >&2
for package in "$deb" "$run"; do
    size=$(stat -c %s "$package")
    say "$(basename "$package"): $((size / 1000000)) MB"
    [ "$size" -le 250000000 ] || fail "$(basename "$package") is larger than 250 MB"
done
# An older version: this one under a lower number, with a file that this one has not.
dpkg-deb -R "$deb" "$work/older" && sed -i 's/^Version: .*/Version: 0.0.1/' "$work/older/DEBIAN/control"
touch "$work/older/usr/lib/leukolens/left-over.so"
dpkg-deb -Zgzip -z1 --root-owner-group --build "$work/older" "$work/older.deb" >/dev/null
rm -rf "$work/older"

say "Debian 12: the .deb"
system deb bookworm xvfb xdotool
for file in "$deb" "$work/older.deb"; do as_root install -m 644 "$file" "$work/deb/tmp/$(basename "$file")"; done
check "an older version is installed, with nothing but Debian's own packages beside it" deb root 'apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends /tmp/older.deb'
check "a person works with it" deb lab 'leukolens demo --out "$HOME/demo" >/dev/null && mkdir -p "$HOME/.local/share/leukolens" && echo hers >"$HOME/.local/share/leukolens/hers"'
check "the new one replaces it" deb root "DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends /tmp/$(basename "$deb") && test ! -e /usr/lib/leukolens/left-over.so"
check "the selftest passes" deb lab "${selftest//PROGRAM/leukolens}"
check "the window opens and closes" deb lab "$(opens leukolens)"
check "a model opens by its file" deb lab "$(opens leukolens '"$HOME/demo/run/fold-1/best.leukomodel"')"
check "the manual is there" deb root 'test -s /usr/share/man/man1/leukolens.1.gz'
check "nothing of NVIDIA is inside" deb root '! dpkg -L leukolens | grep -iE "nvidia|cublas|cudnn"'
check "removed, it leaves the person's files and nothing else" deb root 'DEBIAN_FRONTEND=noninteractive apt-get purge -y -q leukolens && test ! -e /usr/lib/leukolens && test ! -e /usr/bin/leukolens && test -s /home/lab/.local/share/leukolens/hers && test -s /home/lab/demo/report.pdf'

for suite in bookworm trixie; do
    say "Debian $suite: the .run, without root"
    system "run-$suite" "$suite" xvfb xdotool fonts-dejavu-core desktop-file-utils shared-mime-info
    as_root install -m 755 "$run" "$work/run-$suite/tmp/leukolens.run"
    check "it installs for one person" "run-$suite" lab '/tmp/leukolens.run && test -s "$HOME/.local/share/applications/org.leukolens.Leukolens.desktop"'
    check "the selftest passes" "run-$suite" lab "${selftest//PROGRAM/\$HOME\/.local\/bin\/leukolens}"
    check "the window opens and closes" "run-$suite" lab "$(opens '$HOME/.local/bin/leukolens')"
    check "it is installed over itself" "run-$suite" lab 'touch "$HOME/.local/opt/leukolens/lib/left-over" && /tmp/leukolens.run && test ! -e "$HOME/.local/opt/leukolens/lib/left-over"'
    check "it refuses a folder of somebody else's" "run-$suite" lab 'mkdir "$HOME/mine" && echo mine >"$HOME/mine/letter" && ! /tmp/leukolens.run -- --into "$HOME/mine" && test -s "$HOME/mine/letter"'
    check "removed, it leaves the person's files and nothing else" "run-$suite" lab 'mkdir -p "$HOME/.local/share/leukolens" && echo hers >"$HOME/.local/share/leukolens/hers" && "$HOME/.local/opt/leukolens/uninstall.sh" && test ! -e "$HOME/.local/opt/leukolens" && test ! -e "$HOME/.local/bin/leukolens" && test -s "$HOME/.local/share/leukolens/hers" && ! grep -rl leukolens "$HOME/.local/share/applications" "$HOME/.local/share/mime" 2>/dev/null'
done
say "installer/test.sh: $passed checks passed, none failed"
