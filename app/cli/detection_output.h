// What training and measuring a finder of cells tell.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/cli/console.h"
#include "core/fields/field_training.h"

namespace leukolens::cli {

/// Notices and epochs as lines on standard error.
class DetectionLog final : public fields::FieldObserver {
public:
    explicit DetectionLog(ProgressBar& bar) : m_bar(bar) {}
    void onNotice(const std::string& text) override;
    void onEpoch(const fields::FieldEpoch& epoch) override;

private:
    ProgressBar& m_bar;
};

void sayProblems(const fields::FieldSet& set, ProgressBar& bar);

/// A row a class, on standard output.
void printFigures(const fields::FieldFigures& figures);

nlohmann::json toJson(const fields::FieldRunResult& result);

}  // namespace leukolens::cli
