#include "core/fields/white_cell_finder.h"

#include <algorithm>

#include "core/detection/average_precision.h"
#include "core/fields/white_cell_names.h"
#include "core/slide/memory_slide.h"

namespace leukolens::fields {
namespace {

constexpr double kTwinOverlap = 0.5;  ///< intersection over union

slide::Box toBox(const detection::Box& box) { return {box.left, box.top, box.right - box.left, box.bottom - box.top}; }

}  // namespace

std::vector<detection::FoundBox> whiteCellsOf(std::vector<detection::FoundBox> found, const std::vector<bool>& isWhite) {
    std::ranges::stable_sort(found, std::ranges::greater(), &detection::FoundBox::score);
    std::vector<detection::FoundBox> cells;
    for (const auto& one : found) {
        if (one.score < slide::kLeastScore || !isWhite[static_cast<std::size_t>(one.classIndex)]) continue;
        if (std::ranges::any_of(cells, [&](const detection::FoundBox& better) { return detection::overlapOf(better.box, one.box) > kTwinOverlap; })) continue;
        cells.push_back(one);
    }
    return cells;
}

Result<slide::PictureFinder> whiteCellFinder(std::shared_ptr<const DetectorModel> model) {
    const auto& card = model->card();
    if (!card.umPerPx) return fail(ErrorCode::WrongState, "the model does not say how large the pixels of its training fields were", {}, "Train it anew, and say how large a pixel is.");
    std::vector<bool> isWhite;
    for (const auto& one : card.classes) isWhite.push_back(isWhiteCell(one.name));
    if (std::ranges::find(isWhite, true) == isWhite.end()) return fail(ErrorCode::WrongState, "the model knows no white cells", {}, "Choose a model that was trained on fields in which white cells have boxes.");
    slide::PictureFinder finder;
    finder.umPerPx = *card.umPerPx;
    finder.sidePx = card.shortSidePx * 4 / 3;  // as much as most cameras show: it knows how many cells to expect
    finder.find = [model = std::move(model), isWhite = std::move(isWhite)](const image::Image& picture) -> Result<std::vector<slide::FoundCell>> {
        const auto found = model->detectAsShown(picture);
        if (!found) return fail(found.error());
        std::vector<slide::FoundCell> cells;
        for (const auto& one : whiteCellsOf(*found, isWhite)) {
            slide::FoundCell cell;
            cell.box = toBox(one.box);
            cell.score = one.score;
            cells.push_back(cell);
        }
        return cells;
    };
    return finder;
}

Result<std::shared_ptr<const slide::PictureFinder>> openWhiteCellFinder(const std::filesystem::path& file, const std::string& device, const std::string& precision) {
    auto model = DetectorModel::open(file, device, precision);
    if (!model) return fail(model.error());
    auto finder = whiteCellFinder(std::make_shared<const DetectorModel>(std::move(*model)));
    if (!finder) {
        finder.error().file = file;
        return fail(finder.error());
    }
    return std::make_shared<const slide::PictureFinder>(std::move(*finder));
}

std::optional<double> umPerPxByRedCells(const image::Image& picture) {
    return slide::estimateUmPerPx(slide::toPixels(picture));
}

}  // namespace leukolens::fields
