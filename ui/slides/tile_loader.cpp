#include "ui/slides/tile_loader.h"

#include <QMetaObject>
#include <QMutex>
#include <QMutexLocker>
#include <QTimer>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <exception>
#include <new>
#include <optional>
#include <unordered_set>
#include <utility>

#include "core/slide/memory_slide.h"

namespace leukolens::ui {
namespace {

constexpr std::size_t kWaitingAtMost = 48;  ///< tiles read and not yet taken over: threads pause when the window cannot follow
constexpr std::size_t kTilesATurn = 12;     ///< taken over before the window may paint again
constexpr int kNiceness = 5;                ///< of reading, beside the thread that paints

Error outOfMemory(const slide::Slide& slide) {
    return {ErrorCode::OutOfMemory, "needs more memory than there is", slide.facts().file, "Close other programs, then try again."};
}

/// Takes over the pixels without copying them.
QImage imageOf(slide::Pixels pixels) {
    auto* held = new std::vector<std::uint32_t>(std::move(pixels.argb));
    return QImage(reinterpret_cast<uchar*>(held->data()), pixels.width, pixels.height, qsizetype{4} * pixels.width, QImage::Format_RGB32,
                  [](void* vector) { delete static_cast<std::vector<std::uint32_t>*>(vector); }, held);
}

Result<QImage> readTile(const slide::Slide& slide, const TilePyramid& pyramid, const TileKey& key) {
    try {
        auto pixels = slide.read(pyramid.region(key));
        if (!pixels) return fail(pixels.error());
        for (int i = 0; i < pyramid.levels()[static_cast<std::size_t>(key.level)].halvings; ++i) *pixels = slide::halved(*pixels);
        return imageOf(std::move(*pixels));
    } catch (const std::bad_alloc&) {
        return fail(outOfMemory(slide));
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, error.what(), slide.facts().file);
    }
}

void makeThreadNice() {
    thread_local const bool done = [] {
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), ::getpriority(PRIO_PROCESS, 0) + kNiceness);
        return true;
    }();
    (void)done;
}

}  // namespace

struct TileLoader::Shared {
    struct View {
        const QObject* view;
        Shown shown;
        std::deque<TileKey> now, soon;
    };
    struct Job {
        Shown shown;
        TileKey key;
    };
    struct Arrival {
        TileKey key;
        Result<QImage> tile;
    };

    QMutex mutex;
    std::deque<View> views;  // who asked last comes first
    std::unordered_set<TileKey, TileKeyHash> taken;  // being read, or read and not yet collected
    std::deque<Arrival> arrivals;
    int workers = 0;
    bool announced = false;
    bool closing = false;
    QObject* listener = nullptr;  // valid while !closing: the destructor joins before it goes

    /// Nothing: this worker is done, and already counted so.
    std::optional<Job> next() {
        const QMutexLocker lock(&mutex);
        if (!closing && arrivals.size() < kWaitingAtMost) {
            for (const auto list : {&View::now, &View::soon}) {
                for (View& view : views) {
                    for (std::deque<TileKey>& keys = view.*list; !keys.empty();) {
                        const TileKey key = keys.front();
                        keys.pop_front();
                        if (taken.insert(key).second) return Job{view.shown, key};
                    }
                }
            }
        }
        --workers;
        return std::nullopt;
    }

    bool add(Arrival arrival) {
        const QMutexLocker lock(&mutex);
        arrivals.push_back(std::move(arrival));
        return !std::exchange(announced, true);
    }

    /// From now on the cache knows of it. Other views may still have it in their lists.
    void forget(const TileKey& key) {
        taken.erase(key);
        for (View& view : views) {
            std::erase(view.now, key);
            std::erase(view.soon, key);
        }
    }

    void remove(const QObject* view) {
        std::erase_if(views, [&](const View& each) { return each.view == view; });
    }
};

TileLoader::TileLoader(QObject* parent, std::size_t cacheBytes, int threads) : QObject(parent), m_shared(std::make_shared<Shared>()), m_cache(cacheBytes) {
    m_shared->listener = this;
    m_threads.setMaxThreadCount(threads > 0 ? threads : std::max(2, QThread::idealThreadCount()));
}

TileLoader::~TileLoader() {
    {
        const QMutexLocker lock(&m_shared->mutex);
        m_shared->closing = true;
        m_shared->views.clear();
    }
    m_threads.waitForDone();
}

TileLoader::Shown TileLoader::show(const slide::SlidePtr& slide) {
    forgetClosed();
    const auto known = std::ranges::find_if(m_known, [&](const Known& each) { return each.slide.lock() == slide; });
    if (known != m_known.end()) {
        std::erase_if(m_failed, [&](const auto& each) { return each.first.slide == known->id; });
        return {known->id, slide, known->pyramid};
    }
    m_known.push_back({slide, ++m_lastId, std::make_shared<const TilePyramid>(slide->facts())});
    return {m_lastId, slide, m_known.back().pyramid};
}

void TileLoader::forgetClosed() {
    std::erase_if(m_known, [&](const Known& each) {
        if (!each.slide.expired()) return false;
        m_cache.removeSlide(each.id);
        std::erase_if(m_failed, [&](const auto& failed) { return failed.first.slide == each.id; });
        return true;
    });
}

const Error* TileLoader::failure(const TileKey& key) const {
    const auto found = m_failed.find(key);
    return found == m_failed.end() ? nullptr : &found->second;
}

void TileLoader::want(const QObject* view, const Shown& shown, Wishes wishes) {
    const auto isHere = [&](const TileKey& key) { return m_cache.contains(key) || m_failed.contains(key); };
    std::erase_if(wishes.now, isHere);
    std::erase_if(wishes.soon, isHere);
    {
        const QMutexLocker lock(&m_shared->mutex);
        m_shared->remove(view);
        m_shared->views.push_front({view, shown, {wishes.now.begin(), wishes.now.end()}, {wishes.soon.begin(), wishes.soon.end()}});
    }
    startThreads();
}

void TileLoader::drop(const QObject* view) {
    const QMutexLocker lock(&m_shared->mutex);
    m_shared->remove(view);
}

void TileLoader::startThreads() {
    int missing = 0;
    {
        const QMutexLocker lock(&m_shared->mutex);
        std::size_t waiting = 0;
        for (const Shared::View& view : m_shared->views) waiting += view.now.size() + view.soon.size();
        missing = std::max(0, static_cast<int>(std::min<std::size_t>(waiting, static_cast<std::size_t>(m_threads.maxThreadCount()))) - m_shared->workers);
        m_shared->workers += missing;
    }
    for (; missing > 0; --missing) {
        m_threads.start([this, shared = m_shared] {
            makeThreadNice();
            while (auto job = shared->next()) {
                Result<QImage> tile = readTile(*job->shown.slide, *job->shown.pyramid, job->key);
                const TileKey key = job->key;
                job.reset();  // a closed slide is let go before the window hears of the tile
                if (shared->add({key, std::move(tile)}))
                    QMetaObject::invokeMethod(
                        shared->listener, [this] { collect(); }, Qt::QueuedConnection);
            }
        });
    }
}

void TileLoader::collect() {
    std::vector<Shared::Arrival> arrivals;
    std::vector<SlideId> shown;
    {
        const QMutexLocker lock(&m_shared->mutex);
        while (!m_shared->arrivals.empty() && arrivals.size() < kTilesATurn) {
            arrivals.push_back(std::move(m_shared->arrivals.front()));
            m_shared->arrivals.pop_front();
            m_shared->forget(arrivals.back().key);
        }
        for (const Shared::View& view : m_shared->views) shown.push_back(view.shown.id);
        m_shared->announced = !m_shared->arrivals.empty();
        if (m_shared->announced) QTimer::singleShot(0, this, &TileLoader::collect);
    }
    for (Shared::Arrival& arrival : arrivals) {
        if (std::ranges::find(shown, arrival.key.slide) == shown.end()) continue;  // another slide is shown by now
        if (arrival.tile) {
            m_cache.insert(arrival.key, QPixmap::fromImage(std::move(*arrival.tile)));
        } else {
            m_failed.emplace(arrival.key, arrival.tile.error());
            Q_EMIT tileFailed(arrival.key);
        }
    }
    startThreads();
    Q_EMIT tilesReady();
}

}  // namespace leukolens::ui
