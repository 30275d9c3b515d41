#include "core/inference/training_folds.h"

#include <algorithm>

#include "core/inference/model_bundle.h"

namespace leukolens::inference {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFoldPrefix = "fold-";
constexpr const char* kFoldModel = "best.leukomodel";

/// Sorted, so that the same folder is always searched in the same order.
std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) entries.push_back(entry->path());
    std::ranges::sort(entries);
    return entries;
}

/// fold-K/best.leukomodel of a run folder.
std::vector<fs::path> modelsOfRun(const std::vector<fs::path>& entries) {
    std::vector<fs::path> models;
    std::error_code code;
    for (const auto& entry : entries)
        if (entry.filename().string().starts_with(kFoldPrefix) && fs::is_regular_file(entry / kFoldModel, code)) models.push_back(entry / kFoldModel);
    return models;
}

class Search {
public:
    Search(const fs::path& model, const ModelCard& card) : m_card(card), m_found{{card.training.fold, model}} {}

    bool done() const { return m_found.size() >= static_cast<std::size_t>(m_card.training.folds); }

    void inFolder(const fs::path& folder) {
        const auto entries = entriesOf(folder);
        inRun(modelsOfRun(entries));
        for (const auto& entry : entries) {
            if (done()) return;
            std::error_code code;
            if (entry.extension() == ".leukomodel" && !entry.filename().string().starts_with('.')) take(entry);
            else if (fs::is_directory(entry, code)) inRun(modelsOfRun(entriesOf(entry)));
        }
    }

    std::vector<FoldModel> found() {
        std::ranges::sort(m_found, {}, &FoldModel::fold);
        return std::move(m_found);
    }

private:
    /// A run is one training: where its first model is of another, so are all.
    void inRun(const std::vector<fs::path>& models) {
        for (const auto& model : models)
            if (done() || !take(model)) return;
    }

    /// Whether it is of the training, new or not.
    bool take(const fs::path& file) {
        const auto card = readModelCard(file);
        if (!card || !areOfOneTraining(*card, m_card)) return false;
        const bool known = std::ranges::any_of(m_found, [&](const FoldModel& one) { return one.fold == card->training.fold; });
        if (!known && !card->metrics.empty()) m_found.push_back({card->training.fold, file});
        return true;
    }

    const ModelCard& m_card;
    std::vector<FoldModel> m_found;
};

}  // namespace

bool areOfOneTraining(const ModelCard& a, const ModelCard& b) {
    const TrainingFacts &one = a.training, &other = b.training;
    const bool known = one.fold > 0 && one.folds > 1 && other.fold > 0 && !one.settingsSha256.empty() && !one.dataSha256.empty();
    return known && one.folds == other.folds && one.settingsSha256 == other.settingsSha256 && one.dataSha256 == other.dataSha256 && a.network == b.network && a.inputPx == b.inputPx &&
           a.kind == ModelKind::Classifier && b.kind == ModelKind::Classifier && a.classNames() == b.classNames();
}

std::vector<FoldModel> foldsOfTraining(const fs::path& model, const ModelCard& card, std::span<const fs::path> folders) {
    if (!areOfOneTraining(card, card)) return {};
    Search search(model, card);
    const auto beside = model.parent_path();
    const bool inRun = beside.filename().string().starts_with(kFoldPrefix);
    std::vector<fs::path> places = {inRun ? beside.parent_path() : beside};
    places.insert(places.end(), folders.begin(), folders.end());
    for (const auto& place : places) {
        if (search.done()) break;
        search.inFolder(place);
    }
    return search.found();
}

}  // namespace leukolens::inference
