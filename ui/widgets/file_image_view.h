// A picture of a file, read on a thread of its own.
#pragma once

#include <QThreadPool>

#include "ui/widgets/image_view.h"

namespace leukolens::ui {

/// GUI thread only.
class FileImageView : public ImageView {
    Q_OBJECT
public:
    explicit FileImageView(QWidget* parent = nullptr);
    ~FileImageView() override;  ///< drops what waits, joins

    /// The picture follows; the one before stays until then. A file that cannot be read becomes a message.
    void showFile(const QString& path);
    /// Of the picture that is shown; empty while the wished one is still being read, and where there is none.
    const QString& path() const { return m_path; }
    /// Shown where that file cannot be read; nothing where it is shown, or another one.
    void standIn(const QString& path, const QImage& picture);
    void showPicture(const QImage& picture);  ///< instead of a file's; one that is still being read is dropped
    void showMessage(const QString& message);  ///< instead of a picture; one that is still being read is dropped

Q_SIGNALS:
    void pictureShown(const QSize& sizePx);  ///< of the file
    void unreadable(const QString& path);

private:
    QThreadPool m_thread;
    QString m_path, m_unreadable;
    int m_number = 0;  ///< of the newest wish: pictures of older ones are dropped
};

}  // namespace leukolens::ui
