// The walk through folders behind readDataset() and findImages().
#pragma once

#include "core/base/cancel_token.h"
#include "core/dataset/reader.h"

namespace leukolens::dataset {

/// Files with an image's extension below `folder`, sorted. Hidden entries and what systems leave behind (__MACOSX, $RECYCLE.BIN) are passed over; links to
/// folders are followed, each folder is entered once, so that no link makes a circle. When cancelled, what was found so far.
FoundImages findImagesBelow(const std::filesystem::path& folder, const CancelToken& cancel);

}  // namespace leukolens::dataset
