// Who is compared with whom, read from the case file on its worker.
#pragma once

#include <vector>

#include "core/casebook/case_store.h"
#include "core/evaluation/agreement.h"

namespace leukolens::ui {

/// The case's own classes against the model's, or a second reading against the case's own.
struct ReaderAgreement {
    bool withModel = false;
    casebook::Reading reading = {};  ///< of a second reading
    evaluation::Agreement agreement;
    int leftOut = 0;  ///< cells that one of the two has not decided, or has excluded
};

/// The model first, then each reading in the order they were started. The case's own reader counts where cells are reviewed.
Result<std::vector<ReaderAgreement>> readAgreements(casebook::CaseStore& store, casebook::CaseId id);

}  // namespace leukolens::ui
