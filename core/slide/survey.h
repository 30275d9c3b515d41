// What holds for a whole slide, learnt from samples of it before it is searched.
#pragma once

#include <optional>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/slide/block_search.h"

namespace leukolens::slide {

struct SurveyOutcome {
    std::optional<Survey> survey;   ///< nothing where nothing can be searched: no scale, or no ground that is bright enough
    std::optional<double> umPerPx;  ///< of level 0
    bool umPerPxEstimated = false;
};

/// blocks: of the area that is searched, not empty. umPerPx: known, else from the red cells of the samples. Parts that cannot be read are passed over; fails with the first one's error where none could be, and Cancelled.
Result<SurveyOutcome> surveyOf(const Slide& slide, const std::vector<Block>& blocks, std::optional<double> umPerPx, const CancelToken& cancel);

/// The same for any run of the program: 0 … count−1, each once.
std::vector<std::size_t> scattered(std::size_t count);

}  // namespace leukolens::slide
