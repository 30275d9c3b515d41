#include "ui/shell/computer_facts.h"

#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLocale>
#include <QScreen>
#include <QSet>
#include <QStringList>
#include <QSysInfo>
#include <QThread>

#include <algorithm>

namespace leukolens::ui {
namespace {

/// The value behind `key` in a file of the system whose lines read "key<separator>value"; empty where there is none.
QString systemValue(const char* file, const QString& key, QChar separator) {
    QFile source(QString::fromLatin1(file));
    if (!source.open(QIODevice::ReadOnly)) return {};
    for (const QString& line : QString::fromUtf8(source.readAll()).split('\n')) {
        const qsizetype at = line.indexOf(separator);
        if (at > 0 && line.left(at).trimmed() == key) return line.mid(at + 1).trimmed();
    }
    return {};
}

/// File names of the shared libraries in this process, links followed: they end in a version.
QStringList loadedLibraries() {
    QFile maps("/proc/self/maps");
    QSet<QString> names;
    if (maps.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : maps.readAll().split('\n')) {
            const qsizetype at = line.indexOf('/');
            if (at < 0) continue;
            const QString path = QString::fromLocal8Bit(line.mid(at));
            if (!path.contains(QLatin1String(".so"))) continue;
            const QFileInfo file(path);
            const QString canonical = file.canonicalFilePath();
            names.insert(canonical.isEmpty() ? file.fileName() : QFileInfo(canonical).fileName());
        }
    }
    QStringList sorted(names.begin(), names.end());
    sorted.sort();
    return sorted;
}

QString known(const QString& value) { return value.isEmpty() ? QStringLiteral("not known") : value; }

}  // namespace

QString versionsText() {
    QStringList lines{QStringLiteral("Leukolens %1").arg(LEUKOLENS_VERSION), QStringLiteral("Qt %1, built with %2").arg(QLatin1String(qVersion()), QLatin1String(QT_VERSION_STR)), QStringLiteral("LibTorch %1").arg(QLatin1String(LEUKOLENS_LIBTORCH_VERSION)),
                      QStringLiteral("Compiler: %1").arg(QLatin1String(__VERSION__)), QStringLiteral("Build: %1").arg(QSysInfo::buildAbi()), QString(), QStringLiteral("Loaded libraries:")};
    lines += loadedLibraries();
    return lines.join('\n') + '\n';
}

QString computerText(const QString& device) {
    QStringList lines{QStringLiteral("System: %1").arg(QSysInfo::prettyProductName()), QStringLiteral("Kernel: %1 %2").arg(QSysInfo::kernelType(), QSysInfo::kernelVersion()),
                      QStringLiteral("Processor: %1").arg(known(systemValue("/proc/cpuinfo", QStringLiteral("model name"), ':'))), QStringLiteral("Processor cores: %1").arg(QThread::idealThreadCount()),
                      QStringLiteral("Processor features: %1").arg(known(systemValue("/proc/cpuinfo", QStringLiteral("flags"), ':'))),
                      QStringLiteral("Memory: %1").arg(known(systemValue("/proc/meminfo", QStringLiteral("MemTotal"), ':'))), QStringLiteral("Memory available now: %1").arg(known(systemValue("/proc/meminfo", QStringLiteral("MemAvailable"), ':'))),
                      QStringLiteral("Networks run on: %1").arg(known(device)), QStringLiteral("Window system: %1").arg(QGuiApplication::platformName())};
    for (const QScreen* screen : QGuiApplication::screens())
        lines << QStringLiteral("Screen: %1 × %2, scale %3").arg(screen->size().width()).arg(screen->size().height()).arg(screen->devicePixelRatio());
    lines << QStringLiteral("Language of the system: %1, of numbers: %2").arg(QLocale::system().name(), QLocale().name());
    return lines.join('\n') + '\n';
}

}  // namespace leukolens::ui
