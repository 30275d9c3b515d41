#include "core/slide/block_search.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <opencv2/imgproc.hpp>

#include "core/slide/cell_extent.h"
#include "core/slide/monolayer.h"

namespace leukolens::slide {
namespace {

// The first look, by averages over a square µm.
constexpr double kCandidateStain = 0.75;      ///< of the density that nuclei have at least: averages are paler
constexpr double kCandidateTogetherUm = 2;
constexpr double kSmallestCandidateUm2 = 7;

constexpr double kBesideCandidateUm = 10;     ///< cytoplasm, and ground or red cells around
constexpr int kStripPx = 512;                 ///< rows that are read at once: between them it is asked whether to stop
constexpr double kMostWindows = 0.4;          ///< of the block: where they cover more it is read at once

// Scores rise from 0 to 1 between these.
struct Ramp {
    double from, to;

    double operator()(double value) const { return std::clamp((value - from) / (to - from), 0.0, 1.0); }
};
constexpr Ramp kSize{12, 26}, kSizeCut{8, 20}, kTooLarge{500, 300};  ///< µm² of the nucleus
constexpr Ramp kStain{0.15, 0.55};                                   ///< density above that of red cells
constexpr Ramp kShape{0.35, 0.65};                                   ///< solidity

double scoreOf(const Nucleus& nucleus, bool cut, const StainLevels& levels) {
    return (cut ? kSizeCut : kSize)(nucleus.areaUm2) * kTooLarge(nucleus.areaUm2) * kStain(nucleus.stain - levels.redCells) * kShape(nucleus.solidity);
}

/// Patches of stain that may hold nuclei, with what lies close by. labels: CV_32S.
struct Candidates {
    cv::Mat labels;
    std::vector<cv::Rect> boxes;  ///< index + 1 is the label; empty: too small
};

Candidates candidatesOf(const StainMaps& maps, double umPerPx, const StainLevels& levels) {
    Candidates candidates;
    const cv::Mat mask = maps.nuclear > kCandidateStain * levels.nuclei * kDensityUnit;
    cv::Mat together, stats, centres;
    const int side = 2 * std::max(1, cvRound(kCandidateTogetherUm / umPerPx)) + 1;
    cv::dilate(mask, together, cv::getStructuringElement(cv::MORPH_ELLIPSE, {side, side}));
    const int count = cv::connectedComponentsWithStats(together, candidates.labels, stats, centres, 8, CV_32S);
    std::vector<int> areas(static_cast<std::size_t>(count));
    for (int y = 0; y < mask.rows; ++y)
        for (int x = 0; x < mask.cols; ++x)
            if (mask.at<std::uint8_t>(y, x) != 0) ++areas[static_cast<std::size_t>(candidates.labels.at<int>(y, x))];
    for (int label = 1; label < count; ++label) {
        const bool large = areas[static_cast<std::size_t>(label)] * umPerPx * umPerPx >= kSmallestCandidateUm2;
        candidates.boxes.push_back(large ? cv::Rect(stats.at<int>(label, cv::CC_STAT_LEFT), stats.at<int>(label, cv::CC_STAT_TOP), stats.at<int>(label, cv::CC_STAT_WIDTH), stats.at<int>(label, cv::CC_STAT_HEIGHT)) : cv::Rect());
    }
    return candidates;
}

cv::Point nearestTo(const Nuclei& nuclei, std::size_t index) {
    const auto& nucleus = nuclei.list[index];
    cv::Point nearest = nucleus.box.tl();
    double best = 1e18;
    for (int y = nucleus.box.y; y < nucleus.box.br().y; ++y) {
        for (int x = nucleus.box.x; x < nucleus.box.br().x; ++x) {
            const double away = std::hypot(x + 0.5 - nucleus.centre.x, y + 0.5 - nucleus.centre.y);
            if (nuclei.labels.at<int>(y, x) != static_cast<int>(index) + 1 || away >= best) continue;
            best = away;
            nearest = {x, y};
        }
    }
    return nearest;
}

struct Placed {
    FoundCell cell;          ///< px of level 0
    cv::Point2d inNucleus;   ///< of level 0
};

/// The cells in a window. x, y: of its corner, px of level 0; downsample: of the picture.
std::vector<Placed> cellsIn(const cv::Mat& bgra, double x, double y, double downsample, const Survey& survey, const Level& finest) {
    int toLess = 1;
    const cv::Mat picture = reduced(bgra, survey.umPerPx * downsample, kWorkUmPerPx, toLess);
    const double toLevel0 = downsample * toLess, umPerPx = survey.umPerPx * toLevel0;
    const auto maps = stainMaps(picture, survey.ground);
    const auto nuclei = findNuclei(maps, umPerPx, survey.levels);
    std::vector<Placed> cells;
    for (std::size_t i = 0; i < nuclei.list.size(); ++i) {
        const auto& nucleus = nuclei.list[i];
        const cv::Rect2d extent = cellExtent(maps, nuclei, i, umPerPx, survey.levels);
        const cv::Rect2d slide(0, 0, static_cast<double>(finest.width), static_cast<double>(finest.height));
        const cv::Rect2d whole(x + extent.x * toLevel0, y + extent.y * toLevel0, extent.width * toLevel0, extent.height * toLevel0), within = whole & slide;
        Placed placed;
        const cv::Rect2d core(x + nucleus.box.x * toLevel0, y + nucleus.box.y * toLevel0, nucleus.box.width * toLevel0, nucleus.box.height * toLevel0);
        const double close = 1.5 * toLevel0;
        const bool nucleusCut = core.x <= close || core.y <= close || core.br().x >= slide.width - close || core.br().y >= slide.height - close;
        placed.cell.cut = nucleusCut || within.area() < 0.98 * whole.area();
        placed.cell.score = scoreOf(nucleus, nucleusCut, survey.levels);
        if (placed.cell.score < kLeastScore || within.empty()) continue;
        placed.cell.box = {within.x, within.y, within.width, within.height};
        placed.cell.nucleusAreaUm2 = nucleus.areaUm2;
        const cv::Point at = nearestTo(nuclei, i);
        placed.inNucleus = {x + (at.x + 0.5) * toLevel0, y + (at.y + 0.5) * toLevel0};
        cells.push_back(placed);
    }
    return cells;
}

}  // namespace

bool isIn(const Block& block, double beside, cv::Point2d at) {
    return at.x >= static_cast<double>(block.x) - beside && at.y >= static_cast<double>(block.y) - beside && at.x < static_cast<double>(block.x + block.width) + beside &&
           at.y < static_cast<double>(block.y + block.height) + beside;
}

void sortFromTop(std::vector<FoundCell>& cells) {
    std::ranges::sort(cells, {}, [](const FoundCell& cell) { return std::pair(cell.box.y + cell.box.height / 2, cell.box.x + cell.box.width / 2); });
}

cv::Mat reduced(const cv::Mat& picture, double umPerPx, double wanted, int& toLess) {
    toLess = std::clamp(static_cast<int>(1.1 * wanted / umPerPx), 1, std::min(picture.cols, picture.rows));
    if (toLess == 1) return picture;
    const cv::Size size(picture.cols / toLess, picture.rows / toLess);
    cv::Mat small;
    cv::resize(picture(cv::Rect(0, 0, size.width * toLess, size.height * toLess)), small, size, 0, 0, cv::INTER_AREA);
    return small;
}

Result<Patch> readPatch(const Slide& slide, int level, double x, double y, double width, double height, const CancelToken& cancel) {
    const auto& of = slide.facts().levels[static_cast<std::size_t>(level)];
    const auto place = [&](double at, std::int64_t size) { return std::clamp<std::int64_t>(std::llround(at / of.downsample), 0, size); };
    const std::int64_t left = place(x, of.width - 1), top = place(y, of.height - 1), right = std::max(left + 1, place(x + width, of.width)), bottom = std::max(top + 1, place(y + height, of.height));
    Patch patch{{static_cast<int>(right - left), static_cast<int>(bottom - top), {}}, static_cast<double>(left) * of.downsample, static_cast<double>(top) * of.downsample, of.downsample};
    patch.pixels.argb.reserve(static_cast<std::size_t>(right - left) * static_cast<std::size_t>(bottom - top));
    for (std::int64_t row = top; row < bottom; row += kStripPx) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        const auto strip = slide.read({level, left, row, patch.pixels.width, static_cast<int>(std::min<std::int64_t>(kStripPx, bottom - row))});
        if (!strip) return fail(strip.error());
        patch.pixels.argb.insert(patch.pixels.argb.end(), strip->argb.begin(), strip->argb.end());
    }
    return patch;
}

Result<BlockCells> searchBlock(const Slide& slide, const Block& block, const Survey& survey, bool monolayerOnly, const CancelToken& cancel) {
    const auto& facts = slide.facts();
    const double margin = kLargestCellUm / survey.umPerPx;
    const auto stopped = [] { return fail(ErrorCode::Cancelled, "stopped"); };
    const int coarseLevel = levelFor(facts, kCoarseUmPerPx / survey.umPerPx), workLevel = levelFor(facts, kWorkUmPerPx / survey.umPerPx);
    if (cancel.cancelled()) return stopped();
    const auto around = [&](int level) {
        return readPatch(slide, level, static_cast<double>(block.x) - margin, static_cast<double>(block.y) - margin, static_cast<double>(block.width) + 2 * margin, static_cast<double>(block.height) + 2 * margin, cancel);
    };
    const auto patch = around(coarseLevel);
    if (!patch) return fail(patch.error());
    if (cancel.cancelled()) return stopped();
    int toLess = 1;
    const cv::Mat coarse = reduced(view(patch->pixels), survey.umPerPx * patch->downsample, kCoarseUmPerPx, toLess);
    const double toLevel0 = patch->downsample * toLess, umPerPx = survey.umPerPx * toLevel0;
    const auto maps = stainMaps(coarse, survey.ground);
    BlockCells found;
    cv::Mat monolayer;
    if (monolayerOnly) {
        monolayer = monolayerMask(maps, umPerPx, survey.levels);
        found.monolayer = cv::countNonZero(monolayer) > 0;
        if (!found.monolayer) return found;
    }
    const auto candidates = candidatesOf(maps, umPerPx, survey.levels);
    double windows = 0;
    const double beside = kBesideCandidateUm / umPerPx;
    const auto windowOf = [&](const cv::Rect& box) { return cv::Rect2d(box.x - beside, box.y - beside, box.width + 2 * beside, box.height + 2 * beside); };
    for (const auto& box : candidates.boxes)
        if (!box.empty()) windows += windowOf(box).area();
    // The block is cropped where it was read as finely as needed, or is worth being read at once.
    std::optional<Patch> whole;
    const Patch* fine = workLevel == coarseLevel ? &*patch : nullptr;
    if (!fine && windows > kMostWindows * static_cast<double>(coarse.total())) {
        auto all = around(workLevel);
        if (!all) return fail(all.error());
        whole = std::move(*all);
        fine = &*whole;
    }
    for (std::size_t i = 0; i < candidates.boxes.size(); ++i) {
        if (candidates.boxes[i].empty()) continue;
        if (cancel.cancelled()) return stopped();
        const cv::Rect2d window = windowOf(candidates.boxes[i]);
        const double x = patch->x + window.x * toLevel0, y = patch->y + window.y * toLevel0, width = window.width * toLevel0, height = window.height * toLevel0;
        std::vector<Placed> cells;
        if (fine) {
            const cv::Mat picture = view(fine->pixels);
            const cv::Rect2d wanted((x - fine->x) / fine->downsample, (y - fine->y) / fine->downsample, width / fine->downsample, height / fine->downsample);
            const cv::Rect crop = cv::Rect(cvFloor(wanted.x), cvFloor(wanted.y), cvCeil(wanted.width), cvCeil(wanted.height)) & cv::Rect({}, picture.size());
            if (crop.empty()) continue;
            cells = cellsIn(picture(crop), fine->x + crop.x * fine->downsample, fine->y + crop.y * fine->downsample, fine->downsample, survey, facts.levels[0]);
        } else {
            const auto read = readPatch(slide, workLevel, x, y, width, height, cancel);
            if (!read) return fail(read.error());
            cells = cellsIn(view(read->pixels), read->x, read->y, read->downsample, survey, facts.levels[0]);
        }
        for (const auto& placed : cells) {
            const cv::Point at(cvFloor((placed.inNucleus.x - patch->x) / toLevel0), cvFloor((placed.inNucleus.y - patch->y) / toLevel0));
            if (!cv::Rect({}, coarse.size()).contains(at) || candidates.labels.at<int>(at) != static_cast<int>(i) + 1) continue;
            if (!isIn(block, kBesideBlockUm / survey.umPerPx, placed.inNucleus) || (monolayerOnly && monolayer.at<std::uint8_t>(at) == 0)) continue;
            found.cells.push_back(placed.cell);
        }
    }
    sortFromTop(found.cells);
    return found;
}

}  // namespace leukolens::slide
