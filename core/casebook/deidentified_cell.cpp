#include "core/casebook/deidentified_cell.h"

#include <algorithm>
#include <array>

#include "core/digest/sha256.h"
#include "core/inference/predictor.h"

namespace leukolens::casebook {
namespace {

constexpr auto kFlags = std::to_array<std::string_view>({inference::kUncertainFlag, inference::kNotACellFlag, inference::kWholeFieldFlag, inference::kBlurredFlag, inference::kForeignColoursFlag, inference::kNotNormalisedFlag,
                                                         inference::kNotMaskedFlag});

}  // namespace

CaseCell deidentified(CaseCell cell, const std::string& modelName) {
    cell.path.clear();
    cell.fileBytes = 0;
    cell.added.clear();
    cell.modelName = modelName;
    if (!digest::isSha256(cell.modelSha256)) cell.modelSha256.clear();
    std::erase_if(cell.asked.otherModels, [](const std::string& sha256) { return !digest::isSha256(sha256); });
    std::erase_if(cell.flags, [](const std::string& flag) { return std::ranges::find(kFlags, flag) == kFlags.end(); });
    return cell;
}

}  // namespace leukolens::casebook
