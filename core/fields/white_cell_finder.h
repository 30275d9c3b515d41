// A trained finder of cells as a second finder of white cells in Slides.
#pragma once

#include <memory>

#include "core/fields/detector_model.h"
#include "core/slide/picture_finder.h"

namespace leukolens::fields {

/// Of what was found in a picture, the white cells with a score of slide::kLeastScore and more, best first: a cell that was taken for several of their classes once, with the best score. isWhite: one a class.
std::vector<detection::FoundBox> whiteCellsOf(std::vector<detection::FoundBox> found, const std::vector<bool>& isWhite);

/// For slide::ScanPlan: the boxes of white cells (white_cell_names.h) alone, a cell that was taken for several of their classes once, with the best score. Fails with WrongState for a model
/// that knows no white cells, or does not say how large the pixels of its training fields were.
Result<slide::PictureFinder> whiteCellFinder(std::shared_ptr<const DetectorModel> model);

/// The same from the file; fails as DetectorModel::open() does too. Errors name the file.
Result<std::shared_ptr<const slide::PictureFinder>> openWhiteCellFinder(const std::filesystem::path& file, const std::string& device, const std::string& precision);

/// How large a pixel of a picture is by its red cells, µm; nothing where they do not tell it.
std::optional<double> umPerPxByRedCells(const image::Image& picture);

}  // namespace leukolens::fields
