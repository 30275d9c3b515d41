#include "ui/widgets/file_image_view.h"

#include <QImage>
#include <QMetaObject>

#include "ui/widgets/thumbnail_loader.h"

namespace leukolens::ui {

FileImageView::FileImageView(QWidget* parent) : ImageView(parent) { m_thread.setMaxThreadCount(1); }

FileImageView::~FileImageView() {
    m_thread.clear();
    m_thread.waitForDone();
}

void FileImageView::showFile(const QString& path) {
    m_path.clear();
    m_unreadable.clear();
    m_thread.clear();  // pictures passed over by quick stepping
    m_thread.start([this, path, number = ++m_number] {
        QImage picture = readPicture(path);
        const auto deliver = [this, path, number, picture = std::move(picture)] {
            if (number != m_number) return;
            if (picture.isNull()) {
                m_unreadable = path;
                setMessage(tr("This picture can no longer be read. Was it moved or deleted?"));
                return Q_EMIT unreadable(path);
            }
            setPicture(QPixmap::fromImage(picture));
            m_path = path;
            Q_EMIT pictureShown(picture.size());
        };
        QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    });
}

void FileImageView::standIn(const QString& path, const QImage& picture) {
    if (path == m_unreadable) setPicture(QPixmap::fromImage(picture));
}

void FileImageView::showPicture(const QImage& picture) {
    ++m_number;
    m_unreadable.clear();
    setPicture(QPixmap::fromImage(picture));
}

void FileImageView::showMessage(const QString& message) {
    ++m_number;
    m_path.clear();
    m_unreadable.clear();
    setMessage(message);
}

}  // namespace leukolens::ui
