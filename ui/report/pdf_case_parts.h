// Private to this folder: the parts of a case's report, in the order in which they stand. Each leaves the cursor under it.
#pragma once

#include <optional>

#include "core/report/case_report.h"
#include "ui/report/lab_logo.h"
#include "ui/report/pdf_page.h"

namespace leukolens::ui::pdf {

inline const TextStyle kLabel{7.5, false, ink::kMuted, Qt::AlignLeft | Qt::AlignVCenter};
inline const TextStyle kSmallPrint{7.5, false, ink::kMuted, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap};

/// Laboratory (or the program, where none is named), title, number of the case.
void addLabHead(Document& document, const report::CaseReport& report, const report::LabHead& lab, const std::optional<LabLogo>& logo, const QString& title);
/// Patient and sample: on ruled lines, so that an empty one can be filled in by hand.
void addSample(Document& document, const report::CaseReport& report);
/// Blast percentage, counts, and what is to be said against them.
void addCounts(Document& document, const report::CaseReport& report);
/// Facts and risk group; nothing where the report is of a session alone.
void addPatientFacts(Document& document, const report::CaseReport& report);
void addComment(Document& document, const report::CaseReport& report);
/// Those that hold, and lines for the one that is missing.
void addSignatures(Document& document, const report::CaseReport& report);
/// Other people's finished readings; nothing where there is none.
void addReadings(Document& document, const report::CaseReport& report);
/// Nothing for fewer than two sessions.
void addTimeline(Document& document, const report::CaseReport& report);

/// What addTimeline() draws; no plot where it draws nothing.
Figure timelineFigure(const report::CaseReport& report);

/// How much room the pictures of a class get.
struct StripPlan {
    int perRow = 8;
    int correctedRows = 1;  ///< of corrected cells, at most; 0: they share the class's one row
};
void addCellStrips(Document& document, const report::CaseReport& report, const StripPlan& plan);

void addModels(Document& document, const report::CaseReport& report);
void addSmallPrint(Document& document, const report::CaseReport& report);

}  // namespace leukolens::ui::pdf
