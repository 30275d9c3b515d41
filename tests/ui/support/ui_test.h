// What the tests of the window share. Include in tests that link ui_test_support.
#pragma once

#include <QTest>
#include <QWidget>

#include <functional>

#include "core/base/error.h"
#include "tests/support/temp_folder.h"

namespace leukolens::test {

/// Runs the event loop until `condition` holds; false after limitMs.
bool waitFor(const std::function<bool()>& condition, int limitMs = 20'000);

/// The child with this object name, shown or not; fails the test (and returns null) where there is none.
template <class T>
T* find(const QWidget& root, const char* name);

namespace detail {
void reportMissing(const char* name);
}

template <class T>
T* find(const QWidget& root, const char* name) {
    T* found = root.findChild<T*>(QString::fromLatin1(name));
    if (!found) detail::reportMissing(name);
    return found;
}

/// Left click in the middle of the widget named so.
void click(const QWidget& root, const char* name);

/// UTF-8 path of the file system to QString.
QString qpath(const std::filesystem::path& path);

}  // namespace leukolens::test
