// Private to this folder: what an evaluation adds to the report of a run.
#pragma once

#include "core/report/run_report.h"
#include "ui/report/pdf_page.h"

namespace leukolens::ui::pdf {

/// Question, alarms, test cells by class, figures with intervals, each fold's, confusion matrix and curves, calibration, subgroups, subjects, learning curve, maps. The report has an evaluation.
void addEvaluation(Document& document, const report::RunReport& report);

/// Checksums of settings, data and models, and the program: what repeating it takes.
void addOrigin(Document& document, const report::RunReport& report);

}  // namespace leukolens::ui::pdf
