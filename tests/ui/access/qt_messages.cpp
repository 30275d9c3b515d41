#include "tests/ui/access/qt_messages.h"

#include <QString>

#include <mutex>
#include <utility>

namespace leukolens::test {
namespace {

std::mutex& guard() {
    static std::mutex mutex;
    return mutex;
}

std::vector<std::string>& kept() {
    static std::vector<std::string> messages;
    return messages;
}

void keep(QtMsgType type, const QMessageLogContext&, const QString& text) {
    // The platform without a screen says so of each window; no person's platform does.
    if (type == QtDebugMsg || type == QtInfoMsg || text.startsWith("This plugin does not support")) return;
    const std::lock_guard lock(guard());
    kept().push_back(text.toStdString());
}

}  // namespace

QtMessages::QtMessages() : m_before(qInstallMessageHandler(keep)) { taken(); }
QtMessages::~QtMessages() { qInstallMessageHandler(m_before); }

std::vector<std::string> QtMessages::taken() {
    const std::lock_guard lock(guard());
    return std::exchange(kept(), {});
}

}  // namespace leukolens::test
