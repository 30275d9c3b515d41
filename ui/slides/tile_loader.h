// Tiles of slides, read off the GUI thread for all views together: what is looked at now comes first, what nobody wants any more is not read.
#pragma once

#include <QObject>
#include <QThreadPool>

#include <memory>
#include <vector>

#include "core/base/error.h"
#include "core/slide/slide.h"
#include "ui/slides/tile_cache.h"
#include "ui/slides/tile_pyramid.h"

namespace leukolens::ui {

/// GUI thread only; the reading happens on threads of its own, that hold a slide no longer than they read of it. Outlives the views that use it.
class TileLoader : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kCacheBytes = std::size_t{256} << 20;

    /// A slide as the views know it. Views of the same slide share its tiles.
    struct Shown {
        SlideId id = 0;
        slide::SlidePtr slide;
        std::shared_ptr<const TilePyramid> pyramid;
    };

    /// In the order they are wanted. A tile that many want is read once.
    struct Wishes {
        std::vector<TileKey> now;   ///< in view
        std::vector<TileKey> soon;  ///< read when no view lacks anything
    };

    /// threads: at most so many read at the same time; 0: as many as there are cores, two at least.
    explicit TileLoader(QObject* parent = nullptr, std::size_t cacheBytes = kCacheBytes, int threads = 0);
    ~TileLoader() override;  ///< drops what waits, joins

    /// slide: not null. Tiles of it that could not be read are tried again.
    Shown show(const slide::SlidePtr& slide);

    TileCache& cache() { return m_cache; }
    const QPixmap* find(const TileKey& key) { return m_cache.find(key); }
    /// Null where it was not tried or can be read.
    const Error* failure(const TileKey& key) const;

    /// Replaces what this view wanted before; its wishes come before those of views that asked earlier. All keys are of `shown`.
    void want(const QObject* view, const Shown& shown, Wishes wishes);
    /// The view shows nothing more, or another slide.
    void drop(const QObject* view);

Q_SIGNALS:
    void tilesReady();  ///< some tiles came, or failed; views repaint
    void tileFailed(const leukolens::ui::TileKey& key);

private:
    struct Shared;
    struct Known {
        std::weak_ptr<const slide::Slide> slide;
        SlideId id = 0;
        std::shared_ptr<const TilePyramid> pyramid;
    };

    void startThreads();
    void collect();
    void forgetClosed();

    std::shared_ptr<Shared> m_shared;
    QThreadPool m_threads;
    TileCache m_cache;
    std::vector<Known> m_known;
    std::unordered_map<TileKey, Error, TileKeyHash> m_failed;
    SlideId m_lastId = 0;
};

}  // namespace leukolens::ui
