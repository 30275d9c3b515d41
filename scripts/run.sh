#!/usr/bin/env bash
# Sets up what is missing, builds, and starts Leukolens with the arguments given. Without arguments: the window, or without a display the
# demonstration, which ends with a PDF report.
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

caller=$PWD
setup
timed "Building" build dev leukolens >&2
cd "$caller"
if [ $# -eq 0 ] && ! has_display; then set -- demo; fi
exec "$LEUKOLENS_SOURCE/build/dev/bin/leukolens" "$@"
