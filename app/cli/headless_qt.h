// Qt for drawing PDFs without a display.
#pragma once

#include <QGuiApplication>

namespace leukolens::cli {

/// One at a time, for as long as a verb draws. Never touches a display.
class HeadlessQt {
public:
    HeadlessQt(int& argc, char** argv) : m_application(withoutDisplay(argc), argv) {
        QGuiApplication::setApplicationName("leukolens");
        QGuiApplication::setOrganizationName("leukolens");
    }

private:
    static int& withoutDisplay(int& argc) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        return argc;
    }

    QGuiApplication m_application;
};

}  // namespace leukolens::cli
