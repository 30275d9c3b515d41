#include "core/casebook/classified_cell.h"

#include <algorithm>

#include "core/base/files.h"

namespace leukolens::casebook {

CaseCell classifiedCell(const inference::FilePrediction& result, const inference::ModelCard& card, const std::string& modelSha256) {
    const inference::Prediction& prediction = *result.prediction;
    CaseCell cell;
    cell.path = toUtf8(std::filesystem::absolute(result.path));
    cell.sha256 = result.sha256;
    cell.modelName = card.name;
    cell.modelSha256 = modelSha256;
    cell.classes = card.classNames();
    cell.probabilities = prediction.probabilities;
    const bool uncertain = std::find(prediction.flags.begin(), prediction.flags.end(), inference::kUncertainFlag) != prediction.flags.end();
    cell.predictedClass = uncertain ? kUnidentified : card.classes[static_cast<std::size_t>(prediction.classIndex)].name;
    cell.assignedClass = cell.predictedClass;
    return cell;
}

}  // namespace leukolens::casebook
