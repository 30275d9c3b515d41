#include "core/casebook/classified_cell.h"

#include <algorithm>

#include "core/base/files.h"

namespace leukolens::casebook {
namespace {

/// Flags under which no class is claimed; others (foreign colours) only warn.
bool leavesUnidentified(const std::string& flag) {
    return flag == inference::kUncertainFlag || flag == "not_a_cell" || flag == "blurred";
}

}  // namespace

CaseCell classifiedCell(const inference::FilePrediction& result, const inference::ModelCard& card, const std::string& modelSha256) {
    const inference::Prediction& prediction = *result.prediction;
    CaseCell cell;
    cell.path = toUtf8(std::filesystem::absolute(result.path));
    cell.sha256 = result.sha256;
    cell.modelName = card.name;
    cell.modelSha256 = modelSha256;
    cell.classes = card.classNames();
    cell.probabilities = prediction.probabilities;
    cell.flags = prediction.flags;
    cell.embedding = prediction.features;
    std::error_code unknown;
    const auto bytes = std::filesystem::file_size(result.path, unknown);
    cell.fileBytes = unknown ? 0 : static_cast<std::int64_t>(bytes);
    const bool setAside = std::any_of(prediction.flags.begin(), prediction.flags.end(), leavesUnidentified);
    cell.predictedClass = setAside ? kUnidentified : card.classes[static_cast<std::size_t>(prediction.classIndex)].name;
    cell.assignedClass = cell.predictedClass;
    return cell;
}

}  // namespace leukolens::casebook
