#include "core/slide/tile_slide.h"

#include <algorithm>
#include <new>

#include "core/image/orientation.h"
#include "core/slide/memory_slide.h"
#include "core/slide/picture_levels.h"

namespace leukolens::slide {
namespace {

constexpr std::uint32_t kWhite = 0xFFFFFFFF;

class TileSlide final : public Slide {
public:
    TileSlide(std::shared_ptr<const TileFile> tiles, Facts facts) : m_tiles(std::move(tiles)), m_facts(std::move(facts)), m_turn(m_tiles->picture().orientation) {
        m_facts.levels = m_tiles->grid().levels();
        if (!m_turn.quarter) return;
        for (Level& level : m_facts.levels) std::swap(level.width, level.height);
    }

    const Facts& facts() const override { return m_facts; }

    Result<Pixels> read(const Region& region) const override {
        if (const auto sound = checkRegion(m_facts, region); !sound) return fail(sound.error());
        const Level& level = m_facts.levels[static_cast<std::size_t>(region.level)];
        try {
            const std::size_t count = static_cast<std::size_t>(region.width) * static_cast<std::size_t>(region.height);
            // Places far outside must not overflow when the region's size is added.
            if (region.x >= level.width || region.y >= level.height || region.x <= -region.width || region.y <= -region.height)
                return Pixels{region.width, region.height, std::vector<std::uint32_t>(count, kWhite)};
            auto stored = readStored(asStored(region));
            if (!stored || m_turn.none()) return stored;
            Pixels turned{region.width, region.height, std::vector<std::uint32_t>(count)};
            std::uint32_t* to = turned.argb.data();
            image::forEachTurned(m_turn, stored->width, stored->height, [&](std::size_t from) { *to++ = stored->argb[from]; });
            return turned;
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory, "needs more memory than there is", m_facts.file, "Close other programs, then try again.");
        }
    }

    Result<image::Image> associated(const std::string& name) const override { return noSuchPicture(m_facts, name); }

private:
    /// Where the region is in the picture as stored.
    Region asStored(const Region& region) const {
        Region stored = region;
        if (m_turn.quarter) {
            std::swap(stored.x, stored.y);
            std::swap(stored.width, stored.height);
        }
        const Level& level = m_tiles->grid().levels()[static_cast<std::size_t>(region.level)];
        if (m_turn.fromRight) stored.x = level.width - stored.x - stored.width;
        if (m_turn.fromBelow) stored.y = level.height - stored.y - stored.height;
        return stored;
    }

    Result<Pixels> readStored(const Region& region) const {
        const TileGrid& grid = m_tiles->grid();
        const Level& level = grid.levels()[static_cast<std::size_t>(region.level)];
        Pixels part{region.width, region.height, std::vector<std::uint32_t>(static_cast<std::size_t>(region.width) * static_cast<std::size_t>(region.height), kWhite)};
        const std::int64_t left = std::max<std::int64_t>(region.x, 0), right = std::min(region.x + region.width, level.width);
        const std::int64_t top = std::max<std::int64_t>(region.y, 0), bottom = std::min(region.y + region.height, level.height);
        TileUnpacker unpacker;
        std::vector<std::uint32_t> tile;
        for (std::int64_t row = top / kPictureTilePx; row * kPictureTilePx < bottom; ++row) {
            for (std::int64_t column = left / kPictureTilePx; column * kPictureTilePx < right; ++column) {
                if (!m_tiles->read(region.level, column, row, unpacker, tile)) return damaged();
                const std::int64_t tileLeft = column * kPictureTilePx, tileTop = row * kPictureTilePx;
                const int width = grid.tileWidth(region.level, column);
                const std::int64_t from = std::max(left, tileLeft), to = std::min(right, tileLeft + width);
                for (std::int64_t y = std::max(top, tileTop); y < std::min(bottom, tileTop + grid.tileHeight(region.level, row)); ++y) {
                    const std::uint32_t* line = tile.data() + (y - tileTop) * width;
                    std::copy(line + (from - tileLeft), line + (to - tileLeft), part.argb.data() + (y - region.y) * region.width + (from - region.x));
                }
            }
        }
        return part;
    }

    tl::unexpected<Error> damaged() const {
        m_tiles->remove();
        return fail(ErrorCode::DamagedImage, "its prepared copy on the disk is damaged", m_facts.file, "Open the picture again: the copy is then made anew.");
    }

    std::shared_ptr<const TileFile> m_tiles;
    Facts m_facts;
    image::Turn m_turn;
};

}  // namespace

SlidePtr slideOfTiles(std::shared_ptr<const TileFile> tiles, Facts facts) { return std::make_shared<const TileSlide>(std::move(tiles), std::move(facts)); }

}  // namespace leukolens::slide
