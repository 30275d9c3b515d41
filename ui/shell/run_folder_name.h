// Names of folders that nobody typed.
#pragma once

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace leukolens::ui {

/// "2026-01-31_14-05-09_patient"
inline QString runNameOfNow(const QString& kind) { return QDateTime::currentDateTime().toString("yyyy-MM-dd_HH-mm-ss_") + kind; }

/// Two trainings may be started within one second.
inline QString freeRunFolder(const QDir& runs, const QString& name) {
    QString folder = runs.filePath(name);
    for (int number = 2; QFileInfo::exists(folder); ++number) folder = runs.filePath(QString("%1_%2").arg(name).arg(number));
    return folder;
}

}  // namespace leukolens::ui
