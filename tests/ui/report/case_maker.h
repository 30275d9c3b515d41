// Cases to make reports of: cells with pictures on the disk, and a patient of whom everything is known.
#pragma once

#include "core/report/case_report.h"
#include "tests/support/temp_folder.h"

namespace leukolens::test {

inline const std::string kModelHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
inline const std::string kAuditHead = "1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8";

/// A disc on black, of another colour for each number, in a file of `folder`; 62.5 % blast.
casebook::CaseCell drawnCell(const TempFolder& folder, int number, const std::string& predicted, const std::string& assigned);
std::vector<casebook::CaseCell> drawnCells(const TempFolder& folder, int blasts, int normals);

/// As the case store knows it: patient with ten facts, three sessions, two signatures, a calibrated model; made at 2026-11-26T09:07:00+01:00.
report::CaseReport wholeReport(std::vector<casebook::CaseCell> cells);

}  // namespace leukolens::test
