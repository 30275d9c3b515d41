// Which of a case's cells a report shows of each class.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/casebook/case_types.h"

namespace leukolens::report {

/// Indices into the cells that were given; no cell stands in two of them, and excluded ones in none.
struct CellStrips {
    std::vector<std::size_t> typical;    ///< highest probability of the class first
    std::vector<std::size_t> uncertain;  ///< lowest first
    std::vector<std::size_t> corrected;  ///< moved into the class by a person, all of them, in the case's order
    std::size_t untouched = 0;           ///< cells of the class that the model put there: what typical and uncertain were chosen from
};

/// What the model said of the class that the cell stands in; of an unidentified cell the highest. Nothing where it said nothing of it.
std::optional<double> probabilityOfClass(const casebook::CaseCell& cell);

/// Up to `atMost` cells of the class beside the corrected ones: all as typical where they are no more, otherwise half (rounded up) typical, half uncertain. Of equal probabilities the cell that came first. Of the
/// unidentified, who are all uncertain, only typical is filled.
CellStrips chooseCells(const std::vector<casebook::CaseCell>& cells, const std::string& className, std::size_t atMost);

}  // namespace leukolens::report
