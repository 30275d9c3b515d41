#include "ui/slides/tile_painter.h"

#include <algorithm>
#include <cmath>

#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr double kPixelsSeenFrom = 4.0;   ///< beyond this the pixels themselves are of interest
constexpr double kAheadShare = 0.6;       ///< of the view's side, read ahead in the direction of travel
constexpr double kTravellingPx = 0.5;
constexpr double kAsStored = 1e-6;        ///< from here on a px of the level is more than one of the screen

const TileLevel& levelOf(const TileLoader::Shown& shown, int level) { return shown.pyramid->levels()[static_cast<std::size_t>(level)]; }

std::size_t tileBytes(const TileLevel& level) { return static_cast<std::size_t>(level.tileWidth) * static_cast<std::size_t>(level.tileHeight) * 4; }

/// Those of one level that `area` (screen px) shows, the nearest to its middle first.
std::vector<TileKey> tilesOf(const TileLoader::Shown& shown, const ViewTransform& transform, int level, const QRectF& area) {
    const QTransform toSlide = transform.matrix().inverted();
    const QPolygonF seen = toSlide.map(QPolygonF(area));
    const QRect grid = shown.pyramid->tilesIn(level, seen.boundingRect());
    const bool turned = std::fmod(transform.degrees, 90.0) != 0;
    const QTransform toScreen = transform.matrix();
    struct Ranked {
        TileKey key;
        double distance;
    };
    std::vector<Ranked> ranked;
    for (int y = grid.top(); y < grid.top() + grid.height(); ++y) {
        for (int x = grid.left(); x < grid.left() + grid.width(); ++x) {
            const TileKey key{shown.id, level, x, y};
            const QRectF bounds = shown.pyramid->bounds(key);
            if (turned && !toScreen.mapRect(bounds).intersects(area)) continue;
            const QPointF way = toScreen.map(bounds.center()) - area.center();
            ranked.push_back({key, QPointF::dotProduct(way, way)});
        }
    }
    std::ranges::sort(ranked, {}, &Ranked::distance);
    std::vector<TileKey> keys;
    keys.reserve(ranked.size());
    for (const Ranked& each : ranked) keys.push_back(each.key);
    return keys;
}

int levelInView(const TileLoader::Shown& shown, const ViewTransform& transform, double devicePixelRatio) {
    return shown.pyramid->levelFor(1 / (transform.scale * devicePixelRatio));
}

void append(std::vector<TileKey>& to, const std::vector<TileKey>& more) { to.insert(to.end(), more.begin(), more.end()); }

/// Onto a painter in px of level 0, or onto an image in px of one level.
class TilePaint {
public:
    TilePaint(QPainter& painter, TileLoader& loader, const TileLoader::Shown& shown) : m_painter(painter), m_loader(loader), m_shown(shown) {}
    TilePaint(QPainter& painter, TileLoader& loader, const TileLoader::Shown& shown, const QPointF& origin, double downsample) : m_painter(painter), m_loader(loader), m_shown(shown), m_origin(origin), m_downsample(downsample), m_inPixels(true) {}

    void paint(const TileKey& key, const QPixmap& tile) {
        const QRectF where = placed(m_shown.pyramid->bounds(key));
        m_painter.drawPixmap(m_inPixels ? QRectF(where.toRect()) : where, tile, QRectF(tile.rect()));
    }

    /// Finer tiles if they cover it all, as after zooming out; else what the nearest coarser level has of it.
    void paintStandIn(const TileKey& key) {
        const QRectF bounds = m_shown.pyramid->bounds(key);
        if (key.level > 0 && paintFrom(key.level - 1, bounds)) return;
        for (int level = key.level + 1; level <= m_shown.pyramid->coarsest(); ++level)
            if (paintFrom(level, bounds)) return;
        m_painter.fillRect(placed(bounds), Theme::surface());
    }

private:
    QRectF placed(const QRectF& area) const { return QRectF((area.topLeft() - m_origin) / m_downsample, area.size() / m_downsample); }

    bool paintFrom(int level, const QRectF& area) {
        const QRect grid = m_shown.pyramid->tilesIn(level, area);
        std::vector<std::pair<TileKey, const QPixmap*>> tiles;
        for (int y = grid.top(); y < grid.top() + grid.height(); ++y) {
            for (int x = grid.left(); x < grid.left() + grid.width(); ++x) {
                const TileKey key{m_shown.id, level, x, y};
                const QPixmap* tile = m_loader.find(key);
                if (!tile) return false;
                tiles.emplace_back(key, tile);
            }
        }
        const double downsample = levelOf(m_shown, level).downsample;
        for (const auto& [key, tile] : tiles) {
            const QRectF bounds = m_shown.pyramid->bounds(key);
            const QRectF part = bounds.intersected(area);
            if (part.isEmpty()) continue;
            m_painter.drawPixmap(placed(part), *tile, QRectF((part.topLeft() - bounds.topLeft()) / downsample, part.size() / downsample));
        }
        return !tiles.empty();
    }

    QPainter& m_painter;
    TileLoader& m_loader;
    const TileLoader::Shown& m_shown;
    QPointF m_origin;         ///< px of level 0
    double m_downsample = 1;
    bool m_inPixels = false;
};

void paintHatched(QPainter& painter, const QPolygonF& where) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::border());
    painter.drawPolygon(where);
    painter.setBrush(QBrush(Theme::mutedText(), Qt::BDiagPattern));
    painter.drawPolygon(where);
}

}  // namespace

std::vector<TileKey> tilesInView(const TileLoader::Shown& shown, const ViewTransform& transform, double devicePixelRatio, std::size_t maxBytes) {
    const QRectF area(QPointF(), transform.view);
    for (int level = levelInView(shown, transform, devicePixelRatio);; ++level) {
        std::vector<TileKey> tiles = tilesOf(shown, transform, level, area);
        if (tiles.size() <= maxBytes / tileBytes(levelOf(shown, level)) || level == shown.pyramid->coarsest()) return tiles;
    }
}

TileLoader::Wishes wishesFor(const TileLoader::Shown& shown, const ViewTransform& now, const ViewTransform& end, const QPointF& travel, double devicePixelRatio, std::size_t cacheBytes) {
    TileLoader::Wishes wishes;
    wishes.now = tilesInView(shown, now, devicePixelRatio, cacheBytes / 2);
    if (wishes.now.empty()) return wishes;
    const int level = wishes.now.front().level;
    // A slide without coarser levels may have more in view than the cache holds: what would push itself out is not read.
    if (const std::size_t room = std::max<std::size_t>(1, cacheBytes / 2 / tileBytes(levelOf(shown, level))); wishes.now.size() > room) wishes.now.resize(room);
    if (end != now) {
        const std::vector<TileKey> there = tilesInView(shown, end, devicePixelRatio, cacheBytes / 4);
        // While it is zoomed, what is in view now is gone before it is read.
        if (!there.empty() && there.front().level != level)
            wishes.now = there;
        else
            append(wishes.now, there);
    }
    std::size_t room = cacheBytes / 4 / tileBytes(levelOf(shown, level));
    const auto addSoon = [&](const std::vector<TileKey>& tiles) {
        for (const TileKey& key : tiles) {
            if (room == 0 || std::ranges::find(wishes.now, key) != wishes.now.end()) continue;
            --room;
            wishes.soon.push_back(key);
        }
    };
    const QRectF area(QPointF(), now.view);
    if (const double length = std::hypot(travel.x(), travel.y()); length > kTravellingPx) {
        const QPointF way = -travel / length;
        addSoon(tilesOf(shown, now, level, area.translated(way.x() * area.width() * kAheadShare, way.y() * area.height() * kAheadShare)));
    }
    if (level < shown.pyramid->coarsest()) addSoon(tilesOf(shown, now, level + 1, area.adjusted(-area.width() / 2, -area.height() / 2, area.width() / 2, area.height() / 2)));
    // The whole slide is small, and what is painted wherever nothing better has come.
    addSoon(tilesOf(shown, now, shown.pyramid->coarsest(), now.matrix().mapRect(QRectF(QPointF(), shown.pyramid->size()))));
    return wishes;
}

PaintedTiles TilePainter::paint(QPainter& painter, TileLoader& loader, const TileLoader::Shown& shown, const ViewTransform& transform, double devicePixelRatio) {
    PaintedTiles painted;
    const std::vector<TileKey> tiles = tilesInView(shown, transform, devicePixelRatio, loader.cache().limit() / 2);
    if (tiles.empty()) return painted;
    const QTransform matrix = transform.matrix();
    std::vector<QPolygonF> broken;
    const auto paintAll = [&](TilePaint paint) {
        for (const TileKey& key : tiles) {
            if (const QPixmap* tile = loader.find(key)) {
                paint.paint(key, *tile);
            } else if (loader.failure(key)) {
                broken.push_back(matrix.map(QPolygonF(shown.pyramid->bounds(key))));
            } else {
                ++painted.missing;
                paint.paintStandIn(key);
            }
        }
    };
    const double downsample = levelOf(shown, tiles.front().level).downsample;
    const bool smooth = transform.scale * devicePixelRatio < kPixelsSeenFrom;
    const bool turned = std::fmod(transform.degrees, 90.0) != 0, enlarged = transform.scale * devicePixelRatio * downsample > 1 + kAsStored;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, smooth);
    painter.setTransform(matrix, true);
    if (turned || enlarged) {
        // Tile by tile, the px at both sides of an edge would not be mixed, and one would see the edge.
        QRectF around;
        for (const TileKey& key : tiles) around = around.united(shown.pyramid->bounds(key));
        const QSize needed = (around.size() / downsample).toSize();
        if (m_joined.width() < needed.width() || m_joined.height() < needed.height()) m_joined = QImage(needed.expandedTo(m_joined.size()), QImage::Format_RGB32);
        QPainter onto(&m_joined);
        onto.setRenderHint(QPainter::SmoothPixmapTransform);
        paintAll(TilePaint(onto, loader, shown, around.topLeft(), downsample));
        onto.end();
        painter.drawImage(around, m_joined, QRectF(QPointF(), needed));
    } else {
        paintAll(TilePaint(painter, loader, shown));
    }
    painter.restore();
    painted.failed = static_cast<int>(broken.size());
    if (!broken.empty()) {
        painter.save();
        for (const QPolygonF& where : broken) paintHatched(painter, where);
        painter.restore();
    }
    return painted;
}

}  // namespace leukolens::ui
