#include "core/slide/area.h"

#include <algorithm>

namespace leukolens::slide {
namespace {

/// Whether the way from a to b runs through the block (Liang & Barsky 1984).
bool crosses(Point a, Point b, const Block& block) {
    double begin = 0, end = 1;
    const auto clip = [&](double from, double way, double low, double high) {
        if (way == 0) return from >= low && from <= high;
        const double one = (low - from) / way, other = (high - from) / way;
        begin = std::max(begin, std::min(one, other));
        end = std::min(end, std::max(one, other));
        return begin <= end;
    };
    return clip(a.x, b.x - a.x, static_cast<double>(block.x), static_cast<double>(block.x + block.width)) &&
           clip(a.y, b.y - a.y, static_cast<double>(block.y), static_cast<double>(block.y + block.height));
}

}  // namespace

bool Area::contains(Point at) const {
    if (corners.empty()) return true;
    bool inside = false;
    for (std::size_t i = 0, before = corners.size() - 1; i < corners.size(); before = i++) {
        const Point a = corners[i], b = corners[before];
        if ((a.y > at.y) != (b.y > at.y) && at.x < a.x + (b.x - a.x) * (at.y - a.y) / (b.y - a.y)) inside = !inside;
    }
    return inside;
}

Area rectangle(const Box& box) {
    return {{{box.x, box.y}, {box.x + box.width, box.y}, {box.x + box.width, box.y + box.height}, {box.x, box.y + box.height}}};
}

bool reaches(const Area& area, const Block& block) {
    if (area.contains({static_cast<double>(block.x) + static_cast<double>(block.width) / 2, static_cast<double>(block.y) + static_cast<double>(block.height) / 2})) return true;
    for (std::size_t i = 0; i < area.corners.size(); ++i)
        if (crosses(area.corners[i], area.corners[(i + 1) % area.corners.size()], block)) return true;
    return false;
}

std::vector<Block> blocksOfSide(const Facts& facts, const Area& area, std::int64_t side) {
    const auto& finest = facts.levels[0];
    std::vector<Block> blocks;
    for (std::int64_t y = 0; y < finest.height; y += side) {
        for (std::int64_t x = 0; x < finest.width; x += side) {
            const Block block{x, y, std::min(side, finest.width - x), std::min(side, finest.height - y)};
            if (reaches(area, block)) blocks.push_back(block);
        }
    }
    return blocks;
}

}  // namespace leukolens::slide
