#include "ui/classify/agreement_job.h"

#include "core/report/reading_agreement.h"

namespace leukolens::ui {

namespace {

ReaderAgreement made(evaluation::Agreement agreement, std::size_t cells) {
    ReaderAgreement result;
    result.leftOut = static_cast<int>(cells) - static_cast<int>(agreement.cells);
    result.agreement = std::move(agreement);
    return result;
}

}  // namespace

Result<std::vector<ReaderAgreement>> readAgreements(casebook::CaseStore& store, casebook::CaseId id) {
    const auto cells = store.cells(id);
    if (!cells) return fail(cells.error());
    const auto readings = store.readings(id);
    if (!readings) return fail(readings.error());

    std::vector<std::pair<std::string, std::string>> withModel;
    for (const casebook::CaseCell& cell : *cells)
        if (cell.reviewed && !cell.excluded) withModel.emplace_back(cell.assignedClass, cell.predictedClass);
    std::vector<ReaderAgreement> all = {made(evaluation::agreementOf(withModel), cells->size())};
    all.front().withModel = true;

    for (const casebook::Reading& reading : *readings) {
        const auto decisions = store.readingDecisions(reading.id);
        if (!decisions) return fail(decisions.error());
        all.push_back(made(report::agreementWith(*cells, *decisions), cells->size()));
        all.back().reading = reading;
    }
    return all;
}

}  // namespace leukolens::ui
