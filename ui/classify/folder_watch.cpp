#include "ui/classify/folder_watch.h"

#include <QDir>
#include <QFileInfo>

#include <utility>

#include "core/image/decode.h"

namespace leukolens::ui {

FolderLook lookInto(const QString& folder) {
    FolderLook look;
    const QDir directory(folder);
    look.readable = directory.exists() && QFileInfo(folder).isReadable();
    if (!look.readable) return look;
    for (const QFileInfo& file : directory.entryInfoList(QDir::Files | QDir::Readable))
        if (image::hasImageExtension(file.filePath().toStdString())) look.pictures.insert(file.absoluteFilePath(), {file.size(), file.lastModified()});
    return look;
}

QStringList FolderMemory::take(const FolderLook& look) {
    QStringList taken;
    if (!look.readable) return taken;  // a drive that comes back brings the same pictures
    if (m_first) m_taken = look.pictures;
    m_first = false;
    for (auto picture = look.pictures.begin(); picture != look.pictures.end(); ++picture) {
        const auto known = m_taken.constFind(picture.key());
        if (known != m_taken.constEnd() && *known == picture.value()) continue;
        const auto before = m_before.constFind(picture.key());
        if (picture->bytes == 0 || before == m_before.constEnd() || *before != picture.value()) continue;  // still being written
        m_taken.insert(picture.key(), picture.value());
        taken << picture.key();
    }
    m_before = look.pictures;
    taken.sort();
    return taken;
}

FolderWatch::FolderWatch(QObject* parent) : QObject(parent) {
    m_thread.setMaxThreadCount(1);
    m_timer.setInterval(kIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &FolderWatch::look);
}

FolderWatch::~FolderWatch() {
    m_thread.clear();
    m_thread.waitForDone();
}

void FolderWatch::start(const QString& folder) {
    forget();
    m_folder = folder;
    m_timer.start();
    look();
    Q_EMIT changed();
}

void FolderWatch::stop() {
    forget();
    Q_EMIT changed();
}

void FolderWatch::forget() {
    ++m_number;
    m_timer.stop();
    m_folder.clear();
    m_memory = {};
    m_waiting.clear();
    m_taken = 0;
    m_readable = true;
    m_looking = false;
}

void FolderWatch::look() {
    if (m_looking) return;  // a slow drive: one look at a time
    m_looking = true;
    m_thread.start([this, folder = m_folder, number = m_number] {
        QMetaObject::invokeMethod(this, [this, number, look = lookInto(folder)] { receive(number, look); }, Qt::QueuedConnection);
    });
}

void FolderWatch::receive(int number, const FolderLook& look) {
    if (number != m_number) return;
    m_looking = false;
    const QStringList files = m_memory.take(look);
    const bool other = look.readable != m_readable || !files.isEmpty();
    m_readable = look.readable;
    for (const QString& file : files)
        if (!m_waiting.contains(file)) m_waiting << file;  // a picture that was saved again while it waits is one picture
    if (m_heldUntil.isEmpty()) tellWaiting();
    if (other) Q_EMIT changed();
}

void FolderWatch::hold(const QString& until) {
    if (until == m_heldUntil) return;
    m_heldUntil = until;
    if (until.isEmpty()) tellWaiting();
    Q_EMIT changed();
}

void FolderWatch::tellWaiting() {
    if (m_waiting.isEmpty()) return;
    m_taken += static_cast<int>(m_waiting.size());
    Q_EMIT arrived(std::exchange(m_waiting, {}));
}

}  // namespace leukolens::ui
