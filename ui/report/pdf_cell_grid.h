// Private to this folder: the pictures of one class, eight in a row.
#pragma once

#include "core/report/case_report.h"
#include "ui/report/pdf_page.h"

namespace leukolens::ui::pdf {

/// Heading and every cell that stands in the class now. Nothing where there is none. Pictures are read while drawing.
void addCellGrid(Document& document, const report::CaseReport& report, const report::ClassCount& count);

}  // namespace leukolens::ui::pdf
