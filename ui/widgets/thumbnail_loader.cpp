#include "ui/widgets/thumbnail_loader.h"

#include <QMetaObject>
#include <QMutex>
#include <QMutexLocker>

#include <deque>
#include <filesystem>
#include <new>
#include <utility>
#include <vector>

#include "core/image/decode.h"

namespace leukolens::ui {

namespace {
constexpr int kThreads = 2;
constexpr std::size_t kWaitingAtMost =
    400;  // a few screens; older wishes have scrolled away and are asked for again when seen

QImage scaledTo(const QImage& picture, int sidePx) {
    return picture.scaled(sidePx, sidePx, Qt::KeepAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB32);
}

QImage readSmall(const QString& path, int sidePx) {
    const QImage picture = readPicture(path);
    return picture.isNull() ? QImage() : scaledTo(picture, sidePx);
}

}  // namespace

QImage readPicture(const QString& path) {
    try {
        const auto decoded = image::decodeFile(std::filesystem::path(path.toStdString()));
        if (!decoded) return {};
        const QImage view(decoded->rgb.data(), decoded->width, decoded->height, qsizetype{3} * decoded->width,
                          QImage::Format_RGB888);
        return view.copy();
    } catch (const std::bad_alloc&) {
        return {};  // shown as unreadable, like any other picture that cannot be had
    }
}

struct ThumbnailLoader::Shared {
    struct Wish {
        QString path;
        int sidePx = 0;
    };
    struct Answer {
        QString path;
        QImage picture;  // null: unreadable
        int sidePx = 0;
    };

    QMutex mutex;
    std::deque<Wish> wishes;
    std::vector<Answer> answers;
    bool announced = false;
    bool closing = false;
    QObject* listener = nullptr;  // valid while !closing: the destructor joins before it goes

    bool next(Wish& wish) {
        const QMutexLocker lock(&mutex);
        if (closing || wishes.empty()) return false;
        wish = wishes.back();
        wishes.pop_back();
        return true;
    }

    bool add(Answer answer) {
        const QMutexLocker lock(&mutex);
        answers.push_back(std::move(answer));
        return !std::exchange(announced, true);
    }
};

ThumbnailLoader::ThumbnailLoader(QObject* parent) : QObject(parent), m_shared(std::make_shared<Shared>()) {
    m_shared->listener = this;
    m_threads.setMaxThreadCount(kThreads);
    m_threads.setThreadPriority(QThread::LowPriority);
}

ThumbnailLoader::~ThumbnailLoader() {
    {
        const QMutexLocker lock(&m_shared->mutex);
        m_shared->closing = true;
        m_shared->wishes.clear();
    }
    m_threads.waitForDone();
}

void ThumbnailLoader::setSidePx(int sidePx) {
    if (sidePx == m_sidePx) return;
    m_sidePx = sidePx;
    m_held.clear();
    m_asked.clear();
    const QMutexLocker lock(&m_shared->mutex);
    m_shared->wishes.clear();
}

ThumbnailLoader::State ThumbnailLoader::find(const QString& path, QPixmap& pixmap) {
    if (const QPixmap* held = m_held.object(path)) {
        pixmap = *held;
        return State::Ready;
    }
    if (m_unreadable.contains(path)) return State::Unreadable;
    if (m_asked.contains(path)) return State::Loading;
    m_asked.insert(path);
    {
        const QMutexLocker lock(&m_shared->mutex);
        m_shared->wishes.push_back({path, m_sidePx});
        if (m_shared->wishes.size() > kWaitingAtMost) {
            m_asked.remove(m_shared->wishes.front().path);
            m_shared->wishes.pop_front();
        }
    }
    m_threads.start([this, shared = m_shared] {
        Shared::Wish wish;
        if (!shared->next(wish)) return;
        QImage picture = readSmall(wish.path, wish.sidePx);
        if (shared->add({wish.path, std::move(picture), wish.sidePx}))
            QMetaObject::invokeMethod(
                shared->listener, [this] { collect(); }, Qt::QueuedConnection);
    });
    return State::Loading;
}

void ThumbnailLoader::collect() {
    std::vector<Shared::Answer> answers;
    {
        const QMutexLocker lock(&m_shared->mutex);
        answers.swap(m_shared->answers);
        m_shared->announced = false;
    }
    QStringList unreadablePaths;
    for (Shared::Answer& answer : answers) {
        if (answer.sidePx != m_sidePx) continue;  // asked for before the size changed
        m_asked.remove(answer.path);
        if (answer.picture.isNull()) {
            m_unreadable.insert(answer.path);
            unreadablePaths << answer.path;
            continue;
        }
        hold(answer.path, answer.picture);
    }
    Q_EMIT ready();
    if (!unreadablePaths.isEmpty()) Q_EMIT unreadable(unreadablePaths);
}

void ThumbnailLoader::standIn(const QString& path, const QImage& picture) {
    m_unreadable.remove(path);  // asked for anew when it is not held any more
    hold(path, scaledTo(picture, m_sidePx));
    Q_EMIT ready();
}

void ThumbnailLoader::hold(const QString& path, const QImage& picture) {
    auto* pixmap = new QPixmap(QPixmap::fromImage(picture));
    m_held.insert(path, pixmap, pixmap->width() * pixmap->height() * 4);
}

}  // namespace leukolens::ui
