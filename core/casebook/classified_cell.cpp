#include "core/casebook/classified_cell.h"

#include "core/base/files.h"

namespace leukolens::casebook {

CaseCell classifiedCell(const inference::FilePrediction& result, const inference::ModelCard& card, const std::string& modelSha256, const Asked& asked) {
    const inference::Prediction& prediction = *result.prediction;
    CaseCell cell;
    cell.path = toUtf8(std::filesystem::absolute(result.path));
    cell.sha256 = result.sha256;
    cell.modelName = card.name;
    cell.modelSha256 = modelSha256;
    cell.classes = card.classNames();
    cell.probabilities = prediction.probabilities;
    cell.asked = asked;
    cell.disagreement = prediction.disagreement;
    cell.flags = prediction.flags;
    cell.embedding = prediction.embedding;
    std::error_code unknown;
    const auto bytes = std::filesystem::file_size(result.path, unknown);
    cell.fileBytes = unknown ? 0 : static_cast<std::int64_t>(bytes);
    cell.predictedClass = !prediction.flags.empty() ? kUnidentified : card.classes[static_cast<std::size_t>(prediction.classIndex)].name;
    cell.assignedClass = cell.predictedClass;
    return cell;
}

}  // namespace leukolens::casebook
