// Private to this folder: one cell on paper: its picture, what the model said of it, and from where a person moved it.
#pragma once

#include "core/report/case_report.h"
#include "ui/report/pdf_page.h"

namespace leukolens::ui::pdf {

/// How a correction is told: alone, or under a label that says what it is.
enum class CellWords { Whole, Short };

double cellHeight(const Document& document, const casebook::CaseCell& cell, double sideMm, CellWords words);
/// report.cells[cell] from the cursor down, which stays. The picture is read when it is drawn, with at most so many px a side.
void addCell(Document& document, const report::CaseReport& report, std::size_t cell, double x, double sideMm, int sidePx, CellWords words);

}  // namespace leukolens::ui::pdf
