#!/usr/bin/env bash
# only_local_sockets.sh COMMAND…: runs it under strace, with all that it starts, and fails if anything opened a socket that could leave this
# computer. Ends with 77 (ctest: skipped) where nothing may be traced.
set -euo pipefail

trace=$(mktemp)
trap 'rm -f "$trace"' EXIT

skip() {
    printf 'SKIPPED: %s\n' "$*" >&2
    exit 77
}

traced() { strace -f --seccomp-bpf -qq -e trace=network -o "$trace" "$@"; }

# Lines that name another family of addresses than local ones, and sockets whose family strace does not name.
foreign() { grep -E 'AF_|socket\(|socketpair\(' "$trace" | grep -vE '(socket|socketpair)\(AF_(UNIX|LOCAL),|sa_family=AF_(UNIX|LOCAL)\b' | grep -vE '(getsockname|getpeername|accept4?|recvfrom|recvmsg)\(.*AF_(UNIX|LOCAL|UNSPEC)' || true; }

command -v strace >/dev/null || skip "strace is not installed"
traced true 2>/dev/null || skip "strace may not trace here"
# That it would be seen: a connection to this computer's own discard port, which nobody answers.
traced bash -c 'exec 3<>/dev/tcp/127.0.0.1/9' 2>/dev/null || true
[ -n "$(foreign)" ] || { echo "a connection was not seen: this test proves nothing" >&2; exit 1; }

status=0
traced "$@" || status=$?
[ "$status" -eq 0 ] || { echo "$1 ended with $status" >&2; exit 1; }
found=$(foreign)
[ -z "$found" ] || { printf 'sockets that are not local:\n%s\n' "$found" >&2; exit 1; }
printf '%s network calls, all of them local\n' "$(grep -cE '^[0-9]+ +[a-z0-9_]+\(' "$trace" || true)"
