// The screen that a program without one works on: Qt's is 800 px square, which cuts windows that fit everywhere.
#pragma once

#include <QByteArray>
#include <QFile>
#include <QSize>
#include <QString>

namespace leukolens::test {

/// Before the application is made. `folder`: where the description of the screen lies meanwhile. The size is what is left of it after QT_SCALE_FACTOR.
inline void useScreen(const QString& folder, QSize size) {
    const double scale = qEnvironmentVariableIsSet("QT_SCALE_FACTOR") ? qgetenv("QT_SCALE_FACTOR").toDouble() : 1.0;
    QFile file(folder + "/screen.json");
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot describe a screen in %s", qPrintable(folder));
    const QSize pixels = size * scale;
    file.write(QString(R"({"screens": [{"name": "screen", "x": 0, "y": 0, "width": %1, "height": %2}]})").arg(pixels.width()).arg(pixels.height()).toUtf8());
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + file.fileName().toUtf8());
}

}  // namespace leukolens::test
