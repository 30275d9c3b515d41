// What a fold leaves behind: its model, and what the best weights say of every part.
#include <cmath>

#include "core/experiment/fold_card.h"
#include "core/experiment/fold_eight_bit.h"
#include "core/experiment/fold_trainer.h"
#include "core/experiment/planned_split.h"
#include "core/inference/model_bundle.h"

namespace leukolens::experiment {

/// whole: the training is over, so that everything which is measured once belongs in it.
Result<void> FoldTraining::saveModel(std::vector<inference::CardMetric> metrics, const inference::ReferenceCells* references, bool whole) {
    auto card = foldCard(m_context.dataset, m_plan.fold, m_settings, {m_plan.number, m_settings.folds, m_stopping.bestEpoch(), m_context.dataSha256, m_context.colours});
    if (!card.colours) m_context.files.log(name() + ": too few training cells show stain to tell foreign colours by; its model does not know them");
    card.metrics = std::move(metrics);
    const auto file = m_context.files.modelFile(m_plan.number);
    const auto weights = std::make_shared<const Bytes>(m_trainer->serialised());
    if (whole) {
        auto eightBit = eightBitOfFold(m_context, m_plan, card, weights);
        if (!eightBit) return fail(eightBit.error());
        card.eightBit = std::move(*eightBit);
    }
    return m_context.disk.write([&]() -> Result<void> {
        if (auto created = createFolder(file.parent_path()); !created) return created;
        if (auto written = inference::writeModelBundle(file, card, *weights, references); !written) return fail(written.error());
        return {};
    });
}

/// What temperature and threshold are chosen on, and the limit of what is a cell: gives the vectors. Where the validation part is the test part, nothing may be chosen on it.
Result<std::vector<float>> FoldTraining::writeValidation() {
    const auto& cells = m_plan.fold.validation;
    if (!hasInnerPart(m_settings.protocol)) return std::vector<float>();
    auto validation = evaluate(cells, false, engine::Keep::FeaturesToo);
    if (!validation) return fail(validation.error());
    auto written = m_context.disk.write([&] { return m_context.files.writePredictions(kValidationFile, m_context.dataset, m_plan.number, cells, validation->probabilities); });
    if (!written) return fail(written.error());
    return std::move(validation->features);
}

Result<std::optional<inference::ReferenceCells>> FoldTraining::references(PartFeatures features) {
    auto references = referencesOfFold(m_context.dataset, m_plan.fold, features, !hasInnerPart(m_settings.protocol));
    if (references && !*references) m_context.files.log(name() + ": too few training cells to tell by what is no cell; its model does not flag it");
    return references;
}

Result<FoldRecord> FoldTraining::finish() {
    m_trainer->restoreKept();
    FoldRecord record;
    record.fold = m_plan.number;
    record.bestEpoch = m_stopping.bestEpoch();
    record.epochs = static_cast<int>(m_history.size());
    record.stoppedEarly = record.epochs < m_plan.lastEpoch;
    record.model = m_context.files.modelFile(m_plan.number);
    auto train = evaluate(m_plan.fold.train, false, engine::Keep::FeaturesToo);
    if (!train) return fail(train.error());
    const auto test = evaluate(m_plan.fold.test, false);
    if (!test) return fail(test.error());
    record.trainAccuracy = train->totals.accuracy;
    record.trainLoss = train->totals.meanLoss;
    record.testAccuracy = test->totals.accuracy;
    record.testLoss = test->totals.meanLoss;
    if (!m_context.external.empty()) {
        const auto external = evaluate(m_context.external, false);
        if (!external) return fail(external.error());
        record.externalAccuracy = external->totals.accuracy;
        record.externalLoss = external->totals.meanLoss;
    }
    auto validation = writeValidation();
    if (!validation) return fail(validation.error());
    for (const double loss : {record.trainLoss, record.testLoss, record.externalLoss.value_or(0)})
        if (!std::isfinite(loss)) return fail(diverged("a loss of the best weights", step()).error());
    const auto listed = references({std::move(train->features), std::move(*validation)});
    if (!listed) return fail(listed.error());
    if (auto saved = saveModel(foldMetrics(m_context.dataset, m_plan.fold.test, *test, m_settings), *listed ? &**listed : nullptr, true); !saved) return fail(saved.error());
    auto written = m_context.disk.write([&] { return m_context.files.writePredictions(kPredictionsFile, m_context.dataset, m_plan.number, m_plan.fold.test, test->probabilities); });
    if (!written) return fail(written.error());
    m_checkpoints.keepNewest();
    return record;
}

}  // namespace leukolens::experiment
