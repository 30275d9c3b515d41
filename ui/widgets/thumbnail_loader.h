// Small pictures of cells, decoded off the GUI thread when first painted, newest request first.
#pragma once

#include <QCache>
#include <QImage>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <QThreadPool>

#include <memory>

namespace leukolens::ui {

/// Reads one picture of any size read here; null if it cannot. Any thread.
QImage readPicture(const QString& path);

/// GUI thread only; the decoding happens on two threads of its own.
class ThumbnailLoader : public QObject {
    Q_OBJECT
public:
    enum class State { Loading, Ready, Unreadable };

    explicit ThumbnailLoader(QObject* parent = nullptr);
    ~ThumbnailLoader() override;  ///< drops what waits, joins

    /// Side of the pictures in device pixels; another size forgets those held.
    void setSidePx(int sidePx);

    /// The picture if it is held (then `pixmap` is set); otherwise it is asked for and ready() follows.
    State find(const QString& path, QPixmap& pixmap);
    /// A picture for a path that unreadable() told; not null.
    void standIn(const QString& path, const QImage& picture);

    /// Bytes of pictures held at most.
    static constexpr int kCacheBytes = 128 << 20;

Q_SIGNALS:
    void ready();  ///< some pictures came; views repaint
    void unreadable(const QStringList& paths);  ///< asked for, and not to be had; told once until standIn()

private:
    struct Shared;
    void collect();
    void hold(const QString& path, const QImage& picture);

    std::shared_ptr<Shared> m_shared;
    QThreadPool m_threads;
    QCache<QString, QPixmap> m_held{kCacheBytes};
    QSet<QString> m_asked, m_unreadable;
    int m_sidePx = 112;
};

}  // namespace leukolens::ui
