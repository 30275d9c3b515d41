#include "tests/ui/support/ui_test.h"

#include <gtest/gtest.h>

namespace leukolens::test {

bool waitFor(const std::function<bool()>& condition, int limitMs) {
    return QTest::qWaitFor(condition, limitMs);
}

void detail::reportMissing(const char* name) {
    ADD_FAILURE() << "no widget named " << name;
}

void click(const QWidget& root, const char* name) {
    if (auto* widget = find<QWidget>(root, name)) QTest::mouseClick(widget, Qt::LeftButton);
}

QString qpath(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

}  // namespace leukolens::test
