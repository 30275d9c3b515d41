#include "core/slide/window_search.h"

#include <algorithm>
#include <cmath>

#include "core/image/resize.h"
#include "core/slide/area.h"
#include "core/slide/monolayer.h"

namespace leukolens::slide {
namespace {

constexpr double kBesideUm = kLargestCellUm / 2;  ///< around a block: a cell whose middle lies in it is seen whole
constexpr double kLeastInsideUm = 10;
constexpr int kMostSidePx = 4'096;
constexpr double kMostReadPx = 8'192;  ///< of the level that is read: a slide without coarser levels is not read whole

std::int64_t windowSide(double umPerPx, const PictureFinder& finder) { return std::max<std::int64_t>(1, std::llround(finder.sidePx * finder.umPerPx / umPerPx)); }

/// Around the block, moved so that it lies on the slide.
std::int64_t startOf(std::int64_t block, std::int64_t blockSize, std::int64_t window, std::int64_t slide) {
    return std::clamp<std::int64_t>(block + (blockSize - window) / 2, 0, std::max<std::int64_t>(0, slide - window));
}

image::Image shown(const Patch& patch, double umPerPx, const PictureFinder& finder) {
    const auto toPx = [&](int px) { return std::max(1, static_cast<int>(std::lround(px * patch.downsample * umPerPx / finder.umPerPx))); };
    const auto picture = toImage(patch.pixels);
    const int width = toPx(picture.width), height = toPx(picture.height);
    return width == picture.width && height == picture.height ? picture : image::resized(picture, width, height);
}

cv::Mat monolayerOf(const Patch& patch, const Survey& survey, double& toLevel0) {
    int toLess = 1;
    const cv::Mat coarse = reduced(view(patch.pixels), survey.umPerPx * patch.downsample, kCoarseUmPerPx, toLess);
    toLevel0 = patch.downsample * toLess;
    return monolayerMask(stainMaps(coarse, survey.ground), survey.umPerPx * toLevel0, survey.levels);
}

}  // namespace

Result<void> checkFinder(const PictureFinder& finder) {
    if (finder.umPerPx > kCoarsestUmPerPx || finder.sidePx > kMostSidePx) return fail(ErrorCode::InvalidArgument, "the finder looks at pictures that are too coarse or too large to find cells in");
    if (finder.umPerPx > 0 && finder.sidePx > 0 && finder.sidePx * finder.umPerPx >= 2 * kBesideUm + kLeastInsideUm) return {};
    return fail(ErrorCode::InvalidArgument, "the finder looks at pictures that are too small for a cell and what is around it");
}

std::vector<Block> windowBlocks(const Facts& facts, const Area& within, double umPerPx, const PictureFinder& finder) {
    const auto& finest = facts.levels[0];
    const auto window = windowSide(umPerPx, finder);
    const auto largest = std::max(finest.width, finest.height);
    const auto side = static_cast<double>(largest) <= kAtOnce * static_cast<double>(window) ? largest : std::max<std::int64_t>(1, window - 2 * std::llround(kBesideUm / umPerPx));
    return blocksOfSide(facts, within, side);
}

Result<BlockCells> searchWindow(const Slide& slide, const Block& block, const Survey& survey, const PictureFinder& finder, bool monolayerOnly, const CancelToken& cancel) {
    const auto& facts = slide.facts();
    const auto& finest = facts.levels[0];
    const auto window = std::max({windowSide(survey.umPerPx, finder), block.width, block.height});
    const auto x = startOf(block.x, block.width, window, finest.width), y = startOf(block.y, block.height, window, finest.height);
    const int level = levelFor(facts, finder.umPerPx / survey.umPerPx);
    if (static_cast<double>(window) / facts.levels[static_cast<std::size_t>(level)].downsample > kMostReadPx)
        return fail(ErrorCode::TooLarge, "what the finder looks at is too large at once here, as the slide has no level that is coarse enough", facts.file, "Search it with the program's own finder.");
    const auto patch = readPatch(slide, level, static_cast<double>(x), static_cast<double>(y), static_cast<double>(window), static_cast<double>(window), cancel);
    if (!patch) return fail(patch.error());
    BlockCells found;
    cv::Mat monolayer;
    double monolayerToLevel0 = 1;
    if (monolayerOnly) {
        monolayer = monolayerOf(*patch, survey, monolayerToLevel0);
        found.monolayer = cv::countNonZero(monolayer) > 0;
        if (!found.monolayer) return found;
    }
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    const auto picture = shown(*patch, survey.umPerPx, finder);
    auto cells = finder.find(picture);
    if (!cells) {
        cells.error().file = facts.file;
        return fail(cells.error());
    }
    const double toX = patch->pixels.width * patch->downsample / picture.width, toY = patch->pixels.height * patch->downsample / picture.height;
    const double close = 1.5 * std::max(toX, toY), beside = kBesideBlockUm / survey.umPerPx;
    for (FoundCell& cell : *cells) {
        auto& box = cell.box;
        box = {patch->x + box.x * toX, patch->y + box.y * toY, box.width * toX, box.height * toY};
        const Point middle{box.x + box.width / 2, box.y + box.height / 2};
        if (!isIn(block, beside, {middle.x, middle.y})) continue;
        const cv::Point at(cvFloor((middle.x - patch->x) / monolayerToLevel0), cvFloor((middle.y - patch->y) / monolayerToLevel0));
        if (monolayerOnly && (!cv::Rect({}, monolayer.size()).contains(at) || monolayer.at<std::uint8_t>(at) == 0)) continue;
        cell.cut = box.x <= close || box.y <= close || box.x + box.width >= static_cast<double>(finest.width) - close || box.y + box.height >= static_cast<double>(finest.height) - close;
        found.cells.push_back(cell);
    }
    sortFromTop(found.cells);
    return found;
}

}  // namespace leukolens::slide
