#!/usr/bin/env bash
# AddressSanitizer, with its search for leaks, and UndefinedBehaviourSanitizer over the whole window: every dialog and entry of the menu in each language,
# 50 openings of each (12 of the two that take long), every control by keys. Qt and LibTorch are not instrumented. Not part of what must pass before a change lands: building takes half an hour.
#     scripts/sanitizers-window.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

setup "${test_packages[@]}"
timed "Building with sanitizers" build asan ui_access_test
known=$(mktemp)
trap 'rm -f "$known"' EXIT
# Qt 6.4 leaves them behind with every QPdfView.
printf 'leak:%s\n' QPdfPageRenderer::setRenderMode QScroller::grabGesture >"$known"
export LSAN_OPTIONS=suppressions=$known UBSAN_OPTIONS=print_stacktrace=1 OMP_NUM_THREADS=1
timed "Testing with sanitizers" "$LEUKOLENS_SOURCE/build/asan/bin/ui_access_test" --gtest_filter='*EveryDialog*:*ManyOpenings*:KeyboardPass*:AccessibleNames*'
