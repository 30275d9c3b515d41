// From a prediction to a cell of a case.
#pragma once

#include "core/casebook/case_types.h"
#include "core/inference/predictor.h"

namespace leukolens::casebook {

/// The predicted class is kUnidentified where the model flagged the picture, whatever the reason. Asks for the file's size. result.prediction holds a
/// value.
CaseCell classifiedCell(const inference::FilePrediction& result, const inference::ModelCard& card, const std::string& modelSha256, const Asked& asked = {});

}  // namespace leukolens::casebook
