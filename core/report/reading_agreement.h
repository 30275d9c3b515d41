// How far another person's reading of a case agrees with the case's own classes.
#pragma once

#include <map>
#include <vector>

#include "core/casebook/case_types.h"
#include "core/evaluation/agreement.h"

namespace leukolens::report {

/// The case's own class first, then the reader's, of the cells that both have decided and neither has excluded. The case's own reader has decided what is reviewed.
evaluation::Agreement agreementWith(const std::vector<casebook::CaseCell>& cells, const std::map<casebook::CellId, casebook::ReaderVerdict>& decisions);

}  // namespace leukolens::report
