#include "core/report/reading_agreement.h"

namespace leukolens::report {

evaluation::Agreement agreementWith(const std::vector<casebook::CaseCell>& cells, const std::map<casebook::CellId, casebook::ReaderVerdict>& decisions) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const casebook::CaseCell& cell : cells) {
        const auto said = decisions.find(cell.id);
        if (cell.reviewed && !cell.excluded && said != decisions.end() && !said->second.excluded) pairs.emplace_back(cell.assignedClass, said->second.className);
    }
    return evaluation::agreementOf(pairs);
}

}  // namespace leukolens::report
