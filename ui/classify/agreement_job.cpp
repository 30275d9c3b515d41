#include "ui/classify/agreement_job.h"

namespace leukolens::ui {

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

ReaderAgreement made(Pairs pairs, std::size_t cells) {
    ReaderAgreement result;
    result.leftOut = static_cast<int>(cells - pairs.size());
    result.agreement = evaluation::agreementOf(pairs);
    return result;
}

bool counts(const casebook::CaseCell& cell) {
    return cell.reviewed && !cell.excluded;
}

}  // namespace

Result<std::vector<ReaderAgreement>> readAgreements(casebook::CaseStore& store, casebook::CaseId id) {
    const auto cells = store.cells(id);
    if (!cells) return fail(cells.error());
    const auto readings = store.readings(id);
    if (!readings) return fail(readings.error());

    Pairs withModel;
    for (const casebook::CaseCell& cell : *cells)
        if (counts(cell)) withModel.emplace_back(cell.assignedClass, cell.predictedClass);
    std::vector<ReaderAgreement> all = {made(std::move(withModel), cells->size())};
    all.front().withModel = true;

    for (const casebook::Reading& reading : *readings) {
        const auto decisions = store.readingDecisions(reading.id);
        if (!decisions) return fail(decisions.error());
        Pairs pairs;
        for (const casebook::CaseCell& cell : *cells) {
            const auto said = decisions->find(cell.id);
            if (counts(cell) && said != decisions->end() && !said->second.excluded) pairs.emplace_back(cell.assignedClass, said->second.className);
        }
        all.push_back(made(std::move(pairs), cells->size()));
        all.back().reading = reading;
    }
    return all;
}

}  // namespace leukolens::ui
